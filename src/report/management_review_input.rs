//! The input of the next management review (clause 9.3.2): its ten items, filled from the records since the last review.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Table, Tone};
use super::words::{actions_table, capital, comma, number, plain};
use super::{Make, Report, Subject, audit_programme, incidents, metrics, nonconformities, pictures, risks};
use crate::model::date::Date;
use crate::model::{
    Action, AuditType, ChangeStatus, Compliance, Grade, Head, Kind, ManagementReview, ObjectiveStatus, Record, ReviewInput, natural,
};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "management-review-input",
    title: "Input for the management review",
    about: "the ten inputs of a management review, filled from the records since the last one",
    clauses: &["9.3.2"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let shown = isms.heads().filter(|head| {
        matches!(
            head.kind,
            Kind::Risk
                | Kind::Nonconformity
                | Kind::Metric
                | Kind::Audit
                | Kind::Objective
                | Kind::Incident
                | Kind::ManagementReview
        )
    });
    let mut document = REPORT.begin(
        subject,
        shown,
        "This paper prepares the review of the ISMS by top management. It gives, for each of the ten inputs that the review has to consider, \
         what the records say since the last review. What only people know is marked as a question to them.",
    );
    let since = isms.last_review();
    document.fact(
        "Last review",
        since.map_or_else(|| "none was held".to_owned(), |review| format!("{} {}{}", review.id(), review.title(), on(review.date))),
    );
    next_review(subject, &mut document);
    document.heading(2, "Summary");
    for words in [risks::summary(subject, &risks::open(subject)), nonconformities::summary(subject), metrics::summary(subject)] {
        document.paragraph(words);
    }
    for input in ReviewInput::ALL {
        document.heading(2, format!("{} ({})", capital(input.about()), input.item()));
        fill(subject, *input, since.and_then(|review| review.date), &mut document);
    }
    document
}

fn on(date: Option<Date>) -> String {
    date.map(|date| format!(" of {date}")).unwrap_or_default()
}

/// When the next review is due.
fn next_review(subject: &Subject<'_>, document: &mut Document) {
    let every = subject.isms.settings.defaults.management_review_every;
    let Some(due) = subject.isms.last_review().and_then(|review| review.date).map(|date| date.after(every)) else { return };
    let late = if subject.isms.settings.defaults.is_overdue(due, subject.as_of) { ", overdue" } else { "" };
    document.fact("Next review", format!("by {due}{late} (your own rule: every {})", every.words()));
}

fn fill(subject: &Subject<'_>, input: ReviewInput, since: Option<Date>, document: &mut Document) {
    match input {
        ReviewInput::PreviousActions => previous_actions(subject, document),
        ReviewInput::IssueChanges => issue_changes(subject, since, document),
        ReviewInput::PartyChanges => party_changes(subject, since, document),
        ReviewInput::Nonconformities => cases(subject, since, document),
        ReviewInput::Measurements => measurements(subject, since, document),
        ReviewInput::Audits => audits(subject, since, document),
        ReviewInput::Objectives => objectives(subject, document),
        ReviewInput::PartyFeedback => document.paragraph(
            "To be added by the people who speak with them: what customers, authorities, suppliers and staff said about information \
             security since the last review.",
        ),
        ReviewInput::RiskAndTreatment => risk_and_treatment(subject, document),
        ReviewInput::Improvement => improvement(subject, since, document),
    }
}

fn previous_actions(subject: &Subject<'_>, document: &mut Document) {
    let mut reviews: Vec<&Record<ManagementReview>> = subject.isms.management_reviews.iter().collect();
    reviews.sort_by_cached_key(|review| (std::cmp::Reverse(review.date), natural(review.id())));
    let last = subject.isms.last_review().map(|review| review.id());
    let actions: Vec<(&Head, &Action)> = reviews
        .iter()
        .flat_map(|review| review.actions.iter().map(move |action| (*review, action)))
        // What was done before the last review was reported to it.
        .filter(|(review, action)| Some(review.id()) == last || action.is_open())
        .map(|(review, action)| (&review.head, action))
        .collect();
    if actions.is_empty() {
        return document.paragraph("No actions of earlier reviews are recorded.");
    }
    let open = actions.iter().filter(|(_, action)| action.is_open()).count();
    let late = actions.iter().filter(|(_, action)| subject.is_late(action)).count();
    document.paragraph(format!("{}: {open} open, {late} overdue.", counted(actions.len(), "action", "actions")));
    document.table(actions_table(subject, "previous_actions", "Actions of earlier reviews", &actions));
}

/// Whether something happened since a review, up to the day of the report; without a review everything counts.
fn is_new(subject: &Subject<'_>, since: Option<Date>, day: Option<Date>) -> bool {
    day.is_some_and(|day| since.is_none_or(|since| day > since) && day <= subject.as_of)
}

