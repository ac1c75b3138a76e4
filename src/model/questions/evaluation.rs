//! Questions about audits, reviews, duties and the people who have them.

use std::collections::HashSet;

use crate::model::date::Date;
use crate::model::kinds::Kind;
use crate::model::record::{Head, Link, Record};
use crate::model::{
    Audit, AuditProgramme, Change, Competence, Isms, IsmsDuty, ManagementReview, Nonconformity, ProgrammeStatus, Role, RoleStatus,
    natural,
};
use crate::standard;
use crate::text::Pointer;

/// What internal audits reach in a cycle.
#[derive(Debug, Clone)]
pub struct AuditCoverage<'m> {
    /// Clauses of the second level and applicable controls in their order, and whether each was or will be audited.
    pub items: Vec<(&'m str, bool)>,
    /// The day on which the next cycle begins.
    pub next_cycle: Date,
}

impl AuditCoverage<'_> {
    /// What is left out, with neighbours drawn together: `4.1 to 4.4, 7.4`.
    #[must_use]
    pub fn gaps(&self) -> String {
        // Clauses, controls of Annex A and own controls are three rows of numbers.
        let row = |id: &str| id.chars().next().filter(|first| !first.is_ascii_digit());
        let together = |one: &(&str, bool), other: &(&str, bool)| one.1 == other.1 && row(one.0) == row(other.0);
        let runs = self.items.chunk_by(together).filter(|run| !run[0].1);
        let words: Vec<String> = runs
            .map(|run| match run {
                [(only, _)] => (*only).to_owned(),
                [(first, _), (last, _)] => format!("{first}, {last}"),
                [(first, _), .., (last, _)] => format!("{first} to {last}"),
                [] => String::new(),
            })
            .collect();
        words.join(", ")
    }

    /// How much is left out.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.items.iter().filter(|(_, covered)| !covered).count()
    }
}

impl Isms {
    /// The programme that counts: of those that are not closed the one that began last.
    #[must_use]
    pub fn programme_in_force(&self) -> Option<&Record<AuditProgramme>> {
        let open = self.audit_programmes.iter().filter(|programme| programme.status != Some(ProgrammeStatus::Closed));
        open.max_by_key(|programme| programme.period_from)
    }

    /// What internal audits reach: those of the last cycle, and those planned until the end of the current one. What the internal
    /// auditors do themselves counts as reached by a certification body, too, because they cannot audit it.
    #[must_use]
    pub fn audit_coverage(&self, today: Date) -> AuditCoverage<'_> {
        let cycle = self.settings.defaults.audit_cycle;
        let mut next_cycle = self.settings.cycle_start.unwrap_or(today).after(cycle);
        while next_cycle <= today && cycle.about_days() > 0 {
            next_cycle = next_cycle.after(cycle);
        }
        let since = today.before(cycle);
        let counts = |audit: &&Record<Audit>| {
            if audit.is_ahead() {
                audit.date().is_none_or(|day| day < next_cycle)
            } else {
                audit.is_performed() && audit.date().is_none_or(|day| day >= since)
            }
        };
        let (internal, external): (Vec<_>, Vec<_>) = self
            .audits
            .iter()
            .filter(|audit| audit.is_internal() || audit.is_certification())
            .filter(counts)
            .partition(|audit| audit.is_internal());
        let controls: HashSet<&str> = internal.iter().flat_map(|audit| audit.all_controls()).collect();
        let clause = |number: &str| {
            let reached = |audit: &&Record<Audit>| audit.touches_clause(number);
            internal.iter().any(reached) || (number == "9.2" && external.iter().any(reached))
        };
        let control = |id: &str| {
            let outside = id == "A.5.35" && external.iter().any(|audit| audit.all_controls().any(|scope| scope == id));
            outside || controls.contains(id)
        };
        let second_level = standard::clauses().iter().filter(|clause| clause.number.matches('.').count() == 1);
        let mut applicable: Vec<&str> =
            self.controls.iter().filter(|control| control.is_applicable()).map(|control| control.id()).collect();
        applicable.sort_by_cached_key(|id| natural(id));
        let clauses = second_level.map(|it| (it.number, clause(it.number)));
        let items = clauses.chain(applicable.into_iter().map(|id| (id, control(id)))).collect();
        AuditCoverage { items, next_cycle }
    }

    /// The audits by the certification body that begin soon, as the organisation counts soon, each with its first day.
    #[must_use]
    pub fn visits_near(&self, today: Date) -> Vec<(&Record<Audit>, Date)> {
        let soon = today.after(self.settings.defaults.due_soon);
        let ahead = self.audits.iter().filter(|audit| audit.is_certification() && audit.is_ahead());
        let begun = ahead.filter_map(|audit| Some((audit, audit.window_begin()?)));
        begun.filter(|(_, begin)| (today..=soon).contains(begin)).collect()
    }

    /// The last day of the newest audit by a certification body that took place, and where the record says so.
    #[must_use]
    pub fn last_certification_audit(&self) -> Option<(Date, &Record<Audit>)> {
        let performed = self.audits.iter().filter(|audit| audit.is_certification() && audit.is_performed());
        performed.filter_map(|audit| Some((audit.date()?, audit))).max_by_key(|(day, audit)| (*day, audit.head.file))
    }

    /// The competence records of a person.
    #[must_use]
    pub fn competences_of(&self, person: &str) -> Vec<&Record<Competence>> {
        let find = |id: &str| self.find(id, &[Kind::Competence], &self.competences);
        let mut records = self.referring(person, Kind::Competence, find);
        records.retain(|record| record.person.as_deref() == Some(person));
        records
    }

    /// The competence record with an id.
    #[must_use]
    pub fn competence(&self, id: &str) -> Option<&Record<Competence>> {
        self.find(id, &[Kind::Competence], &self.competences)
    }

    /// The change with an id.
    #[must_use]
    pub fn change(&self, id: &str) -> Option<&Record<Change>> {
        self.find(id, &[Kind::Change], &self.changes)
    }

    /// The nonconformity with an id.
    #[must_use]
    pub fn nonconformity(&self, id: &str) -> Option<&Record<Nonconformity>> {
        self.find(id, &[Kind::Nonconformity], &self.nonconformities)
    }

    /// The review by top management that was held last.
    #[must_use]
    pub fn last_review(&self) -> Option<&Record<ManagementReview>> {
        self.management_reviews.iter().filter(|review| review.is_held()).max_by_key(|review| review.date)
    }

    /// Whether a person was top management on a day.
    #[must_use]
    pub fn is_top_management(&self, person: &str, day: Date) -> bool {
        let leading = self.roles.iter().filter(|role| role.top_management);
        leading.flat_map(|role| role.holders(day)).any(|holder| holder == person)
    }

    /// The roles that somebody holds on a day with one of the duties of clause 5.3, and those with the duty that nobody holds.
    #[must_use]
    pub fn roles_with_duty(&self, duty: IsmsDuty, day: Date) -> (Vec<&Record<Role>>, Vec<&Record<Role>>) {
        let roles = self.roles.iter().filter(|role| role.isms_duties.contains(&duty));
        roles.partition(|role| self.is_filled(role, day))
    }

    /// Whether a role names a holder for a day who is no bot. Whether that person is still there is another question.
    #[must_use]
    pub fn is_filled(&self, role: &Record<Role>, day: Date) -> bool {
        let is_bot = |id: &str| self.person(id).is_some_and(|person| person.agent);
        role.status != Some(RoleStatus::Retired) && role.holders(day).any(|holder| !is_bot(holder))
    }

    /// Where a role or person is named for something that is still to be done or answered for, in records that are not closed.
    #[must_use]
    pub fn open_duties(&self, party: &str) -> Vec<(&Head, &Link)> {
        self.links_to(party).filter(|(head, link)| is_duty(&link.pointer) && is_open(head, &link.pointer)).collect()
    }

    /// The roles that a person who holds them on a day still holds without an end.
    #[must_use]
    pub fn roles_held(&self, person: &str, day: Date) -> Vec<&Record<Role>> {
        let mut roles = self.referring(person, Kind::Role, |id| self.role(id));
        roles.retain(|role| role.status != Some(RoleStatus::Retired) && role.holders(day).any(|holder| holder == person));
        roles
    }
}

