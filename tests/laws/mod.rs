//! What holds for every input, whoever wrote it: the laws that the tests try on chosen inputs, and the targets in `fuzz/` on found ones.
//!
//! A law takes any bytes and panics where it is broken. Where it wants two texts, a line `===` stands between them.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test uses some of it, and the targets all of it from outside")]

mod documents;
mod tables;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use isms::check::{Levels, run};
use isms::load::{Loaded, load};
use isms::model::Kind;
use isms::model::date::Date;
use isms::output::terminal::{Look, excerpts, lines, statistics, summary};
use isms::output::{Run, copy, github, gitlab, json, junit, markdown as findings, rdjson, sarif};
use isms::pack::archive;
use isms::pack::manifest::{Manifest, differences};
use isms::query::{Condition, Message, Others, Records};
use isms::render::{self, Templates};
use isms::report::document::Document;
use isms::review::{Change, Diff, Page, Side, compare};
use isms::source::{Memory, Source, Worktree};
use isms::syntax::{markdown, yaml};
use isms::text::splice::{as_written, is_in_a_block, spliced};
use isms::text::{LineIndex, Pointer, Span};
use isms::value::{Tree, Type, Value};

use documents::documents;
pub use tables::{comes_back_elsewhere, comes_back_the_same, table};

/// Takes any bytes, and panics where it is broken.
pub type Law = fn(&[u8]);

/// All of them, by the names of their targets.
pub const LAWS: [(&str, Law); 9] = [
    ("yaml", yaml),
    ("document", document),
    ("record", record),
    ("expression", expression),
    ("edit", edit),
    ("copy", copy),
    ("diff", diff),
    ("pack", pack),
    ("table", table),
];

/// The day that dates are judged by.
pub fn today() -> Date {
    "2026-06-30".parse().unwrap()
}

/// A folder of this repository, from wherever a test stands in it.
pub fn folder(path: &str) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().map(|above| above.join(path)).find(|folder| folder.is_dir()).unwrap()
}

/// The files below a folder of this repository.
pub fn files(path: &str) -> Vec<(String, Vec<u8>)> {
    let source = Worktree::open(&folder(path)).unwrap();
    let mut reader = source.reader().unwrap();
    let entries = source.list().unwrap();
    entries.iter().map(|entry| (entry.path.to_string(), reader.read(&entry.path).unwrap().into_owned())).collect()
}

/// The small repository of the tests.
static BASE: LazyLock<Memory> = LazyLock::new(|| files("tests/fixtures/base").into_iter().collect());

/// The text of some bytes, with a sign where they are none.
fn text(bytes: &[u8]) -> Arc<str> {
    Arc::from(String::from_utf8_lossy(bytes))
}

/// The two texts that a law wants.
fn two(bytes: &[u8]) -> (String, String) {
    let text = text(bytes);
    let (one, other) = text.split_once("\n===\n").unwrap_or((&text, ""));
    (one.to_owned(), other.to_owned())
}

/// The structure of a text without mistakes.
pub fn parse(text: &str) -> Option<Tree> {
    let text: Arc<str> = Arc::from(text);
    let (tree, problems) = yaml::parse(&text, Span::new(0, text.len()));
    tree.filter(|_| problems.is_empty())
}

/// YAML is read the same both ways, a text is understood or refused with a reason, and where a value is said to stand it stands.
pub fn yaml(bytes: &[u8]) {
    let text = text(bytes);
    let whole = Span::new(0, text.len());
    both_ways_agree(&text, whole);
    let (tree, problems) = yaml::parse(&text, whole);
    assert!(tree.is_some() || !problems.is_empty());
    for problem in &problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
    if let Some(tree) = tree.filter(|_| problems.is_empty()) {
        every_place_holds_its_value(&text, &tree);
    }
}

/// Whether the text goes the short way; then the full parser must build the same arena: every node with its type, its content and its
/// place, in one order.
pub fn both_ways_agree(text: &Arc<str>, part: Span) -> bool {
    let Some(short) = yaml::parse_plain(text, part) else { return false };
    let (full, problems) = yaml::parse_in_full(text, part);
    assert_eq!(problems, [], "{text:?}");
    assert_eq!(format!("{:?}", Some(short)), format!("{full:?}"), "{text:?}");
    true
}

