//! Audit programmes and audits (clause 9.2).

use serde::Deserialize;

use super::date::Date;
use super::words::words;

words! {
    /// Where a programme is in its life.
    ProgrammeStatus { Draft "draft", Approved "approved", Closed "closed" }
}

/// What is audited in a cycle, how and why.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct AuditProgramme {
    pub period_from: Option<Date>,
    pub period_to: Option<Date>,
    pub frequency: Option<String>,
    pub methods: Option<String>,
    pub responsibilities: Option<String>,
    pub planning: Option<String>,
    pub reporting: Option<String>,
    pub importance: Option<String>,
    pub previous_results: Option<String>,
    pub status: Option<ProgrammeStatus>,
}

words! {
    /// Who audits, and for what.
    AuditType {
        Internal "internal", ExternalStage1 "external_stage1", ExternalStage2 "external_stage2", Surveillance "surveillance",
        Recertification "recertification", Supplier "supplier", Customer "customer",
    }
}

words! {
    /// Where an audit is in its life.
    AuditStatus { Planned "planned", InProgress "in_progress", Reported "reported", Closed "closed", Cancelled "cancelled" }
}

words! {
    /// How much a finding of an audit weighs.
    Grade { Major "major", Minor "minor", Observation "observation", Opportunity "opportunity", Positive "positive" }
}

/// Someone who audits.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Auditor {
    pub person: Option<String>,
    pub firm: Option<String>,
    pub name: Option<String>,
    #[serde(default)]
    pub competence: Vec<String>,
}

/// A new window for an audit, with the reason and who agreed.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Replanned {
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub reason: Option<String>,
    pub approved_by: Option<String>,
}

/// What an audit found.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct AuditFinding {
    #[serde(default)]
    pub id: String,
    pub grade: Option<Grade>,
    pub criterion: Option<String>,
    pub statement: Option<String>,
    pub objective_evidence: Option<String>,
    pub nonconformity: Option<String>,
}

/// A planned or performed check by someone independent.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Audit {
    #[serde(rename = "type")]
    pub audit_type: Option<AuditType>,
    pub programme: Option<String>,
    #[serde(default)]
    pub criteria: Vec<String>,
    #[serde(default)]
    pub clauses: Vec<String>,
    #[serde(default)]
    pub controls: Vec<String>,
    #[serde(default)]
    pub auditors: Vec<Auditor>,
    pub planned_from: Option<Date>,
    pub planned_to: Option<Date>,
    #[serde(default)]
    pub replanned: Vec<Replanned>,
    pub performed_from: Option<Date>,
    pub performed_to: Option<Date>,
    pub sample: Option<String>,
    #[serde(default)]
    pub findings: Vec<AuditFinding>,
    pub conclusion: Option<String>,
    pub report: Option<String>,
    #[serde(default)]
    pub reported_to: Vec<String>,
    pub reported_on: Option<Date>,
    pub status: Option<AuditStatus>,
}

impl Audit {
    /// Whether it is the organisation's own audit (clause 9.2).
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.audit_type == Some(AuditType::Internal)
    }

    /// Whether its results are written down.
    #[must_use]
    pub fn is_reported(&self) -> bool {
        matches!(self.status, Some(AuditStatus::Reported | AuditStatus::Closed))
    }

    /// The day that places it in a cycle: when it was performed, else when it is planned.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        let planned = self.replanned.last().and_then(|window| window.to).or(self.planned_to).or(self.planned_from);
        self.performed_to.or(self.performed_from).or(planned)
    }
}
