//! MRV-001: top management reviews the ISMS at the interval it has set.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Kind, ManagementReview, Profile, Record, ReviewStatus};

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
    let Some(last) = isms.last_review() else { return never(ctx, out) };
    let Some(date) = last.date else { return };
    let due = date.after(every);
    if isms.is_late(due, ctx.today) {
        let late = days(ctx.today.days_since(due));
        out.report(last.at("/date"), format!("the review after {} was due on {due}, {late} ago", last.id()))
            .label(format!("held on {date}; your own rule: every {}", every.words()))
            .help("hold the review, with all ten inputs, and record it")
            .record(last.id());
    }
}

fn never(ctx: &Ctx<'_>, out: &mut Findings) {
    let planned = |review: &&Record<ManagementReview>| review.status == Some(ReviewStatus::Planned);
    let next = ctx.isms.management_reviews.iter().filter(planned).min_by_key(|review| review.date);
    // While the ISMS is being built, the first review may still lie ahead.
    let ahead = next.is_some_and(|review| review.date.is_some_and(|date| date >= ctx.today));
    if ahead && ctx.isms.settings.profile == Profile::Build {
        return;
    }
    let help = "hold a review, with all ten inputs, and record it";
    match next {
        Some(next) => {
            let when = next.date.map(|date| format!(" for {date}")).unwrap_or_default();
            out.report(next.at("/date"), format!("top management has never reviewed the ISMS: {} is only planned{when}", next.id()))
                .help(help)
                .record(next.id());
        }
        None => {
            out.report(ctx.setting("/defaults/management_review_every"), "top management has never reviewed the ISMS").help(help);
        }
    }
}
