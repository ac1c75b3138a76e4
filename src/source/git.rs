//! A tree in a Git repository, at any revision: in a work tree, a bare repository, a submodule, a shallow clone.
//!
//! Repository settings that could run programs are never obeyed (no filters, no hooks, no fetching): objects are read as they are.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::bstr::{BStr, ByteSlice};

use super::tally::Tally;
use super::{Entry, EntryKind, Error, FILE_LIMIT, Reader, RelPath, Source};

/// A Git repository, opened for reading.
#[derive(Clone)]
pub struct GitRepository {
    repository: gix::ThreadSafeRepository,
}

impl std::fmt::Debug for GitRepository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GitRepository").finish_non_exhaustive()
    }
}

impl GitRepository {
    /// The repository that `dir` is in; `None` where there is none.
    ///
    /// # Errors
    /// Where there is one that cannot be read.
    pub fn discover(dir: &Path) -> Result<Option<Self>, Error> {
        let outer = dir.ancestors().find(|above| above.join(".git").exists());
        let found = opened(dir, outer.is_some_and(|outer| stands_among_files(dir, outer)));
        match found {
            Ok(repository) => Ok(Some(GitRepository { repository })),
            Err(error) => {
                let words = chain(&error);
                // gix has one error for "nothing here" and for "something here that I cannot read".
                let Some(git) = outer.map(|outer| outer.join(".git")) else { return Ok(None) };
                Err(Error::new(
                    format!("the Git repository at {} cannot be read: {words}", git.display()),
                    "run `git fsck`; repositories with the reftable format cannot be read yet",
                ))
            }
        }
    }

    /// The root of the work tree; `None` in a bare repository.
    #[must_use]
    pub fn root(&self) -> Option<PathBuf> {
        let repository = self.repository.to_thread_local();
        repository.workdir().and_then(|root| std::fs::canonicalize(root).ok())
    }

    /// The tree of a revision (anything `git rev-parse` understands), below the folder `prefix` (`""` for all of it).
    ///
    /// # Errors
    /// Where the revision or the folder in it does not exist, or history is missing in a shallow clone.
    pub fn tree(&self, revision: &str, prefix: &str) -> Result<GitTree, Error> {
        self.tree_if_there(revision, prefix)?.ok_or_else(|| {
            Error::new(format!("{revision} has no folder {prefix}"), "the ISMS stood elsewhere then; name its folder with `--root`")
        })
    }

    /// The same; `None` where the revision has no such folder.
    ///
    /// # Errors
    /// Where the revision does not exist, or history is missing in a shallow clone.
    pub fn tree_if_there(&self, revision: &str, prefix: &str) -> Result<Option<GitTree>, Error> {
        let repository = self.repository.to_thread_local();
        let id = self.resolve(&repository, revision)?;
        let commit = id.object().ok().and_then(|object| object.peel_to_kind(gix::object::Kind::Commit).ok());
        let named = id.object().map_err(|error| self.unreadable(revision, &chain(&error)))?;
        let named = named.peel_tags_to_end().map_err(|error| self.unreadable(revision, &chain(&error)))?;
        if named.kind == gix::object::Kind::Blob {
            return Err(Error::new(format!("{revision} is not a commit, tag or tree"), "name a branch, a tag or a commit"));
        }
        let tree = named.peel_to_tree().map_err(|error| self.unreadable(revision, &chain(&error)))?;
        let whole = tree.id.to_string();
        let tree = match prefix {
            "" => tree,
            folder => {
                let entry = tree.lookup_entry_by_path(folder).map_err(|error| self.unreadable(revision, &chain(&error)))?;
                let folder = entry.filter(|entry| entry.mode().is_tree()).and_then(|entry| entry.object().ok());
                let Some(folder) = folder.and_then(|object| object.try_into_tree().ok()) else { return Ok(None) };
                folder
            }
        };
        let mut files = files_of(&tree, Tally::of(format!("the tree of {revision}")), |words| self.unreadable(revision, words))?;
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(Some(GitTree {
            repository: self.repository.clone(),
            name: revision.to_owned(),
            commit: commit.map(|commit| commit.id.to_string()),
            tree: Some(whole),
            files,
        }))
    }

