//! The report of the risk assessment (clause 8.2): by which criteria, with what result, what is new, and what has to be decided.

use super::document::{Cell, Column, Document, Table, Tone};
use super::{Make, Report, Subject, risk_register, risks};
use crate::model::date::{Date, Duration};
use crate::model::{Authority, Criteria, Record, Risk, RiskDecision, ScaleValue, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "risk-assessment",
    title: "Risk assessment report",
    about: "criteria, results by level, what is new or closed, the risks that matter most, open decisions",
    clauses: &["6.1.2", "8.2"],
    make: Make::Whole(make),
};

/// How far back something is new.
const NEW: Duration = Duration::months(12);

fn make(subject: &Subject<'_>) -> Document {
    let open = risks::open(subject);
    let mut document = REPORT.begin(
        subject,
        subject.isms.risks.iter().map(|risk| &risk.head),
        "This report gives the results of the risk assessment: the criteria it was made by, how the risks spread over the levels, what \
         changed in the last twelve months, which risks matter most, and what has to be decided.",
    );
    risks::criteria_facts(subject, &mut document);
    let days: Vec<Date> = open.iter().filter_map(|risk| risk.assessed_on).collect();
    if let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) {
        document.fact("Assessed", if first == last { first.to_string() } else { format!("{first} to {last}") });
    }
    let mut assessors: Vec<String> =
        open.iter().filter_map(|risk| risk.assessed_by.as_deref()).map(|id| subject.party(id)).collect();
    assessors.sort();
    assessors.dedup();
    if !assessors.is_empty() {
        document.fact("Assessed by", assessors.join("; "));
    }
    document.heading(2, "Summary");
    document.paragraph(risks::summary(subject, &open));
    document.paragraph(changes(subject, &open));
    if !open.is_empty() {
        document.table(risk_register::levels(subject, &open));
    }
    document.heading(2, "What has to be decided");
    decisions(subject, &open, &mut document);
    document.heading(2, "The risks in their order");
    if open.is_empty() {
        document.paragraph("No open risks are recorded.");
    } else {
        document.table(ranking(subject, &open));
    }
    document.heading(2, "Criteria");
    criteria(subject, &mut document);
    document
}

/// What is new, and what was closed.
fn changes(subject: &Subject<'_>, open: &[&Record<Risk>]) -> String {
    let since = subject.as_of.before(NEW);
    let new: Vec<&str> =
        open.iter().filter(|risk| risk.head.common.created.is_some_and(|day| day > since)).map(|risk| risk.id()).collect();
    let closed = subject.isms.risks.iter().filter(|risk| !risk.is_open() && risk.closed_on.is_some_and(|day| day > since));
    let closed: Vec<&str> = closed.map(Record::id).collect();
    let words = |ids: &[&str]| if ids.is_empty() { "none".to_owned() } else { listed(ids) };
    format!("In the last twelve months: new {}; closed {}.", words(&new), words(&closed))
}

/// The risks whose treatment or acceptance is open.
fn decisions(subject: &Subject<'_>, open: &[&Record<Risk>], document: &mut Document) {
    let columns = vec![
        Column::one("risk", "ID", 5),
        Column::one("title", "Risk", 16),
        Column::one("owner", "Owner", 10),
        Column::one("decision", "What is open", 14),
    ];
    let waits = |risk: &&&Record<Risk>| match subject.isms.decision_about(risk, subject.as_of) {
        RiskDecision::Within | RiskDecision::UnderTreatment => false,
        RiskDecision::Accepted(_, end) => {
            end.is_some_and(|end| end <= subject.as_of.after(subject.isms.settings.defaults.due_soon))
        }
        _ => true,
    };
    let rows: Vec<_> = open
        .iter()
        .filter(waits)
        .map(|risk| {
            vec![Cell::text(risk.id()), Cell::text(risk.title()), subject.owner(risk.owner()), risks::decision_cell(subject, risk)]
        })
        .collect();
    if rows.is_empty() {
        document.paragraph("No risk waits for a treatment or an acceptance, and no acceptance ends soon.");
    } else {
        document.paragraph(format!("{} for a decision.", counted(rows.len(), "risk waits", "risks wait")));
        document.table(super::table("decisions", "Open decisions", columns, rows));
    }
}

