//! How much of a tree in Git is looked at. A few kilobytes of objects can name more paths than anybody could ever list: a folder that
//! holds many entries, all of them one other folder, and so on downwards.

use super::Error;

/// Files and folders of one tree.
const ENTRIES: usize = 1_000_000;
/// Folders in each other.
const DEPTH: usize = 256;
/// The bytes of all paths together: 256 MiB.
const PATHS: usize = 256 * 1024 * 1024;

/// Counts the files and folders of one look at a tree.
#[derive(Debug)]
pub(super) struct Tally {
    /// What a person would call the tree.
    name: String,
    entries: usize,
    bytes: usize,
}

impl Tally {
    pub(super) fn of(name: impl Into<String>) -> Self {
        Tally { name: name.into(), entries: 0, bytes: 0 }
    }

    /// Counts a path.
    ///
    /// # Errors
    /// Where there are too many, or it leads too deep.
    pub(super) fn count(&mut self, path: &[u8]) -> Result<(), Error> {
        self.entries += 1;
        self.bytes += path.len();
        let too_much = |what: String| {
            let help = "no ISMS is so large; `git ls-tree` shows folder by folder what is in it";
            Err(Error::new(format!("{} {what}, and no more is read", self.name), help))
        };
        if self.entries > ENTRIES {
            return too_much("has more than 1,000,000 files and folders".to_owned());
        }
        if self.bytes > PATHS {
            return too_much(format!("has paths of more than {} MiB", PATHS >> 20));
        }
        if path.iter().filter(|byte| **byte == b'/').count() >= DEPTH {
            return too_much(format!("has more than {DEPTH} folders in each other"));
        }
        Ok(())
    }
}
