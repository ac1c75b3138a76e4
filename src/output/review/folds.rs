//! The sentences that differ, word by word, in a fold for each document.

use std::fmt::Write as _;

use super::comment::Forge;
use super::rows::cut;
use super::{Review, has_meaning};
use crate::output::diff::{concerned, escaped, place};
use crate::review::{Change, DocumentChange, Op, SectionChange};
use crate::text::tame;
use crate::text::wording::counted;

/// A sentence that nobody reads to its end.
const LONG: usize = 2000;

/// Adds the folds that there is room for, and says how many there is none for. Whether there was room for all.
pub(super) fn add(out: &mut String, review: &Review<'_>, forge: Forge, mut has_room: impl FnMut(&str) -> bool) -> bool {
    let mut left_out = 0;
    for document in review.documents().iter().filter(|document| has_meaning(document) || !document.sections.is_empty()) {
        let fold = fold(document, forge);
        if fold.is_empty() {
            continue;
        }
        // Once one is left out, smaller ones behind it would only puzzle.
        if left_out == 0 && has_room(&fold) {
            out.push_str(&fold);
        } else {
            left_out += 1;
        }
    }
    if left_out > 0 {
        // Writing into a string cannot fail.
        let documents = counted(left_out, "document", "documents");
        let _ = writeln!(out, "\nThe words of {documents} are left out for want of room; `isms diff` shows them.");
    }
    left_out == 0
}

fn fold(document: &DocumentChange, forge: Forge) -> String {
    let is_text = |change: &&Change| [&change.before, &change.after].into_iter().flatten().any(|side| side.text.contains(' '));
    let sentences: Vec<&Change> = document.changes.iter().filter(is_text).collect();
    if sentences.is_empty() && document.sections.is_empty() {
        return String::new();
    }
    let mut out = format!("\n<details><summary>Text changes: {}</summary>\n\n", in_html(&name(document)));
    for section in &document.sections {
        let _ = writeln!(out, "- § {} {}", section_name(section), section.fate.word());
    }
    for change in sentences {
        let place = Some(place(change)).filter(|place| !place.is_empty());
        let place = place.map(|place| format!("{}: ", escaped(&cut(&place, 80)))).unwrap_or_default();
        let concerned = concerned(change).map(|concerned| format!("; {concerned}")).unwrap_or_default();
        let why = escaped(&(cut(&change.reason, 300) + &cut(&concerned, 200)));
        let _ = writeln!(out, "- {place}{} *({}: {why})*", words(change, forge), change.direction.word());
    }
    out.push_str("\n</details>\n");
    out
}

fn section_name(section: &SectionChange) -> String {
    let mut names: Vec<String> =
        [&section.before, &section.after].into_iter().flatten().map(|name| escaped(&cut(name, 80))).collect();
    names.dedup();
    names.join(" → ")
}

pub(super) fn name(document: &DocumentChange) -> String {
    let title = cut(&document.title, 80);
    match &document.id {
        Some(id) if *id != document.title => format!("{} {title}", cut(id, 60)),
        _ => title,
    }
}

fn words(change: &Change, forge: Forge) -> String {
    let (gone, come) = match forge {
        Forge::Github => (("<del>", "</del>"), ("<ins>", "</ins>")),
        Forge::Gitlab => (("{- ", " -}"), ("{+ ", " +}")),
    };
    let mark = |(open, close): (&str, &str), text: &str| format!("{open}{}{close}", escaped(&cut(text, LONG)));
    if change.words.is_empty() {
        let before = change.before.as_ref().map(|side| mark(gone, &side.text));
        let after = change.after.as_ref().map(|side| mark(come, &side.text));
        return [before, after].into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    let piece = |(op, text): (Op, &str)| match op {
        Op::Same => escaped(&cut(text, LONG)),
        Op::Removed => mark(gone, text),
        Op::Added => mark(come, text),
    };
    change.words.iter().map(|word| piece((word.op, &word.text))).collect::<Vec<_>>().join(" ")
}

/// Text inside an HTML element, where no Markdown is read.
pub(super) fn in_html(text: &str) -> String {
    let mut safe = String::new();
    for letter in tame(text, false).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '@' => safe.push_str("&#64;\u{200b}"),
            '#' => safe.push_str("&#35;\u{200b}"),
            ':' => safe.push_str("&#58;"),
            '*' | '_' | '`' | '[' | ']' | '~' | '!' | '$' => {
                let _ = write!(safe, "&#{};", u32::from(letter));
            }
            other => safe.push(other),
        }
    }
    safe
}
