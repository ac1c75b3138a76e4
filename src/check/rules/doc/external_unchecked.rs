//! DOC-005: a document from outside is known by issuer and edition, and somebody looks whether it still holds; records of each class
//! have a time for which they are kept.

mod retention;

use crate::check::wording::{days, listed};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Document, External, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-005",
    name: "external-document-unchecked",
    title: "every external document in use states issuer and edition and is checked in time, and every class of records has a retention",
    clauses: &["7.5.3"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("external_unchecked.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    retention::undefined(ctx, out);
    let external = |document: &&Record<Document>| document.is_external() || document.external.is_some();
    for document in ctx.isms.documents.iter().filter(|document| document.is_in_force()).filter(external) {
        let missing = missing(document.external.as_ref());
        if !missing.is_empty() {
            out.report(document.key("/external"), format!("{} does not state {}", document.id(), listed(&missing)))
                .help("say in `external:` who issued it, which edition is in use and when somebody last looked for a newer one")
                .record(document.id());
        }
        overdue(ctx, document, out);
    }
}

fn missing(external: Option<&External>) -> Vec<&'static str> {
    let lacks = |field: fn(&External) -> bool| !external.is_some_and(field);
    let keys = [
        (lacks(|external| external.issuer.is_some()), "its issuer"),
        (lacks(|external| external.edition.is_some()), "its edition"),
        (lacks(|external| external.checked_on.is_some()), "when it was last checked"),
    ];
    keys.into_iter().filter(|(lacks, _)| *lacks).map(|(_, words)| words).collect()
}

fn overdue(ctx: &Ctx<'_>, document: &Record<Document>, out: &mut Findings) {
    let Some(external) = &document.external else { return };
    let Some(checked) = external.checked_on else { return };
    let every = external.check_every.or(document.head.common.review_every).unwrap_or(ctx.isms.settings.defaults.review_every);
    let due = checked.after(every);
    if ctx.isms.settings.defaults.is_overdue(due, ctx.today) {
        let late = days(ctx.today.days_since(due));
        let message = format!("{} was to be checked for a newer edition by {due}, {late} ago", document.id());
        out.report(document.at("/external/checked_on"), message)
            .label(format!("your own rule: every {}", every.words()))
            .help("ask the issuer, take over a newer edition, and set `checked_on:`")
            .record(document.id());
    }
}
