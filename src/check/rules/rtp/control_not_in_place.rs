//! RTP-005: a control that is counted as existing works.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RTP-005",
    name: "control-not-in-place",
    title: "every control that a risk counts as existing is implemented, at least in part",
    clauses: &["6.1.2 d", "6.1.3 b"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("control_not_in_place.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        for (at, id) in risk.existing_controls.iter().enumerate() {
            // Excluded and undecided controls are reported for what they are.
            let Some(control) = ctx.isms.control(id).filter(|control| control.is_applicable() && !control.is_in_place()) else {
                continue;
            };
            let state = match control.implementation {
                Some(implementation) => format!("is {}", implementation.label()),
                None if control.head.says("/implementation") => continue,
                None => "does not say how far it is implemented".to_owned(),
            };
            out.report(
                risk.at(format!("/existing_controls/{at}")),
                format!("{} counts {id} as existing, but {id} {state}", risk.id()),
            )
            .help("move it to `treatment_controls` and score the risk without it, or bring the control up to date")
            .also(control.at("/implementation"), format!("{id} {state}"))
            .record(risk.id())
            .about(id.as_str());
        }
    }
}
