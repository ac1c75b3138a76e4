//! Packs as zip files, and zip files as packs.

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Seek};

use zip::ZipArchive;

use super::manifest::{Item, LARGEST_MANIFEST, MANIFEST, digest_of_file, leads_elsewhere};

/// All files of a pack together are not larger: 4 GiB. What claims to be is not unpacked to its end.
const LARGEST: u64 = 4 << 30;

/// No pack has more files.
const MOST: usize = 100_000;

/// The folder in an archive, whatever the archive is called: unpacking it makes one folder, and never a hundred files.
const FOLDER: &str = "audit-pack";

/// The files, which must be sorted by path, as a zip file.
///
/// # Errors
/// A sentence that says why it cannot be made.
pub fn zipped(items: &[Item]) -> Result<Vec<u8>, String> {
    crate::render::zipped(items.iter().map(|item| (format!("{FOLDER}/{}", item.path), &*item.bytes)))
        .map_err(|error| format!("the archive cannot be made: {error}"))
}

/// The manifest of a zipped pack, and the digest of every file by its path in the pack. Nothing is ever written, and of the files
/// only the manifest is kept in memory.
///
/// # Errors
/// A sentence that says why it is no pack: also where unpacking it could write elsewhere, or give other files than those that were
/// looked at.
pub fn unzipped(pack: impl Read + Seek) -> Result<(Vec<u8>, BTreeMap<String, String>), String> {
    within(pack, MOST, LARGEST)
}

/// The same with other limits.
fn within(pack: impl Read + Seek, most: usize, mut room: u64) -> Result<(Vec<u8>, BTreeMap<String, String>), String> {
    let all = room;
    let mut archive = ZipArchive::new(pack).map_err(|error| format!("it is no zip file: {error}"))?;
    if archive.len() > most {
        return Err(format!("it has {} entries, and more than {most} are not read", archive.len()));
    }
    if archive.has_duplicate_names() {
        return Err("two of its entries have one name, so that nobody knows which of them is unpacked".to_owned());
    }
    let mut files = BTreeMap::new();
    let mut folded = HashSet::new();
    let mut manifest = None;
    let top = top_folder(&archive);
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|error| format!("its entry {} cannot be read: {error}", at + 1))?;
        let name = file.name().map_err(|error| format!("the name of its entry {} cannot be read: {error}", at + 1))?.into_owned();
        if leads_elsewhere(name.trim_end_matches('/')) || file.is_symlink() {
            return Err(format!("its entry {name:?} would be unpacked elsewhere"));
        }
        if file.is_dir() {
            continue;
        }
        let path = name.strip_prefix(top.as_str()).unwrap_or(&name).to_owned();
        if !folded.insert(path.to_lowercase()) {
            return Err(format!(
                "{path:?} has the name of another entry but for capital letters, and some computers keep only one"
            ));
        }
        let mut content = Vec::new();
        let kept = if path == MANIFEST { LARGEST_MANIFEST } else { 0 };
        file.by_ref().take(kept).read_to_end(&mut content).map_err(|error| format!("{path} cannot be unpacked: {error}"))?;
        let (digest, size) = digest_of_file(content.as_slice().chain(file.take(room + 1)))
            .map_err(|error| format!("{path} cannot be unpacked: {error}"))?;
        room = room.checked_sub(size).ok_or_else(|| format!("its files have more than {all} bytes unpacked"))?;
        if path == MANIFEST {
            manifest = Some(content);
        }
        files.insert(path, digest);
    }
    let manifest = manifest.ok_or_else(|| format!("there is no {MANIFEST} in it"))?;
    Ok((manifest, files))
}

/// The folder that everything in an archive stands in, with `/` at its end; empty where there is none.
fn top_folder<R: Read + Seek>(archive: &ZipArchive<R>) -> String {
    let names = archive.file_names().filter_map(Result::ok).filter(|name| name.rsplit('/').next() == Some(MANIFEST));
    let shortest = names.min_by_key(|name| (name.len(), name.to_string()));
    shortest.map(|name| name[..name.len() - MANIFEST.len()].to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::pack::manifest::sha256;

    #[test]
    fn what_is_packed_is_unpacked() {
        let item = |path: &str, text: &str| Item { path: path.to_owned(), bytes: text.into(), source: None };
        let items = [item("a/b.txt", "one"), item(MANIFEST, "{}"), item("z.txt", "")];
        let bytes = zipped(&items).unwrap();
        assert_eq!(bytes, zipped(&items).unwrap());
        let (manifest, files) = unzipped(Cursor::new(&bytes)).unwrap();
        assert_eq!(manifest, b"{}");
        assert_eq!(files.keys().collect::<Vec<_>>(), ["a/b.txt", MANIFEST, "z.txt"]);
        assert_eq!(files["a/b.txt"], sha256(b"one"));
        assert!(unzipped(Cursor::new(b"PK")).is_err() && unzipped(Cursor::new(&bytes[..bytes.len() / 2])).is_err());
    }
    #[test]
    fn what_is_too_much_is_no_pack() {
        let item = |path: &str, bytes: Vec<u8>| Item { path: path.to_owned(), bytes, source: None };
        let items = [item("a", vec![0; 10_000]), item("b", vec![0; 10_000]), item(MANIFEST, b"{}".to_vec())];
        let bytes = zipped(&items).unwrap();
        assert!(bytes.len() < 1000);
        assert!(within(Cursor::new(&bytes), 3, 20_002).is_ok());
        assert_eq!(within(Cursor::new(&bytes), 3, 20_001).unwrap_err(), "its files have more than 20001 bytes unpacked");
        assert_eq!(within(Cursor::new(&bytes), 2, 20_002).unwrap_err(), "it has 3 entries, and more than 2 are not read");
    }
}
