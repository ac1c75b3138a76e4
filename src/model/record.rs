//! What every record has, whatever its kind.

use std::ops::Deref;
use std::sync::Arc;

use serde::Deserialize;

use super::date::{Date, Duration};
use super::kinds::Kind;
use super::words::words;
use crate::syntax::markdown::Body;
use crate::text::{FileId, Locus, Pointer};
use crate::value::{Tree, Type, Value};

words! {
    /// Who may see a record.
    #[derive(Default)]
    Classification { Public "public", #[default] Internal "internal", Confidential "confidential", Restricted "restricted" }
}

/// The keys that every record may have.
#[derive(Debug, Clone, Default, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Common {
    pub title: Option<String>,
    pub name: Option<String>,
    pub owner: Option<String>,
    pub classification: Option<Classification>,
    pub created: Option<Date>,
    pub reviewed: Option<Date>,
    pub review_every: Option<Duration>,
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A reference from a record to another.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where in the record it stands.
    pub pointer: Pointer,
    /// The id that is written there.
    pub target: Arc<str>,
}

/// A record without the fields of its kind: what lists, references and reports need of any record.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its kind.
    pub kind: Kind,
    /// Its id, unique in the repository.
    pub id: Arc<str>,
    /// Its file.
    pub file: FileId,
    /// The keys all kinds share.
    pub common: Arc<Common>,
    /// Everything that is written in the YAML or the front matter.
    pub tree: Arc<Tree>,
    /// The structure of the text, in Markdown records.
    pub body: Option<Arc<Body>>,
    /// Where the record refers to others.
    pub links: Arc<[Link]>,
}

impl Head {
    /// The title, else the name of a person, else the id. (The name in an approval is that of who approved.)
    #[must_use]
    pub fn title(&self) -> &str {
        let name = self.common.name.as_deref().filter(|_| self.kind == Kind::Person);
        self.common.title.as_deref().or(name).unwrap_or(&self.id)
    }

    /// The place of the value at a pointer such as `/owner`.
    #[must_use]
    pub fn at(&self, pointer: impl Into<Pointer>) -> Locus {
        Locus::value(self.file, pointer)
    }

    /// The place of the key of the value at a pointer.
    #[must_use]
    pub fn key(&self, pointer: impl Into<Pointer>) -> Locus {
        Locus::key(self.file, pointer)
    }

    /// Whether something stands at a pointer, understood or not: an empty list and a key with nothing behind it say nothing.
    #[must_use]
    pub fn says(&self, pointer: impl Into<Pointer>) -> bool {
        self.fields().at(&pointer.into()).is_some_and(|value| match value.ty() {
            Type::Null => false,
            Type::List | Type::Map => !value.is_empty(),
            _ => true,
        })
    }

    /// The values as written.
    #[must_use]
    pub fn fields(&self) -> Value<'_> {
        self.tree.root()
    }
}

/// A record: its head, and the fields of its kind, which it derefs to.
#[derive(Debug)]
pub struct Record<T> {
    /// What every record has.
    pub head: Head,
    /// The fields of its kind, shared with the same record of another revision.
    pub data: Arc<T>,
}

impl<T> Deref for Record<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

impl<T> Record<T> {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.head.id
    }

    /// The title, else the name of a person, else the id.
    #[must_use]
    pub fn title(&self) -> &str {
        self.head.title()
    }

    /// The id of the role or person that owns the record.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.head.common.owner.as_deref()
    }

    /// The place of the value at a pointer such as `/actions/0/due`.
    #[must_use]
    pub fn at(&self, pointer: impl Into<Pointer>) -> Locus {
        self.head.at(pointer)
    }

    /// The place of the key of the value at a pointer.
    #[must_use]
    pub fn key(&self, pointer: impl Into<Pointer>) -> Locus {
        self.head.key(pointer)
    }
}

words! {
    /// How far a piece of work is.
    ActionStatus { Planned "planned", InProgress "in_progress", Done "done", Verified "verified", Cancelled "cancelled" }
}

/// One tracked piece of work with owner, date and proof; risks, controls, findings and reviews all use the same.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Action {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub what: String,
    #[serde(default)]
    pub controls: Vec<String>,
    pub responsible: Option<String>,
    pub resources: Option<String>,
    pub start: Option<Date>,
    pub due: Option<Date>,
    #[serde(default)]
    pub revised_due: Vec<RevisedDue>,
    pub status: Option<ActionStatus>,
    pub done_on: Option<Date>,
    #[serde(default)]
    pub evidence: Vec<String>,
    pub verified_by: Option<String>,
    pub verified_on: Option<Date>,
    pub effect: Option<String>,
}

/// A new date for an action, with the reason and who agreed.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct RevisedDue {
    pub date: Option<Date>,
    pub reason: Option<String>,
    pub approved_by: Option<String>,
}

impl Action {
    /// Whether it was carried out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.status, Some(ActionStatus::Done | ActionStatus::Verified))
    }

    /// Whether work is left to do.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.status, Some(ActionStatus::Done | ActionStatus::Verified | ActionStatus::Cancelled))
    }

    /// The date that counts: the last one agreed.
    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.revised_due.iter().filter_map(|revised| revised.date).next_back().or(self.due)
    }
}

/// A correction appended to a closed record.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Correction {
    pub on: Option<Date>,
    pub by: Option<String>,
    pub field: Option<String>,
    pub why: Option<String>,
}
