//! REPO-016: acts of different kinds took place on different days.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Isms;
use crate::model::date::Date;
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-016",
    name: "one-day-for-everything",
    title: "reviews, approvals, assessments, checks and measurements do not nearly all carry one date",
    clauses: &["7.5.3", "9.1"],
    weight: Weight::INFO,
    class: Class::Structural,
    doc: include_str!("one_day.md"),
    check,
};

/// Of fewer acts nobody can say that they were spread over the year.
const ENOUGH: usize = 12;

/// A meeting may approve everything, and a workshop assess every risk: only acts of so many kinds on one day look like a batch.
const KINDS: usize = 3;

/// The share of one day, in per cent, that is no chance, where the settings do not say.
const SHARE: usize = 80;

/// Something that somebody did on a day.
struct Act {
    kind: &'static str,
    on: Date,
    at: Locus,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let own = ctx.isms.settings.defaults.same_day_share;
    let share = own.map_or(SHARE, |share| share as usize);
    let acts = acts(ctx.isms);
    let mut by_day: BTreeMap<Date, Vec<&Act>> = BTreeMap::new();
    for act in &acts {
        by_day.entry(act.on).or_default().push(act);
    }
    let Some((day, same)) = by_day.into_iter().max_by_key(|(_, acts)| acts.len()) else { return };
    let kinds: BTreeSet<&str> = same.iter().map(|act| act.kind).collect();
    if acts.len() < ENOUGH || kinds.len() < KINDS || same.len() * 100 < acts.len() * share {
        return;
    }
    let words: Vec<&str> = kinds.iter().copied().collect();
    let message = format!("{} of {} dates of {} are {day}", same.len(), acts.len(), listed(&words));
    let finding = out.report(ctx.setting("/name"), message);
    finding.help("write the days on which it really happened; if everything was done in one go, expect to be asked, and spread it from now on");
    if own.is_some() {
        finding.label(format!("your own rule: less than {share} per cent on one day"));
    }
    for kind in words {
        if let Some(act) = same.iter().find(|act| act.kind == kind) {
            finding.also(act.at.clone(), format!("the first of the {kind}"));
        }
    }
}

/// The dated acts of an ISMS in the order of its registers.
fn acts(isms: &Isms) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut add = |kind, on: Option<Date>, at: &dyn Fn() -> Locus| acts.extend(on.map(|on| Act { kind, on, at: at() }));
    for document in isms.documents.iter().filter(|document| document.is_in_force()) {
        add("reviews", document.head.common.reviewed, &|| document.at("/reviewed"));
    }
    for approval in &isms.approvals {
        add("approvals", approval.on, &|| approval.at("/on"));
    }
    for risk in &isms.risks {
        add("assessments", risk.assessed_on, &|| risk.at("/assessed_on"));
    }
    for asset in &isms.assets {
        add("reviews", asset.head.common.reviewed, &|| asset.at("/reviewed"));
    }
    for supplier in &isms.suppliers {
        add("reviews", supplier.head.common.reviewed, &|| supplier.at("/reviewed"));
    }
    for requirement in &isms.requirements {
        add("checks of requirements", requirement.last_checked, &|| requirement.at("/last_checked"));
    }
    for evidence in &isms.evidence {
        add("collected evidence", evidence.collected_on, &|| evidence.at("/collected_on"));
    }
    for metric in &isms.metrics {
        for (number, measurement) in metric.measurements.iter().enumerate() {
            add("measurements", measurement.taken_on, &|| metric.at(format!("/measurements/{number}/taken_on")));
        }
    }
    for record in &isms.competences {
        add("judgements of competence", record.evaluated_on, &|| record.at("/evaluated_on"));
    }
    acts
}
