//! The page of a clause: what it is about, what has to exist in writing, the rules that come from it, and what answers it here.

use std::fmt;

use super::{Here, catalogue};
use crate::check::rules;
use crate::model::{Head, Isms, natural};
use crate::output::sheet::Sheet;
use crate::standard::{self, Basis, Mandatory, MandatoryKind};

/// A clause, or a lettered part of one.
pub(super) struct Reference {
    clause: &'static standard::Clause,
    letter: Option<char>,
}

impl Reference {
    /// Reads `6.1.3`, `6.1.3 d` or `clause 6.1.3 d)`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix("clause ").unwrap_or(text).trim_end_matches(')');
        let letter = text.split_once(' ').and_then(|(_, letter)| letter.chars().next());
        Some(Reference { clause: standard::clause_of_reference(text)?, letter })
    }

    /// Whether something that names a clause speaks of this one, of a part of it, or of the whole that it is part of.
    fn is_met_by(&self, written: &str) -> bool {
        let Some(other) = Reference::parse(written) else { return false };
        let (asked, said) = (self.clause.number, other.clause.number);
        if asked == said {
            return self.letter.is_none() || other.letter.is_none() || self.letter == other.letter;
        }
        (self.letter.is_none() && is_below(said, asked)) || (other.letter.is_none() && is_below(asked, said))
    }

    fn is_met_by_any(&self, written: &[String]) -> bool {
        written.iter().any(|written| self.is_met_by(written))
    }
}

fn is_below(number: &str, parent: &str) -> bool {
    number.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}

pub(super) fn write(sheet: &mut Sheet, reference: &Reference, here: &Here) {
    let clause = reference.clause;
    let letter = reference.letter.map(|letter| format!(" {letter}")).unwrap_or_default();
    sheet.title(&format!("{}{letter}", clause.number), clause.title);
    let parent = clause.number.rsplit_once('.').and_then(|(parent, _)| standard::clause(parent));
    let parent = parent.map(|parent| format!(", part of {} {}", parent.number, parent.title)).unwrap_or_default();
    sheet.line(&format!("clause of ISO/IEC 27001:2022{parent}"));
    sheet.gap();
    write_hint(sheet, clause.about, clause.auditor);
    let parts = standard::clauses().iter().filter(|part| part.number.rsplit_once('.').is_some_and(|(up, _)| up == clause.number));
    let parts: Vec<Vec<String>> = parts.map(|part| vec![part.number.to_owned(), part.title.to_owned()]).collect();
    write_rows(sheet, "Parts", &parts);
    let documented = standard::mandatory().iter().filter(|item| reference.letter.is_none() || reference.is_met_by(item.clause));
    let documented = documented.filter(|item| item_of(item, clause.number));
    write_documented(sheet, documented);
    let rules = rules::all().iter().filter(|rule| rule.clauses.iter().any(|from| names(reference, from)));
    write_rows(sheet, "Rules that come from it", &rules.map(|rule| catalogue::row(rule, here)).collect::<Vec<_>>());
    if let Some(isms) = here.isms() {
        write_answers(sheet, reference, isms);
    }
}

/// What it is about, and what an auditor does.
pub(super) fn write_hint(sheet: &mut Sheet, about: &str, auditor: &str) {
    sheet.line(about);
    let mut letters = auditor.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    sheet.line(&format!("An auditor {first}{}", letters.as_str()));
}

/// Whether what has to exist in writing belongs to the clause or a part of it.
fn item_of(item: &Mandatory, number: &str) -> bool {
    standard::clause_of_reference(item.clause).is_some_and(|clause| clause.number == number || is_below(clause.number, number))
}

/// Whether a rule comes from the clause or a part of it; a rule from the whole says nothing of each part.
fn names(reference: &Reference, from: &str) -> bool {
    reference.is_met_by(from) && Reference::parse(from).is_some_and(|from| !is_below(reference.clause.number, from.clause.number))
}

/// What has to exist in writing.
pub(super) fn write_documented<'i>(sheet: &mut Sheet, items: impl Iterator<Item = &'i Mandatory>) {
    for (at, item) in items.enumerate() {
        if at == 0 {
            sheet.heading("Documented information");
        }
        let kind = match item.kind {
            MandatoryKind::Document => "document",
            MandatoryKind::Record => "record",
        };
        let basis = match item.basis {
            Basis::Explicit => "required",
            Basis::AnnexA => "required where the control is applicable",
            Basis::Expected => "not required, but auditors ask for it",
        };
        sheet.item(&format!("{} ({kind} for {}, {basis})", item.name, item.clause));
        sheet.below_item(item.expects);
    }
}

/// A heading with rows, unless there are none.
pub(super) fn write_rows(sheet: &mut Sheet, heading: &str, rows: &[Vec<String>]) {
    if !rows.is_empty() {
        sheet.heading(heading);
        sheet.rows(rows);
    }
}

/// The documents, evidence and audits that name the clause.
fn write_answers(sheet: &mut Sheet, reference: &Reference, isms: &Isms) {
    let documents = isms.documents.iter().filter(|document| !document.is_obsolete() && reference.is_met_by_any(&document.clauses));
    let documents = documents.map(|document| {
        let version = document.version.as_ref().map(|version| format!("version {version}"));
        row(&document.head, [words(version), words(document.status)])
    });
    let evidence = isms.evidence.iter().filter(|evidence| reference.is_met_by_any(&evidence.clauses));
    let evidence = evidence.map(|evidence| row(&evidence.head, [words(evidence.date()), words(evidence.status)]));
    let audits = isms.audits.iter().filter(|audit| reference.is_met_by_any(&audit.clauses));
    let audits = audits.map(|audit| row(&audit.head, [words(audit.date()), words(audit.status)]));
    let parts = [
        ("Documents that answer it", in_order(documents.collect())),
        ("Evidence for it", in_order(evidence.collect())),
        ("Audits that cover it", in_order(audits.collect())),
    ];
    if parts.iter().all(|(_, rows)| rows.is_empty()) {
        sheet.heading("No document, evidence or audit here names it");
    }
    for (heading, rows) in &parts {
        write_rows(sheet, heading, rows);
    }
}

fn row(head: &Head, facts: [String; 2]) -> Vec<String> {
    [head.id.to_string(), head.title().to_owned()].into_iter().chain(facts).collect()
}

/// A value for people, where there is one.
pub(super) fn words(value: Option<impl fmt::Display>) -> String {
    value.map(|value| value.to_string().replace('_', " ")).unwrap_or_default()
}

/// Rows in the order of their ids.
pub(super) fn in_order(mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.sort_by_cached_key(|row| row.first().map(|id| natural(id)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_met_by_itself_its_parts_and_its_whole() {
        let met = |asked: &str, written: &str| Reference::parse(asked).is_some_and(|asked| asked.is_met_by(written));
        assert!(met("6.1.3", "6.1.3 d") && met("6.1.3 d", "6.1.3") && met("6.1.3 d", "6.1.3 d)"));
        assert!(!met("6.1.3 d", "6.1.3 e"));
        assert!(met("9.2.1", "9.2") && met("9.2", "9.2.1 b") && met("4.1", "4") && met("4", "4.1"));
        assert!(!met("6.1", "6.2") && !met("6.1", "A.6.1") && !met("10.1", "1"));
        assert!(!met("6.1.3 d", "6.1.2") && !met("6.1.2", "6.1 a"));
    }
}
