//! Questions about documents: when they are due, who agreed to which text, and whether what they promise is done.

use std::collections::HashMap;

use crate::model::date::{Date, Duration, Period};
use crate::model::kinds::Kind;
use crate::model::record::{Head, Record};
use crate::model::{Approval, Commitment, CriteriaStatus, Document, DocumentType, Isms, ProgrammeStatus, ReviewStatus, digest};
use crate::text::{FileId, Locus};

/// When a document was last confirmed and when that has to happen again.
#[derive(Debug, Clone)]
pub struct DocumentReview {
    /// The day somebody last looked at the whole text.
    pub last: Date,
    /// The field of the document that says so, or should.
    pub at: Locus,
    /// The approval that was that look, where it is not a date of the document.
    pub approval: Option<Locus>,
    /// The interval.
    pub every: Duration,
    /// Whether the interval is the organisation's default, not the document's own.
    pub by_default: bool,
    /// The day by which it has to be looked at again.
    pub due: Date,
}

/// An approval that follows a review within this time is the end of that review.
const SAME_REVIEW: Duration = Duration::days(60);

/// A commitment of a document, with the newest proof that it is kept.
#[derive(Debug, Clone)]
pub struct Promise<'m> {
    /// What is promised.
    pub commitment: &'m Commitment,
    /// The day of the newest proof and where it stands; `None` where there is no proof at all.
    pub newest: Option<(Date, Locus)>,
    /// The day by which the next proof was promised; `None` where nothing says when the promise began.
    pub due: Option<Date>,
    /// The same with the tolerance of the organisation.
    pub late_after: Option<Date>,
}

