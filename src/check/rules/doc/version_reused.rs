//! DOC-012: one number of a version stands for one text.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{DocumentStatus, Document, Head, Record, digest};
use crate::provenance::History;
use crate::value::Value;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-012",
    name: "version-number-reused",
    title: "a text in force that changes gets another version and says what changed",
    clauses: &["7.5.3"],
    weight: Weight::WARNING,
    class: Class::Historical,
    doc: include_str!("version_reused.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    for document in ctx.isms.documents.iter().filter(|document| document.is_in_force()) {
        let Some(version) = document.version.as_deref() else { continue };
        let present = digest::of_record(&document.head);
        let approval = ctx.isms.approvals_of_version(document.id(), Some(version)).pop();
        // A text that is not the approved one is reported as such.
        if approval.and_then(|approval| approval.digest.as_ref()).is_some_and(|approved| *approved != present) {
            continue;
        }
        if let Some(on) = changed_on(ctx, history, document, version, &present) {
            let message = format!("{} was changed on {on} and is version {version} as before", document.id());
            out.report(document.at("/version"), message)
                .help("give the present text a new `version` and a `change_summary`, and have it approved as that")
                .record(document.id());
        }
    }
}

/// The day on which a version that was in force got another text.
fn changed_on(
    ctx: &Ctx<'_>,
    history: &History,
    document: &Record<Document>,
    version: &str,
    present: &str,
) -> Option<Date> {
    let steps = history.mainline(ctx.files.path(document.head.file));
    let is_the_version_in_force = |record: &Head| {
        let says = |key: &str| record.fields().get(key).and_then(Value::scalar);
        let in_force = [DocumentStatus::Approved, DocumentStatus::Effective].iter().any(|status| says("status") == Some(status.word()));
        record.id == document.head.id && says("version") == Some(version) && in_force
    };
    let judged = steps.iter().filter(|step| ctx.provenance.judges(step.commit));
    let mut older = judged.filter_map(|step| Some((step.commit, step.was?.record()?)));
    let (commit, _) = older.find(|(_, was)| is_the_version_in_force(was) && digest::of_record(was) != present)?;
    Some(commit.authored)
}
