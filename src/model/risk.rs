//! Risks with their assessment, treatment and acceptance (clauses 6.1.2, 6.1.3, 8.2, 8.3).

use serde::Deserialize;

use super::date::Date;
use super::record::{Action, ActionStatus};
use super::words::words;

words! {
    /// What is decided about a risk (clause 6.1.3 a).
    Treatment { Modify "modify", Retain "retain", Avoid "avoid", Share "share" }
}

words! {
    /// What a risk can harm.
    Property { Confidentiality "confidentiality", Integrity "integrity", Availability "availability" }
}

words! {
    /// Where a risk is in its life.
    RiskStatus { Identified "identified", Assessed "assessed", Treating "treating", Monitored "monitored", Closed "closed" }
}

words! {
    /// What made someone look.
    RiskSource { Assessment "assessment", Incident "incident", Audit "audit", Change "change", Supplier "supplier", Requirement "requirement" }
}

words! {
    /// Where an acceptance is in its life.
    AcceptanceStatus { Requested "requested", Active "active", Revoked "revoked", Superseded "superseded" }
}

/// Likelihood and impact on the scales of the criteria, with the reason.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Score {
    pub likelihood: Option<i64>,
    pub impact: Option<i64>,
    pub rationale: Option<String>,
}

/// A decision to carry what is left of a risk.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Acceptance {
    pub on: Option<Date>,
    pub accepted_by: Option<String>,
    pub accepted_by_name: Option<String>,
    #[serde(rename = "as")]
    pub role: Option<String>,
    pub likelihood: Option<i64>,
    pub impact: Option<i64>,
    pub criteria_version: Option<String>,
    pub justification: Option<String>,
    pub conditions: Option<String>,
    pub requested_by: Option<String>,
    pub valid_until: Option<Date>,
    pub status: Option<AcceptanceStatus>,
    pub reference: Option<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
}

impl Acceptance {
    /// Whether it is meant to count: neither requested only, nor revoked, nor replaced. It may have expired all the same.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.status, None | Some(AcceptanceStatus::Active))
    }

    /// Whether it counts on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.is_active() && self.on.is_none_or(|on| on <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// What could go wrong, how bad, whose it is, and what is done about it.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Risk {
    pub event: Option<String>,
    pub cause: Option<String>,
    pub vulnerability: Option<String>,
    pub consequence: Option<String>,
    #[serde(default)]
    pub properties: Vec<Property>,
    #[serde(default)]
    pub assets: Vec<String>,
    #[serde(default)]
    pub processes: Vec<String>,
    pub source: Option<RiskSource>,
    pub criteria: Option<String>,
    pub criteria_version: Option<String>,
    pub inherent: Option<Score>,
    pub current: Option<Score>,
    pub target: Option<Score>,
    #[serde(default)]
    pub existing_controls: Vec<String>,
    #[serde(default)]
    pub treatment: Vec<Treatment>,
    #[serde(default)]
    pub treatment_controls: Vec<String>,
    #[serde(default)]
    pub shared_with: Vec<String>,
    pub contract_reference: Option<String>,
    #[serde(default)]
    pub actions: Vec<Action>,
    #[serde(default)]
    pub acceptances: Vec<Acceptance>,
    pub assessed_on: Option<Date>,
    pub assessed_by: Option<String>,
    pub closed_on: Option<Date>,
    pub status: Option<RiskStatus>,
}

impl Risk {
    /// Whether it still counts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status != Some(RiskStatus::Closed)
    }

    /// Whether it is open and past being noted down: scored, or meant to be.
    #[must_use]
    pub fn is_assessed(&self) -> bool {
        !matches!(self.status, Some(RiskStatus::Identified | RiskStatus::Closed))
    }

    /// Whether work of its plan is left to do.
    #[must_use]
    pub fn has_open_action(&self) -> bool {
        self.actions.iter().any(Action::is_open)
    }

    /// Whether its plan is to lower it, and then says with nothing.
    #[must_use]
    pub fn plan_is_empty(&self) -> bool {
        let planned = self.actions.iter().any(|action| action.status != Some(ActionStatus::Cancelled));
        self.treatment.contains(&Treatment::Modify) && self.controls().next().is_none() && !planned
    }

    /// All controls it names, existing ones first.
    pub fn controls(&self) -> impl Iterator<Item = &str> {
        self.existing_controls.iter().chain(&self.treatment_controls).map(String::as_str)
    }

    /// What is left to judge: the current score once no action is open, else the score aimed at (clause 6.1.3 f).
    #[must_use]
    pub fn residual(&self) -> Option<&Score> {
        if self.has_open_action() { self.target.as_ref().or(self.current.as_ref()) } else { self.current.as_ref() }
    }
}
