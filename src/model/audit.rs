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

    /// Whether a certification body audits.
    #[must_use]
    pub fn is_certification(&self) -> bool {
        use AuditType::{ExternalStage1, ExternalStage2, Recertification, Surveillance};
        matches!(self.audit_type, Some(ExternalStage1 | ExternalStage2 | Surveillance | Recertification))
    }

    /// Whether its results are written down.
    #[must_use]
    pub fn is_reported(&self) -> bool {
        matches!(self.status, Some(AuditStatus::Reported | AuditStatus::Closed))
    }

    /// Whether it took place or is taking place.
    #[must_use]
    pub fn is_performed(&self) -> bool {
        matches!(self.status, Some(AuditStatus::InProgress | AuditStatus::Reported | AuditStatus::Closed))
    }

    /// Whether it will take place, or is taking place.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        matches!(self.status, None | Some(AuditStatus::Planned | AuditStatus::InProgress))
    }

    /// The first day of the window it is planned for, moves included.
    #[must_use]
    pub fn window_begin(&self) -> Option<Date> {
        self.replanned.last().and_then(|window| window.from).or(self.planned_from)
    }

    /// The last day of the window it is planned for, moves included.
    #[must_use]
    pub fn window_end(&self) -> Option<Date> {
        self.replanned.last().and_then(|window| window.to).or(self.planned_to).or(self.planned_from)
    }

    /// Whether a clause, a part of it or the whole that it belongs to is in its scope: `9` and `9.2` touch `9.2.1`, and the other
    /// way round.
    #[must_use]
    pub fn touches_clause(&self, clause: &str) -> bool {
        let number = without_letter(clause);
        self.clauses.iter().map(|scope| without_letter(scope)).any(|scope| is_part(number, scope) || is_part(scope, number))
    }

    /// The controls in its scope, wherever they are listed.
    pub fn all_controls(&self) -> impl Iterator<Item = &str> {
        self.controls.iter().chain(&self.clauses).map(String::as_str)
    }

    /// The day that places it in a cycle: when it was performed, else the end of the window it is planned for.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.performed_to.or(self.performed_from).or_else(|| self.window_end())
    }
}

/// `6.1.3 d` points into `6.1.3`.
fn without_letter(clause: &str) -> &str {
    clause.split_once(' ').map_or(clause, |(number, _)| number)
}

fn is_part(number: &str, of: &str) -> bool {
    number.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_touches_what_is_above_and_below() {
        let audit = |clauses: &[&str]| -> Audit {
            let clauses = clauses.iter().map(|clause| format!("\"{clause}\"")).collect::<Vec<_>>().join(",");
            serde_json::from_str(&format!("{{\"clauses\":[{clauses}]}}")).unwrap()
        };
        assert!(audit(&["9"]).touches_clause("9.2.1"));
        assert!(audit(&["9.2"]).touches_clause("9.2.1 a"));
        assert!(audit(&["6.1.3 d"]).touches_clause("6.1"));
        assert!(!audit(&["1"]).touches_clause("10.1"));
        assert!(!audit(&["10"]).touches_clause("1"));
        assert!(!audit(&[]).touches_clause("4.1"));
    }
}
