//! Monitoring and measurement (clause 9.1): what is measured, what came out, what that means and what follows.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{actions_table, number, plain};
use super::{Make, Report, Subject, pictures};
use crate::model::{Action, Direction, Head, Measurement, Metric, Nature, Record, natural};
use crate::text::wording::{counted, listed, some};

pub(super) static REPORT: Report = Report {
    name: "metrics",
    title: "Monitoring and measurement",
    about: "every metric with method, target, values by period, trend, analysis and what followed",
    clauses: &["9.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let metrics = active(subject);
    let mut document = REPORT.begin(
        subject,
        subject.isms.metrics.iter().map(|metric| &metric.head),
        "This report shows how the organisation measures whether its controls work and its objectives come nearer: what is measured how \
         and by whom, what came out in each period against the target, what somebody made of it, and what followed.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if subject.isms.metrics.is_empty() {
        return document;
    }
    document.heading(2, "Metrics");
    document.table(definitions(subject, &metrics));
    document.heading(2, "Values");
    if metrics.iter().all(|metric| metric.measurements.is_empty()) {
        document.paragraph("No measurements are recorded.");
    } else {
        for metric in metrics.iter().filter(|metric| metric.is_active()) {
            pictures::trend(metric, &mut document);
        }
        document.table(values(subject, &metrics));
    }
    let actions: Vec<(&Head, &Action)> =
        metrics.iter().flat_map(|metric| metric.actions.iter().map(move |action| (&metric.head, action))).collect();
    if !actions.is_empty() {
        document.heading(2, "Actions");
        document.table(actions_table(subject, "actions", "Actions that follow from measurements", &actions));
    }
    document
}

/// The metrics that are measured, in the order of their ids; retired ones behind.
fn active<'m>(subject: &Subject<'m>) -> Vec<&'m Record<Metric>> {
    let mut metrics: Vec<_> = subject.isms.metrics.iter().collect();
    metrics.sort_by_cached_key(|metric| (!metric.is_active(), natural(metric.id())));
    metrics
}

/// The newest measurement.
pub(super) fn newest(metric: &Metric) -> Option<&Measurement> {
    metric.measurements.iter().max_by_key(|it| period_end(it))
}

/// The measurements, the oldest first.
pub(super) fn by_period(metric: &Metric) -> Vec<&Measurement> {
    let mut measurements: Vec<&Measurement> = metric.measurements.iter().collect();
    measurements.sort_by_key(|it| period_end(it));
    measurements
}

/// The last day a measurement speaks of; what cannot be read comes first.
fn period_end(measurement: &Measurement) -> Option<crate::model::date::Date> {
    measurement.period.parse::<crate::model::date::Period>().ok().map(|period| period.to)
}

/// Where a value stands against target and alarm.
pub(super) fn standing(metric: &Metric, measurement: &Measurement) -> Cell {
    let (word, tone) = match measurement.value {
        None => ("no value", Tone::Bad),
        Some(_) if metric.crosses_threshold(measurement) => ("beyond the alarm", Tone::Bad),
        Some(_) if metric.misses_target(measurement) => ("off target", Tone::Open),
        Some(_) if metric.target.is_some() && metric.direction.is_some() => ("on target", Tone::Good),
        Some(_) => return Cell::Empty,
    };
    Cell::State(word.to_owned(), tone)
}

/// `8 metrics are measured: at their last measurement 6 were on target and 2 were not (M-002, M-008).`
pub(super) fn summary(subject: &Subject<'_>) -> String {
    let metrics: Vec<_> = subject.isms.metrics.iter().filter(|metric| metric.is_active()).collect();
    if metrics.is_empty() {
        return "No metrics are recorded.".to_owned();
    }
    let ids = |fits: &dyn Fn(&Metric) -> bool| -> Vec<&str> {
        metrics.iter().filter(|metric| fits(metric)).map(|metric| metric.id()).collect()
    };
    let never = ids(&|metric| metric.measurements.is_empty());
    let off = ids(&|metric| newest(metric).is_some_and(|it| metric.misses_target(it)));
    let beyond = ids(&|metric| newest(metric).is_some_and(|it| metric.crosses_threshold(it)));
    let mut text = format!("{}.", counted(metrics.len(), "metric is measured", "metrics are measured"));
    if never.len() < metrics.len() {
        if off.is_empty() {
            text.push_str(" None missed its target at its last measurement.");
        } else {
            let _ = write!(text, " At their last measurement {} missed the target: {}.", off.len(), listed(&off));
        }
    }
    if !beyond.is_empty() {
        let _ = write!(text, " Beyond the level of alarm: {}.", listed(&beyond));
    }
    if !never.is_empty() {
        let _ = write!(text, " Never measured so far: {}.", listed(&never));
    }
    let missing: Vec<String> = metrics.iter().flat_map(|metric| owed(subject, metric)).collect();
    if !missing.is_empty() {
        let _ = write!(text, " Without a value although the time for it is over: {}.", some(&missing));
    }
    text
}

