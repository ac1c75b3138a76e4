//! The list of evidence (clauses 7.5.3, 8.1, 9.1): what proves that something ran, and where that is.

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{comma, plain};
use super::{Make, Report, Subject};
use crate::model::{Evidence, EvidenceForm, EvidenceStatus, Record, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "evidence",
    title: "Evidence",
    about: "every piece of evidence with what it proves, source, period, digest, review and retention",
    clauses: &["7.5.3", "8.1", "9.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let evidence = &subject.isms.evidence;
    let mut document = REPORT.begin(
        subject,
        evidence.iter().map(|item| &item.head),
        "This list shows what proves that controls and processes ran as planned: what each piece proves, where it comes from, the time it \
         speaks of, who collected and reviewed it, and the digest by which it can be told that it is unchanged.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if !evidence.is_empty() {
        document.heading(2, "Evidence");
        document.paragraph("The newest evidence comes first. A digest is a SHA-256 of the file.");
        document.table(list(subject));
    }
    document
}

fn summary(subject: &Subject<'_>) -> String {
    let evidence = &subject.isms.evidence;
    if evidence.is_empty() {
        return "No evidence is recorded.".to_owned();
    }
    let states: Vec<String> = EvidenceStatus::ALL
        .iter()
        .filter_map(|status| {
            let count = evidence.iter().filter(|item| item.status == Some(*status)).count();
            (count > 0).then(|| format!("{count} {status}"))
        })
        .collect();
    let mut parts = vec![format!("{}: {}.", counted(evidence.len(), "piece of evidence", "pieces of evidence"), listed(&states))];
    let days = evidence.iter().filter(|item| item.is_accepted()).filter_map(|item| item.date());
    if let Some(newest) = days.max() {
        parts.push(format!("The newest that was accepted speaks of {newest}."));
    }
    let loose: Vec<&str> =
        evidence.iter().filter(|item| item.controls.is_empty() && item.clauses.is_empty()).map(Record::id).collect();
    let unbound: Vec<&str> = evidence.iter().filter(|item| item.file.is_some() && item.sha256.is_none()).map(Record::id).collect();
    for (words, ids) in [("Proves no control and no clause", loose), ("A file without a digest", unbound)] {
        if !ids.is_empty() {
            parts.push(format!("{words}: {}.", listed(&ids)));
        }
    }
    parts.join(" ")
}

fn list(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("evidence", "ID", 5),
        Column::many("Evidence", 14, &[("title", "Title", ""), ("form", "Form", ""), ("sampled", "Sample", "Sample")]),
        Column::many("Proves", 9, &[("controls", "Controls", "Controls"), ("clauses", "Clauses", "Clauses")]),
        Column::one("source_system", "Source", 10),
        Column::many("Period", 8, &[("period_from", "From", "from"), ("period_to", "To", "to")]),
        Column::many("Collected", 10, &[("collected_by", "Collected by", ""), ("collected_on", "Collected on", "")]),
        Column::many(
            "Reviewed",
            10,
            &[("status", "Status", ""), ("reviewed_by", "Reviewed by", ""), ("reviewed_on", "Reviewed on", "")],
        ),
        Column::many(
            "Where",
            14,
            &[("file", "File", ""), ("uri", "Address", ""), ("bytes", "Bytes", "Bytes"), ("sha256", "SHA-256", "SHA-256")],
        ),
        Column::many(
            "Kept",
            8,
            &[
                ("classification", "Classification", ""),
                ("retain_until", "Retain until", "until"),
                ("redaction", "Redaction", "Redacted"),
            ],
        ),
    ];
    let mut items: Vec<_> = subject.isms.evidence.iter().collect();
    items.sort_by_cached_key(|item| (std::cmp::Reverse(item.date()), natural(item.id())));
    let rows = items.into_iter().map(|item| row(subject, item)).collect();
    super::grouped("evidence", "Evidence", columns, vec![Group { title: String::new(), rows }])
}

fn row(subject: &Subject<'_>, item: &Record<Evidence>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let who = |id: &Option<String>| id.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.party(id)));
    let tone = match item.status {
        Some(EvidenceStatus::Accepted) => Tone::Good,
        Some(EvidenceStatus::Rejected) => Tone::Bad,
        Some(EvidenceStatus::Disposed) => Tone::Plain,
        Some(EvidenceStatus::Collected | EvidenceStatus::Reviewed) | None => Tone::Open,
    };
    vec![
        Cell::text(item.id()),
        Cell::text(item.title()),
        plain(item.form.map(EvidenceForm::label)),
        text(&item.sampled),
        comma(&item.controls),
        comma(&item.clauses),
        text(&item.source_system),
        Cell::date(item.period_from),
        Cell::date(item.period_to),
        who(&item.collected_by),
        Cell::date(item.collected_on),
        Cell::State(item.status.map_or_else(|| "no state".to_owned(), EvidenceStatus::label), tone),
        who(&item.reviewed_by),
        Cell::date(item.reviewed_on),
        text(&item.file),
        text(&item.uri),
        item.size.map_or(Cell::Empty, |size| Cell::Number(i64::try_from(size).unwrap_or(i64::MAX))),
        text(&item.sha256),
        Cell::text(item.head.common.classification.unwrap_or_default().label()),
        Cell::date(item.retain_until),
        text(&item.redaction),
    ]
}
