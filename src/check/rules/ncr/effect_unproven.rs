//! NCR-004: a nonconformity is closed when it is shown that the cause is gone.

use crate::check::wording::{days, listed};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{EffectivenessResult, Nonconformity, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-004",
    name: "closed-without-effect",
    title: "a nonconformity is closed once its actions have had time to work and are shown to have worked",
    clauses: &["10.2 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("effect_unproven.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let closed = ctx.isms.nonconformities.iter().filter(|nonconformity| !nonconformity.is_open());
    for nonconformity in closed.filter(|nonconformity| nonconformity.has_corrective_action()) {
        let id = nonconformity.id();
        let effectiveness = nonconformity.effectiveness.as_ref();
        let missing = missing(nonconformity);
        if !missing.is_empty() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(nonconformity.at(missing[0].0), format!("{id} is closed without {}", listed(&words)))
                .help("look whether the failure came back, record result, day, person and evidence, or open the case again")
                .record(id);
        } else if effectiveness.is_some_and(|review| review.result == Some(EffectivenessResult::NotEffective)) {
            out.report(nonconformity.at("/effectiveness/result"), format!("{id} is closed although its actions did not work"))
                .help("set `status: reopened`, and look for the cause again")
                .record(id);
        } else {
            too_early(ctx, nonconformity, out);
        }
    }
}

fn missing(nonconformity: &Nonconformity) -> Vec<(&'static str, &'static str)> {
    let review = nonconformity.effectiveness.as_ref();
    let all = [
        (review.is_none_or(|review| review.result.is_none()), "/effectiveness/result", "a result of the effectiveness review"),
        (review.is_none_or(|review| review.reviewed_on.is_none()), "/effectiveness/reviewed_on", "the day of that review"),
        (review.is_none_or(|review| review.evidence.is_empty()), "/effectiveness/evidence", "evidence that it worked"),
    ];
    let mut missing: Vec<_> = all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect();
    // Without a result there is no review whose day could be told.
    if missing.first().is_some_and(|(field, _)| field.ends_with("result")) {
        missing.retain(|(field, _)| !field.ends_with("reviewed_on"));
    }
    missing
}

fn too_early(ctx: &Ctx<'_>, nonconformity: &Record<Nonconformity>, out: &mut Findings) {
    let reviewed = nonconformity.effectiveness.as_ref().and_then(|review| review.reviewed_on);
    let Some((reviewed, done)) = reviewed.zip(nonconformity.done_on()) else { return };
    let soak = ctx.isms.settings.defaults.soak;
    if reviewed < done.after(soak) {
        let id = nonconformity.id();
        let after = match reviewed.days_since(done) {
            passed if passed < 0 => format!("{} before its last action was done", days(-passed)),
            passed => format!("{} after its last action was done", days(passed)),
        };
        out.report(nonconformity.at("/effectiveness/reviewed_on"), format!("the effect of {id} was judged {after}"))
            .label(format!("last action done on {done}; your own rule: wait {}", soak.words()))
            .help("look again after that time, and record the second look with its own date")
            .record(id);
    }
}
