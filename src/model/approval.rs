//! Acts of approval (clauses 5.2, 6.1.3 f, 7.5.2).

use serde::Deserialize;

use super::date::Date;
use super::isms::Isms;
use super::words::words;

words! {
    /// What was decided.
    Decision { Approved "approved", Rejected "rejected", ConfirmedNoChange "confirmed_no_change" }
}

words! {
    /// How the decision was given.
    ApprovalMethod {
        ForgeReview "forge_review", SignedCommit "signed_commit", SignedTag "signed_tag", Minutes "minutes", Esignature "esignature",
        Email "email", Paper "paper",
    }
}

/// Who agreed to exactly which content.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Approval {
    #[serde(default)]
    pub subject: String,
    pub version: Option<String>,
    pub digest: Option<String>,
    pub rtp_version: Option<String>,
    pub soa_version: Option<String>,
    pub decision: Option<Decision>,
    pub by: Option<String>,
    pub name: Option<String>,
    #[serde(rename = "as")]
    pub role: Option<String>,
    pub on: Option<Date>,
    pub method: Option<ApprovalMethod>,
    pub reference: Option<String>,
    #[serde(default)]
    pub evidence: Vec<String>,
    pub comment: Option<String>,
}

/// The subject of an approval of the Statement of Applicability as a whole.
pub const SOA: &str = "soa";

/// The subject of an approval of the risk treatment plan as a whole.
pub const RTP: &str = "rtp";

impl Approval {
    /// Whether it says yes.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        matches!(self.decision, Some(Decision::Approved | Decision::ConfirmedNoChange))
    }

    /// Whether it names something that shows the decision.
    #[must_use]
    pub fn is_traceable(&self) -> bool {
        self.reference.is_some() || !self.evidence.is_empty()
    }

    /// Whether the approver held one of some roles on the day, and the one that the approval names, if it names one, is among them.
    #[must_use]
    pub fn by_one_of(&self, isms: &Isms, roles: &[&str]) -> bool {
        let (Some(by), Some(on)) = (self.by.as_deref(), self.on) else { return false };
        roles
            .iter()
            .filter(|role| self.role.as_deref().is_none_or(|named| named == **role))
            .any(|role| isms.holds_role(by, role, on))
    }
}
