//! Which sentence became which: the same words first, then the most alike, then what is left over in the same place.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::page::{Page, Sentence};
use super::words::similarity;

/// From here on two sentences are one that was edited, and words can be compared.
pub(super) const EDITED: f64 = 0.6;
/// A sentence that stands in another section must be this much alike.
const EDITED_ELSEWHERE: f64 = 0.7;
/// Two sentences that are alone in the same place.
const REWRITTEN: f64 = 0.3;

/// Two sentences, or one without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
}

/// For each section before, the section after that is the same.
pub(super) type Sections = BTreeMap<usize, usize>;

/// Pairs the sections of two pages: by heading, then by what most of their sentences say.
pub(super) fn sections(before: &Page, after: &Page) -> Sections {
    let mut sections = Sections::from([(0, 0)]);
    let mut taken: HashSet<usize> = HashSet::from([0]);
    for (at, heading) in before.headings.iter().enumerate() {
        let mut same = after.headings.iter().enumerate().filter(|(_, other)| other.words == heading.words);
        if let Some((to, _)) = same.find(|(to, _)| !taken.contains(&(to + 1))) {
            sections.insert(at + 1, to + 1);
            taken.insert(to + 1);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut places: HashMap<&[String], Vec<usize>> = HashMap::new();
    for sentence in &after.sentences {
        places.entry(&sentence.words).or_default().push(sentence.section);
    }
    for sentence in &before.sentences {
        for to in places.get(sentence.words.as_slice()).into_iter().flatten() {
            *shared.entry((sentence.section, *to)).or_default() += 1;
        }
    }
    let mut shared: Vec<_> = shared.into_iter().collect();
    shared.sort_by_key(|((from, to), count)| (std::cmp::Reverse(*count), from.abs_diff(*to), from + to));
    for ((from, to), _) in shared {
        if !sections.contains_key(&from) && !taken.contains(&to) {
            sections.insert(from, to);
            taken.insert(to);
        }
    }
    sections
}

/// Pairs the sentences of two pages, in the order of the text.
pub(super) fn sentences(before: &[Sentence], after: &[Sentence], sections: &Sections) -> Vec<Pair> {
    let mut table = Table { before, after, sections, to: vec![None; before.len()], from: vec![None; after.len()] };
    table.equal();
    table.alike();
    table.alone();
    table.pairs()
}

struct Table<'s> {
    before: &'s [Sentence],
    after: &'s [Sentence],
    sections: &'s Sections,
    to: Vec<Option<usize>>,
    from: Vec<Option<usize>>,
}

impl Table<'_> {
    fn together(&self, one: usize, other: usize) -> bool {
        self.sections.get(&self.before[one].section) == Some(&self.after[other].section)
    }

    fn join(&mut self, one: usize, other: usize) {
        if self.to[one].is_none() && self.from[other].is_none() {
            self.to[one] = Some(other);
            self.from[other] = Some(one);
        }
    }

    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let free = |taken: &[Option<usize>]| (0..taken.len()).filter(|at| taken[*at].is_none()).collect();
        (free(&self.to), free(&self.from))
    }

    /// The same words.
    fn equal(&mut self) {
        let mut places: HashMap<&[String], Vec<usize>> = HashMap::new();
        for (at, sentence) in self.after.iter().enumerate() {
            places.entry(&sentence.words).or_default().push(at);
        }
        let mut found = Vec::new();
        for (one, sentence) in self.before.iter().enumerate() {
            // A text that repeats one line thousands of times is no policy; near ones are enough.
            let near = places.get(sentence.words.as_slice()).into_iter().flatten();
            found.extend(near.take(64).map(|other| (!self.together(one, *other), one.abs_diff(*other), one + other, one, *other)));
        }
        found.sort_unstable();
        for (.., one, other) in found {
            self.join(one, other);
        }
    }

    /// Alike enough to be one sentence that was edited.
    fn alike(&mut self) {
        let (before, after) = self.left();
        let bags: Vec<Vec<&String>> = after.iter().map(|at| bag(&self.after[*at])).collect();
        let mut found = Vec::new();
        for one in before {
            let words = bag(&self.before[one]);
            for (other, bag) in after.iter().copied().zip(&bags) {
                let together = self.together(one, other);
                let least = if together { EDITED } else { EDITED_ELSEWHERE };
                if self.before[one].shape != self.after[other].shape && !together || at_most(&words, bag) < least {
                    continue;
                }
                let alike = similarity(&self.before[one].words, &self.after[other].words);
                if alike >= least {
                    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1.1")]
                    let score = -((alike + if together { 0.1 } else { 0.0 }) * 1_000_000.0) as i64;
                    found.push((score, one.abs_diff(other), one + other, one, other));
                }
            }
        }
        found.sort_unstable();
        for (.., one, other) in found {
            self.join(one, other);
        }
    }

    /// The only ones left in the same section: one that was rewritten.
    fn alone(&mut self) {
        let (before, after) = self.left();
        for one in before.iter().copied() {
            let section = self.before[one].section;
            let others: Vec<usize> = after.iter().copied().filter(|other| self.together(one, *other)).collect();
            let single = before.iter().filter(|at| self.before[**at].section == section).count() == 1;
            if let ([other], true) = (others.as_slice(), single)
                && similarity(&self.before[one].words, &self.after[*other].words) >= REWRITTEN
            {
                self.join(one, *other);
            }
        }
    }

    fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<(usize, Pair)> = Vec::new();
        for (one, to) in self.to.iter().enumerate() {
            // What is gone stands behind what it stood behind.
            let place = to
                .or_else(|| self.to[..one].iter().rev().find_map(|to| *to))
                .map_or(0, |to| 2 * to + usize::from(self.to[one].is_none()));
            pairs.push((place, Pair { before: Some(one), after: *to }));
        }
        for (other, from) in self.from.iter().enumerate() {
            if from.is_none() {
                pairs.push((2 * other, Pair { before: None, after: Some(other) }));
            }
        }
        pairs.sort_by_key(|(place, pair)| (*place, pair.before));
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }
}

