//! The requirement clauses 4 to 10, and how a text refers to one of them or to a control.

use std::sync::LazyLock;

use super::{annex_a, hints, table};

/// A numbered clause of ISO/IEC 27001.
#[derive(Debug)]
pub struct Clause {
    /// Such as `6.1.3`.
    pub number: &'static str,
    /// The heading; several clauses are called `General`.
    pub title: &'static str,
    /// One sentence on what it is about, in our words.
    pub about: &'static str,
    /// What an auditor does to see it at work, in our words; the sentence starts with the verb.
    pub auditor: &'static str,
}

/// The clauses in the order of the standard, parents before children.
pub fn clauses() -> &'static [Clause] {
    static CLAUSES: LazyLock<Vec<Clause>> = LazyLock::new(read_clauses);
    &CLAUSES
}

/// The clause with this number, without a letter behind it.
pub fn clause(number: &str) -> Option<&'static Clause> {
    clauses().iter().find(|it| it.number == number)
}

/// The clause that a reference such as `6.1.3 d` or `6.1.3 d)` points into; `None` for a control.
///
/// Which letters a clause has is part of its text, so any lower-case letter is taken.
pub fn clause_of_reference(text: &str) -> Option<&'static Clause> {
    clause(without_letter(text))
}

/// Whether the text names an existing clause, a lettered item of one, or a control of Annex A.
pub fn is_clause_reference(text: &str) -> bool {
    clause_of_reference(text).is_some() || annex_a::control(text).is_some()
}

fn without_letter(text: &str) -> &str {
    match text.split_once(' ') {
        Some((number, item)) if is_letter(item.strip_suffix(')').unwrap_or(item)) => number,
        _ => text,
    }
}

fn is_letter(item: &str) -> bool {
    matches!(item.as_bytes(), [b'a'..=b'z'])
}

fn read_clauses() -> Vec<Clause> {
    table::rows(include_str!("clauses.csv"))
        .map(|[number, title]| {
            let hints::Hint { about, auditor } = hints::hint(number);
            Clause { number, title, about, auditor }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number_of(reference: &str) -> Option<&'static str> {
        clause_of_reference(reference).map(|it| it.number)
    }

    #[test]
    fn there_are_41_clauses_in_their_order() {
        let parts = |number: &str| -> Vec<u8> { number.split('.').filter_map(|it| it.parse().ok()).collect() };
        let numbers: Vec<Vec<u8>> = clauses().iter().map(|it| parts(it.number)).collect();
        assert_eq!(numbers.len(), 41);
        assert!(numbers.is_sorted());
        assert_eq!(numbers.first(), Some(&vec![4]));
        assert_eq!(numbers.last(), Some(&vec![10, 2]));
    }

    #[test]
    fn every_clause_has_its_parent() {
        for child in clauses() {
            if let Some((parent, _)) = child.number.rsplit_once('.') {
                assert!(clause(parent).is_some(), "{}", child.number);
            }
        }
    }

    #[test]
    fn clause_10_is_in_the_order_of_2022() {
        let title = |number| clause(number).map(|it| it.title);
        assert_eq!(title("10.1"), Some("Continual improvement"));
        assert_eq!(title("10.2"), Some("Nonconformity and corrective action"));
    }

    #[test]
    fn a_reference_names_a_clause_an_item_or_a_control() {
        for text in ["4", "10", "4.1", "6.1.2", "6.1.3 d", "6.1.3 d)", "10.2 g)", "A.5.15", "A.8.34"] {
            assert!(is_clause_reference(text), "{text:?}");
        }
    }

    #[test]
    fn what_does_not_exist_or_is_written_otherwise_is_no_reference() {
        for text in [
            "", "3", "11", "4.5", "6.1.4", "6.1.3d", "6.1.3 D", "6.1.3 dd", "6.1.3 )", "6.1.3  d", "6.1.3 ", " 6.1.3", "6.1.3 1",
            "4.", "04", "A.5", "A.5.38", "A.5.15 a", "A.9.2.5", "5.15", "X.1",
        ] {
            assert!(!is_clause_reference(text), "{text:?}");
        }
    }

    #[test]
    fn the_letter_does_not_change_the_clause() {
        assert_eq!(number_of("6.1.3"), Some("6.1.3"));
        assert_eq!(number_of("6.1.3 d"), Some("6.1.3"));
        assert_eq!(number_of("7.5.1 b)"), Some("7.5.1"));
        assert_eq!(number_of("A.5.15"), None);
    }
}
