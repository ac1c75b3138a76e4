//! GOV-003: somebody has decided whether climate change matters to the ISMS, and looks again.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Document, DocumentType, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GOV-003",
    name: "climate-determination-missing",
    title: "the context in force says whether climate change is relevant, and the decision is not older than its reviews",
    clauses: &["4.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("climate.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let context = |document: &&Record<Document>| document.doctype == Some(DocumentType::Context) && document.is_in_force();
    let contexts: Vec<_> = ctx.isms.documents.iter().filter(context).collect();
    let Some(first) = contexts.first() else { return };
    // The context may be spread over several documents: one of them decides.
    let Some(deciding) = contexts.iter().find(|document| document.climate_determination.is_some()) else {
        if !ctx.isms.may_have_unread(Kind::Document) {
            out.report(first.at("/climate_determination"), format!("{} does not decide whether climate change is relevant", first.id()))
                .help("decide it, and add `climate_determination:` with `relevant`, `reason`, `on` and `by`; both answers are fine")
                .record(first.id());
        }
        return;
    };
    incomplete(deciding, out);
    outdated(ctx, deciding, out);
}

fn incomplete(document: &Record<Document>, out: &mut Findings) {
    let Some(decision) = &document.climate_determination else { return };
    let all = [
        (decision.relevant.is_none(), "what was decided"),
        (decision.reason.is_none(), "why"),
        (decision.on.is_none(), "when"),
    ];
    let missing: Vec<&str> = all.into_iter().filter_map(|(missing, words)| missing.then_some(words)).collect();
    if !missing.is_empty() {
        let message = format!("the climate determination of {} does not say {}", document.id(), listed(&missing));
        out.report(document.key("/climate_determination"), message)
            .help("add `relevant`, `reason` and `on`")
            .record(document.id());
    }
}

fn outdated(ctx: &Ctx<'_>, document: &Record<Document>, out: &mut Findings) {
    let decided = document.climate_determination.as_ref().and_then(|decision| decision.on);
    let Some((decided, reviewed)) = decided.zip(document.head.common.reviewed) else { return };
    let every = ctx.isms.review_interval(&document.head);
    if decided.after(every) < reviewed {
        let message = format!("{} was reviewed on {reviewed}, and its climate determination is of {decided}", document.id());
        out.report(document.at("/climate_determination/on"), message)
            .label(format!("your own rule: every {}", every.words()))
            .help("look at the reasons again, and set `on:` to that day")
            .also(document.at("/reviewed"), "reviewed here")
            .record(document.id());
    }
}
