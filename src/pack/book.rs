//! The pages of a pack as one PDF, for people who read on paper or archive a single file.

use std::borrow::Cow;

use super::plan::CHAPTERS;
use super::{Page, Part};
use crate::render::Leaf;
use crate::report::document::{Block, Document, Tone};

/// Where the PDF is in the pack.
pub const PATH: &str = "audit-pack.pdf";

/// Where more records have a page, those of registers are in the site only: nobody leafs through thousands of them, and each page takes
/// about 2 MiB of memory while the whole is set.
const MOST_RECORDS: usize = 500;

/// The longest table that is printed whole, for the same reason.
const MOST_ROWS: usize = 250;

/// Whether the pages of registers' records are in the PDF, where so many records have a page.
pub(super) fn holds_records(records: usize) -> bool {
    records <= MOST_RECORDS
}

/// A page as it is printed, and where it stands in the book.
#[derive(Debug)]
pub(super) struct Printed<'p> {
    document: Cow<'p, Document>,
    depth: u8,
    flows: bool,
}

impl Printed<'_> {
    pub(super) fn leaf(&self) -> Leaf<'_> {
        Leaf { document: &self.document, depth: self.depth, flows: self.flows }
    }
}

/// The pages in the order of the chapters. Chapters and what their contents list begin on a new page; the pages of records follow
/// each other.
pub(super) fn printed(pages: &[Page]) -> Vec<Printed<'_>> {
    let with_records = holds_records(pages.iter().filter(|page| page.record.is_some()).count());
    let part = |chapter: usize, part: Part, depth: u8| {
        let own = pages.iter().filter(move |page| page.chapter == chapter && page.part == part);
        own.map(move |page| Printed { document: for_paper(page), depth, flows: part == Part::Record })
    };
    let chapter = |chapter: usize| {
        let records = part(chapter, Part::Record, 3).filter(move |_| with_records);
        part(chapter, Part::Chapter, 1).chain(part(chapter, Part::Section, 2)).chain(records)
    };
    CHAPTERS.iter().flat_map(|it| chapter(it.number)).collect()
}

/// The document of a page; in the place of a table that is too long stands where it can be read.
fn for_paper(page: &Page) -> Cow<'_, Document> {
    let rows_of_long = |block: &Block| match block {
        Block::Table(table) => Some(table.rows().count()).filter(|rows| *rows > MOST_ROWS),
        _ => None,
    };
    let mut document = Cow::Borrowed(&page.document);
    for (at, block) in page.document.blocks.iter().enumerate() {
        if let (Some(rows), Block::Table(table)) = (rows_of_long(block), block) {
            let text = format!("{rows} rows, which are too many for paper. They are in {}.", page.path);
            document.to_mut().blocks[at] = Block::Note { tone: Tone::Plain, title: format!("{}:", table.caption), text };
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Classification;
    use crate::model::date::Date;
    use crate::report::document::{Cell, Column, Table};

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
        let printed_of = |records| printed(&pages(records)).len();
        assert_eq!((printed_of(3), printed_of(MOST_RECORDS - 1), printed_of(MOST_RECORDS)), (5, MOST_RECORDS + 1, 2));
    }

    #[test]
    fn a_long_table_says_where_its_rows_are() {
        let table = |rows: usize| {
            let rows = (0..rows).map(|row| vec![Cell::count(row)]).collect();
            Table::new("risks", "Open risks", vec![Column::one("id", "Id", 1)], rows)
        };
        let mut pages = pages(0);
        pages[0].document.table(table(MOST_ROWS));
        pages[0].document.table(table(MOST_ROWS + 1));
        let printed = printed(&pages);
        let [Block::Table(_), Block::Note { title, text, .. }] = printed[0].document.blocks.as_slice() else {
            panic!("{printed:?}")
        };
        assert_eq!(
            (title.as_str(), text.as_str()),
            ("Open risks:", "251 rows, which are too many for paper. They are in site/page.html.")
        );
    }
}
