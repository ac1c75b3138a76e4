//! The pages of a pack: a function for each, from what was read to a document.

mod chapter;
mod control;
mod cover;
mod evidence;
mod record;
mod running;
mod since;
mod standing;

use super::manifest::Item;
use super::plan::{self, Audience, CHAPTERS, Stage};
use super::{Desk, Page, Part};
use crate::model::{Kind, natural};
use crate::render;
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Make, REPORTS, soa};

pub(super) use evidence::{Embedded, embed as embed_evidence};

/// The reports that the pack has, in the order of the chapters.
pub(super) fn reports(desk: &Desk<'_>) -> Vec<Document> {
    let auditor = desk.material.audience == Audience::Auditor;
    let view = if auditor { soa::View::Auditor } else { soa::View::Customer };
    let wanted = REPORTS.iter().filter(|report| desk.has(plan::chapter_of_report(report.name)));
    let made = wanted.filter_map(|report| match report.make {
        Make::View(make) => Some(make(&desk.subject, view)),
        // What knows no reader but the organisation itself is for auditors.
        Make::Whole(make) => auditor.then(|| make(&desk.subject)),
        // A record has a page of its own.
        Make::Each(..) => None,
    });
    let mut reports: Vec<Document> = made.collect();
    reports.sort_by_key(|report| {
        let chapter = plan::chapter_of_report(&report.name);
        (chapter, CHAPTERS[chapter].reports.iter().position(|name| *name == report.name))
    });
    reports
}

/// The registers for spreadsheets.
pub(super) fn registers(reports: &[Document]) -> Vec<Item> {
    let csv = |report: &Document| Item {
        path: format!("registers/{}.csv", report.name),
        bytes: render::csv(report).into_bytes(),
        source: None,
    };
    let with_tables: Vec<&Document> = reports.iter().filter(|report| report.tables().next().is_some()).collect();
    let mut items: Vec<Item> = with_tables.iter().map(|report| csv(report)).collect();
    // A register that is too large for a sheet is there as CSV.
    items.extend(render::xlsx(&with_tables).ok().map(workbook));
    items
}

fn workbook(bytes: Vec<u8>) -> Item {
    Item { path: "registers/registers.xlsx".to_owned(), bytes, source: None }
}

/// All pages, chapter by chapter.
pub(super) fn all(desk: &Desk<'_>, reports: Vec<Document>, files: &[Item]) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut reports = reports.into_iter().peekable();
    for chapter in CHAPTERS.iter().filter(|chapter| desk.has(chapter.number)) {
        let mut own = Vec::new();
        while let Some(report) = reports.next_if(|report| plan::chapter_of_report(&report.name) == chapter.number) {
            own.push(report);
        }
        pages.extend(chapter::pages(desk, chapter, own));
    }
    pages.extend(record::pages(desk));
    // The index lists all other pages, so it comes last.
    if let Some(index) = pages.iter().position(|page| page.chapter == plan::INDEX) {
        pages[index].document = cover::index(desk, &pages, files);
    }
    pages
}

/// A page that is listed in the contents of its chapter.
fn section(chapter: usize, name: &str, title: &str, document: Document) -> Page {
    let path = format!("site/{chapter:02}-{name}.html");
    Page { path, chapter, part: Part::Section, title: title.to_owned(), record: None, document }
}

/// A table of the records of a kind that have a page: id, title, owner, state, and the last confirmation.
fn records_of(desk: &Desk<'_>, kind: Kind) -> Option<Table> {
    let isms = desk.subject.isms;
    let mut heads: Vec<_> = isms.heads().filter(|head| head.kind == kind && desk.paths.contains_key(&*head.id)).collect();
    heads.sort_by_cached_key(|head| natural(&head.id));
    if heads.is_empty() {
        return None;
    }
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Title", 12),
        Column::one("owner", "Owner", 7),
        Column::one("status", "State", 4),
        Column::one("reviewed", "Confirmed", 4),
    ];
    let row = |head: &&crate::model::Head| {
        let id = &*head.id;
        let status = head.fields().get("status").and_then(|status| status.scalar());
        vec![
            // The id of a role or a person is an ordinary word; brackets make it a link.
            Cell::text(if id.bytes().any(|letter| letter.is_ascii_digit()) { id.to_owned() } else { format!("({id})") }),
            Cell::text(head.title()),
            head.common.owner.as_deref().map_or(Cell::Empty, |owner| Cell::text(desk.subject.party(owner))),
            status.map_or(Cell::Empty, |status| Cell::text(status.replace('_', " "))),
            Cell::date(head.common.reviewed),
        ]
    };
    let mut table = Table::new(kind.word(), sentence(kind.plural()), columns, heads.iter().map(row).collect());
    // A column that says nothing for any record of the kind only takes room.
    for at in (1..table.columns.len()).rev() {
        if table.rows().all(|row| row[at].is_empty()) {
            table.columns.remove(at);
            table.groups.iter_mut().flat_map(|group| &mut group.rows).for_each(|row| {
                row.remove(at);
            });
        }
    }
    Some(table)
}

/// A word or words with a capital letter.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of a key: `how_implemented` is `How implemented`.
fn label(key: &str) -> String {
    sentence(&key.replace(['_', '-'], " "))
}

/// Whether the pack is for a visit that looks at operation.
fn looks_at_operation(desk: &Desk<'_>) -> bool {
    desk.material.stage != Stage::One
}
