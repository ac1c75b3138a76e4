//! A tree in which some files have another content: what an editor has not saved yet, or what a repair would write.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Entry, EntryKind, Error, Reader, RelPath, Source};

/// Files in memory over a tree below; a file without content is taken out of it.
pub struct Overlay<'s> {
    below: &'s dyn Source,
    over: BTreeMap<RelPath, Option<Vec<u8>>>,
}

impl<'s> Overlay<'s> {
    /// A tree that is the one below, as long as nothing is laid over it.
    #[must_use]
    pub fn new(below: &'s dyn Source) -> Self {
        Overlay { below, over: BTreeMap::new() }
    }

    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.over.insert(Arc::from(path), Some(bytes.into()));
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) {
        self.over.insert(Arc::from(path), None);
    }
}

impl Source for Overlay<'_> {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut entries = self.below.list()?;
        entries.retain(|entry| !self.over.contains_key(&entry.path));
        let file = |(path, bytes): (&RelPath, &Option<Vec<u8>>)| {
            let size = bytes.as_ref()?.len() as u64;
            Some(Entry { path: Arc::clone(path), kind: EntryKind::File(Some(size)), lossy: false })
        };
        entries.extend(self.over.iter().filter_map(file));
        entries.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(entries)
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(OverlayReader { below: self.below.reader()?, over: &self.over }))
    }

    fn name(&self) -> String {
        self.below.name()
    }
}

struct OverlayReader<'o> {
    below: Box<dyn Reader + 'o>,
    over: &'o BTreeMap<RelPath, Option<Vec<u8>>>,
}

impl Reader for OverlayReader<'_> {
    fn read(&mut self, path: &str) -> Result<Cow<'_, [u8]>, String> {
        match self.over.get(path) {
            Some(Some(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(None) => Err("there is no such file".to_owned()),
            None => self.below.read(path),
        }
    }
}
