//! The commits of a repository as plain data, for whoever wants to know what it remembers.

use std::sync::Arc;

use gix::bstr::ByteSlice;
use gix::objs::TreeRefIter;

use super::git::{GitRepository, chain, read_blob};
use super::{Error, RelPath};

/// The id of an object in Git.
pub type ObjectId = gix::ObjectId;

/// Why a clone does not hold all of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryGap {
    /// It was cloned to a depth.
    Shallow,
    /// It was cloned without the contents of old files.
    Partial,
}

impl HistoryGap {
    /// What is missing, to follow "this clone".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            HistoryGap::Shallow => "is shallow: it holds only the newest commits",
            HistoryGap::Partial => "is partial: it lacks the contents of old files",
        }
    }

    /// How to get the rest.
    #[must_use]
    pub fn cure(self) -> &'static str {
        match self {
            HistoryGap::Shallow => "fetch the rest: `git fetch --unshallow`; in a CI job set the depth to 0 (`fetch-depth: 0`)",
            HistoryGap::Partial => "fetch the rest: `git fetch --refetch --no-filter`; in a CI job clone without a filter",
        }
    }
}

/// A commit as it is stored, with names after the `.mailmap` of the revision that was asked for.
#[derive(Debug, Clone)]
pub struct RawCommit {
    /// The full id.
    pub id: String,
    /// Its tree.
    pub tree: ObjectId,
    /// The ids of its parents.
    pub parents: Vec<String>,
    /// Name and address of the author.
    pub author: (String, String),
    /// Name and address of the committer.
    pub committer: (String, String),
    /// When it was written: seconds since 1970, and the offset of the clock in seconds.
    pub authored: (i64, i32),
    /// When it was committed.
    pub committed: (i64, i32),
    /// The first line of the message.
    pub summary: String,
    /// The lines with a key at its end.
    pub trailers: Vec<(String, String)>,
}

/// A signature and what it signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The signature, in the form of the program that made it.
    pub signature: Vec<u8>,
    /// The commit without it.
    pub content: Vec<u8>,
}

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
    /// What of the history is not in this clone.
    #[must_use]
    pub fn history_gap(&self) -> Option<HistoryGap> {
        let repository = self.handle();
        if repository.is_shallow().unwrap_or_default() {
            return Some(HistoryGap::Shallow);
        }
        let config = repository.config_snapshot();
        let filter = config.string("extensions.partialClone").is_some();
        filter.then_some(HistoryGap::Partial)
    }

    /// All commits that a revision is made of.
    ///
    /// # Errors
    /// Where the revision does not exist, or one of them cannot be read.
    pub fn commits(&self, revision: &str) -> Result<Vec<RawCommit>, Error> {
        let repository = self.handle();
        let tip = self.resolve(&repository, revision)?;
        let broken = |words: String| damaged(&words);
        let tip = tip.object().map_err(|error| broken(chain(&error)))?;
        let tip = tip.peel_to_commit().map_err(|error| broken(chain(&error)))?;
        let mailmap = mailmap(&tip);
        let walk = repository.rev_walk([tip.id]).all().map_err(|error| broken(chain(&error)))?;
        let mut commits = Vec::new();
        for found in walk {
            let commit = found.map_err(|error| broken(chain(&error)))?.object().map_err(|error| broken(chain(&error)))?;
            commits.push(raw(&commit, &mailmap).map_err(broken)?);
        }
        Ok(commits)
    }

    /// Tells what differs between trees, below a folder.
    #[must_use]
    pub fn changes(&self, prefix: &str) -> Changes {
        let mut repository = self.handle();
        repository.object_cache_size_if_unset(8 * 1024 * 1024);
        Changes { repository, prefix: prefix.trim_end_matches('/').to_owned() }
    }

    /// A text below the root of a revision; nothing where there is none.
    #[must_use]
    pub fn text_at(&self, revision: &str, path: &str) -> Option<String> {
        let repository = self.handle();
        let commit = self.resolve(&repository, revision).ok()?.object().ok()?.peel_to_commit().ok()?;
        let entry = commit.tree().ok()?.lookup_entry_by_path(path).ok()??;
        let bytes = entry.mode().is_blob().then(|| read_blob(&repository, entry.object_id()).ok())??;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The content of a file.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    pub fn blob(&self, id: ObjectId) -> Result<Vec<u8>, String> {
        read_blob(&self.handle(), id)
    }

    /// The signature of a commit and what it signs; nothing where it has none.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    pub fn signed_commit(&self, id: &str) -> Result<Option<Signed>, String> {
        let id = ObjectId::from_hex(id.as_bytes()).map_err(|error| chain(&error))?;
        let repository = self.handle();
        let commit = repository.find_commit(id).map_err(|error| chain(&error))?;
        let signature = commit.signature().map_err(|error| chain(&error))?;
        Ok(signature.map(|(signature, content)| Signed { signature: signature.to_vec(), content: content.to_bstring().to_vec() }))
    }
}