/// The periods that have no value although the time to take it is over.
fn owed(subject: &Subject<'_>, metric: &Record<Metric>) -> Vec<String> {
    let until = subject.as_of.before(subject.isms.settings.defaults.measurement_grace);
    metric.periods_missing(until).iter().map(|period| format!("{} for {period}", metric.id())).collect()
}

/// `at least 95 %`.
pub(super) fn bound(metric: &Metric, bound: Option<f64>) -> Cell {
    let Some(bound) = bound else { return Cell::Empty };
    let direction = match metric.direction {
        Some(Direction::AtLeast) => "at least ",
        Some(Direction::AtMost) => "at most ",
        None => "",
    };
    Cell::Text(format!("{direction}{}", number(bound, metric.unit.as_deref())))
}

fn definitions(subject: &Subject<'_>, metrics: &[&Record<Metric>]) -> Table {
    let rows = metrics.iter().map(|metric| definition(subject, metric)).collect();
    super::table("metrics", "Metrics", columns(), rows)
}

fn columns() -> Vec<Column> {
    vec![
        Column::one("metric", "ID", 5),
        Column::many(
            "Metric",
            16,
            &[
                ("title", "Title", ""),
                ("question", "Question", ""),
                ("nature", "Nature", "Nature"),
                ("version", "Definition version", "Version"),
            ],
        ),
        Column::many("Measures", 10, &[("measures", "Measures", ""), ("process", "Process", "Process")]),
        Column::many("Method", 16, &[("method", "Method", ""), ("source", "Source", "Source")]),
        Column::many("Target", 8, &[("target", "Target", ""), ("threshold", "Alarm", "Alarm")]),
        Column::many("Measured", 9, &[("measured_every", "Measured every", "every"), ("measured_by", "Measured by", "")]),
        Column::many(
            "Analysed",
            9,
            &[
                ("analysed_every", "Analysed every", "every"),
                ("analysed_by", "Analysed by", ""),
                ("report_to", "Reported to", "Reported to"),
            ],
        ),
        Column::many(
            "Newest value",
            9,
            &[
                ("latest", "Newest value", ""),
                ("latest_period", "Newest period", ""),
                ("state", "State", ""),
                ("trend", "Trend", ""),
                ("missing", "Missing periods", "Missing"),
            ],
        ),
    ]
}

fn definition(subject: &Subject<'_>, metric: &Record<Metric>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let who = |id: &Option<String>| if metric.is_active() { subject.owner(id.as_deref()) } else { Cell::Empty };
    let latest = newest(metric);
    let reported: Vec<String> = metric.report_to.iter().map(|id| subject.party(id)).collect();
    let missing: Vec<String> = owed_periods(subject, metric);
    vec![
        Cell::text(metric.id()),
        Cell::text(metric.title()),
        text(&metric.question),
        plain(metric.nature.map(Nature::label)),
        text(&metric.version),
        subject.all_named(&metric.measures),
        text(&metric.process),
        text(&metric.method),
        text(&metric.source),
        bound(metric, metric.target),
        bound(metric, metric.threshold),
        metric.measured_every.map_or(Cell::Empty, |every| Cell::Text(every.words())),
        who(&metric.measured_by),
        metric.analysed_every.map_or(Cell::Empty, |every| Cell::Text(every.words())),
        who(&metric.analysed_by),
        Cell::list(reported),
        latest.and_then(|it| it.value).map_or(Cell::Empty, |value| Cell::Text(number(value, metric.unit.as_deref()))),
        Cell::text(latest.map(|it| it.period.clone()).unwrap_or_default()),
        state(metric, latest),
        Cell::maybe(trend(metric)),
        if missing.is_empty() { Cell::Empty } else { Cell::State(some(&missing), Tone::Bad) },
    ]
}