    /// What is staged for the next commit, below the folder `prefix` (`""` for all of it).
    ///
    /// # Errors
    /// Where the index cannot be read, or holds both sides of a merge.
    pub fn staged(&self, prefix: &str) -> Result<GitTree, Error> {
        let repository = self.repository.to_thread_local();
        let index = repository.index_or_empty().map_err(|error| {
            Error::new(format!("the Git index cannot be read: {}", chain(&error)), "`git status` tells what is wrong with it")
        })?;
        let inside = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        let mut files = Vec::new();
        for entry in index.entries() {
            let Some(path) = entry.path(&index).strip_prefix(inside.as_bytes()).map(ByteSlice::as_bstr) else { continue };
            if entry.stage() != gix::index::entry::Stage::Unconflicted {
                return Err(Error::new(
                    format!("{} is staged with both sides of a merge", path.to_str_lossy()),
                    "resolve the conflict and `git add` the file",
                ));
            }
            // Only announced with `git add --intent-to-add`: nothing of it is in the next commit.
            let announced = entry.flags.contains(gix::index::entry::Flags::INTENT_TO_ADD);
            if let Some(kind) = entry.mode.to_tree_entry_mode().and_then(|mode| kind_of(mode.kind())).filter(|_| !announced) {
                files.push(GitFile::new(path, entry.id, kind));
            }
        }
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(GitTree { repository: self.repository.clone(), name: "the Git index".to_owned(), commit: None, tree: None, files })
    }

    pub(super) fn resolve<'r>(&self, repository: &'r gix::Repository, revision: &str) -> Result<gix::Id<'r>, Error> {
        // The parser asks for what a person never means, such as an empty name.
        let found = (!revision.trim().is_empty()).then(|| repository.rev_parse_single(revision.as_bytes().as_bstr()));
        if let Some(Ok(id)) = found {
            return Ok(id);
        }
        if repository.head_id().is_err() && repository.head_name().is_ok_and(|name| name.is_some()) {
            return Err(Error::new(
                format!("the revision {revision} does not exist: this repository has no commit yet"),
                "commit first, or leave `--at` out to read the files as they are",
            ));
        }
        if repository.is_shallow().unwrap_or_default() {
            return Err(Error::new(
                format!("the revision {revision} is not in this clone, which holds only part of the history"),
                "fetch the rest: `git fetch --unshallow`; in a CI job set the depth to 0 (`fetch-depth: 0`)",
            ));
        }
        Err(Error::new(
            format!("the revision {revision} does not exist"),
            "`git branch --all` and `git tag` list what there is; `git fetch` brings what others pushed",
        ))
    }

    fn unreadable(&self, revision: &str, words: &str) -> Error {
        Error::new(
            format!("the files of {revision} cannot be read from Git: {words}"),
            "a partial clone lacks objects: run `git fetch --refetch`; else `git fsck` tells what is broken",
        )
    }

    /// The object ids and paths of all files, at the tips of all local and remote-tracking branches, each object once, below the
    /// folder `prefix`. Branches that cannot be read are left out: they cannot be merged either.
    #[must_use]
    pub fn files_of_all_branches(&self, prefix: &str) -> Vec<GitFile> {
        let repository = self.repository.to_thread_local();
        let Ok(references) = repository.references() else { return Vec::new() };
        let mut names: Vec<String> = Vec::new();
        for branches in [references.local_branches(), references.remote_branches()] {
            let branches = branches.into_iter().flatten().filter_map(Result::ok);
            names.extend(branches.map(|branch| branch.name().as_bstr().to_string()));
        }
        let trees = names.iter().filter_map(|name| self.tree(name, prefix).ok());
        let mut files: Vec<GitFile> = trees.flat_map(|tree| tree.files).collect();
        files.sort_unstable_by(|one, other| (one.id, &one.path).cmp(&(other.id, &other.path)));
        files.dedup_by_key(|file| file.id);
        files
    }

    /// The content of an object found before.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    pub fn content(&self, file: &GitFile) -> Result<Vec<u8>, String> {
        read_blob(&self.repository.to_thread_local(), file.id)
    }

    /// The best common ancestor of two revisions.
    ///
    /// # Errors
    /// Where one does not exist, or they have none in this clone.
    pub fn merge_base(&self, one: &str, other: &str) -> Result<String, Error> {
        let repository = self.repository.to_thread_local();
        let ids = (self.resolve(&repository, one)?, self.resolve(&repository, other)?);
        repository.merge_base(ids.0, ids.1).ok().flatten().map(|id| id.to_string()).ok_or_else(|| {
            Error::new(
                format!("{one} and {other} have no common ancestor in this clone"),
                "fetch the rest of the history: `git fetch --unshallow`; in a CI job set the depth to 0 (`fetch-depth: 0`)",
            )
        })
    }

    /// The tags of a commit, sorted by name.
    #[must_use]
    pub fn tags_of(&self, commit: &str) -> Vec<String> {
        let repository = self.repository.to_thread_local();
        let Ok(references) = repository.references() else { return Vec::new() };
        let tags = references.tags().into_iter().flatten().filter_map(Result::ok);
        let of_commit = tags.filter_map(|mut tag| {
            let name = tag.name().shorten().to_string();
            let id = tag.peel_to_id().ok()?;
            (id == commit).then_some(name)
        });
        let mut names: Vec<String> = of_commit.collect();
        names.sort_unstable();
        names
    }

    /// Whether the clone lacks a part of the history.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.repository.to_thread_local().is_shallow().unwrap_or_default()
    }

    /// When a commit was made, in seconds since 1970, as its committer's clock said.
    ///
    /// # Errors
    /// Where the revision does not exist or is no commit.
    pub fn committed_at(&self, revision: &str) -> Result<i64, Error> {
        let repository = self.repository.to_thread_local();
        let id = self.resolve(&repository, revision)?;
        let commit = id.object().ok().and_then(|object| object.peel_to_kind(gix::object::Kind::Commit).ok());
        let time = commit.and_then(|commit| commit.into_commit().time().ok());
        time.map(|time| time.seconds)
            .ok_or_else(|| Error::new(format!("{revision} is no commit, so it has no date"), "name a branch, a tag or a commit"))
    }

    /// The repository for one thread.
    pub(super) fn handle(&self) -> gix::Repository {
        self.repository.to_thread_local()
    }

    /// The id of the commit that is checked out; `None` before the first commit.
    #[must_use]
    pub fn head(&self) -> Option<String> {
        self.repository.to_thread_local().head_id().ok().map(|id| id.to_string())
    }
}

