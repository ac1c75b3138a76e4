//! The bytes of a tree of files: a work tree, a Git tree at a revision, or memory.
//!
//! Everyone above this module sees sorted relative paths and bytes, and cannot tell the three apart; that is what makes every
//! command work at every revision. Content is never interpreted here, and nothing is ever written.

mod changes;
mod git;
mod history;
mod memory;
mod overlay;
mod tags;
mod tally;
mod worktree;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub use changes::{Changes, FileChange};
pub use git::{GitRepository, GitTree};
pub use history::{Contents, HistoryGap, ObjectId, RawCommit, Signed, is_content};
pub use memory::Memory;
pub use overlay::Overlay;
pub use tags::{RawTag, TagObject};
pub(crate) use worktree::io_words;
pub use worktree::{Excludes, Worktree};

/// Files larger than this are not read as records: 16 MiB.
pub const FILE_LIMIT: u64 = 16 * 1024 * 1024;

/// The path of a file relative to the root of the tree, with `/` between its parts.
pub type RelPath = Arc<str>;

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// A file with its size in bytes, where the source knows it for free.
    File(Option<u64>),
    /// A symbolic link; links are named, never followed out of the tree.
    Symlink {
        /// Whether it leads out of the tree, or nowhere.
        escapes: bool,
    },
    /// Something that could not be listed, with the reason.
    Unreadable(String),
}

/// A path and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path; bytes that are not UTF-8 are shown as `�`.
    pub path: RelPath,
    /// What it is.
    pub kind: EntryKind,
    /// Whether the path is not UTF-8, so that it cannot be named exactly.
    pub lossy: bool,
}

/// A tree of files.
pub trait Source: Sync {
    /// All files, sorted by path, without what the source leaves out (`.git`, excluded folders).
    ///
    /// # Errors
    /// Where the tree itself cannot be listed.
    fn list(&self) -> Result<Vec<Entry>, Error>;

    /// Something that reads files; one for each thread that wants to.
    ///
    /// # Errors
    /// Where the store behind the tree cannot be opened.
    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error>;

    /// What a person would call this tree, for messages: a folder or a revision.
    fn name(&self) -> String;
}

/// Reads files of one source.
pub trait Reader {
    /// The bytes of a file, good until the next one is read.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read; content that nobody can understand is no error.
    fn read(&mut self, path: &str) -> Result<Cow<'_, [u8]>, String>;
}

/// Why a tree cannot be used at all. Every message says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Error {
    /// An error with its cure.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Error { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
