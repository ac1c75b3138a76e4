//! GOV-004: it is decided which requirements of interested parties the ISMS takes on, and how.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Addressed, Record, Requirement, RequirementStatus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GOV-004",
    name: "requirement-undecided",
    title: "for every requirement it is decided whether the ISMS addresses it, and how it is met or why it is not addressed",
    clauses: &["4.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("requirement_undecided.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let live = |requirement: &&Record<Requirement>| {
        !matches!(requirement.status, Some(RequirementStatus::Identified | RequirementStatus::Withdrawn))
    };
    for requirement in ctx.isms.requirements.iter().filter(live) {
        let id = requirement.id();
        let how = requirement.how_met.is_some() || !requirement.met_by.is_empty();
        let (field, message, help) = match requirement.addressed {
            None => (
                "/addressed",
                format!("nobody has decided whether the ISMS addresses {id}"),
                "set `addressed:` to fully, partly or not, with the reason for the last two",
            ),
            Some(Addressed::Not | Addressed::Partly) if requirement.addressed_reason.is_none() => (
                "/addressed",
                format!(
                    "{id} is addressed {}, and nobody says why",
                    if requirement.addressed == Some(Addressed::Not) { "not at all" } else { "in part" }
                ),
                "add `addressed_reason:`; that another part of the organisation takes care of it is a reason",
            ),
            Some(Addressed::Fully | Addressed::Partly) if !how => (
                "/met_by",
                format!("{id} is addressed, and nothing says how it is met"),
                "name controls and documents in `met_by:`, or describe it in `how_met:`",
            ),
            _ => continue,
        };
        out.report(requirement.at(field), message).help(help).record(id);
    }
}
