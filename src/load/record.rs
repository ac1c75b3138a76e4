//! One file becomes a record, or a problem.

use std::sync::Arc;

use super::{Parsed, is_register_path, schema, suggest};
use crate::model::{Common, Data, Form, Head, Kind, Link};
use crate::source::{Entry, EntryKind, Reader};
use crate::syntax::{Problem, markdown, yaml};
use crate::text::{FileId, Pointer, Span};
use crate::value::{Tree, Type, decode};

/// Reads a file as far as it is a record.
pub(super) fn read(reader: &mut dyn Reader, file: FileId, entry: &Entry) -> Parsed {
    let mut parsed = Parsed::default();
    let Some(form) = form_of(&entry.path) else {
        parsed.problems.extend(odd_entry(entry).map(|problem| (None, problem)));
        return parsed;
    };
    if let Some(problem) = odd_entry(entry) {
        if !matches!(entry.kind, EntryKind::File(_)) {
            parsed.unread = Some((String::new(), None));
        }
        parsed.problems.push((None, problem));
        return parsed;
    }
    match text_of(reader, entry) {
        Ok(text) => understand(&mut parsed, file, entry, form, &text),
        Err(problem) => {
            parsed.unread = Some((String::new(), None));
            parsed.problems.push((None, problem));
        }
    }
    parsed
}

/// How a path says its file is written; `None` where it is no record: other suffixes, dot folders, a folder's README.
pub(crate) fn form_of(path: &str) -> Option<Form> {
    if path == super::SETTINGS_FILE || path.split('/').any(|part| part.starts_with('.')) {
        return None;
    }
    let (stem, suffix) = path.rsplit_once('.')?;
    let name = stem.rsplit('/').next().unwrap_or_default();
    match suffix.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Some(Form::Yaml),
        "md" | "markdown" if !name.eq_ignore_ascii_case("readme") => Some(Form::Markdown),
        _ => None,
    }
}

/// What is wrong with a path before its content is looked at.
fn odd_entry(entry: &Entry) -> Option<Problem> {
    let at = Span::default();
    match &entry.kind {
        EntryKind::Unreadable(words) => {
            Some(Problem::new("REPO-001", at, format!("{} cannot be read: {words}", entry.path)).help("check its permissions"))
        }
        EntryKind::Symlink { escapes: true } => Some(
            Problem::new("REPO-010", at, format!("{} is a symbolic link that leads out of the repository or nowhere", entry.path))
                .help("put the file itself into the repository; links are not followed"),
        ),
        EntryKind::Symlink { escapes: false } if is_register_path(&entry.path) => Some(
            Problem::new("REPO-010", at, format!("{} is a symbolic link, which is not followed", entry.path))
                .help("put the file itself here, or refer to the record by its id"),
        ),
        EntryKind::File(_) if entry.lossy => Some(
            Problem::new("REPO-001", at, format!("the name of {} is not UTF-8 text", entry.path))
                .help("rename the file; a name that cannot be written cannot be referred to"),
        ),
        _ => None,
    }
}

fn text_of(reader: &mut dyn Reader, entry: &Entry) -> Result<Arc<str>, Problem> {
    let at = Span::default();
    let bytes = reader.read(&entry.path).map_err(|words| {
        Problem::new("REPO-001", at, format!("{} cannot be read: {words}", entry.path))
            .help("check its permissions and size; a record is a text file of at most 16 MiB")
    })?;
    std::str::from_utf8(&bytes).map(Arc::from).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let is = if utf16 { "it is UTF-16".to_owned() } else { format!("line {line} is not UTF-8 text") };
        Problem::new("REPO-001", at, format!("{} cannot be read: {is}", entry.path)).help("save it as UTF-8 in your editor")
    })
}

fn understand(parsed: &mut Parsed, file: FileId, entry: &Entry, form: Form, text: &Arc<str>) {
    let inside = is_register_path(&entry.path);
    let (range, body) = match form {
        Form::Yaml => (Some(Span::new(0, text.len())), None),
        Form::Markdown => {
            let (parts, problems) = markdown::split(text);
            if !problems.is_empty() && (inside || parts.front.is_some()) {
                parsed.problems.extend(problems.into_iter().map(|problem| (None, problem)));
            }
            (parts.front, Some(parts.body))
        }
    };
    parsed.text = Some(Arc::clone(text));
    let Some(range) = range else {
        if inside && parsed.problems.is_empty() {
            parsed.problems.push((None, no_kind(text, form)));
        } else if inside {
            parsed.unread = Some(sniff(text));
        }
        return;
    };
    let (tree, problems) = yaml::parse(text, range);
    let Some(tree) = tree else {
        // Outside the registers a broken file is someone else's, unless it looks like a record.
        let (id, kind) = sniff(text);
        if inside || kind.is_some() {
            parsed.problems.extend(problems.into_iter().map(|problem| (None, problem)));
            parsed.unread = Some((id, kind));
        }
        return;
    };
    let tree = Arc::new(tree);
    match kind_of(&tree, inside, form) {
        Ok(Some(kind)) => {
            parsed.problems.extend(problems.into_iter().map(|problem| (None, problem)));
            parsed.tree = Some(Arc::clone(&tree));
            decode_record(parsed, file, kind, tree, body.map(|body| markdown::parse(text, body)));
        }
        Ok(None) => {}
        Err(problem) => {
            parsed.problems.push((Some(Pointer::from("/kind")), problem));
            let id = tree.root().get("id").and_then(|id| id.scalar()).unwrap_or_default().to_owned();
            parsed.unread = Some((id, None));
            parsed.tree = Some(tree);
        }
    }
}

