//! The stretches of words that differ between two sentences that are one.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::lexicon::LEXICON;
use super::page::Sentence;
use super::words::words;

/// A stretch of words that became another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) gone: Vec<String>,
    pub(super) come: Vec<String>,
    /// Whether the name of an office follows: "the [security] team".
    pub(super) names_a_role: bool,
}

/// The stretches of words that differ between two sentences, commas included. The same stretches come out both ways.
pub(super) fn runs(before: &Sentence, after: &Sentence) -> Vec<Run> {
    let (old, new) = (plain(with_commas(before)), plain(with_commas(after)));
    let turned = new < old;
    let (one, other) = if turned { (&new, &old) } else { (&old, &new) };
    let ops = capture_diff_slices(Algorithm::Myers, one, other);
    let mut runs = Vec::new();
    for op in ops {
        let (tag, from, to) = op.as_tag_tuple();
        if tag != DiffTag::Equal {
            let names_a_role = one.get(from.end).is_some_and(|word| LEXICON.roles.contains(word.as_str()));
            let (from, to) = (one[from].to_vec(), other[to].to_vec());
            let (gone, come) = if turned { (to, from) } else { (from, to) };
            runs.push(Run { gone, come, names_a_role });
        }
    }
    runs
}

pub(super) fn with_commas(sentence: &Sentence) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in sentence.text.split_whitespace() {
        all.extend(words(chunk));
        if chunk.ends_with([',', ';']) {
            all.push(",".to_owned());
        }
    }
    all
}

/// Words without a connective in front, without a word that stands twice, and with one form for synonyms.
pub(super) fn plain(mut words: Vec<String>) -> Vec<String> {
    let begun = LEXICON.connective(&words);
    words.drain(..begun);
    if begun > 0 && words.first().is_some_and(|word| word == ",") {
        words.remove(0);
    }
    words.dedup_by(|one, other| one == other && one.chars().all(char::is_alphabetic));
    LEXICON.canonical(&words)
}
