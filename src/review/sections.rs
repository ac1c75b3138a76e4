//! What became of the sections of a text.

use serde::Serialize;

use super::align::{self, Sections};
use super::page::Page;

/// What happened to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionFate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its heading is another one.
    Renamed,
    /// It stands elsewhere.
    Moved,
}

impl SectionFate {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SectionFate::Added => "added",
            SectionFate::Removed => "removed",
            SectionFate::Renamed => "renamed",
            SectionFate::Moved => "moved",
        }
    }
}

/// A section that came, went, or has another name or place. What is said in it is compared sentence by sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionChange {
    /// What happened to it.
    pub fate: SectionFate,
    /// Its heading before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its heading now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What became of the sections, in the order of the later text; what is gone comes last.
pub(super) fn compare(before: &Page, after: &Page, sections: &Sections) -> Vec<SectionChange> {
    let mut pairs: Vec<(usize, usize)> = sections.iter().map(|(from, to)| (*from, *to)).filter(|(from, _)| *from > 0).collect();
    pairs.sort_by_key(|(_, to)| *to);
    let order: Vec<usize> = pairs.iter().map(|(from, _)| *from).collect();
    let moved = align::displaced(&order);
    let mut changes: Vec<(usize, SectionChange)> = Vec::new();
    let mut change = |at: usize, fate, from: Option<usize>, to: Option<usize>| {
        let heading = |page: &Page, number: Option<usize>| number.map(|number| page.section(number).to_owned());
        changes.push((at, SectionChange { fate, before: heading(before, from), after: heading(after, to) }));
    };
    for (place, (from, to)) in pairs.iter().enumerate() {
        if before.headings[from - 1].words != after.headings[to - 1].words {
            change(*to, SectionFate::Renamed, Some(*from), Some(*to));
        }
        if moved.contains(&place) {
            change(*to, SectionFate::Moved, Some(*from), Some(*to));
        }
    }
    for to in (1..=after.headings.len()).filter(|to| !pairs.iter().any(|(_, other)| other == to)) {
        change(to, SectionFate::Added, None, Some(to));
    }
    for from in (1..=before.headings.len()).filter(|from| !sections.contains_key(from)) {
        change(usize::MAX, SectionFate::Removed, Some(from), None);
    }
    changes.sort_by_key(|(at, _)| *at);
    changes.into_iter().map(|(_, change)| change).collect()
}