fn ranking(subject: &Subject<'_>, open: &[&Record<Risk>]) -> Table {
    let columns = vec![
        Column::one("risk", "ID", 5),
        Column::many("Risk", 18, &[("title", "Title", ""), ("consequence", "Consequence", "")]),
        Column::one("owner", "Owner", 9),
        Column::many("Inherent", 5, &[("inherent_score", "Inherent score", ""), ("inherent_level", "Inherent level", "")]),
        Column::many("Current", 5, &[("current_score", "Current score", ""), ("current_level", "Current level", "")]),
        Column::many("Target", 5, &[("target_score", "Target score", ""), ("target_level", "Target level", "")]),
    ];
    let row = |risk: &&Record<Risk>| {
        let mut cells = vec![
            Cell::text(risk.id()),
            Cell::text(risk.title()),
            Cell::maybe(risk.consequence.as_deref()),
            subject.owner(risk.owner()),
        ];
        for score in [&risk.inherent, &risk.current, &risk.target] {
            let [number, level, _] = risks::score_cells(subject, risk, score.as_ref());
            cells.extend([number, level]);
        }
        cells
    };
    super::table("risks", "Risks in their order", columns, open.iter().map(row).collect())
}

fn criteria(subject: &Subject<'_>, document: &mut Document) {
    let Some(criteria) = subject.isms.criteria_in_force() else {
        return document.paragraph("No risk criteria are recorded.");
    };
    document.paragraph(format!(
        "The score is made of likelihood and impact by the formula “{}” of {}.",
        criteria.formula.label(),
        criteria.id()
    ));
    if !criteria.levels.is_empty() {
        document.table(levels(subject, criteria));
    }
    for (name, caption, scale) in
        [("likelihood", "Scale of likelihood", &criteria.likelihood_scale), ("impact", "Scale of impact", &criteria.impact_scale)]
    {
        if !scale.is_empty() {
            document.heading(3, caption);
            document.table(scale_table(name, caption, scale));
        }
    }
}

fn levels(subject: &Subject<'_>, criteria: &Record<Criteria>) -> Table {
    let columns = vec![
        Column::one("level", "Level", 5),
        Column::one("scores", "Scores", 5),
        Column::one("acceptance", "Accepted by", 10),
        Column::one("meaning", "Meaning", 22),
    ];
    let mut levels: Vec<_> = criteria.levels.iter().collect();
    levels.sort_by_key(|level| std::cmp::Reverse(level.from));
    let row = |level: &&crate::model::Level| {
        let who = match level.acceptance {
            Some(Authority::Criterion) => Cell::Text("nobody has to".to_owned()),
            Some(Authority::Owner) => Cell::Text("the risk owner".to_owned()),
            Some(Authority::Role) => subject.all_named(&level.roles),
            Some(Authority::Never) => Cell::State("cannot be accepted".to_owned(), Tone::Bad),
            None => Cell::Empty,
        };
        vec![
            Cell::text(level.name.as_str()),
            Cell::Text(format!("{} to {}", level.from, level.to)),
            who,
            Cell::maybe(level.meaning.as_deref()),
        ]
    };
    super::table("criteria_levels", "Levels", columns, levels.iter().map(row).collect())
}

fn scale_table(name: &'static str, caption: &str, scale: &[ScaleValue]) -> Table {
    let columns = vec![
        Column::one("value", "Value", 3),
        Column::one("label", "Label", 5),
        Column::one("definition", "Definition", 14),
        Column::one("dimensions", "By what is harmed", 22),
    ];
    let row = |value: &ScaleValue| {
        let mut dimensions: Vec<String> =
            value.dimensions.iter().map(|(name, text)| format!("{}: {text}", name.replace('_', " "))).collect();
        dimensions.sort_by_cached_key(|line| natural(line));
        vec![
            Cell::Number(value.value),
            Cell::text(value.label.as_str()),
            Cell::maybe(value.definition.as_deref()),
            Cell::list(dimensions),
        ]
    };
    super::table(name, caption, columns, scale.iter().map(row).collect())
}
