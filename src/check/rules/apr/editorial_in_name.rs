//! APR-008: a change that is called editorial changes no rule.

use crate::check::wording::excerpt;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{ChangeClass, Document, Record};
use crate::provenance::Blob;
use crate::review::{Change, ChangeKind, Direction, OwnWords, Page, compare};
use crate::value::Value;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-008",
    name: "material-change-called-editorial",
    title: "a version whose change is called editorial asks for the same as the version before",
    clauses: &["7.5.3"],
    weight: Weight::WARNING,
    class: Class::Historical,
    doc: include_str!("editorial_in_name.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    let own = OwnWords::of(&ctx.isms.settings.words);
    for document in ctx.isms.documents.iter().filter(|document| document.change_class == Some(ChangeClass::Editorial)) {
        let Some(file) = ctx.files.get(document.head.file) else { continue };
        let steps = history.of(&file.path);
        let Some(before) = steps.iter().filter_map(|step| step.was).find(|was| is_another_version(was, document)) else { continue };
        let Some(old) = before.text() else { continue };
        let new = file.text.as_deref().unwrap_or_default();
        let diff = compare(&[Page::read_with(&file.path, &old, &own)], &[Page::read_with(&file.path, new, &own)]);
        let material: Vec<&Change> = diff.documents.iter().flat_map(|found| &found.changes).filter(|change| is_material(change)).collect();
        if let [first, more @ ..] = material.as_slice() {
            report(document, first, more.len(), out);
        }
    }
}

/// Whether an old content is the document at another version.
fn is_another_version(content: &Blob<'_>, document: &Record<Document>) -> bool {
    let Some(record) = content.record().filter(|record| record.id == document.head.id) else { return false };
    record.fields().get("version").and_then(Value::scalar) != document.version.as_deref()
}

/// Whether a change touches what people have to do: obligations, roles, intervals, limits, scope.
fn is_material(change: &Change) -> bool {
    let bookkeeping = matches!(change.kind, ChangeKind::Date | ChangeKind::Reference | ChangeKind::Field | ChangeKind::Wording);
    !bookkeeping && !matches!(change.direction, Direction::Editorial | Direction::Neutral)
}

fn report(document: &Record<Document>, first: &Change, more: usize, out: &mut Findings) {
    let side = first.after.as_ref().or(first.before.as_ref());
    let words = side.map(|side| format!(": “{}”", excerpt(&side.text))).unwrap_or_default();
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    let what = format!("{} ({}){words}{more}", first.kind.words(), first.direction.word());
    out.report(document.at("/change_class"), format!("the change of {} is called editorial and is not: {what}", document.id()))
        .help("set `change_class: material` and have the version approved; or take the change back (`isms diff` shows it)")
        .record(document.id());
}
