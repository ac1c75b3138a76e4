//! MET-001: a metric says how it is measured, when and by whom, and the same for its analysis.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Metric, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MET-001",
    name: "metric-incomplete",
    title: "every metric says how it is measured, and when and by whom it is measured and analysed",
    clauses: &["9.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for metric in ctx.isms.metrics.iter().filter(|metric| metric.is_active()) {
        let missing = missing(metric);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(metric.at(*field), format!("{} does not say {}", metric.id(), listed(&words)))
                .help("add what is missing; a role is enough for who, an interval such as 1m or 3m for when")
                .record(metric.id());
        }
    }
}

fn missing(metric: &Record<Metric>) -> Vec<(&'static str, &'static str)> {
    let all = [
        (metric.method.is_none(), "/method", "how it is measured"),
        (metric.measured_every.is_none(), "/measured_every", "when it is measured"),
        (metric.measured_by.is_none(), "/measured_by", "who measures it"),
        (metric.analysed_every.is_none(), "/analysed_every", "when its results are analysed"),
        (metric.analysed_by.is_none(), "/analysed_by", "who analyses them"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}
