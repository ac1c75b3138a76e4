//! The documented information that the standard calls for, or that auditors ask for all the same.

use std::sync::LazyLock;

use super::table;

/// Something that has to exist in writing.
#[derive(Debug)]
pub struct Mandatory {
    /// The clause, lettered item or control that calls for it, as records write it: `6.1.3 d`, `A.5.26`.
    pub clause: &'static str,
    /// What it is, such as `Statement of Applicability`. A clause may call for several things.
    pub name: &'static str,
    /// Whether it is kept current or kept as it was.
    pub kind: MandatoryKind,
    /// How strongly it is called for.
    pub basis: Basis,
    /// What a reader should find in it, in our words.
    pub expects: &'static str,
}

/// The two natures of documented information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MandatoryKind {
    /// Kept current, and therefore revised.
    Document,
    /// Evidence of something done, and therefore not revised.
    Record,
}

/// Why something has to exist in writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The clause itself asks for documented information.
    Explicit,
    /// A control asks for it, so it is due only where that control is applicable.
    AnnexA,
    /// Nobody demands a document, but an auditor asks how it is shown.
    Expected,
}

/// The catalogue in the order of the clauses, then of the controls.
pub fn mandatory() -> &'static [Mandatory] {
    static MANDATORY: LazyLock<Vec<Mandatory>> = LazyLock::new(read_mandatory);
    &MANDATORY
}

#[expect(clippy::expect_used, reason = "the table is ours and embedded; a test reads all rows")]
fn read_mandatory() -> Vec<Mandatory> {
    table::rows(include_str!("mandatory-documents.csv"))
        .map(|[clause, name, kind, basis, expects]| Mandatory {
            clause: clause.trim_end_matches(')'),
            name,
            kind: kind_named(kind).expect("documented information is a document or a record"),
            basis: basis_named(basis).expect("one of the three bases"),
            expects,
        })
        .collect()
}

fn kind_named(text: &str) -> Option<MandatoryKind> {
    match text {
        "document" => Some(MandatoryKind::Document),
        "record" => Some(MandatoryKind::Record),
        _ => None,
    }
}

fn basis_named(text: &str) -> Option<Basis> {
    match text {
        "explicit" => Some(Basis::Explicit),
        "annex-a" => Some(Basis::AnnexA),
        "expected" => Some(Basis::Expected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::standard::{clause_of_reference, control, is_clause_reference};

    #[test]
    fn there_are_43_items_on_three_bases() {
        let count = |basis| mandatory().iter().filter(|it| it.basis == basis).count();
        assert_eq!(mandatory().len(), 43);
        assert_eq!(count(Basis::Explicit), 18);
        assert_eq!(count(Basis::AnnexA), 11);
        assert_eq!(count(Basis::Expected), 14);
    }

    #[test]
    fn every_item_names_what_calls_for_it() {
        for item in mandatory() {
            assert!(is_clause_reference(item.clause), "{}", item.clause);
            let by_control = control(item.clause).is_some();
            assert_eq!(by_control, item.basis == Basis::AnnexA, "{}", item.name);
            assert_ne!(by_control, clause_of_reference(item.clause).is_some());
        }
    }

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<&str> = mandatory().iter().map(|it| it.name).collect();
        assert_eq!(names.len(), mandatory().len());
    }

    #[test]
    fn a_lettered_item_is_written_as_records_write_it() {
        let statement = mandatory().iter().find(|it| it.name == "Statement of Applicability");
        assert_eq!(statement.map(|it| (it.clause, it.kind, it.basis)), Some(("6.1.3 d", MandatoryKind::Document, Basis::Explicit)));
    }
}