/// The repository that a folder is in; only one that is called `.git` where `by_name`.
fn opened(dir: &Path, by_name: bool) -> gix::Result<gix::ThreadSafeRepository> {
    let options = gix::discover::upwards::Options { dot_git_only: by_name, ..Default::default() };
    let trust = gix::sec::trust::Mapping::default();
    gix::ThreadSafeRepository::discover_with_environment_overrides_opts(dir, options, trust)
}

/// Whether a folder is in something that looks like a bare repository and is among the files of the repository in `outer`. Whoever may
/// propose files must not choose by it which objects are read, or which settings: these can name any file, and what is wrong in it would
/// be told.
fn stands_among_files(dir: &Path, outer: &Path) -> bool {
    let looks_bare = |folder: &&Path| folder.join("HEAD").exists() && folder.join("objects").exists();
    let mut bare = dir.ancestors().take_while(|above| above.starts_with(outer)).filter(looks_bare).peekable();
    if bare.peek().is_none() {
        return false;
    }
    let index = opened(outer, true).ok().and_then(|outer| outer.to_thread_local().index_or_empty().ok());
    // Of a repository whose files are not known, all are its files.
    let Some(index) = index else { return true };
    let is_tracked = |folder: &Path| {
        let steps = folder.strip_prefix(outer).unwrap_or(folder).components();
        let head: Vec<String> =
            steps.map(|step| step.as_os_str().to_string_lossy().into_owned()).chain(["HEAD".to_owned()]).collect();
        index.entry_by_path(head.join("/").as_bytes().as_bstr()).is_some()
    };
    bare.any(is_tracked)
}

/// A file in a Git tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitFile {
    /// Its path below the folder that was asked for.
    pub path: RelPath,
    id: gix::ObjectId,
    kind: EntryKind,
    lossy: bool,
}

/// All files of a tree, as far as it has no more of them than any ISMS could have.
fn files_of(tree: &gix::Tree<'_>, mut tally: Tally, unreadable: impl Fn(&str) -> Error) -> Result<Vec<GitFile>, Error> {
    let repository = tree.repo;
    let mut files = Vec::new();
    let mut open = VecDeque::from([(Vec::new(), tree.id)]);
    while let Some((folder, id)) = open.pop_front() {
        let tree = repository.find_tree(id).map_err(|error| unreadable(&chain(&error)))?;
        for entry in tree.iter() {
            let entry = entry.map_err(|error| unreadable(&chain(&error)))?;
            let mut path: Vec<u8> = folder.clone();
            path.extend_from_slice(entry.filename());
            tally.count(&path)?;
            if entry.mode().is_tree() {
                path.push(b'/');
                open.push_back((path, entry.object_id()));
            } else if let Some(kind) = kind_of(entry.mode().kind()) {
                files.push(GitFile::new(path.as_bstr(), entry.object_id(), kind));
            }
        }
    }
    Ok(files)
}

