//! The words that differ where no signal does: renamed, misspelt, another role, another date, an item of a list.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::Verdict;
use crate::review::lexicon::{Force, LEXICON};
use crate::review::own::OwnWords;
use crate::review::page::Sentence;
use crate::review::renames::Renames;
use crate::review::runs::{Run, plain, runs};
use crate::review::signals::Signals;
use crate::review::{ChangeKind, Direction};

/// The stretches that differ in content.
#[derive(Debug)]
pub(super) struct Edits(Vec<Run>);

/// The words of two sentences by which their signals are read: spelt alike, without what only differs in dress. Both ways the same
/// words come out for the same difference.
pub(super) fn repaired(before: &Sentence, after: &Sentence) -> (Sentence, Sentence) {
    let (mut old, mut new) = (before.clone(), after.clone());
    old.words = plain(before.words.clone());
    new.words = plain(after.words.clone());
    // Compared in one order, because an algorithm may line the same words up otherwise the other way round.
    let turned = new.words < old.words;
    let (one, other) = if turned { (&new.words, &old.words) } else { (&old.words, &new.words) };
    let ops = capture_diff_slices(Algorithm::Myers, one, other);
    let mut words = Vec::new();
    for op in ops {
        let (tag, from, to) = op.as_tag_tuple();
        let (from, to) = (&one[from], &other[to]);
        let (gone, come) = if turned { (to, from) } else { (from, to) };
        let spelt = tag == DiffTag::Replace && is_spelling(gone, come, &after.own);
        words.extend(if spelt { come.to_vec() } else { gone.to_vec() });
    }
    old.words = words;
    (old, new)
}

/// Whether two stretches are the same letters, or the same words misspelt.
fn is_spelling(gone: &[String], come: &[String], own: &OwnWords) -> bool {
    gone.concat() == come.concat()
        || gone.len() == come.len() && gone.iter().zip(come).all(|(one, other)| one == other || is_typo(one, other, own))
}

/// Whether one says in the passive what the other says in the active: the same content words, and a "by" on one side.
pub(super) fn is_turned(before: &Sentence, after: &Sentence) -> bool {
    let bag = |sentence: &Sentence| {
        let mut stems: Vec<String> =
            sentence.words.iter().filter(|word| !LEXICON.function.contains(word.as_str())).map(|word| stem(word)).collect();
        stems.sort_unstable();
        stems
    };
    let by = |sentence: &Sentence| sentence.words.iter().any(|word| word == "by");
    by(before) != by(after) && bag(before) == bag(after)
}

