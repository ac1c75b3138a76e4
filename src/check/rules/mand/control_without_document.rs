//! MAND-004: a control that calls for something in writing has it.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Kind;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MAND-004",
    name: "control-without-document",
    title: "a control in place that calls for something in writing has it in force",
    clauses: &["A.5.1", "A.5.9", "A.5.10", "A.5.26", "A.5.31", "A.5.37", "A.6.2", "A.6.6", "A.8.9", "A.8.15", "A.8.27"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("control_without_document.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let unread = [Kind::Policy, Kind::Procedure, Kind::Document, Kind::Asset, Kind::Requirement, Kind::Evidence];
    if unread.into_iter().any(|kind| ctx.isms.may_have_unread(kind)) {
        return;
    }
    for control in &ctx.isms.controls {
        let Some(item) = ctx.isms.lacks_document(control) else { continue };
        let state = control.implementation.map(|it| it.label()).unwrap_or_default();
        let (message, help) = match control.id() {
            "A.5.9" => ("no asset is on file", "record the assets under clauses/08-operation/assets/"),
            "A.5.31" => {
                ("no legal, regulatory or contractual requirement is on file", "record them under clauses/04-context/requirements/")
            }
            "A.8.15" => {
                ("neither evidence of logs nor an effective document is on file", "file an extract of the logs as evidence")
            }
            _ => (
                "no effective document says how",
                "write the document, name the control in its `controls`, and bring it into force",
            ),
        };
        let finding =
            out.report(control.at("/implementation"), format!("{} is {state}, and {message}: {}", control.id(), item.name));
        finding.help(help).record(control.id());
        for document in ctx.isms.documents_of_control(control.id()) {
            let status = document.status.map_or_else(|| "has no status".to_owned(), |it| format!("is {}", it.label()));
            finding.also(document.at("/status"), format!("{} names it and {status}", document.id()));
        }
    }
}
