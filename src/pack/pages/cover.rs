//! The cover and the index.

use super::super::manifest::{Item, sha256};
use super::super::plan::{Audience, CHAPTERS, COVER, Chapter};
use super::super::{Desk, Page, Part, book};
use super::record::{link_to, list};
use crate::finding::Severity;
use crate::model::digest;
use crate::report::document::{Cell, Column, Document, Inline, KeyNumber, Table, Tone};

/// What this is, where it comes from, and what it says in short.
pub(super) fn cover(desk: &Desk<'_>) -> Document {
    let material = desk.material;
    let settings = &desk.subject.isms.settings;
    let title = match material.audience {
        Audience::Auditor => format!("Audit pack for the {}", material.stage.label()),
        Audience::Customer => "Information security at a glance".to_owned(),
        Audience::Public => "Information security".to_owned(),
    };
    let mut document = desk.document("cover", &title);
    document.fact("Organisation", settings.legal_entity.clone().unwrap_or_else(|| settings.name.clone()));
    document.fact("Standard", settings.standard());
    if let Some(certificate) = &settings.certificate {
        let parts =
            [certificate.number.clone(), certificate.body.clone(), certificate.expiry.map(|expiry| format!("until {expiry}"))];
        document.fact("Certificate", parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    document.fact("As of", desk.subject.as_of.to_string());
    document.fact("Commit", material.made.commit.clone().unwrap_or_else(|| "none: files that are not committed".to_owned()));
    if !material.made.tags.is_empty() {
        document.fact("Tag", material.made.tags.join(", "));
    }
    if let Some(since) = &material.made.since {
        document.fact("Changes told since", since.clone());
    }
    if material.audience == Audience::Auditor {
        document.numbers(numbers(desk));
    }
    document.heading(2, "What is in this pack");
    let chapters = CHAPTERS.iter().filter(|chapter| chapter.number != COVER && desk.has(chapter.number));
    let item = |chapter: &Chapter| {
        let link = link_to(&format!("{} {}", chapter.number, chapter.title), "index.html", &chapter.path());
        vec![link, Inline::text(format!(": {}", chapter.about))]
    };
    document.prose(vec![list(chapters.map(item).collect())]);
    statement_of_origin(desk, &mut document);
    document
}

fn statement_of_origin(desk: &Desk<'_>, document: &mut Document) {
    let made = &desk.material.made;
    document.heading(2, "Statement of origin");
    let from = match (&made.commit, made.draft.is_empty()) {
        (Some(commit), true) => format!("commit {commit} of the repository in which the ISMS is kept"),
        (Some(commit), false) => format!("commit {commit}, with the reservations above"),
        (None, _) => "files that are not committed, so nobody can make it a second time".to_owned(),
    };
    document.paragraph(format!(
        "Every page, register and number of this pack was computed by isms {} from {from}, judged as of {}. Nothing was written or \
         chosen by hand. The same commit, day and version of the program give the same bytes: `isms pack verify` compares them, and \
         manifest.json lists every file with its size and SHA-256.",
        made.isms_version, made.as_of
    ));
    document.heading(2, "Limits");
    document.paragraph(
        "This pack states facts of the repository. It is no audit opinion and says nothing about conformity. Dates and names in Git are \
         claims of those who made the commits, unless a commit or tag is signed. Reviews on a code forge are not part of Git; approvals \
         name where they can be seen. Open findings, waivers, and what was withheld from its readers are listed, never left out.",
    );
    document.paragraph(match desk.material.fonts {
        Some(_) if book::holds_records(desk.paths.len()) => {
            "audit-pack.pdf holds the same pages in one file, for reading on paper and for archives."
        }
        Some(_) => {
            "audit-pack.pdf holds the chapters and documents in one file, for reading on paper and for archives. The pages of single \
             records, and the rows of long registers, are so many that they are in the site only."
        }
        None => "There is no PDF in it. Every page of the site is made to be printed as well.",
    });
}

fn numbers(desk: &Desk<'_>) -> Vec<KeyNumber> {
    let isms = desk.subject.isms;
    let annex: Vec<_> = isms.annex_a().filter_map(|(_, control)| control).chain(isms.own_controls()).collect();
    let included = annex.iter().filter(|control| control.is_applicable()).count();
    let done = annex
        .iter()
        .filter(|control| control.is_applicable() && control.implementation == Some(crate::model::Implementation::Implemented));
    let open = isms.risks.iter().filter(|risk| risk.is_open());
    let above = open.clone().filter(|risk| isms.weighed(risk, risk.current.as_ref()).is_some_and(|score| score.is_above())).count();
    let cases = isms.nonconformities.iter().filter(|case| case.is_open()).count();
    let errors = desk.material.report.count(Severity::Error);
    let warnings = desk.material.report.count(Severity::Warning);
    let number = |value: String, label: &str, tone| KeyNumber { value, label: label.to_owned(), tone };
    let tone = |count: usize, bad: Tone| if count == 0 { Tone::Good } else { bad };
    vec![
        number(format!("{} of {included}", done.count()), "controls implemented of those included", Tone::Plain),
        number(open.count().to_string(), "open risks", Tone::Plain),
        number(above.to_string(), "of them above the acceptance threshold today", Tone::Plain),
        number(isms.evidence.len().to_string(), "pieces of evidence", Tone::Plain),
        number(cases.to_string(), "open nonconformities", tone(cases, Tone::Open)),
        number(errors.to_string(), "errors found by the checks", tone(errors, Tone::Bad)),
        number(warnings.to_string(), "warnings", tone(warnings, Tone::Open)),
        number(desk.material.report.waived.len().to_string(), "findings waived", Tone::Plain),
    ]
}

/// Every page of the pack, and every other file with its digest.
pub(super) fn index(desk: &Desk<'_>, pages: &[Page], files: &[Item]) -> Document {
    let mut document = desk.document("index", "Index");
    document.paragraph(
        "Every page of this pack in the order of its chapters, and every file besides. manifest.json has the digest of each.",
    );
    document.heading(2, "Pages");
    let columns = vec![
        Column::one("chapter", "Chapter", 5),
        Column::one("id", "Id", 3),
        Column::one("title", "Title", 10),
        Column::one("clauses", "Clause", 3),
        Column::one("version", "Version", 3),
        Column::one("state", "State", 3),
        Column::one("digest", "Digest of the content", 4),
    ];
    let mut sorted: Vec<&Page> = pages.iter().collect();
    sorted.sort_by_key(|page| page.chapter);
    let rows = sorted.into_iter().map(|page| index_row(desk, page)).collect();
    document.table(Table::new("pages", "Pages", columns, rows));
    document.heading(2, "Files");
    let columns = vec![Column::one("path", "File", 10), Column::one("bytes", "Bytes", 2), Column::one("sha256", "SHA-256", 12)];
    let row = |item: &Item| vec![Cell::text(&*item.path), Cell::count(item.bytes.len()), Cell::text(sha256(&item.bytes))];
    let mut files: Vec<&Item> = files.iter().collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    document.table(Table::new("files", "Files", columns, files.into_iter().map(row).collect()));
    document
}

fn index_row(desk: &Desk<'_>, page: &Page) -> Vec<Cell> {
    let isms = desk.subject.isms;
    let head = page.record.as_deref().and_then(|id| isms.head(id));
    let record = page.record.as_deref().and_then(|id| isms.document(id));
    let chapter = &CHAPTERS[page.chapter];
    let title = if page.part == Part::Chapter { chapter.title } else { page.title.as_str() };
    let status = head.and_then(|head| head.fields().get("status")).and_then(|status| status.scalar());
    vec![
        Cell::text(format!("{} {}", chapter.number, chapter.title)),
        Cell::maybe(page.record.as_deref()),
        Cell::text(title.strip_prefix(page.record.as_deref().unwrap_or_default()).unwrap_or(title).trim()),
        Cell::list(record.map(|record| record.clauses.clone()).unwrap_or_default()),
        Cell::maybe(record.and_then(|record| record.version.as_deref())),
        status.map_or(Cell::Empty, |status| Cell::text(status.replace('_', " "))),
        head.map_or(Cell::Empty, |head| Cell::text(digest::of_record(head).get(..12).unwrap_or_default())),
    ]
}
