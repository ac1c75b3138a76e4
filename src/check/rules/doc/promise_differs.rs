//! DOC-011: the text of a document and its list of commitments promise the same interval.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::wording::excerpt;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Commitment, Document, Record};
use crate::syntax::markdown::{Block, BlockKind, sentences};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-011",
    name: "commitment-contradicts-text",
    title: "a document's text promises the same intervals as its list of commitments",
    clauses: &["7.5.2"],
    weight: Weight::WARNING,
    class: Class::Prose,
    doc: include_str!("promise_differs.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for document in ctx.isms.documents.iter().filter(|document| document.is_effective() && !document.commitments.is_empty()) {
        let text = sentences_of(document);
        for (at, commitment) in document.commitments.iter().enumerate() {
            report(document, (at, commitment), &text, &ctx.isms.settings.words.cadences, out);
        }
    }
}

/// A sentence of a text, the block it stands in, and its words.
struct Sentence<'m> {
    text: &'m str,
    block: &'m Block,
    words: BTreeSet<String>,
}

fn sentences_of(document: &Record<Document>) -> Vec<Sentence<'_>> {
    let blocks = document.head.body.iter().flat_map(|body| &body.blocks);
    let prose = blocks.filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item));
    prose
        .flat_map(|block| sentences(&block.text).into_iter().map(move |text| Sentence { text, block, words: content(text) }))
        .collect()
}

/// Phrases of the organisation's own for intervals.
type Cadences = BTreeMap<String, Duration>;

