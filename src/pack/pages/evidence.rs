//! The evidence: the files themselves, a page for each record, and the manifest of all.

use std::collections::HashMap;

use super::super::links::relative;
use super::super::manifest::{Item, sha256};
use super::super::names::Names;
use super::super::{Desk, classification_of};
use super::record::link_to;
use crate::files::{folder, resolve};
use crate::model::{Evidence, Record, natural};
use crate::report::document::{Cell, Column, Document, Inline, Passage, Table, Tone};
use crate::source::Reader;

/// How much of a text is shown on its page, in bytes.
const EXCERPT: usize = 6 * 1024;

/// What became of the file of a piece of evidence.
pub(in super::super) enum Embedded {
    /// It is in the pack.
    File {
        /// Its path in the pack.
        path: String,
        /// Its size in bytes.
        bytes: usize,
        /// The SHA-256 of its bytes.
        sha256: String,
        /// The beginning of its text, where it is one.
        excerpt: Option<String>,
    },
    /// It is somewhere else, where it says.
    Elsewhere(String),
    /// It is not there, and why.
    Missing(String),
}

/// Copies the files of the evidence that the audience may see, and notes what became of each.
pub(in super::super) fn embed(desk: &mut Desk<'_>) -> Vec<Item> {
    if !desk.has(super::plan::EVIDENCE) {
        return Vec::new();
    }
    let isms = desk.subject.isms;
    let mut reader = desk.material.source.reader();
    let mut items = Vec::new();
    let mut found = HashMap::new();
    let mut evidence: Vec<&Record<Evidence>> = isms.evidence.iter().filter(|item| desk.paths.contains_key(item.id())).collect();
    evidence.sort_by_cached_key(|item| natural(item.id()));
    let mut folders = Names::default();
    for item in evidence {
        let state = match reader.as_mut() {
            Ok(reader) => file_of(desk, item, reader.as_mut(), &mut folders, &mut items),
            Err(error) => Embedded::Missing(error.message.clone()),
        };
        found.entry(item.id()).or_insert(state);
    }
    desk.evidence = found;
    items
}

fn file_of(
    desk: &Desk<'_>,
    item: &Record<Evidence>,
    reader: &mut dyn Reader,
    folders: &mut Names,
    items: &mut Vec<Item>,
) -> Embedded {
    let Some(written) = item.file.as_deref() else {
        let uri = item.uri.clone();
        return uri.map_or_else(|| Embedded::Missing("the record names no file".to_owned()), Embedded::Elsewhere);
    };
    let record = desk.material.loaded.files.path(item.head.file);
    let Some(source) = resolve(folder(record), written) else {
        return Embedded::Missing(format!("{written} leads out of the repository"));
    };
    match reader.read(&source) {
        Err(why) => Embedded::Missing(format!("{source}: {why}")),
        Ok(bytes) => {
            let name = Names::default().take(source.rsplit('/').next().unwrap_or(&source));
            let path = format!("evidence/{}/{name}", folders.take(item.id()));
            let sha256 = sha256(&bytes);
            let excerpt = excerpt(&bytes);
            let size = bytes.len();
            items.push(Item { path: path.clone(), bytes: bytes.into_owned(), source: Some(source) });
            Embedded::File { path, bytes: size, sha256, excerpt }
        }
    }
}

