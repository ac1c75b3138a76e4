//! One record in the course of time.

use std::sync::Arc;

use super::History;
use super::commit::Commit;
use super::walk::Change;
use crate::model::Head;
use crate::source::{ObjectId, is_content};

/// One change of a record.
#[derive(Debug, Clone)]
pub struct Step<'h> {
    /// The commit.
    pub commit: &'h Commit,
    /// The path of the file after it.
    pub path: &'h str,
    /// The path before, where it was another.
    pub renamed_from: Option<&'h str>,
    /// The content before; nothing where the file is new.
    pub was: Option<Blob<'h>>,
    /// The content after; nothing where the file was taken away.
    pub now: Option<Blob<'h>>,
}

/// The content of a file in Git.
#[derive(Clone, Copy)]
pub struct Blob<'h> {
    history: &'h History,
    path: &'h str,
    id: ObjectId,
}

impl std::fmt::Debug for Blob<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.id, self.path)
    }
}

impl PartialEq for Blob<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Blob<'_> {}

impl<'h> Step<'h> {
    pub(super) fn new(history: &'h History, commit: &'h Commit, change: &'h Change) -> Self {
        let blob = |path, id| Blob { history, path, id };
        let before = change.before.as_deref();
        Step {
            commit,
            path: &change.path,
            renamed_from: before,
            was: change.was.map(|id| blob(before.unwrap_or(&change.path), id)),
            now: change.now.map(|id| blob(&change.path, id)),
        }
    }
}

impl Blob<'_> {
    /// The text; nothing where it cannot be read or is no text.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.history.text(self.id)
    }

    /// The record as this text says it; nothing where it is none or is not understood. The same content under another name is the
    /// same record.
    #[must_use]
    pub fn record(&self) -> Option<Arc<Head>> {
        self.history.record(self.path, self.id)
    }

    /// Whether it is a text, byte for byte.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        is_content(self.id, text.as_bytes())
    }
}
