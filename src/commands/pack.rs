//! `isms pack`: the audit pack, and its verification.

mod verify;

use std::fs::File;
use std::io::BufReader;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::fonts::Fonts;
use super::memory::memory;
use super::session::{Opened, Place, Session};
use super::{Failure, Outcome, templates};
use crate::cli::{AudienceWord, PackArgs, PackCommand, StageWord};
use crate::edit;
use crate::load::{Loaded, SETTINGS_FILE, is_register_path, load};
use crate::model::date::Date;
use crate::pack::archive;
use crate::pack::manifest::{Item, MANIFEST, Made, Manifest};
use crate::pack::plan::{Audience, Stage};
use crate::pack::{self, Material, PackError};
use crate::render;
use crate::source::{EntryKind, GitRepository, GitTree, Source, Worktree};

/// As many files that differ are named; the others are counted.
const NAMED: usize = 5;

pub(super) fn run(session: &mut Session, args: &PackArgs) -> Result<Outcome, Failure> {
    if let Some(PackCommand::Verify { pack, fonts }) = &args.verify {
        return verify::run(session, pack, fonts.fonts.as_deref());
    }
    // The parser asks for it.
    let output = args.output.as_deref().unwrap_or(Path::new("audit-pack"));
    let target = session.cwd().join(output);
    refuse_to_overwrite(&target)?;
    let order = Order {
        stage: match args.stage {
            StageWord::One => Stage::One,
            StageWord::Two => Stage::Two,
            StageWord::Surveillance => Stage::Surveillance,
        },
        audience: match args.audience {
            AudienceWord::Auditor => Audience::Auditor,
            AudienceWord::Customer => Audience::Customer,
            AudienceWord::Public => Audience::Public,
        },
        at: args.at.clone(),
        since: args.since.clone(),
        as_of: session.as_of(),
        pdf: !args.no_pdf && render::HAS_PDF,
        fonts: args.fonts.fonts.clone(),
    };
    let (items, made) = make(session, &order)?;
    session.progress("");
    write(&target, &items)?;
    let draft = if made.draft.is_empty() { String::new() } else { format!(", marked as a draft: {}", made.draft.join("; ")) };
    let no_pdf = if render::HAS_PDF || args.no_pdf { "" } else { ", no PDF as this isms was built without it" };
    session.note(&format!("wrote {}: {} files{no_pdf}{draft}", output.display(), items.len()));
    Ok(Outcome::Clean)
}

/// What pack is wanted.
struct Order {
    stage: Stage,
    audience: Audience,
    at: Option<String>,
    since: Option<String>,
    as_of: Date,
    pdf: bool,
    fonts: Option<PathBuf>,
}

/// Where the files of a pack come from.
struct Origin {
    source: Box<dyn Source>,
    commit: Option<String>,
    tree: Option<String>,
    tags: Vec<String>,
    draft: Vec<String>,
}

/// The files of a pack and what they were made of.
fn make(session: &Session, order: &Order) -> Result<(Vec<Item>, Made), Failure> {
    let place = session.place()?;
    session.progress("reading the records");
    let origin = origin(&place, order.at.as_deref())?;
    let loaded = load(origin.source.as_ref())?;
    let shallow = place.repository.as_ref().is_some_and(GitRepository::is_shallow);
    let before = order.since.as_deref().map(|since| earlier(&place, since)).transpose()?;
    let opened = Opened { loaded: ManuallyDrop::new(loaded), place, commit: origin.commit.clone() };
    session.progress("asking the rules");
    let levels = session.levels(&opened, None)?;
    let report = session.check_on(&opened, &levels, order.as_of)?;
    let made = Made {
        organisation: opened.loaded.isms.settings.name.clone(),
        stage: order.stage.word().to_owned(),
        audience: order.audience.word().to_owned(),
        as_of: order.as_of,
        isms_version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: origin.commit,
        tree: origin.tree,
        tags: origin.tags,
        since: before.as_ref().map(|(commit, _)| commit.clone()),
        draft: origin.draft,
    };
    let templates = templates::read(origin.source.as_ref(), &opened.loaded.isms)?;
    let fonts = Fonts::of(session, order.fonts.as_deref())?;
    session.progress("reading the history");
    let provenance = session.provenance(&opened)?;
    let remembered = memory(&provenance, &opened.loaded, made.commit.as_deref(), made.since.as_deref());
    session.progress("writing the pages");
    let material = Material {
        loaded: &opened.loaded,
        source: origin.source.as_ref(),
        report: &report,
        levels: &levels,
        before: before.as_ref().map(|(_, loaded)| loaded),
        shallow,
        stage: order.stage,
        audience: order.audience,
        made: made.clone(),
        memory: remembered.as_ref(),
        templates: &templates,
        fonts: order.pdf.then_some(fonts.bytes.as_slice()),
    };
    let items = pack::make(&material).map_err(|error| match error {
        PackError::Pdf(error) => fonts.failure(&error),
        PackError::Template(_) => Failure::new(error.to_string()),
    })?;
    Ok((items, made))
}

