//! RTP-006: every owner has approved the treatment plan as it stands.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Approval, Kind, RTP, Record, Risk};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RTP-006",
    name: "treatment-plan-unapproved",
    title: "the treatment plan as it stands is approved by the owner of every risk in it",
    clauses: &["6.1.3 f"],
    weight: Weight::FROM_STAGE2,
    class: Class::Temporal,
    doc: include_str!("plan_unapproved.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let approvals = ctx.isms.approvals_of(RTP);
    // A plan that was never approved is a mandatory document that is missing.
    let Some(newest) = approvals.last() else { return };
    if ctx.isms.current_plan_approvals().is_empty() {
        return stale(newest, out);
    }
    if ctx.isms.may_have_unread(Kind::Approval) {
        return;
    }
    for owed in ctx.isms.plan_approvals().into_iter().filter(|owed| owed.approval.is_none()) {
        // Nobody can approve for an owner who is not there; that is reported as such.
        if !ctx.isms.people_behind(owed.owner, ctx.today).is_empty() {
            missing(newest, owed.owner, &owed.risks, out);
        }
    }
}

/// ` 1.3`, where there is one.
fn version(approval: &Approval) -> String {
    approval.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default()
}

fn stale(newest: &Record<Approval>, out: &mut Findings) {
    let on = newest.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let wrong = format!("the treatment plan is not the one that was approved as version{}{on}", version(newest));
    out.report(newest.at("/digest"), wrong)
        .help("let every owner of a risk approve the plan as it is now, as a new version; or take the change back")
        .record(newest.id())
        .about("digest");
}

fn missing(newest: &Record<Approval>, owner: &str, risks: &[&Record<Risk>], out: &mut Findings) {
    let ids: Vec<&str> = risks.iter().take(3).map(|risk| risk.id()).collect();
    let more = if risks.len() > ids.len() { format!(" and {} more", risks.len() - ids.len()) } else { String::new() };
    let wrong =
        format!("version{} of the treatment plan is not approved by {owner}, who owns {}{more}", version(newest), ids.join(", "));
    let finding = out.report(newest.at("/version"), wrong);
    finding.help("ask the owner, and record the approval under `approvals/`").record(newest.id()).about(owner);
    for risk in risks.iter().take(3) {
        finding.also(risk.at("/owner"), format!("{} belongs to {owner}", risk.id()));
    }
}
