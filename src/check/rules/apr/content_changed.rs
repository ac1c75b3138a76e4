//! APR-001: what is in force is what was approved, word for word.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Agreement;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-001",
    name: "changed-since-approval",
    title: "what is in force has the content that was approved",
    clauses: &["7.5.2", "7.5.3"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("content_changed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for (head, version) in ctx.isms.approved_records() {
        let Agreement::Changed(approval) = ctx.isms.agreement(head, version) else { continue };
        let on = approval.on.map(|on| format!(" on {on}")).unwrap_or_default();
        let message = format!("{} is not what {} approved{on}: its content has changed since", head.id, approval.id());
        out.report(head.at(if version.is_some() { "/version" } else { "/id" }), message)
            .help(format!("compare it with the approved text; restore that, or have the new one approved (`isms approve {}`)", head.id))
            .also(approval.at("/digest"), "the digest of the content that was approved")
            .record(&*head.id);
    }
}
