//! PPL-001: nobody who has left, and no empty role, answers for something that goes on.

use std::collections::BTreeSet;

use crate::check::wording::{counted, listed};
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
    let reported = reported_by_duty(ctx.isms, ctx.today);
    for role in &ctx.isms.roles {
        if !ctx.isms.is_filled(role, ctx.today) && !reported.contains(&role.id()) {
            vacant(ctx, role, out);
        }
    }
}

/// Somebody who has not come yet has not left.
fn has_left(person: &Person, today: Date) -> bool {
    let last = person.active_to;
    last.is_some_and(|last| last < today) || (last.is_none() && person.status == Some(PersonStatus::Left))
}

fn leaver(ctx: &Ctx<'_>, person: &Record<Person>, out: &mut Findings) {
    let held = ctx.isms.roles_held(person.id(), ctx.today);
    let named = named(ctx.isms, person.id());
    let mut still = Vec::new();
    if !held.is_empty() {
        let ids: Vec<&str> = held.iter().map(|role| role.id()).collect();
        still.push(format!("holds {}", listed(&ids)));
    }
    still.extend(answers_for(&named));
    if still.is_empty() {
        return;
    }
    let (when, field) = match person.active_to {
        Some(to) => (format!(" on {to}"), "/active_to"),
        None => (String::new(), "/status"),
    };
    let finding = out.report(person.at(field), format!("{} left{when} and still {}", person.id(), listed(&still)));
    finding.help("end the entries in `held_by`, and hand the rest over to a role that somebody holds").record(person.id());
    for role in held {
        finding.also(role.at("/held_by"), format!("the holders of {}", role.id()));
    }
    for (place, words) in named {
        finding.also(place, words);
    }
}

fn vacant(ctx: &Ctx<'_>, role: &Record<Role>, out: &mut Findings) {
    let named = named(ctx.isms, role.id());
    let Some(still) = answers_for(&named) else { return };
    let retired = role.status == Some(RoleStatus::Retired);
    let (place, state) = if retired { (role.at("/status"), "is retired") } else { (role.key("/held_by"), "is held by nobody") };
    let finding = out.report(place, format!("{} {state} and still {still}", role.id()));
    finding.help("name a holder, or hand each of them over to a role that somebody holds").record(role.id());
    for (place, words) in named {
        finding.also(place, words);
    }
}

/// `answers for something in 3 records`.
fn answers_for(named: &[(Locus, String)]) -> Option<String> {
    let files: BTreeSet<_> = named.iter().map(|(place, _)| place.file).collect();
    (!files.is_empty()).then(|| format!("answers for something in {}", counted(files.len(), "record", "records")))
}

/// The clause's two duties come first: a role that is reported for them is not reported twice.
fn reported_by_duty(isms: &Isms, today: Date) -> Vec<&str> {
    let vacant = IsmsDuty::ALL.iter().filter_map(|duty| {
        let (filled, vacant) = isms.roles_with_duty(*duty, today);
        vacant.first().copied().filter(|_| filled.is_empty())
    });
    vacant.map(Record::id).collect()
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
