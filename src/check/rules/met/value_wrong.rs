//! MET-003: a value is possible, fits the numbers it comes from, and stands once.

use std::collections::HashMap;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Metric, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MET-003",
    name: "measurement-contradictory",
    title: "a value lies in the range of its metric, is the quotient of its numerator and denominator, and stands once for its period",
    clauses: &["9.1"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("value_wrong.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for metric in &ctx.isms.metrics {
        let mut seen = HashMap::new();
        for (at, measurement) in metric.measurements.iter().enumerate() {
            if let Some(first) = seen.insert(measurement.period.as_str(), at) {
                out.report(
                    metric.at(format!("/measurements/{at}/period")),
                    format!("{} has two values for {}", metric.id(), measurement.period),
                )
                .help("keep the first one and append a correction to it, with the old and the new value and the reason")
                .also(metric.at(format!("/measurements/{first}/value")), "the other one")
                .record(metric.id())
                .about(&measurement.period);
            }
            for (words, what) in wrong(metric, at) {
                out.report(
                    metric.at(format!("/measurements/{at}/value")),
                    format!("{}, {}: {words}", metric.id(), measurement.period),
                )
                .help("look at the source again; a value that was reported already is corrected with an entry in `corrections:`")
                .record(metric.id())
                .about(format!("{} {what}", measurement.period));
            }
        }
    }
}

fn wrong(metric: &Record<Metric>, at: usize) -> Vec<(String, &'static str)> {
    let measurement = &metric.measurements[at];
    let mut wrong = Vec::new();
    let Some(value) = measurement.value else { return wrong };
    if let Some(maximum) = metric.maximum.filter(|maximum| value > *maximum) {
        wrong.push((format!("{value} is above the maximum of {maximum}"), "range"));
    }
    if let Some(minimum) = metric.minimum.filter(|minimum| value < *minimum) {
        wrong.push((format!("{value} is below the minimum of {minimum}"), "range"));
    }
    let quotient = measurement.quotient(metric.unit.as_deref()).filter(|quotient| !measurement.is_quotient(*quotient));
    if let (Some(quotient), Some(numerator), Some(denominator)) = (quotient, measurement.numerator, measurement.denominator) {
        let unit = metric.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let shown = (quotient * 100.0).round() / 100.0;
        wrong.push((format!("{numerator} of {denominator} is {shown}{unit}, and the value is {value}"), "quotient"));
    }
    wrong
}
