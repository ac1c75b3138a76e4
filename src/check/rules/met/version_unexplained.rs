//! MET-005: a metric that was changed says why, so that nobody compares what cannot be compared.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::is_first_version;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MET-005",
    name: "metric-change-unexplained",
    title: "a metric in a later version than the first says what changed and why",
    clauses: &["9.1"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("version_unexplained.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for metric in ctx.isms.metrics.iter().filter(|metric| metric.is_active() && metric.version_reason.is_none()) {
        let Some(version) = metric.version.as_deref().filter(|version| !is_first_version(version)) else { continue };
        out.report(metric.at("/version"), format!("{} is at version {version} and does not say why it was changed", metric.id()))
            .help("add `version_reason:` with what changed, why, and from which period on values can be compared")
            .record(metric.id());
    }
}
