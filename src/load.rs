//! A source becomes a model: every file is read, understood as far as it can be, and placed.
//!
//! Loading is lenient. Broken content is a finding with a place; the record it stands in is still known, so that references to it do
//! not dangle. Only a tree that cannot be listed and settings that cannot be trusted stop the work.

mod arena;
mod content;
mod record;
mod references;
pub mod schema;
pub mod shape;
pub mod suggest;

pub(crate) use references::{successor, successors_in_words};

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::files::{Content, File, Files};
use crate::finding::{Finding, Fix};
use crate::model::{Data, Head, Isms, Kind, Registers, Settings, Unread};
use crate::source::{self, Entry, EntryKind, Excludes, Source};
use crate::syntax::{Problem, yaml};
use crate::text::{FileId, Locus, Place, Pointer, Span};
use crate::value::{Tree, decode};
pub(crate) use record::{form_of, sniff};

/// The file of the settings, at the root of the ISMS.
pub const SETTINGS_FILE: &str = "isms.yaml";

/// The folders in which every YAML and Markdown file is a record.
pub const REGISTER_FOLDERS: [&str; 3] = ["clauses", "annex-a", "approvals"];

/// So few files that starting threads would cost more than it saves.
const FEW: usize = 64;

/// A repository, read.
#[derive(Debug)]
pub struct Loaded {
    /// All files.
    pub files: Files,
    /// All records.
    pub isms: Isms,
    /// What could not be understood, or contradicts itself.
    pub findings: Vec<Finding>,
    /// Fields that a schema has refused: rules have nothing to add there.
    pub refused: Vec<(FileId, Pointer)>,
}

/// Why a repository cannot be read at all.
#[derive(Debug)]
pub enum LoadError {
    /// The tree cannot be listed, or there is no ISMS in it.
    Source(source::Error),
    /// The settings cannot be trusted; with the files, for showing where.
    Settings(Vec<Finding>, Files),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Source(error) => error.fmt(f),
            LoadError::Settings(..) => write!(f, "{SETTINGS_FILE} cannot be used as it is"),
        }
    }
}

impl std::error::Error for LoadError {}

impl From<source::Error> for LoadError {
    fn from(error: source::Error) -> Self {
        LoadError::Source(error)
    }
}

/// Reads a repository.
///
/// # Errors
/// Where the tree cannot be listed, has no settings, or settings that cannot be trusted.
pub fn load(source: &dyn Source) -> Result<Loaded, LoadError> {
    Ok(assemble(Understood::of(source, &|_| None)?))
}

/// Two states of a repository, read. Only the later one has to be sound: people compare with an earlier one to see what got better.
#[derive(Debug)]
pub struct Both {
    /// The earlier state, or why it cannot be read as an ISMS.
    pub before: Result<Loaded, LoadError>,
    /// The later state.
    pub after: Loaded,
}

/// Reads two states of a repository. What `same` says of a path and its later text is understood once and shared.
///
/// # Errors
/// Where the later state cannot be read; see [`load`].
pub fn load_both(before: &dyn Source, after: &dyn Source, same: &(dyn Fn(&str, &str) -> bool + Sync)) -> Result<Both, LoadError> {
    let after = Understood::of(after, &|_| None)?;
    let before =
        Understood::of(before, &|path| after.parsed_at(path).filter(|it| it.text.as_deref().is_some_and(|text| same(path, text))));
    Ok(Both { before: before.map(assemble), after: assemble(after) })
}

/// A tree with every file understood for itself, before they are put together.
struct Understood {
    entries: Vec<Entry>,
    parsed: Vec<Parsed>,
    settings: LoadedSettings,
}

impl Understood {
    /// Reads a tree, as far as a file is not known from another one.
    fn of<'k>(source: &dyn Source, known: &(dyn Fn(&str) -> Option<&'k Parsed> + Sync)) -> Result<Self, LoadError> {
        let mut entries = source.list()?;
        let settings = read_settings(source, &entries)?;
        if let Some(excludes) = &settings.excludes {
            entries.retain(|entry| !excludes.has(&entry.path) || &*entry.path == SETTINGS_FILE);
        }
        let mut parsed = read_all(source, &entries, known)?;
        content::look(source, &entries, &mut parsed);
        Ok(Understood { entries, parsed, settings })
    }

    fn parsed_at(&self, path: &str) -> Option<&Parsed> {
        let at = self.entries.binary_search_by(|entry| (*entry.path).cmp(path)).ok()?;
        self.parsed.get(at)
    }
}

/// The settings with what is needed to go on.
struct LoadedSettings {
    settings: Settings,
    tree: Arc<Tree>,
    excludes: Option<Excludes>,
}

