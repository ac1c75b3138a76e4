//! What documents say: each report is a function from the model to a [`Document`](document::Document), which knows nothing of formats.

mod clauses;
pub mod document;
pub mod prose;
pub mod soa;

use crate::model::date::Date;
use crate::model::{Classification, Isms};
use document::{Document, Name};

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
    /// A document without content, which says whose it is and where it comes from.
    #[must_use]
    pub fn document(&self, name: impl Into<Name>, title: &str, classification: Classification) -> Document {
        let mut document = Document::new(name, title, &self.isms.settings.name, classification, self.as_of);
        document.commit = self.commit.map(str::to_owned);
        document.origin = self.origin();
        document
    }

    fn origin(&self) -> String {
        let from = self
            .commit
            .map_or_else(|| "from files that are not committed as such".to_owned(), |commit| format!("from commit {commit}"));
        format!(
            "Made by isms {} {from}, as of {}. Facts of the repository, not an audit opinion.",
            env!("CARGO_PKG_VERSION"),
            self.as_of
        )
    }

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
