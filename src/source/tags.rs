//! The tags of a repository as plain data.

use gix::bstr::ByteSlice;

use super::git::GitRepository;
use super::history::Signed;

/// A tag that leads to a commit.
#[derive(Debug, Clone)]
pub struct RawTag {
    /// Its name.
    pub name: String,
    /// The full id of the commit.
    pub commit: String,
    /// What a tag with an object of its own says; nothing for one that is only a name.
    pub object: Option<TagObject>,
}

/// What stands in the object of a tag.
#[derive(Debug, Clone)]
pub struct TagObject {
    /// The name that it was made with.
    pub name: String,
    /// When it was made, in seconds since 1970; nothing where it does not say.
    pub made: Option<i64>,
    /// The signature and what it signs.
    pub signed: Option<Signed>,
}

impl GitRepository {
    /// All tags that lead to a commit, by name. Those that cannot be read are left out: they name nothing.
    #[must_use]
    pub fn tags(&self) -> Vec<RawTag> {
        let repository = self.handle();
        let Ok(references) = repository.references() else { return Vec::new() };
        let read = |reference: gix::Reference<'_>| {
            let name = reference.name().shorten().to_string();
            let object = repository.find_object(reference.try_id()?.detach()).ok()?;
            let tag = (object.kind == gix::object::Kind::Tag).then(|| tag_object(&object)).flatten();
            let commit = object.peel_to_kind(gix::object::Kind::Commit).ok()?.id.to_string();
            Some(RawTag { name, commit, object: tag })
        };
        let tags = references.tags().into_iter().flatten().filter_map(Result::ok);
        let mut tags: Vec<RawTag> = tags.filter_map(read).collect();
        tags.sort_by(|one, other| one.name.cmp(&other.name));
        tags
    }
}

fn tag_object(object: &gix::Object<'_>) -> Option<TagObject> {
    let tag = object.try_to_tag_ref().ok()?;
    let made = tag.tagger().ok().flatten().and_then(|tagger| tagger.time().ok()).map(|time| time.seconds);
    Some(TagObject { name: tag.name.to_str_lossy().into_owned(), made, signed: signed(&object.data) })
}

/// The signature at the end of a tag, which begins a line, and all that stands before it.
fn signed(data: &[u8]) -> Option<Signed> {
    let begins = [&b"\n-----BEGIN SSH SIGNATURE-----"[..], b"\n-----BEGIN PGP SIGNATURE-----", b"\n-----BEGIN SIGNED MESSAGE-----"];
    let at = begins.into_iter().filter_map(|begin| data.rfind(begin)).max()? + 1;
    Some(Signed { signature: data[at..].to_vec(), content: data[..at].to_vec() })
}
