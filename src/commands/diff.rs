//! `isms diff`: what a change of documents means.

use super::session::Session;
use super::{Failure, Outcome, sides};
use crate::cli::{DiffArgs, DiffFormat};
use crate::output::diff::{Compared, json, markdown, text};
<<<<<<< HEAD
use crate::review::{Diff, Page, compare};
use crate::source::{Entry, EntryKind, Excludes, GitRepository, GitTree, Source, Worktree};

/// Two trees, by the names people have for them, and what differs.
struct Sides {
    before: String,
    after: String,
    diff: Diff,
}
=======
>>>>>>> main

pub(super) fn run(session: &mut Session, args: &DiffArgs) -> Result<Outcome, Failure> {
    let sides = match args.files.as_deref() {
        Some([before, after]) => sides::files(session, before, after)?,
        _ => sides::revisions(session, &args.range)?,
    };
    let compared = Compared { before: &sides.before.name, after: &sides.after.name, diff: &sides.diff };
    let shown = match args.format {
        DiffFormat::Text => text(&compared, session.look(&std::io::stdout())),
        DiffFormat::Markdown => markdown(&compared),
        DiffFormat::Json => json(&compared),
    };
    session.print(&shown)?;
    Ok(Outcome::Clean)
}
<<<<<<< HEAD

/// Two files or two folders.
fn files(session: &Session, before: &Path, after: &Path) -> Result<Sides, Failure> {
    let name = |path: &Path| path.display().to_string();
    let (old, new) = (session.cwd().join(before), session.cwd().join(after));
    let (old, new) = match (old.is_dir(), new.is_dir()) {
        (true, true) => {
            let (old, new) = (Worktree::open(&old)?, Worktree::open(&new)?);
            let documents = Documents::of(&old, &new)?;
            (pages(&old, &documents, &|_| true)?, pages(&new, &documents, &|_| true)?)
        }
        (false, false) => (vec![page(&old, after)?], vec![page(&new, after)?]),
        _ => return Err(Failure::new("one side is a folder and the other is not").help("name two files or two folders")),
    };
    Ok(sides(name(before), name(after), &old, &new))
}

/// A file alone; both sides carry the name of the later one, so that they are one document.
fn page(path: &Path, named: &Path) -> Result<Page, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())).help("name two files or two folders"))?;
    Ok(Page::read(&named.display().to_string(), &String::from_utf8_lossy(&bytes)))
}

/// Two revisions, or a revision and the files on disk.
fn revisions(session: &Session, range: &str) -> Result<Sides, Failure> {
    let place = session.place()?;
    let repository = place.repository.as_ref().ok_or_else(|| {
        Failure::new(format!("{} is not in a Git repository, so there is nothing to compare with", place.root.display()))
            .help("name two files or folders: isms diff --files BEFORE AFTER")
    })?;
    let tree = |revision: &str| repository.tree(revision, place.prefix.trim_end_matches('/'));
    let head = |revision: &str| if revision.is_empty() { "HEAD".to_owned() } else { revision.to_owned() };
    if let Some((before, after)) = range.split_once("...") {
        let (before, after) = (head(before), head(after));
        let base = tree(&repository.merge_base(&before, &after)?)?;
        return both_in_git(format!("{before}...{after}"), after.clone(), &base, &tree(&after)?);
    }
    if let Some((before, after)) = range.split_once("..") {
        let (before, after) = (head(before), head(after));
        return both_in_git(before.clone(), after.clone(), &tree(&before)?, &tree(&after)?);
    }
    on_disk(range, &tree(range)?, &place, repository)
}

/// Only files whose content differs are read.
fn both_in_git(before: String, after: String, old: &GitTree, new: &GitTree) -> Result<Sides, Failure> {
    let documents = Documents::of(old, new)?;
    let differs = |path: &str| old.object(path) != new.object(path);
    Ok(sides(before, after, &pages(old, &documents, &differs)?, &pages(new, &documents, &differs)?))
}

