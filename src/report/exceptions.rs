//! Exceptions (clause 8.1, control A.5.36): what is tolerated, why, with which compensation, by whom and until when.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::{Make, Report, Subject};
use crate::model::{Exception, ExceptionStatus, Record, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "exceptions",
    title: "Exceptions",
    about: "every tolerated deviation and waived rule with reason, compensation, approval and end",
    clauses: &["8.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let exceptions = &subject.isms.exceptions;
    let mut document = REPORT.begin(
        subject,
        exceptions.iter().map(|exception| &exception.head),
        "This register lists what deviates from the organisation's own rules for a limited time, and rules of this program that are \
         waived for a record: why that is tolerated, what makes up for it, who agreed and until when.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if !exceptions.is_empty() {
        document.heading(2, "Register");
        document.table(register(subject));
    }
    document
}

/// Where an exception stands on the day.
fn standing(subject: &Subject<'_>, exception: &Exception) -> usize {
    match exception.status {
        _ if exception.covers(subject.as_of) => 1,
        None | Some(ExceptionStatus::Active) if exception.expires().is_some_and(|end| end < subject.as_of) => 0,
        None | Some(ExceptionStatus::Active | ExceptionStatus::Requested) => 2,
        Some(ExceptionStatus::Closed | ExceptionStatus::Rejected) => 3,
    }
}

/// The standings in the order in which they matter.
const STANDINGS: [(&str, &str, Tone); 4] = [
    ("Expired and not closed", "expired", Tone::Bad),
    ("In force", "in force", Tone::Open),
    ("Not in force yet", "not in force yet", Tone::Plain),
    ("Over", "over", Tone::Plain),
];

pub(super) fn summary(subject: &Subject<'_>) -> String {
    let exceptions = &subject.isms.exceptions;
    if exceptions.is_empty() {
        return "No exceptions are recorded.".to_owned();
    }
    let with = |wanted: usize| exceptions.iter().filter(move |it| standing(subject, it) == wanted);
    let mut text = format!("{}: {} in force", counted(exceptions.len(), "exception", "exceptions"), with(1).count());
    if let Some(end) = with(1).filter_map(|exception| exception.expires()).min() {
        let _ = write!(text, ", the first until {end}");
    }
    text.push('.');
    let expired: Vec<&str> = with(0).map(Record::id).collect();
    if !expired.is_empty() {
        let _ = write!(text, " Expired and not closed: {}.", listed(&expired));
    }
    let waivers = with(1).filter(|exception| exception.rule.is_some()).count();
    if waivers > 0 {
        let _ = write!(
            text,
            " {} in force: what it finds is told, and does not count.",
            counted(waivers, "waiver of a rule is", "waivers of rules are")
        );
    }
    text
}

fn register(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("exception", "ID", 5),
        Column::many(
            "What is tolerated",
            18,
            &[
                ("title", "Title", ""),
                ("requirement", "Requirement", "Deviates from"),
                ("rule", "Rule", "Waived rule"),
                ("record", "Record", "For"),
                ("scope", "Scope", "Scope"),
            ],
        ),
        Column::one("reason", "Reason", 16),
        Column::many("Risk", 14, &[("risk", "Risk", ""), ("risks", "Risks", "Risks")]),
        Column::one("compensation", "Compensation", 12),
        Column::many(
            "Agreed",
            10,
            &[
                ("requested_by", "Requested by", "Requested by"),
                ("approved_by", "Approved by", "Approved by"),
                ("granted", "Granted", "On"),
            ],
        ),
        Column::many(
            "Until",
            9,
            &[("expires", "Expires", ""), ("expires_state", "Expiry state", ""), ("renewals", "Renewals", "Renewals")],
        ),
        Column::one("status", "State", 7),
    ];
    let mut groups = Vec::new();
    for (at, (title, word, tone)) in STANDINGS.iter().enumerate() {
        let mut found: Vec<_> = subject.isms.exceptions.iter().filter(|it| standing(subject, it) == at).collect();
        found.sort_by_cached_key(|exception| natural(exception.id()));
        if !found.is_empty() {
            let rows = found.iter().map(|exception| row(subject, exception, Cell::State((*word).to_owned(), *tone)));
            groups.push(Group { title: (*title).to_owned(), rows: rows.collect() });
        }
    }
    super::grouped("exceptions", "Exceptions", columns, groups)
}

fn row(subject: &Subject<'_>, exception: &Record<Exception>, state: Cell) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let who = |id: &Option<String>| id.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.party(id)));
    let renewals = exception.renewals.iter().filter_map(|renewal| {
        let until = renewal.until?;
        let reason = renewal.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        Some(format!("until {until}{reason}"))
    });
    let end = if exception.is_active() { subject.end(exception.expires()) } else { [Cell::date(exception.expires()), Cell::Empty] };
    let mut cells = vec![
        Cell::text(exception.id()),
        Cell::text(exception.title()),
        subject.all_named(&exception.requirement),
        text(&exception.rule),
        exception.record.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
        text(&exception.scope),
        text(&exception.reason),
        text(&exception.risk),
        subject.all_named(&exception.risks),
        subject.all_named(&exception.compensating_controls),
        who(&exception.requested_by),
        who(&exception.approved_by),
        Cell::date(exception.granted),
    ];
    cells.extend(end);
    cells.extend([Cell::list(renewals.collect()), state]);
    cells
}
