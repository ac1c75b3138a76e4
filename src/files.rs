//! The files of a repository as far as they were read: path, text and structure. Turns a [`Locus`] into bytes.

use std::sync::{Arc, OnceLock};

use crate::text::{FileId, LineIndex, Locus, Place, Span, line_starts};
use crate::value::Tree;

/// A file that was listed.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Its path below the root of the ISMS.
    pub path: Arc<str>,
    /// Its text, where it was read.
    pub text: Option<Arc<str>>,
    /// Its YAML or front matter, where it has one that was understood.
    pub tree: Option<Arc<Tree>>,
    /// What a look at its bytes told, where a record names it as its evidence.
    pub content: Option<Arc<Content>>,
}

/// What the bytes of an evidence file told, or why they could not be read. The bytes themselves are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// They were read.
    Read {
        /// How many there are.
        size: u64,
        /// Their SHA-256 in hexadecimal digits, and for a text the one with the other kind of line ends: a checkout may change these.
        digests: Vec<String>,
        /// What in them should not be kept for good.
        exposures: Vec<Exposure>,
    },
    /// They could not be read, for this reason.
    Unreadable(String),
}

/// Something in an evidence file that Git should not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// What it is.
    pub what: Exposed,
    /// The line where it stands first, counted from 1.
    pub line: usize,
    /// How often it is there.
    pub times: usize,
}

/// What should not be kept in Git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exposed {
    /// A private key in the form of a PEM or PGP block.
    PrivateKey,
    /// A key that opens a service, in the form that the service gives it.
    AccessKey,
    /// The number of a bank account (IBAN).
    BankAccount,
    /// The number of a payment card.
    PaymentCard,
    /// The e-mail addresses of several people.
    Addresses,
}

/// All files of a repository, in the order of their paths. A [`FileId`] is the number of one.
#[derive(Debug, Clone, Default)]
pub struct Files {
    all: Vec<File>,
    /// Where the lines of each file begin, once somebody asked.
    lines: Vec<OnceLock<Vec<usize>>>,
}

impl Files {
    /// The files, which must be sorted by path.
    #[must_use]
    pub fn new(files: Vec<File>) -> Self {
        debug_assert!(files.is_sorted_by(|one, other| one.path <= other.path), "files come in the order of their paths");
        let lines = files.iter().map(|_| OnceLock::new()).collect();
        Files { all: files, lines }
    }

    /// A file.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&File> {
        self.all.get(id.0 as usize)
    }

    /// The path of a file; empty for one that does not exist.
    #[must_use]
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// The file at a path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.all.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some(number(at))
    }

    /// The file at a path as seen from the folder of another file.
    #[must_use]
    pub fn beside(&self, file: FileId, relative: &str) -> Option<FileId> {
        self.find(&resolve(folder(self.path(file)), relative)?)
    }

    /// Whether a folder of this path has files in it.
    #[must_use]
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        let first = self.all.partition_point(|file| *file.path < *prefix);
        self.all.get(first).is_some_and(|file| file.path.starts_with(&prefix))
    }

    /// All files with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.all.iter().enumerate().map(|(at, file)| (number(at), file))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The lines of a file; those of an empty text where it was not read.
    #[must_use]
    pub fn lines(&self, id: FileId) -> LineIndex<'_> {
        let text = self.get(id).and_then(|file| file.text.as_deref()).unwrap_or_default();
        match self.lines.get(id.0 as usize) {
            Some(starts) => LineIndex::known(text, starts.get_or_init(|| line_starts(text))),
            None => LineIndex::new(text),
        }
    }

    /// The bytes of a place. A place that cannot be found any more is the start of its file.
    #[must_use]
    pub fn span(&self, at: &Locus) -> Span {
        let tree = self.get(at.file).and_then(|file| file.tree.as_deref());
        match (&at.place, tree) {
            (Place::Bytes(span), _) => *span,
            (Place::Value(pointer), Some(tree)) => tree.span(pointer),
            (Place::Key(pointer), Some(tree)) => tree.key_span(pointer),
            (Place::Value(_) | Place::Key(_), None) => Span::default(),
        }
    }
}

fn number(at: usize) -> FileId {
    FileId(u32::try_from(at).unwrap_or(u32::MAX))
}

/// The folder of a path: everything before the last `/`, or nothing.
#[must_use]
pub fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |cut| &path[..cut])
}

/// A relative path as seen from a folder, with `.` and `..` resolved; `None` where it leads out of the tree.
#[must_use]
pub fn resolve(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = if relative.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    parts.retain(|part| !part.is_empty());
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_inside_the_tree_only() {
        assert_eq!(resolve("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(resolve("a/b", "./c//d.md").as_deref(), Some("a/b/c/d.md"));
        assert_eq!(resolve("a", "/x.md").as_deref(), Some("x.md"));
        assert_eq!(resolve("a", "../../x"), None);
    }
}
