//! SOA-007: an own control that treats a risk is part of the Statement of Applicability.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Applicable, Kind};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-007",
    name: "own-control-not-included",
    title: "an own control that treats a risk is included in the Statement of Applicability",
    clauses: &["6.1.3 b", "6.1.3 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("own_control_not_listed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // One that is excluded although a risk relies on it is RTP-004's.
    for control in ctx.isms.own_controls().into_iter().filter(|control| control.applicable == Applicable::Undecided) {
        let risks = ctx.isms.risks_of_control(control.id());
        let Some(first) = risks.first() else { continue };
        let others = if risks.len() > 1 { format!(" and {} more", risks.len() - 1) } else { String::new() };
        let message = format!("{} treats {}{others} and is undecided", control.id(), first.id());
        let finding = out.report(control.at("/applicable"), message);
        finding.help("include it with `applicable: true`, or take it out of the risks and score them again").record(control.id());
        for (head, link) in ctx.isms.links_to(control.id()).filter(|(head, _)| head.kind == Kind::Risk) {
            finding.also(head.at(link.pointer.clone()), format!("{} counts on it", head.id));
        }
    }
}
