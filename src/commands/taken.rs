//! Which ids are taken: in a folder, and on all branches of its repository.

use std::path::Path;

use super::Failure;
use super::session::Place;
use crate::source::{EntryKind, Source, Worktree};
use crate::starter::TakenIds;

/// The ids of the files in a folder.
pub(super) fn in_folder(root: &Path) -> Result<TakenIds, Failure> {
    let tree = Worktree::open(root)?;
    let mut reader = tree.reader()?;
    let mut taken = TakenIds::default();
    for entry in tree.list()? {
        if matches!(entry.kind, EntryKind::File(_)) && TakenIds::may_hold_record(&entry.path) {
            // The id of a file that cannot be read may still be in its name.
            taken.add(&entry.path, &reader.read(&entry.path).unwrap_or_default());
        }
    }
    Ok(taken)
}

/// The ids at the tips of all local and remote-tracking branches.
pub(super) fn on_branches(place: &Place) -> TakenIds {
    let mut taken = TakenIds::default();
    let Some(repository) = &place.repository else { return taken };
    for file in repository.files_of_all_branches(place.prefix.trim_end_matches('/')) {
        if TakenIds::may_hold_record(&file.path) {
            taken.add(&file.path, &repository.content(&file).unwrap_or_default());
        }
    }
    taken
}
