//! How long records of each class are kept: said in a section on retention, in `section_in`, or in each of the records.

use crate::check::wording::listed;
use crate::check::{Ctx, Findings};
use crate::model::{Document, Kind, Record};
use crate::syntax::markdown::{Body, Section};
use crate::text::Locus;

/// Records that show what was done, with a word by which a schedule names them.
const CLASSES: [(Kind, &str); 7] = [
    (Kind::Evidence, "evidence"),
    (Kind::Audit, "audit"),
    (Kind::ManagementReview, "management review"),
    (Kind::Nonconformity, "nonconformit"),
    (Kind::Incident, "incident"),
    (Kind::Competence, "competence"),
    (Kind::Approval, "approval"),
];

/// Asks the document that controls documents and records (7.5), where one is in force. Several are read as one.
pub(super) fn undefined(ctx: &Ctx<'_>, out: &mut Findings) {
    let in_force = |document: &&Record<Document>| document.is_in_force();
    let Some(control) = ctx.isms.documents_answering("7.5.3").into_iter().find(in_force) else { return };
    let documents: Vec<&Record<Document>> = ctx.isms.documents.iter().filter(in_force).collect();
    if documents.iter().any(|document| document.section_in.keys().any(|name| is_schedule(name))) {
        return;
    }
    let bodies = documents.iter().filter_map(|document| document.head.body.as_deref());
    let schedule: String = bodies.flat_map(Body::sections).filter(|it| is_schedule(&it.heading.text)).map(text).collect();
    if schedule.contains("all records") || schedule.contains("all other records") {
        return;
    }
    let open: Vec<&str> = CLASSES
        .into_iter()
        .filter(|(kind, word)| !schedule.contains(word) && has_open(ctx, *kind))
        .map(|(kind, _)| kind.plural())
        .collect();
    if open.is_empty() {
        return;
    }
    let sections = control.head.body.iter().flat_map(|body| body.sections());
    let heading = sections.filter(|section| is_schedule(&section.heading.text)).map(|section| section.heading.span).next();
    let at = heading.map_or_else(|| control.at("/clauses"), |heading| Locus::bytes(control.head.file, heading));
    out.report(at, format!("{} names no time of retention for {}", control.id(), listed(&open)))
        .help("name each class of records with its time in a section on retention; where another document has it, `section_in: { retention: DOC-… }`")
        .record(control.id())
        .about("retention");
}

fn is_schedule(name: &str) -> bool {
    name.to_lowercase().contains("retention")
}

fn text(section: Section<'_>) -> String {
    section.blocks.iter().map(|block| block.text.to_lowercase() + "\n").collect()
}

/// Whether there is a record of a kind that does not say itself how long it is kept.
fn has_open(ctx: &Ctx<'_>, kind: Kind) -> bool {
    let says = |head: &crate::model::Head| head.says("/retention") || head.says("/retain_until");
    ctx.isms.heads().any(|head| head.kind == kind && !says(head))
}
