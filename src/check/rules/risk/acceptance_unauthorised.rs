//! RISK-011: whoever accepts a risk may do so.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Acceptance, Level, Record, Refusal, Risk, Weighed};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-011",
    name: "acceptance-unauthorised",
    title: "a risk is accepted by its owner within the owner's authority, or by somebody who may decide above the owner",
    clauses: &["6.1.3 f"],
    weight: Weight::ERROR,
    class: Class::Temporal,
    doc: include_str!("acceptance_unauthorised.md"),
    check,
};

/// Who accepted what, and when.
struct Act<'m> {
    risk: &'m Record<Risk>,
    at: usize,
    person: &'m str,
    on: Date,
    score: i64,
    level: &'m Level,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let Some((at, acceptance)) = ctx.isms.acceptance_in_force(risk, ctx.today) else { continue };
        let Some(act) = act(ctx, risk, at, acceptance) else { continue };
        // An id that leads nowhere is reported as such, once.
        if ctx.isms.person(act.person).is_none() {
            continue;
        }
        match ctx.isms.refusal(risk, act.level, act.person, act.on) {
            Some(refusal) => refused(ctx, &act, refusal, out),
            None => role_not_held(ctx, &act, acceptance, out),
        }
    }
}

/// What was accepted, as far as it can be told by the criteria of today.
fn act<'m>(ctx: &Ctx<'m>, risk: &'m Record<Risk>, at: usize, acceptance: &'m Acceptance) -> Option<Act<'m>> {
    let criteria = ctx.isms.criteria_of(risk)?;
    let other_version = |version: &String| criteria.version.as_ref().is_some_and(|now| now != version);
    if acceptance.criteria_version.as_ref().is_some_and(other_version) {
        return None;
    }
    let accepted = acceptance.likelihood.zip(acceptance.impact).and_then(|(likelihood, impact)| criteria.score(likelihood, impact));
    let score = accepted.or_else(|| Some(ctx.isms.residual(risk)?.score))?;
    if score <= criteria.acceptance_threshold? {
        return None;
    }
    Some(Act { risk, at, person: acceptance.accepted_by.as_deref()?, on: acceptance.on?, score, level: criteria.level(score)? })
}

fn refused(ctx: &Ctx<'_>, act: &Act<'_>, refusal: Refusal<'_>, out: &mut Findings) {
    let Act { risk, person, on, score, level, .. } = act;
    let (id, name) = (risk.id(), &level.name);
    let owner = risk.owner().unwrap_or_default();
    let wrong = match refusal {
        // The risk itself is reported while it is so high.
        Refusal::Level if ctx.isms.weighed(risk, risk.current.as_ref()).is_some_and(|now| Weighed::is_unacceptable(&now)) => return,
        Refusal::Level => format!("{person} accepted {id} at {score} ({name}), a level that nobody may accept"),
        Refusal::Role => {
            format!("{person} accepted {id} at {score} ({name}), a level that is for {} to accept", level.roles.join(" or "))
        }
        Refusal::Limit(limit) => format!("{person} accepted {id} at {score} ({name}), and may accept up to {limit}"),
        // Nobody can be the owner of a risk that has none; that is reported as such.
        Refusal::NotOwner if ctx.isms.people_behind(owner, ctx.today).is_empty() => return,
        Refusal::NotOwner => format!("{person} accepted {id} at {score} ({name}), and was not its owner ({owner}) on {on}"),
    };
    let help = match refusal {
        Refusal::Level => "treat the risk until it is scored lower, and let the owner decide on what is left",
        Refusal::NotOwner => "let the owner decide, and add that as a new entry of `acceptances`",
        _ => "bring it to somebody with that authority, and add the decision as a new entry of `acceptances`",
    };
    out.report(risk.at(format!("/acceptances/{}/accepted_by", act.at)), wrong)
        .help(help)
        .also(risk.at("/owner"), format!("{id} belongs to {owner}"))
        .record(id)
        .about(on.to_string());
}

fn role_not_held(ctx: &Ctx<'_>, act: &Act<'_>, acceptance: &Acceptance, out: &mut Findings) {
    let Some(role) = acceptance.role.as_deref().and_then(|id| ctx.isms.role(id)) else { return };
    let Act { risk, at, person, on, .. } = act;
    if !ctx.isms.holds_role(person, role.id(), *on) {
        out.report(
            risk.at(format!("/acceptances/{at}/as")),
            format!("{person} accepted {} as {}, a role that {person} did not hold on {on}", risk.id(), role.id()),
        )
        .help("name the role in which the decision was taken; who holds a role from when stands in the role")
        .also(role.key("/held_by"), "its holders")
        .record(risk.id())
        .about(on.to_string());
    }
}