/// The revision that was asked for; else the commit that is checked out, as long as the files on disk are the same; else these.
fn origin(place: &Place, at: Option<&str>) -> Result<Origin, Failure> {
    let prefix = place.prefix.trim_end_matches('/');
    let Some(repository) = &place.repository else {
        if let Some(at) = at {
            return Err(Failure::new(format!("{} is in no Git repository, so there is no revision {at}", place.root.display()))
                .help("leave `--at` out, or `git init` and commit first"));
        }
        let source = Box::new(Worktree::open(&place.root)?);
        return Ok(uncommitted(source, "its files are in no Git repository".to_owned()));
    };
    if let Some(at) = at {
        return Ok(committed(repository, repository.tree(at, prefix)?));
    }
    let worktree = Worktree::open(&place.root)?;
    let head = repository.head().map(|head| repository.tree(&head, prefix));
    let Some(Ok(tree)) = head else {
        return Ok(uncommitted(Box::new(worktree), "its files were never committed".to_owned()));
    };
    let differing = differing(&worktree, &tree)?;
    if differing.is_empty() {
        return Ok(committed(repository, tree));
    }
    let commit = tree.commit().unwrap_or_default();
    let named = differing.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = differing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let reason = format!("its files are not those of commit {}: {named}{more}", commit.get(..12).unwrap_or(commit));
    Ok(uncommitted(Box::new(worktree), reason))
}

fn uncommitted(source: Box<dyn Source>, reason: String) -> Origin {
    Origin { source, commit: None, tree: None, tags: Vec::new(), draft: vec![reason] }
}

fn committed(repository: &GitRepository, tree: GitTree) -> Origin {
    let commit = tree.commit().map(str::to_owned);
    let tags = commit.as_deref().map(|commit| repository.tags_of(commit)).unwrap_or_default();
    let draft = if tags.is_empty() { vec!["its commit has no tag".to_owned()] } else { Vec::new() };
    Origin { commit, tree: tree.tree().map(str::to_owned), tags, draft, source: Box::new(tree) }
}

fn earlier(place: &Place, since: &str) -> Result<(String, Loaded), Failure> {
    let repository = place.repository.as_ref().ok_or_else(|| {
        Failure::new(format!("{} is in no Git repository, so nothing is known of {since}", place.root.display()))
            .help("leave `--since` out")
    })?;
    let tree = repository.tree(since, place.prefix.trim_end_matches('/'))?;
    let commit = tree.commit().unwrap_or(since).to_owned();
    Ok((commit, load(&tree as &dyn Source)?))
}

/// The files that are not as they were committed, and the records that were never committed. A line end is no difference.
fn differing(worktree: &Worktree, tree: &GitTree) -> Result<Vec<String>, Failure> {
    let mut on_disk = worktree.reader()?;
    let mut in_git = tree.reader()?;
    let unix = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
    let mut found = Vec::new();
    let committed = tree.list()?;
    for entry in committed.iter().filter(|entry| matches!(entry.kind, EntryKind::File(_))) {
        let same = match (on_disk.read(&entry.path), in_git.read(&entry.path)) {
            (Ok(here), Ok(there)) => here == there || unix(&here) == unix(&there),
            // What is too large to be read is not part of a pack either.
            (Err(_), Err(_)) => true,
            _ => false,
        };
        if !same {
            found.push(entry.path.to_string());
        }
    }
    let new = worktree.list()?.into_iter().filter(|entry| is_register_path(&entry.path) || &*entry.path == SETTINGS_FILE);
    let is_new = |path: &str| committed.binary_search_by(|entry| (*entry.path).cmp(path)).is_err();
    found.extend(new.filter(|entry| is_new(&entry.path)).map(|entry| entry.path.to_string()));
    Ok(found)
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// A folder with anything but an older pack in it is left alone, and so is a file that is no pack.
fn refuse_to_overwrite(target: &Path) -> Result<(), Failure> {
    let taken = |what: &str| {
        Failure::new(format!("{} is there already and is no pack{what}", target.display()))
            .help("name a folder that does not exist yet or is empty, or a file that ends with .zip")
    };
    if is_zip(target) {
        let Ok(file) = File::open(target) else {
            return if target.exists() { Err(taken("")) } else { Ok(()) };
        };
        let is_pack = archive::unzipped(BufReader::new(file)).is_ok_and(|(manifest, _)| Manifest::parse(&manifest).is_ok());
        return if is_pack { Ok(()) } else { Err(taken("")) };
    }
    if !target.exists() {
        return Ok(());
    }
    let Ok(mut entries) = std::fs::read_dir(target) else { return Err(taken(", but a file")) };
    let is_pack = || std::fs::read(target.join(MANIFEST)).is_ok_and(|bytes| Manifest::parse(&bytes).is_ok());
    if entries.next().is_none() || is_pack() { Ok(()) } else { Err(taken(": there are other files in it")) }
}

fn write(target: &Path, items: &[Item]) -> Result<(), Failure> {
    if is_zip(target) {
        let bytes = archive::zipped(items).map_err(Failure::new)?;
        return edit::write(target, &bytes).map_err(Failure::new);
    }
    let files = items.iter().map(|item| (item.path.as_str(), item.bytes.as_slice()));
    edit::write_folder(target, files).map_err(Failure::new)
}
