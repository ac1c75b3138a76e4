//! PPL-001: nobody who has left, and no empty role, answers for something that goes on.

use std::collections::BTreeSet;

use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Head, IsmsDuty, Isms, Kind, Link, Person, PersonStatus, Record, Role, RoleStatus};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "PPL-001",
    name: "duty-left-behind",
    title: "whoever answers for something open is there: no leaver, no vacant role",
    clauses: &["5.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("left_behind.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for person in &ctx.isms.people {
        if has_left(person, ctx.today) {
            leaver(ctx, person, out);
        }
    }
    for role in &ctx.isms.roles {
        if !ctx.isms.is_filled(role, ctx.today) && !is_reported_by_duty(ctx.isms, role, ctx.today) {
            vacant(ctx, role, out);
        }
    }
}

fn has_left(person: &Person, today: Date) -> bool {
    person.status == Some(PersonStatus::Left) || person.active_to.is_some_and(|to| to < today)
}

fn leaver(ctx: &Ctx<'_>, person: &Record<Person>, out: &mut Findings) {
    let mut places: Vec<(Locus, String)> = Vec::new();
    for role in ctx.isms.roles_held(person.id(), ctx.today) {
        places.push((role.at("/held_by"), format!("still holds {}", role.id())));
    }
    places.extend(named(ctx.isms, person.id()));
    let when = person.active_to.map(|to| format!(" on {to}")).unwrap_or_default();
    let field = if person.active_to.is_some() { "/active_to" } else { "/status" };
    report(person.at(field), &format!("{} left{when}", person.id()), person.id(), places, out);
}

fn vacant(ctx: &Ctx<'_>, role: &Record<Role>, out: &mut Findings) {
    let retired = role.status == Some(RoleStatus::Retired);
    let (field, state) = if retired { ("/status", "is retired") } else { ("/held_by", "is held by nobody") };
    let places = named(ctx.isms, role.id());
    report(role.key(field), &format!("{} {state}", role.id()), role.id(), places, out);
}

/// The clause's two duties come first: a role that is reported for them is not reported twice.
fn is_reported_by_duty(isms: &Isms, role: &Record<Role>, today: Date) -> bool {
    let reported = |duty: &IsmsDuty| {
        let (filled, vacant) = isms.roles_with_duty(*duty, today);
        filled.is_empty() && vacant.first().is_some_and(|first| first.id() == role.id())
    };
    role.isms_duties.iter().any(reported)
}

/// Where a party answers for something open. Who owns a risk is a question of its own.
fn named(isms: &Isms, party: &str) -> Vec<(Locus, String)> {
    let is_risk_owner = |head: &Head, link: &Link| head.kind == Kind::Risk && link.pointer.as_str() == "/owner";
    let duties = isms.open_duties(party).into_iter().filter(|(head, link)| !is_risk_owner(head, link));
    duties
        .map(|(head, link)| {
            let field = link.pointer.steps().filter(|step| step.parse::<usize>().is_err()).last().unwrap_or_default().into_owned();
            (head.at(link.pointer.clone()), format!("{}: `{field}`", head.id))
        })
        .collect()
}

fn report(at: Locus, who: &str, id: &str, places: Vec<(Locus, String)>, out: &mut Findings) {
    if places.is_empty() {
        return;
    }
    let files: BTreeSet<_> = places.iter().map(|(place, _)| place.file).collect();
    let records = counted(files.len(), "record", "records");
    let finding = out.report(at, format!("{who} and still answers for something in {records}"));
    finding.help("hand each of them over to a role that somebody holds").record(id);
    for (place, words) in places {
        finding.also(place, words);
    }
}
