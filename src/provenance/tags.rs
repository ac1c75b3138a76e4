//! Tags: the names that an organisation gives to states of its ISMS, and what their signatures are worth.

use super::signature::{self, Signature};
use super::{At, Log, Provenance};
use crate::source::RawTag;

/// A name for a state of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name.
    pub name: String,
    /// The commit.
    pub at: At,
    /// What its signature is worth.
    pub signature: Signature,
}

impl Provenance {
    /// The tags on commits of the history, oldest commit first, then by name.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let Some(history) = self.history() else { return Vec::new() };
        let places: std::collections::HashMap<&str, At> =
            history.commits().iter().map(|commit| (commit.id.as_str(), commit.at)).collect();
        let found = history.repository.tags().into_iter().filter_map(|tag| {
            let at = *places.get(tag.commit.as_str())?;
            Some(Tag { signature: self.judged(&tag, at), name: tag.name, at })
        });
        let mut tags: Vec<Tag> = found.collect();
        tags.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.name.cmp(&other.name)));
        tags
    }

    fn judged(&self, tag: &RawTag, at: At) -> Signature {
        let Some((object, signed)) = tag.object.as_ref().and_then(|object| Some((object, object.signed.as_ref()?))) else {
            return Signature::None;
        };
        if object.name != tag.name {
            return Signature::Unverified("it was signed as a tag of another name");
        }
        let committed = self.history().and_then(|history| history.commits().get(at)).map(|commit| commit.committed_at);
        let made = object.made.or(committed).unwrap_or_default();
        signature::judge(&signed.signature, &signed.content, made, &self.signers)
    }

    /// Puts each tag to the commit that gave the record the state in it.
    pub(super) fn put_tags(&self, log: &mut Log<'_>) {
        let Some(history) = self.history() else { return };
        for tag in self.tags() {
            let holds = |at: At| at == tag.at || (at > tag.at && history.is_ancestor(at, tag.at));
            if let Some(entry) = log.entries.iter_mut().find(|entry| holds(entry.commit.at)) {
                entry.tags.push(tag);
            }
        }
    }
}
