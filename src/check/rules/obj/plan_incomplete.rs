//! OBJ-001: an objective has a plan: what, with what, who, by when, and how it is judged.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Objective, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "OBJ-001",
    name: "objective-plan-incomplete",
    title: "every objective says what is done, with what, by whom and until when, and how the result is evaluated",
    clauses: &["6.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("plan_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for objective in ctx.isms.objectives.iter().filter(|objective| objective.is_pursued()) {
        let missing = missing(objective);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(objective.at(*field), format!("{} does not say {}", objective.id(), listed(&words)))
                .help("complete the plan with whoever is responsible; resources are money, days or both")
                .record(objective.id());
        }
    }
}

fn missing(objective: &Record<Objective>) -> Vec<(&'static str, &'static str)> {
    // Actions are a plan, too, where each of them says who does what by when.
    let actions = !objective.actions.is_empty();
    let all = [
        (objective.what.is_none() && !actions, "/what", "what is done"),
        (objective.resources.is_none(), "/resources", "what resources it takes"),
        (objective.responsible.is_none(), "/responsible", "who is responsible"),
        (objective.due.is_none(), "/due", "when it is completed"),
        (objective.evaluation.is_none(), "/evaluation", "how the result is evaluated"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}
