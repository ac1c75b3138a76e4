//! PPL-003: who must know a document has confirmed its present version.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Acknowledged, Document, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "PPL-003",
    name: "document-unconfirmed",
    title: "the readers of a document that asks for it have confirmed its present version in time",
    clauses: &["7.3", "A.6.3", "A.5.1"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("unconfirmed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Evidence) {
        return;
    }
    let due = |document: &Record<Document>| ctx.isms.acknowledge_by(document).is_some_and(|last| last < ctx.today);
    for document in ctx.isms.documents.iter().filter(|document| due(document)) {
        report(ctx, document, out);
    }
}

fn report(ctx: &Ctx<'_>, document: &Record<Document>, out: &mut Findings) {
    let (id, version) = (document.id(), document.version.as_deref().unwrap_or_default());
    let since = document.effective_from.map(|from| from.to_string()).unwrap_or_default();
    let share = u64::from(ctx.isms.settings.defaults.acknowledged_share);
    let (message, seen) = match ctx.isms.acknowledged(document) {
        Acknowledged::Unknown => {
            (format!("nothing on file says how many have confirmed {id}, which is in force in version {version} since {since}"), None)
        }
        Acknowledged::OtherVersion(item, number, it) => {
            let confirmed = it.version.as_deref().unwrap_or_default();
            let message = format!("the newest confirmations of {id} are of version {confirmed}, and {version} is in force since {since}");
            (message, Some(item.at(format!("/acknowledgements/{number}/version"))))
        }
        Acknowledged::Counted(item, number, it) => {
            let (Some(asked), Some(confirmed)) = (it.asked, it.confirmed) else { return };
            if confirmed.saturating_mul(100) >= asked.saturating_mul(share) {
                return;
            }
            let message = format!("{confirmed} of {asked} readers have confirmed {id} {version}, in force since {since}");
            (message, Some(item.at(format!("/acknowledgements/{number}/confirmed"))))
        }
    };
    let within = ctx.isms.settings.defaults.acknowledge_within.words();
    let finding = out.report(document.at("/acknowledge"), message);
    finding.label(format!("your own rule: {share} per cent within {within}"));
    finding.help("remind those who have not, and file the new count as evidence with `acknowledgements`").record(id);
    if let Some(at) = seen {
        finding.also(at, "the newest count");
    }
}
