//! DOC-002: a document in force is looked at again in time.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-002",
    name: "document-review-overdue",
    title: "every effective document is reviewed within its interval",
    clauses: &["7.5.2", "A.5.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("review_overdue.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_effective() && !document.is_external()) {
        let Some(review) = ctx.isms.review_of(document).filter(|review| ctx.isms.settings.defaults.is_overdue(review.due, ctx.today)) else { continue };
        let late = days(ctx.today.days_since(review.due));
        let message = format!("{} was due for review on {}, {late} ago", document.id(), review.due);
        let whose = if review.by_default { "your own rule" } else { "its own rule" };
        let finding = out.report(review.at, message);
        finding
            .label(format!("last confirmed on {}; {whose}: every {}", review.last, review.every.words()))
            .help("read it with its owner, approve what changes, and set `reviewed:` to that day")
            .record(document.id());
        if let Some(approval) = review.approval {
            finding.also(approval, "last approved here");
        }
    }
}
