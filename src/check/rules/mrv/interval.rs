//! MRV-001: top management reviews the ISMS at the interval it has set.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Kind;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MRV-001",
    name: "management-review-overdue",
    title: "top management reviews the ISMS within the planned interval",
    clauses: &["9.3.1"],
    weight: Weight::FROM_STAGE2,
    class: Class::Temporal,
    doc: include_str!("interval.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let isms = ctx.isms;
    if isms.may_have_unread(Kind::ManagementReview) {
        return;
    }
    let every = isms.settings.defaults.management_review_every;
    for review in isms.management_reviews.iter().filter(|review| review.is_held() && review.date.is_none()) {
        out.report(review.at("/date"), format!("{} does not say when it was held", review.id()))
            .help("add `date:`")
            .record(review.id());
    }
    // Where none was held in the whole cycle, a result of the cycle is missing, which is reported as such.
    let Some((last, date)) = isms.last_review().and_then(|last| Some((last, last.date?))) else { return };
    let due = date.after(every);
    if isms.results_since(ctx.today) <= date && isms.settings.defaults.is_overdue(due, ctx.today) {
        let late = days(ctx.today.days_since(due));
        out.report(last.at("/date"), format!("the review after {} was due on {due}, {late} ago", last.id()))
            .label(format!("held on {date}; your own rule: every {}", every.words()))
            .help("hold the review, with all ten inputs, and record it")
            .record(last.id());
    }
}
