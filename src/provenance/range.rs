//! What the commits of a change say: who agreed to it in their messages.

use std::collections::HashSet;

use super::commit::{Trailer, is_agreement, trailers};
use super::signature::{self, Signature};
use super::signers::Signers;
use crate::source::{Error, GitRepository, RawCommit, RelPath};

/// The commits of a change, newest first, with the files that each touched.
#[derive(Debug, Default)]
pub struct Range {
    commits: Vec<Speaking>,
}

/// A commit with names in its message.
#[derive(Debug)]
struct Speaking {
    commit: RawCommit,
    touched: Vec<RelPath>,
    signature: Signature,
}

/// Somebody who agreed in the message of a commit. Anybody who writes a commit can write that, and it is bound to no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// `Approved-by` and the like, with the name behind it.
    pub trailer: Trailer,
    /// The first digits of the id of the commit.
    pub commit: String,
    /// What the signature of the commit is worth: it is that of who made the commit, who need not be who is named.
    pub signature: Signature,
}

impl Agreed {
    /// The address, or what stands instead of one.
    #[must_use]
    pub fn address(&self) -> &str {
        let value = &self.trailer.value;
        value.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(value.as_str(), |(address, _)| address.trim())
    }
}

impl Range {
    /// The commits that a revision has and an earlier one lacks, below the folder `prefix`.
    ///
    /// # Errors
    /// Where a revision does not exist or the history between them is not there.
    pub fn read(repository: &GitRepository, before: &str, after: &str, prefix: &str, signers: &Signers) -> Result<Range, Error> {
        let changes = repository.changes(prefix);
        let mut commits = Vec::new();
        for commit in repository.commits_between(before, after)? {
            // Only a message with names in it is asked which files it is about.
            if commit.trailers.iter().any(|(key, _)| is_agreement(key)) {
                let parents = repository.trees_of(&commit.parents)?;
                let touched = changes.between(&parents, commit.tree)?.into_iter().map(|change| change.path).collect();
                let signature = signature::of_commit(repository, &commit.id, commit.committed.0, signers);
                commits.push(Speaking { commit, touched, signature });
            }
        }
        Ok(Range { commits })
    }

    /// Who agreed to the change of one of some files; each once for each word, newest first.
    #[must_use]
    pub fn agreements(&self, concerns: impl Fn(&str) -> bool) -> Vec<Agreed> {
        let mut agreed: Vec<Agreed> = Vec::new();
        let mut known: HashSet<Trailer> = HashSet::new();
        for Speaking { commit, touched, signature } in &self.commits {
            if !touched.iter().any(|path| concerns(path)) {
                continue;
            }
            let short = commit.id.get(..10).unwrap_or(&commit.id).to_owned();
            for trailer in trailers(commit).filter(|trailer| is_agreement(&trailer.key)) {
                if known.insert(trailer.clone()) {
                    agreed.push(Agreed { trailer, commit: short.clone(), signature: signature.clone() });
                }
            }
        }
        agreed
    }
}
