//! Questions about agreement: what has to be agreed to by whom, whether they did, and for exactly which content (clauses 5.2, 6.1.3 f,
//! 7.5.2).

use super::documents::same_version;
use crate::model::date::Date;
use crate::model::digest;
use crate::model::kinds::Kind;
use crate::model::record::{Head, Record};
use crate::model::{Approval, Decision, Isms, Person, RTP, SOA};
use crate::value::Value;

/// What one version of a subject needs before it may be in force. [`Isms::required_approval`] answers with one.
#[derive(Debug, Clone)]
pub struct RequiredApproval<'m> {
    /// The id of the record, `soa` or `rtp`.
    pub subject: &'m str,
    /// The record; none for what is computed from all records.
    pub head: Option<&'m Head>,
    /// The version that the record says; of what is computed, the one that was approved last.
    pub version: Option<&'m str>,
    /// The digest of the content as it is now, which an approval must name to count.
    pub digest: String,
    /// Every signature that is needed: one, but for the treatment plan, which each owner of a risk in it signs.
    pub signatures: Vec<RequiredSignature<'m>>,
    /// The decisions on this version that do not count, oldest first, and why.
    pub not_counting: Vec<(&'m Record<Approval>, NotCounting)>,
}

/// One signature that an approval needs.
#[derive(Debug, Clone)]
pub struct RequiredSignature<'m> {
    /// The roles of which one must sign, or the person; empty where nothing is settled, so that anybody but an author may.
    pub parties: Vec<&'m str>,
    /// The people who could give it today: they hold one of the roles, are there, are no bots and did not write the text.
    pub candidates: Vec<&'m Record<Person>>,
    /// The newest approval that gives it.
    pub given: Option<&'m Record<Approval>>,
}

/// Why a decision is no approval of the content as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCounting {
    /// It says no.
    Rejected,
    /// It is bound to no content.
    Unbound,
    /// It was given for another content.
    OtherContent,
    /// A bot, somebody unknown, or somebody who was not there on that day.
    NobodyThere,
    /// The approver did not hold the role on that day.
    RoleNotHeld,
    /// The approver wrote the text.
    Author,
    /// Neither the approval matrix nor the text lets this role decide.
    NotEntitled,
}

impl NotCounting {
    /// The reason in words that follow "does not count: ".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            NotCounting::Rejected => "it is a rejection",
            NotCounting::Unbound => "it is bound to no content",
            NotCounting::OtherContent => "it was given for another content",
            NotCounting::NobodyThere => "the approver is no person who was there on that day",
            NotCounting::RoleNotHeld => "the approver did not hold the role on that day",
            NotCounting::Author => "the approver wrote the text",
            NotCounting::NotEntitled => "another role has to approve it",
        }
    }
}

impl RequiredApproval<'_> {
    /// Whether everybody who must has agreed to exactly this content.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.signatures.iter().all(|signature| signature.given.is_some())
    }
}

