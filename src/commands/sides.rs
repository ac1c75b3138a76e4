//! Two states of the same documents, and what differs: what `diff` and `review` have in common.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;

use super::session::{Place, Session};
use super::{Failure, read_at_most};
use crate::load::{Both, Loaded, SETTINGS_FILE, load_both};
use crate::review::{Diff, OwnWords, Page, State, compare};
use crate::source::{Entry, EntryKind, Excludes, FILE_LIMIT, GitRepository, GitTree, Source, Worktree};

/// Two states, and what differs.
pub(super) struct Sides {
    /// The earlier one.
    pub(super) before: Side,
    /// The later one.
    pub(super) after: Side,
    /// What differs.
    pub(super) diff: Diff,
    /// Both as an ISMS, where the later one is one.
    pub(super) isms: Option<Both>,
}

/// One state, by the names there are for it.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// The one people have for it.
    pub(super) name: String,
    /// The id of the commit, where it is one.
    pub(super) commit: Option<String>,
}

impl Side {
    fn of(tree: &GitTree, name: impl Into<String>) -> Self {
        Side { name: name.into(), commit: tree.commit().map(str::to_owned) }
    }

    fn named(name: impl Into<String>) -> Self {
        Side { name: name.into(), commit: None }
    }
}

/// Two files or two folders.
pub(super) fn files(session: &Session, before: &Path, after: &Path) -> Result<Sides, Failure> {
    let side = |path: &Path| Side::named(path.display().to_string());
    let (old, new) = (session.cwd().join(before), session.cwd().join(after));
    match (old.is_dir(), new.is_dir()) {
        (true, true) => {
            let (old, new) = (Worktree::open(&old)?, Worktree::open(&new)?);
            let trees = Trees { before: &old, after: &new, sameness: Sameness::Unknown, left_out: Excludes::none() };
            trees.compared(side(before), side(after), session)
        }
        (false, false) => {
            let (old, new) = (page(&old, after)?, page(&new, after)?);
            Ok(Sides { before: side(before), after: side(after), diff: compare(&[old], &[new]), isms: None })
        }
        _ => Err(Failure::new("one side is a folder and the other is not").help("name two files or two folders")),
    }
}

/// A file alone; both sides carry the name of the later one, so that they are one document.
fn page(path: &Path, named: &Path) -> Result<Page, Failure> {
    let bytes = read_at_most(path, FILE_LIMIT)
        .map_err(|why| Failure::new(format!("cannot read {}: {why}", path.display())).help("name two files or two folders"))?;
    Ok(Page::read(&named.display().to_string(), &String::from_utf8_lossy(&bytes)))
}

/// Two revisions, or a revision and the files on disk.
pub(super) fn revisions(session: &Session, range: &str) -> Result<Sides, Failure> {
    let place = session.place()?;
    let repository = repository(&place)?;
    let tree = |revision: &str| repository.tree(revision, place.prefix.trim_end_matches('/'));
    let head = |revision: &str| if revision.is_empty() { "HEAD".to_owned() } else { revision.to_owned() };
    if let Some((before, after)) = range.split_once("...") {
        let (before, after) = (head(before), head(after));
        let old = tree(&repository.merge_base(&before, &after)?)?;
        let new = tree(&after)?;
        return both_in_git((&old, format!("{before}...{after}")), (&new, after), session);
    }
    if let Some((before, after)) = range.split_once("..") {
        let (before, after) = (head(before), head(after));
        return both_in_git((&tree(&before)?, before), (&tree(&after)?, after), session);
    }
    on_disk(range, &tree(range)?, &place, repository, session)
}

/// The repository around a place; both states come from it.
pub(super) fn repository(place: &Place) -> Result<&GitRepository, Failure> {
    place.repository.as_ref().ok_or_else(|| {
        Failure::new(format!("{} is not in a Git repository, so there is nothing to compare with", place.root.display()))
            .help("name two files or folders: isms diff --files BEFORE AFTER")
    })
}

fn both_in_git(before: (&GitTree, String), after: (&GitTree, String), session: &Session) -> Result<Sides, Failure> {
    let sameness = Sameness::Objects(before.0, after.0);
    let trees = Trees { before: before.0, after: after.0, sameness, left_out: Excludes::none() };
    trees.compared(Side::of(before.0, before.1), Side::of(after.0, after.1), session)
}

