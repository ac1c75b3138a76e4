//! SOA-010: a justification is about its own control.

use std::collections::BTreeMap;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Applicable, Control, Isms, Record, natural, same_words};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-010",
    name: "justification-repeated",
    title: "no justification stands on three or more controls",
    clauses: &["6.1.3 d"],
    weight: Weight::WARNING,
    class: Class::Prose,
    doc: include_str!("same_justification.md"),
    check,
};

/// How many controls may share a justification: two can have one story.
const SHARED: usize = 2;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for (decision, pointer) in [(Applicable::Yes, "/justification"), (Applicable::No, "/exclusion_justification")] {
        for (words, mut controls) in by_justification(ctx.isms, decision) {
            if controls.len() <= SHARED {
                continue;
            }
            controls.sort_by_cached_key(|control| natural(control.id()));
            let (first, others) = (controls[0], &controls[1..]);
            let what = if decision == Applicable::Yes { "included" } else { "excluded" };
            let message = format!("{} are {what} with the same justification", names(&controls));
            let finding = out.report(first.at(pointer), message);
            finding.help("say for each control what it does, or why it is not needed, here").record(first.id()).about(words);
            for control in others {
                finding.also(control.at(pointer), format!("{} says the same", control.id()));
            }
        }
    }
}

/// The ids of controls, the first three of many.
fn names(controls: &[&Record<Control>]) -> String {
    let ids: Vec<&str> = controls.iter().map(|control| control.id()).collect();
    match ids.as_slice() {
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, third, others @ ..] => format!("{first}, {second}, {third} and {} more", others.len()),
        few => few.join(" and "),
    }
}

/// The controls of a decision by what their justification says, without those whose words are worthless for themselves.
fn by_justification(isms: &Isms, decision: Applicable) -> BTreeMap<String, Vec<&Record<Control>>> {
    let mut same: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for control in isms.controls.iter().filter(|control| control.applicable == decision) {
        let text = if decision == Applicable::Yes { &control.justification } else { &control.exclusion_justification };
        if let Some(text) = text.as_deref().filter(|text| isms.weakness_of(Some(text)).is_none()) {
            same.entry(same_words(control, text)).or_default().push(control);
        }
    }
    same
}
