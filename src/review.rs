//! What a change of documents *means*: which sentences bind more or less than before, not which lines differ.
//!
//! [`Page::read`] takes a file apart into fields and sentences; [`compare`] pairs the pages of two trees, aligns their sentences
//! and asks `weigh` for the direction of each change. Everything is judged by general patterns over the word lists in
//! `review/words/`; comparing in the other direction gives the mirror image.

mod align;
mod dependents;
mod effects;
mod fields;
mod lexicon;
mod own;
mod page;
mod pair;
mod prose;
mod renames;
mod runs;
mod sections;
mod signals;
mod weigh;
mod weight;
mod whole;
mod words;

use serde::Serialize;

use crate::model::date::Date;
use crate::model::{Family, Head, Kind};

pub use dependents::State;
pub use effects::{Effect, Topic, effects};
pub use own::OwnWords;
pub use page::Page;
pub use pair::compare;
pub use sections::{SectionChange, SectionFate};
pub use whole::{Lines, WholeText};
pub use words::{Op, Piece};

/// Where a change leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Less is asked for than before.
    Weaker,
    /// The meaning changed, and only a person can tell where to.
    Unclear,
    /// More is asked for than before.
    Stronger,
    /// The meaning changed without a direction.
    Neutral,
    /// The meaning is the same.
    Editorial,
}

impl Direction {
    /// All, worst first.
    pub const ALL: [Direction; 5] =
        [Direction::Weaker, Direction::Unclear, Direction::Stronger, Direction::Neutral, Direction::Editorial];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Direction::Weaker => "weaker",
            Direction::Unclear => "unclear",
            Direction::Stronger => "stronger",
            Direction::Neutral => "neutral",
            Direction::Editorial => "editorial",
        }
    }

    /// The direction of the same change the other way round.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Direction::Weaker => Direction::Stronger,
            Direction::Stronger => Direction::Weaker,
            other => other,
        }
    }
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A sentence that binds is new.
    ObligationAdded,
    /// A sentence that binds is gone.
    ObligationRemoved,
    /// It binds less.
    ObligationWeakened,
    /// It binds more.
    ObligationStrengthened,
    /// It binds otherwise.
    ObligationChanged,
    /// How often.
    Cadence,
    /// How much, how long, how soon.
    Threshold,
    /// Whom or what a rule covers.
    Scope,
    /// Who is let off.
    Exemption,
    /// Who does it.
    Role,
    /// A date.
    Date,
    /// A number of another document, clause or record.
    Reference,
    /// A field of the metadata or of a record.
    Field,
    /// The words.
    Wording,
}

impl ChangeKind {
    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ChangeKind::ObligationAdded => "obligation added",
            ChangeKind::ObligationRemoved => "obligation removed",
            ChangeKind::ObligationWeakened => "obligation weakened",
            ChangeKind::ObligationStrengthened => "obligation strengthened",
            ChangeKind::ObligationChanged => "obligation changed",
            ChangeKind::Cadence => "cadence",
            ChangeKind::Threshold => "threshold",
            ChangeKind::Scope => "scope",
            ChangeKind::Exemption => "exemption",
            ChangeKind::Role => "role",
            ChangeKind::Date => "date",
            ChangeKind::Reference => "reference",
            ChangeKind::Field => "field",
            ChangeKind::Wording => "wording",
        }
    }

    /// The kind of the same change the other way round.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            ChangeKind::ObligationAdded => ChangeKind::ObligationRemoved,
            ChangeKind::ObligationRemoved => ChangeKind::ObligationAdded,
            ChangeKind::ObligationWeakened => ChangeKind::ObligationStrengthened,
            ChangeKind::ObligationStrengthened => ChangeKind::ObligationWeakened,
            other => other,
        }
    }
}

/// A text on one side of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The sentence or value.
    pub text: String,
    /// The heading it stands under; empty above the first one and for fields.
    pub section: String,
    /// The line where its block begins.
    pub line: usize,
}

/// One change of meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where it leads.
    pub direction: Direction,
    /// What it is about.
    pub kind: ChangeKind,
    /// How much it matters, from 0 to 95.
    pub weight: u8,
    /// Why, in a sentence.
    pub reason: String,
    /// The field as a JSON Pointer, where it is no sentence of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What stood there; nothing where it is new.
    pub before: Option<Side>,
    /// What stands there now; nothing where it is gone.
    pub after: Option<Side>,
    /// The words that differ, where both sides are one sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Piece>,
    /// The ids of the records that rely on what changed: first those that it or its section names or that name its section, then
    /// those that rely on the record as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<String>,
    /// How many of the dependents are the former.
    #[serde(skip)]
    pub closest: usize,
}

/// What happened to a document as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is there on both sides.
    Changed,
    /// It is there on both sides, under another path.
    Renamed,
}

/// What changed in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentChange {
    /// Its path now, or the last one it had.
    pub path: String,
    /// Its path before, where it was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_path: Option<String>,
    /// The id of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The kind of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its title.
    pub title: String,
    /// What happened to it as a whole.
    pub fate: Fate,
    /// The worst direction of its changes.
    pub direction: Direction,
    /// Changes of meaning, worst first, else in the order of the text.
    pub changes: Vec<Change>,
    /// How many editorial changes there are besides.
    pub editorial: usize,
    /// How many sentences stand elsewhere in the document, unchanged.
    pub moved: usize,
    /// Sections that came, went, or have another name or place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionChange>,
    /// The records that rely on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependents: Vec<Dependent>,
    /// Its text, where it is there on both sides and differs.
    #[serde(skip)]
    pub whole: Option<WholeText>,
}

/// A record that relies on another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dependent {
    /// Its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

impl Dependent {
    fn of(head: &Head) -> Self {
        Dependent { kind: head.kind.word(), id: head.id.to_string(), title: head.title().to_owned() }
    }

    /// Whether it is kept current, unlike records of what was.
    #[must_use]
    pub fn is_kept_current(&self) -> bool {
        Kind::from_word(self.kind).is_none_or(|kind| kind.family() != Family::Record)
    }
}

/// What changed between two trees.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Diff {
    /// Documents with any change, worst first, then by path.
    pub documents: Vec<DocumentChange>,
    /// Computed facts that differ, by topic, worst first.
    pub effects: Vec<Effect>,
}

impl Diff {
    /// Adds what follows from the changes in an ISMS: the records that rely on each of them, and the computed facts that differ.
    pub fn follow(&mut self, before: State<'_>, after: State<'_>, today: Date) {
        dependents::note(&mut self.documents, before, after);
        self.effects = effects(before.isms, after.isms, today);
    }

    /// How many changes of meaning lead into a direction; for `Editorial`, how many were only counted.
    #[must_use]
    pub fn count(&self, direction: Direction) -> usize {
        match direction {
            Direction::Editorial => self.documents.iter().map(|document| document.editorial).sum(),
            _ => {
                self.documents.iter().flat_map(|document| &document.changes).filter(|change| change.direction == direction).count()
            }
        }
    }

    /// How many sentences only moved.
    #[must_use]
    pub fn moved(&self) -> usize {
        self.documents.iter().map(|document| document.moved).sum()
    }
}
