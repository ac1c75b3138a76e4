//! Creating files below a folder: never over something that exists, never half a file, never through a link that leads out.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::edit;
use crate::source::io_words;

/// A folder below which files are created.
pub(super) struct Ground {
    root: PathBuf,
}

/// What stands where a file should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Free,
    /// A file, or a link to one.
    Taken,
}

impl Ground {
    /// The folder `root`, which need not exist yet.
    pub(super) fn new(root: &Path) -> Self {
        Ground { root: fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()) }
    }

    /// What stands at a path below the folder.
    pub(super) fn state(&self, path: &str) -> Result<State, Failure> {
        let parts: Vec<&str> = path.split('/').collect();
        for depth in 0..parts.len() {
            let folder = parts[..depth].join("/");
            if !self.is_folder(&folder)? {
                return Ok(State::Free);
            }
        }
        let place = self.root.join(path);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => {
                Err(Failure::new(format!("{} is a folder, where a file of this name belongs", place.display()))
                    .help("rename the folder"))
            }
            Ok(_) => Ok(State::Taken),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(State::Free),
            Err(error) => Err(unreachable(&place, &error)),
        }
    }

    /// Whether a folder exists; fails where something else has its name, or where it is a link that leads out.
    fn is_folder(&self, folder: &str) -> Result<bool, Failure> {
        let place = if folder.is_empty() { self.root.clone() } else { self.root.join(folder) };
        let found = match fs::symlink_metadata(&place) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(unreachable(&place, &error)),
        };
        if found.is_symlink() {
            let inside = fs::canonicalize(&place).is_ok_and(|target| target.starts_with(&self.root) && target.is_dir());
            if inside {
                return Ok(true);
            }
            return Err(Failure::new(format!("{} is a symbolic link that leads elsewhere", place.display()))
                .help("nothing is written through links; put a folder in its place"));
        }
        if !found.is_dir() {
            return Err(no_folder(&place));
        }
        Ok(true)
    }

    /// Creates a file with its folders.
    pub(super) fn create(&self, path: &str, text: &str) -> Result<(), Failure> {
        let place = self.root.join(path);
        if self.state(path)? == State::Taken {
            return Err(exists(&place));
        }
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        edit::create(&place, text.as_bytes()).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => exists(&place),
            _ => unwritable(&place, &error),
        })
    }
}

fn no_folder(place: &Path) -> Failure {
    Failure::new(format!("{} is a file, where a folder is needed", place.display()))
        .help("rename the file, or choose another folder")
}

fn exists(place: &Path) -> Failure {
    Failure::new(format!("{} exists already, and nothing is ever overwritten", place.display()))
        .help("choose another title or id, or edit the file")
}

fn unwritable(place: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {}", place.display(), io_words(error)))
        .help("check the permissions and the free space of the folder, or choose another one")
}

fn unreachable(place: &Path, error: &io::Error) -> Failure {
    if let Some(file) = place.ancestors().find(|above| above.is_file()) {
        return no_folder(file);
    }
    Failure::new(format!("cannot look at {}: {}", place.display(), io_words(error)))
        .help("check the permissions of the folders above it, or choose another folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(failure: Failure) -> String {
        match failure {
            Failure::Invalid { message, .. } => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_is_created_with_its_folders_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground::new(&folder.path().join("new"));
        assert_eq!(ground.state("a/b.md").unwrap(), State::Free);
        ground.create("a/b.md", "one").unwrap();
        assert_eq!(ground.state("a/b.md").unwrap(), State::Taken);
        assert!(sentence(ground.create("a/b.md", "two").unwrap_err()).contains("exists already"));
        assert_eq!(fs::read_to_string(folder.path().join("new/a/b.md")).unwrap(), "one");
        let names: Vec<_> = fs::read_dir(folder.path().join("new/a")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["b.md"], "no draft is left behind");
    }

    #[test]
    fn a_file_is_no_folder_and_a_folder_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground::new(folder.path());
        ground.create("a", "").unwrap();
        fs::create_dir(folder.path().join("c")).unwrap();
        assert!(sentence(ground.state("a/b.md").unwrap_err()).contains("is a file, where a folder is needed"));
        assert!(sentence(ground.state("c").unwrap_err()).contains("is a folder, where a file"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_the_folder_only() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("out")).unwrap();
        std::os::unix::fs::symlink("real", folder.path().join("in")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dangling.md")).unwrap();
        let ground = Ground::new(folder.path());
        assert!(sentence(ground.state("out/a.md").unwrap_err()).contains("a symbolic link that leads elsewhere"));
        assert_eq!(ground.state("in/a.md").unwrap(), State::Free);
        assert_eq!(ground.state("dangling.md").unwrap(), State::Taken);
        assert!(ground.create("out/a.md", "x").is_err());
        assert!(ground.create("out/b/a.md", "x").is_err());
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
