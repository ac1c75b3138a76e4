//! SOA-011: a control in place has an owner and a description of how it works.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-011",
    name: "control-undescribed",
    title: "a control in place has an owner and says how and where it works",
    clauses: &["5.3", "6.1.3 d"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("undescribed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for control in ctx.isms.controls.iter().filter(|control| control.is_applicable() && control.is_in_place()) {
        let state = control.implementation.map(|it| it.label()).unwrap_or_default();
        if control.owner().is_none() {
            out.report(control.at("/owner"), format!("{} is {state} and has no owner", control.id()))
                .help("add `owner:` with the role or person who explains the control to the auditor")
                .record(control.id());
        }
        if control.how_implemented.as_deref().is_none_or(|text| text.trim().is_empty()) {
            out.report(control.at("/how_implemented"), format!("{} is {state} and does not say how", control.id()))
                .help("add `how_implemented:` with what is done, where and in which system")
                .record(control.id());
        }
    }
}
