//! Files that were moved: the same content under another path, or the same record.

use std::collections::HashMap;
use std::sync::Arc;

use super::walk::Change;
use crate::load::sniff;
use crate::source::{Contents, ObjectId};

/// So many moved and edited files of one commit are looked into; a commit that moves more is a new order of the tree.
const LIMIT: usize = 2_000;

/// Joins what was taken away at one path and came at another one in the same commit.
pub(super) fn find(contents: &Contents, changes: &mut [Vec<Change>]) {
    for changes in changes {
        let gone = changes.iter().any(|change| change.now.is_none());
        if gone && changes.iter().any(|change| change.was.is_none()) {
            join(contents, changes);
        }
    }
}

fn join(contents: &Contents, changes: &mut [Change]) {
    let mut from: Vec<(usize, usize)> = Vec::new();
    pair(changes, &mut from, |content| Some(content.to_string()));
    if changes.len() <= LIMIT {
        pair(changes, &mut from, |content| id_in(contents, content));
    }
    for &(gone, come) in &from {
        changes[come].before = Some(Arc::clone(&changes[gone].path));
        changes[come].was = changes[gone].was;
    }
}

/// Pairs what is gone with what has come where a key is the same, each once and in the order of paths.
fn pair(changes: &[Change], from: &mut Vec<(usize, usize)>, key: impl Fn(ObjectId) -> Option<String>) {
    let is_free = |at: usize, from: &[(usize, usize)]| from.iter().all(|(gone, come)| *gone != at && *come != at);
    let mut gone: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, change) in changes.iter().enumerate().rev() {
        if let (Some(was), None) = (change.was, change.now)
            && is_free(at, from)
            && let Some(key) = key(was)
        {
            gone.entry(key).or_default().push(at);
        }
    }
    if gone.is_empty() {
        return;
    }
    for (at, change) in changes.iter().enumerate() {
        if let (None, Some(now)) = (change.was, change.now)
            && is_free(at, from)
            && let Some(old) = key(now).and_then(|key| gone.get_mut(&key)).and_then(Vec::pop)
        {
            from.push((old, at));
        }
    }
}

/// The id of the record in a file.
fn id_in(contents: &Contents, content: ObjectId) -> Option<String> {
    let bytes = contents.blob(content).ok()?;
    let (id, kind) = sniff(&String::from_utf8_lossy(&bytes));
    (kind.is_some() && !id.is_empty()).then_some(id)
}
