//! RTP-001: a risk that is to be modified says by what.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RTP-001",
    name: "treatment-empty",
    title: "every risk with the option modify names a control or an action",
    clauses: &["6.1.3 b"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("treatment_empty.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed() && risk.plan_is_empty()) {
        // Controls that are written and not understood have been refused by the schema.
        if risk.head.says("/existing_controls") || risk.head.says("/treatment_controls") {
            continue;
        }
        let wrong = match risk.actions.len() {
            0 => format!("{} is to be modified, but names neither a control nor an action", risk.id()),
            _ => format!("{} is to be modified, but names no control, and all its actions are cancelled", risk.id()),
        };
        out.report(risk.at("/treatment"), wrong)
            .help("name the controls in `treatment_controls` or `existing_controls`, and what is left to do in `actions`")
            .record(risk.id());
    }
}
