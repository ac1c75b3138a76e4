//! CER-001: the certificate fits the Statement of Applicability, and the next visit of the certification body is planned.

use crate::check::wording::{days, some};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::{Date, Duration};
use crate::model::{AuditType, Certificate, Kind, Nonconformity, NonconformitySource, Record, SOA};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "CER-001",
    name: "certification-at-risk",
    title: "the certificate names the approved Statement of Applicability, its next audit is planned, and nothing is open when the certification body comes",
    clauses: &[],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("visit_ahead.md"),
    check,
};

/// Certification bodies come at least once a year.
const VISIT_EVERY: Duration = Duration::months(12);
/// Time that a recertification takes, with what it finds.
const RENEWAL_TAKES: Duration = Duration::months(6);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    deadlines(ctx, out);
    unanswered(ctx, out);
    let Some(certificate) = &ctx.isms.settings.certificate else { return };
    let approved = ctx.isms.approved_version(SOA);
    if let Some((named, approved)) = certificate.soa_version.as_deref().zip(approved).filter(|(named, approved)| named != approved)
    {
        let message =
            format!("the certificate names version {named} of the Statement of Applicability, and {approved} is approved");
        out.report(ctx.setting("/certificate/soa_version"), message)
            .help("tell the certification body what changed, and take over the version once the certificate is issued again");
    }
    if !ctx.isms.may_have_unread(Kind::Audit) {
        visits(ctx, certificate, out);
    }
}

fn visits(ctx: &Ctx<'_>, certificate: &Certificate, out: &mut Findings) {
    let planned = |wanted: fn(AuditType) -> bool| {
        ctx.isms.audits.iter().any(|audit| audit.is_ahead() && audit.audit_type.is_some_and(wanted))
    };
    if let Some(expiry) = certificate.expiry {
        if expiry < ctx.today {
            out.report(ctx.setting("/certificate/expiry"), format!("the certificate ended on {expiry}"))
                .help("renew it, or take it out of the settings and of everything that shows it");
            return;
        }
        let renewal = |audit| audit == AuditType::Recertification;
        let renewed = ctx.isms.audits.iter().any(|audit| {
            audit.is_performed()
                && audit.audit_type.is_some_and(renewal)
                && audit.date().is_some_and(|day| day > expiry.before(VISIT_EVERY))
        });
        if expiry.before(RENEWAL_TAKES) < ctx.today && !planned(renewal) && !renewed {
            out.report(
                ctx.setting("/certificate/expiry"),
                format!("the certificate ends on {expiry}, and no recertification audit is planned"),
            )
            .help("agree on a date with the certification body, and add an audit of the type `recertification`");
            return;
        }
    }
    let last = ctx.isms.last_certification_audit().map(|(day, _)| day).max(certificate.decision_date);
    let visit = |audit| {
        matches!(
            audit,
            AuditType::Surveillance | AuditType::Recertification | AuditType::ExternalStage1 | AuditType::ExternalStage2
        )
    };
    if let Some(last) = last.filter(|last| is_over(*last, ctx.today) && !planned(visit)) {
        out.report(
            ctx.setting("/certificate/decision_date"),
            format!("the certification body was here last on {last}, and no visit is planned"),
        )
        .help("agree on the date of the surveillance audit, and add it with its window")
        .about("visit");
    }
}

fn is_over(last: Date, today: Date) -> bool {
    last.after(VISIT_EVERY) < today
}

/// Deadlines of the certification body that come soon; those that have passed have a rule of their own.
fn deadlines(ctx: &Ctx<'_>, out: &mut Findings) {
    for nonconformity in ctx.isms.nonconformities.iter().filter(|nonconformity| nonconformity.is_open()) {
        let Some(deadline) = nonconformity.deadline else { continue };
        if ctx.today <= deadline && deadline <= ctx.today.after(ctx.isms.settings.defaults.due_soon) {
            let left = days(deadline.days_since(ctx.today));
            out.report(
                nonconformity.at("/deadline"),
                format!("{} has to be answered by {deadline}, in {left}", nonconformity.id()),
            )
            .help("send cause, correction and plan, or the proof that they worked, to whoever set the deadline")
            .record(nonconformity.id());
        }
    }
}

/// What the certification body found before and nobody has done anything about, when it comes again soon. What is late or has its
/// own deadline soon is told already.
fn unanswered(ctx: &Ctx<'_>, out: &mut Findings) {
    let defaults = &ctx.isms.settings.defaults;
    let told = |it: &Nonconformity| [it.due, it.deadline].into_iter().flatten().any(|day| day <= ctx.today.after(defaults.due_soon));
    let open = ctx.isms.nonconformities.iter().filter(|it| it.is_open() && it.source == Some(NonconformitySource::ExternalAudit));
    let open: Vec<&Record<Nonconformity>> = open.filter(|it| it.done_on().is_none() && !told(it)).collect();
    if open.is_empty() {
        return;
    }
    let ids: Vec<&str> = open.iter().map(|it| it.id()).collect();
    let named = some(&ids);
    for (audit, begin) in ctx.isms.visits_near(ctx.today) {
        let left = days(begin.days_since(ctx.today));
        let message = format!("{} begins on {begin}, in {left}, and nothing was done about {named}", audit.id());
        let finding = out.report(audit.at("/planned_from"), message);
        finding.help("the certification body looks first at what it found before: correct it, and have cause and plan written down");
        finding.record(audit.id()).about("nonconformities");
        for nonconformity in &open {
            finding.also(nonconformity.at("/status"), format!("{} has no correction and no action that is done", nonconformity.id()));
        }
    }
}
