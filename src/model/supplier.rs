//! Suppliers (clause 8.1, controls A.5.19-A.5.23).

use serde::Deserialize;

use super::asset::Criticality;
use super::date::Date;
use super::words::words;

words! {
    /// What a supplier provides.
    SupplierCategory {
        Iaas "iaas", Paas "paas", Saas "saas", Professional "professional", OutsourcedDevelopment "outsourced_development",
        Facilities "facilities", Hardware "hardware", Insurance "insurance", Other "other",
    }
}

words! {
    /// How much of the security clauses a contract has.
    Coverage { Full "full", Partial "partial", None "none" }
}

words! {
    /// What a review of a supplier found.
    Conclusion { Satisfactory "satisfactory", Conditional "conditional", Unsatisfactory "unsatisfactory" }
}

words! {
    /// Where a supplier relationship is in its life.
    SupplierStatus { Proposed "proposed", Active "active", Exiting "exiting", Ended "ended" }
}

/// A report or certificate that a supplier shows.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Assurance {
    #[serde(rename = "type", default)]
    pub assurance_type: String,
    pub issuer: Option<String>,
    pub period_end: Option<Date>,
    pub scope_checked: Option<bool>,
    pub user_controls_reviewed: Option<bool>,
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// Whose help the organisation relies on.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Supplier {
    pub service: Option<String>,
    #[serde(default)]
    pub categories: Vec<SupplierCategory>,
    pub criticality: Option<Criticality>,
    pub data_accessed: Option<String>,
    pub personal_data: Option<bool>,
    pub location: Option<String>,
    pub contract_ref: Option<String>,
    pub security_clauses: Option<Coverage>,
    #[serde(default)]
    pub assurance: Vec<Assurance>,
    pub conclusion: Option<Conclusion>,
    pub exit_plan: Option<String>,
    pub shared_responsibility: Option<String>,
    #[serde(default)]
    pub subprocessors: Vec<String>,
    pub status: Option<SupplierStatus>,
}

impl Supplier {
    /// Whether the organisation uses it now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.status, None | Some(SupplierStatus::Active | SupplierStatus::Exiting))
    }
}
