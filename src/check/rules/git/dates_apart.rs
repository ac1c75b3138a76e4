//! GIT-006: what was done on a day came into the repository about then.

use std::collections::BTreeMap;

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::provenance::{Commit, History};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GIT-006",
    name: "dates-far-apart",
    title: "approvals, acceptances, measurements and evidence were committed about when they say they happened",
    clauses: &["7.5.3", "A.5.33"],
    weight: Weight::WARNING,
    class: Class::Historical,
    doc: include_str!("dates_apart.md"),
    check,
};

/// A day that a record states.
struct Stated<'m> {
    id: &'m str,
    what: String,
    on: Date,
    at: Locus,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    for approval in &ctx.isms.approvals {
        if let Some((on, commit)) = approval.on.zip(history.introduced(ctx.files.path(approval.head.file))) {
            compare(ctx, &Stated { id: approval.id(), what: approval.id().to_owned(), on, at: approval.at("/on") }, commit, out);
        }
    }
    for item in &ctx.isms.evidence {
        if let Some((on, commit)) = item.collected_on.zip(history.introduced(ctx.files.path(item.head.file))) {
            compare(ctx, &Stated { id: item.id(), what: item.id().to_owned(), on, at: item.at("/collected_on") }, commit, out);
        }
    }
    for risk in ctx.isms.risks.iter().filter(|risk| !risk.acceptances.is_empty()) {
        let commits = commits_of_parts(ctx, history, ctx.files.path(risk.head.file));
        for (number, acceptance) in risk.acceptances.iter().enumerate() {
            let Some(on) = acceptance.on else { continue };
            let Some(commit) = commits.get(&on.to_string()) else { continue };
            let what = format!("the acceptance of {on} in {}", risk.id());
            compare(ctx, &Stated { id: risk.id(), what, on, at: risk.at(format!("/acceptances/{number}/on")) }, commit, out);
        }
    }
    for metric in ctx.isms.metrics.iter().filter(|metric| metric.measurements.iter().any(|value| value.taken_on.is_some())) {
        let commits = commits_of_parts(ctx, history, ctx.files.path(metric.head.file));
        for (number, measurement) in metric.measurements.iter().enumerate() {
            let Some((on, commit)) = measurement.taken_on.zip(commits.get(&measurement.period)) else { continue };
            let what = format!("the measurement for {} in {}", measurement.period, metric.id());
            compare(ctx, &Stated { id: metric.id(), what, on, at: metric.at(format!("/measurements/{number}/taken_on")) }, commit, out);
        }
    }
}

/// The commit that brought each closed part of a record; nothing where no commit on it is judged.
fn commits_of_parts<'h>(ctx: &Ctx<'_>, history: &'h History, path: &str) -> BTreeMap<String, &'h Commit> {
    let mut commits = BTreeMap::new();
    let steps = history.of(path);
    if !steps.iter().any(|step| ctx.provenance.judges(step.commit)) {
        return commits;
    }
    for step in steps.iter().rev() {
        let Some(record) = step.now.and_then(|now| now.record()) else { continue };
        for part in record.closed_parts() {
            commits.entry(part.key).or_insert(step.commit);
        }
    }
    commits
}

fn compare(ctx: &Ctx<'_>, stated: &Stated<'_>, commit: &Commit, out: &mut Findings) {
    if !ctx.provenance.judges(commit) {
        return;
    }
    let Stated { id, what, on, at } = stated;
    // The clocks of two people may be on two days.
    let message = if *on > commit.authored.next() {
        format!("{what} says {on} and was written {} before", days(on.days_since(commit.authored)))
    } else if commit.authored > on.after(ctx.isms.settings.git.backdating) {
        format!("{what} says {on} and was written {} later", days(commit.authored.days_since(*on)))
    } else {
        return;
    };
    out.report(at.clone(), message)
        .label(format!("commit {} of {} by {}", commit.short(), commit.authored, commit.author.name))
        .help("correct the date if it is wrong; else say in the record why it came so late (`git.backdating` sets how far is far)")
        .record(*id)
        .about(what);
}
