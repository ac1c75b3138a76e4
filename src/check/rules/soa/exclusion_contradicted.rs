//! SOA-008: nothing on file contradicts an exclusion.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-008",
    name: "exclusion-contradicted",
    title: "no supplier, asset, document, evidence or requirement contradicts the exclusion of a control",
    clauses: &["6.1.3 c", "6.1.3 d"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("exclusion_contradicted.md"),
    check,
};

/// More than these say nothing new.
const SHOWN: usize = 8;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for control in ctx.isms.controls.iter().filter(|control| control.is_excluded()) {
        let facts = ctx.isms.facts_against_excluding(control);
        let Some(first) = facts.first() else { continue };
        let more = match facts.len() - 1 {
            0 => String::new(),
            1 => " (and 1 more fact speaks against it)".to_owned(),
            more => format!(" (and {more} more facts speak against it)"),
        };
        let finding = out.report(control.at("/applicable"), format!("{} is excluded, and {}{more}", control.id(), first.words));
        finding.help("include the control, or correct the record that says otherwise").record(control.id());
        for fact in facts.iter().take(SHOWN) {
            finding.also(fact.head.at(fact.pointer.clone()), fact.words.clone());
        }
    }
}
