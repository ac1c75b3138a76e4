//! AUD-001: an audit programme covers today, and says how often, how, by whom, and how audits are planned and reported.

use crate::check::wording::{days, listed};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{AuditProgramme, Kind, ProgrammeStatus, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-001",
    name: "audit-programme-incomplete",
    title: "an audit programme covers the present, with frequency, methods, responsibilities, planning and reporting",
    clauses: &["9.2.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("programme_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for programme in ctx.isms.audit_programmes.iter().filter(|programme| programme.status == Some(ProgrammeStatus::Approved)) {
        let missing = missing(programme);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(programme.at(*field), format!("{} does not say {}", programme.id(), listed(&words)))
                .help("add it; a sentence or two for each is enough")
                .record(programme.id());
        }
    }
    // That there is no programme at all is said of the document that is missing.
    let Some(last) = ctx.isms.audit_programmes.iter().max_by_key(|programme| programme.period_to) else { return };
    let Some(end) = last.period_to.filter(|end| *end < ctx.today) else { return };
    if !ctx.isms.may_have_unread(Kind::AuditProgramme) {
        let late = days(ctx.today.days_since(end));
        out.report(last.at("/period_to"), format!("the last audit programme, {}, ended on {end}, {late} ago", last.id()))
            .help("set up the programme for the next period, and have it approved")
            .record(last.id())
            .about("period");
    }
}

fn missing(programme: &Record<AuditProgramme>) -> Vec<(&'static str, &'static str)> {
    let all = [
        (programme.period_from.is_none() || programme.period_to.is_none(), "/period_from", "for which period it is"),
        (programme.frequency.is_none(), "/frequency", "how often audits take place"),
        (programme.methods.is_none(), "/methods", "with which methods"),
        (programme.responsibilities.is_none(), "/responsibilities", "who is responsible"),
        (programme.planning.is_none(), "/planning", "how an audit is planned"),
        (programme.reporting.is_none(), "/reporting", "how it is reported"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}
