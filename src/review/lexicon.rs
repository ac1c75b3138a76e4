//! The word lists: what English words mean in a policy. They are data, in `review/words/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How strongly a sentence binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Force {
    /// Must.
    Must,
    /// Should.
    Should,
    /// May.
    May,
    /// Need not.
    Exempt,
    /// Must not.
    Never,
    /// Should not.
    Avoid,
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bound {
    /// At least so much: more is stricter.
    Floor,
    /// At most so much: more is laxer.
    Ceiling,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    /// How strongly the sentence binds.
    Force(Force),
    /// How often, in days; nothing where it is vague.
    Cadence(Option<f64>),
    /// Somebody is let off.
    Exemption,
    /// The rule covers everything.
    Wide,
    /// The rule covers a part.
    Narrow,
    /// The rule names what it covers.
    Include,
    /// What the number beside it is.
    Bound(Bound),
}

/// A unit of measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// What it measures.
    pub(super) dimension: &'static str,
    /// Its size.
    pub(super) size: f64,
    /// What a bare number of it means.
    pub(super) bare: Option<Bound>,
}

/// All lists.
pub(super) struct Lexicon {
    /// Phrases by their first word, longest first.
    phrases: HashMap<&'static str, Vec<(Vec<&'static str>, Meaning)>>,
    pub(super) units: HashMap<&'static str, Unit>,
    pub(super) duties: HashSet<&'static str>,
    pub(super) descriptions: HashSet<&'static str>,
    pub(super) function: HashSet<&'static str>,
    pub(super) roles: HashSet<&'static str>,
    pub(super) periods: HashSet<&'static str>,
    pub(super) imperatives: HashSet<&'static str>,
    pub(super) references: HashSet<&'static str>,
    connectives: Vec<Vec<&'static str>>,
    examples: Vec<Vec<&'static str>>,
    /// What is said instead of other words, and these.
    synonyms: Vec<(Vec<&'static str>, Vec<&'static str>)>,
    deadlines: Vec<&'static str>,
    retention: Vec<&'static str>,
    metadata: Vec<Vec<&'static str>>,
}

/// The English lists.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::english);

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Lexicon {
    fn english() -> Self {
        Lexicon {
            phrases: phrases(),
            units: lines(include_str!("words/units.txt")).filter_map(unit).collect(),
            duties: lines(include_str!("words/duties.txt")).collect(),
            descriptions: lines(include_str!("words/participles.txt")).collect(),
            function: lines(include_str!("words/function.txt")).collect(),
            roles: lines(include_str!("words/roles.txt")).collect(),
            periods: lines(include_str!("words/periods.txt")).collect(),
            imperatives: lines(include_str!("words/imperatives.txt")).collect(),
            references: lines(include_str!("words/references.txt")).collect(),
            connectives: lines(include_str!("words/connectives.txt")).map(|line| line.split(' ').collect()).collect(),
            examples: lines(include_str!("words/examples.txt")).map(|line| line.split(' ').collect()).collect(),
            synonyms: lines(include_str!("words/synonyms.txt")).filter_map(synonym).collect(),
            deadlines: lines(include_str!("words/deadlines.txt")).collect(),
            retention: lines(include_str!("words/retention.txt")).collect(),
            metadata: lines(include_str!("words/metadata.txt")).map(|line| line.split(' ').collect()).collect(),
        }
    }

    /// The longest phrase that begins a text: how many words it has, and what it means.
    pub(super) fn phrase(&self, words: &[String]) -> Option<(usize, Meaning)> {
        let known = self.phrases.get(words.first()?.as_str())?;
        let fits = |phrase: &&(Vec<&str>, Meaning)| {
            words.len() >= phrase.0.len() && phrase.0.iter().zip(words).all(|(one, other)| one == other)
        };
        known.iter().find(fits).map(|(phrase, meaning)| (phrase.len(), *meaning))
    }

    /// Whether a word says how strongly a sentence binds.
    pub(super) fn is_modal(&self, word: &str) -> bool {
        self.phrases
            .get(word)
            .is_some_and(|known| known.iter().any(|(phrase, meaning)| phrase.len() == 1 && matches!(meaning, Meaning::Force(_))))
    }

    /// Whether a word is one of a phrase with a meaning.
    pub(super) fn has_meaning(&self, word: &str) -> bool {
        self.phrases.contains_key(word)
    }

    pub(super) fn is_deadline(&self, words: &[String]) -> bool {
        begins(words, &self.deadlines)
    }

    pub(super) fn is_retention(&self, words: &[String]) -> bool {
        begins(words, &self.retention)
    }

    /// How many words a connective at the beginning of a sentence has.
    pub(super) fn connective(&self, words: &[String]) -> usize {
        self.connectives.iter().filter(|phrase| starts(words, phrase)).map(Vec::len).max().unwrap_or(0)
    }

    /// Whether words begin with what makes a number an example.
    pub(super) fn is_example(&self, words: &[String]) -> bool {
        self.examples.iter().any(|phrase| starts(words, phrase))
    }

    /// Words with the one form of each that is compared by.
    pub(super) fn canonical(&self, words: &[String]) -> Vec<String> {
        let mut out = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            match self.synonyms.iter().filter(|(_, phrase)| starts(&words[at..], phrase)).max_by_key(|(_, phrase)| phrase.len()) {
                Some((instead, phrase)) => {
                    out.extend(instead.iter().map(|word| (*word).to_owned()));
                    at += phrase.len();
                }
                None => {
                    out.push(words[at].clone());
                    at += 1;
                }
            }
        }
        out
    }

    /// Whether a sentence speaks of the document itself: when it was reviewed, which version it is.
    pub(super) fn is_metadata(&self, words: &[String]) -> bool {
        self.metadata.iter().any(|phrase| words.windows(phrase.len()).any(|window| window == phrase.as_slice()))
    }
}

