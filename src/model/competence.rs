//! Competence and communication (clauses 7.2, 7.3, 7.4).

use serde::Deserialize;

use super::date::Date;
use super::words::words;

words! {
    /// What makes someone able.
    Basis { Education "education", Training "training", Experience "experience", Certificate "certificate" }
}

/// Proof that a person can do what a role needs.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Competence {
    pub person: Option<String>,
    pub role: Option<String>,
    pub requirement: Option<String>,
    pub basis: Option<Basis>,
    pub obtained: Option<Date>,
    pub valid_until: Option<Date>,
    pub evaluated_by: Option<String>,
    pub evaluated_on: Option<Date>,
    pub evaluation: Option<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
}

/// What is told to whom.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Communication {
    pub what: Option<String>,
    pub when: Option<String>,
    pub with_whom: Option<String>,
    pub how: Option<String>,
    pub by: Option<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
}

impl Competence {
    /// Whether it holds on a day.
    #[must_use]
    pub fn is_valid(&self, day: Date) -> bool {
        self.obtained.is_none_or(|obtained| obtained <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}
