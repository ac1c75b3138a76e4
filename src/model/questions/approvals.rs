//! Whether an act of approval counts, and why not. The rules about approvals and the review of a change ask the same.

use crate::model::date::Date;
use crate::model::{Approval, Isms, Person, Record, Role};

/// Why somebody could not do anything on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// A program is nobody who decides.
    Agent,
    /// The person came later.
    NotYet(Date),
    /// The person had left.
    NoMore(Date),
}

impl Absence {
    /// What is wrong, behind the id of the person.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Absence::Agent => "is a bot and cannot approve anything".to_owned(),
            Absence::NotYet(on) => format!("was not there yet on {on}"),
            Absence::NoMore(on) => format!("was not there any more on {on}"),
        }
    }
}

/// Why a decision about a content does not count as its approval.
#[derive(Debug, Clone)]
pub enum Flaw<'m> {
    /// It says no.
    Rejected,
    /// Nobody has the id that it names.
    Nobody,
    /// Whoever decided could not.
    Absent(Absence),
    /// The person did not hold the role that is named, on the day.
    FalseClaim(&'m Record<Role>, Date),
    /// The role that was held is none that may approve it.
    WithoutRole,
    /// Nobody approves the own text.
    Author,
    /// It is bound to no content.
    Unbound,
    /// It was given for another content.
    OtherContent,
}

impl Isms {
    /// Why the person who decided could not have; nothing where they could, or where the id leads nowhere.
    #[must_use]
    pub fn absence(&self, approval: &Approval) -> Option<(&Record<Person>, Absence)> {
        let person = approval.by.as_deref().and_then(|by| self.person(by))?;
        let absence = match approval.on {
            _ if person.agent => Absence::Agent,
            Some(on) if person.active_from.is_some_and(|from| on < from) => Absence::NotYet(on),
            Some(on) if person.active_to.is_some_and(|to| to < on) => Absence::NoMore(on),
            _ => return None,
        };
        Some((person, absence))
    }

    /// A role that the approver names and did not hold on the day.
    #[must_use]
    pub fn false_claim(&self, approval: &Approval) -> Option<(&Record<Role>, Date)> {
        let (by, on) = (approval.by.as_deref()?, approval.on?);
        let role = self.role(approval.role.as_deref()?)?;
        (!self.holds_role(by, role.id(), on)).then_some((role, on))
    }

    /// Why a decision is no approval of a content by somebody who may give it; nothing where it is one.
    pub(super) fn flaw(
        &self,
        approval: &Approval,
        is_entitled: impl Fn(&Approval) -> bool,
        authors: &[String],
        digest: &str,
    ) -> Option<Flaw<'_>> {
        let by = approval.by.as_deref().unwrap_or_default();
        if !approval.is_positive() {
            return Some(Flaw::Rejected);
        }
        if self.person(by).is_none() {
            return Some(Flaw::Nobody);
        }
        if let Some((_, absence)) = self.absence(approval) {
            return Some(Flaw::Absent(absence));
        }
        if let Some((role, on)) = self.false_claim(approval) {
            return Some(Flaw::FalseClaim(role, on));
        }
        if !is_entitled(approval) {
            return Some(Flaw::WithoutRole);
        }
        if authors.iter().any(|author| author == by) {
            return Some(Flaw::Author);
        }
        match approval.digest.as_deref() {
            None => Some(Flaw::Unbound),
            Some(approved) if approved != digest => Some(Flaw::OtherContent),
            Some(_) => None,
        }
    }
}
