//! The history of one record as facts: versions, who changed what with which meaning, who signed, who agreed.

use super::{Commit, Provenance, Signature, Step, Tag};
use crate::model::{Approval, Decision, Head, Isms, Record, digest};
use crate::review::{Change, Direction, OwnWords, Page, compare};
use crate::value::Value;

/// The history of one record.
#[derive(Debug)]
pub struct Log<'h> {
    /// What happened to its file, newest first.
    pub entries: Vec<Entry<'h>>,
    /// Whether the files on disk say something else than the newest commit.
    pub uncommitted: bool,
    /// The decisions on it, newest first.
    pub decisions: Vec<LoggedDecision<'h>>,
}

/// One commit on the record.
#[derive(Debug)]
pub struct Entry<'h> {
    /// The commit.
    pub commit: &'h Commit,
    /// The person of the ISMS who wrote it, by id.
    pub person: Option<&'h str>,
    /// What its signature is worth.
    pub signature: Signature,
    /// The path after it.
    pub path: &'h str,
    /// The path before, where it was another.
    pub renamed_from: Option<&'h str>,
    /// What it did to the record.
    pub act: Act,
    /// The version that the record says after it.
    pub version: Option<String>,
    /// The state that the record says after it.
    pub status: Option<String>,
    /// The digest of its content after it.
    pub digest: Option<String>,
    /// What the change means, worst first.
    pub changes: Vec<Change>,
    /// How many editorial changes there are besides.
    pub editorial: usize,
    /// How many sentences only moved.
    pub moved: usize,
    /// The tags whose state of the record is the one after it, oldest first.
    pub tags: Vec<Tag>,
}

/// What a commit did to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It brought it.
    Created,
    /// It changed it.
    Changed,
    /// It only gave it another path.
    Moved,
    /// It took it away.
    Removed,
}

impl Act {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Act::Created => "created",
            Act::Changed => "changed",
            Act::Moved => "moved",
            Act::Removed => "removed",
        }
    }
}

/// A decision on the record.
#[derive(Debug)]
pub struct LoggedDecision<'h> {
    /// The record of it.
    pub approval: &'h Record<Approval>,
    /// The commit that brought it into the repository; nothing where it is not committed.
    pub filed: Option<&'h Commit>,
    /// What the signature of that commit is worth.
    pub signature: Signature,
    /// The commit that gave the record the content that was decided on; nothing where history has no such content.
    pub content: Option<&'h Commit>,
    /// Whether that is the content of now.
    pub is_present: bool,
}

/// When and by whom a record was first and last written: what a table of all documents says.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'h> {
    /// The commit that brought it.
    pub first: &'h Commit,
    /// The commit that changed it last.
    pub last: &'h Commit,
    /// How many commits changed it.
    pub commits: usize,
}

impl Entry<'_> {
    /// How many changes lead into a direction.
    #[must_use]
    pub fn count(&self, direction: Direction) -> usize {
        self.changes.iter().filter(|change| change.direction == direction).count()
    }
}

impl Provenance {
    /// When and by whom the record at a path was first and last written; nothing where that is not known or not committed.
    #[must_use]
    pub fn facts(&self, path: &str) -> Option<Facts<'_>> {
        let steps = self.history()?.of(path);
        Some(Facts { first: steps.last()?.commit, last: steps.first()?.commit, commits: steps.len() })
    }

    /// The history of a record that stands at a path with a text now; nothing where history is not known.
    #[must_use]
    pub fn log<'h>(
        &'h self,
        isms: &'h Isms,
        head: &Head,
        path: &str,
        text: &str,
        path_of: &dyn Fn(&Head) -> String,
    ) -> Option<Log<'h>> {
        let history = self.history()?;
        let steps = history.of(path);
        let entries: Vec<Entry<'h>> = steps.iter().map(|step| self.entry(isms, step)).collect();
        let uncommitted = !steps.first().and_then(|step| step.now).is_some_and(|now| {
            now.is(text)
                || now.record().is_some_and(|now| digest::of_record(&now) == digest::of_record(head) && same_envelope(&now, head))
        });
        let present = digest::of_record(head);
        let mut decisions: Vec<&Record<Approval>> =
            isms.approvals.iter().filter(|approval| *approval.subject == *head.id).collect();
        decisions.sort_by(|one, other| (other.on, other.id()).cmp(&(one.on, one.id())));
        let decided = |approval: &'h Record<Approval>| {
            let filed = history.introduced(&path_of(&approval.head));
            let given_for = approval.digest.as_deref();
            let content = entries.iter().rev().find(|entry| given_for.is_some() && entry.digest.as_deref() == given_for);
            LoggedDecision {
                approval,
                filed,
                signature: filed.map_or(Signature::None, |filed| self.signature(filed)),
                content: content.map(|entry| entry.commit),
                is_present: given_for == Some(present.as_str()),
            }
        };
        let decisions = decisions.into_iter().map(decided).collect();
        let mut log = Log { entries, uncommitted, decisions };
        self.put_tags(&mut log);
        Some(log)
    }

    fn entry<'h>(&self, isms: &'h Isms, step: &Step<'h>) -> Entry<'h> {
        let record = step.now.and_then(|now| now.record());
        let says =
            |key: &str| record.as_ref().and_then(|record| record.fields().get(key)).and_then(Value::scalar).map(str::to_owned);
        let act = match (&step.was, &step.now) {
            (None, _) => Act::Created,
            (_, None) => Act::Removed,
            (Some(was), Some(now)) if was == now => Act::Moved,
            _ => Act::Changed,
        };
        let own = OwnWords::of(&isms.settings.words);
        let page =
            |blob: Option<super::Blob<'_>>| blob.and_then(|blob| blob.text()).map(|text| Page::read_with(step.path, &text, &own));
        let diff = match (act, page(step.was), page(step.now)) {
            (Act::Changed, Some(was), Some(now)) => compare(&[was], &[now]),
            _ => crate::review::Diff::default(),
        };
        Entry {
            commit: step.commit,
            person: Provenance::person(isms, &step.commit.author.email).map(Record::id),
            signature: self.signature(step.commit),
            path: step.path,
            renamed_from: step.renamed_from,
            act,
            version: says("version"),
            status: says("status"),
            digest: record.as_ref().map(|record| digest::of_record(record)),
            editorial: diff.count(Direction::Editorial),
            moved: diff.moved(),
            changes: diff.documents.into_iter().flat_map(|document| document.changes).collect(),
            tags: Vec::new(),
        }
    }
}

/// Whether two states of a record say the same where a digest does not look.
fn same_envelope(one: &Head, other: &Head) -> bool {
    let says = |head: &Head, key: &str| head.fields().get(key).and_then(Value::scalar).map(str::to_owned);
    ["status", "reviewed", "version"].iter().all(|key| says(one, key) == says(other, key))
}

impl LoggedDecision<'_> {
    /// What was decided on, in words: the present content, that of a commit, or one that history does not know.
    #[must_use]
    pub fn content_in_words(&self) -> String {
        match (self.is_present, self.content) {
            (true, Some(commit)) => format!("this content, in {}", commit.short()),
            (true, None) => "this content, not committed".to_owned(),
            (false, Some(commit)) => format!("an earlier content, in {}", commit.short()),
            (false, None) if self.approval.digest.is_none() => "no content named".to_owned(),
            (false, None) => "a content that history does not know".to_owned(),
        }
    }

    /// The decision for people.
    #[must_use]
    pub fn word(&self) -> String {
        self.approval.decision.map(Decision::label).unwrap_or_default()
    }
}
