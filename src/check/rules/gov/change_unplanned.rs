//! GOV-007: scope and policy do not change their substance without a planned change.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::{Date, Duration};
use crate::model::{ChangeClass, ChangeStatus, Document, Kind, Record, is_first_version};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GOV-007",
    name: "change-unplanned",
    title: "a new scope or information security policy of other substance has a change record behind it",
    clauses: &["6.3"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("change_unplanned.md"),
    check,
};

/// How far a change record and the version that came of it may lie apart.
const TOGETHER: Duration = Duration::months(12);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Change) {
        return;
    }
    let mut documents = ctx.isms.documents_answering("4.3");
    documents.extend(ctx.isms.documents_answering("5.2"));
    documents.sort_by_key(|document| document.head.file);
    documents.dedup_by_key(|document| document.head.file);
    for document in documents.into_iter().filter(|document| document.is_in_force() && is_revision(document)) {
        let Some(from) = document.effective_from.filter(|from| *from >= ctx.isms.results_since(ctx.today)) else { continue };
        if !is_planned(ctx, document, from) {
            let version = document.version.as_deref().unwrap_or_default();
            let message =
                format!("{} changed in substance with version {version} on {from}, and no change record names it", document.id());
            out.report(document.at("/version"), message)
                .help("add a change record that names it in `affects:`, or say `change_class: editorial` if nothing of substance changed")
                .record(document.id());
        }
    }
}

/// A first version is no change.
fn is_revision(document: &Document) -> bool {
    let later = document.version.as_deref().is_some_and(|version| !is_first_version(version));
    later && document.change_class == Some(ChangeClass::Material)
}

fn is_planned(ctx: &Ctx<'_>, document: &Record<Document>, from: Date) -> bool {
    let links = ctx
        .isms
        .links_to(document.id())
        .filter(|(head, link)| head.kind == Kind::Change && link.pointer.as_str().starts_with("/affects/"));
    links.filter_map(|(head, _)| ctx.isms.change(&head.id)).any(|change| {
        let day = change.done_on.or(change.planned_on);
        change.status != Some(ChangeStatus::Rejected)
            && day.is_none_or(|day| from.before(TOGETHER) <= day && day <= from.after(TOGETHER))
    })
}
