//! What of a record may not change any more once it is closed (clause 7.5.3, A.5.33): retained records are corrected by an appended
//! correction, never rewritten.

use super::digest::PROGRESS;
use super::kinds::Kind;
use super::record::Head;
use super::{AuditStatus, ReviewStatus};
use crate::text::Pointer;
use crate::value::{Type, Value};

/// Keys of the envelope that go on living after a record is closed, and the list that corrections are appended to.
const ALIVE: [&str; 12] = [
    "status",
    "owner",
    "classification",
    "reviewed",
    "review_every",
    "tags",
    "refs",
    "notes",
    "retention",
    "external_id",
    "created",
    "corrections",
];

/// A part of a record that is closed: a measurement, an acceptance, an approval, an audit or minutes.
#[derive(Debug, Clone)]
pub struct ClosedPart<'h> {
    /// What tells it from the other parts of the record: a period, a day; empty for the record as a whole.
    pub key: String,
    /// Its name, for a sentence.
    pub name: String,
    /// Where it stands.
    pub at: Pointer,
    value: Value<'h>,
    body: Option<String>,
}

/// Something in a closed part that does not say what it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where it stands now, or the nearest place that is still there.
    pub at: Pointer,
    /// The field below the part, with dots between the keys; `text` is the text of minutes.
    pub field: String,
    /// What it said.
    pub was: String,
    /// What it says now; nothing where it is gone.
    pub now: Option<String>,
}

impl Head {
    /// The parts of a record that are closed, in their order.
    #[must_use]
    pub fn closed_parts(&self) -> Vec<ClosedPart<'_>> {
        let status = self.fields().get("status").and_then(Value::scalar).unwrap_or_default();
        let whole = |name: &str| {
            let body = self.body.as_ref().map(|body| {
                let blocks: Vec<String> = body.blocks.iter().map(|block| folded(&block.text)).collect();
                blocks.join("\n")
            });
            vec![ClosedPart { key: String::new(), name: name.to_owned(), at: Pointer::ROOT, value: self.fields(), body }]
        };
        match self.kind {
            Kind::Approval => whole("the approval"),
            Kind::Audit if [AuditStatus::Reported, AuditStatus::Closed].iter().any(|closed| closed.word() == status) => {
                whole("the audit")
            }
            Kind::ManagementReview
                if [ReviewStatus::Minuted, ReviewStatus::Closed].iter().any(|closed| closed.word() == status) =>
            {
                whole("the review")
            }
            Kind::Metric => self.entries("measurements", "period", "the measurement for"),
            Kind::Risk => self.entries("acceptances", "on", "the acceptance of"),
            _ => Vec::new(),
        }
    }

    /// The entries of a list by one of their fields.
    fn entries(&self, list: &str, key: &str, name: &str) -> Vec<ClosedPart<'_>> {
        let Some(entries) = self.fields().get(list) else { return Vec::new() };
        let mut parts: Vec<ClosedPart<'_>> = Vec::new();
        for (at, value) in entries.items().enumerate() {
            // What is only asked for is not closed.
            let requested = value.get("status").and_then(Value::scalar) == Some("requested");
            if let Some(key) = value.get(key).and_then(Value::scalar).filter(|_| !requested) {
                let at = Pointer::ROOT.join(list).join(at);
                parts.push(ClosedPart { key: key.to_owned(), name: format!("{name} {key}"), at, value, body: None });
            }
        }
        parts
    }
}

impl ClosedPart<'_> {
    /// What this part says otherwise now, in a later state of its record, without what a correction explains. Fields that were added
    /// are no edits.
    #[must_use]
    pub fn edits_in(&self, now: &Head) -> Vec<Edit> {
        let parts = now.closed_parts();
        let Some(same) = parts.iter().find(|part| part.key == self.key) else {
            let list = self.at.parent().filter(|list| now.fields().at(list).is_some()).unwrap_or(Pointer::ROOT);
            // A whole record is a part no more where it was opened again.
            let reopened = self.key.is_empty();
            let (at, field) = if reopened { (Pointer::from("/status"), "status".to_owned()) } else { (list, String::new()) };
            let was = if reopened { scalar(self.value.get("status")) } else { self.key.clone() };
            let status = now.fields().get("status").and_then(Value::scalar).filter(|_| reopened);
            return vec![Edit { at, field, was, now: status.map(str::to_owned) }];
        };
        let mut edits = Vec::new();
        compare(self.value, same.value, &same.at, "", &mut edits);
        if let (Some(was), Some(is)) = (&self.body, &same.body)
            && was != is
        {
            let (was, is) = differing_lines(was, is);
            edits.push(Edit { at: Pointer::ROOT, field: "text".to_owned(), was, now: is });
        }
        let corrected = |edit: &Edit| [same.value, now.fields()].into_iter().any(|value| has_correction(value, &edit.field));
        edits.retain(|edit| !corrected(edit));
        edits
    }
}

