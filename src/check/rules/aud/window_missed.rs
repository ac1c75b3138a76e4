//! AUD-005: a planned audit takes place in its window, or is moved for a reason.

use crate::check::wording::{days, listed};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Audit, AuditStatus, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-005",
    name: "planned-audit-missed",
    title: "every planned audit takes place in its window, or is moved with a reason and somebody's agreement",
    clauses: &["9.2.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("window_missed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for audit in &ctx.isms.audits {
        moved(audit, out);
        let end = audit.window_end().filter(|end| audit.status == Some(AuditStatus::Planned) && ctx.isms.settings.defaults.is_overdue(*end, ctx.today));
        let Some(end) = end else { continue };
        let place = match audit.replanned.len().checked_sub(1) {
            Some(last) => format!("/replanned/{last}/to"),
            None if audit.planned_to.is_some() => "/planned_to".to_owned(),
            None => "/planned_from".to_owned(),
        };
        let late = days(ctx.today.days_since(end));
        out.report(audit.at(place), format!("{} was planned until {end}, {late} ago, and has not begun", audit.id()))
            .help("record that it took place, or add an entry to `replanned:` with the new window, the reason and who agreed")
            .record(audit.id());
    }
}

/// A move without reason and agreement is the same as a window that was missed.
fn moved(audit: &Record<Audit>, out: &mut Findings) {
    for (at, window) in audit.replanned.iter().enumerate() {
        let mut missing = Vec::new();
        if window.reason.is_none() {
            missing.push("why");
        }
        if window.approved_by.is_none() {
            missing.push("who agreed");
        }
        if !missing.is_empty() {
            let from = window.from.map(|from| from.to_string()).unwrap_or_default();
            out.report(audit.at(format!("/replanned/{at}/from")), format!("{} was moved to {from}, and does not say {}", audit.id(), listed(&missing)))
                .help("add `reason:` and `approved_by:`")
                .record(audit.id())
                .about(from);
        }
    }
}