/// Reads the `.mailmap` of a commit. The user's own settings could name another one, and then two people would see two things.
fn mailmap(tip: &gix::Commit<'_>) -> gix::mailmap::Snapshot {
    let entry = tip.tree().ok().and_then(|tree| tree.lookup_entry_by_path(".mailmap").ok().flatten());
    let blob = entry.filter(|entry| entry.mode().is_blob()).and_then(|entry| entry.object().ok());
    blob.map_or_else(gix::mailmap::Snapshot::default, |blob| gix::mailmap::Snapshot::from_bytes(&blob.data))
}

fn raw(commit: &gix::Commit<'_>, mailmap: &gix::mailmap::Snapshot) -> Result<RawCommit, String> {
    let decoded = commit.decode().map_err(|error| chain(&error))?;
    let (author, committer) = (decoded.author(), decoded.committer());
    let (author, committer) = (author.map_err(|error| chain(&error))?, committer.map_err(|error| chain(&error))?);
    let identity = |signature: gix::actor::SignatureRef<'_>| {
        let resolved = mailmap.resolve(signature);
        (resolved.name.to_str_lossy().into_owned(), resolved.email.to_str_lossy().into_owned())
    };
    let time = |signature: gix::actor::SignatureRef<'_>| signature.time().map_or((0, 0), |time| (time.seconds, time.offset));
    let text = |bytes: &gix::bstr::BStr| bytes.trim().to_str_lossy().into_owned();
    let trailers = decoded.message_trailers().map(|trailer| (text(trailer.token), text(&trailer.value))).collect();
    Ok(RawCommit {
        id: commit.id.to_string(),
        tree: decoded.tree(),
        parents: decoded.parents().map(|id| id.to_string()).collect(),
        author: identity(author),
        committer: identity(committer),
        authored: time(author),
        committed: time(committer),
        summary: decoded.message_summary().to_str_lossy().into_owned(),
        trailers,
    })
}

/// Compares trees of one repository.
pub struct Changes {
    repository: gix::Repository,
    prefix: String,
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

    /// The id of the folder in a tree.
    fn below_prefix(&self, tree: ObjectId) -> Result<Option<ObjectId>, Error> {
        if self.prefix.is_empty() {
            return Ok(Some(tree));
        }
        self.content(Some(tree), &self.prefix)
    }

    /// The id of what stands at a path in a tree.
    fn content(&self, tree: Option<ObjectId>, path: &str) -> Result<Option<ObjectId>, Error> {
        let Some(tree) = tree else { return Ok(None) };
        let tree = self.repository.find_tree(tree).map_err(|error| damaged(&chain(&error)))?;
        let entry = tree.lookup_entry_by_path(path).map_err(|error| damaged(&chain(&error)))?;
        Ok(entry.map(|entry| entry.object_id()))
    }

    fn files(&self, old: Option<ObjectId>, new: Option<ObjectId>) -> Result<Vec<FileChange>, Error> {
        let read = |id: Option<ObjectId>| match id {
            Some(id) => self.repository.find_tree(id).map(|mut tree| tree.take_data()).map_err(|error| damaged(&chain(&error))),
            None => Ok(Vec::new()),
        };
        let (old, new) = (read(old)?, read(new)?);
        let hash = self.repository.object_hash();
        let mut recorder = gix::diff::tree::Recorder::default();
        let (old, new) = (TreeRefIter::from_bytes(&old, hash), TreeRefIter::from_bytes(&new, hash));
        gix::diff::tree(old, new, gix::diff::tree::State::default(), &self.repository.objects, &mut recorder)
            .map_err(|error| damaged(&chain(&error)))?;
        Ok(recorder.records.into_iter().filter_map(change).collect())
    }
}

fn change(change: gix::diff::tree::recorder::Change) -> Option<FileChange> {
    use gix::diff::tree::recorder::Change::{Addition, Deletion, Modification};
    let blob = |mode: gix::objs::tree::EntryMode, id: ObjectId| mode.is_blob().then_some(id);
    let (path, was, now) = match change {
        Addition { entry_mode, oid, path, .. } => (path, None, blob(entry_mode, oid)),
        Deletion { entry_mode, oid, path, .. } => (path, blob(entry_mode, oid), None),
        Modification { previous_entry_mode, previous_oid, entry_mode, oid, path } => {
            (path, blob(previous_entry_mode, previous_oid), blob(entry_mode, oid))
        }
    };
    (was.is_some() || now.is_some()).then(|| FileChange { path: Arc::from(&*path.to_str_lossy()), was, now, own: true })
}

fn damaged(words: &str) -> Error {
    Error::new(
        format!("the history cannot be read from Git: {words}"),
        "a partial clone lacks objects: run `git fetch --refetch`; else `git fsck` tells what is broken",
    )
}

/// Whether some bytes are the content of an object. Hashing is cheaper than reading.
#[must_use]
pub fn is_content(id: ObjectId, bytes: &[u8]) -> bool {
    gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, bytes).is_ok_and(|hash| hash == id)
}