/// Compares two values; what is only in the later one was added, and is no edit.
fn compare(old: Value<'_>, now: Value<'_>, at: &Pointer, field: &str, edits: &mut Vec<Edit>) {
    match (old.ty(), now.ty()) {
        (Type::Map, Type::Map) => {
            for (key, value) in old.entries().filter(|(_, value)| value.ty() != Type::Null) {
                let Some(key) = key.scalar().filter(|key| !lives_on(key, field)) else { continue };
                let field = if field.is_empty() { key.to_owned() } else { format!("{field}.{key}") };
                match now.get(key).filter(|now| now.ty() != Type::Null) {
                    Some(now) => compare(value, now, &at.join(key), &field, edits),
                    None => edits.push(Edit { at: at.clone(), field, was: shown(value), now: None }),
                }
            }
        }
        (Type::List, Type::List) if old.items().all(|item| item.scalar().is_some()) => {
            let has = |item: &Value<'_>| now.items().any(|other| same_scalar(*item, other));
            let gone: Vec<String> = old.items().filter(|item| !has(item)).map(shown).collect();
            if !gone.is_empty() {
                edits.push(Edit { at: at.clone(), field: field.to_owned(), was: gone.join(", "), now: None });
            }
        }
        (Type::List, Type::List) => {
            let mut later = now.items();
            for (number, item) in old.items().enumerate() {
                let field = format!("{field}.{number}");
                match later.next() {
                    Some(now) => compare(item, now, &at.join(number), &field, edits),
                    None => edits.push(Edit { at: at.clone(), field, was: shown(item), now: None }),
                }
            }
        }
        _ if same_scalar(old, now) => {}
        _ => edits.push(Edit { at: at.clone(), field: field.to_owned(), was: shown(old), now: Some(shown(now)) }),
    }
}

/// Whether a key goes on changing: the state of an entry, the envelope, the progress of an action.
fn lives_on(key: &str, parent: &str) -> bool {
    let of_action = parent.starts_with("actions.") && PROGRESS.contains(&key);
    key.starts_with("x-") || of_action || (parent.is_empty() && ALIVE.contains(&key))
}

fn same_scalar(one: Value<'_>, other: Value<'_>) -> bool {
    match (one.scalar(), other.scalar()) {
        (Some(one), Some(other)) if one == other => true,
        (Some(text), Some(other_text)) => {
            folded(text) == folded(other_text)
                || matches!((one.as_f64(), other.as_f64()), (Some(one), Some(other)) if one.to_bits() == other.to_bits())
        }
        _ => false,
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn scalar(value: Option<Value<'_>>) -> String {
    value.and_then(Value::scalar).unwrap_or_default().to_owned()
}

fn shown(value: Value<'_>) -> String {
    match value.ty() {
        Type::Map => "an entry".to_owned(),
        Type::List => "a list".to_owned(),
        _ => folded(value.scalar().unwrap_or_default()),
    }
}

/// The first lines of two texts that differ.
fn differing_lines(was: &str, now: &str) -> (String, Option<String>) {
    let differ = was.lines().zip(now.lines()).find(|(was, now)| was != now);
    match differ {
        Some((was, now)) => (was.to_owned(), Some(now.to_owned())),
        None => (
            was.lines().nth(now.lines().count()).unwrap_or_default().to_owned(),
            now.lines().nth(was.lines().count()).map(str::to_owned),
        ),
    }
}

/// Whether an appended correction names a field: its whole path, or the end or beginning of it.
fn has_correction(value: Value<'_>, field: &str) -> bool {
    let corrections = value.get("corrections").into_iter().flat_map(Value::items);
    let mut named = corrections.filter_map(|correction| correction.get("field").and_then(Value::scalar));
    let ends_with = |path: &str, end: &str| path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let begins_with =
        |path: &str, start: &str| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    named.any(|named| ends_with(named, field) || ends_with(field, named) || begins_with(field, named))
}
