//! Interested parties and what they require (clauses 4.2, A.5.31).

use serde::Deserialize;

use super::date::{Date, Duration};
use super::words::words;

words! {
    /// Who has an interest.
    PartyType {
        Customer "customer", Employee "employee", Owner "owner", Regulator "regulator", Authority "authority", Supplier "supplier",
        Partner "partner", CertificationBody "certification_body", Insurer "insurer", Public "public",
    }
}

/// An interested party.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Party {
    #[serde(rename = "type")]
    pub party_type: Option<PartyType>,
    pub interest: Option<String>,
}

words! {
    /// What makes a requirement binding.
    RequirementType {
        Legal "legal", Regulatory "regulatory", Contractual "contractual", Expectation "expectation", Internal "internal",
    }
}

words! {
    /// Whether the ISMS takes a requirement on (clause 4.2 c).
    Addressed { Fully "fully", Partly "partly", Not "not" }
}

words! {
    /// How well a requirement is met.
    Compliance { Met "met", Partly "partly", NotMet "not_met", Unknown "unknown" }
}

words! {
    /// Where a requirement is in its life.
    RequirementStatus { Identified "identified", Assessed "assessed", Active "active", Withdrawn "withdrawn" }
}

/// What an interested party requires, and how it is met.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Requirement {
    pub party: Option<String>,
    #[serde(rename = "type")]
    pub requirement_type: Option<RequirementType>,
    pub citation: Option<String>,
    pub statement: Option<String>,
    pub addressed: Option<Addressed>,
    pub addressed_reason: Option<String>,
    #[serde(default)]
    pub met_by: Vec<String>,
    pub how_met: Option<String>,
    #[serde(default)]
    pub risks: Vec<String>,
    pub jurisdiction: Option<String>,
    pub check_every: Option<Duration>,
    pub last_checked: Option<Date>,
    pub compliance: Option<Compliance>,
    pub climate_related: Option<bool>,
    pub status: Option<RequirementStatus>,
}

impl Requirement {
    /// Whether it still counts.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status != Some(RequirementStatus::Withdrawn)
    }
}
