//! EVD-002: evidence says what it shows, from where, of when, and who collected it.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Evidence, EvidenceForm, EvidenceStatus, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-002",
    name: "evidence-incomplete",
    title: "every piece of evidence says what it shows, its source and period, who collected it and when, and the digest of its file",
    clauses: &["7.5.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let counts =
        |evidence: &&Record<Evidence>| !matches!(evidence.status, Some(EvidenceStatus::Rejected | EvidenceStatus::Disposed));
    for evidence in ctx.isms.evidence.iter().filter(counts) {
        let missing = missing(evidence);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(evidence.at(*field), format!("{} does not say {}", evidence.id(), listed(&words)))
                .help("complete the record while whoever collected it still remembers")
                .record(evidence.id());
        }
    }
}

fn missing(evidence: &Record<Evidence>) -> Vec<(&'static str, &'static str)> {
    let speaks_of_a_day = matches!(
        evidence.form,
        Some(
            EvidenceForm::Config
                | EvidenceForm::Ticket
                | EvidenceForm::Screenshot
                | EvidenceForm::Minutes
                | EvidenceForm::Certificate
                | EvidenceForm::Statement
                | EvidenceForm::Photo
        )
    );
    // People and paper have no system.
    let without_system = matches!(
        evidence.form,
        Some(EvidenceForm::Minutes | EvidenceForm::Certificate | EvidenceForm::Statement | EvidenceForm::Photo)
    );
    let period = evidence.period_from.is_some() && evidence.period_to.is_some();
    let all = [
        (evidence.controls.is_empty() && evidence.clauses.is_empty(), "/controls", "which control or clause it shows"),
        (evidence.source_system.is_none() && !without_system, "/source_system", "from which system it comes"),
        (!period && !speaks_of_a_day, "/period_from", "of which period it is"),
        (evidence.collected_on.is_none(), "/collected_on", "when it was collected"),
        (evidence.collected_by.is_none(), "/collected_by", "who collected it"),
        (evidence.file.is_none() && evidence.uri.is_none(), "/file", "where it is kept"),
        (evidence.file.is_some() && evidence.sha256.is_none(), "/sha256", "the digest of its file"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}
