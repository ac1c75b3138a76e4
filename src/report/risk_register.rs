//! The risk register (clauses 6.1.2, 8.2): every risk with its scores, its treatment and what was decided about it.

use super::document::{Cell, Column, Document, Group, Table};
use super::{Make, Report, Subject, pictures, risks};
use crate::model::{Property, Record, Risk, RiskStatus, Treatment};
use crate::text::wording::counted;

pub(super) static REPORT: Report = Report {
    name: "risk-register",
    title: "Risk register",
    about: "every risk with owner, scores before and after treatment, controls, decision and dates",
    clauses: &["6.1.2", "6.1.3", "8.2"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let mut document = REPORT.begin(
        subject,
        isms.risks.iter().map(|risk| &risk.head),
        "This register lists what can harm the confidentiality, integrity or availability of information, how grave each risk is before \
         and after treatment, whose it is and what was decided about it.",
    );
    risks::criteria_facts(subject, &mut document);
    let open = risks::open(subject);
    let closed: Vec<_> = isms.risks.iter().filter(|risk| !risk.is_open()).collect();
    document.fact("Risks", format!("{} open, {} closed", open.len(), closed.len()));
    document.heading(2, "Summary");
    document.paragraph(risks::summary(subject, &open));
    if let Some(words) = reassessments(subject, &open) {
        document.paragraph(words);
    }
    if isms.risks.is_empty() {
        return document;
    }
    if !open.is_empty() {
        document.table(levels(subject, &open));
        pictures::risk_matrix(subject, &open, &mut document);
    }
    document.heading(2, "Register");
    document.paragraph(
        "The gravest risks of today come first. L and I are the likelihood and impact on the scales of the criteria. Inherent is the risk \
         before any control, current with those in place, target once the open actions are done.",
    );
    document.table(register(subject, &open, &closed));
    document
}

/// Which risks have to be looked at again.
fn reassessments(subject: &Subject<'_>, open: &[&Record<Risk>]) -> Option<String> {
    let defaults = &subject.isms.settings.defaults;
    let late =
        |risk: &&&Record<Risk>| subject.isms.next_assessment(risk).is_some_and(|due| defaults.is_overdue(due, subject.as_of));
    let late: Vec<&str> = open.iter().filter(late).map(|risk| risk.id()).collect();
    let moved: Vec<&str> = open.iter().filter(|risk| subject.isms.criteria_moved_on(risk)).map(|risk| risk.id()).collect();
    let mut words = Vec::new();
    if !late.is_empty() {
        words.push(format!("Overdue for a new assessment: {}.", late.join(", ")));
    }
    if !moved.is_empty() {
        words.push(format!("Scored by an earlier version of the criteria: {}.", moved.join(", ")));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// How many risks are in each level before treatment, today, and once the plan is carried out.
pub(super) fn levels(subject: &Subject<'_>, open: &[&Record<Risk>]) -> Table {
    let columns = vec![
        Column::one("level", "Level", 6),
        Column::one("inherent", "Inherent", 4),
        Column::one("current", "Current", 4),
        Column::one("target", "Target", 4),
    ];
    let inherent = risks::by_level(subject, open, |risk| risk.inherent.as_ref());
    let current = risks::by_level(subject, open, |risk| risk.current.as_ref());
    // A risk without a target is to stay as it is.
    let target = risks::by_level(subject, open, |risk| risk.target.as_ref().or(risk.current.as_ref()));
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in inherent.iter().chain(&current).chain(&target) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let count = |counts: &[(String, usize)], name: &String| {
        let count = counts.iter().find(|(found, _)| found == name).map_or(0, |(_, count)| *count);
        Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
    };
    let row = |name: &String| vec![Cell::text(name.clone()), count(&inherent, name), count(&current, name), count(&target, name)];
    let rows = names.iter().map(|name| row(name)).collect();
    super::table("levels", "Open risks by level", columns, rows)
}

fn register(subject: &Subject<'_>, open: &[&Record<Risk>], closed: &[&Record<Risk>]) -> Table {
    let mut groups: Vec<Group> = Vec::new();
    for risk in open {
        let level = subject.isms.judged(risk, risk.current.as_ref()).and_then(|(_, level)| level);
        let title = level.map_or_else(|| "Not scored".to_owned(), |level| format!("Level {}", level.name));
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.rows.push(row(subject, risk)),
            None => groups.push(Group { title, rows: vec![row(subject, risk)] }),
        }
    }
    if !closed.is_empty() {
        let rows = closed.iter().map(|risk| row(subject, risk)).collect();
        groups.push(Group { title: "Closed".to_owned(), rows });
    }
    for group in &mut groups {
        group.title = format!("{}: {}", group.title, counted(group.rows.len(), "risk", "risks"));
    }
    super::grouped("risks", "Risk register", columns(), groups)
}

fn columns() -> Vec<Column> {
    [of_assessment(), of_treatment()].concat()
}

/// What the risk is, and how grave before any control and today.
fn of_assessment() -> Vec<Column> {
    vec![
        Column::one("risk", "ID", 5),
        Column::many(
            "Risk",
            20,
            &[
                ("title", "Title", ""),
                ("event", "Event", ""),
                ("consequence", "Consequence", "Consequence"),
                ("cause", "Cause", "Cause"),
                ("vulnerability", "Vulnerability", "Vulnerability"),
            ],
        ),
        Column::many(
            "Harms",
            10,
            &[("properties", "Properties", ""), ("assets", "Assets", "Assets"), ("processes", "Processes", "Processes")],
        ),
        Column::one("owner", "Owner", 8),
        Column::many(
            "Inherent",
            6,
            &[
                ("inherent_score", "Inherent score", ""),
                ("inherent_level", "Inherent level", ""),
                ("inherent_values", "Inherent likelihood and impact", ""),
            ],
        ),
        Column::one("existing_controls", "Existing controls", 7),
        Column::many(
            "Current",
            14,
            &[
                ("current_score", "Current score", ""),
                ("current_level", "Current level", ""),
                ("current_values", "Current likelihood and impact", ""),
                ("current_rationale", "Rationale", ""),
            ],
        ),
    ]
}

/// What is done about it, and who decided so when.
fn of_treatment() -> Vec<Column> {
    vec![
        Column::many(
            "Treatment",
            9,
            &[
                ("treatment", "Option", ""),
                ("priority", "Priority", "Priority"),
                ("treatment_controls", "Treatment controls", "Controls"),
                ("actions", "Open actions", "Open actions"),
            ],
        ),
        Column::many(
            "Target",
            6,
            &[
                ("target_score", "Target score", ""),
                ("target_level", "Target level", ""),
                ("target_values", "Target likelihood and impact", ""),
            ],
        ),
        Column::many("Decision", 10, &[("decision", "Decision", ""), ("accepted_by", "Accepted by", "")]),
        Column::many(
            "Assessed",
            8,
            &[
                ("assessed_on", "Assessed on", ""),
                ("criteria_version", "Criteria version", "Criteria"),
                ("next_assessment", "Next assessment", "Next"),
                ("next_state", "Next assessment state", ""),
                ("status", "Status", "Status"),
            ],
        ),
    ]
}

fn row(subject: &Subject<'_>, risk: &Record<Risk>) -> Vec<Cell> {
    let isms = subject.isms;
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let words = |words: Vec<String>| if words.is_empty() { Cell::Empty } else { Cell::Text(words.join(", ")) };
    let open = risk.is_open();
    let level = isms.judged(risk, risk.current.as_ref()).and_then(|(_, level)| level);
    let actions =
        risk.actions.iter().filter(|action| action.is_open()).map(|action| {
            action.due().map_or_else(|| format!("{}, no date", action.id), |due| format!("{}, due {due}", action.id))
        });
    let mut cells = vec![
        Cell::text(risk.id()),
        Cell::text(risk.title()),
        text(&risk.event),
        text(&risk.consequence),
        text(&risk.cause),
        text(&risk.vulnerability),
        words(risk.properties.iter().copied().map(Property::label).collect()),
        subject.all_named(&risk.assets),
        words(risk.processes.clone()),
        subject.owner(risk.owner()),
    ];
    cells.extend(risks::score_cells(subject, risk, risk.inherent.as_ref()));
    cells.push(words(risk.existing_controls.clone()));
    cells.extend(risks::score_cells(subject, risk, risk.current.as_ref()));
    cells.push(risk.current.as_ref().map_or(Cell::Empty, |score| text(&score.rationale)));
    cells.push(words(risk.treatment.iter().copied().map(Treatment::label).collect()));
    cells.push(level.and_then(|level| level.priority).map_or(Cell::Empty, Cell::Number));
    cells.push(words(risk.treatment_controls.clone()));
    cells.push(Cell::list(actions.collect()));
    cells.extend(risks::score_cells(subject, risk, risk.target.as_ref()));
    cells.push(if open { risks::decision_cell(subject, risk) } else { Cell::Empty });
    let [accepted, ..] = risks::acceptance_cells(subject, risk);
    cells.push(if open { accepted } else { Cell::Empty });
    cells.push(Cell::date(risk.assessed_on));
    cells.push(text(&risk.criteria_version));
    cells.extend(if open { next(subject, risk) } else { [Cell::Empty, Cell::Empty] });
    cells.push(super::words::plain(risk.status.map(RiskStatus::label)));
    cells
}

fn next(subject: &Subject<'_>, risk: &Record<Risk>) -> [Cell; 2] {
    match subject.isms.next_assessment(risk) {
        None => [Cell::Empty, Cell::State("never assessed".to_owned(), super::document::Tone::Bad)],
        due => subject.due(due),
    }
}
