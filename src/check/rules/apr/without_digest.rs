//! APR-010: an approval is bound to the content it was given for.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-010",
    name: "approval-without-digest",
    title: "the approval of what is in force is bound to its content",
    clauses: &["7.5.3"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("without_digest.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for (head, version) in ctx.isms.approved_records() {
        let Some(approval) = ctx.isms.approvals_of_version(&head.id, version).pop() else { continue };
        if approval.digest.is_none() {
            out.report(approval.at("/digest"), format!("{} does not say which content of {} it is for", approval.id(), head.id))
                .help(format!("a change would go unnoticed: have the text approved again with `isms approve {}`", head.id))
                .record(approval.id())
                .about(&*head.id);
        }
    }
}
