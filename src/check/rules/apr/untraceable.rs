//! APR-004: an approval says how it was given and where that can be seen.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::ApprovalMethod;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-004",
    name: "approval-not-traceable",
    title: "every approval says how it was given and where that can be seen",
    clauses: &["7.5.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("untraceable.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for approval in ctx.isms.approvals.iter().filter(|approval| approval.is_positive()) {
        let mut missing = Vec::new();
        if approval.method.is_none() {
            missing.push("how it was given");
        }
        // A review on the forge can be found by its subject and day; that is a smaller gap.
        if !approval.is_traceable() && approval.method != Some(ApprovalMethod::ForgeReview) {
            missing.push("where that can be seen");
        }
        if !missing.is_empty() {
            let field = if approval.method.is_none() { "/method" } else { "/reference" };
            out.report(approval.at(field), format!("{} does not say {}", approval.id(), listed(&missing)))
                .help("add `method:` and `reference:` (minutes, commit, envelope number), or file the proof and name it in `evidence:`")
                .record(approval.id());
        }
    }
}
