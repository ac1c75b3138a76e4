//! RISK-006: what lowers a risk is named.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Action, Control, Isms, Record, Risk, Treatment};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-006",
    name: "score-unsupported",
    title: "a current score below the inherent one has an implemented control or a finished action behind it",
    clauses: &["6.1.2 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("score_unsupported.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let score = |score| ctx.isms.judged(risk, score).map(|(score, _)| score);
        let (Some(before), Some(now)) = (score(risk.inherent.as_ref()), score(risk.current.as_ref())) else { continue };
        if now < before && !is_supported(ctx.isms, risk) {
            out.report(
                risk.key("/current"),
                format!("{} is scored {now} instead of {before}, but nothing makes the difference", risk.id()),
            )
            .help("name the implemented controls in `existing_controls`, or score it as it is without them")
            .also(risk.key("/inherent"), format!("{before} without controls"))
            .record(risk.id());
        }
    }
}

/// Controls that are named as existing without being in place, an empty plan, and sharing or avoiding without a basis are the
/// business of other rules.
fn is_supported(isms: &Isms, risk: &Record<Risk>) -> bool {
    let elsewhere = |option: &Treatment| matches!(option, Treatment::Share | Treatment::Avoid);
    let in_place = |id: &String| isms.control(id).is_none_or(|control| Control::is_in_place(control));
    risk.head.says("/existing_controls")
        || risk.treatment_controls.iter().any(in_place)
        || risk.actions.iter().any(Action::is_done)
        || risk.treatment.iter().any(elsewhere)
        || risk.plan_is_empty()
}