impl Edits {
    /// What differs once renamed, misspelt and filling words are left out.
    pub(super) fn between(before: (&Sentence, &Signals), after: (&Sentence, &Signals), renames: &Renames) -> Self {
        let mut runs = runs(before.0, after.0);
        // An amount or interval that did not shift is the same in other words.
        let same = measures(before.1).chain(measures(after.1)).collect::<Vec<_>>();
        let measured = |run: &Run| content(run).iter().all(|word| same.contains(&word.as_str()));
        runs.retain(|run| !renames.has(run) && !is_editorial(run, &after.0.own) && !measured(run));
        Edits(runs)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the differing words mean, where nothing else differs.
    pub(super) fn verdict(&self, old: &Signals, new: &Signals, listed: impl FnOnce() -> Option<Direction>) -> Verdict {
        let role = |run: &Run| run.names_a_role || content(run).iter().any(|word| LEXICON.roles.contains(word.as_str()));
        if (old.metadata && new.metadata) || old.dates != new.dates {
            return Verdict::new(ChangeKind::Date, Direction::Neutral, "a date, or what is said of the document itself, differs");
        }
        if old.codes != new.codes {
            return Verdict::new(ChangeKind::Reference, Direction::Neutral, "a reference or version differs");
        }
        if self.0.iter().all(role) {
            return Verdict::new(ChangeKind::Role, Direction::Neutral, "somebody else is named");
        }
        let binds = old.binds() && new.binds() || old.scope && new.scope;
        if !binds {
            return Verdict::new(ChangeKind::Wording, Direction::Neutral, "the words differ, and it asks for nothing");
        }
        let items: Vec<Option<Direction>> = self.0.iter().map(|run| item(run, old)).collect();
        let alike = items.first().copied().flatten().filter(|first| items.iter().all(|item| *item == Some(*first)));
        // Less of what is left out is more of what is asked for.
        let exempts = !old.exemptions.is_empty() || !new.exemptions.is_empty();
        match alike.or_else(|| listed().filter(|_| !exempts)) {
            Some(direction) => {
                let (kind, reason) = match direction {
                    Direction::Stronger if old.scope => (ChangeKind::Scope, "what is listed grew"),
                    Direction::Weaker if old.scope => (ChangeKind::Scope, "what is listed shrank"),
                    Direction::Stronger => (ChangeKind::ObligationStrengthened, "it asks for one thing more"),
                    _ => (ChangeKind::ObligationWeakened, "it asks for one thing less"),
                };
                Verdict::new(kind, direction, reason)
            }
            _ if old.scope && new.scope => Verdict::new(ChangeKind::Scope, Direction::Unclear, "what the document covers differs"),
            _ => Verdict::new(ChangeKind::Wording, Direction::Unclear, "the words of an obligation differ"),
        }
    }
}

fn measures(signals: &Signals) -> impl Iterator<Item = &str> {
    let cadences = signals.cadences.iter().map(|cadence| &cadence.words);
    cadences.chain(signals.amounts.iter().map(|amount| &amount.words)).flat_map(|words| words.split(' '))
}

/// Whether an item of a list came or went: words next to "and" or a comma. "or" gives a choice, except in a prohibition.
fn item(run: &Run, signals: &Signals) -> Option<Direction> {
    let (words, came) = match (run.gone.is_empty(), run.come.is_empty()) {
        (true, false) => (&run.come, true),
        (false, true) => (&run.gone, false),
        _ => return None,
    };
    let ends = [words.first()?, words.last()?];
    let forbids = matches!(signals.strongest(), Some(Force::Never | Force::Avoid));
    let choice = words.iter().any(|word| word == "or") && !forbids && !signals.scope;
    let listed = ends.iter().any(|word| matches!(word.as_str(), "and" | "," | "nor") || word.as_str() == "or");
    if choice || !listed {
        return None;
    }
    Some(if came { Direction::Stronger } else { Direction::Weaker })
}

fn content(run: &Run) -> Vec<&String> {
    run.gone.iter().chain(&run.come).filter(|word| word.as_str() != "," && !LEXICON.function.contains(word.as_str())).collect()
}

/// Filling words, other endings and tenses of the same words, and misspelt words. A "will" that binds is told before.
fn is_editorial(run: &Run, own: &OwnWords) -> bool {
    let content = |words: &[String]| -> Vec<String> {
        let filling = |word: &str| matches!(word, "," | "will") || LEXICON.function.contains(word);
        let tenseless = |word: &String| if word == "has" { "have".to_owned() } else { word.clone() };
        words.iter().filter(|word| !filling(word)).map(tenseless).collect()
    };
    let (gone, come) = (content(&run.gone), content(&run.come));
    let joins = |words: &[String]| words.iter().all(|word| matches!(word.as_str(), "," | "and"));
    if joins(&run.gone) && joins(&run.come) || is_spelling(&run.gone, &run.come, own) {
        return true;
    }
    gone.len() == come.len()
        && gone.iter().zip(&come).all(|(one, other)| one == other || stem(one) == stem(other) || is_typo(one, other, own))
}

/// A word without the ending that grammar gives it.
fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    let word = word.replace("isation", "ization").replace("ise", "ize").replace("our", "or");
    for (ending, instead) in
        [("ily", "y"), ("ly", ""), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")]
    {
        if let Some(begun) = word.strip_suffix(ending).filter(|begun| begun.len() >= 3 && !begun.ends_with('s')) {
            return format!("{begun}{instead}");
        }
    }
    word
}

/// Two letters swapped, one missing or one doubled; in long words two such slips. Another letter may be another word ("prevent",
/// "present"), and two words with a meaning are never one.
fn is_typo(one: &str, other: &str, own: &OwnWords) -> bool {
    let known = |word: &str| own.has_meaning(word);
    let long = one.len().min(other.len()) >= 5;
    let begins = one.chars().next() == other.chars().next();
    let swapped = one.len() == other.len() && {
        let sorted = |word: &str| {
            let mut letters: Vec<char> = word.chars().collect();
            letters.sort_unstable();
            letters
        };
        sorted(one) == sorted(other)
    };
    let near = strsim::damerau_levenshtein(one, other) == 1 && (one.len() != other.len() || swapped);
    let digits = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    let slips = one.len().min(other.len()) >= 10 && one.len() != other.len() && strsim::damerau_levenshtein(one, other) == 2;
    let unknown = if near { !(known(one) && known(other)) } else { !known(one) && !known(other) };
    long && begins && (near || slips) && unknown && !digits(one) && !digits(other)
}
