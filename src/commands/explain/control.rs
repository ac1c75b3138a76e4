//! The page of a control of Annex A.

use super::clause::words;
use super::{Here, catalogue, clause};
use crate::check::rules;
use crate::model::{Control, Isms, Record};
use crate::output::sheet::Sheet;
use crate::query::Records;
use crate::standard;

/// How wide the names in front of the facts are.
const NAMES: usize = 15;

pub(super) fn write(sheet: &mut Sheet, control: &standard::Control, here: &Here) {
    sheet.title(control.id, control.title);
    sheet.line(&format!("control of Annex A, theme {}", control.theme.name().to_lowercase()));
    write_standard(sheet, control);
    clause::write_documented(sheet, standard::mandatory().iter().filter(|item| item.clause == control.id));
    let rules = rules::all().iter().filter(|rule| rule.clauses.contains(&control.id));
    clause::write_rows(sheet, "Rules that come from it", &rules.map(|rule| catalogue::row(rule, here)).collect::<Vec<_>>());
    let Some(isms) = here.isms() else { return };
    match isms.control(control.id) {
        Some(record) => write_decision(sheet, record, here),
        None => sheet.heading("There is no record of it here, so nobody has decided about it"),
    }
    write_answers(sheet, control.id, isms);
}

/// What everybody can know of a control: what it is about, its attributes, the usual evidence, and where it comes from.
pub(in crate::commands) fn write_standard(sheet: &mut Sheet, control: &standard::Control) {
    sheet.gap();
    clause::write_hint(sheet, control.about, control.auditor);
    sheet.gap();
    let attributes = [
        ("type", &control.control_types),
        ("properties", &control.properties),
        ("concepts", &control.concepts),
        ("capabilities", &control.capabilities),
        ("domains", &control.domains),
    ];
    for (name, values) in attributes {
        sheet.named(name, &values.join(", ").replace('_', " "), NAMES);
    }
    let usual = control.usual_evidence;
    sheet.named("usual evidence", &format!("{} (every {})", usual.what, usual.every), NAMES);
    let before = standard::predecessors_of(control.id);
    let before: Vec<String> = before.iter().map(|pair| format!("{} {}", pair.old_id, pair.old_title)).collect();
    sheet.named("2013 edition", if before.is_empty() { "new since 2022".to_owned() } else { before.join("; ") }.as_str(), NAMES);
}

/// What this organisation decided about it.
fn write_decision(sheet: &mut Sheet, record: &Record<Control>, here: &Here) {
    let Some(opened) = &here.opened else { return };
    let records = Records { isms: &opened.loaded.isms, files: &opened.loaded.files, as_of: here.as_of };
    let view = records.view(&record.head);
    let names = ["applicable", "reasons", "justification", "exclusion_justification", "implementation", "owner", "newest_evidence"];
    sheet.heading(&format!("Here (all of it: isms show {})", record.id()));
    sheet.fields(view.fields.iter().filter(|(name, _)| names.contains(&name.as_str())));
}

/// The documents, risks, requirements and evidence that name it.
fn write_answers(sheet: &mut Sheet, id: &str, isms: &Isms) {
    let row = |id: &str, title: &str, fact: String| vec![id.to_owned(), title.to_owned(), fact];
    let documents = isms.documents_of_control(id).into_iter().map(|it| row(it.id(), it.title(), words(it.status))).collect();
    let risks = isms.risks_of_control(id).into_iter().map(|it| row(it.id(), it.title(), words(it.status))).collect();
    let requirements = isms.requirements_met_by(id).into_iter();
    let requirements = requirements.map(|it| row(it.id(), it.title(), words(it.compliance))).collect();
    let evidence = isms.evidence_of_control(id).into_iter().map(|it| row(it.id(), it.title(), words(it.date()))).collect();
    for (heading, rows) in [
        ("Documents that say how it is done", documents),
        ("Open risks that name it", risks),
        ("Requirements that it meets", requirements),
        ("Evidence", evidence),
    ] {
        clause::write_rows(sheet, heading, &clause::in_order(rows));
    }
}
