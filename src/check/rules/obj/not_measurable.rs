//! OBJ-002: an objective can be measured, or says why not, and serves the policy, a risk or a requirement.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Objective;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "OBJ-002",
    name: "objective-not-measurable",
    title: "every objective has a target that can be measured, and serves the policy, a risk or a requirement",
    clauses: &["6.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("not_measurable.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for objective in ctx.isms.objectives.iter().filter(|objective| objective.is_pursued()) {
        if !is_measurable(objective) {
            let says = if objective.target.is_some() { "has a target without a number" } else { "has no target" };
            out.report(objective.at("/target"), format!("{} {says}, and does not say why it cannot be measured", objective.id()))
                .help("add `target_value:` and `unit:`, or say in `measurable_note:` why no number fits and what shows success instead")
                .record(objective.id());
        }
        if objective.policy.is_none() && objective.drivers.is_empty() {
            out.report(objective.at("/drivers"), format!("{} serves neither the policy nor a risk or requirement", objective.id()))
                .help("name the policy in `policy:`, or the risks and requirements behind it in `drivers:`")
                .record(objective.id())
                .about("drivers");
        }
    }
}

fn is_measurable(objective: &Objective) -> bool {
    let counts = |text: &String| text.chars().any(|letter| letter.is_ascii_digit()) || names_number(text);
    objective.target_value.is_some() || objective.measurable_note.is_some() || objective.target.as_ref().is_some_and(counts)
}

/// `no laptop`, `all servers`: a number in a word.
fn names_number(text: &str) -> bool {
    const NUMBERS: [&str; 8] = ["no", "none", "zero", "all", "every", "each", "half", "twice"];
    text.split(|letter: char| !letter.is_alphanumeric()).any(|word| NUMBERS.contains(&word.to_lowercase().as_str()))
}
