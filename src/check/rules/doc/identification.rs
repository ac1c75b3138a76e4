//! DOC-001: a document in force says whose it is, which version, who approves it, since when and for whose eyes.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Document, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-001",
    name: "document-identification-incomplete",
    title: "every document in force states owner, version, approving role, a date and its classification",
    clauses: &["7.5.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("identification.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_in_force()) {
        for (key, lacks, help) in missing(document) {
            out.report(document.at(format!("/{key}")), format!("{} {lacks}", document.id())).help(help).record(document.id());
        }
    }
}

fn missing(document: &Record<Document>) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let common = &document.head.common;
    // A text from outside is identified by issuer and edition, and nobody here approves it.
    let own = !document.is_external();
    let keys = [
        (document.owner().is_none(), "owner", "has no owner", "add `owner:` with the role or person who keeps it up to date"),
        (own && document.version.is_none(), "version", "has no version", "add `version:`, quoted, for example \"1.0\""),
        (
            own && document.approver_role.is_none(),
            "approver_role",
            "does not say which role approves it",
            "add `approver_role:` with a role of your approval matrix",
        ),
        (
            own && document.effective_from.is_none() && common.reviewed.is_none(),
            "effective_from",
            "has no date",
            "add `effective_from:` with the day from which it applies",
        ),
        (
            common.classification.is_none(),
            "classification",
            "does not say who may read it",
            "add `classification:` public, internal, confidential or restricted",
        ),
    ];
    keys.into_iter().filter(|(missing, ..)| *missing).map(|(_, key, lacks, help)| (key, lacks, help))
}
