//! A folder on disk.

use std::borrow::Cow;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

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

    /// A number that changes when a file is added, removed or written.
    #[must_use]
    pub fn state(&self) -> u64 {
        let walk = below(&self.root).sort_by_file_name().into_iter();
        let mut hasher = DefaultHasher::new();
        for entry in walk.filter_entry(is_ours).filter_map(Result::ok) {
            entry.path().hash(&mut hasher);
            if let Ok(metadata) = entry.metadata().map(|metadata| (metadata.len(), metadata.modified().ok())) {
                metadata.hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    fn entry(&self, found: Result<DirEntry, walkdir::Error>) -> Option<Entry> {
        match found {
            Ok(found) if found.file_type().is_dir() => None,
            Ok(found) => {
                let (path, lossy) = relative(&self.root, found.path());
                let kind = if found.path_is_symlink() {
                    EntryKind::Symlink { escapes: self.escapes(found.path()) }
                } else if found.file_type().is_file() {
                    EntryKind::File(None)
                } else {
                    EntryKind::Unreadable("it is neither a file nor a folder".to_owned())
                };
                Some(Entry { path, kind, lossy })
            }
            Err(error) => {
                let (path, lossy) = relative(&self.root, error.path().unwrap_or(&self.root));
                let words = error.io_error().map_or_else(|| "it cannot be listed".to_owned(), io_words);
                Some(Entry { path, kind: EntryKind::Unreadable(words), lossy })
            }
        }
    }

    fn escapes(&self, link: &Path) -> bool {
        fs::canonicalize(link).map_or(true, |target| !target.starts_with(&self.root))
    }
}

/// A path as seen from the root, with `/` between its parts, and whether its name is no text.
fn relative(root: &Path, path: &Path) -> (Arc<str>, bool) {
    // What was found below the root begins like it: comparing part by part would take longer than listing the folder.
    let whole = path.to_string_lossy();
    let below = whole.strip_prefix(&*root.to_string_lossy()).unwrap_or(&whole).trim_start_matches(MAIN_SEPARATOR);
    let path = if MAIN_SEPARATOR == '/' { Arc::from(below) } else { Arc::from(below.replace(MAIN_SEPARATOR, "/")) };
    (path, matches!(whole, Cow::Owned(_)))
}

/// What went wrong, without the number of the operating system.
pub(crate) fn io_words(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default().to_lowercase();
    if words.is_empty() { "it cannot be read".to_owned() } else { words }
}

/// How deep the folders are that are listed beside each other: `clauses/06-planning/risks` is one.
const UPPER: usize = 3;

/// So few folders that starting threads would cost more than it saves.
const FEW: usize = 16;

/// What stands below a folder. Links are not followed.
fn below(folder: &Path) -> WalkDir {
    WalkDir::new(folder).follow_links(false).min_depth(1)
}

/// Whether something is not Git's own.
fn is_ours(found: &DirEntry) -> bool {
    found.file_name() != ".git"
}

impl Source for Worktree {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut folders = Vec::new();
        let mut entries = Vec::new();
        for found in below(&self.root).max_depth(UPPER).into_iter().filter_entry(is_ours) {
            match found {
                Ok(folder) if folder.depth() == UPPER && folder.file_type().is_dir() => folders.push(folder.into_path()),
                found => entries.extend(self.entry(found)),
            }
        }
        let in_folder = |folder: &PathBuf| -> Vec<Entry> {
            below(folder).into_iter().filter_entry(is_ours).filter_map(|found| self.entry(found)).collect()
        };
        if folders.len() < FEW {
            entries.extend(folders.iter().flat_map(in_folder));
        } else {
            entries.par_extend(folders.par_iter().flat_map_iter(in_folder));
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
            return Err(format!("it has {} MiB, and more than {} MiB are not read", size >> 20, FILE_LIMIT >> 20));
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
