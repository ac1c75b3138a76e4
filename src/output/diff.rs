//! How a change of documents looks: for people, for a comment on a pull request, for programs.

mod json;
mod markdown;
mod terminal;

pub use json::json;
pub(super) use markdown::escaped;
pub use markdown::markdown;
pub use terminal::text;

use crate::review::{Change, Diff, Direction, DocumentChange, Effect, Fate};
use crate::text::ids::ids_with_digits;

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

/// `§ Passwords → Secrets renamed; § Rights moved`: what became of the sections.
fn sections(document: &DocumentChange) -> Option<String> {
    let words = |section: &crate::review::SectionChange| {
        let mut names: Vec<&str> = [&section.before, &section.after].into_iter().flatten().map(String::as_str).collect();
        names.dedup();
        format!("§ {} {}", names.join(" → "), section.fate.word())
    };
    let all: Vec<String> = document.sections.iter().map(words).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// `risk; metric M-004`: the records that rely on a document.
fn dependents(document: &DocumentChange) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut kind = "";
    for dependent in &document.dependents {
        match words.last_mut().filter(|_| kind == dependent.kind) {
            Some(last) => {
                last.push_str(", ");
                last.push_str(&dependent.id);
            }
            None => words.push(format!("{} {}", dependent.kind.replace('_', " "), dependent.id)),
        }
        kind = dependent.kind;
    }
    (!words.is_empty()).then(|| words.join("; "))
}

/// `concerns A.5.17, R-003 and 4 more`: whom one change concerns before all others who rely on the document, which is told for it as a
/// whole. Ids that stand in the change itself are not said again.
pub(super) fn concerned(change: &Change) -> Option<String> {
    const NAMED: usize = 4;
    let sides = || [&change.before, &change.after].into_iter().flatten();
    let shown = |id: &str| sides().any(|side| ids_with_digits(&side.text).any(|named| named == id));
    let closest = change.dependents.iter().take(change.closest).map(String::as_str);
    let concerned: Vec<&str> = closest.filter(|id| !shown(id)).collect();
    let more = concerned.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let named = concerned.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    (!named.is_empty()).then(|| format!("concerns {named}{more}"))
}

/// `A.5.17 implementation: partial → implemented (the control …)`.
fn effect(effect: &Effect) -> String {
    let change = match (&effect.before, &effect.after) {
        (None, None) => String::new(),
        (before, after) => {
            let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
            format!(": {} → {}", said(before), said(after))
        }
    };
    format!("{} {}{change} ({})", effect.record, effect.what, effect.reason)
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
