//! MET-005: a metric that was changed says why, so that nobody compares what cannot be compared.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

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
        let Some(version) = metric.version.as_deref().filter(|version| !is_first(version)) else { continue };
        out.report(metric.at("/version"), format!("{} is at version {version} and does not say why it was changed", metric.id()))
            .help("add `version_reason:` with what changed, why, and from which period on values can be compared")
            .record(metric.id());
    }
}

/// `1`, `1.0` and drafts such as `0.3`.
fn is_first(version: &str) -> bool {
    let number = version.trim().trim_start_matches(['v', 'V']);
    number.split('.').next() == Some("0")
        || (number == "1" || number.strip_prefix("1.").is_some_and(|rest| rest.chars().all(|it| it == '0' || it == '.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_version_has_many_spellings() {
        assert!(["1", "1.0", "v1", "1.0.0", "0.3"].into_iter().all(is_first));
        assert!(["2", "1.1", "10", "1.0.1", "v2.0"].into_iter().all(|version| !is_first(version)));
    }
}