impl Isms {
    /// What a subject needs to be approved with the content it has now, and which of it is there: the id of a record that takes
    /// approvals (a policy, procedure, document, management review, criteria or audit programme), `soa` or `rtp`. `None` for
    /// everything else. `day` settles who could still sign; whether given approvals count is judged as of the day they were given.
    ///
    /// Whether a draft should be approved is for the caller to say: the answer is what it would take.
    #[must_use]
    pub fn required_approval<'m>(&'m self, subject: &str, day: Date) -> Option<RequiredApproval<'m>> {
        let (subject, head, digest) = match subject {
            SOA => (SOA, None, digest::of_soa(self)),
            RTP => (RTP, None, digest::of_rtp(self)),
            id => {
                let head = self.head(id).filter(|head| head.kind.takes_approval())?;
                (&*head.id, Some(head), digest::of_record(head))
            }
        };
        let version = match head {
            Some(head) => head.fields().get("version").and_then(Value::scalar),
            None => self.approved_version(subject),
        };
        let authors = self.document(subject).map(|document| document.author.as_slice()).unwrap_or_default();
        let mut counting = Vec::new();
        let mut not_counting = Vec::new();
        for approval in self.decisions_on(subject, version) {
            match self.flaw_of(approval, &digest, authors) {
                None => counting.push(approval),
                Some(why) => not_counting.push((approval, why)),
            }
        }
        let entitled = match head {
            Some(head) => self.approving_roles(head),
            None => self.settings.approvers(subject).iter().map(String::as_str).collect(),
        };
        counting.retain(|approval| {
            let may = entitled.is_empty() || approval.by_one_of(self, &entitled);
            if !may {
                not_counting.push((*approval, NotCounting::NotEntitled));
            }
            may
        });
        let seats: Vec<Vec<&str>> = match subject {
            RTP => self.plan_approvers().into_keys().map(|owner| vec![owner]).collect(),
            _ => vec![entitled],
        };
        let signature = |parties| self.signature(parties, &counting, authors, day, subject == RTP);
        let signatures = seats.into_iter().map(signature).collect();
        Some(RequiredApproval { subject, head, version, digest, signatures, not_counting })
    }

    /// The approvals that are new or say something else than in an earlier state of the ISMS: who approved what in between, oldest
    /// first.
    #[must_use]
    pub fn approvals_since(&self, before: &Isms) -> Vec<&Record<Approval>> {
        let same = |approval: &Record<Approval>| {
            before.head(approval.id()).is_some_and(|old| digest::of_record(old) == digest::of_record(&approval.head))
        };
        let mut new: Vec<_> = self.approvals.iter().filter(|approval| !same(approval)).collect();
        new.sort_by(|one, other| (one.on, one.id()).cmp(&(other.on, other.id())));
        new
    }

    /// All decisions on a version of a subject, oldest first, also those that say no.
    fn decisions_on<'m>(&'m self, subject: &str, version: Option<&str>) -> Vec<&'m Record<Approval>> {
        let mut decisions: Vec<_> = self.approvals.iter().filter(|approval| approval.subject == subject).collect();
        decisions.retain(|approval| match (&approval.version, version) {
            (Some(approved), Some(current)) => same_version(approved, current),
            _ => true,
        });
        decisions.sort_by(|one, other| (one.on, one.id()).cmp(&(other.on, other.id())));
        decisions
    }

    /// Why a decision is no approval of a content that some people wrote, whoever had to give it.
    fn flaw_of(&self, approval: &Approval, digest: &str, authors: &[String]) -> Option<NotCounting> {
        let by = approval.by.as_deref().unwrap_or_default();
        let there = approval.on.is_some_and(|on| self.person(by).is_some_and(|person| !person.agent && person.may_act(on)));
        let claimed = approval.role.as_deref().zip(approval.on);
        match approval.digest.as_deref() {
            _ if approval.decision == Some(Decision::Rejected) || approval.decision.is_none() => Some(NotCounting::Rejected),
            None => Some(NotCounting::Unbound),
            Some(approved) if approved != digest => Some(NotCounting::OtherContent),
            _ if !there => Some(NotCounting::NobodyThere),
            _ if claimed.is_some_and(|(role, on)| !self.holds_role(by, role, on)) => Some(NotCounting::RoleNotHeld),
            _ if authors.iter().any(|author| author == by) => Some(NotCounting::Author),
            _ => None,
        }
    }

    /// A signature of one of some roles, or of the person behind them: with `personal`, only who stands behind the party counts.
    fn signature<'m>(
        &'m self,
        parties: Vec<&'m str>,
        counting: &[&'m Record<Approval>],
        authors: &[String],
        day: Date,
        personal: bool,
    ) -> RequiredSignature<'m> {
        let behind = |approval: &&&Record<Approval>| {
            let (Some(by), Some(on)) = (approval.by.as_deref(), approval.on) else { return false };
            !personal || parties.iter().any(|party| self.people_behind(party, on).iter().any(|person| person.id() == by))
        };
        let given = counting.iter().rfind(behind).copied();
        let mut candidates: Vec<&Record<Person>> = parties.iter().flat_map(|party| self.people_behind(party, day)).collect();
        candidates.retain(|person| !authors.iter().any(|author| author == person.id()));
        candidates.sort_by_key(|person| person.id());
        candidates.dedup_by_key(|person| person.id());
        RequiredSignature { parties, candidates, given }
    }
}

impl Kind {
    /// Whether records of this kind are approved one by one.
    #[must_use]
    pub fn takes_approval(self) -> bool {
        self.is_document() || matches!(self, Kind::ManagementReview | Kind::Criteria | Kind::AuditProgramme)
    }
}
