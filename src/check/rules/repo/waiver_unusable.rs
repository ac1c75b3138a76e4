//! REPO-007: an exception that waives a rule names one rule and one record.

use crate::check::waivers::aim;
use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-007",
    name: "waiver-unusable",
    title: "an exception that waives a rule names a rule that can be waived, and the record",
    clauses: &["10.2"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("waiver_unusable.md"),
    check,
};

/// A missing reason, approver or end is EXC-002's, an end that has passed EXC-001's.
fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for exception in ctx.isms.exceptions.iter().filter(|exception| exception.is_active()) {
        if let Some(Err(unusable)) = aim(ctx.isms, exception) {
            out.report(exception.at(unusable.field), format!("{} {}", exception.id(), unusable.message))
                .help(unusable.help)
                .record(exception.id());
        }
    }
}
