//! The pages of a pack as one PDF, for people who read on paper or archive a single file.

use super::plan::CHAPTERS;
use super::{Page, Part};
use crate::render::Leaf;

/// Where the PDF is in the pack.
pub const PATH: &str = "audit-pack.pdf";

/// Where more records have a page, those of registers are in the site only: nobody leafs through thousands of them, and each takes its
/// time.
const MOST_RECORDS: usize = 1_000;

/// Whether the pages of registers' records are in the PDF, where so many records have a page.
pub(super) fn holds_records(records: usize) -> bool {
    records <= MOST_RECORDS
}

/// The pages in the order of the chapters. Chapters and what their contents list begin on a new page; the pages of records follow
/// each other.
pub(super) fn leaves(pages: &[Page]) -> Vec<Leaf<'_>> {
    let with_records = holds_records(pages.iter().filter(|page| page.record.is_some()).count());
    let part = |chapter: usize, part: Part, depth: u8| {
        let own = pages.iter().filter(move |page| page.chapter == chapter && page.part == part);
        own.map(move |page| Leaf { document: &page.document, depth, flows: part == Part::Record })
    };
    let chapter = |chapter: usize| {
        let records = part(chapter, Part::Record, 3).filter(move |_| with_records);
        part(chapter, Part::Chapter, 1).chain(part(chapter, Part::Section, 2)).chain(records)
    };
    CHAPTERS.iter().flat_map(|it| chapter(it.number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Classification;
    use crate::model::date::Date;
    use crate::report::document::Document;

    fn pages(records: usize) -> Vec<Page> {
        let as_of = Date::new(jiff::civil::date(2026, 6, 30));
        let page = |part, record: Option<String>| Page {
            path: "site/page.html".to_owned(),
            chapter: 6,
            part,
            title: "Page".to_owned(),
            record,
            document: Document::new("page", "Page", "O", Classification::Internal, as_of),
        };
        let of_records = (0..records).map(|number| page(Part::Record, Some(format!("R-{number}"))));
        [page(Part::Chapter, None), page(Part::Section, Some("POL-1".to_owned()))].into_iter().chain(of_records).collect()
    }

    #[test]
    fn pages_of_registers_are_left_to_the_site_where_they_are_too_many() {
        let leaves_of = |records| leaves(&pages(records)).len();
        assert_eq!((leaves_of(3), leaves_of(MOST_RECORDS - 1), leaves_of(MOST_RECORDS)), (5, MOST_RECORDS + 1, 2));
    }
}
