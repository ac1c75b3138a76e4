//! Words: a text as the words that are compared, and the words that differ between two sentences.

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::lexicon::{LEXICON, number};

/// The words of a text as they are compared: lower case, without punctuation, hyphenated words apart; ids, dates, addresses and
/// numbers stay whole.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for chunk in text.split_whitespace() {
        let chunk: String = chunk.chars().filter_map(plain).flat_map(char::to_lowercase).collect();
        let address = chunk.contains("://") || chunk.contains('@');
        let pieces: Vec<&str> = if address { vec![chunk.as_str()] } else { chunk.split(['/', '|', '(', ')', '[', ']']).collect() };
        for piece in pieces {
            let piece = piece.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '%');
            if address || is_code(piece) {
                push(&mut words, piece);
            } else {
                piece.split('-').for_each(|part| push(&mut words, part));
            }
        }
    }
    words
}

/// One form for each of the signs that exist twice; invisible ones left out.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{2032}' | '`' => Some('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{200b}' | '\u{200d}' | '\u{feff}' | '\u{ad}' => None,
        other => Some(other),
    }
}

/// Ids, dates and section numbers: digits with other signs, other than "30-day".
fn is_code(word: &str) -> bool {
    let Some((first, rest)) = word.split_once('-') else { return true };
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let counted = first.bytes().all(|byte| byte.is_ascii_digit()) && rest.chars().next().is_some_and(char::is_alphabetic);
    digits && !counted
}

fn push(words: &mut Vec<String>, word: &str) {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '%');
    let share = word.strip_suffix('%').filter(|number| !number.is_empty());
    match word {
        "" => {}
        "won't" => words.extend(["will".to_owned(), "not".to_owned()]),
        "can't" => words.extend(["can".to_owned(), "not".to_owned()]),
        _ if share.is_some() => words.extend([share.unwrap_or_default().to_owned(), "%".to_owned()]),
        _ => match word.strip_suffix("n't") {
            Some(verb) => words.extend([verb.to_owned(), "not".to_owned()]),
            None => words.push(word.to_owned()),
        },
    }
}

/// How alike two texts are, from 0 to 1: twice the words they share in order, by the words they have. The same both ways.
pub(super) fn similarity(one: &[String], other: &[String]) -> f64 {
    let total = one.len() + other.len();
    if total == 0 {
        return 1.0;
    }
    let mut row = vec![0_u32; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == against { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    let shared = f64::from(row[other.len()]);
    #[expect(clippy::cast_precision_loss, reason = "sentences have few words")]
    let total = total as f64;
    2.0 * shared / total
}

/// What happened to a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// On both sides.
    Same,
    /// Only before.
    Removed,
    /// Only after.
    Added,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What happened to it.
    pub op: Op,
    /// The words, with one blank between.
    pub text: String,
}

/// The words that differ between two sentences. Numbers stay with their units and modal verbs with their "not".
pub(super) fn word_diff(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (atoms(before), atoms(after));
    let key = |atoms: &[String]| atoms.iter().map(|atom| words(atom).join(" ")).collect::<Vec<_>>();
    let mut pieces: Vec<Piece> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &key(&old), &key(&new)) {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            pieces.push(Piece { op: Op::Same, text: new[to].join(" ") });
            continue;
        }
        for (op, text) in [(Op::Removed, old[from].join(" ")), (Op::Added, new[to].join(" "))] {
            if !text.is_empty() {
                pieces.push(Piece { op, text });
            }
        }
    }
    pieces
}

/// A text as the smallest stretches that may differ.
fn atoms(text: &str) -> Vec<String> {
    let mut atoms: Vec<String> = Vec::new();
    for chunk in text.split_whitespace() {
        let joins = atoms.last().is_some_and(|last| belongs(last, chunk));
        match atoms.last_mut().filter(|_| joins) {
            Some(last) => {
                last.push(' ');
                last.push_str(chunk);
            }
            None => atoms.push(chunk.to_owned()),
        }
    }
    atoms
}

/// Words between a number and its unit: "two working days".
const KINDS_OF_TIME: [&str; 5] = ["working", "business", "calendar", "consecutive", "full"];

/// Whether a chunk is one thing with what stands before it.
fn belongs(before: &str, chunk: &str) -> bool {
    let (before, chunk) = (words(before), words(chunk));
    let (Some(last), Some(chunk)) = (before.last(), chunk.first()) else { return false };
    let of_time = |word: &str| KINDS_OF_TIME.contains(&word);
    let counted = number(last).is_some() || of_time(last) && before.first().is_some_and(|first| number(first).is_some());
    let unit = LEXICON.units.contains_key(chunk.as_str());
    (counted && unit) || (number(last).is_some() && of_time(chunk)) || (chunk == "not" && LEXICON.is_modal(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(before: &str, after: &str) -> String {
        let mark = |piece: &Piece| match piece.op {
            Op::Same => piece.text.clone(),
            Op::Removed => format!("[-{}-]", piece.text),
            Op::Added => format!("{{+{}+}}", piece.text),
        };
        word_diff(before, after).iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_compared_without_their_dress() {
        assert_eq!(
            words("Randomly-generated, “full‑time” (e.g. 30-day) POL-001."),
            words("randomly generated full time e.g 30 day pol-001")
        );
        assert_eq!(words("They don't, on 2026-01-02: 95%"), ["they", "do", "not", "on", "2026-01-02", "95", "%"]);
    }

    #[test]
    fn adjacent_words_are_one_change() {
        assert_eq!(marked("Keep it for 30 days.", "Keep it for 90 days."), "Keep it for [-30 days.-] {+90 days.+}");
        assert_eq!(
            marked("Within two working days, log it", "Within 5 working days, log it"),
            "Within [-two working days,-] {+5 working days,+} log it"
        );
        assert_eq!(marked("Two people sign", "Three people sign"), "[-Two-] {+Three+} people sign");
        assert_eq!(marked("They should not share it", "They must not share it"), "They [-should not-] {+must not+} share it");
    }

    #[test]
    fn similarity_is_symmetric() {
        let (one, other) = (words("a b c d"), words("b d e"));
        assert!((similarity(&one, &other) - similarity(&other, &one)).abs() < f64::EPSILON);
    }
}
