//! AUD-007: what an audit found rests on evidence and is followed up.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Audit, AuditFinding, AuditType, Grade, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-007",
    name: "audit-finding-not-followed-up",
    title: "every major or minor finding rests on evidence and leads to a nonconformity",
    clauses: &["9.2.2", "10.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("finding_without_follow_up.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // What is found at a supplier is the supplier's to correct.
    let ours = |audit: &&Record<Audit>| audit.is_reported() && audit.audit_type != Some(AuditType::Supplier);
    for audit in ctx.isms.audits.iter().filter(ours) {
        for (at, found) in audit.findings.iter().enumerate().filter(|(_, found)| is_nonconforming(found)) {
            let grade = found.grade.map(Grade::word).unwrap_or_default();
            let name = format!("the {grade} finding {} of {}", found.id, audit.id());
            if found.nonconformity.is_none() {
                out.report(audit.at(format!("/findings/{at}/grade")), format!("{name} leads to no nonconformity"))
                    .help("record the nonconformity, and name it in `nonconformity:`")
                    .record(audit.id())
                    .about(format!("{} nonconformity", found.id));
            }
            if found.objective_evidence.is_none() {
                out.report(audit.at(format!("/findings/{at}/statement")), format!("{name} does not say what was seen"))
                    .help("add `objective_evidence:` record, date and place, so that somebody can look again")
                    .record(audit.id())
                    .about(format!("{} evidence", found.id));
            }
        }
    }
}

fn is_nonconforming(found: &AuditFinding) -> bool {
    matches!(found.grade, Some(Grade::Major | Grade::Minor))
}
