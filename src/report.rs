//! What documents say: each report is a function from the model to a [`Document`](document::Document), which knows nothing of formats.

mod clauses;
pub mod document;
pub mod soa;

use crate::model::Isms;
use crate::model::date::Date;

/// What every report is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'m> {
    /// The records.
    pub isms: &'m Isms,
    /// The day that dates are judged by.
    pub as_of: Date,
    /// The commit that was read, where it was one.
    pub commit: Option<&'m str>,
}

impl Subject<'_> {
    /// A role or person for a reader: its title, and who holds it.
    #[must_use]
    pub fn party(&self, id: &str) -> String {
        let Some(head) = self.isms.head(id) else { return id.to_owned() };
        let people = self.isms.people_behind(id, self.as_of);
        match self.isms.role(id) {
            Some(_) if people.is_empty() => format!("{} (vacant)", head.title()),
            Some(_) => {
                let names: Vec<&str> = people.iter().map(|person| person.title()).collect();
                format!("{} ({})", head.title(), names.join(", "))
            }
            None => head.title().to_owned(),
        }
    }
}
