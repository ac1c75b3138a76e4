//! RISK-003: a risk belongs to somebody who can decide about it.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Kind;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-003",
    name: "risk-owner-missing",
    title: "every open risk is owned by a person who is there, directly or through a role",
    clauses: &["6.1.2 c"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("owner_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_open()) {
        let Some(owner) = risk.owner() else {
            out.report(risk.at("/owner"), format!("{} has no owner", risk.id()))
                .help("add `owner:` with the id of a role or person who has the authority to accept it")
                .record(risk.id());
            continue;
        };
        // An id that leads nowhere is reported as such, once.
        let Some(found) = ctx.isms.head(owner).filter(|head| matches!(head.kind, Kind::Role | Kind::Person)) else { continue };
        if ctx.isms.people_behind(owner, ctx.today).is_empty() {
            let nobody = if found.kind == Kind::Role { "is held by nobody" } else { "is not there any more" };
            out.report(risk.at("/owner"), format!("{} is owned by {owner}, who {nobody} on {}", risk.id(), ctx.today))
                .help("hand the risk over: name a role with a holder, or a person")
                .also(found.at("/id"), format!("{owner} is defined here"))
                .record(risk.id());
        }
    }
}