fn issue_changes(subject: &Subject<'_>, since: Option<Date>, document: &mut Document) {
    document.paragraph(
        "To be confirmed by the review: which internal and external issues have changed, and whether climate change is a relevant one.",
    );
    let isms = subject.isms;
    let columns = vec![
        Column::one("record", "ID", 5),
        Column::one("title", "What", 20),
        Column::one("on", "On", 5),
        Column::one("state", "State", 8),
    ];
    let mut rows = Vec::new();
    for change in isms.changes.iter().filter(|change| {
        let done = matches!(change.status, Some(ChangeStatus::Done | ChangeStatus::Reviewed));
        !done || is_new(subject, since, change.done_on)
    }) {
        rows.push(vec![
            Cell::text(change.id()),
            Cell::text(change.title()),
            Cell::date(change.done_on.or(change.planned_on)),
            plain(change.status.map(ChangeStatus::label)),
        ]);
    }
    for document in isms.documents.iter().filter(|document| document.climate_determination.is_some()) {
        let Some(climate) = &document.climate_determination else { continue };
        let word = if climate.relevant == Some(true) { "climate change is relevant" } else { "climate change is not relevant" };
        rows.push(vec![
            Cell::text(document.id()),
            Cell::text(document.title()),
            Cell::date(climate.on),
            Cell::State(word.to_owned(), Tone::Plain),
        ]);
    }
    table_or(
        document,
        "issues",
        "Changes and determinations",
        columns,
        rows,
        "No planned changes are recorded since the last review.",
    );
}

fn party_changes(subject: &Subject<'_>, since: Option<Date>, document: &mut Document) {
    let columns = vec![
        Column::one("record", "ID", 5),
        Column::one("title", "Requirement", 20),
        Column::one("party", "Party", 10),
        Column::one("why", "Why it is here", 10),
    ];
    let rows = subject.isms.requirements.iter().filter_map(|requirement| {
        let why = match requirement.compliance {
            _ if !requirement.is_active() => return None,
            Some(Compliance::NotMet) => ("not met", Tone::Bad),
            Some(Compliance::Partly) => ("met in part", Tone::Open),
            _ if is_new(subject, since, requirement.head.common.created) => ("new since the last review", Tone::Plain),
            _ if requirement.addressed.is_none() => ("not decided whether it is taken on", Tone::Open),
            _ => return None,
        };
        let party = requirement.party.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id)));
        Some(vec![Cell::text(requirement.id()), Cell::text(requirement.title()), party, Cell::State(why.0.to_owned(), why.1)])
    });
    let none = "No requirement of an interested party is new since the last review, and none is recorded as unmet.";
    let rows = rows.collect();
    table_or(document, "party_changes", "Requirements that changed or are not met", columns, rows, none);
}

fn cases(subject: &Subject<'_>, since: Option<Date>, document: &mut Document) {
    document.paragraph(nonconformities::summary(subject));
    let columns = vec![
        Column::one("nonconformity", "ID", 5),
        Column::one("title", "Nonconformity", 20),
        Column::one("grade", "Grade", 6),
        Column::one("detected_on", "Found on", 6),
        Column::one("cause", "Root cause", 20),
        Column::one("state", "State", 8),
    ];
    let rows = subject
        .isms
        .nonconformities
        .iter()
        .filter(|case| case.is_open() || is_new(subject, since, case.detected_on) || is_new(subject, since, case.closed_on));
    let rows = rows.map(|case| {
        vec![
            Cell::text(case.id()),
            Cell::text(case.title()),
            plain(case.grade.map(Grade::label)),
            Cell::date(case.detected_on),
            Cell::maybe(case.root_cause.as_deref()),
            nonconformities::state(case),
        ]
    });
    let none = "No nonconformity is open, and none was found or closed since the last review.";
    table_or(document, "nonconformities", "Nonconformities since the last review", columns, rows.collect(), none);
}

fn measurements(subject: &Subject<'_>, since: Option<Date>, document: &mut Document) {
    document.paragraph(metrics::summary(subject));
    let columns = vec![
        Column::one("metric", "ID", 5),
        Column::one("title", "Metric", 16),
        Column::one("target", "Target", 8),
        Column::one("latest", "Newest value", 8),
        Column::one("state", "State", 7),
        Column::one("misses", "Off target since the last review", 12),
    ];
    let rows = subject.isms.metrics.iter().filter(|metric| metric.is_active()).map(|metric| {
        let missed = metric.measurements.iter().filter(|it| metric.misses_target(it) && is_new(subject, since, it.taken_on));
        let missed: Vec<&str> = missed.map(|it| it.period.as_str()).collect();
        let latest = metrics::newest(metric);
        let value = latest.and_then(|it| Some(format!("{} ({})", number(it.value?, metric.unit.as_deref()), it.period)));
        vec![
            Cell::text(metric.id()),
            Cell::text(metric.title()),
            metrics::bound(metric, metric.target),
            Cell::maybe(value.as_deref()),
            latest.map_or(Cell::State("never measured".to_owned(), Tone::Open), |it| metrics::standing(metric, it)),
            comma(&missed),
        ]
    });
    table_or(document, "measurements", "Results of measurement", columns, rows.collect(), "Nothing is measured.");
    document.paragraph(incidents::summary(subject));
}

