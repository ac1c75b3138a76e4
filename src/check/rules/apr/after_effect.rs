//! APR-005: nothing takes effect before it is approved.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Decision;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-005",
    name: "approved-after-effect",
    title: "every version is approved before it takes effect",
    clauses: &["7.5.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("after_effect.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_in_force()) {
        let mut approvals = ctx.isms.approvals_of_version(document.id(), document.version.as_deref());
        // A later look that changes nothing is no approval of something new.
        approvals.retain(|approval| approval.decision == Some(Decision::Approved));
        let Some((first, effective)) = approvals.first().zip(document.effective_from) else { continue };
        if let Some(on) = first.on.filter(|on| *on > effective) {
            out.report(first.at("/on"), format!("{} was approved on {on} and is effective since {effective}", document.id()))
                .help("set `effective_from` to the day from which it really applied, not before the approval")
                .also(document.at("/effective_from"), format!("{} takes effect here", document.id()))
                .record(first.id())
                .about(document.id());
        }
    }
}
