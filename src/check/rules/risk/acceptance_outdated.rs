//! RISK-010: an acceptance speaks of the risk as it is now.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Acceptance, Record, Risk, Weighed};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-010",
    name: "acceptance-outdated",
    title: "an acceptance says which score was accepted, and the risk has not grown since",
    clauses: &["6.1.3 f", "8.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("acceptance_outdated.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let Some((at, acceptance)) = ctx.isms.acceptance_in_force(risk, ctx.today) else { continue };
        let (Some(current), Some(residual)) = (ctx.isms.weighed(risk, risk.current.as_ref()), ctx.isms.residual(risk)) else {
            continue;
        };
        // Below the threshold nobody has to accept anything; above the last level nobody can.
        if (current.is_above() || residual.is_above()) && !current.is_unacceptable() {
            compare(ctx, risk, at, acceptance, current, residual, out);
        }
    }
}

fn compare(
    ctx: &Ctx<'_>,
    risk: &Record<Risk>,
    at: usize,
    acceptance: &Acceptance,
    current: Weighed<'_>,
    residual: Weighed<'_>,
    out: &mut Findings,
) {
    let id = risk.id();
    let on = acceptance.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let help = "let the owner decide on the risk as it is scored now, and add that as a new entry of `acceptances`";
    let base = format!("/acceptances/{at}");
    let in_force = || ctx.isms.criteria_of(risk)?.version.as_ref();
    if let (Some(then), Some(now)) = (&acceptance.criteria_version, risk.criteria_version.as_ref().or_else(in_force))
        && then != now
    {
        let wrong = format!("{id} was accepted{on} by version {then} of the criteria, and is scored by version {now}");
        out.report(risk.at(format!("{base}/criteria_version")), wrong).help(help).record(id).about(on.trim());
        return;
    }
    if !risk.head.says(format!("{base}/likelihood")) && !risk.head.says(format!("{base}/impact")) {
        out.report(risk.at(format!("{base}/on")), format!("the acceptance of {id}{on} does not say which score was accepted"))
            .help("add the `likelihood` and `impact` that the decision was about, if that can be shown; else let the owner decide anew")
            .record(id)
            .about(on.trim());
        return;
    }
    let Some(accepted) = score_of(ctx, risk, acceptance) else { return };
    let grown = grown(ctx, risk, acceptance, accepted, current, residual);
    if let Some((key, now)) = grown {
        out.report(risk.at(format!("{base}/likelihood")), format!("{id} was accepted{on} at {accepted}, and is scored {now}"))
            .help(help)
            .also(risk.key(key), format!("scored {now}"))
            .record(id)
            .about(on.trim());
    }
}

fn score_of(ctx: &Ctx<'_>, risk: &Risk, acceptance: &Acceptance) -> Option<i64> {
    ctx.isms.criteria_of(risk)?.score(acceptance.likelihood?, acceptance.impact?)
}

/// The score that is above the accepted one. While a plan is carried out, it is its target that may have been accepted; a current
/// score that was found afterwards goes beyond that decision only if it was not.
fn grown<'w>(
    ctx: &Ctx<'_>,
    risk: &Risk,
    acceptance: &Acceptance,
    accepted: i64,
    current: Weighed<'w>,
    residual: Weighed<'w>,
) -> Option<(&'static str, Weighed<'w>)> {
    let target = ctx.isms.judged(risk, risk.target.as_ref()).map(|(score, _)| score);
    let later = matches!((risk.assessed_on, acceptance.on), (Some(assessed), Some(on)) if assessed > on);
    if risk.has_open_action() && risk.target.is_some() && residual.score > accepted {
        Some(("/target", residual))
    } else if current.score > accepted && (!risk.has_open_action() || (later && target != Some(accepted))) {
        Some(("/current", current))
    } else {
        None
    }
}