/// Every value below a value, with its pointer.
fn walk<'t>(value: Value<'t>, pointer: &Pointer, found: &mut Vec<(Pointer, Value<'t>)>) {
    found.push((pointer.clone(), value));
    value.items().enumerate().for_each(|(at, item)| walk(item, &pointer.join(at), found));
    value.entries().for_each(|(key, value)| walk(value, &pointer.join(key.scalar().unwrap()), found));
}

/// Every value of a tree, with its pointer.
fn values(tree: &Tree) -> Vec<(Pointer, Value<'_>)> {
    let mut found = Vec::new();
    walk(tree.root(), &Pointer::ROOT, &mut found);
    found
}

/// Cut out at its place and read again, every value is itself. Answers with how many were. What is not written has no place, and what
/// holds it ends before it; so do blanks that a block keeps at its end. An alias says nothing alone.
pub fn every_place_holds_its_value(text: &str, tree: &Tree) -> usize {
    if text.contains(['&', '*']) {
        return 0;
    }
    let lines = LineIndex::new(text);
    let mut held = 0;
    for (pointer, value) in values(tree) {
        let span = if pointer == Pointer::ROOT { value.span() } else { tree.span(&pointer) };
        assert!(text.get(span.range()).is_some(), "{pointer} of {text:?}");
        if ends_elsewhere(value) {
            continue;
        }
        // A text on several lines is itself where the lines are folded in the same way; that of a block has only the same words, since
        // it is placed at its first one, without the sign that makes it a block.
        let is_block = is_in_a_block(&text[..span.start as usize]);
        if value.ty() == Type::String && (is_block || span.of(text).contains(['\n', '\r'])) {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_itself = || parse(span.of(text)).is_some_and(|again| again.root() == value);
            assert!(words(span.of(text)) == words(value.scalar().unwrap()) || is_itself(), "{pointer} of {text:?}");
            continue;
        }
        let indent = " ".repeat(lines.position(span.start).column - 1);
        let again = parse(&format!("{indent}{}\n", span.of(text)));
        // A pair in brackets may be written as it may be nowhere else; a list that stands no further in than its key begins behind its
        // first dash.
        let brackets = || parse(&format!("[{}\n]", span.of(text))).is_some_and(|list| list.root().items().next() == Some(value));
        let dash = || from_its_dash(text, span).and_then(|list| parse(&list)).is_some_and(|list| list.root() == value);
        let holds = again.is_some_and(|again| again.root() == value) || brackets() || dash();
        assert!(holds, "{pointer} of {text:?} is {:?}", span.of(text));
        held += 1;
    }
    held
}

/// A list whose place begins behind its first dash, as it is written from the dash on.
fn from_its_dash(text: &str, list: Span) -> Option<String> {
    let is_dashed = |line: &&str| line.trim_start_matches(' ').starts_with('-');
    let dashed = text[..list.start as usize].split_inclusive('\n').rfind(is_dashed)?;
    let start = dashed.as_ptr() as usize - text.as_ptr() as usize;
    Some(format!("{}\n", &text[start..list.end as usize]))
}

/// Whether a value, or one in it, is not written, or ends with more than a line end.
fn ends_elsewhere(value: Value<'_>) -> bool {
    let end = |text: &str| text.len() - text.trim_end().len();
    let is_blank = value.scalar().is_some_and(|text| end(text) > 1 || text == "\n");
    let inside = || value.items().any(ends_elsewhere) || value.entries().any(|(_, value)| ends_elsewhere(value));
    value.span().range().is_empty() || is_blank || inside()
}

/// A document is taken apart without a loss of its places, whatever stands in its front matter.
pub fn document(bytes: &[u8]) {
    let text = text(bytes);
    let (parts, problems) = markdown::split(&text);
    for problem in problems {
        assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
    }
    if let Some(front) = parts.front {
        both_ways_agree(&text, front);
    }
    let body = markdown::parse(&text, parts.body);
    for block in &body.blocks {
        assert!(text.get(block.span.range()).is_some(), "{block:?}");
        assert!(markdown::sentences(&block.text).iter().all(|sentence| !sentence.is_empty()), "{block:?}");
    }
    let page = [Page::read("a.md", &text)];
    assert_eq!(compare(&page, &page), Diff::default(), "{text:?}");
}

