//! The Statement of Applicability (clause 6.1.3 d), computed from the controls and everything that refers to them.

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::{Make, Report, Subject, clauses, pictures};
use crate::model::{
    Applicable, Classification, Control, Implementation, Reason, Record, Requirement, RequirementType, SOA, digest,
};
use crate::standard::{self, Theme};

pub(super) static REPORT: Report = Report {
    name: "soa",
    title: "Statement of Applicability",
    about: "every control with the decision about it, its reasons, how it is done and what shows that",
    clauses: &["6.1.3"],
    make: Make::View(statement),
};

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Everything.
    Auditor,
    /// Numbers, titles, applicability and state; nothing internal.
    Customer,
}

/// The statement.
#[must_use]
pub fn statement(subject: &Subject<'_>, view: View) -> Document {
    let classification = if view == View::Auditor { Classification::Internal } else { Classification::Public };
    let mut document = subject.document("soa", "Statement of Applicability", classification);
    document.cover = true;
    if view == View::Customer {
        "for customers".clone_into(&mut document.classification);
    }
    facts(subject, view, &mut document);
    document.paragraph(legend(view));
    pictures::controls_by_theme(subject, &mut document);
    document.heading(2, "Controls of Annex A");
    document.table(annex_a(subject, view));
    let own = subject.isms.own_controls();
    if !own.is_empty() {
        document.heading(2, "Own controls");
        document.paragraph("Controls that the organisation found necessary besides Annex A.");
        let rows = own.iter().map(|control| row(subject, view, control.id(), control.title(), Some(control))).collect();
        document.table(Table::new("own_controls", "Own controls", columns(view), rows));
    }
    if view == View::Auditor {
        document.heading(2, "Clauses 4 to 10");
        document.paragraph("The requirements of the clauses cannot be excluded. This table shows what answers each of them.");
        document.table(clauses::table(subject));
    }
    document
}

fn facts(subject: &Subject<'_>, view: View, document: &mut Document) {
    let isms = subject.isms;
    document.fact("Organisation", isms.settings.legal_entity.clone().unwrap_or_else(|| isms.settings.name.clone()));
    document.fact("Standard", isms.settings.standard());
    let approvals = isms.approvals_of(SOA);
    let current = digest::of_soa(isms);
    match approvals.last() {
        None => {
            document.mark = Some("Draft".to_owned());
            document.version = Some("draft".to_owned());
            document.fact("Version", "draft, not approved yet");
        }
        Some(newest) => {
            let version = newest.version.as_deref().unwrap_or("without a number");
            let same = newest.digest.as_deref() == Some(current.as_str());
            if same {
                document.version = Some(version.to_owned());
                document.fact("Version", version);
            } else {
                document.mark = Some("Draft".to_owned());
                document.version = Some(format!("{version} with changes"));
                document.fact("Version", format!("draft: differs from version {version}, which was approved"));
            }
            let who = newest.by.as_deref().and_then(|by| isms.person(by)).map(|person| person.title().to_owned());
            let who = newest.name.clone().or(who).unwrap_or_default();
            let role = newest
                .role
                .as_deref()
                .and_then(|role| isms.role(role))
                .map(|role| format!(", {}", role.title()))
                .unwrap_or_default();
            let on = newest.on.map(|on| format!(" on {on}")).unwrap_or_default();
            let what = if same { "Approved by" } else { "Last approved by" };
            document.fact(what, format!("{who}{role}{on}"));
            if let Some(rtp) = newest.rtp_version.as_deref().filter(|_| view == View::Auditor) {
                document.fact("Risk treatment plan", format!("version {rtp}"));
            }
        }
    }
    document.fact("As of", subject.as_of.to_string());
    document.fact("Controls", totals(subject));
}

