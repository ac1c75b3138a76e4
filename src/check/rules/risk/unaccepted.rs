//! RISK-008: what is left of a risk is low enough, or accepted.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Acceptance, AcceptanceStatus, Authority, Record, Risk, Weighed};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-008",
    name: "risk-unaccepted",
    title: "what is left of a risk is within the acceptance threshold, or accepted by name",
    clauses: &["6.1.3 f"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("unaccepted.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed() && !risk.treatment.is_empty()) {
        let current = ctx.isms.weighed(risk, risk.current.as_ref());
        if let Some(current) = current.filter(Weighed::is_unacceptable) {
            unacceptable(ctx, risk, current, out);
        } else if ctx.isms.needs_acceptance(risk) && !risk.acceptances.iter().any(Acceptance::is_active) {
            undecided(ctx, risk, out);
        }
    }
}

fn unacceptable(ctx: &Ctx<'_>, risk: &Record<Risk>, current: Weighed<'_>, out: &mut Findings) {
    let wrong = format!("{} is scored {current}, which nobody may accept by your own criteria", risk.id());
    let help = "lower it now or stop what causes it, and score it anew; until then the risk runs against your own criteria";
    let finding = out.report(risk.key("/current"), wrong).help(help).record(risk.id());
    if let Some(criteria) = ctx.isms.criteria_of(risk)
        && let Some(at) = criteria.levels.iter().position(|level| level.acceptance == Some(Authority::Never))
    {
        finding.also(criteria.at(format!("/levels/{at}/acceptance")), "this level has to be treated");
    }
}

fn undecided(ctx: &Ctx<'_>, risk: &Record<Risk>, out: &mut Findings) {
    let Some(residual) = ctx.isms.residual(risk) else { return };
    let (id, limit) = (risk.id(), residual.threshold);
    let planned = risk.has_open_action() && risk.target.is_some();
    let (at, wrong) = match (planned, risk.has_open_action()) {
        (true, _) => ("/target", format!("the plan of {id} leaves {residual}, above {limit}, and nobody has accepted that")),
        (_, true) => (
            "/current",
            format!("{id} is scored {residual}, above {limit}, has no target for its plan, and nobody has accepted it"),
        ),
        _ => ("/current", format!("{id} is scored {residual}, above {limit}, has no open action, and nobody has accepted it")),
    };
    let help = match residual.level.and_then(|level| level.acceptance) {
        Some(Authority::Never) => "plan more: nobody may accept a risk of this level".to_owned(),
        Some(Authority::Role) => {
            let roles = residual.level.map(|level| level.roles.join(" or ")).unwrap_or_default();
            format!("plan an action that lowers it, or let {roles} decide and record it in `acceptances`")
        }
        _ => "plan an action that lowers it, or let the owner decide and record it in `acceptances`".to_owned(),
    };
    let finding = out.report(risk.key(at), wrong).help(help).record(id);
    if let Some((at, acceptance)) = risk.acceptances.iter().enumerate().next_back() {
        let state = acceptance.status.map(AcceptanceStatus::label).unwrap_or_default();
        finding.also(risk.at(format!("/acceptances/{at}/status")), format!("the last acceptance is {state}"));
    }
}
