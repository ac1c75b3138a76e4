//! Nonconformities and corrective actions (clause 10.2): what went wrong, why, what was done, and whether that worked.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{actions_table, plain};
use super::{Make, Report, Subject};
use crate::model::{
    Action, EffectivenessResult, EffectivenessReview, Grade, Head, Nonconformity, NonconformitySource, NonconformityStatus, Record,
};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "nonconformities",
    title: "Nonconformities and corrective actions",
    about: "every nonconformity with correction, cause, corrective actions and their effect",
    clauses: &["10.2"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let cases = &subject.isms.nonconformities;
    let mut document = REPORT.begin(
        subject,
        cases.iter().map(|case| &case.head),
        "This log shows where a requirement was not met: what was corrected at once, what the cause was, what was done so that it does \
         not happen again or elsewhere, and whether that worked.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if cases.is_empty() {
        return document;
    }
    document.heading(2, "Log");
    document.table(log(subject));
    let actions: Vec<(&Head, &Action)> =
        cases.iter().flat_map(|case| case.actions.iter().map(move |action| (&case.head, action))).collect();
    document.heading(2, "Corrective actions");
    if actions.is_empty() {
        document.paragraph("No corrective actions are recorded.");
    } else {
        document.table(actions_table(subject, "actions", "Corrective actions", &actions));
    }
    document
}

/// Whether a case is open after the day that was agreed, or after the one that was set from outside.
fn is_late(subject: &Subject<'_>, case: &Nonconformity) -> bool {
    let own = case.due.is_some_and(|due| subject.isms.settings.defaults.is_overdue(due, subject.as_of));
    case.is_open() && (own || case.deadline.is_some_and(|deadline| deadline < subject.as_of))
}

/// `3 nonconformities: 1 open, 2 closed. Open: 1 minor. None is overdue.`
pub(super) fn summary(subject: &Subject<'_>) -> String {
    let cases = &subject.isms.nonconformities;
    if cases.is_empty() {
        return "No nonconformities are recorded.".to_owned();
    }
    let open: Vec<_> = cases.iter().filter(|case| case.is_open()).collect();
    let mut text = format!(
        "{}: {} open, {} closed.",
        counted(cases.len(), "nonconformity", "nonconformities"),
        open.len(),
        cases.len() - open.len()
    );
    let graded = Grade::ALL.iter().filter_map(|grade| {
        let count = open.iter().filter(|case| case.grade == Some(*grade)).count();
        (count > 0).then(|| format!("{count} {}", grade.label()))
    });
    let mut graded: Vec<String> = graded.collect();
    let ungraded = open.iter().filter(|case| case.grade.is_none()).count();
    if ungraded > 0 {
        graded.push(format!("{ungraded} without a grade"));
    }
    if !graded.is_empty() {
        let _ = write!(text, " Of the open ones: {}.", listed(&graded));
    }
    let late: Vec<&str> = open.iter().filter(|case| is_late(subject, case)).map(|case| case.id()).collect();
    let actions = open.iter().flat_map(|case| case.actions.iter().map(move |action| (case, action)));
    let late_actions: Vec<String> = actions
        .filter(|(_, action)| subject.is_late(action))
        .map(|(case, action)| format!("{} {}", case.id(), action.id))
        .collect();
    if !late.is_empty() {
        let _ = write!(text, " Overdue: {}.", listed(&late));
    }
    if !late_actions.is_empty() {
        let _ = write!(text, " Overdue actions: {}.", listed(&late_actions));
    }
    if late.is_empty() && late_actions.is_empty() && !open.is_empty() {
        text.push_str(" Nothing is overdue.");
    }
    let unproven = cases.iter().filter(|case| !case.is_open() && case.has_corrective_action() && result(case).is_none());
    let unproven: Vec<&str> = unproven.map(Record::id).collect();
    if !unproven.is_empty() {
        let _ = write!(text, " Closed without a result of the corrective action: {}.", listed(&unproven));
    }
    text
}

fn result(case: &Nonconformity) -> Option<EffectivenessResult> {
    case.effectiveness.as_ref().and_then(|effect| effect.result)
}