/// `93 of Annex A: 90 included (84 implemented, 4 partial, 2 planned), 3 excluded; 1 own`.
fn totals(subject: &Subject<'_>) -> String {
    let annex: Vec<Option<&Record<Control>>> = subject.isms.annex_a().map(|(_, control)| control).collect();
    let decided = |applicable: Applicable| annex.iter().flatten().filter(|control| control.applicable == applicable).count();
    let included = annex.iter().flatten().filter(|control| control.is_applicable());
    let states: Vec<String> = Implementation::ALL
        .iter()
        .rev()
        .filter_map(|state| {
            let count = included.clone().filter(|control| control.implementation == Some(*state)).count();
            (count > 0).then(|| format!("{count} {}", state.label()))
        })
        .collect();
    let undecided = annex.len() - decided(Applicable::Yes) - decided(Applicable::No);
    let mut parts = vec![format!("{} of Annex A: {} included", annex.len(), decided(Applicable::Yes))];
    if !states.is_empty() {
        parts.push(format!(" ({})", states.join(", ")));
    }
    parts.push(format!(", {} excluded", decided(Applicable::No)));
    if undecided > 0 {
        parts.push(format!(", {undecided} undecided"));
    }
    let own = subject.isms.own_controls().len();
    if own > 0 {
        parts.push(format!("; {own} own"));
    }
    parts.concat()
}

fn legend(view: View) -> &'static str {
    match view {
        View::Auditor => {
            "Implemented is Yes only for controls that are implemented in full; partial and planned ones show No with their state and the \
             open action. Reasons for inclusion: risk (a risk is treated by it), legal and contractual (a requirement is met by it), business \
             and baseline (the organisation's own decision). Risks, requirements and documents are those whose records name the control."
        }
        View::Customer => "Implemented is Yes only for controls that are implemented in full.",
    }
}

fn columns(view: View) -> Vec<Column> {
    let mut columns =
        vec![Column::one("control", "No.", 6), Column::one("title", "Title", 12), Column::one("applicable", "Appl.", 7)];
    let implemented = Column::many("Implemented", 13, &[("implemented", "Implemented", ""), ("status", "State", "")]);
    match view {
        View::Customer => columns.push(implemented),
        View::Auditor => columns.extend([
            Column::one("reasons", "Reasons", 9),
            Column::many(
                "Justification",
                24,
                &[("inclusion", "Justification for inclusion", ""), ("exclusion", "Justification for exclusion", "")],
            ),
            implemented,
            Column::many("How and where", 32, &[("how", "How and where", ""), ("actions", "Open actions", "Open actions")]),
            Column::one("owner", "Owner", 10),
            Column::many(
                "Documents and links",
                12,
                &[("documents", "Documents", ""), ("risks", "Risks", "Risks"), ("requirements", "Requirements", "Requirements")],
            ),
            Column::many(
                "Evidence",
                9,
                &[
                    ("evidence_on", "Newest evidence", ""),
                    ("evidence", "Evidence record", ""),
                    ("assessed", "Last check", "Last check"),
                ],
            ),
        ]),
    }
    columns
}

fn annex_a(subject: &Subject<'_>, view: View) -> Table {
    let theme = |theme: Theme| {
        let controls = standard::controls().iter().filter(|control| control.theme == theme);
        let rows = controls.map(|control| row(subject, view, control.id, control.title, subject.isms.control(control.id)));
        Group { title: format!("A.{} {} controls", theme.number(), theme.name()), rows: rows.collect() }
    };
    Table {
        name: "annex_a".into(),
        caption: "Controls of Annex A".to_owned(),
        columns: columns(view),
        groups: Theme::ALL.iter().map(|it| theme(*it)).collect(),
    }
}

