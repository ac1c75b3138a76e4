//! Walking a history: commits in an order in which children come first, and what each changed.

use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::At;
use super::commit::Commit;
use crate::load::{SETTINGS_FILE, form_of};
use crate::source::{Error, FileChange, GitRepository, ObjectId, RawCommit};

/// So many commits one thread looks at in a row: the tree of one is the tree that the next is compared with, and what was unpacked for
/// one is near what the next needs.
const IN_A_ROW: usize = 64;

/// What a commit did to one file.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// The path, after the change.
    pub(super) path: Arc<str>,
    /// The path before, where it was another.
    pub(super) before: Option<Arc<str>>,
    /// The content before; nothing where the file is new.
    pub(super) was: Option<ObjectId>,
    /// The content now; nothing where the file is gone.
    pub(super) now: Option<ObjectId>,
    /// Whether no parent had this content: what a merge only takes over from a side is not its own.
    pub(super) own: bool,
}

/// Commits, newest first, with their changes.
pub(super) fn read(repository: &GitRepository, revision: &str, prefix: &str) -> Result<(Vec<Commit>, Vec<Vec<Change>>), Error> {
    let mut raw = ordered(repository.commits(revision)?);
    let at: HashMap<String, At> = raw.iter().enumerate().map(|(at, commit)| (commit.id.clone(), at)).collect();
    let parents_of = |commit: &RawCommit| commit.parents.iter().filter_map(|id| at.get(id).copied()).collect::<Vec<At>>();
    let parents: Vec<Vec<At>> = raw.iter().map(parents_of).collect();
    let trees: Vec<(ObjectId, Vec<ObjectId>)> =
        raw.iter().zip(&parents).map(|(commit, parents)| (commit.tree, parents.iter().map(|at| raw[*at].tree).collect())).collect();
    let in_a_row = |trees: &[(ObjectId, Vec<ObjectId>)]| {
        let reader = repository.changes(prefix);
        trees.iter().map(|(tree, parents)| reader.between(parents, *tree)).collect::<Result<Vec<_>, _>>()
    };
    let changes: Vec<Vec<Vec<FileChange>>> = trees.par_chunks(IN_A_ROW).map(in_a_row).collect::<Result<_, _>>()?;
    let changes = changes.into_iter().flatten().map(|changes| changes.into_iter().filter_map(of_record).collect()).collect();
    let mut commits: Vec<Commit> =
        raw.drain(..).zip(parents).enumerate().map(|(at, (commit, parents))| Commit::new(at, commit, parents)).collect();
    let mut main = (!commits.is_empty()).then_some(0);
    while let Some(at) = main {
        commits[at].mainline = true;
        main = commits[at].parents.first().copied();
    }
    Ok((commits, changes))
}

fn of_record(change: FileChange) -> Option<Change> {
    let wanted = form_of(&change.path).is_some() || &*change.path == SETTINGS_FILE;
    wanted.then_some(Change { path: change.path, before: None, was: change.was, now: change.now, own: change.own })
}

/// Commits with every child before its parents; of those that could come next, the youngest one. Clocks that run wrong cannot put a
/// parent first.
fn ordered(commits: Vec<RawCommit>) -> Vec<RawCommit> {
    let at: HashMap<&str, usize> = commits.iter().enumerate().map(|(at, commit)| (commit.id.as_str(), at)).collect();
    let mut children = vec![0_usize; commits.len()];
    let parents: Vec<Vec<usize>> =
        commits.iter().map(|commit| commit.parents.iter().filter_map(|id| at.get(id.as_str()).copied()).collect()).collect();
    parents.iter().flatten().for_each(|parent| children[*parent] += 1);
    let key = |at: usize| (commits[at].committed.0, commits[at].id.clone(), at);
    let mut ready: BinaryHeap<_> = (0..commits.len()).filter(|at| children[*at] == 0).map(key).collect();
    let mut order = Vec::with_capacity(commits.len());
    while let Some((_, _, at)) = ready.pop() {
        order.push(at);
        for &parent in &parents[at] {
            children[parent] -= 1;
            if children[parent] == 0 {
                ready.push(key(parent));
            }
        }
    }
    let mut commits: Vec<Option<RawCommit>> = commits.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| commits[at].take()).collect()
}
