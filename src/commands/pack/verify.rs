//! `isms pack verify`: is a pack what its manifest says, and what the commit that it names gives?

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use super::super::session::Session;
use super::super::{Failure, Outcome};
use super::{Order, make};
use crate::pack::manifest::{Difference, LARGEST_MANIFEST, MANIFEST, Manifest, differences, digest_of_file, sha256};
use crate::pack::plan::{Audience, Stage};
use crate::pack::{self, archive};
use crate::render;
use crate::source::{GitRepository, Source};

pub(super) fn run(session: &Session, pack: &Path, fonts: Option<&Path>) -> Result<Outcome, Failure> {
    let path = session.cwd().join(pack);
    let (manifest, files) = read(&path)?;
    let manifest = Manifest::parse(&manifest).map_err(|why| no_pack(pack, &why))?;
    let mut wrong: Vec<String> = differences(&manifest, &files).iter().map(words).collect();
    let count = manifest.files.len();
    if wrong.is_empty() {
        session.print(&format!(
            "{}: all {count} files are as the manifest says, digest {}\n",
            pack.display(),
            manifest.files_digest
        ))?;
        let (differs, note) = against_commit(session, &manifest, fonts)?;
        session.print(&format!("{note}\n"))?;
        wrong.extend(differs);
    }
    for line in &wrong {
        session.print(&format!("{line}\n"))?;
    }
    Ok(if wrong.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn no_pack(pack: &Path, why: &str) -> Failure {
    Failure::new(format!("{} is no pack: {why}", pack.display())).help("name the folder or the zip file that `isms pack -o` wrote")
}

/// The manifest and the digests of all files of a pack.
fn read(path: &Path) -> Result<(Vec<u8>, BTreeMap<String, String>), Failure> {
    if path.is_file() {
        let file = File::open(path).map_err(|error| no_pack(path, &crate::source::io_words(&error)))?;
        return archive::unzipped(BufReader::new(file)).map_err(|why| no_pack(path, &why));
    }
    if !path.is_dir() {
        return Err(no_pack(path, "there is no such file or folder"));
    }
    let mut manifest = Vec::new();
    File::open(path.join(MANIFEST))
        .and_then(|file| file.take(LARGEST_MANIFEST).read_to_end(&mut manifest))
        .map_err(|_| no_pack(path, &format!("there is no {MANIFEST} in it")))?;
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(path).min_depth(1) {
        let entry = entry.map_err(|error| no_pack(path, &error.to_string()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
        let name = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        // A link, or what cannot be read, is not the file that was packed.
        let digest = if entry.file_type().is_file() { File::open(entry.path()).and_then(digest_of_file).ok() } else { None };
        files.insert(name, digest.map(|(digest, _)| digest).unwrap_or_default());
    }
    Ok((manifest, files))
}

fn words(difference: &Difference) -> String {
    match difference {
        Difference::Missing(path) => format!("missing: {path}"),
        Difference::Changed(path) => format!("changed: {path}"),
        Difference::Extra(path) => format!("not listed: {path}"),
        Difference::List => "the list of files does not have the digest that the manifest names".to_owned(),
    }
}

/// Makes the pack again from the commit that it names, and tells what differs; and what was or could not be compared.
fn against_commit(session: &Session, manifest: &Manifest, fonts: Option<&Path>) -> Result<(Vec<String>, String), Failure> {
    let made = &manifest.pack;
    let Some(commit) = &made.commit else {
        return Ok((Vec::new(), "It was made of files that were not committed, so it cannot be made again.".to_owned()));
    };
    let Some(repository) = session.place().ok().and_then(|place| place.repository) else {
        return Ok((Vec::new(), format!("It names commit {commit}; verify it in a clone of the repository to compare them.")));
    };
    if repository.tree(commit, "").is_err() {
        return Ok((Vec::new(), format!("It names commit {commit}, which is not in this repository or clone.")));
    }
    let (Some(stage), Some(audience)) = (Stage::named(&made.stage), Audience::named(&made.audience)) else {
        return Ok((vec!["the manifest names a stage or an audience that does not exist".to_owned()], String::new()));
    };
    let same_program = made.isms_version == env!("CARGO_PKG_VERSION");
    if !same_program {
        let note =
            format!("It was made by isms {}, so only copies of files were compared with commit {commit}.", made.isms_version);
        return Ok((copies(session, &repository, manifest, commit)?, note));
    }
    let pdf = manifest.files.iter().find(|file| file.path == pack::PDF);
    let order = Order {
        stage,
        audience,
        at: Some(commit.clone()),
        since: made.since.clone(),
        as_of: made.as_of,
        pdf: pdf.is_some() && render::HAS_PDF,
        fonts: fonts.map(Path::to_path_buf),
    };
    let (items, _) = make(session, &order)?;
    session.progress("");
    let mut again: BTreeMap<String, String> = items.iter().map(|item| (item.path.clone(), sha256(&item.bytes))).collect();
    let mut besides = "";
    if let Some(pdf) = pdf.filter(|_| !render::HAS_PDF) {
        again.insert(pdf.path.clone(), pdf.sha256.clone());
        besides = " Its PDF was not made again, as this isms was built without it.";
    }
    let differs = differences(manifest, &again);
    let line = |difference: &Difference| match difference {
        Difference::Missing(path) => format!("not made from the commit: {path}"),
        Difference::Changed(path) => format!("other than the commit gives: {path}"),
        Difference::Extra(path) => format!("left out: {path}"),
        Difference::List => words(difference),
    };
    let note = if differs.is_empty() {
        format!("It is what commit {commit} gives, byte for byte.{besides}")
    } else {
        format!("It is not what commit {commit} gives.{besides}")
    };
    Ok((differs.iter().map(line).collect(), note))
}

/// The files of a pack that are no copies of the files that they name.
fn copies(session: &Session, repository: &GitRepository, manifest: &Manifest, commit: &str) -> Result<Vec<String>, Failure> {
    let place = session.place()?;
    let tree = repository.tree(commit, place.prefix.trim_end_matches('/'))?;
    let mut reader = tree.reader()?;
    let copies = manifest.files.iter().filter_map(|file| Some((file, file.source.as_deref()?)));
    let other = copies.filter(|(file, source)| reader.read(source).map_or(true, |bytes| sha256(&bytes) != file.sha256));
    Ok(other.map(|(file, source)| format!("{} is no copy of {source}", file.path)).collect())
}
