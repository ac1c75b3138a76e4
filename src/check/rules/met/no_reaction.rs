//! MET-004: results are analysed in time, and somebody reacts to bad ones.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::{Date, Period};
use crate::model::{Isms, Kind, Measurement, Metric, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MET-004",
    name: "result-without-reaction",
    title: "results are analysed in time, and a value that misses its target or crosses its level of alarm has a reaction",
    clauses: &["9.1", "10.2"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("no_reaction.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for metric in ctx.isms.metrics.iter().filter(|metric| metric.is_active()) {
        let bad: Vec<usize> = (0..metric.measurements.len()).filter(|at| bad(ctx, metric, *at, out)).collect();
        if bad.is_empty() {
            waiting(ctx, metric, out);
        }
    }
}

/// A value that calls for something, and nothing came of it.
fn bad(ctx: &Ctx<'_>, metric: &Record<Metric>, at: usize, out: &mut Findings) -> bool {
    let measurement = &metric.measurements[at];
    let (Some(value), Some(taken)) = (measurement.value, measurement.taken_on) else { return false };
    let grace = ctx.isms.settings.defaults.measurement_grace;
    if taken < ctx.isms.results_since(ctx.today) || ctx.today <= taken.after(grace) {
        return false;
    }
    let (missing, limit) = if metric.crosses_threshold(measurement) && !has_action(ctx.isms, metric, measurement, taken) {
        ("no action follows", metric.threshold.map(|threshold| format!("its level of alarm is {threshold}")))
    } else if metric.misses_target(measurement)
        && !metric.is_analysed(measurement)
        && !has_action(ctx.isms, metric, measurement, taken)
    {
        ("nobody has analysed it", metric.target.map(|target| format!("its target is {target}")))
    } else {
        return false;
    };
    let unit = metric.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let limit = limit.unwrap_or_default();
    let message = format!("{} was {value}{unit} in {}, {limit}, and {missing}", metric.id(), measurement.period);
    out.report(metric.at(format!("/measurements/{at}/value")), message)
        .label(format!("taken {} ago", days(ctx.today.days_since(taken))))
        .help("add `analysis:` with the reason and what follows from it; what goes wrong again is a nonconformity")
        .record(metric.id())
        .about(&measurement.period);
    true
}

/// Whether an action follows a value: in its analysis, in the metric, or in a nonconformity that names the metric.
fn has_action(isms: &Isms, metric: &Record<Metric>, measurement: &Measurement, taken: Date) -> bool {
    let begin = measurement.period.parse::<Period>().map_or(taken, |period| period.from);
    let later = |day: Option<Date>| day.is_none_or(|day| day >= begin);
    let named = measurement.analysis.as_ref().is_some_and(|analysis| analysis.action.is_some());
    let nonconforming = || isms.links_to(metric.id()).any(|(head, _)| head.kind == Kind::Nonconformity);
    named || metric.actions.iter().any(|action| later(action.done_on.or(action.due()))) || nonconforming()
}

/// The oldest value that waits for its analysis longer than the metric says.
fn waiting(ctx: &Ctx<'_>, metric: &Record<Metric>, out: &mut Findings) {
    let Some(every) = metric.analysed_every else { return };
    let since = ctx.isms.results_since(ctx.today);
    let late = metric.measurements.iter().enumerate().filter_map(|(at, measurement)| {
        let taken = measurement.taken_on.filter(|taken| *taken >= since && !metric.is_analysed(measurement))?;
        let due = taken.after(every).after(ctx.isms.settings.defaults.measurement_grace);
        (due < ctx.today).then_some((due, at, measurement))
    });
    if let Some((due, at, measurement)) = late.min_by_key(|(due, at, _)| (*due, *at)) {
        let message = format!("the value of {} for {} was to be analysed by {due}, and was not", metric.id(), measurement.period);
        out.report(metric.at(format!("/measurements/{at}/period")), message)
            .label(format!("your own rule: every {}", every.words()))
            .help("add `analysis:` with who looked at it, when, and what it means")
            .record(metric.id())
            .about(&measurement.period);
    }
}
