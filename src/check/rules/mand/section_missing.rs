//! MAND-002: documents that the standard describes have the sections that it calls for.

use std::collections::BTreeSet;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Gap;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MAND-002",
    name: "required-section-missing",
    title: "scope, policy and risk process have the sections that their clauses call for",
    clauses: &["4.3", "5.2", "6.1.2", "6.1.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Prose,
    doc: include_str!("section_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // One document may hold both risk processes, with one section on records.
    let mut said = BTreeSet::new();
    let missing = ["4.3", "5.2", "6.1.2", "6.1.3"].into_iter().flat_map(|clause| ctx.isms.missing_sections(clause));
    for missing in missing {
        let (id, section) = (missing.document.id(), missing.section);
        if !said.insert((id, section.key)) {
            continue;
        }
        let message = match missing.gap {
            Gap::Absent => format!("{id} has no section `{}`", section.heading),
            Gap::Empty => format!("{id} has nothing under its heading for `{}`", section.heading),
            Gap::NotIn(other) => format!("{id} leaves `{}` to {other}, which has no such section", section.heading),
        };
        let help = format!("write the section, or name the document that has it: `section_in: {{ {}: DOC-… }}`", section.key);
        out.report(missing.at, message).help(help).record(id).about(section.key);
    }
}
