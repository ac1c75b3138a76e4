//! APR-003: nobody approves only what they wrote themselves.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-003",
    name: "approved-by-author-alone",
    title: "every version in force is approved by somebody who did not write it",
    clauses: &["A.5.3", "7.5.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("approver_is_author.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_in_force()) {
        let approvals = ctx.isms.approvals_of_version(document.id(), document.version.as_deref());
        let Some(newest) = approvals.last().filter(|_| document.is_written_by_all(&approvals)) else { continue };
        let by = newest.by.as_deref().unwrap_or_default();
        out.report(newest.at("/by"), format!("{by} wrote {} and is the only one who approved it", document.id()))
            .help("have somebody else with the approving role read and approve it")
            .also(document.at("/author"), format!("{by} is named as author here"))
            .record(newest.id())
            .about(document.id());
    }
}
