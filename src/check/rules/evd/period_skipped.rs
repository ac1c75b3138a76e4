//! EVD-003: between two proofs that a control works there is no hole.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, Evidence, Isms, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-003",
    name: "evidence-period-skipped",
    title: "between two proofs of a control there is no longer time than its evidence plan says",
    clauses: &["8.1", "9.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("period_skipped.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Evidence) {
        return;
    }
    // With several plans nobody can say which proof belongs to which.
    let planned = |control: &&Record<Control>| {
        control.is_applicable() && control.is_in_place() && matches!(&control.evidence_plan[..], [plan] if plan.every.is_some())
    };
    for control in ctx.isms.controls.iter().filter(planned) {
        let mut proofs = ctx.isms.evidence_of_control(control.id());
        proofs.retain(|evidence| evidence.is_accepted() && evidence.date().is_some());
        proofs.sort_by_key(|evidence| (evidence.date(), evidence.head.file));
        for pair in proofs.windows(2) {
            report(ctx, control, pair[0], pair[1], out);
        }
    }
}

/// Whether the newest proof is too old is asked by SOA-005.
fn report(ctx: &Ctx<'_>, control: &Record<Control>, before: &Record<Evidence>, after: &Record<Evidence>, out: &mut Findings) {
    let (Some(end), Some(day)) = (before.date(), after.date()) else { return };
    let begin = after.period_from.unwrap_or(day);
    let late = ctx.isms.evidence_lasts_until(control, end) < day && end.next() < begin;
    if !late || day < ctx.isms.results_since(ctx.today) || is_known(ctx.isms, control.id(), end) {
        return;
    }
    let (every, tolerance) = ctx.isms.evidence_interval(control);
    let message = format!("nothing shows {} between {end} and {begin}, and its plan says every {}", control.id(), every.words());
    out.report(after.at("/period_from"), message)
        .label(format!("your own rule: every {}, {} of tolerance", every.words(), tolerance.words()))
        .help("file the proof of the time between if there is one; if the work was not done, record a nonconformity that names the control")
        .also(before.at("/id"), format!("{} is the proof before", before.id()))
        .also(control.at("/evidence_plan/0/every"), "the plan")
        .record(control.id())
        .about(end.to_string());
}

/// Whether a nonconformity says that the work was not done.
fn is_known(isms: &Isms, control: &str, since: crate::model::date::Date) -> bool {
    let naming = isms.links_to(control).filter(|(head, _)| head.kind == Kind::Nonconformity);
    naming.filter_map(|(head, _)| isms.nonconformity(&head.id)).any(|it| it.detected_on.is_none_or(|detected| detected > since))
}
