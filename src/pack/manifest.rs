//! The manifest: every file of a pack with its size and digest, and what the pack was made of.

use std::collections::BTreeMap;
use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::model::date::Date;

/// The name of the manifest in a pack.
pub const MANIFEST: &str = "manifest.json";

/// No manifest has more bytes: 64 MiB.
pub const LARGEST_MANIFEST: u64 = 64 << 20;

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path in the pack, with `/` between the parts.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The file of the repository that it is a copy of, where it is one: its path below the root of the ISMS.
    pub source: Option<String>,
}

/// What a pack was made of, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Whose ISMS it is.
    pub organisation: String,
    /// The audit it is for: `1`, `2` or `surveillance`.
    pub stage: String,
    /// Who reads it: `auditor`, `customer` or `public`.
    pub audience: String,
    /// The day that dates were judged by.
    pub as_of: Date,
    /// The version of the program that made it.
    pub isms_version: String,
    /// The commit it was made of; nothing where files were not committed.
    pub commit: Option<String>,
    /// The Git tree of that commit.
    pub tree: Option<String>,
    /// The tags of that commit.
    pub tags: Vec<String>,
    /// The commit that changes are told since.
    pub since: Option<String>,
    /// Why it is a draft; empty where it is none.
    pub draft: Vec<String>,
}

/// A line of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The path in the pack.
    pub path: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The SHA-256 of the bytes in hexadecimal digits.
    pub sha256: String,
    /// The file of the repository that it is a copy of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The manifest of a pack. It lists every file but itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// 1; it only grows.
    pub schema_version: u32,
    /// What was packed.
    pub pack: Made,
    /// One number for all files, to read aloud: see [`digest_of`].
    pub files_digest: String,
    /// The files, sorted by path.
    pub files: Vec<Entry>,
}

impl Manifest {
    /// The manifest of some files, which must be sorted by path.
    #[must_use]
    pub fn of(pack: Made, items: &[Item]) -> Self {
        let entry = |item: &Item| Entry {
            path: item.path.clone(),
            bytes: item.bytes.len() as u64,
            sha256: sha256(&item.bytes),
            source: item.source.clone(),
        };
        let files: Vec<Entry> = items.iter().map(entry).collect();
        Manifest { schema_version: 1, pack, files_digest: digest_of(&files), files }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        // Plain data cannot fail to serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads one.
    ///
    /// # Errors
    /// A sentence that says why it is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| format!("it is no manifest of a pack: {error}"))?;
        match (manifest.schema_version, manifest.files.iter().find(|file| leads_elsewhere(&file.path))) {
            (1, None) => Ok(manifest),
            (1, Some(file)) => Err(format!("its manifest lists {:?}, which is no path in a pack", file.path)),
            (other, _) => Err(format!("its form is {other}, and this version of isms reads form 1")),
        }
    }
}

/// The SHA-256 of the lines that `sha256sum` prints for all files in the order of their paths.
#[must_use]
pub fn digest_of(files: &[Entry]) -> String {
    let mut all = Sha256::new();
    for file in files {
        all.update(format!("{}  {}\n", file.sha256, file.path).as_bytes());
    }
    data_encoding::HEXLOWER.encode(&all.finalize())
}

/// The SHA-256 of some bytes in hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The SHA-256 of what is read, and how many bytes that was, without keeping them.
///
/// # Errors
/// Where it cannot be read.
pub fn digest_of_file(mut file: impl Read) -> io::Result<(String, u64)> {
    let mut all = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((data_encoding::HEXLOWER.encode(&all.finalize()), size)),
            Ok(count) => {
                all.update(&buffer[..count]);
                size += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether a path could name anything but a file below the folder of a pack, on any computer. Packs are made of plain names.
#[must_use]
pub fn leads_elsewhere(path: &str) -> bool {
    let is_no_name = |part: &str| matches!(part, "" | "." | "..");
    path.split('/').any(is_no_name) || path.contains(|letter: char| matches!(letter, '\\' | ':') || letter.is_control())
}

/// How a file differs from what a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is listed and not there.
    Missing(String),
    /// Its bytes are others.
    Changed(String),
    /// It is there and not listed.
    Extra(String),
    /// The list itself does not have the digest that it names.
    List,
}

/// What differs between a manifest and files, in the order of their paths.
#[must_use]
pub fn differences(manifest: &Manifest, files: &BTreeMap<String, String>) -> Vec<Difference> {
    let mut found = Vec::new();
    if manifest.files_digest != digest_of(&manifest.files) {
        found.push(Difference::List);
    }
    let listed: BTreeMap<&str, &str> = manifest.files.iter().map(|entry| (entry.path.as_str(), entry.sha256.as_str())).collect();
    let mut paths: Vec<&str> =
        listed.keys().copied().chain(files.keys().map(String::as_str)).filter(|path| *path != MANIFEST).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        match (listed.get(path), files.get(path)) {
            (Some(wanted), Some(got)) if wanted == got => {}
            (Some(_), Some(_)) => found.push(Difference::Changed(path.to_owned())),
            (Some(_), None) => found.push(Difference::Missing(path.to_owned())),
            (None, _) => found.push(Difference::Extra(path.to_owned())),
        }
    }
    found
}
