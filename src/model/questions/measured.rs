//! Questions about metrics and objectives (clauses 6.2, 9.1): what is missing, what was missed, and what came of it.

use crate::model::date::{Date, Period};
use crate::model::kinds::Kind;
use crate::model::record::Record;
use crate::model::{Direction, Isms, Measurement, Metric, MetricStatus, Objective, ObjectiveStatus};

impl Metric {
    /// Whether it is measured.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status != Some(MetricStatus::Retired)
    }

    /// The periods that are over on a day and have no value, oldest first: from the first one that begins at `since` or later, else
    /// from the first one measured. A value for a part of a period, or for a longer one, counts, because intervals change.
    #[must_use]
    pub fn periods_missing(&self, until: Date) -> Vec<Period> {
        let measured: Option<Vec<Period>> = self.measurements.iter().map(|it| it.period.parse().ok()).collect();
        // A period that cannot be read may be any of them.
        let (Some(every), Some(measured)) = (self.measured_every, measured) else { return Vec::new() };
        let Some(start) = self.since.or_else(|| measured.iter().map(|period| period.from).min()) else { return Vec::new() };
        let mut missing = Vec::new();
        let mut next = Period::holding(start, every);
        while let Some(period) = next.filter(|period| period.to < until) {
            // A metric that began in the middle of a period owes the next one.
            if period.from >= start && !measured.iter().any(|it| it.touches(period)) {
                missing.push(period);
            }
            next = Period::holding(period.to.next(), every);
        }
        missing
    }

    /// Whether a value is on the wrong side of its target.
    #[must_use]
    pub fn misses_target(&self, measurement: &Measurement) -> bool {
        self.is_beyond(self.target, measurement)
    }

    /// Whether a value is on the wrong side of the level of alarm.
    #[must_use]
    pub fn crosses_threshold(&self, measurement: &Measurement) -> bool {
        self.is_beyond(self.threshold, measurement)
    }

    fn is_beyond(&self, limit: Option<f64>, measurement: &Measurement) -> bool {
        let (Some(direction), Some(limit), Some(value)) = (self.direction, limit, measurement.value) else { return false };
        match direction {
            Direction::AtLeast => value < limit,
            Direction::AtMost => value > limit,
        }
    }

    /// Whether somebody analysed a value, by itself or together with those up to a later one.
    #[must_use]
    pub fn is_analysed(&self, measurement: &Measurement) -> bool {
        let done =
            |it: &Measurement| it.analysis.as_ref().is_some_and(|analysis| analysis.on.is_some() || analysis.conclusion.is_some());
        done(measurement)
            || self.measurements.iter().any(|it| done(it) && it.taken_on.is_some() && it.taken_on >= measurement.taken_on)
    }
}

impl Measurement {
    /// What its numerator and denominator give in the unit of its metric: shares in per cent, everything else as it is.
    #[must_use]
    pub fn quotient(&self, unit: Option<&str>) -> Option<f64> {
        let quotient = self.numerator? / self.denominator.filter(|it| *it != 0.0)?;
        let unit = unit.map(|unit| unit.trim().to_lowercase()).unwrap_or_default();
        let is_share = unit.starts_with('%') || unit.starts_with("percent") || unit.starts_with("per cent");
        Some(if is_share { quotient * 100.0 } else { quotient })
    }

    /// Whether its value is that quotient, to the last decimal place that the value has.
    #[must_use]
    pub fn is_quotient(&self, quotient: f64) -> bool {
        let Some(value) = self.value else { return true };
        let text = value.to_string();
        let places = text.split_once('.').map_or(0, |(_, places)| places.len());
        // Rounded or cut off, both are common.
        (value - quotient).abs() < 10_f64.powi(-i32::try_from(places).unwrap_or(i32::MAX))
    }
}

impl Objective {
    /// Whether it is agreed on and not decided yet.
    #[must_use]
    pub fn is_pursued(&self) -> bool {
        matches!(self.status, Some(ObjectiveStatus::Approved | ObjectiveStatus::InProgress))
    }
}

