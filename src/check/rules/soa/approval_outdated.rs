//! SOA-009: the approved Statement of Applicability is the present one.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Approval, Kind, RTP, Record, digest};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-009",
    name: "soa-approval-outdated",
    title: "the approved Statement of Applicability holds the present decisions and goes with the present treatment plan",
    clauses: &["6.1.3 d", "7.5.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("approval_outdated.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(approval) = ctx.isms.soa_approval() else { return };
    let soa = name(approval);
    // A decision that cannot be read is no other decision.
    if !ctx.isms.may_have_unread(Kind::Control) {
        let present = digest::of_soa(ctx.isms);
        let message = match approval.digest.as_deref() {
            Some(approved) if approved == present => None,
            Some(_) => Some(format!("{soa} holds other decisions than the controls do now")),
            None => Some(format!("{soa} is bound to no content: it has no digest")),
        };
        if let Some(message) = message {
            out.report(approval.at("/digest"), message)
                .help(format!("have the present decisions approved as a new version; their digest is {present}"))
                .record(approval.id());
        }
    }
    let plan = ctx.isms.approvals_of(RTP).pop();
    let (Some(named), Some(plan)) = (approval.rtp_version.as_deref(), plan) else { return };
    if let Some(newest) = plan.version.as_deref().filter(|newest| *newest != named) {
        out.report(
            approval.at("/rtp_version"),
            format!("{soa} goes with treatment plan {named}, and {newest} is the one approved last"),
        )
        .help("check the decisions against the new plan and have both approved together")
        .also(plan.at("/version"), format!("{} approves treatment plan {newest}", plan.id()))
        .record(approval.id());
    }
}

fn name(approval: &Record<Approval>) -> String {
    let version = approval.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let on = approval.on.map(|on| format!(" of {on}")).unwrap_or_default();
    format!("the approved Statement of Applicability{version}{on}")
}
