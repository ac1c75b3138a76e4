//! The report of one audit (clause 9.2.2): what was audited against what, by whom, and what was found.

use super::audit_programme::{auditors, findings, independence};
use super::document::{Cell, Column, Document, Table, Tone};
use super::words::{comma, plain};
use super::{Make, Report, Subject};
use crate::model::{Audit, AuditFinding, AuditStatus, AuditType, Grade, Kind, NonconformityStatus, Record};
use crate::text::wording::counted;

pub(super) static REPORT: Report = Report {
    name: "audit",
    title: "Audit report",
    about: "one audit: criteria, scope, auditors, sample, findings with their follow-up, conclusion",
    clauses: &["9.2.2"],
    make: Make::Each(Kind::Audit, make),
};

fn make(subject: &Subject<'_>, id: &str) -> Option<Document> {
    let audit = subject.isms.audits.iter().find(|audit| audit.id() == id)?;
    let purpose = if audit.is_reported() {
        "This report says what was audited against which criteria, by whom and on which sample, what was found, and what became of that."
    } else {
        "This audit is not reported yet: the page shows what is planned."
    };
    let mut document = REPORT.begin(subject, [&audit.head], purpose);
    document.title = format!("{}: {} {}", REPORT.title, audit.id(), audit.title());
    facts(subject, audit, &mut document);
    document.heading(2, "Summary");
    document.paragraph(summary(audit));
    document.heading(2, "Criteria and scope");
    document.table(scope(subject, audit));
    document.heading(2, "Findings");
    if audit.findings.is_empty() {
        document.paragraph("No findings are recorded.");
    } else {
        document.table(findings_table(subject, audit));
    }
    document.heading(2, "Conclusion of the auditors");
    document.paragraph(audit.conclusion.as_deref().unwrap_or("No conclusion is recorded."));
    Some(document)
}

fn facts(subject: &Subject<'_>, audit: &Record<Audit>, document: &mut Document) {
    let mut fact = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            document.fact(name, value);
        }
    };
    let window = |from: Option<crate::model::date::Date>, to: Option<crate::model::date::Date>| match (from, to) {
        (Some(from), Some(to)) if from != to => Some(format!("{from} to {to}")),
        (from, to) => from.or(to).map(|day| day.to_string()),
    };
    fact("Audit", audit.audit_type.map(AuditType::label));
    fact("State", audit.status.map(AuditStatus::label));
    fact("Programme", audit.programme.as_deref().map(|id| subject.named(id)));
    fact("Planned", window(audit.planned_from, audit.window_end()));
    fact("Performed", window(audit.performed_from, audit.performed_to));
    fact("Auditors", Some(auditors(subject, audit).join("; ")).filter(|words| !words.is_empty()));
    let told: Vec<String> = audit.reported_to.iter().map(|id| subject.party(id)).collect();
    fact("Reported to", (!told.is_empty()).then(|| told.join("; ")));
    fact("Reported on", audit.reported_on.map(|day| day.to_string()));
}

fn summary(audit: &Audit) -> String {
    if !audit.is_reported() {
        return "No results are reported so far.".to_owned();
    }
    let is_nonconformity = |finding: &&AuditFinding| matches!(finding.grade, Some(Grade::Major | Grade::Minor));
    let count = audit.findings.iter().filter(is_nonconformity).count();
    match (audit.findings.len(), count) {
        (0, _) => "No findings are recorded.".to_owned(),
        (all, 0) => format!("{}, none of them a nonconformity: {}.", counted(all, "finding", "findings"), findings(audit)),
        (all, count) => {
            let nonconformities = counted(count, "nonconformity", "nonconformities");
            format!("{}, among them {nonconformities}: {}.", counted(all, "finding", "findings"), findings(audit))
        }
    }
}

fn scope(subject: &Subject<'_>, audit: &Record<Audit>) -> Table {
    let columns = vec![Column::one("topic", "Topic", 5), Column::one("text", "What was audited, against what", 24)];
    let competence: Vec<&String> = audit.auditors.iter().flat_map(|auditor| &auditor.competence).collect();
    let rows = [
        ("Criteria", Cell::list(audit.criteria.clone())),
        ("Clauses", comma(&audit.clauses)),
        ("Controls", comma(&audit.controls)),
        ("Method and sample", Cell::maybe(audit.sample.as_deref())),
        ("Competence of the auditors", subject.all_named(&competence)),
        ("Independence", independence(subject, audit)),
        ("Report", audit.report.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id)))),
    ];
    let rows = rows.into_iter().filter(|(_, cell)| !cell.is_empty()).map(|(topic, cell)| vec![Cell::text(topic), cell]).collect();
    super::table("scope", "Criteria and scope", columns, rows)
}

fn findings_table(subject: &Subject<'_>, audit: &Audit) -> Table {
    let columns = vec![
        Column::many("Finding", 5, &[("finding", "Finding", ""), ("grade", "Grade", "")]),
        Column::one("criterion", "Criterion", 10),
        Column::one("statement", "Statement", 20),
        Column::one("objective_evidence", "Objective evidence", 16),
        Column::many("Follow-up", 12, &[("nonconformity", "Nonconformity", ""), ("nonconformity_state", "State", "")]),
    ];
    let row = |finding: &AuditFinding| {
        let tone = match finding.grade {
            Some(Grade::Major | Grade::Minor) => Tone::Bad,
            Some(Grade::Observation | Grade::Opportunity) => Tone::Open,
            Some(Grade::Positive) => Tone::Good,
            None => Tone::Plain,
        };
        let case = finding.nonconformity.as_deref();
        let state = case.and_then(|id| subject.isms.nonconformity(id)).and_then(|case| case.status);
        let lacks = case.is_none() && matches!(finding.grade, Some(Grade::Major | Grade::Minor));
        vec![
            Cell::text(finding.id.as_str()),
            finding.grade.map_or(Cell::Empty, |grade| Cell::State(grade.label(), tone)),
            finding.criterion.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
            Cell::maybe(finding.statement.as_deref()),
            Cell::maybe(finding.objective_evidence.as_deref()),
            case.map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
            if lacks {
                Cell::State("no nonconformity is recorded".to_owned(), Tone::Bad)
            } else {
                plain(state.map(NonconformityStatus::label))
            },
        ]
    };
    super::table("findings", "Findings", columns, audit.findings.iter().map(row).collect())
}
