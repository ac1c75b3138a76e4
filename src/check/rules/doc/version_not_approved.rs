//! DOC-003: the version in force is the version that was approved.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-003",
    name: "document-version-not-approved",
    title: "the version of a document in force is the one that was approved",
    clauses: &["7.5.2", "7.5.3"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("version_not_approved.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_in_force()) {
        let Some(version) = document.version.as_deref() else { continue };
        let Some(newest) = ctx.isms.approvals_of(document.id()).pop() else { continue };
        let Some(approved) = newest.version.as_deref() else { continue };
        if !ctx.isms.approvals_of_version(document.id(), Some(version)).is_empty() {
            continue;
        }
        let message = format!("{} is in force as version {version}, and version {approved} is what was approved", document.id());
        out.report(document.at("/version"), message)
            .help(format!("have version {version} approved, or go back to version {approved}"))
            .also(newest.at("/version"), format!("{} approves version {approved}", newest.id()))
            .record(document.id());
    }
}