/// How the content of a record stands to its approvals.
#[derive(Debug, Clone, Copy)]
pub enum Agreement<'m> {
    /// Nobody has approved it.
    Never,
    /// An earlier version was approved, and not this one.
    Earlier(&'m Record<Approval>),
    /// This version was approved, in an approval that is bound to no content.
    Unbound(&'m Record<Approval>),
    /// It was approved with exactly this content.
    Same(&'m Record<Approval>),
    /// This version was approved with another content.
    Changed(&'m Record<Approval>),
}

impl Isms {
    /// How the content of a record of a version stands to the newest of its approvals.
    #[must_use]
    pub fn agreement(&self, head: &Head, version: Option<&str>) -> Agreement<'_> {
        let Some(approval) = self.approvals_of_version(&head.id, version).pop() else {
            return self.approvals_of(&head.id).pop().map_or(Agreement::Never, Agreement::Earlier);
        };
        match approval.digest.as_deref() {
            None => Agreement::Unbound(approval),
            Some(approved) if approved == digest::of_record(head) => Agreement::Same(approval),
            Some(_) => Agreement::Changed(approval),
        }
    }

    /// When a document has to be reviewed; `None` where no date says when that was last done. What counts is `reviewed`, else the day
    /// it took effect, and an approval that came clearly later: somebody has read the whole text then.
    #[must_use]
    pub fn review_of(&self, document: &Record<Document>) -> Option<DocumentReview> {
        let reviewed = document.head.common.reviewed;
        let field = if reviewed.is_none() && document.effective_from.is_some() { "/effective_from" } else { "/reviewed" };
        let dated = reviewed.or(document.effective_from);
        let newest = self.approvals_of(document.id()).pop();
        let approved = newest.and_then(|approval| Some((approval.on?, approval.at("/on"))));
        let approved = approved.filter(|(on, _)| dated.is_none_or(|dated| *on > dated.after(SAME_REVIEW)));
        let last = approved.as_ref().map(|(on, _)| *on).or(dated)?;
        let own = document.head.common.review_every;
        let every = self.review_interval(&document.head);
        let approval = approved.map(|(_, at)| at);
        Some(DocumentReview { last, at: document.at(field), approval, every, by_default: own.is_none(), due: last.after(every) })
    }

    /// The policy, procedure or document in a file.
    #[must_use]
    pub fn document_in(&self, file: FileId) -> Option<&Record<Document>> {
        // Records are kept in the order of their files.
        let at = self.documents.binary_search_by_key(&file, |document| document.head.file).ok()?;
        self.documents.get(at)
    }

    /// The documents that name a person as author.
    #[must_use]
    pub fn documents_by(&self, person: &str) -> Vec<&Record<Document>> {
        let links = self
            .links_to(person)
            .filter(|(head, link)| head.kind.is_document() && link.pointer.steps().next().is_some_and(|field| field == "author"));
        let mut ids: Vec<&str> = links.map(|(head, _)| &*head.id).collect();
        ids.dedup();
        ids.into_iter().filter_map(|id| self.document(id)).collect()
    }

    /// Records that claim to be approved, with their version: documents in force, criteria and programmes that are approved.
    /// Minutes are not among them: the states of their actions change after the approval.
    pub fn approved_records(&self) -> impl Iterator<Item = (&Head, Option<&str>)> {
        let documents = self.documents.iter().filter(|document| document.is_in_force());
        let criteria = self.criteria.iter().filter(|criteria| criteria.status == Some(CriteriaStatus::Approved));
        let programmes = self.audit_programmes.iter().filter(|programme| programme.status == Some(ProgrammeStatus::Approved));
        let documents = documents.map(|document| (&document.head, document.version.as_deref()));
        let criteria = criteria.map(|criteria| (&criteria.head, criteria.version.as_deref()));
        documents.chain(criteria).chain(programmes.map(|programme| (&programme.head, None)))
    }

    /// Minutes of reviews that claim to be agreed.
    pub fn agreed_minutes(&self) -> impl Iterator<Item = &Head> {
        let agreed = |status| matches!(status, Some(ReviewStatus::Minuted | ReviewStatus::Closed));
        self.management_reviews.iter().filter(move |review| agreed(review.status)).map(|review| &review.head)
    }

    /// The roles of which one must approve a record: what the approval matrix says, and of these the one that a document names, if
    /// it names one. Empty where nothing is settled.
    #[must_use]
    pub fn approving_roles<'m>(&'m self, head: &Head) -> Vec<&'m str> {
        let own = self.document(&head.id).and_then(|document| document.approver_role.as_deref());
        let matrix = self.settings.approvers(head.kind.word()).iter().map(String::as_str);
        let mut roles: Vec<&str> = matrix.filter(|role| self.role(role).is_some()).collect();
        match own.filter(|own| self.role(own).is_some()) {
            Some(own) if roles.is_empty() => roles.push(own),
            Some(own) if roles.contains(&own) => roles.retain(|role| *role == own),
            _ => {}
        }
        roles
    }

    /// The approvals of a version of a subject that say yes, oldest first. Where an approval or the subject names no version, they
    /// are taken to belong together.
    #[must_use]
    pub fn approvals_of_version(&self, subject: &str, version: Option<&str>) -> Vec<&Record<Approval>> {
        let mut approvals = self.approvals_of(subject);
        approvals.retain(|approval| match (&approval.version, version) {
            (Some(approved), Some(current)) => same_version(approved, current),
            _ => true,
        });
        approvals
    }

    /// The newest proof of every control and metric up to a day, gathered in one walk: accepted evidence, and measurements.
    #[must_use]
    pub fn newest_proofs(&self, today: Date) -> HashMap<&str, (Date, Locus)> {
        let mut newest: HashMap<&str, (Date, Locus)> = HashMap::new();
        let evidence = self.evidence.iter().filter(|item| item.is_accepted()).flat_map(|item| {
            let field = if item.period_to.is_some() { "/period_to" } else { "/collected_on" };
            let day = item.date().filter(|day| *day <= today);
            item.controls.iter().filter_map(move |control| Some((control.as_str(), day?, item.at(field))))
        });
        let measured = self.metrics.iter().flat_map(|metric| {
            metric.measurements.iter().enumerate().filter_map(move |(at, measurement)| {
                let period = measurement.period.parse::<Period>().ok().filter(|period| period.from <= today)?;
                // A value for a period that still runs says something about its days so far.
                Some((metric.id(), period.to.min(today), metric.at(format!("/measurements/{at}/period"))))
            })
        });
        for (id, day, at) in evidence.chain(measured) {
            if newest.get(id).is_none_or(|(known, _)| *known < day) {
                newest.insert(id, (day, at));
            }
        }
        newest
    }

    /// What a document promises at an interval, with the newest of some proofs. Promises that name nothing which could prove them,
    /// and those whose proof may sit in a file that cannot be read, are left out.
    pub fn promises<'m>(
        &'m self,
        document: &'m Record<Document>,
        proofs: &HashMap<&str, (Date, Locus)>,
    ) -> impl Iterator<Item = (usize, Promise<'m>)> {
        document.commitments.iter().enumerate().filter_map(move |(at, commitment)| {
            let every = commitment.every?;
            let by_control = commitment.evidenced_by.iter().any(|id| self.control(id).is_some());
            let provable = by_control || commitment.evidenced_by.iter().any(|id| self.metric(id).is_some());
            if !provable || (by_control && self.may_have_unread(Kind::Evidence)) {
                return None;
            }
            let newest =
                commitment.evidenced_by.iter().filter_map(|id| proofs.get(id.as_str())).max_by_key(|(day, _)| *day).cloned();
            let begin = newest.as_ref().map(|(day, _)| *day).or(document.effective_from);
            let due = begin.map(|begin| begin.after(every));
            let late_after = due.map(|due| due.after(self.tolerance(every)));
            Some((at, Promise { commitment, newest, due, late_after }))
        })
    }

    /// How much later than its interval something may be proved: a part of the interval, and never less than a measurement may take.
    fn tolerance(&self, every: Duration) -> Duration {
        let defaults = &self.settings.defaults;
        let part = u64::from(every.about_days()) * u64::from(defaults.evidence_tolerance) / 100;
        if part > u64::from(defaults.measurement_grace.about_days()) {
            Duration::days(u16::try_from(part).unwrap_or(u16::MAX))
        } else {
            defaults.measurement_grace
        }
    }
}

impl Document {
    /// Whether somebody else wrote it and decides about its editions.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.doctype == Some(DocumentType::External)
    }

    /// Whether everybody who gave one of some approvals is among its authors.
    #[must_use]
    pub fn is_written_by_all(&self, approvals: &[&Record<Approval>]) -> bool {
        approvals.iter().all(|approval| approval.by.as_ref().is_some_and(|by| self.author.contains(by)))
    }
}

/// `v1.2` and `1.2` are one version; `1.10` and `1.1` are two.
pub(super) fn same_version(one: &str, other: &str) -> bool {
    let number = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_owned();
    number(one) == number(other)
}

/// Whether a version is the first one of something, or a draft of it: `1`, `1.0`, `v1.0.0`, `0.3`.
#[must_use]
pub fn is_first_version(version: &str) -> bool {
    let mut parts = version.trim().trim_start_matches(['v', 'V']).split('.');
    match parts.next() {
        Some("0") => true,
        Some("1") => parts.all(|part| part.chars().all(|letter| letter == '0')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_version_has_many_spellings() {
        assert!(["1", "1.0", "v1", "1.0.0", "0.3"].into_iter().all(is_first_version));
        assert!(["2", "1.1", "10", "1.0.1", "v2.0", ""].into_iter().all(|version| !is_first_version(version)));
    }
}
