//! RTP-003: an action has somebody, a day and means, and a finished one has proof.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Action;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RTP-003",
    name: "treatment-action-incomplete",
    title: "every action of the treatment plan says who, by when and with what, and shows evidence when it is done",
    clauses: &["6.1.3 e", "8.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("action_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for (head, at, action) in ctx.isms.treatment_actions() {
        let missing: Vec<_> = wanted(action).iter().filter(|(key, _)| !head.says(format!("/actions/{at}/{key}"))).collect();
        if missing.is_empty() {
            continue;
        }
        let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
        let state = if action.is_done() { "is done and has" } else { "has" };
        out.report(head.at(format!("/actions/{at}/id")), format!("{} of {} {state} {}", action.id, head.id, words.join(", ")))
            .help(if action.is_done() {
                "name the evidence that shows it, or set the status back"
            } else {
                "agree it with whoever will do it; without it nobody can tell whether the plan is kept"
            })
            .record(&*head.id)
            .about(action.id.as_str());
    }
}

/// The keys that an action needs in its state, and how their absence is said.
fn wanted(action: &Action) -> &'static [(&'static str, &'static str)] {
    if action.is_done() {
        &[("responsible", "nobody responsible"), ("evidence", "no evidence")]
    } else if action.is_open() {
        &[("responsible", "nobody responsible"), ("due", "no due date"), ("resources", "no resources")]
    } else {
        &[]
    }
}
