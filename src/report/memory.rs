//! What Git remembers, as far as documents tell it. Who reads Git gives it; reports only show it.

use std::collections::HashMap;

use crate::model::date::Date;

/// What Git remembers of the records that a document is about.
#[derive(Debug, Default)]
pub struct Memory {
    /// The commits that brought a record and changed it last, by its id.
    pub records: HashMap<Box<str>, Trace>,
    /// Who made the commits, those with the most first.
    pub authors: Vec<Author>,
    /// The state that the document was made of; nothing where files were not committed.
    pub state: Option<State>,
}

/// A commit with the names that were given to it.
#[derive(Debug, Clone)]
pub struct State {
    /// The commit.
    pub commit: Act,
    /// Its tags.
    pub tags: Vec<Seal>,
}

/// A tag as a document tells it.
#[derive(Debug, Clone)]
pub struct Seal {
    /// The name.
    pub name: String,
    /// What its signature is worth, in words.
    pub signature: String,
    /// Whether that says for sure who gave it.
    pub is_sure: bool,
}

/// The commits at both ends of a record's history.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The commit that brought it.
    pub first: Act,
    /// The commit that changed it last.
    pub last: Act,
}

/// A commit as a document tells it.
#[derive(Debug, Clone)]
pub struct Act {
    /// The beginning of its id.
    pub commit: String,
    /// The day that it claims.
    pub on: Date,
    /// The name of its author.
    pub by: String,
    /// What its signature is worth, in words.
    pub signature: String,
    /// Whether that says for sure who made it.
    pub is_sure: bool,
}

/// How many commits somebody made, and how many of them carry which kind of signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The commits.
    pub commits: usize,
    /// Those with a signature by a key that is known and was trusted.
    pub sure: usize,
    /// Those with any other signature.
    pub otherwise_signed: usize,
}
