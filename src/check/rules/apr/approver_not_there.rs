//! APR-006: people approve, and they were there when they did.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-006",
    name: "approver-not-a-person",
    title: "whoever approves is a person who was there on that day",
    clauses: &["5.3", "7.5.2"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("approver_not_there.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for approval in ctx.isms.approvals.iter().filter(|approval| approval.is_positive()) {
        let Some(person) = approval.by.as_deref().and_then(|by| ctx.isms.person(by)) else { continue };
        let by = person.id();
        let (wrong, place) = match approval.on {
            _ if person.agent => ("is a bot and cannot approve anything".to_owned(), "/agent"),
            Some(on) if person.active_from.is_some_and(|from| on < from) => (format!("was not there yet on {on}"), "/active_from"),
            Some(on) if person.active_to.is_some_and(|to| to < on) => (format!("was not there any more on {on}"), "/active_to"),
            _ => continue,
        };
        out.report(approval.at("/by"), format!("{by} {wrong}"))
            .help("have a person approve who holds the role now")
            .also(person.at(place), format!("{by} is described here"))
            .record(approval.id());
    }
}
