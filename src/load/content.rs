//! Files that evidence records name: what their bytes are, without keeping them.

mod exposure;

use std::collections::BTreeMap;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Parsed;
use crate::files::{Content, folder, resolve};
use crate::model::Data;
use crate::source::{Entry, EntryKind, Source};

/// Looks at every file that an evidence record names.
pub(super) fn look(source: &dyn Source, entries: &[Entry], parsed: &mut [Parsed]) {
    let named = named(entries, parsed);
    let read = |reader: &mut Option<_>, (at, expected): (&usize, &Vec<String>)| {
        let reader: &mut Box<dyn crate::source::Reader + '_> = reader.as_mut()?;
        let content = match reader.read(&entries[*at].path) {
            Ok(bytes) => content(&bytes, expected),
            Err(why) => Content::Unreadable(why),
        };
        Some((*at, Arc::new(content)))
    };
    let found: Vec<_> = named.par_iter().map_init(|| source.reader().ok(), read).flatten().collect();
    for (at, content) in found {
        parsed[at].content = Some(content);
    }
}

/// The files that evidence records name, by their place in the list, with the digests that the records say. Links are not followed.
fn named(entries: &[Entry], parsed: &[Parsed]) -> BTreeMap<usize, Vec<String>> {
    let mut named: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (entry, parsed) in entries.iter().zip(parsed) {
        let Some((_, Data::Evidence(evidence))) = &parsed.record else { continue };
        let path = evidence.file.as_deref().and_then(|file| resolve(folder(&entry.path), file));
        let found = path.and_then(|path| entries.binary_search_by(|entry| (*entry.path).cmp(&path)).ok());
        if let Some(at) = found.filter(|at| matches!(entries[*at].kind, EntryKind::File(_))) {
            named.entry(at).or_default().extend(evidence.sha256.clone());
        }
    }
    named
}

fn content(bytes: &[u8], expected: &[String]) -> Content {
    if let Some((digest, size)) = pointer(bytes) {
        return Content::Read { size, digests: vec![digest], exposures: Vec::new() };
    }
    let mut digests = vec![digest(bytes)];
    let text = std::str::from_utf8(bytes).ok();
    if let Some(text) = text.filter(|_| !expected.contains(&digests[0])) {
        let unix = text.replace("\r\n", "\n");
        let other = if unix.len() == text.len() { text.replace('\n', "\r\n") } else { unix };
        if other.len() != text.len() {
            digests.push(digest(other.as_bytes()));
        }
    }
    let exposures = text.map(exposure::find).unwrap_or_default();
    Content::Read { size: bytes.len() as u64, digests, exposures }
}

fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// What Git LFS leaves in the place of a file that was not fetched: the digest and the size of the file.
fn pointer(bytes: &[u8]) -> Option<(String, u64)> {
    let text = std::str::from_utf8(bytes.get(..1024).unwrap_or(bytes)).ok()?;
    let mut lines = text.strip_prefix("version https://git-lfs.github.com/spec/v1")?.lines();
    let digest = lines.find_map(|line| line.strip_prefix("oid sha256:"))?;
    let size = lines.find_map(|line| line.strip_prefix("size "))?;
    Some((digest.trim().to_owned(), size.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digests(bytes: &[u8], expected: &str) -> (u64, Vec<String>) {
        match content(bytes, &[expected.to_owned()]) {
            Content::Read { size, digests, .. } => (size, digests),
            Content::Unreadable(why) => panic!("{why}"),
        }
    }

    #[test]
    fn line_ends_that_a_checkout_changes_are_no_difference() {
        let (unix, windows) = (digest(b"a\nb\n"), digest(b"a\r\nb\r\n"));
        assert!(digests(b"a\r\nb\r\n", &unix).1.contains(&unix));
        assert!(digests(b"a\nb\n", &windows).1.contains(&windows));
        // Where nothing is different, nothing else is looked at; and what is no text has no line ends.
        assert_eq!(digests(b"a\nb\n", &unix).1, [unix]);
        assert_eq!(digests(b"\xff\n", "").1.len(), 1);
    }

    #[test]
    fn a_file_that_stays_in_large_file_storage_is_known_by_its_pointer() {
        let oid = digest(b"what is elsewhere");
        let text = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 17\n");
        assert_eq!(digests(text.as_bytes(), ""), (17, vec![oid]));
    }
}
