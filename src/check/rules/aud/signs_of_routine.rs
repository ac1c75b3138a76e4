//! AUD-008: a programme says why it looks where it looks, and somebody finds something now and then.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::{Date, Duration};
use crate::model::{Kind, ProgrammeStatus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-008",
    name: "audit-programme-without-reasons",
    title: "the audit programme gives its reasons, and nonconformities come to light",
    clauses: &["9.2.2", "10.2"],
    weight: Weight::INFO,
    class: Class::Temporal,
    doc: include_str!("signs_of_routine.md"),
    check,
};

const SILENCE: Duration = Duration::months(18);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let approved = ctx.isms.audit_programmes.iter().filter(|programme| programme.status == Some(ProgrammeStatus::Approved));
    for programme in approved {
        let earlier = |day: Date| programme.period_from.is_some_and(|from| day < from);
        let audited_before = ctx.isms.audits.iter().any(|audit| audit.is_performed() && audit.date().is_some_and(earlier));
        let mut report = |field: &str, lacks: &str, help: &str| {
            out.report(programme.at(field), format!("{} does not say {lacks}", programme.id())).help(help).record(programme.id());
        };
        if programme.importance.is_none() {
            report("/importance", "which parts matter most", "add `importance:` with the processes and risks that are audited first or more often");
        }
        if programme.previous_results.is_none() && audited_before {
            report("/previous_results", "what earlier audits led to", "add `previous_results:` with what is looked at again, and why");
        }
    }
    silence(ctx, out);
}

/// An ISMS that has run for a while and found nothing wrong with itself.
fn silence(ctx: &Ctx<'_>, out: &mut Findings) {
    let since = ctx.today.before(SILENCE);
    let running = ctx.isms.settings.cycle_start.is_some_and(|start| start <= since);
    let newest = ctx.isms.nonconformities.iter().filter_map(|nonconformity| nonconformity.detected_on).max();
    let undated = ctx.isms.nonconformities.iter().any(|nonconformity| nonconformity.detected_on.is_none());
    if !running || undated || newest.is_some_and(|newest| newest >= since) || ctx.isms.may_have_unread(Kind::Nonconformity) {
        return;
    }
    let last = newest.map_or("none is on record".to_owned(), |newest| format!("the last one is of {newest}"));
    out.report(ctx.setting("/cycle_start"), format!("no nonconformity came to light in the last {}: {last}", SILENCE.words()))
        .help("record what your own people, incidents and metrics show; an empty log is read as nothing being recorded")
        .about("silence");
}
