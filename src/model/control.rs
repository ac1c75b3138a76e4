//! Controls: the 93 of Annex A and the organisation's own (clause 6.1.3 b-d).

use serde::Deserialize;

use super::date::{Date, Duration};
use super::record::Action;
use super::words::words;

words! {
    /// How far a control is in place.
    Implementation { NotStarted "not_started", Planned "planned", Partial "partial", Implemented "implemented", Retired "retired" }
}

words! {
    /// Why a control is included (clause 6.1.3 d).
    Reason { Risk "risk", Legal "legal", Contractual "contractual", Business "business", Baseline "baseline" }
}

words! {
    /// How well a control works.
    Effectiveness { Effective "effective", NeedsImprovement "needs_improvement", Ineffective "ineffective", NotAssessed "not_assessed" }
}

/// Whether a control is part of the ISMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Applicable {
    /// Included.
    Yes,
    /// Excluded.
    No,
    /// Nobody has decided yet.
    #[default]
    Undecided,
}

impl<'de> Deserialize<'de> for Applicable {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        match word.to_ascii_lowercase().as_str() {
            "true" => Ok(Applicable::Yes),
            "false" => Ok(Applicable::No),
            "undecided" => Ok(Applicable::Undecided),
            _ => Err(serde::de::Error::custom("neither true, false nor undecided")),
        }
    }
}

/// A proof that a control's owner plans to collect.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct EvidencePlan {
    #[serde(default)]
    pub what: String,
    pub every: Option<Duration>,
    pub source: Option<String>,
    pub tolerance: Option<Duration>,
}

/// The decision about a control and how it works here.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Control {
    #[serde(default)]
    pub applicable: Applicable,
    #[serde(default)]
    pub reasons: Vec<Reason>,
    pub justification: Option<String>,
    pub exclusion_justification: Option<String>,
    pub implementation: Option<Implementation>,
    pub implemented_on: Option<Date>,
    pub how_implemented: Option<String>,
    pub operator: Option<String>,
    #[serde(default)]
    pub evidence_plan: Vec<EvidencePlan>,
    pub effectiveness: Option<Effectiveness>,
    pub assessed_on: Option<Date>,
    pub assessed_by: Option<String>,
    #[serde(default)]
    pub suppliers: Vec<String>,
    pub shared_responsibility: Option<String>,
    pub origin: Option<String>,
    #[serde(default)]
    pub actions: Vec<Action>,
}

impl Control {
    /// Whether it is included.
    #[must_use]
    pub fn is_applicable(&self) -> bool {
        self.applicable == Applicable::Yes
    }

    /// Whether it is excluded.
    #[must_use]
    pub fn is_excluded(&self) -> bool {
        self.applicable == Applicable::No
    }

    /// Whether it works, at least in part.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        matches!(self.implementation, Some(Implementation::Implemented | Implementation::Partial))
    }
}
