//! The files of a repository as far as they were read: path, text and structure. Turns a [`Locus`] into bytes.

use std::collections::BTreeMap;
use std::ops::Bound;
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
}

/// All files of a repository, in the order of their paths. A [`FileId`] is the number of one.
#[derive(Debug, Clone, Default)]
pub struct Files {
    all: Vec<File>,
    by_path: BTreeMap<Arc<str>, FileId>,
    /// Where the lines of each file begin, once somebody asked.
    lines: Vec<OnceLock<Vec<usize>>>,
}

impl Files {
    /// The files, which must be sorted by path.
    #[must_use]
    pub fn new(files: Vec<File>) -> Self {
        let number = |at: usize| FileId(u32::try_from(at).unwrap_or(u32::MAX));
        let by_path = files.iter().enumerate().map(|(at, file)| (Arc::clone(&file.path), number(at))).collect();
        let lines = files.iter().map(|_| OnceLock::new()).collect();
        Files { all: files, by_path, lines }
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
        self.by_path.get(path).copied()
    }

    /// Whether a folder of this path has files in it.
    #[must_use]
    pub fn has_folder(&self, path: &str) -> bool {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let first = self.by_path.range::<str, _>(from).next();
        first.is_some_and(|(found, _)| found.starts_with(&prefix))
    }

    /// All files with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.by_path.values().filter_map(|id| self.get(*id).map(|file| (*id, file)))
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
