//! The questions that rules and reports share. Each is answered in one place, from the records alone.

mod agreement;
mod approvals;
mod documents;
mod evaluation;
mod independence;
mod mandatory;
mod measured;
mod overdue;
mod people;
mod reviewed;
mod risks;
mod soa;
mod treatment;

pub use agreement::RequiredApproval;
pub use approvals::{Absence, Flaw};
pub use documents::{Agreement, DocumentReview, Promise, is_first_version};
pub use evaluation::AuditCoverage;
pub use independence::OwnWork;
pub use mandatory::{CycleResult, Gap, MissingSection, RequiredSection, Standing, means_section};
pub use overdue::Overdue;
pub use people::{Acknowledged, CompetenceGap};
pub use reviewed::OpenMatter;
pub use soa::{ExclusionFact, Weakness, same_words};
pub use treatment::{PlanApproval, RiskDecision};

use super::date::{Date, Duration};
use super::kinds::Kind;
use super::record::{Head, Record};
use super::{
    Approval, Control, Criteria, CriteriaStatus, Document, Evidence, Isms, Level, Person, Requirement, RequirementType, Risk, Score,
};
use crate::standard;

pub use risks::{Refusal, RiskEvent, Weighed};

impl Isms {
    /// The people behind a role or person id on a day: the holders of a role, or the person. Bots and people who are not there that
    /// day do not count.
    pub fn people_behind<'m>(&'m self, party: &str, day: Date) -> Vec<&'m Record<Person>> {
        let ids: Vec<&str> = match self.role(party) {
            Some(role) => role.holders(day).collect(),
            None => self.person(party).map(Record::id).into_iter().collect(),
        };
        let people = ids.into_iter().filter_map(|id| self.person(id));
        people.filter(|person| person.is_active(day) && !person.agent).collect()
    }

    /// Whether a person held a role on a day.
    #[must_use]
    pub fn holds_role(&self, person: &str, role: &str, day: Date) -> bool {
        self.role(role).is_some_and(|role| role.holders(day).any(|holder| holder == person))
    }

    /// The criteria that a risk is judged by: the ones it names, else the ones in force.
    #[must_use]
    pub fn criteria_of(&self, risk: &Risk) -> Option<&Record<Criteria>> {
        risk.criteria.as_deref().and_then(|id| self.criteria_named(id)).or_else(|| self.criteria_in_force())
    }

    /// The approved criteria that took effect last, else the first ones.
    #[must_use]
    pub fn criteria_in_force(&self) -> Option<&Record<Criteria>> {
        let in_force = self.criteria.iter().filter(|criteria| criteria.status == Some(CriteriaStatus::Approved));
        in_force.max_by_key(|criteria| criteria.effective_from).or_else(|| self.criteria.first())
    }

    /// The score and level of an assessment of a risk.
    #[must_use]
    pub fn judged<'m>(&'m self, risk: &Risk, score: Option<&Score>) -> Option<(i64, Option<&'m Level>)> {
        let criteria = self.criteria_of(risk)?;
        let number = criteria.score_of(score?)?;
        Some((number, criteria.level(number)))
    }

    /// How often a record is looked at again: its own rule, else that of the organisation.
    #[must_use]
    pub fn review_interval(&self, head: &Head) -> Duration {
        head.common.review_every.unwrap_or(self.settings.defaults.review_every)
    }

    /// The day by which a record has to be looked at again; `None` where no date says when that was last done. An asset was looked at
    /// when it was entered.
    #[must_use]
    pub fn next_review_of(&self, head: &Head) -> Option<Date> {
        let entered = head.common.created.filter(|_| head.kind == Kind::Asset);
        Some(head.common.reviewed.or(entered)?.after(self.review_interval(head)))
    }

    /// How often it is checked whether a requirement is met.
    #[must_use]
    pub fn check_every(&self, requirement: &Record<Requirement>) -> Duration {
        let own = requirement.check_every.or(requirement.head.common.review_every);
        own.unwrap_or(self.settings.defaults.review_every)
    }

    /// The day by which it has to be checked again whether a requirement is met; `None` where nobody has checked yet.
    #[must_use]
    pub fn next_check(&self, requirement: &Record<Requirement>) -> Option<Date> {
        Some(requirement.last_checked?.after(self.check_every(requirement)))
    }

    /// The controls of Annex A in the order of the standard, with the record of each where there is one.
    pub fn annex_a(&self) -> impl Iterator<Item = (&'static standard::Control, Option<&Record<Control>>)> {
        standard::controls().iter().map(|control| (control, self.control(control.id)))
    }

    /// The organisation's own controls, in the order of their ids.
    #[must_use]
    pub fn own_controls(&self) -> Vec<&Record<Control>> {
        let mut own: Vec<_> = self.controls.iter().filter(|control| standard::control(control.id()).is_none()).collect();
        own.sort_by_cached_key(|control| natural(control.id()));
        own
    }

    /// The open risks that name a control.
    #[must_use]
    pub fn risks_of_control(&self, control: &str) -> Vec<&Record<Risk>> {
        self.referring(control, Kind::Risk, |id| self.risk(id)).into_iter().filter(|risk| risk.is_open()).collect()
    }

    /// The requirements that are met by a record.
    #[must_use]
    pub fn requirements_met_by(&self, id: &str) -> Vec<&Record<Requirement>> {
        // A `refs` link is a "see also": only `met_by` says that the record does something about the requirement.
        let by = self
            .links_to(id)
            .filter(|(head, link)| head.kind == Kind::Requirement && link.pointer.as_str().starts_with("/met_by/"));
        by.filter_map(|(head, _)| self.requirement(&head.id)).filter(|requirement| requirement.is_active()).collect()
    }

    /// The documents that say how a control is done.
    #[must_use]
    pub fn documents_of_control(&self, control: &str) -> Vec<&Record<Document>> {
        let mut ids: Vec<&str> = Vec::new();
        for (head, link) in self.links_to(control) {
            if head.kind.is_document() && link.pointer.as_str().starts_with("/controls/") && !ids.contains(&&*head.id) {
                ids.push(&head.id);
            }
        }
        ids.into_iter().filter_map(|id| self.document(id)).collect()
    }

    /// The documents that answer a clause, or a part of it: `6.1.3` is answered by a document with `6.1.3` or `6.1.3 d`.
    pub fn documents_of_clause<'m>(&'m self, clause: &str) -> impl Iterator<Item = &'m Record<Document>> + use<'m> {
        let clause = clause.to_owned();
        let answers = move |written: &String| {
            let written = written.trim_end_matches(')');
            written == clause || written.strip_prefix(clause.as_str()).is_some_and(|rest| rest.starts_with(' '))
        };
        self.documents.iter().filter(move |document| document.clauses.iter().any(&answers))
    }

    /// The evidence for a control.
    #[must_use]
    pub fn evidence_of_control(&self, control: &str) -> Vec<&Record<Evidence>> {
        self.referring(control, Kind::Evidence, |id| self.evidence_item(id))
    }

    /// The records that rely on a record: those that refer to it, and the controls that a document describes. Approvals and people
    /// are not among them.
    #[must_use]
    pub fn dependents(&self, head: &Head) -> Vec<&Head> {
        let relies = |kind: Kind| !matches!(kind, Kind::Approval | Kind::Person);
        let referring = self.links_to(&head.id).map(|(from, _)| from).filter(|from| relies(from.kind) && from.id != head.id);
        let described = self.document(&head.id).into_iter().flat_map(|document| &document.controls);
        let described = described.filter_map(|id| self.control(id)).map(|control| &control.head);
        let mut heads: Vec<&Head> = referring.chain(described).collect();
        heads.sort_by_cached_key(|head| (head.kind.word(), natural(&head.id)));
        heads.dedup_by(|one, other| one.id == other.id);
        heads
    }

    /// Records of one kind that refer to an id, each once, in the order of their files.
    fn referring<'m, T>(&'m self, id: &str, kind: Kind, find: impl Fn(&str) -> Option<&'m Record<T>>) -> Vec<&'m Record<T>> {
        let mut heads: Vec<&Head> = self.links_to(id).map(|(head, _)| head).filter(|head| head.kind == kind).collect();
        heads.dedup_by(|one, other| one.id == other.id);
        heads.into_iter().filter_map(|head| find(&head.id)).collect()
    }

    /// The approvals of a subject that say yes, oldest first: a record's id, `soa` or `rtp`.
    #[must_use]
    pub fn approvals_of(&self, subject: &str) -> Vec<&Record<Approval>> {
        let find = |id: &str| self.find(id, &[Kind::Approval], &self.approvals);
        let mut approvals = self.referring(subject, Kind::Approval, find);
        approvals.retain(|approval| approval.subject == subject && approval.is_positive());
        approvals.sort_by(|one, other| (one.on, one.id()).cmp(&(other.on, other.id())));
        approvals
    }

    /// The version of the Statement of Applicability or the treatment plan that was approved last.
    #[must_use]
    pub fn approved_version(&self, subject: &str) -> Option<&str> {
        self.approvals_of(subject).last().and_then(|approval| approval.version.as_deref())
    }
}

/// Whether a law or regulation stands behind a requirement.
#[must_use]
pub fn is_legal(requirement: &Requirement) -> bool {
    matches!(requirement.requirement_type, Some(RequirementType::Legal | RequirementType::Regulatory))
}

/// A sort key that puts `A.5.2` before `A.5.10`: words and numbers in turn.
#[must_use]
pub fn natural(id: &str) -> Vec<(String, u64)> {
    let mut key: Vec<(String, u64)> = Vec::new();
    let mut inside = false;
    for letter in id.chars() {
        match (letter.to_digit(10), key.last_mut()) {
            (Some(digit), Some((_, number))) => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
                inside = true;
            }
            (Some(digit), None) => {
                key.push((String::new(), u64::from(digit)));
                inside = true;
            }
            (None, Some((word, _))) if !inside => word.push(letter),
            (None, _) => {
                key.push((letter.to_string(), 0));
                inside = false;
            }
        }
    }
    key
}
