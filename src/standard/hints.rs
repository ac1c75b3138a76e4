//! Two sentences on every clause and every control, for a reader who does not have the standard at hand.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table;

#[derive(Clone, Copy)]
pub(super) struct Hint {
    pub(super) about: &'static str,
    pub(super) auditor: &'static str,
}

static HINTS: LazyLock<BTreeMap<&'static str, Hint>> =
    LazyLock::new(|| table::rows(include_str!("hints.csv")).map(|[id, about, auditor]| (id, Hint { about, auditor })).collect());

/// The hint on a clause number or a control id of the standard.
///
/// # Panics
///
/// When there is none, which a test rules out.
#[expect(clippy::expect_used, reason = "both tables are ours and embedded; a test joins all rows")]
pub(super) fn hint(id: &str) -> Hint {
    *HINTS.get(id).expect("every clause and every control has a hint")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::standard::{clauses, controls};

    #[test]
    fn every_clause_and_control_has_a_hint_and_nothing_else_has() {
        let known: BTreeSet<&str> = clauses().iter().map(|it| it.number).chain(controls().iter().map(|it| it.id)).collect();
        assert_eq!(known.len(), 41 + 93);
        assert_eq!(HINTS.keys().copied().collect::<BTreeSet<_>>(), known);
        assert_eq!(include_str!("hints.csv").lines().count(), 1 + known.len());
    }

    #[test]
    fn every_sentence_is_one_of_its_kind_and_of_readable_length() {
        let mut seen = BTreeSet::new();
        for (id, hint) in HINTS.iter() {
            for sentence in [hint.about, hint.auditor] {
                let words = sentence.split_whitespace().count();
                assert!((8..=30).contains(&words), "{id}: {words} words");
                assert!(sentence.ends_with(['.', '?']), "{id}: {sentence}");
                assert!(seen.insert(sentence), "{id} repeats: {sentence}");
            }
        }
    }
}