fn bag(sentence: &Sentence) -> Vec<&String> {
    let mut words: Vec<&String> = sentence.words.iter().collect();
    words.sort_unstable();
    words
}

/// What the similarity of two sorted bags of words cannot exceed.
fn at_most(one: &[&String], other: &[&String]) -> f64 {
    let (mut at, mut to, mut shared) = (0, 0, 0_u32);
    while at < one.len() && to < other.len() {
        match one[at].cmp(other[to]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at += 1;
                to += 1;
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "sentences have few words")]
    let total = (one.len() + other.len()).max(1) as f64;
    2.0 * f64::from(shared) / total
}

/// How many sentences stand in another order.
pub(super) fn out_of_order(pairs: &[Pair]) -> usize {
    let mut both: Vec<(usize, usize)> = pairs.iter().filter_map(|pair| Some((pair.before?, pair.after?))).collect();
    both.sort_unstable();
    displaced(&both.into_iter().map(|(_, after)| after).collect::<Vec<_>>()).len()
}

/// The places of the numbers outside the longest run that rises.
pub(super) fn displaced(numbers: &[usize]) -> Vec<usize> {
    // For each length, the place of the smallest number that ends a run so long; and what stands before each number in its run.
    let mut tails: Vec<usize> = Vec::new();
    let mut earlier: Vec<Option<usize>> = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|tail| numbers[*tail] < *number);
        earlier.push(length.checked_sub(1).map(|before| tails[before]));
        match tails.get_mut(length) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut kept = HashSet::new();
    let mut at = tails.last().copied();
    while let Some(place) = at {
        kept.insert(place);
        at = earlier[place];
    }
    (0..numbers.len()).filter(|place| !kept.contains(place)).collect()
}
