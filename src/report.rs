//! What documents say: each report is a function from the model to a [`Document`], which knows nothing of formats.
//!
//! [`REPORTS`] is the one table of reports: `isms report`, its help and its pages go by it.

mod assets;
mod audit;
mod audit_programme;
mod clause_map;
mod clauses;
mod competence;
pub mod document;
mod document_control;
mod evidence;
mod exceptions;
mod incidents;
mod management_review_input;
mod memory;
mod metrics;
mod nonconformities;
mod objectives;
mod pictures;
pub mod prose;
mod requirements;
mod risk_assessment;
mod risk_register;
mod risk_treatment_plan;
mod risks;
pub mod soa;
mod suppliers;
mod traceability;
mod words;

use crate::model::date::Date;
use crate::model::{Classification, Head, Isms, Kind};
use document::{Cell, Column, Document, Group, Name, Table};
pub use memory::{Act, Author, Memory, Seal, State, Trace};

/// A report.
#[derive(Debug)]
pub struct Report {
    /// What it is called on the command line and in file names.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What a reader finds in it: the rest of a line that begins with its name.
    pub about: &'static str,
    /// The clauses whose results it shows.
    pub clauses: &'static [&'static str],
    /// How it is made.
    pub make: Make,
}

/// How a report is made of its subject.
#[derive(Debug, Clone, Copy)]
pub enum Make {
    /// Of everything.
    Whole(fn(&Subject<'_>) -> Document),
    /// Of everything, for somebody.
    View(fn(&Subject<'_>, soa::View) -> Document),
    /// Of one record of a kind at a time, by its id; nothing where no record of the kind has it.
    Each(Kind, fn(&Subject<'_>, &str) -> Option<Document>),
}

/// All reports, in the order in which the clauses of the standard come upon them.
pub static REPORTS: &[&Report] = &[
    &clause_map::REPORT,
    &requirements::REPORT,
    &risk_assessment::REPORT,
    &risk_register::REPORT,
    &soa::REPORT,
    &risk_treatment_plan::REPORT,
    &objectives::REPORT,
    &competence::REPORT,
    &document_control::REPORT,
    &assets::REPORT,
    &suppliers::REPORT,
    &incidents::REPORT,
    &exceptions::REPORT,
    &evidence::REPORT,
    &metrics::REPORT,
    &audit_programme::REPORT,
    &audit::REPORT,
    &management_review_input::REPORT,
    &nonconformities::REPORT,
    &traceability::REPORT,
];

/// The report with a name.
#[must_use]
pub fn report_named(name: &str) -> Option<&'static Report> {
    REPORTS.iter().copied().find(|report| report.name == name)
}

impl Report {
    /// The beginning that all reports share: whose it is, of which day, how secret, and what it is for.
    fn begin<'m>(&self, subject: &Subject<'m>, shown: impl IntoIterator<Item = &'m Head>, purpose: &str) -> Document {
        let mut document = subject.begin(self.name, self.title, words::highest(shown));
        document.paragraph(purpose);
        document
    }
}

/// What every report is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'m> {
    /// The records.
    pub isms: &'m Isms,
    /// The day that dates are judged by.
    pub as_of: Date,
    /// The commit that was read, where it was one.
    pub commit: Option<&'m str>,
    /// What Git remembers of it, where the document is to tell that. A committed copy cannot: it would have to name its own commit.
    pub memory: Option<&'m Memory>,
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

    /// A document without content: whose it is, how secret, of which day, and where it comes from.
    fn begin(&self, name: &'static str, title: &str, classification: Classification) -> Document {
        let settings = &self.isms.settings;
        let mut document = self.document(name, title, classification);
        document.fact("Organisation", settings.legal_entity.as_ref().unwrap_or(&settings.name));
        document.fact("As of", self.as_of.to_string());
        document
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

/// A table with one group of rows.
fn table(name: &'static str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    grouped(name, caption, columns, vec![Group { title: String::new(), rows }])
}

/// A table with rows in groups.
fn grouped(name: &'static str, caption: &str, columns: Vec<Column>, groups: Vec<Group>) -> Table {
    Table { name: name.into(), caption: caption.to_owned(), columns, groups }
}
