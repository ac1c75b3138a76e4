//! NCR-003: somebody decides whether the cause is removed.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Nonconformity, NonconformityStatus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-003",
    name: "correction-only",
    title: "for every analysed nonconformity it is decided whether the cause is removed, and how or why not",
    clauses: &["10.2 b"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("cause_left.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for nonconformity in ctx.isms.nonconformities.iter().filter(|nonconformity| nonconformity.is_analysed()) {
        if let Some((field, lacks, help)) = missing(nonconformity) {
            let id = nonconformity.id();
            out.report(nonconformity.at(field), format!("{id} {lacks}")).help(help).record(id);
        }
    }
}

fn missing(nonconformity: &Nonconformity) -> Option<(&'static str, &'static str, &'static str)> {
    let acts = nonconformity.live_actions().next().is_some();
    // While the cause is only just known, the actions may still have to be planned.
    let planning = nonconformity.status == Some(NonconformityStatus::Analysed);
    match nonconformity.action_needed {
        None if !acts => Some((
            "/action_needed",
            "does not say whether the cause has to be removed",
            "add `action_needed: true` with `actions:`, or `false` with `action_reason:`",
        )),
        Some(true) if !acts && !planning => {
            Some(("/action_needed", "needs action against its cause and has none", "add `actions:`, each with a name and a date"))
        }
        Some(false) if nonconformity.action_reason.is_none() => {
            Some(("/action_needed", "leaves its cause in place and does not say why", "add `action_reason:`"))
        }
        _ => None,
    }
}
