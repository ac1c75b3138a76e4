//! RISK-012: risks are looked at again in time, and when something happens.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{CriteriaStatus, Record, Risk, RiskEvent};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-012",
    name: "reassessment-overdue",
    title: "every risk is assessed again within its interval, and after a serious incident, a change or new criteria",
    clauses: &["8.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("reassessment_overdue.md"),
    check,
};

/// Why an assessment does not stand any more: in words, and where that can be seen.
type Reason = (String, Option<Locus>);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let events = ctx.isms.risk_events();
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let happened = events.get(risk.id()).map_or(&[][..], Vec::as_slice);
        let mut reasons = reasons(ctx, risk, happened).into_iter();
        let Some((first, at)) = reasons.next() else { continue };
        let finding = out
            .report(risk.at("/assessed_on"), format!("{} {first}", risk.id()))
            .help("assess it again with the owner, write the scores with their reasons, and set `assessed_on` to that day")
            .record(risk.id());
        if let Some(at) = at {
            finding.also(at, "this came after, or asks for it");
        }
        for (reason, at) in reasons {
            finding.also(at.unwrap_or_else(|| risk.at("/assessed_on")), format!("it also {reason}"));
        }
    }
}

fn reasons(ctx: &Ctx<'_>, risk: &Record<Risk>, events: &[RiskEvent<'_>]) -> Vec<Reason> {
    let Some(assessed) = risk.assessed_on else { return vec![("does not say when it was assessed".to_owned(), None)] };
    let mut reasons = Vec::new();
    let since = |event: &&RiskEvent<'_>| event.on > assessed && event.on <= ctx.today;
    for event in events.iter().filter(since) {
        let RiskEvent { record, on, at, what } = event;
        reasons.push((format!("was assessed on {assessed}, before {} {what} on {on}", record.id), Some(at.clone())));
    }
    reasons.extend(criteria(ctx, risk));
    let (every, at) = ctx.isms.reassess_every(risk);
    let due = assessed.after(every);
    if ctx.isms.settings.defaults.is_overdue(due, ctx.today) {
        let (every, late) = (every.words(), ctx.today.days_since(due));
        let days = if late == 1 { "day" } else { "days" };
        let words =
            format!("was assessed on {assessed}, and a new assessment after {every} (your own rule) is {late} {days} overdue");
        reasons.push((words, at));
    }
    reasons
}

/// Scores are read by the criteria in force; what was scored by others cannot be compared.
fn criteria(ctx: &Ctx<'_>, risk: &Risk) -> Option<Reason> {
    let criteria = ctx.isms.criteria_of(risk)?;
    let id = criteria.id();
    if criteria.status == Some(CriteriaStatus::Superseded) {
        return Some((format!("is scored by {id}, which is superseded"), Some(criteria.at("/status"))));
    }
    let in_force =
        criteria.status == Some(CriteriaStatus::Approved) && criteria.effective_from.is_none_or(|from| from <= ctx.today);
    let (used, version) = (risk.criteria_version.as_deref()?, criteria.version.as_deref()?);
    (in_force && ctx.isms.criteria_moved_on(risk))
        .then(|| (format!("is scored by version {used} of {id}, and version {version} is in force"), Some(criteria.at("/version"))))
}
