//! What Git remembers: who changed which record when, who signed for it, and how the record was called before.
//!
//! [`Past::read`] walks the history of a revision once and keeps, for every commit, the records that it changed; trees whose object
//! ids are equal are never opened. [`History::of`] follows one record through renames. Nothing of a repository is ever executed: no
//! hook, no filter, no configured command, and signatures are verified offline.
//!
//! Names and dates in Git are claims of whoever made the commit. What a verified signature adds is said by [`Signature`].

mod code_owners;
mod commit;
mod log;
mod range;
mod record;
mod renames;
mod signature;
mod signers;
mod tags;
mod walk;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::load::{SETTINGS_FILE, record_in};
use crate::model::date::Date;
use crate::model::{Head, Isms, Person, Record};
use crate::source::{Contents, Error, GitRepository, HistoryGap, ObjectId};
pub use code_owners::{CodeOwner, CodeOwners};
pub use commit::{Commit, Identity, Trailer};
pub use log::{Act, Entry, Facts, Log, LoggedDecision};
pub use range::{Agreed, Range};
pub use record::{Blob, Step};
pub use signature::Signature;
pub use signers::Signers;
pub use tags::Tag;
use walk::Change;

/// What rules, reports and commands may ask of the past: the history, whom to believe, and from when on it is judged.
#[derive(Debug, Default)]
pub struct Provenance {
    /// The history, as far as it is there.
    pub past: Past,
    /// Whom the forge asks about changes.
    pub code_owners: Option<CodeOwners>,
    /// The folder of the ISMS below the root of the repository, with `/` at its end; empty where they are the same.
    pub prefix: String,
    signers: Signers,
    /// The day from which on commits are those of the organisation.
    since: Option<Date>,
}

impl Provenance {
    /// The past of a revision of the ISMS in the folder `prefix` of a repository, with the keys of its people and of an
    /// allowed-signers file.
    ///
    /// # Errors
    /// Where the history or the file cannot be read.
    pub fn read(
        repository: &GitRepository,
        revision: &str,
        prefix: &str,
        isms: &Isms,
        allowed_signers: Option<&str>,
    ) -> Result<Provenance, Error> {
        let signers = Signers::read(isms, allowed_signers)?;
        let code_owners = CodeOwners::read(repository, revision);
        let past = Past::read(repository, revision, prefix)?;
        Ok(Provenance { past, code_owners, prefix: prefix.to_owned(), signers, since: isms.settings.git.since })
    }

    /// The history, where all of it is known.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        match &self.past {
            Past::Known(history) => Some(history),
            Past::None | Past::Incomplete(_) => None,
        }
    }

    /// Whether a commit is judged. What came with the settings or before them was taken over from elsewhere, and is older than its
    /// commit; so is what came before the day that the settings name.
    #[must_use]
    pub fn judges(&self, commit: &Commit) -> bool {
        let taken_over = self.history().is_none_or(|history| commit.at >= history.takeover);
        !taken_over && self.since.is_none_or(|since| since <= commit.committed)
    }

    /// What the signature of a commit is worth.
    #[must_use]
    pub fn signature(&self, commit: &Commit) -> Signature {
        self.history().map_or(Signature::None, |history| history.signature(commit, &self.signers))
    }

    /// The person who goes by a name in Git: an e-mail address, or the id of a person.
    #[must_use]
    pub fn person<'m>(isms: &'m Isms, name: &str) -> Option<&'m Record<Person>> {
        let is_theirs = |person: &&Record<Person>| person.git_identities.iter().any(|own| own.eq_ignore_ascii_case(name));
        isms.people.iter().find(is_theirs).or_else(|| isms.person(name))
    }
}

/// What is known of the past of a revision.
#[derive(Debug, Default)]
pub enum Past {
    /// Nothing can be asked: there is no repository or no commit, or the settings say that its history is none of the ISMS.
    #[default]
    None,
    /// There is more history than this clone holds, so that nothing may be concluded from what is missing.
    Incomplete(HistoryGap),
    /// Everything.
    Known(Box<History>),
}

impl Past {
    /// The past of a revision, below the folder `prefix` of the repository (`""` for all of it).
    ///
    /// # Errors
    /// Where the revision does not exist or objects are missing that should be there.
    pub fn read(repository: &GitRepository, revision: &str, prefix: &str) -> Result<Past, Error> {
        if let Some(gap) = repository.history_gap() {
            return Ok(Past::Incomplete(gap));
        }
        if repository.head().is_none() {
            return Ok(Past::None);
        }
        History::read(repository, revision, prefix).map(|history| Past::Known(Box::new(history)))
    }
}

/// The place of a commit in a history: 0 is the newest one, and a parent always has a larger number than its children.
pub type At = usize;

/// The commits of a revision with the records that they changed.
#[derive(Debug)]
pub struct History {
    repository: GitRepository,
    commits: Vec<Commit>,
    changes: Vec<Vec<Change>>,
    /// Where each path changed: the commit, and the change in it; newest first.
    by_path: HashMap<Arc<str>, Vec<(At, usize)>>,
    /// The commit with which the settings came: it and what is older was taken over.
    takeover: At,
    contents: Mutex<Contents>,
    /// Old states of records that somebody has looked at.
    records: Mutex<HashMap<ObjectId, Option<Arc<Head>>>>,
    /// What the signatures of commits that somebody has asked about are worth.
    signatures: Mutex<HashMap<At, Signature>>,
}

