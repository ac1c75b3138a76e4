//! Changes as Markdown for a comment on a pull request. Nothing from a file is rendered as mark-up or mentions anybody.

use std::fmt::Write as _;

use super::{Compared, concerned, dependents, effect, headline, place, remarks, sections};
use crate::review::{Change, Op};
use crate::text::tame;

/// How many changes of one document are shown before the rest is folded.
const SHOWN: usize = 30;

/// The comparison as Markdown.
#[must_use]
pub fn markdown(compared: &Compared<'_>) -> String {
    let mut text = format!("### What changed: {}\n", headline(compared.diff));
    // Writing into a string cannot fail.
    let _ = writeln!(text, "\n{} → {}", escaped(compared.before), escaped(compared.after));
    for document in &compared.diff.documents {
        let id = document.id.as_ref().map(|id| format!("{id} ")).unwrap_or_default();
        let remarks = Some(remarks(document)).filter(|remarks| !remarks.is_empty()).map(|remarks| format!(" ({remarks})"));
        let name = escaped(&format!("{id}{} · {}{}", document.title, document.path, remarks.unwrap_or_default()));
        let _ = writeln!(text, "\n#### {name}");
        for (what, words) in [("Sections", sections(document)), ("Relied on by", dependents(document))] {
            if let Some(words) = words {
                let _ = writeln!(text, "\n{what}: {}", escaped(&words));
            }
        }
        if document.changes.is_empty() {
            continue;
        }
        text.push_str("\n| | What | Change | Why |\n|---|---|---|---|\n");
        for change in document.changes.iter().take(SHOWN) {
            let what = format!("{} {}", change.kind.words(), place(change));
            let (direction, what) = (change.direction.word(), escaped(what.trim()));
            let why = [Some(change.reason.clone()), concerned(change)].into_iter().flatten().collect::<Vec<_>>().join("; ");
            let _ = writeln!(text, "| **{direction}** | {what} | {} | {} |", words(change), escaped(&why));
        }
        if let Some(more) = document.changes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(text, "\n… and {more} more");
        }
    }
    if !compared.diff.effects.is_empty() {
        text.push_str("\n#### What follows\n\n");
        for each in &compared.diff.effects {
            let _ = writeln!(text, "- **{}**: {}", each.direction.word(), escaped(&effect(each)));
        }
    }
    text
}

fn words(change: &Change) -> String {
    let gone = |text: &str| format!("<del>{}</del>", escaped(text));
    let come = |text: &str| format!("<ins>**{}**</ins>", escaped(text));
    if change.words.is_empty() {
        let sides = [change.before.as_ref().map(|side| gone(&side.text)), change.after.as_ref().map(|side| come(&side.text))];
        return sides.into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    let piece = |(op, text): (Op, &str)| match op {
        Op::Same => escaped(text),
        Op::Removed => gone(text),
        Op::Added => come(text),
    };
    change.words.iter().map(|word| piece((word.op, &word.text))).collect::<Vec<_>>().join(" ")
}

/// A text that is only text: no mark-up, no cells, no mentions, no references.
pub(in crate::output) fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in tame(text, false).chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // A mention and a reference need the sign right before the word.
            '@' | '#' => {
                safe.push_str(if letter == '@' { "&#64;" } else { "&#35;" });
                safe.push('\u{200b}');
            }
            ':' => safe.push_str("&#58;"),
            '|' | '*' | '_' | '`' | '[' | ']' | '~' | '\\' | '!' | '$' => {
                safe.push('\\');
                safe.push(letter);
            }
            '\n' | '\r' => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
