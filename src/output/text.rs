//! Text from records on its way to a terminal or a log: nothing in it may act, and it takes the room that it has.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub use crate::text::{spreadsheet_safe, tame};

/// A text on one line: what separates words is one blank, and nothing acts.
#[must_use]
pub fn one_line(text: &str) -> String {
    tame(&text.split_whitespace().collect::<Vec<_>>().join(" "), false)
}

/// Breaks a line into lines of at most `width` columns; a word that is longer stays whole. Without a width it stays one line.
#[must_use]
pub fn wrap(line: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width else { return vec![line.split_whitespace().collect::<Vec<_>>().join(" ")] };
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in line.split_whitespace() {
        let length = word.width();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_that_a_reader_sees() {
        assert_eq!(wrap("  one two\nthree ", Some(7)), ["one two", "three"]);
        assert_eq!(wrap("a 漢字漢字 b", Some(6)), ["a", "漢字漢字", "b"]);
        assert_eq!(wrap("one  two", None), ["one two"]);
        assert_eq!((shorten("漢字漢字", 6), shorten("abc", 3), shorten("ab cd", 4)), ("漢字…".into(), "abc".into(), "ab…".into()));
        assert_eq!(pad("漢", 4), "漢  ");
    }
}
