//! DOC-004: nobody is led to a document that does not count any more.

use std::collections::HashSet;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::files::{folder, resolve};
use crate::model::{Document, DocumentStatus, Head, Record};
use crate::text::{Locus, Pointer};
use crate::value::Value;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-004",
    name: "obsolete-document-cited",
    title: "records and documents in use name only documents that still count",
    clauses: &["7.5.3"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("obsolete_cited.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in &ctx.isms.documents {
        if document.is_obsolete() {
            named_by_records(ctx, document, out);
        } else if document.is_in_force() {
            linked_from(ctx, document, out);
            replaced(ctx, document, out);
        }
    }
}

/// Fields in which a record relies on a document; `refs`, approvals and `supersedes` speak of the past.
fn relies(head: &Head, pointer: &Pointer) -> bool {
    let status = head.fields().get("status").and_then(Value::scalar).unwrap_or_default();
    let over = ["draft", "in_review", "superseded", "withdrawn", "closed", "rejected", "achieved", "missed", "dropped"];
    let field = pointer.steps().next();
    let relying = field.is_some_and(|field| ["met_by", "policy", "requirement", "section_in", "parent"].contains(&&*field));
    relying && !over.contains(&status)
}

fn named_by_records(ctx: &Ctx<'_>, document: &Record<Document>, out: &mut Findings) {
    for (head, link) in ctx.isms.links_to(document.id()).filter(|(head, link)| relies(head, &link.pointer)) {
        report(head.at(link.pointer.clone()), head, document, out);
    }
}

fn linked_from(ctx: &Ctx<'_>, document: &Record<Document>, out: &mut Findings) {
    let from = folder(ctx.files.path(document.head.file));
    let mut told = HashSet::new();
    for link in document.head.body.iter().flat_map(|body| &body.links) {
        let path = link.target.split(['#', '?']).next().unwrap_or_default();
        let found = resolve(from, path).and_then(|path| ctx.files.find(&path)).filter(|_| !path.is_empty());
        let Some(other) = found.and_then(|file| ctx.isms.document_in(file)).filter(|other| other.is_obsolete()) else { continue };
        // A new edition may show its reader the old one.
        if document.supersedes.as_deref() != Some(other.id()) && told.insert(other.id()) {
            report(Locus::bytes(document.head.file, link.span), &document.head, other, out);
        }
    }
}

fn report(at: Locus, head: &Head, document: &Record<Document>, out: &mut Findings) {
    let status = document.status.map(DocumentStatus::label).unwrap_or_default();
    out.report(at, format!("{} relies on {}, which is {status}", head.id, document.id()))
        .help("name the document that replaced it, or take the reference out")
        .also(document.at("/status"), format!("{} is {status}", document.id()))
        .record(&*head.id)
        .about(document.id());
}

/// The old edition and the one that replaces it are both in force.
fn replaced(ctx: &Ctx<'_>, document: &Record<Document>, out: &mut Findings) {
    let older = document.supersedes.as_deref().and_then(|id| ctx.isms.document(id));
    let Some(older) = older.filter(|older| document.is_effective() && older.is_effective() && older.id() != document.id()) else {
        return;
    };
    out.report(older.at("/status"), format!("{} is effective, and so is {}, which supersedes it", older.id(), document.id()))
        .help("set its status to `superseded`")
        .also(document.at("/supersedes"), format!("{} says here what it replaces", document.id()))
        .record(older.id())
        .about(document.id());
}
