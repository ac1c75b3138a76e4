//! Evidence: proof that something ran in a period (clauses 8.1, 9.1).

use serde::Deserialize;

use super::date::Date;
use super::words::words;

words! {
    /// What a piece of evidence is.
    EvidenceForm {
        Export "export", Report "report", Config "config", LogExtract "log_extract", Ticket "ticket", Screenshot "screenshot",
        Minutes "minutes", Certificate "certificate", Statement "statement", Photo "photo",
    }
}

words! {
    /// Where a piece of evidence is in its life.
    EvidenceStatus { Collected "collected", Reviewed "reviewed", Accepted "accepted", Rejected "rejected", Disposed "disposed" }
}

/// How many readers of a document had confirmed it on the last day that the evidence speaks of.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Acknowledgement {
    pub document: Option<String>,
    pub version: Option<String>,
    pub asked: Option<u64>,
    pub confirmed: Option<u64>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Evidence {
    #[serde(default)]
    pub controls: Vec<String>,
    #[serde(default)]
    pub clauses: Vec<String>,
    pub form: Option<EvidenceForm>,
    pub source_system: Option<String>,
    pub period_from: Option<Date>,
    pub period_to: Option<Date>,
    pub collected_on: Option<Date>,
    pub collected_by: Option<String>,
    pub file: Option<String>,
    pub uri: Option<String>,
    pub sha256: Option<String>,
    pub size: Option<u64>,
    pub sampled: Option<String>,
    pub reviewed_by: Option<String>,
    pub reviewed_on: Option<Date>,
    pub retain_until: Option<Date>,
    pub redaction: Option<String>,
    #[serde(default)]
    pub acknowledgements: Vec<Acknowledgement>,
    pub status: Option<EvidenceStatus>,
}

impl Evidence {
    /// The day it speaks of: the end of its period, else the day it was collected.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.period_to.or(self.collected_on)
    }

    /// Whether someone looked at it and found it good.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.status == Some(EvidenceStatus::Accepted)
    }
}
