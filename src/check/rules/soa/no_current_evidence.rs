//! SOA-005: a control that is marked implemented is shown by accepted, current evidence.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Control, EvidenceStatus, Implementation, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-005",
    name: "implemented-without-evidence",
    title: "a control that is marked implemented is shown by accepted, current evidence",
    clauses: &["6.1.3 d", "8.1"],
    weight: Weight::FROM_STAGE2,
    class: Class::Temporal,
    doc: include_str!("no_current_evidence.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Evidence) {
        return;
    }
    let claimed =
        |control: &&Record<Control>| control.is_applicable() && control.implementation == Some(Implementation::Implemented);
    for control in ctx.isms.controls.iter().filter(claimed) {
        // Where the document itself is what is missing, MAND-004 says so.
        if ctx.isms.is_shown_by_document(control) || ctx.isms.lacks_document(control).is_some() {
            continue;
        }
        report(ctx, control, out);
    }
}

fn report(ctx: &Ctx<'_>, control: &Record<Control>, out: &mut Findings) {
    let id = control.id();
    let newest = ctx.isms.newest_evidence(id);
    let message = match newest.and_then(|evidence| evidence.date()) {
        Some(day) if ctx.today <= ctx.isms.evidence_lasts_until(control, day) => return,
        Some(day) => {
            let (every, tolerance) = ctx.isms.evidence_interval(control);
            let overdue = Duration::days(u16::try_from(ctx.today.days_since(day.after(every))).unwrap_or(u16::MAX)).words();
            let rule = format!("your own rule: every {}, {} of tolerance", every.words(), tolerance.words());
            format!("{id} is marked implemented, and its newest accepted evidence is of {day}: {overdue} overdue ({rule})")
        }
        None => format!("{id} is marked implemented, and no accepted evidence shows it"),
    };
    let finding = out.report(control.at("/implementation"), message);
    finding
        .record(id)
        .help("file an export, report or log of the running control and have it accepted, or say `partial` or `planned`");
    if let Some(evidence) = newest {
        finding.also(evidence.at("/id"), format!("{} is the newest accepted one", evidence.id()));
    }
    let waiting = ctx.isms.evidence_of_control(id).into_iter();
    for evidence in waiting.filter(|it| matches!(it.status, Some(EvidenceStatus::Collected | EvidenceStatus::Reviewed))) {
        finding.also(evidence.at("/status"), format!("{} is on file and not accepted", evidence.id()));
    }
}
