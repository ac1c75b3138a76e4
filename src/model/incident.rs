//! Information security events and incidents (controls A.5.24-A.5.28).

use serde::Deserialize;

use super::asset::Criticality;
use super::date::Date;
use super::risk::Property;
use super::words::words;

words! {
    /// What an event was found to be.
    Assessment { Event "event", Incident "incident", FalsePositive "false_positive", Weakness "weakness" }
}

words! {
    /// Where an incident is in its life.
    IncidentStatus {
        Reported "reported", Assessed "assessed", Responding "responding", Resolved "resolved", Reviewed "reviewed", Closed "closed",
    }
}

/// Whether someone had to be told.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Notification {
    pub required: Option<bool>,
    pub reason: Option<String>,
    pub authority: Option<String>,
    pub due: Option<Date>,
    pub sent: Option<Date>,
}

/// What happened.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Incident {
    pub detected_on: Option<Date>,
    pub reported_by: Option<String>,
    pub channel: Option<String>,
    pub assessment: Option<Assessment>,
    pub assessed_by: Option<String>,
    pub assessed_on: Option<Date>,
    pub severity: Option<Criticality>,
    #[serde(default)]
    pub assets: Vec<String>,
    #[serde(default)]
    pub properties: Vec<Property>,
    pub personal_data: Option<bool>,
    pub notification: Option<Notification>,
    pub response: Option<String>,
    pub contained_on: Option<Date>,
    pub resolved_on: Option<Date>,
    pub cause: Option<String>,
    pub lessons: Option<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
    #[serde(default)]
    pub risks: Vec<String>,
    #[serde(default)]
    pub controls: Vec<String>,
    pub nonconformity: Option<String>,
    pub status: Option<IncidentStatus>,
}
