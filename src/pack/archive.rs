//! Packs as zip files, and zip files as packs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::manifest::{Item, MANIFEST, sha256};

/// No file of a pack is larger: 1 GiB. What claims to be is not unpacked.
const LARGEST: u64 = 1 << 30;

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

/// The manifest of a zipped pack, and the digest of every file by its path in the pack. Names that lead elsewhere
/// are kept as they are, so that they show as files that are not listed; nothing is ever written.
///
/// # Errors
/// A sentence that says why it is no pack.
pub fn unzipped(bytes: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("it is no zip file: {error}"))?;
    let mut files = BTreeMap::new();
    let mut manifest = None;
    let top = top_folder(&archive);
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|error| format!("its entry {} cannot be read: {error}", at + 1))?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map_err(|error| format!("the name of its entry {} cannot be read: {error}", at + 1))?.into_owned();
        let path = name.strip_prefix(top.as_str()).unwrap_or(&name).to_owned();
        let mut content = Vec::new();
        file.by_ref().take(LARGEST + 1).read_to_end(&mut content).map_err(|error| format!("{path} cannot be unpacked: {error}"))?;
        if content.len() as u64 > LARGEST {
            return Err(format!("{path} is larger than 1 GiB unpacked"));
        }
        files.insert(path.clone(), sha256(&content));
        if path == MANIFEST {
            manifest = Some(content);
        }
    }
    let manifest = manifest.ok_or_else(|| format!("there is no {MANIFEST} in it"))?;
    Ok((manifest, files))
}

/// The folder that everything in an archive stands in, with `/` at its end; empty where there is none.
fn top_folder<R: std::io::Read + std::io::Seek>(archive: &ZipArchive<R>) -> String {
    let names = archive.file_names().filter_map(Result::ok).filter(|name| name.rsplit('/').next() == Some(MANIFEST));
    let shortest = names.min_by_key(|name| (name.len(), name.to_string()));
    shortest.map(|name| name[..name.len() - MANIFEST.len()].to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let item = |path: &str, text: &str| Item { path: path.to_owned(), bytes: text.into(), source: None };
        let items = [item("a/b.txt", "one"), item(MANIFEST, "{}"), item("z.txt", "")];
        let bytes = zipped(&items).unwrap();
        assert_eq!(bytes, zipped(&items).unwrap());
        let (manifest, files) = unzipped(&bytes).unwrap();
        assert_eq!(manifest, b"{}");
        assert_eq!(files.keys().collect::<Vec<_>>(), ["a/b.txt", MANIFEST, "z.txt"]);
        assert_eq!(files["a/b.txt"], sha256(b"one"));
        assert!(unzipped(b"PK").is_err() && unzipped(&bytes[..bytes.len() / 2]).is_err());
    }
}