impl Isms {
    /// The active metrics that measure an objective or a control.
    #[must_use]
    pub fn metrics_of(&self, id: &str) -> Vec<&Record<Metric>> {
        let measuring =
            self.links_to(id).filter(|(head, link)| head.kind == Kind::Metric && link.pointer.as_str().starts_with("/measures/"));
        let mut metrics: Vec<_> =
            measuring.filter_map(|(head, _)| self.metric(&head.id)).filter(|metric| metric.is_active()).collect();
        metrics.dedup_by(|one, other| one.id() == other.id());
        metrics
    }

    /// Whether anybody has looked at how far an objective is: in its progress, or with a metric.
    #[must_use]
    pub fn is_monitored(&self, objective: &Record<Objective>) -> bool {
        !objective.progress.is_empty() || self.metrics_of(objective.id()).iter().any(|metric| !metric.measurements.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(json: &str) -> Metric {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_metric_owes_every_period_since_it_began() {
        let missing = |json: &str, until: &str| {
            let periods = metric(json).periods_missing(until.parse().unwrap());
            periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        let monthly = r#"{"measured_every":"1m","since":"2026-01-01","measurements":[{"period":"2026-01"},{"period":"2026-03"}]}"#;
        assert_eq!(missing(monthly, "2026-04-30"), "2026-02");
        assert_eq!(missing(monthly, "2026-05-01"), "2026-02 2026-04");
        // Without `since`, and begun within a period.
        assert_eq!(missing(r#"{"measured_every":"3m","measurements":[{"period":"2025-Q4"}]}"#, "2026-06-30"), "2026-Q1");
        assert_eq!(missing(r#"{"measured_every":"3m","since":"2026-01-05"}"#, "2026-06-30"), "");
        // The interval was a quarter once; a period that is no period may be any of them.
        assert_eq!(missing(r#"{"measured_every":"1m","measurements":[{"period":"2026-Q1"}]}"#, "2026-05-15"), "2026-04");
        assert_eq!(missing(r#"{"measured_every":"1m","since":"2026-01-01","measurements":[{"period":"Jan"}]}"#, "2026-05-15"), "");
        assert_eq!(missing(r#"{"measured_every":"2y","since":"2020-01-01"}"#, "2026-05-15"), "");
        assert_eq!(missing(r#"{"measured_every":"1m"}"#, "2026-05-15"), "");
    }

    #[test]
    fn a_value_is_its_quotient_to_its_last_place() {
        let fits = |value: f64, numerator: f64, denominator: f64, unit: Option<&str>| {
            let json = format!(r#"{{"period":"2026","value":{value},"numerator":{numerator},"denominator":{denominator}}}"#);
            let measurement: Measurement = serde_json::from_str(&json).unwrap();
            measurement.quotient(unit).is_none_or(|quotient| measurement.is_quotient(quotient))
        };
        assert!(fits(95.7, 22.0, 23.0, Some("%")) && fits(95.6, 22.0, 23.0, Some("percent")) && fits(96.0, 22.0, 23.0, Some("%")));
        assert!(!fits(93.0, 97.0, 100.0, Some("%")) && !fits(0.97, 97.0, 100.0, Some("%")) && !fits(95.9, 22.0, 23.0, Some("%")));
        assert!(fits(2.5, 5.0, 2.0, Some("days")) && fits(7.0, 5.0, 0.0, Some("%")));
    }

    #[test]
    fn a_later_analysis_covers_what_came_before() {
        let metric = metric(
            r#"{"measurements":[{"period":"2026-01","taken_on":"2026-02-02"},
                {"period":"2026-02","taken_on":"2026-03-02","analysis":{"on":"2026-03-05"}},{"period":"2026-03","taken_on":"2026-04-02"}]}"#,
        );
        assert_eq!(metric.measurements.iter().map(|it| metric.is_analysed(it)).collect::<Vec<_>>(), [true, true, false]);
    }
}
