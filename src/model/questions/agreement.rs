//! Who has to agree to a content, and who has.

use super::approvals::Flaw;
use crate::model::date::Date;
use crate::model::{Approval, Head, Isms, Person, RTP, Record, SOA, digest};

/// An approval that a content needs.
#[derive(Debug, Clone)]
pub struct RequiredApproval<'m> {
    /// The id of the record, `soa` or `rtp`.
    pub subject: String,
    /// The version that is to be approved, where one is written.
    pub version: Option<String>,
    /// The digest of the content as it is now.
    pub digest: String,
    /// The roles of which one has to approve; an owner of risks for the treatment plan.
    pub roles: Vec<&'m str>,
    /// Where that is settled, in words.
    pub settled_in: &'static str,
    /// Who could approve on the day: holders of the roles who did not write it.
    pub people: Vec<&'m Record<Person>>,
    /// The approval of exactly this content by one of them.
    pub given: Option<&'m Record<Approval>>,
    /// Where nobody has: decisions that are there and do not count, newest first, with the reason.
    pub declined: Vec<(&'m Record<Approval>, Flaw<'m>)>,
}

impl Isms {
    /// The approvals that the present content of a record needs: none where it is not in force, or where nothing is settled.
    #[must_use]
    pub fn required_approval<'m>(&'m self, head: &'m Head, today: Date) -> Option<RequiredApproval<'m>> {
        let in_force = self.approved_records().any(|(other, _)| other.id == head.id);
        let agreed = || self.agreed_minutes().any(|other| other.id == head.id);
        if !in_force && !agreed() {
            return None;
        }
        let roles = self.approving_roles(head);
        let authors = self.document(&head.id).map(|document| document.author.as_slice()).unwrap_or_default();
        let own = self.document(&head.id).is_some_and(|document| document.approver_role.is_some());
        let settled_in = if own { "approver_role of the document" } else { "approval_matrix in isms.yaml" };
        let written = head.fields().get("version").and_then(|version| version.scalar());
        let required = RequiredApproval {
            subject: head.id.to_string(),
            version: written.map(str::to_owned),
            digest: digest::of_record(head),
            settled_in,
            people: Vec::new(),
            given: None,
            declined: Vec::new(),
            roles,
        };
        self.answered(required, authors, written, today)
    }

    /// The approvals that the Statement of Applicability or the treatment plan needs as a whole: the one of the matrix, and for the
    /// plan one of each owner of a risk in it (clause 6.1.3 f). None while there was never an approval.
    #[must_use]
    pub fn required_approvals_of_whole(&self, subject: &str, today: Date) -> Vec<RequiredApproval<'_>> {
        if self.approvals_of(subject).is_empty() {
            return Vec::new();
        }
        let (digest, groups): (String, Vec<Vec<&str>>) = match subject {
            SOA => (digest::of_soa(self), vec![self.settings.approvers(SOA).iter().map(String::as_str).collect()]),
            RTP => (digest::of_rtp(self), self.plan_approvers().into_keys().map(|owner| vec![owner]).collect()),
            _ => return Vec::new(),
        };
        let settled_in = if subject == RTP { "each owner of a risk, clause 6.1.3 f" } else { "approval_matrix in isms.yaml" };
        let required = groups.into_iter().map(|roles| RequiredApproval {
            subject: subject.to_owned(),
            version: None,
            digest: digest.clone(),
            settled_in,
            people: Vec::new(),
            given: None,
            declined: Vec::new(),
            roles,
        });
        let version = self.approved_version(subject);
        required.filter_map(|required| self.answered(required, &[], version, today)).collect()
    }

    /// Fills in who could give it, who has, and whose decision does not count.
    fn answered<'m>(
        &'m self,
        mut required: RequiredApproval<'m>,
        authors: &[String],
        version: Option<&str>,
        today: Date,
    ) -> Option<RequiredApproval<'m>> {
        if required.roles.is_empty() {
            return None;
        }
        let people = required.roles.iter().flat_map(|role| self.people_behind(role, today));
        let mut people: Vec<_> = people.filter(|person| !authors.iter().any(|author| author == person.id())).collect();
        people.sort_by(|one, other| one.id().cmp(other.id()));
        people.dedup_by(|one, other| one.id() == other.id());
        let is_entitled = |approval: &Approval| match required.roles.as_slice() {
            [owner] if required.subject == RTP => self.is_given_by(approval, owner),
            roles => approval.by_one_of(self, roles),
        };
        let mut decisions: Vec<_> = self.approvals.iter().filter(|decision| decision.subject == required.subject).collect();
        decisions.sort_by(|one, other| (other.on, other.id()).cmp(&(one.on, one.id())));
        let flaw = |decision: &Record<Approval>| self.flaw(decision, is_entitled, authors, &required.digest);
        let given = decisions.iter().copied().find(|decision| flaw(decision).is_none());
        if given.is_none() {
            let of_version = self.approvals_of_version(&required.subject, version);
            let newest = of_version.last().map(|approval| approval.id());
            // Decisions about this content, and the newest one about this version; what else was decided before is history.
            decisions
                .retain(|decision| decision.digest.as_deref() == Some(required.digest.as_str()) || newest == Some(decision.id()));
            // That other owners have approved the plan is nothing that they did wrong.
            let is_theirs = |flaw: &Flaw<'_>| required.subject != RTP || !matches!(flaw, Flaw::WithoutRole);
            let declined = decisions.into_iter().filter_map(|decision| Some((decision, flaw(decision)?)));
            required.declined = declined.filter(|(_, flaw)| is_theirs(flaw)).collect();
        }
        required.people = people;
        required.given = given;
        Some(required)
    }
}
