//! Who agreed besides the approvals: what the messages of the commits say, and whom the forge asks.
//!
//! An approval is a record that is bound to a content. A trailer is written by whoever makes the commit and is bound to nothing, so
//! that it is shown as evidence and never counts. The code owners are a second source: where they are others than the matrix names,
//! both are needed, because the forge holds back the merge until its owners agree.

use std::collections::BTreeMap;

use crate::commands::sides::Side;
use crate::model::date::Date;
use crate::model::{Isms, RTP, SOA};
use crate::output::review::{Asked, Said, Wanted};
use crate::provenance::{Agreed, CodeOwner, CodeOwners, Provenance, Range, Signers};
use crate::review::{Diff, DocumentChange};
use crate::source::GitRepository;

/// What is reviewed.
pub(super) struct Change<'c> {
    pub(super) isms: &'c Isms,
    /// What it was before, where it was one.
    pub(super) old: Option<&'c Isms>,
    pub(super) diff: &'c Diff,
    /// The folder of the ISMS below the root of the repository.
    pub(super) prefix: &'c str,
    pub(super) today: Date,
}

impl Change<'_> {
    /// Notes who agreed in the messages of the commits between two states; a sentence where that cannot be told.
    pub(super) fn agreements(
        &self,
        repository: &GitRepository,
        sides: (&Side, &Side),
        approvals: &mut [Wanted<'_>],
    ) -> Option<String> {
        let before = sides.0.commit.as_deref()?;
        // What is not committed has no message; what is committed below it has.
        let after = sides.1.commit.as_deref().unwrap_or("HEAD");
        let (signers, note) = self.signers(repository, before);
        let range = match Range::read(repository, before, after, self.prefix, &signers) {
            Ok(range) => range,
            Err(error) => return Some(format!("What the messages of the commits say is not known: {error}.")),
        };
        for wanted in approvals {
            let subject = wanted.required.subject.as_str();
            let whole = subject == SOA || subject == RTP;
            let documents: Vec<&DocumentChange> = self.documents(|document| document.id.as_deref() == Some(subject)).collect();
            let is_theirs = |path: &str| {
                documents.iter().any(|document| document.path == path || document.previous_path.as_deref() == Some(path))
            };
            let agreed = range.agreements(|path| whole || is_theirs(path));
            wanted.said = agreed.iter().map(|agreed| self.said(agreed, wanted)).collect();
        }
        note
    }

    /// Whose signatures are believed: those that the side that is merged into names, so that no change vouches for itself. With a
    /// sentence where they cannot be told.
    fn signers(&self, repository: &GitRepository, before: &str) -> (Signers, Option<String>) {
        let isms = self.old.unwrap_or(self.isms);
        let file = isms.settings.git.allowed_signers.as_deref();
        let text = file.and_then(|file| repository.text_at(before, &format!("{}{file}", self.prefix)));
        match Signers::read(isms, text.as_deref()) {
            Ok(signers) => (signers, None),
            Err(error) => (Signers::default(), Some(format!("Signatures are not verified: {error}."))),
        }
    }

    fn said(&self, agreed: &Agreed, wanted: &Wanted<'_>) -> Said {
        let person = Provenance::person(self.isms, agreed.address());
        Said {
            trailer: agreed.trailer.key.clone(),
            name: agreed.trailer.value.clone(),
            person: person.map(|person| person.id().to_owned()),
            may_approve: person.is_some_and(|person| wanted.required.people.iter().any(|may| may.id() == person.id())),
            commit: agreed.commit.clone(),
            signature: agreed.signature.clone(),
        }
    }

    /// Notes whom the forge asks about what must be approved, where none of them may approve it; and tells whom it asks about the
    /// rest. Forges go by the file on the side that is merged into.
    pub(super) fn asked(&self, repository: &GitRepository, before: &Side, approvals: &mut [Wanted<'_>]) -> Vec<Asked> {
        let Some(owners) = CodeOwners::read(repository, before.commit.as_deref().unwrap_or("HEAD")) else { return Vec::new() };
        let mut besides: BTreeMap<usize, Asked> = BTreeMap::new();
        for document in self.documents(|_| true) {
            let path = format!("{}{}", self.prefix, document.path);
            let Some(line) = owners.of(&path).filter(|line| !line.owners.is_empty()) else { continue };
            let name = document.id.clone().unwrap_or_else(|| document.path.clone());
            match approvals.iter_mut().find(|wanted| document.id.as_deref() == Some(wanted.required.subject.as_str())) {
                Some(wanted) => {
                    let people = &wanted.required.people;
                    let agrees = line.asks_one(self.isms, self.today, |person| people.iter().any(|may| may.id() == person.id()));
                    wanted.asked = (!agrees).then(|| asked(&owners, line, vec![name]));
                }
                None => besides.entry(line.line).or_insert_with(|| asked(&owners, line, Vec::new())).about.push(name),
            }
        }
        besides.into_values().collect()
    }

    fn documents(&self, wanted: impl Fn(&DocumentChange) -> bool) -> impl Iterator<Item = &DocumentChange> {
        self.diff.documents.iter().filter(move |document| wanted(document))
    }
}

fn asked(owners: &CodeOwners, line: &CodeOwner, about: Vec<String>) -> Asked {
    Asked { owners: line.owners.clone(), file: owners.path.clone(), line: line.line, about }
}
