//! RISK-012: risks are looked at again in time, and when something happens.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
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

/// Why an assessment does not stand any more.
struct Reason {
    words: String,
    /// Where that can be seen, and what is there.
    shown: Option<(Locus, String)>,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let events = ctx.isms.risk_events();
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let happened = events.get(risk.id()).map_or(&[][..], Vec::as_slice);
        let reasons = reasons(ctx, risk, happened);
        let Some(first) = reasons.first() else { continue };
        let finding = out.report(risk.at("/assessed_on"), format!("{} {}", risk.id(), first.words));
        finding
            .help("assess it again with the owner, write the scores with their reasons, and set `assessed_on` to that day")
            .record(risk.id());
        for (at, label) in reasons.into_iter().filter_map(|reason| reason.shown) {
            finding.also(at, label);
        }
    }
}

/// The gravest first: what cannot be told, what happened, what the scores mean, and the time that has passed.
fn reasons(ctx: &Ctx<'_>, risk: &Record<Risk>, events: &[RiskEvent<'_>]) -> Vec<Reason> {
    let Some(assessed) = risk.assessed_on else {
        return vec![Reason { words: "does not say when it was assessed".to_owned(), shown: None }];
    };
    let since = events.iter().filter(|event| event.on > assessed && event.on <= ctx.today);
    let happened = since.map(|RiskEvent { record, on, at, what }| Reason {
        words: format!("was assessed on {assessed}, before {} {what} on {on}", record.id),
        shown: Some((at.clone(), format!("{} {what} on {on}", record.id))),
    });
    happened.chain(new_criteria(ctx, risk)).chain(interval(ctx, risk, assessed)).collect()
}

fn interval(ctx: &Ctx<'_>, risk: &Record<Risk>, assessed: Date) -> Option<Reason> {
    let (every, at) = ctx.isms.reassess_every(risk);
    let due = assessed.after(every);
    if !ctx.isms.settings.defaults.is_overdue(due, ctx.today) {
        return None;
    }
    let (every, late) = (every.words(), ctx.today.days_since(due));
    let days = if late == 1 { "day" } else { "days" };
    Some(Reason {
        words: format!("was assessed on {assessed}, and a new assessment after {every} (your own rule) is {late} {days} overdue"),
        shown: at.map(|at| (at, format!("{every}, so it was due on {due}"))),
    })
}

/// Scores are read by the criteria in force; what was scored by others cannot be compared.
fn new_criteria(ctx: &Ctx<'_>, risk: &Risk) -> Option<Reason> {
    let criteria = ctx.isms.criteria_of(risk)?;
    let id = criteria.id();
    if criteria.status == Some(CriteriaStatus::Superseded) {
        let words = format!("is scored by {id}, which is superseded");
        return Some(Reason { words, shown: Some((criteria.at("/status"), "superseded".to_owned())) });
    }
    let in_force =
        criteria.status == Some(CriteriaStatus::Approved) && criteria.effective_from.is_none_or(|from| from <= ctx.today);
    let (used, version) = (risk.criteria_version.as_deref()?, criteria.version.as_deref()?);
    (in_force && ctx.isms.criteria_moved_on(risk)).then(|| Reason {
        words: format!("is scored by version {used} of {id}, and version {version} is in force"),
        shown: Some((criteria.at("/version"), format!("version {version}"))),
    })
}
