//! REQ-001: somebody answers for each law and contract, and looks in time whether it is met.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Addressed, Compliance, Record, Requirement, RequirementStatus, RequirementType};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REQ-001",
    name: "requirement-unchecked",
    title: "every legal, regulatory or contractual requirement has an owner, and it is checked in time whether it is met",
    clauses: &["A.5.31", "A.5.36"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("unchecked.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for requirement in ctx.isms.requirements.iter().filter(|requirement| is_binding(requirement)) {
        let id = requirement.id();
        if requirement.owner().is_none() {
            out.report(requirement.at("/owner"), format!("{id} has no owner"))
                .help("name the role that notices when it changes and knows whether it is met")
                .record(id);
        }
        let Some(checked) = requirement.last_checked else {
            out.report(requirement.at("/last_checked"), format!("nobody has checked whether {id} is met"))
                .help("compare what it asks with what is done, and set `last_checked:` and `compliance:`")
                .record(id);
            continue;
        };
        let every = ctx.isms.check_every(requirement);
        let due = checked.after(every);
        if ctx.isms.settings.defaults.is_overdue(due, ctx.today) {
            let late = days(ctx.today.days_since(due));
            out.report(requirement.at("/last_checked"), format!("{id} was to be checked again by {due}, {late} ago"))
                .label(format!("your own rule: every {}", every.words()))
                .help("compare what it asks with what is done, and set `last_checked:` and `compliance:`")
                .record(id);
        } else if matches!(requirement.compliance, None | Some(Compliance::Unknown)) {
            out.report(requirement.at("/compliance"), format!("{id} was checked on {checked}, and nobody says whether it is met"))
                .help("set `compliance:` to met, partly or not_met")
                .record(id);
        }
    }
}

fn is_binding(requirement: &Record<Requirement>) -> bool {
    use RequirementType::{Contractual, Legal, Regulatory};
    matches!(requirement.requirement_type, Some(Legal | Regulatory | Contractual))
        && requirement.addressed != Some(Addressed::Not)
        && !matches!(requirement.status, Some(RequirementStatus::Identified | RequirementStatus::Withdrawn))
}
