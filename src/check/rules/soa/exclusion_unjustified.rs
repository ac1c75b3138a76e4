//! SOA-003: an excluded control says which fact makes it unnecessary.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Weakness;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-003",
    name: "exclusion-unjustified",
    title: "an excluded control names the fact that makes it unnecessary",
    clauses: &["6.1.3 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("exclusion_unjustified.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // Nobody asks why an organisation does without a control that it invented itself.
    let excluded = ctx.isms.annex_a().filter_map(|(_, record)| record).filter(|control| control.is_excluded());
    for control in excluded {
        let text = control.exclusion_justification.as_deref();
        let Some(weakness) = ctx.isms.weakness_of(text) else { continue };
        let quoted = crate::load::shorten(text.unwrap_or_default());
        let message = match weakness {
            Weakness::Missing => format!("{} is excluded without a justification", control.id()),
            Weakness::Stock => format!("the exclusion of {} names no fact: `{quoted}`", control.id()),
            Weakness::Short => format!("the exclusion of {} is too short to be checked: `{quoted}`", control.id()),
        };
        let misplaced = weakness == Weakness::Missing && control.justification.is_some();
        let help = if misplaced {
            "`justification` says why a control is included; move the text to `exclusion_justification`"
        } else {
            "name the fact that makes it unnecessary here, where to see it, and what would change the decision"
        };
        out.report(control.at("/exclusion_justification"), message).help(help).record(control.id());
    }
}
