//! The organisation's own words, beside the shipped lists: `words` in its settings.

use std::collections::HashMap;
use std::sync::Arc;

use super::lexicon::{Bound, Force, LEXICON, Meaning};
use super::words::words;
use crate::model::WordSettings;

/// Own words with their meaning. Without any, a lookup asks the shipped lists and nothing else.
#[derive(Debug, Clone, Default)]
pub struct OwnWords(Option<Arc<Phrases>>);

/// Phrases by their first word, longest first.
type Phrases = HashMap<String, Vec<(Vec<String>, Meaning)>>;

impl OwnWords {
    /// The words that settings name.
    #[must_use]
    pub fn of(settings: &WordSettings) -> OwnWords {
        let lists = [
            (&settings.must, Meaning::Force(Force::Must)),
            (&settings.should, Meaning::Force(Force::Should)),
            (&settings.may, Meaning::Force(Force::May)),
            (&settings.need_not, Meaning::Force(Force::Exempt)),
            (&settings.must_not, Meaning::Force(Force::Never)),
            (&settings.should_not, Meaning::Force(Force::Avoid)),
            (&settings.exemptions, Meaning::Exemption),
            (&settings.wide, Meaning::Wide),
            (&settings.narrow, Meaning::Narrow),
            (&settings.at_least, Meaning::Bound(Bound::Floor)),
            (&settings.at_most, Meaning::Bound(Bound::Ceiling)),
        ];
        let listed = lists.into_iter().flat_map(|(list, meaning)| list.iter().map(move |phrase| (phrase, meaning)));
        let cadences =
            settings.cadences.iter().map(|(phrase, every)| (phrase, Meaning::Cadence(Some(f64::from(every.about_days())))));
        let mut phrases = Phrases::new();
        for (phrase, meaning) in listed.chain(cadences) {
            let phrase = words(phrase);
            if let Some(first) = phrase.first() {
                phrases.entry(first.clone()).or_default().push((phrase, meaning));
            }
        }
        for known in phrases.values_mut() {
            known.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        OwnWords((!phrases.is_empty()).then(|| Arc::new(phrases)))
    }

    /// Whether a word is one of a phrase with a meaning, own or shipped, so that it is never another one misspelt.
    pub(super) fn has_meaning(&self, word: &str) -> bool {
        let own =
            || self.0.iter().flat_map(|phrases| phrases.values().flatten()).any(|(phrase, _)| phrase.iter().any(|it| it == word));
        LEXICON.has_meaning(word) || own()
    }

    /// The longest phrase that begins a text, own or shipped: how many words it has, and what it means. Of two that are as long the
    /// organisation's own one counts.
    pub(super) fn phrase(&self, text: &[String]) -> Option<(usize, Meaning)> {
        let shipped = LEXICON.phrase(text);
        let Some(phrases) = &self.0 else { return shipped };
        let known = text.first().and_then(|first| phrases.get(first)).map_or(&[][..], Vec::as_slice);
        let own = known.iter().find(|(phrase, _)| text.starts_with(phrase)).map(|(phrase, meaning)| (phrase.len(), *meaning));
        match (own, shipped) {
            (Some(own), Some(shipped)) if shipped.0 > own.0 => Some(shipped),
            (Some(own), _) => Some(own),
            (None, shipped) => shipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::OwnWords;
    use crate::model::WordSettings;
    use crate::review::{Direction, Page, compare};

    #[test]
    fn own_words_are_no_slips_of_the_pen() {
        let settings = WordSettings { must: vec!["sollen".into()], should: vec!["sollten".into()], ..WordSettings::default() };
        let direction = |own: &OwnWords| {
            let page = |word: &str| [Page::read_with("p.md", &format!("# R\n\nAlle {word} Laptops sperren.\n"), own)];
            compare(&page("sollen"), &page("sollten")).documents[0].direction
        };
        assert_eq!(direction(&OwnWords::of(&settings)), Direction::Weaker);
        assert_eq!(direction(&OwnWords::default()), Direction::Editorial);
    }
}
