//! The commits of a repository as plain data, for whoever wants to know what it remembers.

use gix::bstr::ByteSlice;

use super::Error;
use super::git::{GitRepository, chain, read_blob};

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

    /// The commits that a revision has and an earlier one lacks, newest first.
    ///
    /// # Errors
    /// Where one does not exist, or a commit between them cannot be read.
    pub fn commits_between(&self, before: &str, after: &str) -> Result<Vec<RawCommit>, Error> {
        let repository = self.handle();
        let commit = |revision: &str| {
            let object = self.resolve(&repository, revision)?.object().map_err(|error| damaged(&chain(&error)))?;
            object.peel_to_commit().map_err(|error| damaged(&chain(&error)))
        };
        let (before, after) = (commit(before)?, commit(after)?);
        let mailmap = mailmap(&after);
        let by_time = gix::revision::walk::Sorting::ByCommitTime(gix::traverse::commit::simple::CommitTimeOrder::NewestFirst);
        let walk = repository
            .rev_walk([after.id])
            .with_hidden([before.id])
            .sorting(by_time)
            .all()
            .map_err(|error| damaged(&chain(&error)))?;
        let read = |info: gix::revision::walk::Info<'_>| {
            let commit = info.object().map_err(|error| chain(&error))?;
            raw(&commit, &mailmap)
        };
        walk.map(|found| found.map_err(|error| chain(&error)).and_then(read).map_err(|words| damaged(&words))).collect()
    }

    /// The trees of commits.
    ///
    /// # Errors
    /// Where one is not there.
    pub fn trees_of(&self, commits: &[String]) -> Result<Vec<ObjectId>, Error> {
        let repository = self.handle();
        let tree = |id: &String| {
            let id = ObjectId::from_hex(id.as_bytes()).map_err(|error| chain(&error))?;
            let commit = repository.find_commit(id).map_err(|error| chain(&error))?;
            commit.tree_id().map(gix::Id::detach).map_err(|error| chain(&error))
        };
        commits.iter().map(|id| tree(id).map_err(|words| damaged(&words))).collect()
    }

    /// Reads many contents one after the other.
    #[must_use]
    pub fn contents(&self) -> Contents {
        Contents { repository: self.caching() }
    }

    /// A handle that remembers what it has unpacked: trees that follow each other share most of their folders, and Git stores an old
    /// object as what differs from a newer one, so that each of them is otherwise unpacked from the newest one on.
    pub(super) fn caching(&self) -> gix::Repository {
        let mut repository = self.handle();
        repository.object_cache_size_if_unset(8 * 1024 * 1024);
        repository.objects.set_pack_cache(|| Box::new(gix::odb::pack::cache::lru::MemoryCappedHashmap::new(16 * 1024 * 1024)));
        repository
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

/// Reads contents of files.
pub struct Contents {
    repository: gix::Repository,
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contents").finish_non_exhaustive()
    }
}

impl Contents {
    /// The content of a file.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    pub fn blob(&self, id: ObjectId) -> Result<Vec<u8>, String> {
        read_blob(&self.repository, id)
    }
}

pub(super) fn damaged(words: &str) -> Error {
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
