//! RTP-004: what treats a risk is not excluded.

use std::collections::HashSet;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, Record, Risk};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RTP-004",
    name: "excluded-control-used",
    title: "no open risk is treated by a control that the Statement of Applicability excludes",
    clauses: &["6.1.3 b", "6.1.3 c", "6.1.3 d"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("excluded_control.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_open()) {
        let mut said: HashSet<&str> = HashSet::new();
        for (pointer, id) in uses(risk) {
            let Some(control) = ctx.isms.control(id).filter(|control| Control::is_excluded(control)) else { continue };
            if said.insert(id) {
                out.report(
                    risk.at(pointer),
                    format!("{} relies on {id}, which the Statement of Applicability excludes", risk.id()),
                )
                .help("include the control with a reason, or treat the risk by another one and score it anew")
                .also(control.at("/applicable"), format!("{id} is excluded here"))
                .record(risk.id())
                .about(id);
            }
        }
    }
}

/// Every control that a risk names, with the place.
fn uses(risk: &Record<Risk>) -> impl Iterator<Item = (String, &str)> {
    let lists = [("existing_controls", &risk.existing_controls), ("treatment_controls", &risk.treatment_controls)];
    let named =
        lists.into_iter().flat_map(|(key, ids)| ids.iter().enumerate().map(move |(at, id)| (format!("/{key}/{at}"), &**id)));
    let planned = risk.actions.iter().enumerate().filter(|(_, action)| action.is_open()).flat_map(|(action, plan)| {
        plan.controls.iter().enumerate().map(move |(at, id)| (format!("/actions/{action}/controls/{at}"), &**id))
    });
    named.chain(planned)
}