fn starts(words: &[String], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && phrase.iter().zip(words).all(|(one, other)| one == other)
}

fn synonym(line: &'static str) -> Option<(Vec<&'static str>, Vec<&'static str>)> {
    let (instead, phrase) = line.split_once('\t')?;
    Some((instead.split(' ').collect(), phrase.split(' ').collect()))
}

fn begins(words: &[String], stems: &[&str]) -> bool {
    words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)))
}

fn phrases() -> HashMap<&'static str, Vec<(Vec<&'static str>, Meaning)>> {
    let named = [
        include_str!("words/forces.txt"),
        include_str!("words/cadences.txt"),
        include_str!("words/scope.txt"),
        include_str!("words/bounds.txt"),
    ];
    let named = named.into_iter().flat_map(lines).filter_map(|line| {
        let (name, phrase) = line.split_once('\t')?;
        Some((phrase, meaning(name)?))
    });
    let exemptions = lines(include_str!("words/exemptions.txt")).map(|phrase| (phrase, Meaning::Exemption));
    let mut phrases: HashMap<&str, Vec<(Vec<&str>, Meaning)>> = HashMap::new();
    for (phrase, meaning) in named.chain(exemptions) {
        let words: Vec<&str> = phrase.split(' ').collect();
        phrases.entry(words[0]).or_default().push((words, meaning));
    }
    for known in phrases.values_mut() {
        known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    phrases
}

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "must" => Meaning::Force(Force::Must),
        "should" => Meaning::Force(Force::Should),
        "may" => Meaning::Force(Force::May),
        "exempt" => Meaning::Force(Force::Exempt),
        "never" => Meaning::Force(Force::Never),
        "avoid" => Meaning::Force(Force::Avoid),
        "wide" => Meaning::Wide,
        "narrow" => Meaning::Narrow,
        "include" => Meaning::Include,
        "floor" => Meaning::Bound(Bound::Floor),
        "ceiling" => Meaning::Bound(Bound::Ceiling),
        "-" => Meaning::Cadence(None),
        days => Meaning::Cadence(Some(days.parse().ok()?)),
    })
}

fn unit(line: &'static str) -> Option<(&'static str, Unit)> {
    let mut parts = line.split('\t');
    let (dimension, size, bare, word) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let bare = match bare {
        "floor" => Some(Bound::Floor),
        "ceiling" => Some(Bound::Ceiling),
        _ => None,
    };
    Some((word, Unit { dimension, size: size.parse().ok()?, bare }))
}

const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The number that a word is, in digits or written out.
pub(super) fn number(word: &str) -> Option<f64> {
    if let Some(at) = NUMBERS.iter().position(|known| *known == word) {
        return u8::try_from(at).ok().map(f64::from);
    }
    match word {
        "fifteen" => Some(15.0),
        "twenty" => Some(20.0),
        "thirty" => Some(30.0),
        "forty" => Some(40.0),
        "fifty" => Some(50.0),
        "sixty" => Some(60.0),
        "ninety" => Some(90.0),
        _ if word.starts_with(|letter: char| letter.is_ascii_digit()) => {
            let plain: String = word.chars().filter(|letter| *letter != ',').collect();
            // "1.2.3" is none, and neither is "2fa".
            plain.parse().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_understood() {
        for text in [
            include_str!("words/forces.txt"),
            include_str!("words/cadences.txt"),
            include_str!("words/scope.txt"),
            include_str!("words/bounds.txt"),
        ] {
            for line in lines(text) {
                assert!(line.split_once('\t').is_some_and(|(name, _)| meaning(name).is_some()), "{line}");
            }
        }
        assert_eq!(LEXICON.units.len(), lines(include_str!("words/units.txt")).count());
    }
}
