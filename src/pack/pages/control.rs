//! Controls in operation: what shows that each of them is done, month by month, with the gaps.

use super::super::Desk;
use super::record::link_to;
use crate::model::date::Date;
use crate::model::{Control, Evidence, Implementation, Record, natural};
use crate::report::document::{Cell, Column, Document, Inline, Passage, Table, Tone};
use crate::standard;

/// The months that the sampling aid looks at.
const YEAR: usize = 12;
/// The months that the page of a control looks at: a certification cycle.
const CYCLE: usize = 36;

/// The names of months in heads of columns.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What shows in a month that a control was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// Nothing.
    Nothing,
    /// The month lies in the period of a piece of evidence.
    Covered,
    /// A piece of evidence is dated in it.
    Dated,
}

/// A month, counted from the year 0.
fn month_of(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// What shows in each of the last months, the month of the day itself last.
fn strip(evidence: &[&Record<Evidence>], as_of: Date, months: usize) -> Vec<Proof> {
    let last = month_of(as_of);
    let first = last - i64::try_from(months).unwrap_or_default() + 1;
    let proof = |month: i64| {
        let dated = |item: &&&Record<Evidence>| item.date().is_some_and(|date| date <= as_of && month_of(date) == month);
        let covered = |item: &&&Record<Evidence>| match (item.period_from, item.period_to) {
            (Some(from), Some(to)) => month_of(from) <= month && month <= month_of(to),
            _ => false,
        };
        if evidence.iter().any(|item| dated(&item)) {
            Proof::Dated
        } else if evidence.iter().any(|item| covered(&item)) {
            Proof::Covered
        } else {
            Proof::Nothing
        }
    };
    (first..=last).map(proof).collect()
}

/// The longest run of months with nothing.
fn longest_gap(strip: &[Proof]) -> usize {
    strip.split(|proof| *proof != Proof::Nothing).map(<[Proof]>::len).max().unwrap_or_default()
}

fn mark(proof: Proof) -> Cell {
    match proof {
        Proof::Nothing => Cell::Empty,
        Proof::Covered => Cell::text("–"),
        Proof::Dated => Cell::text("●"),
    }
}

/// The evidence that counts: whatever was not rejected.
fn evidence_of<'m>(desk: &Desk<'m>, id: &str) -> Vec<&'m Record<Evidence>> {
    let mut evidence = desk.subject.isms.evidence_of_control(id);
    evidence.retain(|item| item.status != Some(crate::model::EvidenceStatus::Rejected));
    evidence.sort_by_key(|item| std::cmp::Reverse(item.date()));
    evidence
}

/// The included controls: those of Annex A in the order of the standard, then the organisation's own.
fn included<'m>(desk: &Desk<'m>) -> Vec<&'m Record<Control>> {
    let isms = desk.subject.isms;
    let annex = isms.annex_a().filter_map(|(_, control)| control);
    annex.chain(isms.own_controls()).filter(|control| control.is_applicable()).collect()
}

/// All included controls with owner, state and what shows that they are done.
pub(super) fn overview(desk: &Desk<'_>) -> Document {
    let mut document = desk.document("operation", "Controls in operation");
    document.paragraph(
        "Each control that is included, with its owner, its state and its newest evidence. The page of a control has how it is done, the \
         risks it treats, and three years of evidence month by month.",
    );
    let columns = vec![
        Column::one("control", "No.", 3),
        Column::one("title", "Title", 9),
        Column::one("owner", "Owner", 7),
        Column::one("state", "State", 4),
        Column::one("every", "Evidence every", 3),
        Column::one("newest", "Newest evidence", 4),
        Column::one("pieces", "Pieces in 12 months", 3),
        Column::one("gap", "Longest gap, months", 3),
    ];
    let row = |control: &&Record<Control>| {
        let evidence = evidence_of(desk, control.id());
        let year = strip(&evidence, desk.subject.as_of, YEAR);
        let recent =
            evidence.iter().filter_map(|item| item.date()).filter(|date| month_of(desk.subject.as_of) - month_of(*date) < 12);
        vec![
            Cell::text(control.id()),
            Cell::text(control.title()),
            control.owner().map_or(Cell::Empty, |owner| Cell::text(desk.subject.party(owner))),
            state(control),
            cadence(control),
            Cell::date(evidence.iter().filter_map(|item| item.date()).max()),
            Cell::count(recent.count()),
            Cell::count(longest_gap(&year)),
        ]
    };
    document.table(Table::new("operation", "Controls in operation", columns, included(desk).iter().map(row).collect()));
    document
}

