//! DOC-014: a document that people must follow is followed somewhere.

use crate::check::wording::some;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, Document, Implementation, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-014",
    name: "document-not-practised",
    title: "of the controls that an effective document describes at least one is begun",
    clauses: &["7.5.1", "8.1"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("not_practised.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_effective() && !document.is_external()) {
        let Some(controls) = all_not_started(ctx, document) else { continue };
        let ids: Vec<&str> = controls.iter().map(|control| control.id()).collect();
        let verb = if ids.len() == 1 { "is" } else { "are" };
        let message = format!("{} is effective, and {} that it describes {verb} not started", document.id(), some(&ids));
        let finding = out.report(document.key("/controls"), message);
        finding.help("begin with what the document says and set `implementation`, or take the document back to `draft` until then");
        finding.record(document.id());
        for control in controls {
            finding.also(control.at("/implementation"), format!("{} is not started", control.id()));
        }
    }
}

/// The controls of a document, where it has any and nobody has begun with one of them.
fn all_not_started<'m>(ctx: &Ctx<'m>, document: &Record<Document>) -> Option<Vec<&'m Record<Control>>> {
    let not_started = |control: &&Record<Control>| {
        control.is_applicable() && control.implementation == Some(Implementation::NotStarted)
    };
    let controls: Option<Vec<_>> = document.controls.iter().map(|id| ctx.isms.control(id).filter(not_started)).collect();
    controls.filter(|controls| !controls.is_empty())
}
