//! APR-009: an approval that was given in a forge review names the review.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::ApprovalMethod;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-009",
    name: "forge-review-not-named",
    title: "every approval given in a review names the review",
    clauses: &["7.5.2"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("review_not_named.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let reviewed = ctx.isms.approvals.iter().filter(|approval| approval.method == Some(ApprovalMethod::ForgeReview));
    for approval in reviewed.filter(|approval| approval.is_positive() && !approval.is_traceable()) {
        out.report(approval.at("/reference"), format!("{} does not say which review it was", approval.id()))
            .help("add `reference:` with the address or number of the review; better still, file an export of it as evidence")
            .record(approval.id());
    }
}
