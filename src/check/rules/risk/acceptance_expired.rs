//! RISK-009: an acceptance is for a time, and that time has not run out.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Record, Risk, Weighed};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-009",
    name: "acceptance-expired",
    title: "the acceptance of a risk has not ended, and does not last longer than the organisation allows",
    clauses: &["6.1.3 f", "8.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("acceptance_expired.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        too_long(ctx, risk, out);
        let hopeless = ctx.isms.weighed(risk, risk.current.as_ref()).is_some_and(|current| Weighed::is_unacceptable(&current));
        if ctx.isms.needs_acceptance(risk) && !hopeless {
            expired(ctx, risk, out);
        }
    }
}

fn expired(ctx: &Ctx<'_>, risk: &Record<Risk>, out: &mut Findings) {
    let Some((at, acceptance, end)) = ctx.isms.expired_acceptance(risk, ctx.today) else { return };
    let Some(residual) = ctx.isms.residual(risk) else { return };
    let (id, days) = (risk.id(), ctx.today.days_since(end));
    let ago = if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") };
    let wrong = match (acceptance.valid_until, acceptance.on) {
        (None, Some(on)) => {
            let limit = ctx.isms.max_acceptance(risk).words();
            format!("the acceptance of {id} of {on} ended after {limit} (your own rule) on {end}, {ago}, and {residual} remains")
        }
        _ => format!("the acceptance of {id} ended on {end}, {ago}, and {residual} remains"),
    };
    let key = if acceptance.valid_until.is_some() { "valid_until" } else { "on" };
    out.report(risk.at(format!("/acceptances/{at}/{key}")), wrong)
        .help("let the owner decide again and add that as a new entry of `acceptances`, or lower the risk; the old entry stays as it is")
        .record(id)
        .about(end.to_string());
}

fn too_long(ctx: &Ctx<'_>, risk: &Record<Risk>, out: &mut Findings) {
    let Some((at, acceptance)) = ctx.isms.acceptance_in_force(risk, ctx.today) else { return };
    let (Some(on), Some(until)) = (acceptance.on, acceptance.valid_until) else { return };
    let limit = ctx.isms.max_acceptance(risk);
    let latest = on.after(limit);
    if until > latest {
        let wrong = format!("{} is accepted until {until}, longer than {} after {on} (your own rule)", risk.id(), limit.words());
        out.report(risk.at(format!("/acceptances/{at}/valid_until")), wrong)
            .help(format!("let it end by {latest}, and decide again then"))
            .record(risk.id())
            .about(until.to_string());
    }
}
