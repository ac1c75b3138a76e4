//! What documents tell of Git's memory, out of the history that was read.

use std::collections::{HashMap, HashSet};

use crate::load::Loaded;
use crate::provenance::{At, Commit, History, Provenance, Tag};
use crate::report::{Act, Author, Memory, Seal, State, Trace};

/// The first and last commit of every document and approval, who made the commits after `since`, or all of them, and whether the commit
/// that was read is signed. Nothing, where the history is not known.
pub(super) fn memory(provenance: &Provenance, loaded: &Loaded, commit: Option<&str>, since: Option<&str>) -> Option<Memory> {
    let history = provenance.history()?;
    let isms = &loaded.isms;
    let documents = isms.documents.iter().map(|document| &document.head);
    let approvals = isms.approvals.iter().map(|approval| &approval.head);
    let trace = |head: &crate::model::Head| {
        let facts = provenance.facts(loaded.files.path(head.file))?;
        Some((head.id.as_ref().into(), Trace { first: act(provenance, facts.first), last: act(provenance, facts.last) }))
    };
    Some(Memory {
        records: documents.chain(approvals).filter_map(trace).collect(),
        authors: authors(provenance, history, since),
        state: commit.and_then(|commit| state(provenance, history, commit)),
    })
}

fn state(provenance: &Provenance, history: &History, id: &str) -> Option<State> {
    let commit = history.commits().iter().find(|commit| commit.id == id)?;
    let tags = provenance.tags().into_iter().filter(|tag| tag.at == commit.at);
    let seal = |tag: Tag| Seal { signature: tag.signature.in_a_sentence(), is_sure: tag.signature.is_good(), name: tag.name };
    let commit = Act { signature: provenance.signature(commit).in_a_sentence(), ..act(provenance, commit) };
    Some(State { commit, tags: tags.map(seal).collect() })
}

fn act(provenance: &Provenance, commit: &Commit) -> Act {
    let signature = provenance.signature(commit);
    Act {
        commit: commit.short().to_owned(),
        on: commit.authored,
        by: commit.author.name.clone(),
        signature: signature.words(),
        is_sure: signature.is_good(),
    }
}

fn authors(provenance: &Provenance, history: &History, since: Option<&str>) -> Vec<Author> {
    let before = since.map(|since| ancestors(history, since)).unwrap_or_default();
    let mut by_name: HashMap<&str, Author> = HashMap::new();
    for commit in history.commits().iter().filter(|commit| !before.contains(&commit.at)) {
        let name = commit.author.name.as_str();
        let new = || Author { name: name.to_owned(), commits: 0, sure: 0, otherwise_signed: 0 };
        let author = by_name.entry(name).or_insert_with(new);
        let signature = provenance.signature(commit);
        author.commits += 1;
        author.sure += usize::from(signature.is_good());
        author.otherwise_signed += usize::from(!signature.is_good() && signature != crate::provenance::Signature::None);
    }
    let mut authors: Vec<Author> = by_name.into_values().collect();
    authors.sort_by(|one, other| other.commits.cmp(&one.commits).then_with(|| one.name.cmp(&other.name)));
    authors
}

/// A commit with everything that came before it.
fn ancestors(history: &History, id: &str) -> HashSet<At> {
    let mut open: Vec<At> = history.commits().iter().filter(|commit| commit.id == id).map(|commit| commit.at).collect();
    let mut found: HashSet<At> = HashSet::new();
    while let Some(at) = open.pop() {
        if found.insert(at) {
            open.extend(history.commits().get(at).into_iter().flat_map(|commit| &commit.parents));
        }
    }
    found
}