/// The beginning of a text, cut at the end of a line.
fn excerpt(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.len() <= EXCERPT {
        return Some(text);
    }
    let cut = (0..=EXCERPT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let cut = text[..cut].rfind('\n').unwrap_or(cut);
    Some(format!("{}\n…", &text[..cut]))
}

/// The file of a piece of evidence on its page.
pub(super) fn lead(desk: &Desk<'_>, id: &str, here: &str, document: &mut Document) {
    let recorded = desk.subject.isms.evidence_item(id).and_then(|item| item.sha256.clone());
    match desk.evidence.get(id) {
        Some(Embedded::File { path, bytes, sha256, excerpt }) => {
            document.heading(2, "The file");
            let name = path.rsplit('/').next().unwrap_or(path);
            let size = Inline::text(format!(", {bytes} bytes, SHA-256 "));
            let text = vec![link_to(name, here, path), size, Inline::Code { text: sha256.clone() }];
            document.prose(vec![Passage::Paragraph { text }]);
            match recorded {
                Some(recorded) if recorded == *sha256 => {
                    document.note(
                        Tone::Good,
                        "Unchanged.",
                        "The digest is the one that was recorded when the evidence was collected.",
                    );
                }
                Some(recorded) => document.note(Tone::Bad, "Changed.", format!("The record names the digest {recorded}.")),
                None => document.note(
                    Tone::Open,
                    "Not recorded.",
                    "The record names no digest, so nobody can tell whether the file was changed.",
                ),
            }
            if let Some(text) = excerpt {
                document.prose(vec![Passage::Code { text: text.clone() }]);
            }
        }
        Some(Embedded::Elsewhere(uri)) => document.note(Tone::Plain, "Kept elsewhere:", uri.clone()),
        Some(Embedded::Missing(why)) => document.note(Tone::Bad, "The file is not in this pack:", why.clone()),
        None => {}
    }
}

/// The manifest of the evidence.
pub(super) fn list(desk: &Desk<'_>) -> Document {
    let isms = desk.subject.isms;
    let mut document = desk.document("evidence", "Evidence");
    document.paragraph(
        "Every piece of evidence, with what it shows, where it comes from and the digest of its file. The files stand in the folder \
         evidence/ of this pack. Populations, such as all people who joined or left, stay in the systems they come from; the records say \
         what was sampled.",
    );
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Title", 9),
        Column::one("controls", "Shows", 4),
        Column::many("Form and source", 6, &[("form", "Form", ""), ("source", "Source", "")]),
        Column::many("Period", 5, &[("from", "From", ""), ("to", "To", "")]),
        Column::many("Collected", 6, &[("collected_on", "Collected on", ""), ("collected_by", "Collected by", "")]),
        Column::many("Reviewed", 6, &[("reviewed_on", "Reviewed on", ""), ("reviewed_by", "Reviewed by", "")]),
        Column::many("File in this pack", 9, &[("file", "File", ""), ("bytes", "Bytes", ""), ("sha256", "SHA-256", "")]),
        Column::many("Kept", 5, &[("classification", "Classification", ""), ("retain_until", "Retain until", "until")]),
    ];
    let mut evidence: Vec<&Record<Evidence>> = isms.evidence.iter().collect();
    evidence.sort_by_cached_key(|item| natural(item.id()));
    let rows = evidence.into_iter().map(|item| row(desk, item)).collect();
    document.table(Table::new("evidence", "Evidence", columns, rows));
    document
}

fn row(desk: &Desk<'_>, item: &Record<Evidence>) -> Vec<Cell> {
    let party = |id: Option<&str>| id.map_or(Cell::Empty, |id| Cell::text(desk.subject.party(id)));
    let (file, bytes, digest) = match desk.evidence.get(item.id()) {
        Some(Embedded::File { path, bytes, sha256, .. }) => {
            (Cell::text(relative("evidence/", path)), Cell::count(*bytes), Cell::text(format!("{} …", &sha256[..16])))
        }
        Some(Embedded::Elsewhere(uri)) => (Cell::text(format!("kept elsewhere: {uri}")), Cell::Empty, Cell::Empty),
        Some(Embedded::Missing(why)) => (Cell::state(format!("missing: {why}"), Tone::Bad), Cell::Empty, Cell::Empty),
        None => (Cell::text("withheld"), Cell::Empty, Cell::Empty),
    };
    vec![
        Cell::text(item.id()),
        Cell::text(item.title()),
        Cell::list(item.controls.iter().chain(&item.clauses).cloned().collect()),
        item.form.map_or(Cell::Empty, |form| Cell::text(form.label())),
        Cell::maybe(item.source_system.as_deref()),
        Cell::date(item.period_from),
        Cell::date(item.period_to),
        Cell::date(item.collected_on),
        party(item.collected_by.as_deref()),
        Cell::date(item.reviewed_on),
        party(item.reviewed_by.as_deref()),
        file,
        bytes,
        digest,
        Cell::text(classification_of(&item.head).label()),
        Cell::date(item.retain_until),
    ]
}
