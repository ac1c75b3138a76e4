//! The information security objectives (clause 6.2): what is to be reached by when, and how far it is.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Table, Tone};
use super::words::number;
use super::{Make, Report, Subject};
use crate::model::{Objective, ObjectiveStatus, Record};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "objectives",
    title: "Information security objectives",
    about: "every objective with target, plan, date, progress and state",
    clauses: &["6.2"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let objectives = &subject.isms.objectives;
    let mut document = REPORT.begin(
        subject,
        objectives.iter().map(|objective| &objective.head),
        "This report shows what the organisation wants to reach in information security: how that is measured, what is done for it with \
         which means, who answers for it by when, and how far it is.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if objectives.is_empty() {
        return document;
    }
    document.heading(2, "Objectives");
    document.table(table(subject));
    document.heading(2, "Progress");
    let progress = progress(subject);
    if progress.groups.iter().all(|group| group.rows.is_empty()) {
        document.paragraph("No progress is recorded.");
    } else {
        document.table(progress);
    }
    actions(subject, &mut document);
    document
}

/// `4 objectives: 4 in progress. None is overdue.`
fn summary(subject: &Subject<'_>) -> String {
    let objectives = &subject.isms.objectives;
    if objectives.is_empty() {
        return "No objectives are recorded.".to_owned();
    }
    let state = |state: Option<ObjectiveStatus>| state.map_or_else(|| "without a state".to_owned(), ObjectiveStatus::label);
    let mut counts: Vec<(Option<ObjectiveStatus>, usize)> = Vec::new();
    for objective in objectives {
        match counts.iter_mut().find(|(found, _)| *found == objective.status) {
            Some((_, count)) => *count += 1,
            None => counts.push((objective.status, 1)),
        }
    }
    counts.sort();
    let counts: Vec<String> = counts.into_iter().map(|(found, count)| format!("{count} {}", state(found))).collect();
    let late: Vec<&str> = objectives.iter().filter(|it| is_late(subject, it)).map(Record::id).collect();
    let unwatched: Vec<&str> =
        objectives.iter().filter(|it| it.is_pursued() && !subject.isms.is_monitored(it)).map(Record::id).collect();
    let mut text = format!("{}: {}.", counted(objectives.len(), "objective", "objectives"), listed(&counts));
    if late.is_empty() {
        text.push_str(" None is overdue.");
    } else {
        let _ = write!(text, " Overdue: {}.", listed(&late));
    }
    if !unwatched.is_empty() {
        let _ = write!(text, " Nobody has recorded progress of {}.", listed(&unwatched));
    }
    text
}

fn is_late(subject: &Subject<'_>, objective: &Objective) -> bool {
    let defaults = &subject.isms.settings.defaults;
    objective.is_pursued() && objective.due.is_some_and(|due| defaults.is_overdue(due, subject.as_of))
}

fn table(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("objective", "ID", 5),
        Column::many("Objective", 18, &[("title", "Title", ""), ("statement", "Statement", ""), ("level", "Level", "For")]),
        Column::many("Why", 9, &[("policy", "Policy", "Policy"), ("drivers", "Drivers", "Drivers")]),
        Column::many("Target", 14, &[("target", "Target", ""), ("measurable_note", "Note on measuring", "")]),
        Column::many("What is done", 16, &[("what", "What", ""), ("resources", "Resources", "With")]),
        Column::one("responsible", "Responsible", 9),
        Column::many("By when", 7, &[("due", "Due", ""), ("due_state", "Due state", "")]),
        Column::many("How it is judged", 13, &[("evaluation", "Evaluation", ""), ("metrics", "Metrics", "Metrics")]),
        Column::one("communicated_to", "Told to", 8),
        Column::many(
            "How far it is",
            9,
            &[
                ("status", "Status", ""),
                ("latest", "Latest value", "Latest"),
                ("latest_on", "Latest on", ""),
                ("decision", "Decision", "Decision"),
            ],
        ),
    ];
    let row = |objective: &Record<Objective>| {
        let text = |text: &Option<String>| Cell::maybe(text.as_deref());
        let latest = objective.progress.iter().max_by_key(|step| step.on);
        let metrics: Vec<&str> = subject.isms.metrics_of(objective.id()).iter().map(|metric| metric.id()).collect();
        let due = if objective.is_pursued() { subject.due(objective.due) } else { [Cell::date(objective.due), Cell::Empty] };
        let mut cells = vec![
            Cell::text(objective.id()),
            Cell::text(objective.title()),
            text(&objective.statement),
            text(&objective.level),
            objective.policy.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
            subject.all_named(&objective.drivers),
            text(&objective.target),
            text(&objective.measurable_note),
            text(&objective.what),
            text(&objective.resources),
            subject.owner(objective.responsible.as_deref().or(objective.owner())),
        ];
        cells.extend(due);
        cells.extend([
            text(&objective.evaluation),
            subject.all_named(&metrics),
            Cell::list(objective.communicated_to.clone()),
            state(objective),
            latest.map_or(Cell::Empty, |step| value(step.value, objective.unit.as_deref())),
            Cell::date(latest.and_then(|step| step.on)),
            text(&objective.decision),
        ]);
        cells
    };
    super::table("objectives", "Objectives", columns, subject.isms.objectives.iter().map(row).collect())
}

fn state(objective: &Objective) -> Cell {
    let Some(status) = objective.status else { return Cell::State("no state".to_owned(), Tone::Bad) };
    let tone = match status {
        ObjectiveStatus::Achieved => Tone::Good,
        ObjectiveStatus::Missed => Tone::Bad,
        ObjectiveStatus::Approved | ObjectiveStatus::InProgress => Tone::Open,
        ObjectiveStatus::Draft | ObjectiveStatus::Revised | ObjectiveStatus::Dropped => Tone::Plain,
    };
    Cell::State(status.label(), tone)
}

/// `54.5 %`.
fn value(value: Option<f64>, unit: Option<&str>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(number(value, unit)))
}

fn progress(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("on", "On", 4),
        Column::one("value", "Value", 4),
        Column::one("note", "Note", 22),
        Column::one("by", "By", 8),
    ];
    let groups = subject.isms.objectives.iter().filter(|objective| !objective.progress.is_empty()).map(|objective| {
        let row = |step: &crate::model::Progress| {
            vec![
                Cell::date(step.on),
                value(step.value, objective.unit.as_deref()),
                Cell::maybe(step.note.as_deref()),
                step.by.as_deref().map_or(Cell::Empty, |by| Cell::text(subject.party(by))),
            ]
        };
        super::document::Group {
            title: format!("{} {}", objective.id(), objective.title()),
            rows: objective.progress.iter().map(row).collect(),
        }
    });
    super::grouped("progress", "Progress of the objectives", columns, groups.collect())
}

fn actions(subject: &Subject<'_>, document: &mut Document) {
    let actions: Vec<_> = subject
        .isms
        .objectives
        .iter()
        .flat_map(|objective| objective.actions.iter().map(move |action| (&objective.head, action)))
        .collect();
    if actions.is_empty() {
        return;
    }
    document.heading(2, "Actions");
    document.table(super::words::actions_table(subject, "actions", "Actions for the objectives", &actions));
}