fn on_disk(revision: &str, old: &GitTree, place: &Place, repository: &GitRepository) -> Result<Sides, Failure> {
    if repository.root().is_none() {
        return Err(Failure::new("a bare repository has no files to compare with").help("name two revisions: isms diff A..B"));
    }
    let new = Worktree::open(&place.root)?;
    let documents = Documents::of(old, &new)?;
    let ignored = ignored(&place.root);
    let wanted = |path: &str| old.object(path).is_some() || !ignored.has(path);
    Ok(sides(
        revision.to_owned(),
        "files on disk".to_owned(),
        &pages(old, &documents, &|_| true)?,
        &pages(&new, &documents, &wanted)?,
    ))
}

/// What `.gitignore` beside the documents leaves out. Its exceptions (`!`) are not obeyed: they would only show more.
fn ignored(root: &Path) -> Excludes {
    let text = std::fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!']));
    let patterns = lines.flat_map(|line| {
        let bare = line.trim_start_matches('/').trim_end_matches('/');
        let anywhere = (!line.trim_end_matches('/').contains('/')).then(|| format!("**/{bare}"));
        [Some(bare.to_owned()), anywhere].into_iter().flatten()
    });
    Excludes::new(&patterns.collect::<Vec<_>>()).unwrap_or_else(|_| Excludes::none())
}

fn sides(before: String, after: String, old: &[Page], new: &[Page]) -> Sides {
    Sides { before, after, diff: compare(old, new) }
}

/// What counts as a document.
struct Documents {
    /// Whether YAML records do: in an ISMS.
    records: bool,
    /// What the settings leave out.
    excludes: Excludes,
}

impl Documents {
    /// The rules of two trees that are compared: the settings of the later one, else of the earlier one.
    fn of(before: &dyn Source, after: &dyn Source) -> Result<Self, Failure> {
        let settings = match settings(after)? {
            Some(settings) => Some(settings),
            None => settings(before)?,
        };
        let Some(settings) = settings else { return Ok(Documents { records: false, excludes: Excludes::none() }) };
        let excludes = Excludes::new(&settings.texts("exclude"))
            .map_err(|(_, why)| Failure::new(format!("`exclude` of {SETTINGS_FILE} holds what is no pattern for paths: {why}")))?;
        Ok(Documents { records: true, excludes })
    }

    fn has(&self, path: &str) -> bool {
        let suffix = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let known = match suffix.as_str() {
            "md" | "markdown" => true,
            "yaml" | "yml" => self.records,
            _ => false,
        };
        known && !self.excludes.has(path)
    }
}

fn settings(source: &dyn Source) -> Result<Option<Page>, Failure> {
    let is_settings = |entry: &Entry| &*entry.path == SETTINGS_FILE && matches!(entry.kind, EntryKind::File(_));
    if !source.list()?.iter().any(is_settings) {
        return Ok(None);
    }
    let mut reader = source.reader()?;
    let bytes = reader.read(SETTINGS_FILE).map_err(|why| Failure::new(format!("cannot read {SETTINGS_FILE}: {why}")))?;
    Ok(Some(Page::read(SETTINGS_FILE, &String::from_utf8_lossy(&bytes))))
}

/// The documents of a tree: every Markdown file, and in an ISMS every YAML record and the settings.
fn pages(source: &dyn Source, documents: &Documents, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Page>, Failure> {
    let mut reader = source.reader()?;
    let mut pages = Vec::new();
    for entry in source.list()? {
        let file = matches!(entry.kind, EntryKind::File(_)) && !entry.lossy;
        if !file || !documents.has(&entry.path) || !wanted(&entry.path) {
            continue;
        }
        let bytes = reader.read(&entry.path).map_err(|why| {
            Failure::new(format!("cannot read {} in {}: {why}", entry.path, source.name())).help("nothing was compared")
        })?;
        let page = Page::read(&entry.path, &String::from_utf8_lossy(&bytes));
        if page.is_markdown() || page.is_record() || &*entry.path == SETTINGS_FILE {
            pages.push(page);
        }
    }
    Ok(pages)
}
=======
>>>>>>> main