/// A repository with one file by a stranger is loaded, checked and shown in every way, and the file is not lost.
///
/// The first line is the path of the file. All reports are made; which one is written in all formats goes by the number of bytes, so that
/// many inputs can be tried.
pub fn record(bytes: &[u8]) {
    let (path, content) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len()));
    let path = text(path);
    // As a file system and Git give them.
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\0') {
        return;
    }
    let mut memory = BASE.clone();
    memory.insert(&path, content.get(1..).unwrap_or_default());
    let Ok(loaded) = load(&memory) else { return };
    let Ok(levels) = Levels::new(&loaded.isms, None) else { return };
    let report = run(&loaded, &levels, today());
    nothing_is_lost(&loaded, &report);
    let look = Look { color: true, unicode: true, width: Some(80) };
    let profile = loaded.isms.settings.profile;
    let shown = Run { files: &loaded.files, report: &report, as_of: today(), profile, prefix: "" };
    let for_people = [excerpts(&shown, look), lines(&shown), statistics(&shown), summary(&shown), findings::findings(&shown)];
    for text in for_people {
        assert!(!text.contains(['\u{202e}', '\u{7}', '\0']), "{text:?}");
    }
    for format in
        [json::findings, json::lines, sarif::findings, github::annotations, gitlab::report, junit::suites, rdjson::diagnostics]
    {
        assert!(format(&shown).len() < 1 << 30);
    }
    let documents = documents(&loaded, today());
    in_every_format(&documents[bytes.len() % documents.len()].1);
}

/// Every file that should be a record is one, is known as unreadable, or has a finding.
pub fn nothing_is_lost(loaded: &Loaded, report: &isms::check::Report) {
    let mut known: Vec<_> = loaded.isms.heads().map(|head| head.file).collect();
    known.extend(loaded.isms.unread.iter().map(|unread| unread.file));
    known.extend(report.findings.iter().map(|finding| finding.primary.at.file));
    for (file, listed) in loaded.files.iter() {
        let record = ["clauses/", "annex-a/", "approvals/"].iter().any(|folder| listed.path.starts_with(folder));
        let suffix = listed.path.ends_with(".yaml") || listed.path.ends_with(".md");
        assert!(!(record && suffix) || known.contains(&file), "{} was lost", listed.path);
    }
}

fn in_every_format(document: &Document) {
    let page = render::html(document, &Templates::default()).unwrap();
    assert!(!page.contains("<script"), "{page}");
    assert!(!render::markdown(document).is_empty() && !render::json(document).is_empty());
    assert!(!render::csv(document).is_empty());
    render::docx(document).unwrap();
    render::xlsx(&[document]).unwrap();
}

/// An expression is understood or refused with words at a place in it, and so is what it says of a record.
pub fn expression(bytes: &[u8]) {
    static LOADED: LazyLock<Loaded> = LazyLock::new(|| load(&*BASE).unwrap());
    let text = text(bytes);
    let records = Records { isms: &LOADED.isms, files: &LOADED.files, as_of: today() };
    for kind in [Kind::Person, Kind::Control] {
        let told = |fault: isms::query::Fault| {
            assert!(!fault.message.is_empty(), "{text:?}");
            assert!(fault.at.is_none_or(|at| text.get(at).is_some()), "{text:?}");
        };
        let condition = Condition::new(kind, &text).map_err(told).ok();
        let message = Message::new(kind, &text).map_err(told).ok();
        let others = if condition.is_some() || message.is_some() { records.others() } else { Others::default() };
        for head in records.of_kind(kind).into_iter().take(2) {
            let view = records.view(head);
            let _ = condition.as_ref().map(|condition| condition.holds(&view, &others, &text).map_err(told));
            let _ = message.as_ref().map(|message| message.about(&view, &others, &text).map_err(told));
        }
    }
}

