//! DOC-007: what a document promises at an interval happens, and something proves it.

use crate::check::wording::{days, excerpt};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Commitment, Promise};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-007",
    name: "commitment-not-kept",
    title: "what an effective document promises at an interval is proved in time",
    clauses: &["7.5.1", "8.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("promise_broken.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let proofs = ctx.isms.newest_proofs(ctx.today);
    for document in ctx.isms.documents.iter().filter(|document| document.is_effective()) {
        for (at, promise) in ctx.isms.promises(document, &proofs) {
            let Some(due) = promise.due.filter(|_| promise.late_after.is_some_and(|late| late < ctx.today)) else { continue };
            let Promise { commitment, newest, .. } = promise;
            if reports_itself(ctx, commitment) {
                continue;
            }
            let every = commitment.every.map(Duration::words).unwrap_or_default();
            let proof = match &newest {
                Some((day, _)) => format!("the newest proof is of {day}"),
                None => "nothing proves it".to_owned(),
            };
            let late = days(ctx.today.days_since(due));
            let message = format!("{} promises this every {every}, and {proof}: the next was due on {due}, {late} ago", document.id());
            let finding = out.report(document.at(format!("/commitments/{at}/every")), message);
            finding
                .label(excerpt(&commitment.what))
                .help(format!(
                    "do it and record it under {}, or have the document promise what you do",
                    commitment.evidenced_by.join(" or ")
                ))
                .record(document.id())
                .about(commitment.id.as_deref().unwrap_or(&commitment.what));
            if let Some((_, place)) = newest {
                finding.also(place, "the newest proof");
            }
        }
    }
}

/// A metric that is measured, or a control that is shown, at least as often as promised is late by its own rule first, and that is
/// one gap, not two.
fn reports_itself(ctx: &Ctx<'_>, commitment: &Commitment) -> bool {
    let own = |id: &String| match ctx.isms.control(id) {
        Some(control) => Some(ctx.isms.evidence_interval(control).0),
        None => ctx.isms.metric(id)?.measured_every,
    };
    let promised = commitment.every.map(Duration::about_days);
    commitment.evidenced_by.iter().filter_map(own).any(|own| Some(own.about_days()) <= promised)
}
