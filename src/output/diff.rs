//! How a change of documents looks: for people, for a comment on a pull request, for programs.

mod json;
mod markdown;
mod terminal;

pub use json::json;
pub(super) use markdown::escaped;
pub use markdown::markdown;
pub use terminal::text;

use crate::review::{Change, Diff, Direction, DocumentChange, Fate};

/// What was compared.
#[derive(Debug)]
pub struct Compared<'d> {
    /// What a person would call the side before.
    pub before: &'d str,
    /// What a person would call the side after.
    pub after: &'d str,
    /// What differs.
    pub diff: &'d Diff,
}

/// `1 weaker, 2 stronger, 3 editorial`: always in the order of weight, without those there are none of.
fn counts(diff: &Diff) -> String {
    let mut parts: Vec<String> = Direction::ALL
        .into_iter()
        .map(|direction| (diff.count(direction), direction.word()))
        .chain([(diff.moved(), "moved")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let documents = match diff.documents.len() {
        1 => "1 document".to_owned(),
        count => format!("{count} documents"),
    };
    parts.push(format!("in {documents}"));
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() { last.replacen("in ", "", 1) + " differ" } else { format!("{} {last}", parts.join(", ")) }
}

/// The sentence that answers whether somebody needs to look.
fn headline(diff: &Diff) -> String {
    if diff.documents.is_empty() {
        return "Nothing changed".to_owned();
    }
    let meaning =
        diff.documents.iter().any(|document| !document.changes.is_empty() || matches!(document.fate, Fate::Added | Fate::Removed));
    if meaning { counts(diff) } else { format!("Editorial only: {}", counts(diff)) }
}

/// What stands behind the name of a document: its fate and what was only counted.
fn remarks(document: &DocumentChange) -> String {
    let mut remarks = Vec::new();
    match (document.fate, &document.previous_path) {
        (Fate::Added, _) => remarks.push("new".to_owned()),
        (Fate::Removed, _) => remarks.push("removed".to_owned()),
        (Fate::Renamed, Some(path)) => remarks.push(format!("was {path}")),
        _ => {}
    }
    if document.moved > 0 {
        remarks.push(format!("{} moved", document.moved));
    }
    if document.editorial > 0 {
        remarks.push(format!("{} editorial", document.editorial));
    }
    remarks.join(", ")
}

/// Where a change stands: a field or a heading.
pub(super) fn place(change: &Change) -> String {
    let side = change.after.as_ref().or(change.before.as_ref());
    match (&change.field, side) {
        (Some(field), _) => field.trim_start_matches('/').replace('/', "."),
        (None, Some(side)) if !side.section.is_empty() => format!("§ {}", side.section),
        _ => String::new(),
    }
}