fn state(control: &Control) -> Cell {
    let state = control.implementation.unwrap_or(Implementation::NotStarted);
    let tone = match state {
        Implementation::Implemented => Tone::Good,
        Implementation::Partial | Implementation::Planned => Tone::Open,
        Implementation::NotStarted | Implementation::Retired => Tone::Bad,
    };
    Cell::state(state.label(), tone)
}

/// The shortest interval in which the owner wants to collect evidence.
fn cadence(control: &Control) -> Cell {
    let every = control.evidence_plan.iter().filter_map(|plan| plan.every).min_by_key(|every| every.about_days());
    every.map_or(Cell::Empty, |every| Cell::text(every.words()))
}

/// For each control, the last twelve months: where to sample, and where there is nothing to sample.
pub(super) fn sampling(desk: &Desk<'_>) -> Document {
    let mut document = desk.document("sampling-aid", "Sampling aid");
    document.paragraph(
        "For each included control the last twelve months: ● a piece of evidence is dated in the month, – the month lies in the period of \
         one. An empty month is no gap in itself: it is one where the control was to be done more often than its evidence shows. The page of \
         a control has three years.",
    );
    let as_of = desk.subject.as_of;
    let mut columns = vec![Column::one("control", "No.", 5), Column::one("title", "Title", 14), Column::one("every", "Every", 6)];
    let last = month_of(as_of);
    for month in last - 11..=last {
        let name = MONTHS[usize::try_from(month.rem_euclid(12)).unwrap_or_default()];
        let year = month.div_euclid(12);
        columns.push(Column::one(format!("{year}-{:02}", month.rem_euclid(12) + 1), format!("{name} {:02}", year % 100), 3));
    }
    columns.push(Column::one("gap", "Longest gap, months", 5));
    let row = |control: &&Record<Control>| {
        let strip = strip(&evidence_of(desk, control.id()), as_of, YEAR);
        let mut row = vec![Cell::text(control.id()), Cell::text(control.title()), cadence(control)];
        row.extend(strip.iter().map(|proof| mark(*proof)));
        row.push(Cell::count(longest_gap(&strip)));
        row
    };
    document.table(Table::new("sampling", "Evidence by month", columns, included(desk).iter().map(row).collect()));
    document
}

/// What stands in front on the page of a control: what the standard calls it.
pub(super) fn lead(desk: &Desk<'_>, id: &str, document: &mut Document) {
    if let Some(known) = standard::control(id) {
        document.fact("In the standard", format!("A.{} {} controls", known.theme.number(), known.theme.name().to_lowercase()));
    }
    if let Some(control) = desk.subject.isms.control(id) {
        let text = match control.applicable {
            crate::model::Applicable::Yes => "included",
            crate::model::Applicable::No => "excluded",
            crate::model::Applicable::Undecided => "not decided yet",
        };
        document.fact("Decision", text);
        if control.is_applicable() {
            document.fact("Implementation", state(control).plain());
        }
    }
}

