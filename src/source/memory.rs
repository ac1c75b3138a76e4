//! Files that exist only in memory: tests, pages of rules, an editor's unsaved buffers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Entry, EntryKind, Error, Reader, RelPath, Source};

/// A tree of files in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<RelPath, Vec<u8>>);

impl Memory {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(Arc::from(path), bytes.into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }
}

impl<P: AsRef<str>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        Memory(files.into_iter().map(|(path, bytes)| (Arc::from(path.as_ref()), bytes.into())).collect())
    }
}

impl Source for Memory {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let entry = |(path, bytes): (&RelPath, &Vec<u8>)| Entry {
            path: Arc::clone(path),
            kind: EntryKind::File(Some(bytes.len() as u64)),
            lossy: false,
        };
        Ok(self.0.iter().map(entry).collect())
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(self))
    }

    fn name(&self) -> String {
        "memory".to_owned()
    }
}

impl Reader for &Memory {
    fn read(&mut self, path: &str) -> Result<Cow<'_, [u8]>, String> {
        self.0.get(path).map(|bytes| Cow::Borrowed(bytes.as_slice())).ok_or_else(|| "there is no such file".to_owned())
    }
}