fn columns() -> Vec<Column> {
    vec![
        Column::one("nonconformity", "NC", 5),
        Column::many("Found", 8, &[("detected_on", "Date", ""), ("source", "Source", ""), ("grade", "Grade", "")]),
        Column::many(
            "What",
            20,
            &[("title", "Title", ""), ("criterion", "Criterion", "Against"), ("description", "Description", "")],
        ),
        Column::many(
            "Correction",
            14,
            &[
                ("correction", "Correction", ""),
                ("corrected_on", "Corrected on", "On"),
                ("consequences", "Consequences", "Consequences"),
            ],
        ),
        Column::many(
            "Cause",
            15,
            &[
                ("root_cause", "Root cause", ""),
                ("cause_method", "Method", "Found by"),
                ("similar_check", "Similar cases", "Similar cases"),
            ],
        ),
        Column::many(
            "Corrective action",
            13,
            &[
                ("action_needed", "Action needed", ""),
                ("action_reason", "Reason", ""),
                ("isms_change", "ISMS change", "Changes of the ISMS"),
            ],
        ),
        Column::many(
            "Responsible and due",
            9,
            &[
                ("owner", "Responsible", ""),
                ("due", "Due", "Due"),
                ("due_state", "Due state", ""),
                ("deadline", "Deadline from outside", "Deadline from outside"),
            ],
        ),
        Column::many(
            "Effect",
            14,
            &[
                ("effect_result", "Result", ""),
                ("effect_reviewed", "Reviewed by", ""),
                ("effect_criterion", "Criterion of effectiveness", "Criterion"),
                ("effect_evidence", "Evidence", "Evidence"),
            ],
        ),
        Column::many("State", 7, &[("status", "Status", ""), ("closed_on", "Closed on", "")]),
    ]
}

fn log(subject: &Subject<'_>) -> Table {
    let mut groups = Vec::new();
    for (title, open) in [("Open", true), ("Closed", false)] {
        let mut cases: Vec<_> = subject.isms.nonconformities.iter().filter(|case| case.is_open() == open).collect();
        cases.sort_by_cached_key(|case| crate::model::natural(case.id()));
        if !cases.is_empty() {
            groups.push(Group { title: title.to_owned(), rows: cases.into_iter().map(|case| row(subject, case)).collect() });
        }
    }
    super::grouped("nonconformities", "Nonconformities", columns(), groups)
}

fn row(subject: &Subject<'_>, case: &Record<Nonconformity>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let due = if case.is_open() { subject.due(case.due) } else { [Cell::date(case.due), Cell::Empty] };
    let needed = match case.action_needed {
        Some(true) => Cell::Text(counted(case.live_actions().count(), "action", "actions")),
        Some(false) => Cell::Text("none needed".to_owned()),
        None if case.has_corrective_action() => Cell::Text(counted(case.live_actions().count(), "action", "actions")),
        None => Cell::State("not decided".to_owned(), Tone::Open),
    };
    let [due, due_state] = due;
    let mut cells = vec![
        Cell::text(case.id()),
        Cell::date(case.detected_on),
        plain(case.source.map(NonconformitySource::label)),
        plain(case.grade.map(Grade::label)),
        Cell::text(case.title()),
        subject.all_named(&case.criterion),
        text(&case.description),
        text(&case.correction),
        Cell::date(case.corrected_on),
        text(&case.consequences),
        text(&case.root_cause),
        text(&case.cause_method),
        text(&case.similar_check),
        needed,
        text(&case.action_reason),
        text(&case.isms_change),
        subject.owner(case.owner()),
        due,
        due_state,
        Cell::date(case.deadline),
    ];
    cells.extend(effect(subject, case));
    cells.extend([state(case), Cell::date(case.closed_on)]);
    cells
}

fn effect(subject: &Subject<'_>, case: &Nonconformity) -> [Cell; 4] {
    let word = match result(case) {
        Some(EffectivenessResult::Effective) => Cell::State("effective".to_owned(), Tone::Good),
        Some(EffectivenessResult::NotEffective) => Cell::State("not effective".to_owned(), Tone::Bad),
        None if !case.has_corrective_action() => Cell::Empty,
        None if case.is_open() => Cell::State("not reviewed yet".to_owned(), Tone::Open),
        None => Cell::State("never reviewed".to_owned(), Tone::Bad),
    };
    let Some(EffectivenessReview { criterion, reviewed_on, reviewed_by, evidence, .. }) = &case.effectiveness else {
        return [word, Cell::Empty, Cell::Empty, Cell::Empty];
    };
    let reviewed = subject.act(reviewed_by.as_deref(), None, None, *reviewed_on);
    [word, Cell::text(reviewed), Cell::maybe(criterion.as_deref()), subject.all_named(evidence)]
}

/// Where a case is in its life.
pub(super) fn state(case: &Nonconformity) -> Cell {
    let tone = match case.status {
        Some(NonconformityStatus::Closed) => Tone::Good,
        Some(NonconformityStatus::Open | NonconformityStatus::Reopened) | None => Tone::Bad,
        Some(_) => Tone::Open,
    };
    Cell::State(case.status.map_or_else(|| "open".to_owned(), NonconformityStatus::label), tone)
}