/// A value that is replaced, as a repair does it, is the new one; no other value and no other byte changes, and it can be undone.
///
/// The second text is the new one; what is no id becomes one.
pub fn edit(bytes: &[u8]) {
    let (text, new) = two(bytes);
    let new: String = new.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.')).collect();
    let new = format!("R{new}");
    // What an alias repeats is more than one value.
    let Some(tree) = parse(&text).filter(|_| !text.contains(['&', '*'])) else { return };
    let all = values(&tree);
    for (pointer, _) in all.iter().filter(|(pointer, value)| *pointer != Pointer::ROOT && value.scalar().is_some()) {
        let span = tree.span(pointer);
        let Some(written) = as_written(&text, span, &new) else { continue };
        let after = spliced(&text, vec![(span, written.clone())]);
        let back = Span::new(span.start as usize, span.start as usize + written.len());
        assert_eq!(spliced(&after, vec![(back, span.of(&text).to_owned())]), text, "{pointer}");
        let again = parse(&after).unwrap_or_else(|| panic!("{pointer} of {text:?} became {after:?}"));
        let now = values(&again);
        assert_eq!(now.len(), all.len(), "{pointer} of {text:?} became {after:?}");
        for ((place, before), (same, after)) in all.iter().zip(&now) {
            assert_eq!(place, same);
            let is_it = place == pointer;
            let is_whole = before.scalar().is_none();
            assert!(is_whole || if is_it { after.scalar() == Some(&new) } else { before == after }, "{place} of {text:?}");
        }
    }
}

/// Whatever somebody calls a copy of a document, it is compared.
pub fn copy(bytes: &[u8]) {
    let said = copy::said(bytes);
    let _ = copy::day_of(&said);
    if let Some(commit) = copy::commit_of(&said) {
        assert!(!commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
    assert_eq!(copy::differences(&said, &said), "");
    assert!(!copy::differences(&said, "another").contains('\u{202e}'));
}

/// A text is no change of itself, and a change the other way round is the same change the other way round.
pub fn diff(bytes: &[u8]) {
    let (one, other) = two(bytes);
    for path in ["a.md", "a.yaml"] {
        let (before, after) = ([Page::read(path, &one)], [Page::read(path, &other)]);
        assert_eq!(compare(&before, &before), Diff::default());
        let (there, back) = (compare(&before, &after), compare(&after, &before));
        assert_eq!(in_short(&there, true), in_short(&back, false), "{one:?} and {other:?} as {path}");
    }
}

/// What is said of changes, without what has an order; the other way round where it is `mirrored`.
fn in_short(diff: &Diff, mirrored: bool) -> Vec<String> {
    let mut told = Vec::new();
    for document in &diff.documents {
        told.push(format!("{} editorial, {} moved", document.editorial, document.moved));
        let side = |side: &Option<Side>| side.as_ref().map_or(String::new(), |side| side.text.clone());
        let one = |change: &Change| {
            let (before, after) = (side(&change.before), side(&change.after));
            if mirrored {
                format!("{:?} {:?} {after} {before}", change.direction.mirrored(), change.kind.mirrored())
            } else {
                format!("{:?} {:?} {before} {after}", change.direction, change.kind)
            }
        };
        told.extend(document.changes.iter().map(one));
    }
    told.sort();
    told
}

/// What claims to be a pack or its manifest is one, or is refused with words; what is written of it reads as itself.
pub fn pack(bytes: &[u8]) {
    let (manifest, files) = match archive::unzipped(Cursor::new(bytes)) {
        Ok(pack) => pack,
        Err(why) => {
            assert!(!why.is_empty());
            (bytes.to_vec(), std::collections::BTreeMap::new())
        }
    };
    if let Ok(manifest) = Manifest::parse(&manifest) {
        let _ = differences(&manifest, &files);
        assert_eq!(Manifest::parse(manifest.text().as_bytes()), Ok(manifest));
    }
}

/// Inputs that once broke a law, by the name of the law.
pub fn kept() -> Vec<(&'static str, Law, PathBuf)> {
    let mut found = Vec::new();
    for (name, law) in LAWS {
        let Ok(entries) = fs::read_dir(folder("tests/fixtures").join("broken").join(name)) else { continue };
        found.extend(entries.map(|entry| (name, law, entry.unwrap().path())));
    }
    found.sort();
    found
}