fn row(subject: &Subject<'_>, view: View, id: &str, title: &str, control: Option<&Record<Control>>) -> Vec<Cell> {
    let applicable = control.map_or(Applicable::Undecided, |control| control.applicable);
    let mut cells = vec![
        Cell::text(id),
        Cell::text(title),
        match applicable {
            Applicable::Yes => Cell::Flag(true),
            Applicable::No => Cell::Flag(false),
            Applicable::Undecided => Cell::State("undecided".to_owned(), Tone::Bad),
        },
    ];
    let (implemented, status) = implementation(control.filter(|control| control.is_applicable()));
    if view == View::Customer {
        cells.extend([implemented, status]);
        return cells;
    }
    let Some(control) = control else {
        cells.resize(columns(view).iter().map(|column| column.fields.len()).sum(), Cell::Empty);
        return cells;
    };
    let included = control.is_applicable();
    let open: Vec<String> =
        control.actions.iter().filter(|action| action.is_open()).map(|action| action_line(&action.what, action.due())).collect();
    let newest = subject.isms.newest_evidence(id);
    cells.extend([
        Cell::list(if included { reasons(subject, control) } else { Vec::new() }),
        Cell::maybe(control.justification.as_deref().filter(|_| included)),
        Cell::maybe(control.exclusion_justification.as_deref().filter(|_| control.is_excluded())),
        implemented,
        status,
        Cell::maybe(control.how_implemented.as_deref().filter(|_| included)),
        Cell::list(open),
        control.owner().map_or(Cell::Empty, |owner| Cell::text(subject.party(owner))),
        Cell::list(documents(subject, id)),
        Cell::list(subject.isms.risks_of_control(id).iter().map(|risk| risk.id().to_owned()).collect()),
        Cell::list(subject.isms.requirements_met_by(id).iter().map(|requirement| requirement.id().to_owned()).collect()),
        Cell::date(newest.and_then(|item| item.date())),
        Cell::maybe(newest.map(|item| item.id())),
        Cell::date(control.assessed_on),
    ]);
    cells
}

fn implementation(control: Option<&Record<Control>>) -> (Cell, Cell) {
    let Some(control) = control else { return (Cell::Empty, Cell::Empty) };
    let state = control.implementation.unwrap_or(Implementation::NotStarted);
    (Cell::Flag(state == Implementation::Implemented), Cell::State(state.label(), tone(state)))
}

/// How good a state of a control is.
pub(super) fn tone(state: Implementation) -> Tone {
    match state {
        Implementation::Implemented => Tone::Good,
        Implementation::Partial | Implementation::Planned => Tone::Open,
        Implementation::NotStarted | Implementation::Retired => Tone::Bad,
    }
}

fn action_line(what: &str, due: Option<crate::model::date::Date>) -> String {
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    due.map_or(what.clone(), |due| format!("{what} (due {due})"))
}

/// The reasons that are stated, and those that follow from the risks, laws and contracts that name the control, with what stands behind.
fn reasons(subject: &Subject<'_>, control: &Record<Control>) -> Vec<String> {
    let risks: Vec<String> = subject.isms.risks_of_control(control.id()).iter().map(|risk| risk.id().to_owned()).collect();
    let requirements = subject.isms.requirements_met_by(control.id());
    let of_type = |wanted: &[RequirementType]| -> Vec<String> {
        let fits = |requirement: &&&Record<Requirement>| requirement.requirement_type.is_some_and(|found| wanted.contains(&found));
        requirements.iter().filter(fits).map(|requirement| requirement.id().to_owned()).collect()
    };
    let mut reasons = Vec::new();
    for reason in Reason::ALL {
        let behind = match reason {
            Reason::Risk => risks.clone(),
            Reason::Legal => of_type(&[RequirementType::Legal, RequirementType::Regulatory]),
            Reason::Contractual => of_type(&[RequirementType::Contractual]),
            Reason::Business => of_type(&[RequirementType::Expectation, RequirementType::Internal]),
            Reason::Baseline => Vec::new(),
        };
        let stated = control.reasons.contains(reason);
        match (stated, behind.is_empty()) {
            (true, true) => reasons.push(reason.label()),
            (_, false) => reasons.push(format!("{}: {}", reason.label(), behind.join(", "))),
            (false, true) => {}
        }
    }
    reasons
}

/// The documents of a control with their versions.
pub(super) fn documents(subject: &Subject<'_>, control: &str) -> Vec<String> {
    let documents = subject.isms.documents_of_control(control).into_iter().filter(|document| !document.is_obsolete());
    documents
        .map(|document| match &document.version {
            Some(version) => format!("{} v{version}", document.id()),
            None => document.id().to_owned(),
        })
        .collect()
}
