//! DOC-006: a duty is worded so that somebody can tell whether it was done.

use crate::check::wording::excerpt;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Document, Kind, Record, WordSettings};
use crate::syntax::markdown::{Block, BlockKind, sentences};
use crate::text::{Locus, Span};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-006",
    name: "obligation-not-testable",
    title: "what a policy or procedure obliges people to do can be tested",
    clauses: &["7.5.2"],
    weight: Weight::INFO,
    class: Class::Prose,
    doc: include_str!("vague_obligation.md"),
    check,
};

const DUTIES: [&str; 8] = ["must", "shall", "is required", "are required", "has to", "have to", "is obliged", "are obliged"];

/// Words that leave the measure to the reader.
const VAGUE: [&str; 34] = [
    "appropriate",
    "appropriately",
    "adequate",
    "adequately",
    "reasonable",
    "reasonably",
    "sufficient",
    "sufficiently",
    "suitable",
    "suitably",
    "as needed",
    "as necessary",
    "as required",
    "if needed",
    "if necessary",
    "if possible",
    "if required",
    "when needed",
    "when necessary",
    "when possible",
    "where applicable",
    "where feasible",
    "where necessary",
    "where possible",
    "where practicable",
    "where practical",
    "where required",
    "whenever possible",
    "whenever necessary",
    "as far as possible",
    "as much as possible",
    "to the extent possible",
    "best effort",
    "best efforts",
];

/// Words about time that are vague unless the sentence also gives a measure.
const VAGUE_TIMES: [&str; 12] = [
    "regularly",
    "regular",
    "periodically",
    "periodic",
    "frequently",
    "timely",
    "promptly",
    "from time to time",
    "as soon as possible",
    "without delay",
    "without undue delay",
    "in due course",
];

/// Words that measure time.
const MEASURES: [&str; 16] = [
    "every", "each", "daily", "weekly", "monthly", "quarterly", "yearly", "annual", "annually", "once", "twice", "hour", "hours", "day",
    "days", "at the latest",
];

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let binding = |document: &&Record<Document>| matches!(document.head.kind, Kind::Policy | Kind::Procedure);
    for document in ctx.isms.documents.iter().filter(|document| document.is_effective()).filter(binding) {
        let text = ctx.files.get(document.head.file).and_then(|file| file.text.as_deref()).unwrap_or_default();
        let blocks = document.head.body.iter().flat_map(|body| &body.blocks);
        for block in blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Cell(false))) {
            in_block(document, block, text, &ctx.isms.settings.words, out);
        }
    }
}

fn in_block(document: &Record<Document>, block: &Block, text: &str, own: &WordSettings, out: &mut Findings) {
    let mut before = 0;
    for sentence in sentences(&block.text) {
        let words = words(sentence);
        if let Some((at, phrase)) = vague(&words, own) {
            let place = place(text, block.span, before + at, phrase).unwrap_or(block.span);
            let message = format!("nobody can test \"{phrase}\" in a duty of {}", document.id());
            out.report(Locus::bytes(document.head.file, place), message)
                .label(format!("in: {}", excerpt(sentence)))
                .help("say how often, by when, how much, or who decides and where that is recorded")
                .record(document.id())
                .about(sentence);
        }
        before += words.len();
    }
}

/// The first vague phrase of a sentence that obliges somebody, and the number of its first word.
fn vague(words: &[(usize, &str)], own: &WordSettings) -> Option<(usize, &'static str)> {
    let mut duties = DUTIES.iter().copied().chain(own.must.iter().chain(&own.must_not).map(String::as_str));
    if !duties.any(|duty| position(words, duty).is_some()) {
        return None;
    }
    let mut phrases = MEASURES.iter().copied().chain(own.cadences.keys().map(String::as_str));
    let measured = phrases.any(|measure| position(words, measure).is_some())
        || words.iter().any(|(_, word)| word.starts_with(|first: char| first.is_ascii_digit()));
    let times = VAGUE_TIMES.iter().filter(|_| !measured);
    let found = VAGUE.iter().chain(times).filter_map(|phrase| Some((position(words, phrase)?, *phrase)));
    // Of two phrases that begin at the same word the longer one says more.
    found.min_by_key(|(at, phrase)| (*at, usize::MAX - phrase.len()))
}

/// The words of a text with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push((start, &text[start..at]));
                from = None;
            }
            _ => {}
        }
    }
    words
}

fn position(words: &[(usize, &str)], phrase: &str) -> Option<usize> {
    let first = phrase.split_once(' ').map_or(phrase, |(first, _)| first);
    let begun = |at: &usize| words[*at].1.eq_ignore_ascii_case(first) && begins(&words[*at..], phrase);
    (0..words.len()).find(begun)
}

fn begins(words: &[(usize, &str)], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|part| words.next().is_some_and(|(_, word)| word.eq_ignore_ascii_case(part)))
}

/// The bytes of a phrase in the file. Mark-up adds words (targets of links), so the phrase is looked for from its number on.
fn place(text: &str, block: Span, from: usize, phrase: &str) -> Option<Span> {
    let raw = words(block.of(text));
    let at = (from..raw.len()).find(|at| begins(&raw[*at..], phrase))?;
    let (start, _) = raw[at];
    let (last, word) = raw[at + phrase.matches(' ').count()];
    let base = block.start as usize;
    Some(Span::new(base + start, base + last + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date::Duration;

    #[test]
    fn only_duties_without_a_measure_are_vague() {
        let own = WordSettings {
            must: vec!["is bound to".to_owned()],
            must_not: vec!["is barred from".to_owned()],
            cadences: [("at year end".to_owned(), Duration::months(12))].into(),
            ..WordSettings::default()
        };
        let vague = |sentence: &str| vague(&words(sentence), &own).map(|(_, phrase)| phrase);
        assert_eq!(vague("Access must be reviewed regularly."), Some("regularly"));
        assert_eq!(vague("Access must be reviewed regularly, every 3 months."), None);
        assert_eq!(vague("Access is reviewed regularly."), None);
        assert_eq!(vague("The owner is bound to review access regularly."), Some("regularly"));
        assert_eq!(vague("Nobody who is barred from the room keeps reasonable keys."), Some("reasonable"));
        assert_eq!(vague("The owner is bound to review access regularly, at year end."), None);
        assert_eq!(vague("Staff shall choose appropriate passwords of 14 characters."), Some("appropriate"));
        assert_eq!(vague("Mustard is sold as needed."), None);
        assert_eq!(vague("Laptops have to be locked As Needed."), Some("as needed"));
    }
}
