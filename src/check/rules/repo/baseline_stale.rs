//! REPO-014: the baseline has only what is still found. Found by [`crate::check::baseline`], where a baseline is used.

use crate::check::{Class, Rule, Weight, reported_elsewhere};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-014",
    name: "baseline-stale",
    title: "every entry of the baseline that is used matches a finding",
    clauses: &[],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("baseline_stale.md"),
    check: reported_elsewhere,
};