fn report(
    document: &Record<Document>,
    (at, commitment): (usize, &Commitment),
    text: &[Sentence<'_>],
    own: &Cadences,
    out: &mut Findings,
) {
    let Some(every) = commitment.every else { return };
    if let Some(said) = contradicting(&commitment.what, every, own) {
        let message = format!("{} lists this every {}, and its own words say every {}", document.id(), every.words(), said.words());
        out.report(document.at(format!("/commitments/{at}/every")), message)
            .label(excerpt(&commitment.what))
            .help("decide which of the two is meant, and have the document approved with it")
            .record(document.id())
            .about(commitment.id.as_deref().unwrap_or(&commitment.what));
        return;
    }
    let wanted = content(&commitment.what);
    let common = |sentence: &Sentence<'_>| sentence.words.intersection(&wanted).count();
    // The sentence that speaks of the same: most words of the commitment, and no other sentence has as many.
    let Some(best) = text.iter().max_by_key(|sentence| common(sentence)) else { return };
    let shared = common(best);
    let alone = text.iter().filter(|sentence| common(sentence) == shared).count() == 1;
    if shared < 3 || shared * 5 < wanted.len() * 3 || !alone {
        return;
    }
    let Some(said) = contradicting(best.text, every, own) else { return };
    let message = format!("{} lists this every {}, and its text says every {}", document.id(), every.words(), said.words());
    out.report(document.at(format!("/commitments/{at}/every")), message)
        .label(excerpt(&commitment.what))
        .help("decide which of the two is meant, and have the document approved with it")
        .also(Locus::bytes(document.head.file, best.block.span), excerpt(best.text))
        .record(document.id())
        .about(commitment.id.as_deref().unwrap_or(&commitment.what));
}

/// The one interval that a text names, where it is another one. 12 months and a year, 90 days and a quarter are the same to people.
fn contradicting(text: &str, every: Duration, own: &Cadences) -> Option<Duration> {
    let said = intervals(text, own);
    let [said] = said.as_slice() else { return None };
    let (one, other) = (said.about_days(), every.about_days());
    (one.abs_diff(other) * 10 > one.max(other)).then_some(*said)
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The words that say what it is about: no short ones, none of time, and only their beginnings, so that `restore` and `restored` are
/// one.
fn content(text: &str) -> BTreeSet<String> {
    const OF_TIME: [&str; 18] = [
        "every",
        "each",
        "once",
        "twice",
        "daily",
        "weekly",
        "monthly",
        "quarterly",
        "yearly",
        "annual",
        "annually",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "quarter",
        "year",
    ];
    let about = words(text).into_iter().filter(|word| word.chars().count() > 3 && !OF_TIME.contains(&word.as_str()));
    about.map(|word| word.chars().take(5).collect()).collect()
}

/// The intervals that a sentence names: `monthly`, `once a year`, `every second week`, `every 3 months`, and phrases of the
/// organisation's own, which count before all others.
fn intervals(text: &str, own: &Cadences) -> Vec<Duration> {
    let words = words(text);
    let own: Vec<(Vec<String>, Duration)> = own.iter().map(|(phrase, every)| (self::words(phrase), *every)).collect();
    let mut found = Vec::new();
    let mut read = 0;
    for (at, word) in words.iter().enumerate() {
        if at < read {
            continue;
        }
        let fits = own.iter().filter(|(phrase, _)| !phrase.is_empty() && words[at..].starts_with(phrase));
        if let Some((phrase, every)) = fits.max_by_key(|(phrase, _)| phrase.len()) {
            found.push(*every);
            read = at + phrase.len();
            continue;
        }
        let next = |step: usize| words.get(at + step).map_or("", String::as_str);
        let interval = match word.as_str() {
            "daily" => Some(Duration::days(1)),
            "weekly" => Some(Duration::days(7)),
            "monthly" => Some(Duration::months(1)),
            // Half-yearly is two words here.
            "quarterly" => Some(Duration::months(3)),
            "yearly" if at > 0 && words[at - 1] == "half" => Some(Duration::months(6)),
            "yearly" | "annually" => Some(Duration::months(12)),
            "once" if matches!(next(1), "a" | "per" | "each" | "every") => unit(next(2)),
            "twice" if matches!(next(1), "a" | "per" | "each") && next(2) == "year" => Some(Duration::months(6)),
            // `once each month` was counted at its first word.
            "every" | "each" if at > 0 && matches!(words[at - 1].as_str(), "once" | "twice") => None,
            "every" | "each" => match number(next(1)) {
                Some(count) => unit(next(2)).and_then(|_| times(count, next(2))),
                None => unit(next(1)),
            },
            _ => None,
        };
        found.extend(interval);
    }
    found
}

fn unit(word: &str) -> Option<Duration> {
    times(1, word)
}

fn times(count: u16, unit: &str) -> Option<Duration> {
    match unit {
        "day" | "days" => Some(Duration::days(count)),
        "week" | "weeks" => Some(Duration::days(count.saturating_mul(7))),
        "month" | "months" => Some(Duration::months(count)),
        "quarter" | "quarters" => Some(Duration::months(count.saturating_mul(3))),
        "year" | "years" => Some(Duration::months(count.saturating_mul(12))),
        _ => None,
    }
}

fn number(word: &str) -> Option<u16> {
    const WORDS: [(&str, u16); 10] = [
        ("second", 2),
        ("other", 2),
        ("two", 2),
        ("third", 3),
        ("three", 3),
        ("four", 4),
        ("six", 6),
        ("eight", 8),
        ("ten", 10),
        ("twelve", 12),
    ];
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, count)| *count).or_else(|| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_read_from_sentences() {
        let own = Cadences::from([("every sprint".to_owned(), Duration::days(14)), ("every year end".to_owned(), Duration::months(12))]);
        let read = |text: &str| intervals(text, &own).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(read("Access is reviewed every quarter."), "3m");
        assert_eq!(read("Access is reviewed quarterly, at the latest on day ten."), "3m");
        assert_eq!(read("Once a year, and every 3 months for administrators."), "12m 3m");
        assert_eq!(read("Every second week, twice a year, half-yearly, each month."), "14d 6m 6m 1m");
        assert_eq!(read("Logs are read every Sprint, keys at every year end."), "14d 12m");
        assert_eq!(read("Every administrator reads it; each of them signs."), "");
    }
}
