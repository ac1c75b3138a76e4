//! INC-002: an incident is closed with its cause and what was learned from it.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Assessment, Incident, IncidentStatus, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "INC-002",
    name: "incident-closed-without-lessons",
    title: "every closed incident has a cause and lessons, and leads to a risk, a control or a nonconformity",
    clauses: &["A.5.27"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("nothing_learned.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let over = |incident: &&Record<Incident>| {
        matches!(incident.status, Some(IncidentStatus::Reviewed | IncidentStatus::Closed))
            && incident.assessment == Some(Assessment::Incident)
    };
    for incident in ctx.isms.incidents.iter().filter(over) {
        let all = [
            (incident.cause.is_none(), "/cause", "what caused it"),
            (incident.lessons.is_none(), "/lessons", "what was learned"),
            (!is_followed(ctx, incident), "/risks", "which risk, control or nonconformity it led to"),
        ];
        let missing: Vec<_> = all.into_iter().filter(|(missing, ..)| *missing).collect();
        if let Some((_, field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(.., words)| *words).collect();
            let status = incident.status.map(IncidentStatus::word).unwrap_or_default();
            out.report(incident.at(*field), format!("{} is {status} and does not say {}", incident.id(), listed(&words)))
                .help(
                    "look back with those who were there, and name in `risks`, `controls` or `nonconformity` what is different now",
                )
                .record(incident.id());
        }
    }
}

fn is_followed(ctx: &Ctx<'_>, incident: &Record<Incident>) -> bool {
    let follows = [Kind::Risk, Kind::Control, Kind::Nonconformity, Kind::Change];
    let named = !incident.risks.is_empty() || !incident.controls.is_empty() || incident.nonconformity.is_some();
    named || ctx.isms.links_to(incident.id()).any(|(head, _)| follows.contains(&head.kind))
}
