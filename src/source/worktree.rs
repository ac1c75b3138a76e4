//! A folder on disk.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rayon::prelude::*;

use super::{Entry, EntryKind, Error, FILE_LIMIT, Reader, Source};

/// The paths that the settings leave out.
#[derive(Debug, Clone)]
pub struct Excludes(GlobSet);

impl Excludes {
    /// Patterns as in `exclude:` of the settings: `*` stays within a folder, `**` crosses folders; a folder's name leaves out all
    /// below it.
    ///
    /// # Errors
    /// The first pattern that is none, with the reason.
    pub fn new(patterns: &[String]) -> Result<Self, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        for (at, pattern) in patterns.iter().enumerate() {
            let pattern = pattern.trim_end_matches('/');
            for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                set.add(glob.map_err(|error| (at, error.kind().to_string()))?);
            }
        }
        set.build().map(Excludes).map_err(|error| (0, error.kind().to_string()))
    }

    /// Nothing is left out.
    #[must_use]
    pub fn none() -> Self {
        Excludes(GlobSet::empty())
    }

    /// Whether a path is left out.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

/// A folder on disk. `.git` is never part of it.
#[derive(Debug, Clone)]
pub struct Worktree {
    root: PathBuf,
}

impl Worktree {
    /// The folder `root`.
    ///
    /// # Errors
    /// Where it is no folder that can be read.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let root = fs::canonicalize(root).map_err(|error| {
            Error::new(
                format!("cannot open the folder {}: {}", root.display(), io_words(&error)),
                "name a folder that exists, with `--root DIR`",
            )
        })?;
        if !root.is_dir() {
            return Err(Error::new(format!("{} is not a folder", root.display()), "name the folder that holds isms.yaml"));
        }
        Ok(Worktree { root })
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What stands in a folder: entries, and the folders to look into next.
    fn list_folder(&self, folder: &Folder) -> (Vec<Entry>, Vec<Folder>) {
        let (mut entries, mut folders) = (Vec::new(), Vec::new());
        let unreadable = |at: &Folder, error: &io::Error| Entry {
            path: Arc::from(at.shown.as_str()),
            kind: EntryKind::Unreadable(io_words(error)),
            lossy: at.lossy,
        };
        let found = match fs::read_dir(&folder.path) {
            Ok(found) => found,
            Err(error) => return (vec![unreadable(folder, &error)], folders),
        };
        for found in found {
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    entries.push(unreadable(folder, &error));
                    break;
                }
            };
            let name = found.file_name();
            if name == ".git" {
                continue;
            }
            let at = Folder {
                path: found.path(),
                shown: format!("{}{}{}", folder.shown, if folder.shown.is_empty() { "" } else { "/" }, name.to_string_lossy()),
                lossy: folder.lossy || name.to_str().is_none(),
            };
            let kind = match found.file_type() {
                Ok(kind) if kind.is_dir() => {
                    folders.push(at);
                    continue;
                }
                Ok(kind) if kind.is_symlink() => EntryKind::Symlink { escapes: self.escapes(&at.path) },
                Ok(kind) if kind.is_file() => EntryKind::File(None),
                Ok(_) => EntryKind::Unreadable("it is neither a file nor a folder".to_owned()),
                Err(error) => EntryKind::Unreadable(io_words(&error)),
            };
            entries.push(Entry { path: Arc::from(at.shown), kind, lossy: at.lossy });
        }
        (entries, folders)
    }

    fn escapes(&self, link: &Path) -> bool {
        fs::canonicalize(link).map_or(true, |target| !target.starts_with(&self.root))
    }
}

/// A folder to look into.
struct Folder {
    path: PathBuf,
    /// The path below the root as people see it.
    shown: String,
    /// Whether that is not the exact path.
    lossy: bool,
}

/// What went wrong, without the number of the operating system.
pub(crate) fn io_words(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default().to_lowercase();
    if words.is_empty() { "it cannot be read".to_owned() } else { words }
}

impl Source for Worktree {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::new();
        let mut folders = vec![Folder { path: self.root.clone(), shown: String::new(), lossy: false }];
        // Level by level, so that no depth of folders is too deep.
        while !folders.is_empty() {
            let listed: Vec<_> = folders.par_iter().with_min_len(16).map(|folder| self.list_folder(folder)).collect();
            folders.clear();
            for (more, below) in listed {
                entries.extend(more);
                folders.extend(below);
            }
        }
        entries.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(entries)
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(FolderReader { root: &self.root, bytes: Vec::with_capacity(64 * 1024) }))
    }

    fn name(&self) -> String {
        self.root.display().to_string()
    }
}

/// Reads files into one buffer, which is what makes reading many small ones cheap.
struct FolderReader<'w> {
    root: &'w Path,
    bytes: Vec<u8>,
}

impl Reader for FolderReader<'_> {
    fn read(&mut self, path: &str) -> Result<Cow<'_, [u8]>, String> {
        let file = fs::File::open(self.root.join(path)).map_err(|error| io_words(&error))?;
        self.bytes.clear();
        // One byte more than the limit tells a file that is too large without asking for the size of every file.
        (&file).take(FILE_LIMIT + 1).read_to_end(&mut self.bytes).map_err(|error| io_words(&error))?;
        if self.bytes.len() as u64 > FILE_LIMIT {
            self.bytes = Vec::new();
            let size = file.metadata().map_err(|error| io_words(&error))?.len();
            return Err(format!("it has {} MiB, more than the {} MiB that a record may have", size >> 20, FILE_LIMIT >> 20));
        }
        Ok(Cow::Borrowed(&self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_whole_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b/c/d.yaml", "b-c.yaml", "b/a.yaml", ".git/config", "b/.git/HEAD", "a/b/c/d/e/f.md"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let tree = Worktree::open(folder.path()).unwrap();
        let listed = tree.list().unwrap();
        let paths: Vec<&str> = listed.iter().map(|entry| &*entry.path).collect();
        assert_eq!(paths, ["a/b/c/d/e/f.md", "b-c.yaml", "b/a.yaml", "b/c/d.yaml"]);
        let mut reader = tree.reader().unwrap();
        assert_eq!(&*reader.read("b/a.yaml").unwrap(), b"x");
        assert_eq!(reader.read("b/none.yaml").unwrap_err(), "no such file or directory");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn links_and_odd_names_are_named() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join(OsStr::from_bytes(b"odd\xff"));
        fs::create_dir(&odd).unwrap();
        fs::write(odd.join("a.yaml"), "x").unwrap();
        std::os::unix::fs::symlink(".", folder.path().join("inside")).unwrap();
        std::os::unix::fs::symlink("/", folder.path().join("outside")).unwrap();
        let listed = Worktree::open(folder.path()).unwrap().list().unwrap();
        let seen: Vec<_> = listed.iter().map(|entry| (&*entry.path, &entry.kind, entry.lossy)).collect();
        let link = |escapes| EntryKind::Symlink { escapes };
        assert_eq!(
            seen,
            [
                ("inside", &link(false), false),
                ("odd\u{fffd}/a.yaml", &EntryKind::File(None), true),
                ("outside", &link(true), false)
            ]
        );
    }
}
