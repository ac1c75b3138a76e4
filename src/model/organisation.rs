//! Roles and people (clauses 5.3, 7.2): who may decide, and who does it now.

use serde::Deserialize;

use super::date::{Date, Duration};
use super::words::words;

words! {
    /// The two duties that clause 5.3 asks to be assigned.
    IsmsDuty { Conformity "conformity", PerformanceReporting "performance_reporting" }
}

words! {
    /// Whether a role exists.
    RoleStatus { Active "active", Retired "retired" }
}

/// A person in a role for a time.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Holder {
    #[serde(default)]
    pub person: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Holder {
    /// Whether the person holds the role on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What someone in a role must be able to do.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct RequiredCompetence {
    #[serde(default)]
    pub topic: String,
    pub level: Option<String>,
    pub evidence: Option<String>,
    pub refresh: Option<Duration>,
}

/// A function that decides or does something.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Role {
    #[serde(default)]
    pub responsibilities: Vec<String>,
    #[serde(default)]
    pub authorities: Vec<String>,
    #[serde(default)]
    pub isms_duties: Vec<IsmsDuty>,
    #[serde(default)]
    pub top_management: bool,
    pub may_accept_up_to: Option<String>,
    #[serde(default)]
    pub competence_required: Vec<RequiredCompetence>,
    #[serde(default)]
    pub held_by: Vec<Holder>,
    #[serde(default)]
    pub incompatible_with: Vec<String>,
    pub deputy: Option<String>,
    pub reports_to: Option<String>,
    pub status: Option<RoleStatus>,
}

impl Role {
    /// The ids of the people who hold it on a day.
    pub fn holders(&self, day: Date) -> impl Iterator<Item = &str> {
        self.held_by.iter().filter(move |holder| holder.holds(day)).map(|holder| holder.person.as_str())
    }
}

words! {
    /// Whether a person is still there.
    PersonStatus { Active "active", Left "left" }
}

/// A person, or a bot that acts under a name.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Person {
    pub name: Option<String>,
    pub position: Option<String>,
    pub employer: Option<String>,
    #[serde(default)]
    pub git_identities: Vec<String>,
    #[serde(default)]
    pub signing_keys: Vec<String>,
    pub forge_login: Option<String>,
    pub active_from: Option<Date>,
    pub active_to: Option<Date>,
    #[serde(default)]
    pub agent: bool,
    pub status: Option<PersonStatus>,
}

impl Person {
    /// Whether the person is there on a day.
    #[must_use]
    pub fn is_active(&self, day: Date) -> bool {
        let left = self.status == Some(PersonStatus::Left) && self.active_to.is_none();
        !left && self.may_act(day)
    }

    /// Whether the dates allow that the person did something on a day; nothing is known of when somebody left who has no last day.
    #[must_use]
    pub fn may_act(&self, day: Date) -> bool {
        self.active_from.is_none_or(|from| from <= day) && self.active_to.is_none_or(|to| day <= to)
    }
}