fn on_disk(revision: &str, old: &GitTree, place: &Place, repository: &GitRepository, session: &Session) -> Result<Sides, Failure> {
    if repository.root().is_none() {
        return Err(Failure::new("a bare repository has no files to compare with").help("name two revisions: isms diff A..B"));
    }
    let new = Worktree::open(&place.root)?;
    let trees = Trees { before: old, after: &new, sameness: Sameness::Content(old), left_out: ignored(&place.root) };
    trees.compared(Side::of(old, revision), Side::named("files on disk"), session)
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

/// How to tell, without understanding it, that a file is the same on both sides.
enum Sameness<'t> {
    /// By the ids of the objects in two trees of Git.
    Objects(&'t GitTree, &'t GitTree),
    /// By the id that Git would give the later text.
    Content(&'t GitTree),
    /// Not at all.
    Unknown,
}

impl Sameness<'_> {
    /// Whether a file is the same, where that can be told from its path alone.
    fn of_path(&self, path: &str) -> Option<bool> {
        match self {
            Sameness::Objects(before, after) => Some(before.agrees_with(after, path)),
            Sameness::Content(before) => (!before.has(path)).then_some(false),
            Sameness::Unknown => Some(false),
        }
    }

    fn of_text(&self, path: &str, text: &str) -> bool {
        self.of_path(path).unwrap_or_else(|| matches!(self, Sameness::Content(before) if before.holds(path, text.as_bytes())))
    }
}

/// Two trees.
struct Trees<'t> {
    before: &'t dyn Source,
    after: &'t dyn Source,
    sameness: Sameness<'t>,
    /// New files that are no part of the later tree.
    left_out: Excludes,
}

impl Trees<'_> {
    fn compared(&self, before: Side, after: Side, session: &Session) -> Result<Sides, Failure> {
        let documents = Documents::of(self.before, self.after)?;
        let has_settings = self.after.list()?.iter().any(|entry| &*entry.path == SETTINGS_FILE);
        let same = |path: &str, text: &str| self.sameness.of_text(path, text);
        let isms = if has_settings { Some(load_both(self.before, self.after, &same)?) } else { None };
        let (old, new) = self.pages(&documents, isms.as_ref())?;
        let mut diff = compare(&old, &new);
        if let Some(Both { before: Ok(before), after }) = &isms {
            diff.follow(state(before), state(after), session.as_of());
        }
        Ok(Sides { before, after, diff, isms })
    }

    /// The documents that are not the same on both sides.
    fn pages(&self, documents: &Documents, isms: Option<&Both>) -> Result<(Vec<Page>, Vec<Page>), Failure> {
        let wanted =
            |path: &str| !self.left_out.has(path) || matches!(&self.sameness, Sameness::Content(before) if before.has(path));
        let mut unchanged = HashSet::new();
        let known = |path: &str| {
            let files = isms.map(|both| &both.after.files)?;
            files.find(path).and_then(|file| files.get(file)?.text.clone())
        };
        let own = isms.map(|both| OwnWords::of(&both.after.isms.settings.words)).unwrap_or_default();
        let mut after = Vec::new();
        let mut reader = self.after.reader()?;
        for entry in self.after.list()?.into_iter().filter(|entry| documents.has(entry) && wanted(&entry.path)) {
            let by_path = self.sameness.of_path(&entry.path);
            if by_path == Some(true) {
                unchanged.insert(entry.path);
                continue;
            }
            let known = known(&entry.path);
            let text = match &known {
                Some(text) => Cow::Borrowed(&**text),
                None => read(&mut *reader, &entry, self.after)?,
            };
            if by_path.is_none() && self.sameness.of_text(&entry.path, &text) {
                unchanged.insert(entry.path);
            } else {
                after.extend(document(&entry, &text, &own));
            }
        }
        let mut before = Vec::new();
        let mut reader = self.before.reader()?;
        for entry in self.before.list()?.into_iter().filter(|entry| documents.has(entry) && !unchanged.contains(&entry.path)) {
            before.extend(document(&entry, &read(&mut *reader, &entry, self.before)?, &own));
        }
        Ok((before, after))
    }
}

fn state(loaded: &Loaded) -> State<'_> {
    State { isms: &loaded.isms, files: &loaded.files }
}

fn read<'r>(reader: &'r mut dyn crate::source::Reader, entry: &Entry, source: &dyn Source) -> Result<Cow<'r, str>, Failure> {
    let bytes = reader.read(&entry.path).map_err(|why| {
        Failure::new(format!("cannot read {} in {}: {why}", entry.path, source.name())).help("nothing was compared")
    })?;
    Ok(Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()))
}

/// A file, where it is a document: every Markdown file, and in an ISMS every YAML record and the settings.
fn document(entry: &Entry, text: &str, own: &OwnWords) -> Option<Page> {
    let page = Page::read_with(&entry.path, text, own);
    (page.is_markdown() || page.is_record() || &*entry.path == SETTINGS_FILE).then_some(page)
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

    fn has(&self, entry: &Entry) -> bool {
        let suffix = entry.path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let known = match suffix.as_str() {
            "md" | "markdown" => true,
            "yaml" | "yml" => self.records,
            _ => false,
        };
        known && matches!(entry.kind, EntryKind::File(_)) && !entry.lossy && !self.excludes.has(&entry.path)
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
