//! The evidence: the files themselves, a page for each record, and the manifest of all.

use std::collections::HashMap;

use super::super::Desk;
use super::super::manifest::{Item, sha256};
use super::super::names::Names;
use super::record::link_to;
use crate::files::{folder, resolve};
use crate::model::{Evidence, Record, natural};
use crate::report::document::{Document, Inline, Passage, Tone};
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