impl History {
    fn read(repository: &GitRepository, revision: &str, prefix: &str) -> Result<History, Error> {
        let (commits, mut changes) = walk::read(repository, revision, prefix)?;
        let contents = repository.contents();
        renames::find(&contents, &mut changes);
        let merges = commits.iter().zip(&mut changes).filter(|(commit, _)| commit.is_merge());
        for change in merges.flat_map(|(_, changes)| changes) {
            // What a merge only carries to another name was said by one of its sides.
            change.own &= change.before.is_none() || change.was != change.now;
        }
        let mut by_path: HashMap<Arc<str>, Vec<(At, usize)>> = HashMap::new();
        for (at, changes) in changes.iter().enumerate() {
            for (number, change) in changes.iter().enumerate() {
                by_path.entry(Arc::clone(&change.path)).or_default().push((at, number));
            }
        }
        let takeover = by_path.get(SETTINGS_FILE).and_then(|found| found.last()).map_or(0, |(at, _)| *at);
        Ok(History {
            repository: repository.clone(),
            commits,
            changes,
            by_path,
            takeover,
            contents: Mutex::new(contents),
            records: Mutex::default(),
            signatures: Mutex::default(),
        })
    }

    /// All commits, newest first.
    #[must_use]
    pub fn commits(&self) -> &[Commit] {
        &self.commits
    }

    /// Whether a commit is part of this history: by its full id, or by the beginning of one. `None` where the beginning is too short
    /// to tell.
    #[must_use]
    pub fn has(&self, id: &str) -> Option<bool> {
        let id = id.to_ascii_lowercase();
        (id.len() >= 7).then(|| self.commits.iter().any(|commit| commit.id.starts_with(&id)))
    }

    /// What the signature of a commit is worth, judged once.
    fn signature(&self, commit: &Commit, signers: &Signers) -> Signature {
        let known = locked(&self.signatures).get(&commit.at).cloned();
        known.unwrap_or_else(|| {
            let signature = signature::of_commit(&self.repository, &commit.id, commit.committed_at, signers);
            locked(&self.signatures).insert(commit.at, signature.clone());
            signature
        })
    }

    /// The commits that changed a record that stands at a path now, newest first. The trail follows renames, and looks at all lines
    /// of development; a merge is part of it only where it says something that no side said.
    #[must_use]
    pub fn of(&self, path: &str) -> Vec<Step<'_>> {
        self.trail(path, |change, _| change.own)
    }

    /// The states of a record on the main line, newest first: what each first-parent commit made of it. What was written and
    /// rewritten on a branch before it was merged is not among them.
    #[must_use]
    pub fn mainline(&self, path: &str) -> Vec<Step<'_>> {
        self.trail(path, |_, commit| commit.mainline)
    }

    /// The commit that brought a file into the repository, where the whole past of the file is known.
    #[must_use]
    pub fn introduced(&self, path: &str) -> Option<&Commit> {
        self.of(path).last().map(|step| step.commit)
    }

    /// The record in an old content, read once.
    fn record(&self, path: &str, content: ObjectId) -> Option<Arc<Head>> {
        if let Some(known) = locked(&self.records).get(&content).cloned() {
            return known;
        }
        let record = self.text(content).and_then(|text| record_in(path, &text)).map(Arc::new);
        locked(&self.records).insert(content, record.clone());
        record
    }

    /// The text of an old content; nothing where it cannot be read or is no text.
    fn text(&self, content: ObjectId) -> Option<String> {
        let bytes = locked(&self.contents).blob(content);
        bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok())
    }

    /// Whether a commit is before another one, on any line of development.
    fn is_ancestor(&self, old: At, new: At) -> bool {
        let mut seen = vec![false; old.saturating_sub(new) + 1];
        let mut open = vec![new];
        while let Some(at) = open.pop() {
            if at == old {
                return true;
            }
            for parent in self.commits[at].parents.iter().copied().filter(|parent| *parent <= old) {
                if !std::mem::replace(&mut seen[parent - new], true) {
                    open.push(parent);
                }
            }
        }
        false
    }

    fn trail(&self, path: &str, wanted: impl Fn(&Change, &Commit) -> bool) -> Vec<Step<'_>> {
        let mut steps: Vec<(At, Step<'_>)> = Vec::new();
        // Names to look for, and the commit that gave the record its next name. A name may come twice: moved away and back.
        let mut open: Vec<(Arc<str>, Option<At>)> = vec![(Arc::from(path), None)];
        let mut seen: Vec<(Arc<str>, Option<At>)> = Vec::new();
        while let Some((name, renamed)) = open.pop() {
            if seen.contains(&(Arc::clone(&name), renamed)) {
                continue;
            }
            for &(at, number) in self.by_path.get(&name).into_iter().flatten() {
                // What happened to a name after it was given up belongs to another record, unless it happened beside that.
                if renamed.is_some_and(|renamed| at <= renamed && (at == renamed || self.is_ancestor(renamed, at))) {
                    continue;
                }
                let (commit, change) = (&self.commits[at], &self.changes[at][number]);
                if !wanted(change, commit) {
                    continue;
                }
                steps.push((at, Step::new(self, commit, change)));
                if let Some(before) = &change.before {
                    open.push((Arc::clone(before), Some(at)));
                    // A merge may take the new name from a side that has it for longer.
                    if !commit.is_merge() {
                        break;
                    }
                }
            }
            seen.push((name, renamed));
        }
        steps.sort_by_key(|(at, _)| *at);
        steps.dedup_by_key(|(at, _)| *at);
        steps.into_iter().map(|(_, step)| step).collect()
    }
}

/// What a lock guards is whole even where the thread that held it is gone.
fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