fn read_settings(source: &dyn Source, entries: &[Entry]) -> Result<LoadedSettings, LoadError> {
    if !entries.iter().any(|entry| &*entry.path == SETTINGS_FILE) {
        let what = if entries.is_empty() { "it is empty" } else { "it has no isms.yaml" };
        return Err(LoadError::Source(source::Error::new(
            format!("there is no ISMS in {}: {what}", source.name()),
            "`isms init` makes one; `--root DIR` names another folder",
        )));
    }
    let unreadable = |words: String| {
        source::Error::new(format!("{SETTINGS_FILE} cannot be read: {words}"), "check the file and its permissions")
    };
    // Behind a link anything may stand, and a message about it would tell what.
    if entries.iter().any(|entry| &*entry.path == SETTINGS_FILE && !matches!(entry.kind, EntryKind::File(_))) {
        return Err(LoadError::Source(unreadable("it is no file".to_owned())));
    }
    let bytes = source.reader()?.read(SETTINGS_FILE).map_err(&unreadable)?.into_owned();
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))?;
    let text: Arc<str> = Arc::from(text);
    let (tree, problems) = yaml::parse(&text, Span::new(0, text.len()));
    let tree = tree.map(Arc::new);
    let file = File { path: Arc::from(SETTINGS_FILE), text: Some(text), tree: tree.clone(), content: None };
    let files = Files::new(vec![file]);
    let refuse = |problems: Vec<Problem>| {
        let findings = problems.into_iter().map(|problem| finding(FileId(0), None, problem, None)).collect();
        LoadError::Settings(findings, files.clone())
    };
    let Some(tree) = tree.filter(|_| problems.is_empty()) else { return Err(refuse(problems)) };
    let verdict = schema::of_settings().judge(&tree);
    if !verdict.problems.is_empty() {
        let renamed = verdict.problems.into_iter().map(|(_, problem)| Problem { code: settings_code(problem.code), ..problem });
        return Err(refuse(renamed.collect()));
    }
    let wrong =
        |pointer: String, message: String| refuse(vec![Problem::new("CFG-002", tree.span(&Pointer::from(pointer)), message)]);
    let settings: Settings = decode(tree.root(), &[]).map_err(|error| wrong(String::new(), error.to_string()))?;
    if let Some(version) = &settings.required_version {
        check_version(version).map_err(|message| {
            let span = tree.span(&Pointer::from("/required_version"));
            refuse(vec![Problem::new("CFG-004", span, message).help("install that version, or change `required_version`")])
        })?;
    }
    let excludes = Excludes::new(&settings.exclude)
        .map_err(|(at, reason)| wrong(format!("/exclude/{at}"), format!("this is no pattern for paths: {reason}")))?;
    let excludes = (!settings.exclude.is_empty()).then_some(excludes);
    Ok(LoadedSettings { settings, tree, excludes })
}

fn settings_code(code: &'static str) -> &'static str {
    if code == "SCHEMA-001" { "CFG-001" } else { "CFG-002" }
}

/// `0.1` accepts every `0.1.x`.
fn check_version(required: &str) -> Result<(), String> {
    let own = env!("CARGO_PKG_VERSION");
    let fits = own == required || own.strip_prefix(required).is_some_and(|rest| rest.starts_with('.'));
    if fits { Ok(()) } else { Err(format!("this repository asks for isms {required}, and this is isms {own}")) }
}

/// One file, understood.
#[derive(Debug, Default, Clone)]
struct Parsed {
    text: Option<Arc<str>>,
    tree: Option<Arc<Tree>>,
    record: Option<(Head, Data)>,
    unread: Option<(String, Option<Kind>)>,
    targets: Vec<&'static [shape::Target]>,
    problems: Vec<(Option<Pointer>, Problem)>,
    content: Option<Arc<Content>>,
}

impl Parsed {
    /// The same file in another tree.
    fn moved_to(&self, file: FileId) -> Parsed {
        let mut parsed = self.clone();
        if let Some((head, _)) = &mut parsed.record {
            head.file = file;
        }
        parsed
    }
}

fn read_all<'k>(
    source: &dyn Source,
    entries: &[Entry],
    known: &(dyn Fn(&str) -> Option<&'k Parsed> + Sync),
) -> Result<Vec<Parsed>, LoadError> {
    // Fails here, once, rather than in every thread.
    source.reader()?;
    let numbered: Vec<(FileId, &Entry)> =
        entries.iter().enumerate().map(|(at, entry)| (FileId(u32::try_from(at).unwrap_or(u32::MAX)), entry)).collect();
    let parse =
        |reader: &mut Option<Box<dyn source::Reader + '_>>, (file, entry): &(FileId, &Entry)| match (known(&entry.path), reader) {
            (Some(parsed), _) => parsed.moved_to(*file),
            (None, Some(reader)) => record::read(&mut **reader, *file, entry),
            (None, None) => Parsed::default(),
        };
    if numbered.len() < FEW {
        let mut reader = source.reader().ok();
        return Ok(numbered.iter().map(|entry| parse(&mut reader, entry)).collect());
    }
    Ok(numbered.par_iter().with_min_len(FEW / 2).map_init(|| source.reader().ok(), parse).collect())
}

