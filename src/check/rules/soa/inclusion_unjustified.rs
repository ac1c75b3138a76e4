//! SOA-002: an included control says why it is included.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, Record, Weakness};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-002",
    name: "inclusion-unjustified",
    title: "an included control has a reason and a justification in the organisation's own words",
    clauses: &["6.1.3 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("inclusion_unjustified.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for control in ctx.isms.controls.iter().filter(|control| control.is_applicable()) {
        let weakness = ctx.isms.weakness_of(control.justification.as_deref());
        if control.reasons.is_empty() && weakness != Some(Weakness::Missing) {
            out.report(control.at("/reasons"), format!("{} is included without a reason", control.id()))
                .help("name in `reasons` what calls for it: risk, legal, contractual, business or baseline")
                .record(control.id());
        }
        if let Some(weakness) = weakness {
            let message = match weakness {
                Weakness::Missing if control.reasons.is_empty() => {
                    format!("{} is included without a reason or a justification", control.id())
                }
                Weakness::Missing => format!("{} is included without a justification", control.id()),
                Weakness::Stock => format!("the justification of {} could stand on any control: {}", control.id(), quoted(control)),
                Weakness::Short => format!("the justification of {} is too short to say why: {}", control.id(), quoted(control)),
            };
            out.report(control.at("/justification"), message)
                .help("say in a sentence what the control protects here: the system, the data, the duty or the risk with its id")
                .record(control.id());
        }
    }
}

fn quoted(control: &Record<Control>) -> String {
    format!("`{}`", crate::load::shorten(control.justification.as_deref().unwrap_or_default()))
}
