//! RISK-002: a score is made of values that the scales have.

use std::collections::HashSet;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Acceptance, Criteria, Record, Risk, ScaleValue};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-002",
    name: "score-off-scale",
    title: "every likelihood and impact is a value of the scales of the risk criteria",
    clauses: &["6.1.2 b", "6.1.2 d"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("score_off_scale.md"),
    check,
};

/// A likelihood or an impact as it is written.
struct Value {
    at: String,
    what: &'static str,
    scale: &'static str,
    number: i64,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let understood = ctx.isms.criteria.iter().filter(|criteria| criteria.is_understood());
    let understood: HashSet<&str> = understood.map(Record::id).collect();
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_open()) {
        let Some(criteria) = ctx.isms.criteria_of(risk).filter(|criteria| understood.contains(criteria.id())) else { continue };
        // Values of an earlier version belong to scales that are gone: what is due then is a new assessment.
        if !ctx.isms.criteria_moved_on(risk) {
            for value in values(risk) {
                judge(risk, criteria, &value, out);
            }
        }
    }
}

fn values(risk: &Risk) -> impl Iterator<Item = Value> {
    let assessed = [("inherent", &risk.inherent), ("current", &risk.current), ("target", &risk.target)];
    let assessed = assessed.into_iter().filter_map(|(name, score)| {
        let score = score.as_ref()?;
        Some((format!("/{name}"), name, score.likelihood, score.impact))
    });
    let same = |acceptance: &Acceptance| match (&acceptance.criteria_version, &risk.criteria_version) {
        (Some(accepted), Some(assessed)) => accepted == assessed,
        _ => true,
    };
    let counts = move |(_, acceptance): &(usize, &Acceptance)| acceptance.is_active() && same(acceptance);
    let accepted = risk
        .acceptances
        .iter()
        .enumerate()
        .filter(counts)
        .map(|(at, acceptance)| (format!("/acceptances/{at}"), "accepted", acceptance.likelihood, acceptance.impact));
    assessed.chain(accepted).flat_map(|(at, what, likelihood, impact)| {
        let value = move |scale, number: Option<i64>| Some(Value { at: format!("{at}/{scale}"), what, scale, number: number? });
        [value("likelihood", likelihood), value("impact", impact)].into_iter().flatten()
    })
}

fn judge(risk: &Record<Risk>, criteria: &Record<Criteria>, value: &Value, out: &mut Findings) {
    let Value { at, what, scale: name, number } = value;
    let scale: &[ScaleValue] = if *name == "likelihood" { &criteria.likelihood_scale } else { &criteria.impact_scale };
    if scale.is_empty() || scale.iter().any(|step| step.value == *number) {
        return;
    }
    let choice: Vec<String> = scale.iter().map(|step| step.value.to_string()).collect();
    let wrong = format!("the {what} {name} of {} is {number}, which the scale of {} does not have", risk.id(), criteria.id());
    out.report(risk.at(at.as_str()), wrong)
        .help(format!("choose one of {} by its definition", choice.join(", ")))
        .also(criteria.key(format!("/{name}_scale")), "the scale")
        .record(risk.id());
}