/// What a file says it is. A file without `kind:` is somebody's own, unless it stands where only records stand.
fn kind_of(tree: &Tree, inside: bool, form: Form) -> Result<Option<Kind>, Problem> {
    let root = tree.root();
    let Some(value) = root.get("kind").filter(|value| value.ty() != Type::Null) else {
        return if inside { Err(no_kind(tree.text(), form)) } else { Ok(None) };
    };
    let written = value.scalar().unwrap_or_default();
    if let Some(kind) = Kind::from_word(written) {
        return Ok(Some(kind));
    }
    let meant = suggest::closest(written, Kind::ALL.iter().map(|kind| kind.word()));
    if !inside && meant.is_none() {
        return Ok(None);
    }
    let problem =
        Problem::new("SCHEMA-007", value.span(), format!("there is no kind of record called `{}`", super::shorten(written)));
    Err(match meant {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => {
            let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            problem.help(format!("kinds: {}", words.join(", ")))
        }
    })
}

fn no_kind(text: &str, form: Form) -> Problem {
    let first = text.lines().next().unwrap_or_default().len();
    let problem = Problem::new("REPO-008", Span::new(0, first), "this file does not say what it is, so nothing in it is checked");
    problem.help(match form {
        Form::Yaml => "add `kind:` and `id:`; evidence files and other attachments need another suffix than .yaml",
        Form::Markdown => "add a front matter with `kind:` and `id:`; notes belong into a README.md or outside this folder",
    })
}

/// The id and kind of a file that is not valid YAML, from lines that look like them.
pub(crate) fn sniff(text: &str) -> (String, Option<Kind>) {
    let value = |key: &str| {
        let line = text.lines().take(100).find_map(|line| line.strip_prefix(key));
        line.map(|rest| rest.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned())
    };
    (value("id:").unwrap_or_default(), value("kind:").and_then(|word| Kind::from_word(&word)))
}

fn decode_record(parsed: &mut Parsed, file: FileId, kind: Kind, tree: Arc<Tree>, body: Option<markdown::Body>) {
    let schema = schema::of_kind(kind);
    let verdict = schema.judge(&tree);
    let root = tree.root();
    let id = root.get("id").and_then(|id| id.scalar()).unwrap_or_default();
    parsed.problems.extend(verdict.problems.into_iter().map(|(pointer, problem)| (Some(pointer), problem)));
    let common = decode::<Common>(root, &verdict.refused);
    let data = Data::decode(kind, root, &verdict.refused);
    let (common, data) = match (common, data) {
        (Ok(common), Ok(data)) if !id.is_empty() => (common, data),
        (common, data) => {
            // A record that the schema accepts and the model does not is a fault of this program, and still no reason to lose it.
            let error = common.err().or(data.err());
            if let Some(error) = error.filter(|_| parsed.problems.is_empty()) {
                let span = tree.span(&Pointer::ROOT);
                parsed.problems.push((None, Problem::new("SCHEMA-006", span, format!("the record is not accepted: {error}"))));
            }
            parsed.unread = Some((id.to_owned(), Some(kind)));
            return;
        }
    };
    let mut references = Vec::new();
    schema.shape.references(root, &mut references);
    // A reference that has not the form of an id is refused as such, once.
    let is_refused = |pointer: &Pointer| root.at(pointer).is_some_and(|value| verdict.refused.binary_search(&value.id()).is_ok());
    references.retain(|(pointer, _, _)| verdict.refused.is_empty() || !is_refused(pointer));
    let mut links = Vec::with_capacity(references.len());
    for (pointer, target, targets) in references {
        parsed.targets.push(targets);
        links.push(Link { pointer, target: Arc::from(target) });
    }
    let id = Arc::from(id);
    let head = Head { kind, id, file, common: Arc::new(common), tree, body: body.map(Arc::new), links: Arc::from(links) };
    parsed.record = Some((head, data));
}
