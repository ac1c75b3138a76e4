//! Information security objectives (clause 6.2).

use serde::Deserialize;

use super::date::Date;
use super::record::Action;
use super::words::words;

words! {
    /// Where an objective is in its life.
    ObjectiveStatus {
        Draft "draft", Approved "approved", InProgress "in_progress", Achieved "achieved", Missed "missed",
        Revised "revised", Dropped "dropped",
    }
}

/// A reading on the way to an objective.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Progress {
    pub on: Option<Date>,
    pub value: Option<f64>,
    pub note: Option<String>,
    pub by: Option<String>,
}

/// A target with its plan.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Objective {
    pub statement: Option<String>,
    pub policy: Option<String>,
    #[serde(default)]
    pub drivers: Vec<String>,
    pub level: Option<String>,
    pub target: Option<String>,
    pub target_value: Option<f64>,
    pub unit: Option<String>,
    pub measurable_note: Option<String>,
    pub what: Option<String>,
    pub resources: Option<String>,
    pub responsible: Option<String>,
    pub due: Option<Date>,
    pub evaluation: Option<String>,
    #[serde(default)]
    pub communicated_to: Vec<String>,
    #[serde(default)]
    pub progress: Vec<Progress>,
    pub decision: Option<String>,
    #[serde(default)]
    pub actions: Vec<Action>,
    pub status: Option<ObjectiveStatus>,
}
