//! DOC-008: the review of a document comes near.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-008",
    name: "document-review-due-soon",
    title: "the review of an effective document is prepared before it is due",
    clauses: &["7.5.2", "A.5.1"],
    weight: Weight::INFO,
    class: Class::Temporal,
    doc: include_str!("review_due_soon.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let soon = ctx.today.after(ctx.isms.settings.defaults.due_soon);
    for document in ctx.isms.documents.iter().filter(|document| document.is_effective() && !document.is_external()) {
        let Some(review) = ctx.isms.review_of(document) else { continue };
        if review.due > soon || ctx.isms.settings.defaults.is_overdue(review.due, ctx.today) {
            continue;
        }
        let left = match review.due.days_since(ctx.today) {
            0 => "which is today".to_owned(),
            left if left > 0 => format!("in {}", days(left)),
            late => format!("{} ago and within your grace", days(-late)),
        };
        let id = document.id();
        let verb = if review.due < ctx.today { "was" } else { "is" };
        let finding = out.report(review.at, format!("{id} {verb} due for review on {}, {left}", review.due));
        finding
            .label(format!("last confirmed on {}", review.last))
            .help("agree on a day with its owner and its approver")
            .record(id);
        if let Some(approval) = review.approval {
            finding.also(approval, "last approved here");
        }
    }
}
