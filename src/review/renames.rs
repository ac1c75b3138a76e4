//! Names that were replaced throughout a document.

use std::collections::{HashMap, HashSet};

use super::lexicon::LEXICON;
use super::page::{Page, Sentence};
use super::runs::{Run, runs};

/// Names that were replaced throughout: a company, a product, a tool.
#[derive(Debug, Default)]
pub(super) struct Renames(HashSet<(Vec<String>, Vec<String>)>);

impl Renames {
    /// Finds names that became another name at least twice and are gone.
    pub(super) fn between(before: &Page, after: &Page, pairs: &[(usize, usize)]) -> Self {
        let mut times: HashMap<(Vec<String>, Vec<String>), usize> = HashMap::new();
        for (one, other) in pairs {
            let (old, new) = (&before.sentences[*one], &after.sentences[*other]);
            for run in runs(old, new) {
                if is_name(&run.gone, old) && is_name(&run.come, new) {
                    *times.entry((run.gone, run.come)).or_default() += 1;
                }
            }
        }
        times.retain(|(gone, come), count| *count >= 2 && !says(after, gone) && !says(before, come));
        Renames(times.into_keys().collect())
    }

    /// Whether a stretch of words is such a name.
    pub(super) fn has(&self, run: &Run) -> bool {
        !self.0.is_empty() && self.0.contains(&(run.gone.clone(), run.come.clone()))
    }
}

/// Whether words are written like a name, and mean nothing else.
fn is_name(words: &[String], sentence: &Sentence) -> bool {
    let capital = |word: &String| {
        let mut chunks = sentence.text.split_whitespace().map(|chunk| chunk.trim_matches(|letter: char| !letter.is_alphanumeric()));
        chunks.any(|chunk| chunk.starts_with(char::is_uppercase) && super::words::words(chunk).contains(word))
    };
    let plain = |word: &String| !sentence.own.has_meaning(word) && !LEXICON.roles.contains(word.as_str());
    (1..=3).contains(&words.len()) && words.iter().all(|word| capital(word) && plain(word))
}

fn says(page: &Page, words: &[String]) -> bool {
    page.sentences.iter().any(|sentence| sentence.words.windows(words.len()).any(|window| window == words))
}
