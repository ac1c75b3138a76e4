//! Policies, procedures and other documents with a text (clause 7.5).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{self, SeqAccess, Visitor};

use super::date::{Date, Duration};
use super::words::words;

words! {
    /// Where a document is in its life.
    DocumentStatus {
        Draft "draft", InReview "in_review", Approved "approved", Effective "effective", Superseded "superseded",
        Withdrawn "withdrawn",
    }
}

words! {
    /// What a document is for.
    DocumentType {
        Scope "scope", Context "context", RiskProcess "risk_process", Plan "plan", Methodology "methodology", Guideline "guideline",
        Standard "standard", Agreement "agreement", Template "template", External "external", Other "other",
    }
}

words! {
    /// Whether a change needs a full approval.
    ChangeClass { Material "material", Editorial "editorial" }
}

/// Something a document promises to happen at an interval.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Commitment {
    pub id: Option<String>,
    #[serde(default)]
    pub what: String,
    pub every: Option<Duration>,
    #[serde(default)]
    pub evidenced_by: Vec<String>,
}

/// The decision whether climate change is a relevant issue (clause 4.1, Amd 1:2024).
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct ClimateDetermination {
    pub relevant: Option<bool>,
    pub reason: Option<String>,
    pub on: Option<Date>,
    pub by: Option<String>,
}

/// Where a document of external origin comes from (clause 7.5.3).
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct External {
    pub issuer: Option<String>,
    pub edition: Option<String>,
    pub checked_on: Option<Date>,
    pub check_every: Option<Duration>,
    pub uri: Option<String>,
}

/// The metadata of a document.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Document {
    pub doctype: Option<DocumentType>,
    pub version: Option<String>,
    #[serde(default, deserialize_with = "one_or_more")]
    pub author: Vec<String>,
    pub approver_role: Option<String>,
    pub effective_from: Option<Date>,
    #[serde(default)]
    pub audience: Vec<String>,
    pub distribution: Option<String>,
    #[serde(default)]
    pub acknowledge: bool,
    #[serde(default)]
    pub clauses: Vec<String>,
    #[serde(default)]
    pub controls: Vec<String>,
    #[serde(default)]
    pub commitments: Vec<Commitment>,
    pub change_summary: Option<String>,
    pub change_class: Option<ChangeClass>,
    pub supersedes: Option<String>,
    #[serde(default)]
    pub section_in: BTreeMap<String, String>,
    pub parent: Option<String>,
    pub climate_determination: Option<ClimateDetermination>,
    pub external: Option<External>,
    pub status: Option<DocumentStatus>,
}

impl Document {
    /// Whether people must follow it.
    #[must_use]
    pub fn is_effective(&self) -> bool {
        self.status == Some(DocumentStatus::Effective)
    }

    /// Whether it was agreed to and not taken back.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        matches!(self.status, Some(DocumentStatus::Approved | DocumentStatus::Effective))
    }

    /// Whether it no longer counts.
    #[must_use]
    pub fn is_obsolete(&self) -> bool {
        matches!(self.status, Some(DocumentStatus::Superseded | DocumentStatus::Withdrawn))
    }
}

/// `author: a` and `author: [a, b]` are both common.
fn one_or_more<'de, D: de::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMore;

    impl<'de> Visitor<'de> for OneOrMore {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an id or a list of ids")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(vec![text.to_owned()])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(item) = list.next_element()? {
                all.push(item);
            }
            Ok(all)
        }
    }

    deserializer.deserialize_any(OneOrMore)
}
