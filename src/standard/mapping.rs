//! Where the 114 controls of the 2013 edition went.

use std::sync::LazyLock;

use super::table;

/// A control of the 2013 edition and one control of 2022 that took it over.
#[derive(Debug)]
pub struct Predecessor {
    /// The number of 2013, such as `A.9.2.5`.
    pub old_id: &'static str,
    /// Its title of 2013.
    pub old_title: &'static str,
    /// The id of 2022, such as `A.5.18`.
    pub new_id: &'static str,
    /// Whether others share either end.
    pub relation: Relation,
}

/// How many controls stand on either side of a succession.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One became one.
    Carried,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
}

struct Mapping {
    predecessors: Vec<Predecessor>,
    new: Vec<&'static str>,
}

/// All pairs of an old and a new control, in the order of the old numbers.
pub fn predecessors() -> &'static [Predecessor] {
    &mapping().predecessors
}

/// What became of a control of 2013; empty when the number is not one of them.
pub fn successors(old_id: &str) -> Vec<&'static Predecessor> {
    let of_old = predecessors().iter().filter(|it| it.old_id == old_id);
    of_old.collect()
}

/// What a control of 2022 was made of; empty for the [`new_controls`].
pub fn predecessors_of(new_id: &str) -> Vec<&'static Predecessor> {
    let of_new = predecessors().iter().filter(|it| it.new_id == new_id);
    of_new.collect()
}

/// The ids of the controls that the 2022 edition added.
pub fn new_controls() -> &'static [&'static str] {
    &mapping().new
}

/// Whether the text is a control number of the 2013 edition, such as `A.9.2.5`.
///
/// Three numbers tell the editions apart: `A.9.2.5` exists only in 2013, and `9.2.2` without `A.` is a clause.
pub fn is_2013_number(text: &str) -> bool {
    predecessors().iter().any(|it| it.old_id == text)
}

fn mapping() -> &'static Mapping {
    static MAPPING: LazyLock<Mapping> = LazyLock::new(read_mapping);
    &MAPPING
}

#[expect(clippy::expect_used, reason = "the table is ours and embedded; a test reads all rows")]
fn read_mapping() -> Mapping {
    let mut mapping = Mapping { predecessors: Vec::with_capacity(115), new: Vec::with_capacity(11) };
    for [old_id, old_title, new_id, relation] in table::rows(include_str!("mapping-2013-2022.csv")) {
        if relation == "new" {
            mapping.new.push(new_id);
            continue;
        }
        mapping.predecessors.push(Predecessor {
            old_id,
            old_title,
            new_id,
            relation: relation_named(relation).expect("one of the three relations"),
        });
    }
    mapping
}

fn relation_named(text: &str) -> Option<Relation> {
    match text {
        "carried" => Some(Relation::Carried),
        "merged" => Some(Relation::Merged),
        "split" => Some(Relation::Split),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::standard::{control, controls};

    fn new_ids(old_id: &str) -> Vec<&'static str> {
        successors(old_id).iter().map(|it| it.new_id).collect()
    }

    #[test]
    fn the_114_old_controls_give_115_pairs_and_11_controls_are_new() {
        let old: BTreeSet<&str> = predecessors().iter().map(|it| it.old_id).collect();
        assert_eq!(old.len(), 114);
        assert_eq!(predecessors().len(), 115);
        assert_eq!(new_controls().len(), 11);
    }

    #[test]
    fn every_control_of_2022_is_new_or_has_a_predecessor() {
        for control in controls() {
            let is_new = new_controls().contains(&control.id);
            assert_eq!(predecessors_of(control.id).is_empty(), is_new, "{}", control.id);
        }
        let targets = predecessors().iter().map(|it| it.new_id);
        for id in targets.chain(new_controls().iter().copied()) {
            assert!(control(id).is_some(), "{id}");
        }
    }

    #[test]
    fn the_relation_counts_both_ends() {
        for it in predecessors() {
            let relation = match (successors(it.old_id).len(), predecessors_of(it.new_id).len()) {
                (1, 1) => Relation::Carried,
                (1, _) => Relation::Merged,
                _ => Relation::Split,
            };
            assert_eq!(it.relation, relation, "{} {}", it.old_id, it.new_id);
        }
    }

    #[test]
    fn old_numbers_lead_to_new_controls() {
        assert_eq!(new_ids("A.9.2.5"), ["A.5.18"]);
        assert_eq!(new_ids("A.18.2.3"), ["A.5.36", "A.8.8"]);
        assert!(new_ids("A.5.18").is_empty());
        assert_eq!(predecessors_of("A.5.14").len(), 3);
    }

    #[test]
    fn only_numbers_of_the_old_edition_are_recognised() {
        assert!(is_2013_number("A.9.2.5"));
        assert!(is_2013_number("A.5.1.1"));
        for text in ["A.5.1", "9.2.5", "A.9.2.9", "A.9.2", "A.9.2.5 ", ""] {
            assert!(!is_2013_number(text), "{text:?}");
        }
    }
}
