//! The whole text of each document, line by line, in a fold behind all others: the first to go where there is little room.

use std::fmt::Write as _;

use super::folds::{in_html, name};
use super::rows::cut;
use crate::review::{DocumentChange, Op};
use crate::text::wording::counted;

/// So many letters of a line are shown.
const LONG: usize = 2000;

/// Adds the folds that there is room for, and says how many there is none for.
pub(super) fn add(out: &mut String, documents: &[DocumentChange], mut has_room: impl FnMut(&str) -> bool) {
    let mut left_out = 0;
    for document in documents.iter().filter(|document| document.whole.is_some()) {
        // Once one is left out, smaller ones behind it would only puzzle.
        match fold(document).filter(|_| left_out == 0) {
            Some(fold) if has_room(&fold) => out.push_str(&fold),
            _ => left_out += 1,
        }
    }
    if left_out > 0 {
        let documents = counted(left_out, "document", "documents");
        // Writing into a string cannot fail.
        let _ = writeln!(out, "\nThe full text of {documents} is left out for want of room.");
    }
}

/// Nothing where there are too many lines. In `<pre>` no Markdown is read, and what is escaped for HTML stays text.
fn fold(document: &DocumentChange) -> Option<String> {
    let lines = document.whole.as_ref()?.lines()?;
    let mut out = format!(
        "\n<details><summary>Full text: {} (+{} −{})</summary>\n\n<pre>\n",
        in_html(&name(document)),
        lines.added,
        lines.removed
    );
    for (at, stretch) in lines.stretches.iter().enumerate() {
        if at > 0 {
            out.push_str("⋯\n");
        }
        for (op, line) in stretch {
            let sign = match op {
                Op::Same => ' ',
                Op::Removed => '-',
                Op::Added => '+',
            };
            out.push_str(format!("{sign} {}", in_html(&cut(line, LONG))).trim_end());
            out.push('\n');
        }
    }
    out.push_str("</pre>\n\n</details>\n");
    Some(out)
}
