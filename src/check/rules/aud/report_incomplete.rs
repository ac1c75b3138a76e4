//! AUD-006: what an internal audit found, against what and where, reached management.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Audit, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-006",
    name: "audit-report-incomplete",
    title: "every reported internal audit states criteria, scope, days and result, and who in management received it",
    clauses: &["9.2.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("report_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for audit in ctx.isms.audits.iter().filter(|audit| audit.is_internal() && audit.is_reported()) {
        let missing = missing(audit);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(audit.at(*field), format!("{} does not say {}", audit.id(), listed(&words)))
                .help("complete the record from the audit report; what was never settled belongs into the next audit's plan")
                .record(audit.id());
        }
    }
}

fn missing(audit: &Record<Audit>) -> Vec<(&'static str, &'static str)> {
    let all = [
        (audit.criteria.is_empty(), "/criteria", "against what it was held"),
        (audit.all_controls().next().is_none(), "/clauses", "what it covered"),
        (audit.performed_from.or(audit.performed_to).is_none(), "/performed_from", "when it took place"),
        (audit.auditors.is_empty(), "/auditors", "who audited"),
        (audit.conclusion.is_none() && audit.report.is_none(), "/conclusion", "what came of it"),
        (audit.reported_to.is_empty(), "/reported_to", "who received the result"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}
