//! Text from records on its way to a terminal or a log: nothing in it may act, and it takes the room that it has.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub use crate::text::{spreadsheet_safe, tame};

/// A text on one line: what separates words is one blank, and nothing acts.
#[must_use]
pub fn one_line(text: &str) -> String {
    tame(&text.split_whitespace().collect::<Vec<_>>().join(" "), false)
}

/// Breaks a line into lines of at most `width` columns; a word that is longer stays whole. Without a width it stays one line. Colours
/// have no width.
#[must_use]
pub fn wrap(line: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width else { return vec![line.split_whitespace().collect::<Vec<_>>().join(" ")] };
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in line.split_whitespace() {
        let length = uncolored(word).width();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let last = lines.len() - 1;
        if used > 0 {
            lines[last].push(' ');
            used += 1;
        }
        lines[last].push_str(word);
        used += length;
    }
    lines
}

/// Adds a line broken like that, with two blanks more in front of what goes on.
pub fn add_wrapped(out: &mut String, margin: &str, line: &str, width: Option<usize>) {
    let width = width.map(|width| width.saturating_sub(margin.len() + 2));
    for (at, line) in wrap(line, width).iter().enumerate() {
        let more = if at > 0 { "  " } else { "" };
        out.extend([margin, more, line, "\n"]);
    }
}

/// A word without the sequences that colour it. Those of a record are tamed before.
fn uncolored(word: &str) -> Cow<'_, str> {
    if !word.contains('\u{1b}') {
        return Cow::Borrowed(word);
    }
    let mut parts = word.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    Cow::Owned(parts.fold(first, |plain, part| plain + part.split_once('m').map_or(part, |(_, rest)| rest)))
}

/// The beginning of a text, with `…` at its end where it has more than `width` columns.
#[must_use]
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used > width {
            break;
        }
        short.push(letter);
    }
    format!("{}…", short.trim_end())
}

/// A text with blanks behind it up to `width` columns.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A text in which `##[error]`, `##vso[…]` and the like are no commands of a CI system that reads along, which looks for them anywhere
/// in a line: the second sign is replaced.
#[must_use]
pub fn without_commands(text: &str, second: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(bracket) = rest.find('[') {
        let head = &rest[..bracket];
        let before = head.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        match before.strip_suffix("##") {
            Some(start) => out.extend([start, "#", second, &head[before.len()..]]),
            None => out.push_str(head),
        }
        out.push('[');
        rest = &rest[bracket + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_command_of_a_ci_system() {
        assert_eq!(without_commands("a ##[error]b ## Bad [c] ###vso[x]", " #"), "a # #[error]b ## Bad [c] ## #vso[x]");
    }

    #[test]
    fn widths_are_those_that_a_reader_sees() {
        assert_eq!(wrap("  one two\nthree ", Some(7)), ["one two", "three"]);
        assert_eq!(wrap("a 漢字漢字 b", Some(6)), ["a", "漢字漢字", "b"]);
        assert_eq!(wrap("one  two", None), ["one two"]);
        assert_eq!(wrap("\u{1b}[31mone two\u{1b}[0m three", Some(7)), ["\u{1b}[31mone two\u{1b}[0m", "three"]);
        let mut out = String::new();
        add_wrapped(&mut out, " ", "one two three", Some(11));
        assert_eq!(out, " one two\n   three\n");
        assert_eq!((shorten("漢字漢字", 6), shorten("abc", 3), shorten("ab cd", 4)), ("漢字…".into(), "abc".into(), "ab…".into()));
        assert_eq!(pad("漢", 4), "漢  ");
    }
}
