//! REPO-013: a waiver waives something. Found by [`crate::check::run`], which alone knows what all rules found.

use crate::check::{Class, Rule, Weight, reported_elsewhere};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-013",
    name: "waiver-unused",
    title: "a waiver in force waives something that a rule finds",
    clauses: &["10.2"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("waiver_unused.md"),
    check: reported_elsewhere,
};