fn assemble(understood: Understood) -> Loaded {
    let Understood { entries, parsed, settings } = understood;
    let mut findings = Vec::new();
    let mut refused = Vec::new();
    let mut registers = Registers::default();
    let mut keys: Vec<(Kind, usize)> = Vec::new();
    let mut targets: Vec<Vec<&'static [shape::Target]>> = Vec::new();
    let mut unread = Vec::new();
    let mut files = Vec::with_capacity(entries.len());
    let mut settings_file = None;
    for (at, (entry, mut parsed)) in entries.iter().zip(parsed).enumerate() {
        let file = FileId(u32::try_from(at).unwrap_or(u32::MAX));
        if &*entry.path == SETTINGS_FILE {
            settings_file = Some(file);
            parsed.text = Some(Arc::clone(settings.tree.text()));
            parsed.tree = Some(Arc::clone(&settings.tree));
        }
        let id = parsed.record.as_ref().map(|(head, _)| &*head.id);
        let id = id.or(parsed.unread.as_ref().map(|(id, _)| id.as_str())).filter(|id| !id.is_empty());
        for (pointer, problem) in parsed.problems {
            if let Some(pointer) = &pointer {
                refused.push((file, pointer.clone()));
            }
            findings.push(finding(file, pointer, problem, id.map(str::to_owned)));
        }
        if let Some((id, kind)) = parsed.unread {
            unread.push(Unread { id, kind, file });
        }
        if let Some((head, data)) = parsed.record {
            let kind = head.kind;
            keys.push((kind, registers.push(head, data)));
            targets.push(parsed.targets);
        }
        files.push(File { path: Arc::clone(&entry.path), text: parsed.text, tree: parsed.tree, content: parsed.content });
    }
    findings.extend(clashing_names(&entries));
    let mut isms = Isms::new(settings.settings, registers, &keys, unread);
    isms.settings_file = settings_file;
    let files = Files::new(files);
    let heads: Vec<&Head> = keys.iter().map(|key| isms.record_at(*key)).collect();
    findings.extend(references::duplicates(&isms, &heads, &files));
    findings.extend(references::dangling(&isms, &heads, &targets));
    Loaded { files, isms, findings, refused }
}

/// A problem of a file as a finding.
fn finding(file: FileId, pointer: Option<Pointer>, problem: Problem, record: Option<String>) -> Finding {
    let mut finding = Finding::new(problem.code, Locus::bytes(file, problem.span), problem.message);
    finding.help = problem.help;
    finding.fix = problem.instead.map(|text| Fix::Write(text.into_string()));
    finding.record = record;
    if let Some((span, text)) = problem.also {
        finding.also(Locus { file, place: Place::Bytes(span) }, text);
    }
    if let Some(pointer) = pointer {
        finding.about(pointer.as_str());
    }
    finding
}

/// Paths that are one file on Windows and macOS.
fn clashing_names(entries: &[Entry]) -> Vec<Finding> {
    let mut seen: HashMap<String, FileId> = HashMap::new();
    let mut findings = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let file = FileId(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(first) = seen.insert(entry.path.to_lowercase(), file) {
            let other = &entries[first.0 as usize].path;
            let message = format!("{} and {other} differ only in upper and lower case", entry.path);
            let mut finding = Finding::new("REPO-009", Locus::whole(file), message);
            finding.help("rename one: on Windows and macOS they are one file, and one of the two is lost");
            finding.also(Locus::whole(first), "the other one");
            findings.push(finding);
        }
    }
    findings
}

/// A record alone, as a text says it; nothing where it is none or is not understood. Places in it are places in that text.
#[must_use]
pub fn record_in(path: &str, text: &str) -> Option<Head> {
    record::alone(path, text)
}

/// Whether a file is inside the folders where everything is a record.
#[must_use]
pub fn is_register_path(path: &str) -> bool {
    REGISTER_FOLDERS.iter().any(|register| path.strip_prefix(register).is_some_and(|rest| rest.starts_with('/')))
}

/// A text for a message: one line, not too long.
pub(crate) fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
