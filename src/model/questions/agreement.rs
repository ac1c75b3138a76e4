//! Who has to agree to a content, and who has.

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
        let version = head.fields().get("version").and_then(|version| version.scalar()).map(str::to_owned);
        let required = RequiredApproval {
            subject: head.id.to_string(),
            version,
            digest: digest::of_record(head),
            settled_in,
            people: Vec::new(),
            given: None,
            roles,
        };
        self.answered(required, authors, today)
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
            roles,
        });
        required.filter_map(|required| self.answered(required, &[], today)).collect()
    }

    /// Fills in who could give it and who has.
    fn answered<'m>(&'m self, mut required: RequiredApproval<'m>, authors: &[String], today: Date) -> Option<RequiredApproval<'m>> {
        if required.roles.is_empty() {
            return None;
        }
        let may = |day: Date| {
            let people = required.roles.iter().flat_map(move |role| self.people_behind(role, day));
            people.filter(|person| !authors.iter().any(|author| author == person.id())).collect::<Vec<_>>()
        };
        let fits = |approval: &&Record<Approval>| {
            let by_one = |on: Date| may(on).iter().any(|person| approval.by.as_deref() == Some(person.id()));
            approval.digest.as_deref() == Some(required.digest.as_str()) && approval.on.is_some_and(by_one)
        };
        let given = self.approvals_of(&required.subject).into_iter().rev().find(fits);
        let mut people = may(today);
        people.sort_by(|one, other| one.id().cmp(other.id()));
        people.dedup_by(|one, other| one.id() == other.id());
        required.people = people;
        required.given = given;
        Some(required)
    }
}