fn owed_periods(subject: &Subject<'_>, metric: &Record<Metric>) -> Vec<String> {
    let until = subject.as_of.before(subject.isms.settings.defaults.measurement_grace);
    if metric.is_active() { metric.periods_missing(until).iter().map(ToString::to_string).collect() } else { Vec::new() }
}

fn state(metric: &Metric, latest: Option<&Measurement>) -> Cell {
    match latest {
        _ if !metric.is_active() => Cell::State("retired".to_owned(), Tone::Plain),
        None => Cell::State("never measured".to_owned(), Tone::Open),
        Some(latest) => standing(metric, latest),
    }
}

/// How the newest value compares with the one before it, by which side is good.
fn trend(metric: &Metric) -> Option<&'static str> {
    let mut values: Vec<_> = metric.measurements.iter().filter_map(|it| Some((period_end(it)?, it.value?))).collect();
    values.sort_by_key(|(day, _)| *day);
    let [.., (_, before), (_, now)] = values.as_slice() else { return None };
    Some(match (now - before, metric.direction?) {
        (change, _) if change.abs() < f64::EPSILON => "as before",
        (change, Direction::AtLeast) if change > 0.0 => "better than before",
        (change, Direction::AtMost) if change < 0.0 => "better than before",
        _ => "worse than before",
    })
}

fn values(subject: &Subject<'_>, metrics: &[&Record<Metric>]) -> Table {
    let columns = vec![
        Column::one("period", "Period", 5),
        Column::many("Value", 7, &[("value", "Value", ""), ("share", "Counted", "")]),
        Column::one("state", "Against target", 7),
        Column::many("Taken", 9, &[("taken_on", "Taken on", ""), ("taken_by", "Taken by", "")]),
        Column::many("Analysis", 24, &[("conclusion", "Analysis", ""), ("action", "Action", "Action")]),
        Column::many("Analysed", 9, &[("analysed_on", "Analysed on", ""), ("analysed_by", "Analysed by", "")]),
        Column::one("evidence", "Source evidence", 12),
    ];
    let groups = metrics.iter().filter(|metric| !metric.measurements.is_empty()).map(|metric| {
        let rows = by_period(metric).into_iter().rev().map(|it| value_row(subject, metric, it)).collect();
        Group { title: format!("{} {}", metric.id(), metric.title()), rows }
    });
    super::grouped("values", "Values by period", columns, groups.collect())
}

fn value_row(subject: &Subject<'_>, metric: &Record<Metric>, measurement: &Measurement) -> Vec<Cell> {
    let who = |id: Option<&str>| id.map_or(Cell::Empty, |id| Cell::text(subject.party(id)));
    let share = match (measurement.numerator, measurement.denominator) {
        (Some(numerator), Some(denominator)) => Cell::Text(format!("{numerator} of {denominator}")),
        _ => Cell::Empty,
    };
    let analysis = measurement.analysis.as_ref();
    let conclusion = match analysis.and_then(|it| it.conclusion.as_deref()) {
        Some(conclusion) => Cell::text(conclusion),
        None if metric.is_analysed(measurement) => Cell::Text("covered by a later analysis".to_owned()),
        None => Cell::State("not analysed".to_owned(), Tone::Open),
    };
    vec![
        Cell::text(measurement.period.as_str()),
        measurement.value.map_or(Cell::Empty, |value| Cell::Text(number(value, metric.unit.as_deref()))),
        share,
        standing(metric, measurement),
        Cell::date(measurement.taken_on),
        who(measurement.taken_by.as_deref()),
        conclusion,
        Cell::maybe(analysis.and_then(|it| it.action.as_deref())),
        Cell::date(analysis.and_then(|it| it.on)),
        who(analysis.and_then(|it| it.by.as_deref())),
        subject.all_named(&measurement.evidence),
    ]
}
