//! Nonconformities and corrective action (clause 10.2).

use serde::Deserialize;

use super::audit::Grade;
use super::date::Date;
use super::record::{Action, ActionStatus};
use super::words::words;

words! {
    /// Who noticed.
    NonconformitySource {
        InternalAudit "internal_audit", ExternalAudit "external_audit", Incident "incident", Metric "metric", Complaint "complaint",
        SelfReported "self_reported", ManagementReview "management_review",
    }
}

words! {
    /// Where a nonconformity is in its life.
    NonconformityStatus {
        Open "open", Contained "contained", Analysed "analysed", Acting "acting", Verifying "verifying", Closed "closed",
        Reopened "reopened",
    }
}

words! {
    /// Whether the cause is gone.
    EffectivenessResult { Effective "effective", NotEffective "not_effective" }
}

/// Whether the corrective action worked.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct EffectivenessReview {
    pub criterion: Option<String>,
    pub reviewed_on: Option<Date>,
    pub reviewed_by: Option<String>,
    pub result: Option<EffectivenessResult>,
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// A requirement that was not met, why, and what was changed.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Nonconformity {
    pub source: Option<NonconformitySource>,
    #[serde(default)]
    pub criterion: Vec<String>,
    pub description: Option<String>,
    pub detected_on: Option<Date>,
    pub grade: Option<Grade>,
    pub correction: Option<String>,
    pub corrected_on: Option<Date>,
    pub consequences: Option<String>,
    pub cause_method: Option<String>,
    pub root_cause: Option<String>,
    pub similar_check: Option<String>,
    pub action_needed: Option<bool>,
    pub action_reason: Option<String>,
    #[serde(default)]
    pub actions: Vec<Action>,
    pub effectiveness: Option<EffectivenessReview>,
    pub isms_change: Option<String>,
    pub due: Option<Date>,
    pub deadline: Option<Date>,
    pub closed_on: Option<Date>,
    #[serde(default)]
    pub controls: Vec<String>,
    #[serde(default)]
    pub risks: Vec<String>,
    pub status: Option<NonconformityStatus>,
}

impl Nonconformity {
    /// Whether something is left to do about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status != Some(NonconformityStatus::Closed)
    }

    /// Whether its state says that the cause is known.
    #[must_use]
    pub fn is_analysed(&self) -> bool {
        use NonconformityStatus::{Acting, Analysed, Closed, Verifying};
        matches!(self.status, Some(Analysed | Acting | Verifying | Closed))
    }

    /// The actions against the cause that were not given up.
    pub fn live_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.status != Some(ActionStatus::Cancelled))
    }

    /// Whether something was or will be done against the cause; without that there is no effect to look at.
    #[must_use]
    pub fn has_corrective_action(&self) -> bool {
        self.live_actions().next().is_some()
    }

    /// The day the last action was done, else the day of the correction.
    #[must_use]
    pub fn done_on(&self) -> Option<Date> {
        self.live_actions().filter_map(|action| action.done_on).max().or(self.corrected_on)
    }
}
