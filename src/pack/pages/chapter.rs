//! The pages of a chapter besides those of its records.

use super::super::plan::{self, COVER, Chapter, EVIDENCE, INDEX, OPERATION, PROVENANCE, RUNNING};
use super::super::{Desk, Page, Part};
use super::{control, cover, records_of, running, section, since, standing};
use crate::model::natural;
use crate::report::document::{Cell, Column, Document, Table};

/// The first page of a chapter, and the sections that its contents list.
pub(super) fn pages(desk: &Desk<'_>, chapter: &'static Chapter, reports: Vec<Document>) -> Vec<Page> {
    let mut sections = sections(desk, chapter);
    let mut first = None;
    for report in reports {
        match first {
            None => first = Some(report),
            Some(_) => {
                let title = report.title.clone();
                sections.insert(0, section(chapter.number, &report.name.clone(), &title, report));
            }
        }
    }
    let mut document = first.unwrap_or_else(|| opening(desk, chapter));
    close(desk, chapter, &mut document, &sections);
    let page = Page {
        path: chapter.path(),
        chapter: chapter.number,
        part: Part::Chapter,
        title: chapter.title.to_owned(),
        record: None,
        document,
    };
    [page].into_iter().chain(sections).collect()
}

/// The first page of a chapter that has no report to begin with.
fn opening(desk: &Desk<'_>, chapter: &Chapter) -> Document {
    match chapter.number {
        COVER => cover::cover(desk),
        RUNNING => running::running(desk),
        OPERATION => control::overview(desk),
        PROVENANCE => standing::provenance(desk),
        INDEX => desk.document("index", chapter.title),
        _ => {
            let mut document = desk.document("chapter", chapter.title);
            document.paragraph(chapter.about);
            document
        }
    }
}

/// The pages that the program adds to a chapter.
fn sections(desk: &Desk<'_>, chapter: &Chapter) -> Vec<Page> {
    let number = chapter.number;
    match number {
        RUNNING if desk.material.before.is_some() => {
            vec![section(number, "since-last-audit", "Since the last audit", since::since(desk))]
        }
        EVIDENCE => vec![section(number, "sampling-aid", "Sampling aid", control::sampling(desk))],
        PROVENANCE => {
            let mut pages = Vec::new();
            if desk.has(RUNNING) {
                pages.push(section(number, "open-findings", "Open findings", standing::findings(desk)));
                pages.push(section(number, "waivers", "Waivers", standing::waivers(desk)));
            }
            pages.push(section(number, "withheld", "Withheld", standing::withheld(desk)));
            pages
        }
        _ => Vec::new(),
    }
}

/// What stands at the end of the first page: the documents of the chapter and its registers.
fn close(desk: &Desk<'_>, chapter: &Chapter, document: &mut Document, sections: &[Page]) {
    if chapter.number != COVER && chapter.number != INDEX && !sections.is_empty() {
        document.heading(2, "More in this chapter");
        let item = |page: &Page| vec![super::record::link_to(&page.title, &chapter.path(), &page.path)];
        document.prose(vec![super::record::list(sections.iter().map(item).collect())]);
    }
    let kinds = chapter.kinds.iter().filter(|_| chapter.number != OPERATION && chapter.number != EVIDENCE);
    let lists = documents(desk, chapter.number).into_iter().chain(kinds.filter_map(|kind| records_of(desk, *kind)));
    for mut table in lists.collect::<Vec<_>>() {
        // A register of the chapter may have the name already, and names are how readers tell tables apart.
        if document.tables().any(|other| other.caption == table.caption) {
            table.caption.push_str(" with their pages");
        }
        document.heading(2, table.caption.clone());
        document.table(table);
    }
}

/// The documents of a chapter that have a page.
fn documents(desk: &Desk<'_>, chapter: usize) -> Option<Table> {
    let isms = desk.subject.isms;
    let own = isms.documents.iter().filter(|document| plan::chapter_of_document(document) == chapter);
    let mut own: Vec<_> = own.filter(|document| desk.paths.contains_key(document.id())).collect();
    own.sort_by_cached_key(|document| natural(document.id()));
    let row = |document: &&crate::model::Record<crate::model::Document>| {
        let approvals = isms.approvals_of(document.id());
        vec![
            Cell::text(document.id()),
            Cell::text(document.title()),
            Cell::maybe(document.version.as_deref()),
            document.status.map_or(Cell::Empty, |status| Cell::text(status.label())),
            document.owner().map_or(Cell::Empty, |owner| Cell::text(desk.subject.party(owner))),
            Cell::date(approvals.last().and_then(|approval| approval.on)),
        ]
    };
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Title", 12),
        Column::one("version", "Version", 3),
        Column::one("status", "State", 4),
        Column::one("owner", "Owner", 7),
        Column::one("approved", "Approved", 4),
    ];
    (!own.is_empty()).then(|| Table::new("documents", "Documents", columns, own.iter().map(row).collect()))
}
