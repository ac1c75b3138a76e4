//! MRV-004: a review decides, and what it decides has a name and a date.

use crate::check::wording::{excerpt, listed};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{ActionStatus, ManagementReview, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MRV-004",
    name: "review-without-decision",
    title: "every management review ends with decisions, and with actions that somebody does by a date",
    clauses: &["9.3.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("decision_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for review in ctx.isms.management_reviews.iter().filter(|review| review.is_held()) {
        if review.decisions.is_empty() {
            out.report(review.at("/decisions"), format!("{} decides nothing", review.id()))
                .help("add `decisions:`; where nothing needs a decision, one of the type `none` that says so")
                .record(review.id());
        }
        actions(review, out);
    }
}

fn actions(review: &Record<ManagementReview>, out: &mut Findings) {
    for (at, action) in review.actions.iter().enumerate().filter(|(_, action)| action.status != Some(ActionStatus::Cancelled)) {
        let missing: Vec<&str> = [(action.responsible.is_none(), "who does it"), (action.due().is_none(), "by when")]
            .into_iter()
            .filter_map(|(missing, words)| missing.then_some(words))
            .collect();
        if !missing.is_empty() {
            let message = format!("the action {} of {} does not say {}", action.id, review.id(), listed(&missing));
            out.report(review.at(format!("/actions/{at}/id")), message)
                .label(excerpt(&action.what))
                .help("add `responsible:` and `due:`")
                .record(review.id())
                .about(&action.id);
        }
    }
}
