//! The clause map: what answers each clause of the standard and each control, and how fresh that is.

use super::document::{Cell, Column, Document, Table, Tone};
use super::{Make, Report, Subject, clauses, soa};
use crate::model::{Applicable, Control, Record, natural};
use crate::standard;
use crate::text::wording::listed;

pub(super) static REPORT: Report = Report {
    name: "clause-map",
    title: "Clause map",
    about: "what answers each clause and each control: documents, records, newest date, gaps",
    clauses: &["4.4"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let mut document = REPORT.begin(
        subject,
        subject.isms.documents.iter().map(|document| &document.head),
        "This map shows for every clause of the standard and every control which documents and records answer it and how fresh they are, \
         so that nobody has to search.",
    );
    let clauses = clauses::table(subject);
    let controls = controls(subject);
    document.heading(2, "Summary");
    document.paragraph(summary(&clauses, "clause", "clauses"));
    document.paragraph(summary(&controls, "applicable or undecided control", "applicable or undecided controls"));
    document.heading(2, "Clauses 4 to 10");
    document.table(clauses);
    document.heading(2, "Controls");
    document.table(controls);
    document
}

/// How many rows have each state, and which have nothing yet.
fn summary(table: &Table, one: &str, many: &str) -> String {
    let rows: Vec<&Vec<Cell>> =
        table.groups.iter().flat_map(|group| &group.rows).filter(|row| !matches!(row.last(), Some(Cell::Empty) | None)).collect();
    let with = |wanted: Tone| -> Vec<String> {
        let found = rows.iter().filter(|row| row.last().is_some_and(|cell| cell.tone() == wanted));
        found.filter_map(|row| row.first().map(Cell::plain)).collect()
    };
    let (good, open, bad) = (with(Tone::Good), with(Tone::Open), with(Tone::Bad));
    let mut text = format!(
        "{} {}: {} answered, {} in part or in draft, {} with nothing yet or out of date.",
        rows.len(),
        if rows.len() == 1 { one } else { many },
        good.len(),
        open.len(),
        bad.len()
    );
    if !bad.is_empty() && bad.len() <= 20 {
        text.push_str(" To look at: ");
        text.push_str(&listed(&bad));
        text.push('.');
    }
    text
}

fn controls(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("control", "Control", 3),
        Column::one("title", "Title", 9),
        Column::one("documents", "Documents", 10),
        Column::one("records", "Records", 8),
        Column::many("Newest evidence", 6, &[("newest", "Newest evidence", ""), ("newest_record", "Evidence record", "")]),
        Column::one("state", "State", 8),
    ];
    let annex = standard::controls().iter().map(|control| (control.id, control.title, subject.isms.control(control.id)));
    let own = subject.isms.own_controls();
    let own = own.iter().map(|control| (control.id(), control.title(), Some(*control)));
    let rows = annex.chain(own).map(|(id, title, control)| row(subject, id, title, control)).collect();
    super::table("controls", "Controls", columns, rows)
}

fn row(subject: &Subject<'_>, id: &str, title: &str, control: Option<&Record<Control>>) -> Vec<Cell> {
    let isms = subject.isms;
    let newest = isms.newest_evidence(id);
    let count = |count: usize, one: &str, many: &str| (count > 0).then(|| crate::text::wording::counted(count, one, many));
    let records = [
        count(isms.risks_of_control(id).len(), "risk", "risks"),
        count(isms.requirements_met_by(id).len(), "requirement", "requirements"),
        count(isms.metrics_of(id).len(), "metric", "metrics"),
        count(isms.evidence_of_control(id).len(), "piece of evidence", "pieces of evidence"),
    ];
    let mut documents = soa::documents(subject, id);
    documents.sort_by_cached_key(|id| natural(id));
    vec![
        Cell::text(id),
        Cell::text(title),
        Cell::list(documents),
        Cell::list(records.into_iter().flatten().collect()),
        Cell::date(newest.and_then(|item| item.date())),
        Cell::maybe(newest.map(|item| item.id())),
        state(subject, control),
    ]
}

/// Whether a control is decided, in place and shown by something fresh enough.
fn state(subject: &Subject<'_>, control: Option<&Record<Control>>) -> Cell {
    let Some(control) = control.filter(|control| control.applicable != Applicable::Undecided) else {
        return Cell::State("undecided".to_owned(), Tone::Bad);
    };
    if control.is_excluded() {
        return Cell::Empty;
    }
    let newest = subject.isms.newest_evidence(control.id()).and_then(|item| item.date());
    let fresh = newest.map(|day| subject.isms.evidence_lasts_until(control, day) >= subject.as_of);
    let (word, tone) = match (control.is_unfinished(), fresh) {
        (true, _) => ("not fully implemented", Tone::Open),
        (false, Some(true)) => ("shown by fresh evidence", Tone::Good),
        (false, _) if subject.isms.is_shown_by_document(control) => ("shown by a document in force", Tone::Good),
        (false, Some(false)) => ("evidence is out of date", Tone::Bad),
        (false, None) => ("no accepted evidence", Tone::Bad),
    };
    Cell::State(word.to_owned(), tone)
}
