//! One commit: who, when, with which words.

use super::At;
use crate::model::date::Date;
use crate::source::RawCommit;

/// A name and an address, after the `.mailmap` of the revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

/// A line such as `Approved-by: Ada <ada@example.org>` at the end of a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Trailer {
    /// What stands before the colon, as it is written.
    pub key: String,
    /// What stands behind it.
    pub value: String,
}

/// A commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Its place in the history.
    pub at: At,
    /// The full id.
    pub id: String,
    /// Its parents by their places in the history.
    pub parents: Vec<At>,
    /// Whether it is on the main line: what comes when only first parents are followed.
    pub mainline: bool,
    /// Who wrote the change.
    pub author: Identity,
    /// Who made the commit of it.
    pub committer: Identity,
    /// The day on which the change was written, where its author was.
    pub authored: Date,
    /// The same in seconds since 1970.
    pub authored_at: i64,
    /// The day of the commit, where its committer was.
    pub committed: Date,
    /// The same in seconds since 1970.
    pub committed_at: i64,
    /// The first line of the message.
    pub summary: String,
    /// The lines with a key at the end of the message, in their order.
    pub trailers: Vec<Trailer>,
}

/// Keys of trailers by which somebody agrees to a change, in lower case.
const AGREEMENT: [&str; 3] = ["approved-by", "reviewed-by", "acked-by"];

impl Commit {
    pub(super) fn new(at: At, raw: RawCommit, parents: Vec<At>) -> Self {
        let trailers = trailers(&raw).collect();
        let identity = |(name, email)| Identity { name, email };
        Commit {
            at,
            id: raw.id,
            parents,
            mainline: false,
            authored: day(raw.authored),
            authored_at: raw.authored.0,
            committed: day(raw.committed),
            committed_at: raw.committed.0,
            author: identity(raw.author),
            committer: identity(raw.committer),
            summary: raw.summary,
            trailers,
        }
    }

    /// The first 10 digits of the id.
    #[must_use]
    pub fn short(&self) -> &str {
        self.id.get(..10).unwrap_or(&self.id)
    }

    /// Whether it joins lines of development.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// Who agreed in the message: `Approved-by`, `Reviewed-by` and `Acked-by`. Anybody who writes a commit can write them.
    pub fn agreements(&self) -> impl Iterator<Item = &Trailer> {
        self.trailers.iter().filter(|trailer| is_agreement(&trailer.key))
    }
}

/// Whether somebody agrees by a trailer with this key.
pub(super) fn is_agreement(key: &str) -> bool {
    AGREEMENT.contains(&key.to_ascii_lowercase().as_str())
}

/// The lines with a key at the end of the message of a commit.
pub(super) fn trailers(raw: &RawCommit) -> impl Iterator<Item = Trailer> {
    raw.trailers.iter().map(|(key, value)| Trailer { key: key.clone(), value: value.clone() })
}

/// The day of a time in seconds since 1970 at an offset in seconds. What no calendar has is the first day of 1970.
fn day((seconds, offset): (i64, i32)) -> Date {
    let offset = jiff::tz::Offset::from_seconds(offset).unwrap_or(jiff::tz::Offset::UTC);
    let at = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Date::new(at.to_zoned(offset.to_time_zone()).date())
}
