//! The texts of two pages, compared.

use super::align::{self, EDITED};
use super::page::{Page, Sentence};
use super::renames::Renames;
use super::sections::{self, SectionChange};
use super::weigh::{self, Verdict};
use super::words::{similarity, word_diff};
use super::{Change, Direction, Side};

/// What differs between two texts.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) changes: Vec<Change>,
    pub(super) editorial: usize,
    pub(super) moved: usize,
    pub(super) sections: Vec<SectionChange>,
}

/// Compares the texts of two pages.
pub(super) fn compare(before: &Page, after: &Page) -> Prose {
    let sections = align::sections(before, after);
    let pairs = align::sentences(&before.sentences, &after.sentences, &sections);
    let both: Vec<(usize, usize)> = pairs.iter().filter_map(|pair| Some((pair.before?, pair.after?))).collect();
    let renames = Renames::between(before, after, &both);
    let mut prose = Prose {
        moved: align::out_of_order(&pairs),
        editorial: headings(before, after),
        sections: sections::compare(before, after, &sections),
        ..Prose::default()
    };
    prose.editorial += usize::from(links(before) != links(after));
    for pair in pairs {
        let old = pair.before.map(|at| &before.sentences[at]);
        let new = pair.after.map(|at| &after.sentences[at]);
        let verdict = match (old, new) {
            (Some(old), Some(new)) if old.text == new.text => continue,
            (Some(old), Some(new)) => weigh::changed(old, new, &renames),
            (Some(old), None) => weigh::removed(old),
            (None, Some(new)) => weigh::added(new),
            (None, None) => continue,
        };
        match verdict.direction {
            Direction::Editorial => prose.editorial += 1,
            _ => prose.changes.push(change(verdict, old.map(|old| (before, old)), new.map(|new| (after, new)))),
        }
    }
    prose
}

/// All sentences of a page that is new.
pub(super) fn added(page: &Page) -> Vec<Change> {
    page.sentences.iter().map(|sentence| change(weigh::added(sentence), None, Some((page, sentence)))).collect()
}

/// All sentences of a page that is gone.
pub(super) fn removed(page: &Page) -> Vec<Change> {
    page.sentences.iter().map(|sentence| change(weigh::removed(sentence), Some((page, sentence)), None)).collect()
}

fn change(verdict: Verdict, before: Option<(&Page, &Sentence)>, after: Option<(&Page, &Sentence)>) -> Change {
    let side = |(page, sentence): (&Page, &Sentence)| Side {
        text: sentence.text.clone(),
        section: page.section(sentence.section).to_owned(),
        line: sentence.line,
    };
    let words = match (before, after) {
        // A rewritten sentence is easier to read whole.
        (Some((_, old)), Some((_, new))) if similarity(&old.words, &new.words) >= EDITED => word_diff(&old.text, &new.text),
        _ => Vec::new(),
    };
    let Verdict { kind, direction, reason } = verdict;
    Change {
        direction,
        kind,
        weight: 0,
        reason,
        field: None,
        before: before.map(side),
        after: after.map(side),
        words,
        dependents: Vec::new(),
        closest: 0,
    }
}

/// How many headings were added, removed, renamed or moved to another level.
fn headings(before: &Page, after: &Page) -> usize {
    let mut old: Vec<_> = before.headings.iter().map(|heading| (heading.level, &heading.text)).collect();
    let mut come = 0;
    for heading in &after.headings {
        match old.iter().position(|other| *other == (heading.level, &heading.text)) {
            Some(at) => drop(old.remove(at)),
            None => come += 1,
        }
    }
    old.len().max(come)
}

fn links(page: &Page) -> Vec<&String> {
    let mut links: Vec<&String> = page.links.iter().collect();
    links.sort_unstable();
    links
}
