//! APR-006: people approve, and they were there when they did.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Absence;

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
        let Some((person, absence)) = ctx.isms.absence(approval) else { continue };
        let by = person.id();
        let place = match absence {
            Absence::Agent => "/agent",
            Absence::NotYet(_) => "/active_from",
            Absence::NoMore(_) => "/active_to",
        };
        out.report(approval.at("/by"), format!("{by} {}", absence.words()))
            .help("have a person approve who holds the role now")
            .also(person.at(place), format!("{by} is described here"))
            .record(approval.id());
    }
}
