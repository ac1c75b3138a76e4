//! Management reviews (clause 9.3).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::date::Date;
use super::record::Action;
use super::words::words;

words! {
    /// Where a review is in its life.
    ReviewStatus { Planned "planned", Held "held", Minuted "minuted", Closed "closed" }
}

words! {
    /// What a decision of a review is about (clause 9.3.3).
    DecisionType { Improvement "improvement", IsmsChange "isms_change", Resource "resource", None "none", Other "other" }
}

words! {
    /// The ten inputs of clause 9.3.2.
    ReviewInput {
        PreviousActions "previous_actions", IssueChanges "issue_changes", PartyChanges "party_changes",
        Nonconformities "nonconformities", Measurements "measurements", Audits "audits", Objectives "objectives",
        PartyFeedback "party_feedback", RiskAndTreatment "risk_and_treatment", Improvement "improvement",
    }
}

/// What was said about an input.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct InputNote {
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub refs: Vec<String>,
}

/// Someone who took part.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Participant {
    pub person: Option<String>,
    pub name: Option<String>,
    pub role: Option<String>,
}

/// Something leadership decided.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct ReviewDecision {
    #[serde(rename = "type")]
    pub decision_type: Option<DecisionType>,
    #[serde(default)]
    pub text: String,
}

/// A review of the ISMS by top management.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct ManagementReview {
    pub date: Option<Date>,
    pub chair: Option<String>,
    #[serde(default)]
    pub participants: Vec<Participant>,
    #[serde(default)]
    pub inputs: BTreeMap<String, InputNote>,
    #[serde(default)]
    pub decisions: Vec<ReviewDecision>,
    #[serde(default)]
    pub actions: Vec<Action>,
    pub soa_version: Option<String>,
    pub rtp_version: Option<String>,
    pub conclusion: Option<String>,
    pub status: Option<ReviewStatus>,
}

impl ManagementReview {
    /// Whether it took place.
    #[must_use]
    pub fn is_held(&self) -> bool {
        matches!(self.status, Some(ReviewStatus::Held | ReviewStatus::Minuted | ReviewStatus::Closed))
    }
}

impl ReviewInput {
    /// The item of clause 9.3.2 that asks for it.
    #[must_use]
    pub fn item(self) -> &'static str {
        match self {
            ReviewInput::PreviousActions => "9.3.2 a",
            ReviewInput::IssueChanges => "9.3.2 b",
            ReviewInput::PartyChanges => "9.3.2 c",
            ReviewInput::Nonconformities | ReviewInput::Measurements | ReviewInput::Audits | ReviewInput::Objectives => "9.3.2 d",
            ReviewInput::PartyFeedback => "9.3.2 e",
            ReviewInput::RiskAndTreatment => "9.3.2 f",
            ReviewInput::Improvement => "9.3.2 g",
        }
    }

    /// What it is about, in words for people.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            ReviewInput::PreviousActions => "the actions of earlier reviews",
            ReviewInput::IssueChanges => "changes of internal and external issues",
            ReviewInput::PartyChanges => "changes in what interested parties need",
            ReviewInput::Nonconformities => "nonconformities and corrective actions",
            ReviewInput::Measurements => "results of monitoring and measurement",
            ReviewInput::Audits => "results of audits",
            ReviewInput::Objectives => "how far the objectives are reached",
            ReviewInput::PartyFeedback => "feedback from interested parties",
            ReviewInput::RiskAndTreatment => "risk assessment and the treatment plan",
            ReviewInput::Improvement => "opportunities for improvement",
        }
    }
}
