//! RISK-005: controls lower a risk, and plans do.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-005",
    name: "score-rises",
    title: "a current score is not above the inherent one, and a target is not above the current score without a reason",
    clauses: &["6.1.2 d"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("score_rises.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let id = risk.id();
        let score = |score| ctx.isms.judged(risk, score).map(|(score, _)| score);
        let (inherent, current, target) =
            (score(risk.inherent.as_ref()), score(risk.current.as_ref()), score(risk.target.as_ref()));
        if let (Some(before), Some(now)) = (inherent, current)
            && now > before
        {
            out.report(risk.key("/current"), format!("{id} is scored {now} with its controls and {before} without them"))
                .help("controls cannot make it worse: score it anew without them (`inherent`) and with them (`current`)")
                .also(risk.key("/inherent"), format!("{before} without controls"))
                .record(id);
        }
        let reason = risk.head.says("/target/rationale");
        if let (Some(now), Some(later)) = (current, target)
            && later > now
            && !reason
        {
            out.report(risk.key("/target"), format!("the plan of {id} leads to {later}, and it is scored {now} today"))
                .help("correct the target, or say in its `rationale` why the risk is meant to grow")
                .also(risk.key("/current"), format!("{now} today"))
                .record(id);
        }
    }
}
