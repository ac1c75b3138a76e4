//! What `isms.yaml` says: who we are, where we are on the journey, and our own rules.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::date::{Date, Duration};
use super::kinds::Kind;
use super::words::words;

words! {
    /// How far the organisation is on its way; a profile moves severities and nothing else.
    #[derive(Default)]
    Profile { #[default] Build "build", Stage1 "stage1", Stage2 "stage2", Maintain "maintain" }
}

words! {
    /// What a rule's findings weigh, as settings say it.
    LevelWord { Off "off", Info "info", Warning "warning", Error "error" }
}

/// The certificate, where there is one.
#[derive(Debug, Clone, Default, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Certificate {
    pub body: Option<String>,
    pub number: Option<String>,
    pub soa_version: Option<String>,
    pub decision_date: Option<Date>,
    pub expiry: Option<Date>,
}

/// Intervals and limits. They are the organisation's own rules, not requirements of the standard.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Defaults {
    pub review_every: Duration,
    pub due_soon: Duration,
    pub grace: Option<Duration>,
    pub evidence_every: Duration,
    pub evidence_tolerance: u32,
    pub audit_cycle: Duration,
    pub management_review_every: Duration,
    pub max_acceptance: Duration,
    pub max_exception: Duration,
    pub soak: Duration,
    pub measurement_grace: Duration,
    pub acknowledge_within: Duration,
    pub acknowledged_share: u32,
    pub same_text: Option<u32>,
    pub same_day_share: Option<u32>,
    pub evidence_rush: Option<Duration>,
    pub evidence_rush_share: Option<u32>,
    pub address_list: Option<u32>,
}

impl Default for Defaults {
    fn default() -> Self {
        Defaults {
            review_every: Duration::months(12),
            due_soon: Duration::days(30),
            grace: None,
            evidence_every: Duration::months(12),
            evidence_tolerance: 10,
            audit_cycle: Duration::months(36),
            management_review_every: Duration::months(12),
            max_acceptance: Duration::months(12),
            max_exception: Duration::months(6),
            soak: Duration::days(30),
            measurement_grace: Duration::days(15),
            acknowledge_within: Duration::days(30),
            acknowledged_share: 90,
            same_text: None,
            same_day_share: None,
            evidence_rush: None,
            evidence_rush_share: None,
            address_list: None,
        }
    }
}

impl Defaults {
    /// Whether a day by which something was due has passed, together with the grace that the organisation gives itself. What is
    /// due today is not late.
    #[must_use]
    pub fn is_overdue(&self, due: Date, today: Date) -> bool {
        self.grace.map_or(due, |grace| due.after(grace)) < today
    }
}

/// How far Git counts as the memory of the ISMS.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct GitSettings {
    pub history: bool,
    pub since: Option<Date>,
    pub allowed_signers: Option<String>,
    pub signed: bool,
    pub ancestors: Vec<String>,
    pub backdating: Duration,
}

impl Default for GitSettings {
    fn default() -> Self {
        GitSettings {
            history: true,
            since: None,
            allowed_signers: None,
            signed: false,
            ancestors: Vec::new(),
            backdating: Duration::days(30),
        }
    }
}

/// Levels of rules for some paths.
#[derive(Debug, Clone, Default, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Override {
    #[serde(default)]
    pub paths: Vec<String>,
    #[serde(default)]
    pub rules: BTreeMap<String, LevelWord>,
}

/// A rule of the organisation's own: what is true of a record of the kind is a finding.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct OwnRule {
    pub id: String,
    pub name: Option<String>,
    #[serde(rename = "for")]
    pub kind: Kind,
    pub when: String,
    pub message: String,
    pub at: Option<String>,
    pub severity: Option<LevelWord>,
    pub help: Option<String>,
    #[serde(default)]
    pub clauses: Vec<String>,
}

impl OwnRule {
    /// Its name, else its id.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// What its findings weigh, in every profile, as far as `rules` does not say otherwise.
    #[must_use]
    pub fn severity(&self) -> LevelWord {
        self.severity.unwrap_or(LevelWord::Warning)
    }
}

/// Words of the organisation's own in its policies, by what they mean, beside those that are known already.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct WordSettings {
    pub must: Vec<String>,
    pub should: Vec<String>,
    pub may: Vec<String>,
    pub need_not: Vec<String>,
    pub must_not: Vec<String>,
    pub should_not: Vec<String>,
    pub exemptions: Vec<String>,
    pub wide: Vec<String>,
    pub narrow: Vec<String>,
    pub at_least: Vec<String>,
    pub at_most: Vec<String>,
    pub cadences: BTreeMap<String, Duration>,
}

/// The settings of a repository.
#[derive(Debug, Clone, Default, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Settings {
    #[serde(default)]
    pub name: String,
    pub legal_entity: Option<String>,
    pub standard: Option<String>,
    #[serde(default)]
    pub profile: Profile,
    pub required_version: Option<String>,
    pub cycle_start: Option<Date>,
    pub certificate: Option<Certificate>,
    #[serde(default)]
    pub defaults: Defaults,
    #[serde(default)]
    pub approval_matrix: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub git: GitSettings,
    pub templates: Option<String>,
    #[serde(default)]
    pub exclude: Vec<String>,
    #[serde(default)]
    pub rules: BTreeMap<String, LevelWord>,
    #[serde(default)]
    pub overrides: Vec<Override>,
    #[serde(default)]
    pub own_rules: Vec<OwnRule>,
    #[serde(default)]
    pub placeholders: Vec<String>,
    #[serde(default)]
    pub words: WordSettings,
}

impl Settings {
    /// The roles of which one must approve a subject: a kind's word, `soa` or `rtp`.
    #[must_use]
    pub fn approvers(&self, subject: &str) -> &[String] {
        self.approval_matrix.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The edition of the standard the ISMS follows.
    #[must_use]
    pub fn standard(&self) -> &str {
        self.standard.as_deref().unwrap_or("ISO/IEC 27001:2022+Amd1:2024")
    }
}
