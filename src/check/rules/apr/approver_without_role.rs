//! APR-002: who approves is entitled to.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Approval, RTP, Record, SOA};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-002",
    name: "approver-without-role",
    title: "who approves holds, on that day, a role that may approve the subject",
    clauses: &["5.2", "5.3", "7.5.2"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("approver_without_role.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for approval in ctx.isms.approvals.iter().filter(|approval| approval.is_positive() && is_there(ctx, approval)) {
        if let Some((role, on)) = ctx.isms.false_claim(approval) {
            let by = approval.by.as_deref().unwrap_or_default();
            out.report(approval.at("/as"), format!("{by} approves as {}, and did not hold that role on {on}", role.id()))
                .help("have somebody approve who holds it, or correct the role's `held_by`")
                .also(role.at("/held_by"), format!("who holds {}, and since when", role.id()))
                .record(approval.id());
        }
    }
    let isms = ctx.isms;
    for (head, version) in isms.approved_records().chain(isms.agreed_minutes().map(|head| (head, None))) {
        somebody_may(ctx, &isms.approvals_of_version(&head.id, version), &isms.approving_roles(head), out);
    }
    for subject in [SOA, RTP] {
        let roles: Vec<&str> = isms.settings.approvers(subject).iter().map(String::as_str).collect();
        somebody_may(ctx, &isms.approvals_of_version(subject, isms.approved_version(subject)), &roles, out);
    }
}

/// Bots and people who were not there are another finding, and so are ids that lead nowhere.
fn is_there(ctx: &Ctx<'_>, approval: &Approval) -> bool {
    let person = approval.by.as_deref().and_then(|by| ctx.isms.person(by));
    person.is_some_and(|person| !person.agent && approval.on.is_some_and(|on| person.may_act(on)))
}

/// One of the approvals of a version comes from somebody with one of the roles that may give it.
fn somebody_may(ctx: &Ctx<'_>, approvals: &[&Record<Approval>], roles: &[&str], out: &mut Findings) {
    let Some(newest) = approvals.last().filter(|_| !roles.is_empty()) else { return };
    let sound = |approval: &&Record<Approval>| is_there(ctx, approval) && ctx.isms.false_claim(approval).is_none();
    if !approvals.iter().all(sound) || approvals.iter().any(|approval| approval.by_one_of(ctx.isms, roles)) {
        return;
    }
    // An author alone is not the right person whatever the role, which is said once.
    let document = ctx.isms.document(&newest.subject);
    if document.is_some_and(|document| document.is_written_by_all(approvals)) {
        return;
    }
    let by = newest.by.as_deref().unwrap_or_default();
    let message = format!("{by} approves {}, which takes the role {}", newest.subject, roles.join(" or "));
    out.report(newest.at("/by"), message)
        .help("have somebody with that role approve it; `approval_matrix` in the settings and `approver_role` say who may")
        .record(newest.id())
        .about(&newest.subject);
}