/// What shows that a control is done: three years month by month, and the pieces themselves.
pub(super) fn proof(desk: &Desk<'_>, control: &Record<Control>, document: &mut Document) {
    if !control.is_applicable() {
        return;
    }
    let as_of = desk.subject.as_of;
    let evidence = evidence_of(desk, control.id());
    document.heading(2, "Evidence over time");
    let strip = strip(&evidence, as_of, CYCLE);
    let gap = longest_gap(&strip[CYCLE - YEAR..]);
    document.paragraph(format!(
        "● a piece of evidence is dated in the month, – the month lies in the period of one. In the last twelve months the longest stretch \
         with nothing is {gap} {}.",
        if gap == 1 { "month" } else { "months" }
    ));
    document.table(years(&strip, as_of));
    if evidence.is_empty() {
        document.paragraph("No evidence is recorded for this control.");
        return;
    }
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Evidence", 10),
        Column::one("period", "Period", 6),
        Column::one("collected_on", "Collected", 4),
        Column::one("source", "Source", 5),
        Column::one("status", "State", 3),
    ];
    let row = |item: &&Record<Evidence>| {
        let period = [item.period_from, item.period_to].into_iter().flatten().map(|date| date.to_string()).collect::<Vec<_>>();
        vec![
            Cell::text(item.id()),
            Cell::text(item.title()),
            Cell::text(period.join(" to ")),
            Cell::date(item.collected_on),
            Cell::maybe(item.source_system.as_deref()),
            item.status.map_or(Cell::Empty, |status| Cell::text(status.label())),
        ]
    };
    document.table(Table::new("evidence", "Evidence of the control", columns, evidence.iter().map(row).collect()));
    let files = evidence.iter().filter_map(|item| match desk.evidence.get(item.id()) {
        Some(super::Embedded::File { path, .. }) => Some((item.id(), path)),
        _ => None,
    });
    let here = &desk.paths[control.id()];
    let mut text = vec![Inline::text("Files: ")];
    for (at, (id, path)) in files.enumerate() {
        text.extend((at > 0).then(|| Inline::text(", ")));
        text.push(link_to(id, here, path));
    }
    if text.len() > 1 {
        document.prose(vec![Passage::Paragraph { text }]);
    }
    audits(desk, control.id(), document);
}

/// Years in rows, months in columns.
fn years(strip: &[Proof], as_of: Date) -> Table {
    let first = month_of(as_of) - i64::try_from(strip.len()).unwrap_or_default() + 1;
    let mut columns = vec![Column::one("year", "Year", 2)];
    columns.extend(MONTHS.iter().map(|month| Column::one(*month, *month, 1)));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for year in (first.div_euclid(12)..=month_of(as_of).div_euclid(12)).rev() {
        let mut row = vec![Cell::text(year.to_string())];
        row.extend((year * 12..year * 12 + 12).map(|month| {
            let at = usize::try_from(month - first).ok();
            at.and_then(|at| strip.get(at)).map_or(Cell::Empty, |proof| mark(*proof))
        }));
        rows.push(row);
    }
    Table::new("months", "Evidence by month", columns, rows)
}

/// The audits that looked at the control.
fn audits(desk: &Desk<'_>, id: &str, document: &mut Document) {
    let mut audits: Vec<_> =
        desk.subject.isms.audits.iter().filter(|audit| audit.all_controls().any(|control| control == id)).collect();
    audits.sort_by_cached_key(|audit| (std::cmp::Reverse(audit.date()), natural(audit.id())));
    if audits.is_empty() {
        return;
    }
    let row = |audit: &&Record<crate::model::Audit>| {
        let found = audit.findings.iter().filter(|finding| finding.criterion.as_deref() == Some(id)).count();
        vec![
            Cell::text(audit.id()),
            Cell::text(audit.title()),
            Cell::date(audit.date()),
            audit.status.map_or(Cell::Empty, |status| Cell::text(status.label())),
            Cell::count(found),
        ]
    };
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Audit", 9),
        Column::one("date", "Performed or planned", 4),
        Column::one("status", "State", 3),
        Column::one("findings", "Findings on this control", 3),
    ];
    document.heading(2, "Audits");
    document.table(Table::new("audits", "Audits of the control", columns, audits.iter().map(row).collect()));
}