/// Whether a field names somebody who answers for something from now on; fields for acts of the past do not.
fn is_duty(pointer: &Pointer) -> bool {
    let last = pointer.steps().filter(|step| step.parse::<usize>().is_err()).last();
    let duties = ["owner", "operator", "custodian", "responsible", "measured_by", "analysed_by", "chair"];
    last.is_some_and(|last| duties.contains(&&*last))
}

/// Whether the record, and the action in it that a pointer leads into, still asks for something.
fn is_open(head: &Head, pointer: &Pointer) -> bool {
    let word = |pointer: &Pointer| head.fields().at(pointer).and_then(|value| value.scalar()).unwrap_or_default();
    let status = word(&Pointer::from("/status"));
    let mut steps = pointer.steps();
    let action = steps.next().filter(|step| step == "actions").and_then(|_| steps.next());
    if let Some(action) = action {
        let done = word(&Pointer::from("/actions").join(action).join("status"));
        return !["done", "verified", "cancelled"].contains(&done) && status != "closed";
    }
    let over: &[&str] = match head.kind {
        Kind::Risk | Kind::AuditProgramme | Kind::Nonconformity | Kind::Incident => &["closed"],
        Kind::Metric | Kind::Asset | Kind::Party | Kind::Role => &["retired"],
        Kind::Objective => &["achieved", "missed", "dropped"],
        Kind::Supplier => &["ended"],
        Kind::Requirement => &["withdrawn"],
        Kind::Criteria => &["superseded"],
        Kind::Exception => &["closed", "rejected"],
        Kind::Change => &["done", "reviewed", "rejected"],
        Kind::Audit => &["reported", "closed", "cancelled"],
        Kind::ManagementReview => &["held", "minuted", "closed"],
        Kind::Policy | Kind::Procedure | Kind::Document => &["superseded", "withdrawn"],
        Kind::Control => {
            return word(&Pointer::from("/applicable")) != "false" && word(&Pointer::from("/implementation")) != "retired";
        }
        Kind::Communication => &[],
        // What was kept as proof of a day has no duties left.
        Kind::Evidence | Kind::Approval | Kind::Competence | Kind::Person => return false,
    };
    !over.contains(&status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_drawn_together() {
        let gaps =
            |items: &[(&str, bool)]| AuditCoverage { items: items.to_vec(), next_cycle: "2029-01-01".parse().unwrap() }.gaps();
        let items =
            [("4.1", false), ("4.2", false), ("4.3", false), ("4.4", true), ("10.1", false), ("10.2", false), ("A.5.1", false)];
        assert_eq!(gaps(&items), "4.1 to 4.3, 10.1, 10.2, A.5.1");
        assert_eq!(gaps(&[("A.8.34", false), ("X.1", false)]), "A.8.34, X.1");
        assert_eq!(gaps(&[("4.1", true)]), "");
    }
}
