//! The table of a review: one row for each change of meaning, grouped by record, those that weigh most first.

use super::has_meaning;
use crate::output::diff::{escaped, place};
use crate::review::{Change, Direction, DocumentChange, Fate, Op, Side};

/// How many letters of a value are shown in a cell.
const CELL: usize = 140;

/// A row with its cells, already safe.
pub(super) struct Row {
    item: String,
    change: String,
    before: String,
    after: String,
}

/// The rows of all documents.
pub(super) fn rows(documents: &[DocumentChange]) -> Vec<Row> {
    let weight = |document: &DocumentChange| document.changes.iter().map(|change| change.weight).max().unwrap_or_default();
    let mut sorted: Vec<&DocumentChange> = documents.iter().filter(|document| has_meaning(document)).collect();
    // The sort keeps the order of the diff among equals.
    sorted.sort_by_key(|document| std::cmp::Reverse(weight(document)));
    sorted.into_iter().flat_map(of_document).collect()
}

fn of_document(document: &DocumentChange) -> Vec<Row> {
    let name = name(document);
    if matches!(document.fate, Fate::Added | Fate::Removed) {
        return vec![as_a_whole(document, name)];
    }
    let mut changes: Vec<&Change> = document.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.weight));
    let item = |at: usize| if at == 0 { name.clone() } else { String::new() };
    changes.into_iter().enumerate().map(|(at, change)| row(item(at), change)).collect()
}

/// `` `POL-002` Access control policy ``.
fn name(document: &DocumentChange) -> String {
    let title = cut(&document.title, 80);
    match &document.id {
        Some(id) if *id != document.title => format!("{} {}", code(id), escaped(&title)),
        Some(id) => code(id),
        None if document.title == document.path => escaped(&title),
        None => format!("{} ({})", escaped(&title), escaped(&cut(&document.path, 80))),
    }
}

/// A record that came or went is one row.
fn as_a_whole(document: &DocumentChange, item: String) -> Row {
    let said = match document.changes.len() {
        0 => "there".to_owned(),
        1 => "1 obligation".to_owned(),
        asks => format!("{asks} obligations"),
    };
    match document.fate {
        Fate::Added => Row { item, change: "new ▲".to_owned(), before: String::new(), after: format!("**{said}**") },
        _ => Row { item, change: "removed ▼".to_owned(), before: said, after: "**gone**".to_owned() },
    }
}

fn row(item: String, change: &Change) -> Row {
    let place = cut(&place(change), 80);
    let sign = match change.direction {
        Direction::Weaker => " ▼ weaker",
        Direction::Stronger => " ▲ stronger",
        Direction::Unclear => " · to be judged",
        Direction::Neutral | Direction::Editorial => "",
    };
    let what = match &change.field {
        Some(_) => place.replace('_', " "),
        None if place.is_empty() => change.kind.words().to_owned(),
        None => format!("{place}: {}", change.kind.words()),
    };
    let (before, after) = sides(change);
    let bold = |text: String| if text.is_empty() { text } else { format!("**{}**", escaped(&text)) };
    Row { item, change: escaped(&what) + sign, before: escaped(&before), after: bold(after) }
}

/// What became what: only the words that differ, where the rest of the sentence is the same.
fn sides(change: &Change) -> (String, String) {
    let whole = |side: &Option<Side>| side.as_ref().map(|side| cut(&side.text, CELL)).unwrap_or_default();
    let words = |op: Op| {
        let pieces = change.words.iter().filter(|piece| piece.op == op).map(|piece| piece.text.as_str());
        // What ends a part of a sentence is no part of the value.
        cut(pieces.collect::<Vec<_>>().join(" … ").trim_end_matches([',', '.', ';']), CELL)
    };
    let (gone, come) = if change.words.is_empty() {
        (whole(&change.before), whole(&change.after))
    } else {
        (words(Op::Removed), words(Op::Added))
    };
    if come.is_empty() { (gone, "removed".to_owned()) } else { (gone, come) }
}

impl Row {
    /// The row as a line of a table.
    pub(super) fn line(&self) -> String {
        format!("| {} | {} | {} | {} |\n", self.item, self.change, self.before, self.after)
    }
}

/// The beginning of a text.
pub(super) fn cut(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A name as code, where it has only letters that cannot end it; else as plain text.
pub(super) fn code(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '.' | '_' | '/' | ' ' | ':' | '…');
    let text = cut(text, 120);
    if !text.is_empty() && text.chars().all(plain) { format!("`{text}`") } else { escaped(&text) }
}
