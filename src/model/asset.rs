//! Information and other assets (control A.5.9).

use serde::Deserialize;

use super::words::words;

words! {
    /// What an asset is.
    AssetType {
        Information "information", Process "process", Software "software", CloudService "cloud_service", Hardware "hardware",
        Network "network", Site "site", People "people", SupplierService "supplier_service",
    }
}

words! {
    /// How much depends on something.
    Criticality { Low "low", Medium "medium", High "high", Critical "critical" }
}

words! {
    /// Where an asset is in its life.
    AssetStatus { Planned "planned", InUse "in_use", Retired "retired" }
}

/// What is protected.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Asset {
    #[serde(rename = "type")]
    pub asset_type: Option<AssetType>,
    pub custodian: Option<String>,
    pub location: Option<String>,
    pub cia: Option<Needs>,
    pub criticality: Option<Criticality>,
    pub personal_data: Option<bool>,
    #[serde(default)]
    pub carries: Vec<String>,
    pub supplier: Option<String>,
    pub rto: Option<String>,
    pub rpo: Option<String>,
    pub in_scope: Option<bool>,
    pub status: Option<AssetStatus>,
}

/// Protection needs, each 1 (low) to 4 (very high).
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Needs {
    pub confidentiality: Option<i64>,
    pub integrity: Option<i64>,
    pub availability: Option<i64>,
}

impl Asset {
    /// Whether it is there now and belongs to the ISMS.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.in_scope != Some(false) && !matches!(self.status, Some(AssetStatus::Planned | AssetStatus::Retired))
    }
}
