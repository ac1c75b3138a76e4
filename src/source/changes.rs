//! What differs between two trees of Git, without opening what is the same in both.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::Arc;

use gix::bstr::ByteSlice;
use gix::objs::TreeRefIter;
use gix::objs::tree::{EntryMode, EntryRef, name_order};

use super::git::{GitRepository, chain};
use super::history::{ObjectId, damaged};
use super::tally::Tally;
use super::{Error, RelPath};

/// What a commit did to a file.
#[derive(Debug, Clone)]
pub struct FileChange {
    /// Its path below the folder that was asked for.
    pub path: RelPath,
    /// The content in the first parent.
    pub was: Option<ObjectId>,
    /// The content now.
    pub now: Option<ObjectId>,
    /// Whether the content is that of no parent.
    pub own: bool,
}

impl GitRepository {
    /// Tells what differs between trees, below a folder.
    #[must_use]
    pub fn changes(&self, prefix: &str) -> Changes {
        let repository = self.caching();
        let hash_length = repository.object_hash().len_in_bytes();
        Changes { repository, prefix: prefix.trim_end_matches('/').to_owned(), hash_length }
    }
}

/// Compares trees of one repository.
pub struct Changes {
    repository: gix::Repository,
    prefix: String,
    hash_length: usize,
}

/// Two folders at one path; nothing where there is none.
struct Folders {
    /// With `/` at its end, where it is not the root.
    path: Vec<u8>,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
}

impl Changes {
    /// What a tree has otherwise than the first of its parents; all of it where it has none. Folders with equal ids are not opened.
    ///
    /// # Errors
    /// Where an object is missing.
    pub fn between(&self, parents: &[ObjectId], tree: ObjectId) -> Result<Vec<FileChange>, Error> {
        let now = self.below_prefix(tree)?;
        let parents = parents.iter().map(|parent| self.below_prefix(*parent)).collect::<Result<Vec<_>, _>>()?;
        let first = parents.first().copied().flatten();
        if first == now {
            return Ok(Vec::new());
        }
        let mut changes = self.files(first, now)?;
        for other in parents.iter().skip(1) {
            for change in changes.iter_mut().filter(|change| change.own) {
                change.own = self.content(*other, &change.path)? != change.now;
            }
        }
        Ok(changes)
    }

    /// The id of the folder in a tree; nothing where something else has its name.
    fn below_prefix(&self, tree: ObjectId) -> Result<Option<ObjectId>, Error> {
        if self.prefix.is_empty() {
            return Ok(Some(tree));
        }
        let found = self.found(tree, &self.prefix)?;
        Ok(found.filter(|(mode, _)| mode.is_tree()).map(|(_, id)| id))
    }

    /// The id of what stands at a path in a tree.
    fn content(&self, tree: Option<ObjectId>, path: &str) -> Result<Option<ObjectId>, Error> {
        let Some(tree) = tree else { return Ok(None) };
        Ok(self.found(tree, path)?.map(|(_, id)| id))
    }

    fn found(&self, tree: ObjectId, path: &str) -> Result<Option<(EntryMode, ObjectId)>, Error> {
        let tree = self.repository.find_tree(tree).map_err(|error| damaged(&chain(&error)))?;
        let entry = tree.lookup_entry_by_path(path).map_err(|error| damaged(&chain(&error)))?;
        Ok(entry.map(|entry| (entry.mode(), entry.object_id())))
    }

    fn files(&self, old: Option<ObjectId>, new: Option<ObjectId>) -> Result<Vec<FileChange>, Error> {
        let mut changes = Vec::new();
        let mut tally = Tally::of("a tree of the history");
        let mut open = VecDeque::from([Folders { path: Vec::new(), old, new }]);
        while let Some(folders) = open.pop_front() {
            let (old, new) = (self.entries(folders.old)?, self.entries(folders.new)?);
            self.compare(&folders.path, (&old, &new), &mut tally, &mut open, &mut changes)?;
        }
        Ok(changes)
    }

    fn entries(&self, folder: Option<ObjectId>) -> Result<Vec<u8>, Error> {
        let Some(folder) = folder else { return Ok(Vec::new()) };
        self.repository.find_tree(folder).map(|mut tree| tree.take_data()).map_err(|error| damaged(&chain(&error)))
    }

    /// Walks along two folders at once. Nearly all of their entries are the same, byte for byte, and are passed over as such.
    fn compare(
        &self,
        path: &[u8],
        (mut old, mut new): (&[u8], &[u8]),
        tally: &mut Tally,
        open: &mut VecDeque<Folders>,
        changes: &mut Vec<FileChange>,
    ) -> Result<(), Error> {
        while !old.is_empty() || !new.is_empty() {
            let (old_length, new_length) = (self.entry_length(old)?, self.entry_length(new)?);
            if old_length == new_length && old[..old_length] == new[..new_length] {
                (old, new) = (&old[old_length..], &new[new_length..]);
                continue;
            }
            let (one, other) = (self.entry(&old[..old_length])?, self.entry(&new[..new_length])?);
            let order = match (&one, &other) {
                (Some(one), Some(other)) => name_order(one.filename, one.mode.is_tree(), other.filename, other.mode.is_tree()),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            let one = one.filter(|_| order != Ordering::Greater);
            let other = other.filter(|_| order != Ordering::Less);
            old = if one.is_some() { &old[old_length..] } else { old };
            new = if other.is_some() { &new[new_length..] } else { new };
            note(path, one.as_ref(), other.as_ref(), tally, open, changes)?;
        }
        Ok(())
    }

    /// How many bytes the first entry of a folder has: mode, blank, name, NUL, id.
    fn entry_length(&self, entries: &[u8]) -> Result<usize, Error> {
        if entries.is_empty() {
            return Ok(0);
        }
        let name = entries.find_byte(0).ok_or_else(|| damaged("a tree is cut short"))?;
        let length = name + 1 + self.hash_length;
        if length <= entries.len() { Ok(length) } else { Err(damaged("a tree is cut short")) }
    }

    fn entry<'e>(&self, bytes: &'e [u8]) -> Result<Option<EntryRef<'e>>, Error> {
        let entry = TreeRefIter::from_bytes(bytes, self.repository.object_hash()).next();
        entry.transpose().map_err(|error| damaged(&chain(&error)))
    }
}

/// Notes what differs at one name: files are changes, folders are looked into later.
fn note(
    path: &[u8],
    old: Option<&EntryRef<'_>>,
    new: Option<&EntryRef<'_>>,
    tally: &mut Tally,
    open: &mut VecDeque<Folders>,
    changes: &mut Vec<FileChange>,
) -> Result<(), Error> {
    let Some(name) = old.or(new).map(|entry| entry.filename) else { return Ok(()) };
    let mut path = path.to_vec();
    path.extend_from_slice(name);
    tally.count(&path)?;
    let folder = |entry: Option<&EntryRef<'_>>| entry.filter(|entry| entry.mode.is_tree()).map(|entry| entry.oid.to_owned());
    let file = |entry: Option<&EntryRef<'_>>| entry.filter(|entry| entry.mode.is_blob()).map(|entry| entry.oid.to_owned());
    let (was, now) = (file(old), file(new));
    if was.is_some() || now.is_some() {
        changes.push(FileChange { path: Arc::from(&*path.to_str_lossy()), was, now, own: true });
    }
    let (old, new) = (folder(old), folder(new));
    if old != new {
        path.push(b'/');
        open.push_back(Folders { path, old, new });
    }
    Ok(())
}
