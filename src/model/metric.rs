//! Metrics and their measurements (clause 9.1).

use serde::Deserialize;

use super::date::{Date, Duration};
use super::record::{Action, Correction};
use super::words::words;

words! {
    /// Whether it counts things done or things that happened.
    Nature { Proactive "proactive", Reactive "reactive" }
}

words! {
    /// Which side of the target is good.
    Direction { AtLeast "at_least", AtMost "at_most" }
}

words! {
    /// Whether it is measured.
    MetricStatus { Active "active", Retired "retired" }
}

/// What someone made of a value.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Analysis {
    pub by: Option<String>,
    pub on: Option<Date>,
    pub conclusion: Option<String>,
    pub action: Option<String>,
}

/// A value for a period.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Measurement {
    #[serde(default)]
    pub period: String,
    pub value: Option<f64>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub taken_on: Option<Date>,
    pub taken_by: Option<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
    pub analysis: Option<Analysis>,
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// A question, how it is answered, and the answers.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Metric {
    pub question: Option<String>,
    pub method: Option<String>,
    pub unit: Option<String>,
    pub source: Option<String>,
    pub nature: Option<Nature>,
    #[serde(default)]
    pub measures: Vec<String>,
    pub process: Option<String>,
    pub target: Option<f64>,
    pub direction: Option<Direction>,
    pub threshold: Option<f64>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub measured_every: Option<Duration>,
    pub measured_by: Option<String>,
    pub analysed_every: Option<Duration>,
    pub analysed_by: Option<String>,
    #[serde(default)]
    pub report_to: Vec<String>,
    pub since: Option<Date>,
    pub version: Option<String>,
    pub version_reason: Option<String>,
    #[serde(default)]
    pub measurements: Vec<Measurement>,
    #[serde(default)]
    pub actions: Vec<Action>,
    pub status: Option<MetricStatus>,
}
