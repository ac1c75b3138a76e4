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
#[derive(Debug, Default)]
pub(super) struct Tally {
    entries: usize,
    bytes: usize,
}

impl Tally {
    /// Counts a path.
    ///
    /// # Errors
    /// Where there are too many, or it leads too deep.
    pub(super) fn count(&mut self, path: &[u8]) -> Result<(), Error> {
        self.entries += 1;
        self.bytes += path.len();
        let too_much = |what: String| {
            let help = "`git ls-tree -r` shows what is in it; no more than that is read, so that no tree can stop a run for good";
            Err(Error::new(format!("a tree in Git {what}"), help))
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