impl GitFile {
    fn new(path: &BStr, id: gix::ObjectId, kind: EntryKind) -> Self {
        GitFile { lossy: path.to_str().is_err(), path: Arc::from(&*path.to_str_lossy()), id, kind }
    }
}

/// What stands at a path of a tree or of the index.
fn kind_of(kind: gix::object::tree::EntryKind) -> Option<EntryKind> {
    match kind {
        gix::object::tree::EntryKind::Blob | gix::object::tree::EntryKind::BlobExecutable => Some(EntryKind::File(None)),
        // Where a link leads cannot be told without a file system; it is not followed either way.
        gix::object::tree::EntryKind::Link => Some(EntryKind::Symlink { escapes: false }),
        // A submodule is another repository; its files are not part of this one.
        gix::object::tree::EntryKind::Commit | gix::object::tree::EntryKind::Tree => None,
    }
}

/// The files of one revision.
#[derive(Clone)]
pub struct GitTree {
    repository: gix::ThreadSafeRepository,
    name: String,
    commit: Option<String>,
    /// The id of the whole tree, whatever folder of it was asked for; none of the index, which is no tree yet.
    tree: Option<String>,
    files: Vec<GitFile>,
}

impl GitTree {
    /// The full id of the commit; `None` where the revision names a tree itself.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        self.commit.as_deref()
    }

    /// The full id of the tree of the revision; `None` of the index.
    #[must_use]
    pub fn tree(&self) -> Option<&str> {
        self.tree.as_deref()
    }

    /// Whether there is something at a path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.object(path).is_some()
    }

    /// Whether the same bytes are at a path of another tree: Git's ids of the objects are equal. Nothing is read.
    #[must_use]
    pub fn agrees_with(&self, other: &GitTree, path: &str) -> bool {
        self.object(path).is_some_and(|object| other.object(path) == Some(object))
    }

    /// Whether these bytes are what stands at a path, told by the id that Git would give them. Line ends may differ, as they do where Git
    /// converts them. Nothing is read.
    #[must_use]
    pub fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        let Some(id) = self.object(path) else { return false };
        let is = |bytes: &[u8]| gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, bytes).is_ok_and(|hash| hash == *id);
        is(bytes) || (bytes.find(b"\r\n").is_some() && is(&bytes.replace(b"\r\n", b"\n")))
    }

    fn object(&self, path: &str) -> Option<&gix::ObjectId> {
        let at = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some(&self.files[at].id)
    }
}

impl Source for GitTree {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let entry = |file: &GitFile| Entry { path: Arc::clone(&file.path), kind: file.kind.clone(), lossy: file.lossy };
        Ok(self.files.iter().map(entry).collect())
    }

    fn reader(&self) -> Result<Box<dyn Reader + '_>, Error> {
        Ok(Box::new(GitReader { repository: self.repository.to_thread_local(), files: &self.files }))
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}

struct GitReader<'t> {
    repository: gix::Repository,
    files: &'t [GitFile],
}

impl Reader for GitReader<'_> {
    fn read(&mut self, path: &str) -> Result<Cow<'_, [u8]>, String> {
        let at = self.files.binary_search_by(|file| (*file.path).cmp(path));
        let file = at.map_err(|_| "there is no such file in this revision".to_owned())?;
        read_blob(&self.repository, self.files[file].id).map(Cow::Owned)
    }
}

pub(super) fn read_blob(repository: &gix::Repository, id: gix::ObjectId) -> Result<Vec<u8>, String> {
    let size = repository.find_header(id).map_err(|error| chain(&error))?.size();
    if size > FILE_LIMIT {
        return Err(format!("it has {} MiB, and more than {} MiB are not read", size >> 20, FILE_LIMIT >> 20));
    }
    let mut blob = repository.find_blob(id).map_err(|error| chain(&error))?;
    Ok(blob.take_data())
}

/// An error with its causes on one line; the Git library's own words are too deep to show alone.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut words = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push(error.to_string());
        cause = error.source();
    }
    words.dedup();
    words.join(": ")
}
