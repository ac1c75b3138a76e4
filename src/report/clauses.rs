//! The table of clauses 4 to 10: which documents and records answer each, and how fresh they are.

use super::Subject;
use super::document::{Cell, Column, Group, Table, Tone};
use crate::model::Kind;
use crate::model::date::Date;
use crate::standard;

/// The kinds of records that answer a clause by what they are.
const KINDS: [(&str, Kind); 22] = [
    ("4.2", Kind::Party),
    ("4.2", Kind::Requirement),
    ("5.3", Kind::Role),
    ("6.1.2", Kind::Criteria),
    ("6.1.2", Kind::Risk),
    ("6.1.3", Kind::Control),
    ("6.2", Kind::Objective),
    ("6.3", Kind::Change),
    ("7.2", Kind::Competence),
    ("7.4", Kind::Communication),
    ("8.1", Kind::Supplier),
    ("8.2", Kind::Risk),
    ("8.3", Kind::Risk),
    ("9.1", Kind::Metric),
    ("9.2.1", Kind::Audit),
    ("9.2.2", Kind::AuditProgramme),
    ("9.2.2", Kind::Audit),
    ("9.3.1", Kind::ManagementReview),
    ("9.3.2", Kind::ManagementReview),
    ("9.3.3", Kind::ManagementReview),
    ("10.1", Kind::ManagementReview),
    ("10.2", Kind::Nonconformity),
];

/// The table.
pub(super) fn table(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("clause", "Clause", 3),
        Column::one("title", "Title", 8),
        Column::one("documents", "Documents", 10),
        Column::one("records", "Records", 8),
        Column::one("newest", "Newest", 4),
        Column::one("state", "State", 4),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for clause in standard::clauses() {
        if clause.number.contains('.') {
            if let Some(group) = groups.last_mut().filter(|_| !has_parts(clause.number)) {
                group.rows.push(row(subject, clause));
            }
        } else {
            groups.push(Group { title: format!("{} {}", clause.number, clause.title), rows: Vec::new() });
        }
    }
    Table { name: "clauses".into(), caption: "Clauses 4 to 10".to_owned(), columns, groups }
}

/// Whether the clause is only a heading over parts of its own.
fn has_parts(number: &str) -> bool {
    let below = format!("{number}.");
    standard::clauses().iter().any(|clause| clause.number.starts_with(&below))
}

fn row(subject: &Subject<'_>, clause: &standard::Clause) -> Vec<Cell> {
    let isms = subject.isms;
    // A document for 9.2 answers its parts too.
    let above = clause.number.rsplit_once('.').map(|(above, _)| above).filter(|above| above.contains('.'));
    let mut documents: Vec<_> = isms.documents_of_clause(clause.number).collect();
    documents.extend(above.into_iter().flat_map(|above| isms.documents_of_clause(above)));
    documents.retain(|document| !document.is_obsolete());
    documents.sort_by(|one, other| one.id().cmp(other.id()));
    documents.dedup_by(|one, other| one.id() == other.id());
    let in_force = documents.iter().any(|document| document.is_in_force());
    let mut newest: Option<Date> =
        documents.iter().filter_map(|document| document.head.common.reviewed.or(document.effective_from)).max();
    let mut records = Vec::new();
    for (_, kind) in KINDS.iter().filter(|(number, _)| *number == clause.number) {
        let dates: Vec<Option<Date>> = dates_of(subject, *kind);
        if !dates.is_empty() {
            records.push(format!(
                "{} {}",
                dates.len(),
                if dates.len() == 1 { kind.word().replace('_', " ") } else { kind.plural().to_owned() }
            ));
            newest = newest.max(dates.into_iter().flatten().max());
        }
    }
    let evidence = isms.evidence.iter().filter(|evidence| evidence.clauses.iter().any(|written| answers(written, clause.number)));
    let evidence: Vec<_> = evidence.collect();
    if !evidence.is_empty() {
        records.push(format!("{} evidence", evidence.len()));
        newest = newest.max(evidence.iter().filter_map(|evidence| evidence.date()).max());
    }
    let state = match (in_force || !records.is_empty(), documents.is_empty()) {
        (true, _) => Cell::State("answered".to_owned(), Tone::Good),
        (false, false) => Cell::State("draft".to_owned(), Tone::Open),
        (false, true) => Cell::State("nothing yet".to_owned(), Tone::Bad),
    };
    let names = documents.iter().map(|document| match &document.version {
        Some(version) => format!("{} {} (v{version})", document.id(), document.title()),
        None => format!("{} {}", document.id(), document.title()),
    });
    vec![
        Cell::text(clause.number),
        Cell::text(clause.title),
        Cell::list(names.collect()),
        Cell::list(records),
        Cell::date(newest.filter(|date| *date <= subject.as_of)),
        state,
    ]
}

fn answers(written: &str, clause: &str) -> bool {
    standard::clause_of_reference(written).is_some_and(|found| found.number == clause)
}

/// The day each record of a kind speaks of; records that are only planned do not count.
fn dates_of(subject: &Subject<'_>, kind: Kind) -> Vec<Option<Date>> {
    let isms = subject.isms;
    match kind {
        Kind::Risk => isms.risks.iter().filter(|risk| risk.is_open()).map(|risk| risk.assessed_on).collect(),
        Kind::Control => isms.controls.iter().map(|control| control.assessed_on).collect(),
        Kind::Criteria => isms.criteria.iter().map(|criteria| criteria.effective_from).collect(),
        Kind::Requirement => isms.requirements.iter().map(|requirement| requirement.last_checked).collect(),
        Kind::Objective => {
            isms.objectives.iter().map(|objective| objective.progress.iter().filter_map(|step| step.on).max()).collect()
        }
        Kind::Change => isms.changes.iter().map(|change| change.done_on).collect(),
        Kind::Competence => isms.competences.iter().map(|competence| competence.obtained).collect(),
        Kind::Metric => {
            isms.metrics.iter().map(|metric| metric.measurements.iter().filter_map(|value| value.taken_on).max()).collect()
        }
        Kind::Audit => {
            isms.audits.iter().filter(|audit| audit.is_internal() && audit.is_reported()).map(|audit| audit.date()).collect()
        }
        Kind::ManagementReview => {
            isms.management_reviews.iter().filter(|review| review.is_held()).map(|review| review.date).collect()
        }
        Kind::Nonconformity => isms.nonconformities.iter().map(|case| case.detected_on).collect(),
        _ => isms.heads().filter(|head| head.kind == kind).map(|head| head.common.reviewed).collect(),
    }
}
