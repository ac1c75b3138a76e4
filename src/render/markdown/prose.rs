//! Running text as Markdown again: the same structure, every word escaped.

use std::fmt::Write as _;

use crate::report::document::prose::{Inline, Item, Passage, Target};
use crate::text::markdown_safe as escape;

/// Writes passages with an empty line between them.
pub(super) fn write(out: &mut String, passages: &[Passage]) {
    for line in lines(passages) {
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn lines(passages: &[Passage]) -> Vec<String> {
    let mut all = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        if at > 0 {
            all.push(String::new());
        }
        match passage {
            Passage::Heading { level, text } => all.push(format!("{} {}", "#".repeat(usize::from(*level)), words(text))),
            Passage::Paragraph { text } => all.push(paragraph(text)),
            Passage::List { first, items } => list(&mut all, *first, items),
            Passage::Quote { passages } => all.extend(lines(passages).into_iter().map(|line| format!("> {line}"))),
            Passage::Code { text } => code(&mut all, text),
            Passage::Grid { head, rows } => grid(&mut all, head, rows),
            Passage::Rule => all.push("---".to_owned()),
        }
    }
    all
}

/// A paragraph whose first character begins no list, number or line.
fn paragraph(text: &[Inline]) -> String {
    let words = words(text);
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    match words[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &words[..digits], &words[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{words}"),
        _ => words,
    }
}

fn list(all: &mut Vec<String>, first: Option<u64>, items: &[Item]) {
    for (at, item) in items.iter().enumerate() {
        let mark = first.map_or_else(|| "- ".to_owned(), |first| format!("{}. ", first.saturating_add(at as u64)));
        let ticked = match item.done {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let indent = " ".repeat(mark.len());
        let mut content = lines(&item.passages).into_iter();
        all.push(format!("{mark}{ticked}{}", content.next().unwrap_or_default()));
        all.extend(content.map(|line| if line.is_empty() { line } else { format!("{indent}{line}") }));
    }
}

/// A code block with a fence that no line of it can close.
fn code(all: &mut Vec<String>, text: &str) {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    all.push(fence.clone());
    all.extend(text.lines().map(|line| crate::text::tame(line, false)));
    all.push(fence);
}

fn grid(all: &mut Vec<String>, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
    let row = |cells: &[Vec<Inline>]| format!("| {} |", cells.iter().map(|cell| words(cell)).collect::<Vec<_>>().join(" | "));
    all.push(row(head));
    all.push(format!("|{}", "---|".repeat(head.len())));
    all.extend(rows.iter().map(|cells| row(cells)));
}

fn words(inlines: &[Inline]) -> String {
    let around = |mark: &str, text: &[Inline]| {
        let words = words(text);
        // Marks beside a blank would be read as text.
        let kept = words.trim();
        if kept.is_empty() { words } else { words.replacen(kept, &format!("{mark}{kept}{mark}"), 1) }
    };
    let word = |inline: &Inline| match inline {
        Inline::Text { text } => escape(text),
        Inline::Code { text } => format!("<code>{}</code>", escape(text)),
        Inline::Strong { text } => around("**", text),
        Inline::Emphasis { text } => around("*", text),
        Inline::Struck { text } => around("~~", text),
        Inline::Link { text, target: Target::Web(address) } => {
            format!("[{}](<{}>)", words(text), address.replace(['<', '>', '\\'], ""))
        }
        Inline::Link { text, target: Target::Page(_) } => words(text),
        Inline::Break => "<br>".to_owned(),
    };
    inlines.iter().map(word).collect()
}