fn audits(subject: &Subject<'_>, since: Option<Date>, document: &mut Document) {
    let columns = vec![
        Column::one("audit", "ID", 5),
        Column::one("title", "Audit", 18),
        Column::one("type", "Type", 7),
        Column::one("on", "Until", 6),
        Column::one("findings", "Findings", 12),
        Column::one("conclusion", "Conclusion", 22),
    ];
    let rows =
        subject.isms.audits.iter().filter(|audit| {
            (audit.is_reported() && is_new(subject, since, audit.reported_on.or(audit.date()))) || audit.is_ahead()
        });
    let rows = rows.map(|audit| {
        let results = if audit.is_reported() { audit_programme::findings(audit) } else { "ahead".to_owned() };
        vec![
            Cell::text(audit.id()),
            Cell::text(audit.title()),
            plain(audit.audit_type.map(AuditType::label)),
            Cell::date(audit.date()),
            Cell::Text(results),
            Cell::maybe(audit.conclusion.as_deref()),
        ]
    });
    table_or(
        document,
        "audits",
        "Audits",
        columns,
        rows.collect(),
        "No audit was reported since the last review, and none is planned.",
    );
}

fn objectives(subject: &Subject<'_>, document: &mut Document) {
    let columns = vec![
        Column::one("objective", "ID", 5),
        Column::one("title", "Objective", 20),
        Column::many("Due", 7, &[("due", "Due", ""), ("due_state", "Due state", "")]),
        Column::one("latest", "Newest progress", 18),
        Column::one("status", "State", 7),
    ];
    let rows = subject.isms.objectives.iter().map(|objective| {
        let latest = objective.progress.iter().max_by_key(|step| step.on);
        let latest = latest.map(|step| {
            let value = step.value.map(|value| number(value, objective.unit.as_deref()));
            let on = step.on.map(|on| on.to_string());
            [value, on, step.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let [due, state] =
            if objective.is_pursued() { subject.due(objective.due) } else { [Cell::date(objective.due), Cell::Empty] };
        vec![
            Cell::text(objective.id()),
            Cell::text(objective.title()),
            due,
            state,
            Cell::maybe(latest.as_deref()),
            plain(objective.status.map(ObjectiveStatus::label)),
        ]
    });
    table_or(document, "objectives", "Objectives", columns, rows.collect(), "No objectives are recorded.");
}

fn risk_and_treatment(subject: &Subject<'_>, document: &mut Document) {
    let open = risks::open(subject);
    document.paragraph(risks::summary(subject, &open));
    let actions: Vec<_> = subject.isms.treatment_actions().map(|(head, _, action)| (head, action)).collect();
    let running: Vec<_> = actions.into_iter().filter(|(_, action)| action.is_open()).collect();
    let late: Vec<String> = running
        .iter()
        .filter(|(_, action)| subject.is_late(action))
        .map(|(head, action)| format!("{} {}", head.id, action.id))
        .collect();
    let moved: Vec<String> = running
        .iter()
        .filter(|(_, action)| !action.revised_due.is_empty())
        .map(|(head, action)| format!("{} {}", head.id, action.id))
        .collect();
    let mut text = format!("Treatment plan: {} open", counted(running.len(), "action", "actions"));
    for (words, ids) in [("overdue", late), ("moved to a later date", moved)] {
        if !ids.is_empty() {
            let _ = write!(text, "; {words}: {}", listed(&ids));
        }
    }
    document.paragraph(text + ".");
    if !open.is_empty() {
        document.table(super::risk_register::levels(subject, &open));
        pictures::risk_matrix(subject, &open, document);
    }
}

fn improvement(subject: &Subject<'_>, since: Option<Date>, document: &mut Document) {
    document.paragraph("To be added by the review: ideas of people and lessons that are not on record.");
    let columns = vec![Column::one("record", "From", 6), Column::one("what", "What", 28), Column::one("on", "On", 5)];
    let mut rows = Vec::new();
    for audit in subject.isms.audits.iter().filter(|audit| is_new(subject, since, audit.reported_on.or(audit.date()))) {
        for finding in audit.findings.iter().filter(|it| matches!(it.grade, Some(Grade::Opportunity | Grade::Observation))) {
            rows.push(vec![
                Cell::Text(format!("{} {}", audit.id(), finding.id)),
                Cell::maybe(finding.statement.as_deref()),
                Cell::date(audit.reported_on.or(audit.date())),
            ]);
        }
    }
    for incident in subject.isms.incidents.iter().filter(|incident| is_new(subject, since, incident.detected_on)) {
        if let Some(lessons) = incident.lessons.as_deref() {
            rows.push(vec![Cell::text(incident.id()), Cell::text(lessons), Cell::date(incident.detected_on)]);
        }
    }
    let none = "No observation of an audit and no lesson of an incident is recorded since the last review.";
    table_or(document, "improvement", "Opportunities for improvement", columns, rows, none);
}

/// A table, or a sentence where nothing stands in it.
fn table_or(document: &mut Document, name: &'static str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>, none: &str) {
    if rows.is_empty() {
        document.paragraph(none);
    } else {
        let table: Table = super::table(name, caption, columns, rows);
        document.table(table);
    }
}
