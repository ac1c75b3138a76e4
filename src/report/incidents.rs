//! Information security incidents (controls A.5.24 to A.5.28): what happened, what was done and what was learned.

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{comma, plain};
use super::{Make, Report, Subject, pictures};
use crate::model::{Criticality, Incident, IncidentStatus, Property, Record, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "incidents",
    title: "Information security incidents",
    about: "every event and incident with severity, notification, times, cause, lessons and follow-up",
    clauses: &["8.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let incidents = &subject.isms.incidents;
    let mut document = REPORT.begin(
        subject,
        incidents.iter().map(|incident| &incident.head),
        "This register lists information security events and incidents: what was found, how grave it was, whom it concerned and who had to \
         be told, how fast it was contained and resolved, and what was learned.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if !incidents.is_empty() {
        document.heading(2, "Register");
        pictures::incidents(subject, &mut document);
        document.table(register(subject));
    }
    document
}

/// Whether there is nothing left to be done about it.
pub(super) fn is_over(incident: &Incident) -> bool {
    matches!(incident.status, Some(IncidentStatus::Resolved | IncidentStatus::Reviewed | IncidentStatus::Closed))
}

pub(super) fn summary(subject: &Subject<'_>) -> String {
    let incidents = &subject.isms.incidents;
    if incidents.is_empty() {
        return "No incidents are recorded.".to_owned();
    }
    let open: Vec<&str> = incidents.iter().filter(|incident| !is_over(incident)).map(Record::id).collect();
    let year = subject.as_of.before(crate::model::date::Duration::months(12));
    let recent = incidents.iter().filter(|it| it.detected_on.is_some_and(|on| on > year && on <= subject.as_of)).count();
    let severities: Vec<String> = Criticality::ALL
        .iter()
        .rev()
        .filter_map(|severity| {
            let count = incidents.iter().filter(|incident| incident.severity == Some(*severity)).count();
            (count > 0).then(|| format!("{count} {severity}"))
        })
        .collect();
    let mut parts = vec![format!(
        "{}, {recent} of them in the last twelve months.",
        counted(incidents.len(), "event or incident", "events and incidents")
    )];
    if !severities.is_empty() {
        parts.push(format!("By severity: {}.", listed(&severities)));
    }
    parts.push(if open.is_empty() { "None is open.".to_owned() } else { format!("Open: {}.", listed(&open)) });
    let personal = incidents.iter().filter(|incident| incident.personal_data == Some(true)).count();
    if personal > 0 {
        let notified = incidents.iter().filter(|it| it.notification.as_ref().is_some_and(|it| it.sent.is_some())).count();
        let notices = if notified == 0 {
            "no notice was sent".to_owned()
        } else {
            format!("{} sent", counted(notified, "notice was", "notices were"))
        };
        parts.push(format!("{personal} concerned personal data; {notices}."));
    }
    parts.join(" ")
}

fn register(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("incident", "ID", 5),
        Column::many("What", 13, &[("title", "Title", ""), ("properties", "Properties", "Harmed"), ("assets", "Assets", "Assets")]),
        Column::many(
            "Judged",
            8,
            &[("assessment", "Assessment", ""), ("severity", "Severity", "Severity"), ("assessed_by", "Assessed by", "")],
        ),
        Column::many(
            "Times",
            9,
            &[
                ("detected_on", "Detected", "Detected"),
                ("contained_on", "Contained", "Contained"),
                ("resolved_on", "Resolved", "Resolved"),
            ],
        ),
        Column::many(
            "Personal data and notice",
            12,
            &[
                ("personal_data", "Personal data", "Personal data"),
                ("notification", "Notification", ""),
                ("notification_reason", "Reason", ""),
                ("notification_sent", "Notified on", "Sent"),
            ],
        ),
        Column::one("response", "Response", 14),
        Column::one("cause", "Cause", 13),
        Column::one("lessons", "Lessons", 14),
        Column::many(
            "Follow-up",
            10,
            &[
                ("nonconformity", "Nonconformity", "NC"),
                ("risks", "Risks", "Risks"),
                ("controls", "Controls", "Controls"),
                ("evidence", "Evidence", "Evidence"),
            ],
        ),
        Column::one("status", "State", 6),
    ];
    let mut groups = Vec::new();
    for (title, over) in [("Open", false), ("Resolved", true)] {
        let mut found: Vec<_> = subject.isms.incidents.iter().filter(|incident| is_over(incident) == over).collect();
        found.sort_by_cached_key(|incident| (std::cmp::Reverse(incident.detected_on), natural(incident.id())));
        if !found.is_empty() {
            groups.push(Group { title: title.to_owned(), rows: found.into_iter().map(|it| row(subject, it)).collect() });
        }
    }
    super::grouped("incidents", "Incidents", columns, groups)
}

fn row(subject: &Subject<'_>, incident: &Record<Incident>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let properties: Vec<String> = incident.properties.iter().copied().map(Property::label).collect();
    let assessment = incident
        .assessment
        .map_or_else(|| Cell::State("not assessed".to_owned(), Tone::Bad), |it| Cell::State(it.label(), Tone::Plain));
    let mut cells = vec![
        Cell::text(incident.id()),
        Cell::text(incident.title()),
        comma(&properties),
        subject.all_named(&incident.assets),
        assessment,
        plain(incident.severity.map(Criticality::label)),
        Cell::text(subject.act(incident.assessed_by.as_deref(), None, None, incident.assessed_on)),
        Cell::date(incident.detected_on),
        Cell::date(incident.contained_on),
        Cell::date(incident.resolved_on),
        incident.personal_data.map_or(Cell::Empty, Cell::Flag),
    ];
    cells.extend(notification(subject, incident));
    cells.extend([
        text(&incident.response),
        text(&incident.cause),
        text(&incident.lessons),
        incident.nonconformity.as_deref().map_or(Cell::Empty, Cell::text),
        comma(&incident.risks),
        comma(&incident.controls),
        comma(&incident.evidence),
        Cell::State(
            incident.status.map_or_else(|| "no state".to_owned(), IncidentStatus::label),
            if is_over(incident) { Tone::Good } else { Tone::Open },
        ),
    ]);
    cells
}

/// Whether somebody had to be told, why, and when that happened.
fn notification(subject: &Subject<'_>, incident: &Incident) -> [Cell; 3] {
    let Some(notice) = &incident.notification else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    let whom = notice.authority.as_ref().map(|authority| format!(" ({authority})")).unwrap_or_default();
    let word = match (notice.required, notice.sent, notice.due) {
        (Some(false), ..) => Cell::State("no notice required".to_owned(), Tone::Plain),
        (_, Some(_), _) => Cell::State(format!("notified{whom}"), Tone::Good),
        (Some(true), None, Some(due)) if due < subject.as_of => Cell::State(format!("notice overdue since {due}{whom}"), Tone::Bad),
        (Some(true), None, _) => Cell::State(format!("notice required{whom}"), Tone::Open),
        (None, None, _) => Cell::State("not decided".to_owned(), Tone::Open),
    };
    [word, Cell::maybe(notice.reason.as_deref()), Cell::date(notice.sent)]
}
