//! RISK-004: a risk tells what happens, what it does, and what its scores rest on.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Head;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-004",
    name: "risk-scenario-incomplete",
    title: "every assessed risk has an event, a consequence, what is lost and where, a current score, and reasons for its scores",
    clauses: &["6.1.2 c", "6.1.2 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("scenario_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let missing = missing(&risk.head);
        let Some((first, _)) = missing.first() else { continue };
        let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
        out.report(risk.at(*first), format!("{} does not say {}", risk.id(), words.join("; ")))
            .help("write it down as the owner would explain it; a risk that is only noted so far has `status: identified`")
            .record(risk.id());
    }
}

/// The pointers of what is not said, with the questions that it leaves open.
fn missing(risk: &Head) -> Vec<(&'static str, &'static str)> {
    let hits = if risk.says("/processes") { "/processes" } else { "/assets" };
    let inherent = risk.says("/inherent").then_some(("/inherent/rationale", "what the inherent score rests on (`rationale`)"));
    let current = if risk.says("/current") {
        [
            ("/current/likelihood", "how likely it is now (`likelihood`)"),
            ("/current/impact", "how bad it would be now (`impact`)"),
            ("/current/rationale", "what the current score rests on (`rationale`)"),
        ]
        .as_slice()
    } else {
        &[("/current", "how likely and how bad it is now (`current`)")]
    };
    let scenario = [
        ("/event", "what happens (`event`)"),
        ("/consequence", "what that would mean (`consequence`)"),
        ("/properties", "what is lost (`properties`)"),
        (hits, "what it hits (`assets` or `processes`)"),
    ];
    let parts = scenario.into_iter().chain(inherent).chain(current.iter().copied());
    parts.filter(|(pointer, _)| !risk.says(*pointer)).collect()
}
