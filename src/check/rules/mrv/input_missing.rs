//! MRV-002: a review looks at all ten inputs.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::ReviewInput;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MRV-002",
    name: "review-input-missing",
    title: "every management review looks at all ten inputs",
    clauses: &["9.3.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("input_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for review in ctx.isms.management_reviews.iter().filter(|review| review.is_held()) {
        for input in ReviewInput::ALL {
            let noted = review.inputs.get(input.word());
            if noted.is_none_or(|noted| noted.summary.trim().is_empty()) {
                let message = format!("{} says nothing about {} ({})", review.id(), input.about(), input.item());
                out.report(review.at(format!("/inputs/{}", input.word())), message)
                    .help(format!("add `{input}:` with a summary and the records it speaks of; \"nothing new\" is an answer where it is true"))
                    .record(review.id());
            }
        }
    }
}
