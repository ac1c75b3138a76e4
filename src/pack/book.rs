//! The pages of a pack as one PDF, for people who read on paper or archive a single file.

use super::plan::CHAPTERS;
use super::{Page, Part};
use crate::render::Leaf;

/// Where the PDF is in the pack.
pub const PATH: &str = "audit-pack.pdf";

/// The pages in the order of the chapters. Chapters and what their contents list begin on a new page; the pages of records follow
/// each other.
pub(super) fn leaves(pages: &[Page]) -> Vec<Leaf<'_>> {
    let part = |chapter: usize, part: Part, depth: u8| {
        let own = pages.iter().filter(move |page| page.chapter == chapter && page.part == part);
        own.map(move |page| Leaf { document: &page.document, depth, flows: part == Part::Record })
    };
    let chapter = |chapter: usize| {
        part(chapter, Part::Chapter, 1).chain(part(chapter, Part::Section, 2)).chain(part(chapter, Part::Record, 3))
    };
    CHAPTERS.iter().flat_map(|it| chapter(it.number)).collect()
}
