//! MRV-003: top management takes part in its own review.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Isms, Kind, ManagementReview, Participant};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MRV-003",
    name: "top-management-absent",
    title: "somebody who is top management on that day takes part in every management review",
    clauses: &["9.3.1", "5.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("top_management_absent.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Role) {
        return;
    }
    for review in ctx.isms.management_reviews.iter().filter(|review| review.is_held()) {
        let Some(date) = review.date else { continue };
        if leads(ctx.isms, review, date) {
            continue;
        }
        let field = if review.participants.is_empty() { "/chair" } else { "/participants" };
        out.report(review.key(field), format!("nobody in {} was top management on {date}", review.id()))
            .help("hold the review with top management; if somebody was there, name them, and set `top_management: true` on their role")
            .record(review.id());
    }
}

fn leads(isms: &Isms, review: &ManagementReview, date: Date) -> bool {
    let chairs = review.chair.as_deref().is_some_and(|chair| isms.is_top_management(chair, date));
    chairs || review.participants.iter().any(|participant| takes_part(isms, participant, date))
}

fn takes_part(isms: &Isms, participant: &Participant, date: Date) -> bool {
    if let Some(person) = &participant.person {
        return isms.is_top_management(person, date);
    }
    // A guest from a parent company may have no record: the role says it.
    let role = participant.role.as_deref().and_then(|role| isms.role(role));
    participant.name.is_some() && role.is_some_and(|role| role.top_management)
}
