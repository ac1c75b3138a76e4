//! What an import would do: for each row a new record, some edits, nothing, or a reason why not.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value as Json};

use super::Refusal;
use super::columns::{BODY, body_of, cell, cells_of};
use super::edits::{Record, put};
use super::heads::{Heads, is_list, path};
use super::read::{Given, Table};
use super::values::{Context, shape_at};
use super::yaml::record_text;
use crate::files::{Files, folder};
use crate::load::schema;
use crate::model::{Form, Head, Isms, Kind};
use crate::standard;
use crate::starter::{ControlFolder, NewRecord, TakenIds, is_id, modeline, slug};
use crate::syntax::Problem;
use crate::text::{Pointer, tame};

/// What rows become records of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The records that are there.
    pub isms: &'a Isms,
    /// Their files.
    pub files: &'a Files,
    /// The kind of the rows.
    pub kind: Kind,
}

/// What an import of a table would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What becomes of each row, in their order.
    pub rows: Vec<Row>,
    /// The numbers of the rows above the names of the columns.
    pub above: Vec<usize>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file.
    pub number: usize,
    /// The id of its record; empty where it has none.
    pub id: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What was taken in another way than it is written.
    pub taken: Vec<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The record says all of it already.
    Same,
    /// A new file.
    New {
        /// Its path.
        path: String,
        /// Its text.
        text: String,
    },
    /// Edits of a file.
    Changed {
        /// Its path.
        path: String,
        /// Its text as it is.
        before: String,
        /// Its text as it will be.
        after: String,
        /// Each field with what it says and what it will say.
        changes: Vec<(String, String, String)>,
    },
    /// Nothing, because of these.
    Refused(Vec<Refusal>),
}

/// The ids that are taken, and the number of the next new record.
struct Ids<'t> {
    taken: &'t mut TakenIds,
    next: u64,
}

impl<'t> Ids<'t> {
    /// For a table whose rows have some ids of their own.
    fn new<'r>(kind: Kind, taken: &'t mut TakenIds, given: impl Iterator<Item = &'r str>) -> Self {
        let numbers = given.filter_map(|id| id.trim().strip_prefix(kind.prefix())?.parse::<u64>().ok());
        let behind = numbers.max().map_or(0, |number| number.saturating_add(1));
        let next = if kind.prefix().is_empty() { 0 } else { taken.next_number(kind.prefix()).max(behind) };
        Ids { taken, next }
    }

    /// The id of the next new record.
    fn next(&mut self, kind: Kind, title: Option<&str>) -> Result<String, Refusal> {
        let id = match kind.prefix() {
            "" => slug(title.unwrap_or_default()),
            "X." => format!("X.{}", self.next),
            prefix => format!("{prefix}{:03}", self.next),
        };
        self.next = self.next.saturating_add(1);
        if id.is_empty() {
            let refusal = Refusal::new("no id can be made of its title");
            return Err(refusal.help("give it one, of the letters a to z, digits and hyphens"));
        }
        match self.taken.find(&id) {
            Some(path) => {
                Err(Refusal::new(format!("the id {id}, made of its title, is taken by {path}")).help("give it another one"))
            }
            None => Ok(id),
        }
    }
}

/// A row while it is looked at: the fields that it has something to say of.
struct Cells<'t> {
    cells: Vec<(&'t str, &'t Given)>,
}

impl<'t> Cells<'t> {
    fn of(heads: &'t Heads, row: &'t [Given]) -> Self {
        let cells = heads.columns.iter().filter_map(|(column, _, path)| Some((path.as_str(), row.get(*column)?)));
        Cells { cells: cells.filter(|(_, given)| !given.text.trim().is_empty()).collect() }
    }

    fn get(&self, path: &str) -> Option<&'t Given> {
        self.cells.iter().find(|(name, _)| *name == path).map(|(_, given)| *given)
    }

    /// The cells of fields, each with its steps. Items of lists come in their order, and those behind the `known` first ones without gaps.
    fn fields(&self, kind: Kind, known: impl Fn(&[String]) -> usize) -> Vec<(&'t str, Vec<String>, &'t Given)> {
        let fields = self.cells.iter().filter(|(path, _)| !["id", "kind", BODY].contains(path));
        let mut fields: Vec<_> = fields.filter_map(|(name, given)| Some((*name, path(kind, name)?, *given))).collect();
        let numbers = |steps: &[String]| steps.iter().filter_map(|step| step.parse::<usize>().ok()).collect::<Vec<_>>();
        fields.sort_by_key(|(_, steps, _)| numbers(steps));
        let depths = fields.iter().map(|(_, steps, _)| steps.len()).max().unwrap_or_default();
        for depth in 1..depths {
            let item = |steps: &[String]| {
                let list = steps.get(..depth).filter(|list| is_list(kind, list))?;
                Some((list.to_vec(), steps.get(depth)?.parse::<usize>().ok()?))
            };
            let mut lists: BTreeMap<Vec<String>, BTreeSet<usize>> = BTreeMap::new();
            for (list, number) in fields.iter().filter_map(|(_, steps, _)| item(steps)) {
                lists.entry(list).or_default().insert(number);
            }
            for (_, steps, _) in &mut fields {
                let Some((list, number)) = item(steps) else { continue };
                let count = known(&list).min(number);
                steps[depth] = (count + lists[&list].range(count..number).count()).to_string();
            }
        }
        fields
    }
}

/// What an import of a table would do. `taken` learns the ids that new records get.
///
/// # Errors
/// Where a column is no field and says something.
pub fn plan(subject: Subject<'_>, table: &Table, heads: &Heads, taken: &mut TakenIds) -> Result<Plan, Refusal> {
    let rows = &table.rows[heads.at + 1..];
    for (column, name) in &heads.unknown {
        if let Some((number, _)) = rows.iter().find(|(_, row)| row.get(*column).is_some_and(|given| !given.text.trim().is_empty()))
        {
            return Err(Refusal::new(format!(
                "the column `{name}` is no field of {}, and {} {number} says something in it",
                subject.kind.with_article(),
                table.unit
            ))
            .help(format!(
                "say which field it is (`--map \"{name}=x-{}\"` keeps it as an own key), or leave it out with `--drop \"{name}\"`",
                slug(name)
            )));
        }
    }
    let id = heads.columns.iter().find(|(.., path)| path == "id").map(|(column, ..)| *column);
    let given = rows.iter().filter_map(|(_, row)| row.get(id?)).map(|given| given.text.as_str());
    let mut ids = Ids::new(subject.kind, taken, given);
    let mut seen = HashSet::new();
    let planned = rows.iter().map(|(number, row)| {
        let row = row_of(subject, &Cells::of(heads, row), &mut ids);
        let mut row = Row { number: *number, ..row };
        if !row.id.is_empty() && !seen.insert(row.id.to_lowercase()) {
            let refusal = Refusal::new(format!("{} stands in another row above", row.id)).help("each record has one row");
            row.outcome = Outcome::Refused(vec![refusal]);
        }
        row
    });
    Ok(Plan { rows: planned.collect(), above: table.rows[..heads.at].iter().map(|(number, _)| *number).collect() })
}

fn row_of(subject: Subject<'_>, cells: &Cells<'_>, ids: &mut Ids<'_>) -> Row {
    let name = if subject.kind == Kind::Person { "name" } else { "title" };
    let title = cells.get(name).map(|given| given.text.trim());
    let context = Context { isms: subject.isms, title };
    let mut row = Row { number: 0, id: String::new(), outcome: Outcome::Same, taken: Vec::new() };
    if let Err(refusal) = identify(subject, context, cells, &mut row) {
        row.outcome = Outcome::Refused(vec![refusal]);
        return row;
    }
    let head = subject.isms.head(&row.id).filter(|_| !row.id.is_empty());
    let outcome = match head {
        Some(head) => changed(subject, context, cells, head, &mut row.taken),
        None => new(subject, context, cells, title, &mut row, ids),
    };
    row.outcome = outcome.unwrap_or_else(Outcome::Refused);
    row
}

/// Finds the id of a row, where it has one.
fn identify(subject: Subject<'_>, context: Context<'_>, cells: &Cells<'_>, row: &mut Row) -> Result<(), Refusal> {
    let kind = subject.kind;
    if let Some(other) = cells.get("kind").filter(|given| Kind::named(&given.text) != Some(kind)) {
        return Err(Refusal::new(format!(
            "its kind is `{}`, and this is a table of {}",
            crate::load::shorten(&other.text),
            kind.plural()
        )));
    }
    let Some(given) = cells.get("id") else {
        let Some(title) = context.title else { return Err(Refusal::new("it has neither an id nor a title")) };
        let same = |head: &&Head| head.kind == kind && head.title().eq_ignore_ascii_case(title);
        return match subject.isms.heads().find(same) {
            Some(head) => Err(Refusal::new(format!("{} has this title already", head.id))
                .help("write its id into the row if it is the same, or another title if it is not")),
            None => Ok(()),
        };
    };
    let meaning = context.id(given, kind)?;
    meaning.value.as_str().unwrap_or_default().clone_into(&mut row.id);
    row.taken.extend(meaning.taken);
    if subject.isms.unread.iter().any(|unread| unread.id == row.id) {
        return Err(Refusal::new(format!("the file of {} cannot be understood", row.id)).help("`isms check` says why"));
    }
    match subject.isms.head(&row.id) {
        Some(head) if head.kind != kind => Err(Refusal::new(format!("{} is {} already", row.id, head.kind.with_article()))
            .help("an id belongs to one record for good; leave the cell empty for the next free one")),
        Some(_) => Ok(()),
        None => allowed(kind, &row.id),
    }
}

/// Whether an id can be that of a new record.
fn allowed(kind: Kind, id: &str) -> Result<(), Refusal> {
    if !is_id(id) {
        return Err(Refusal::new(format!("`{}` cannot be an id", crate::load::shorten(id))).help(
            "an id is letters a to z and digits, in words joined by `-` or `.`; leave the cell empty for the next free one",
        ));
    }
    let own = id
        .strip_prefix("X.")
        .is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > 0) && !number.starts_with('0'));
    if kind != Kind::Control || own || standard::control(id).is_some() {
        return Ok(());
    }
    let successors: Vec<&str> = standard::successors(id).iter().map(|pair| pair.new_id).collect();
    Err(Refusal::new(format!("there is no control {id}")).help(if successors.is_empty() {
        "controls of Annex A are written A.5.15, own ones X.1".to_owned()
    } else {
        format!("that is a number of the 2013 edition; its successors are {}", successors.join(", "))
    }))
}

fn changed(
    subject: Subject<'_>,
    context: Context<'_>,
    cells: &Cells<'_>,
    head: &Head,
    taken: &mut Vec<String>,
) -> Result<Outcome, Vec<Refusal>> {
    let kind = subject.kind;
    let file = subject.files.path(head.file);
    let refused = |message: String| vec![Refusal::new(message).help(format!("`isms check` says what is wrong with {file}"))];
    let before = head.tree.text().to_string();
    let Some(mut record) = Record::read(kind, &before) else {
        return Err(refused(format!("{} cannot be edited as it is", head.id)));
    };
    let written = cells_of(head);
    let by_hand = |name: &str, shown: &str| {
        Refusal::new(format!("`{name}` cannot be changed there with the rest of the file as it is"))
            .help(format!("write it by hand in {file}: {}", crate::load::shorten(shown)))
    };
    let mut changes = Vec::new();
    let mut refusals = Vec::new();
    let fields = cells.fields(kind, |list| {
        let pointer = list.iter().fold(Pointer::ROOT, |pointer, step| pointer.join(step));
        head.fields().at(&pointer).map_or(0, |list| list.len())
    });
    for (name, steps, given) in fields {
        let shown = written.iter().find(|(path, _)| path == name).map_or("", |(_, cell)| cell.text());
        // What is as an export has written it changes nothing.
        if one_line_end(shown) == one_line_end(&given.text) {
            continue;
        }
        let shape = shape_at(kind, &steps);
        let meaning = match context.meaning(given, shape) {
            Ok(meaning) => meaning,
            Err(refusal) => {
                refusals.push(in_column(name, refusal));
                continue;
            }
        };
        let now = Json::Object(record.fields());
        if now.pointer(&pointer(&steps)) == Some(&meaning.value) {
            continue;
        }
        let new = cell(&meaning.value, shape).text().to_owned();
        match record.with(&steps, &meaning.value) {
            Some(edited) => {
                record = edited;
                taken.extend(meaning.taken.into_iter().map(|taken| format!("{name}: {taken}")));
                changes.push((name.to_owned(), shown.to_owned(), new));
            }
            None => refusals.push(by_hand(name, &new)),
        }
    }
    if let (Some(given), Some(body)) = (cells.get(BODY), body_of(head)) {
        let new = with_line_ends(&given.text, body);
        if one_line_end(body).trim() != one_line_end(&new).trim() {
            match record.with_body(&new) {
                Some(edited) => {
                    record = edited;
                    changes.push((BODY.to_owned(), body.to_owned(), new));
                }
                None => refusals.push(by_hand(BODY, "its text")),
            }
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let schema = schema::of_kind(kind);
    let known: Vec<Refusal> = schema.judge(&head.tree).problems.into_iter().map(of_schema).collect();
    let refusals: Vec<Refusal> = schema.judge(record.tree()).problems.into_iter().map(of_schema).collect();
    let refusals: Vec<Refusal> = refusals.into_iter().filter(|refusal| !known.contains(refusal)).collect();
    match (refusals.is_empty(), changes.is_empty()) {
        (false, _) => Err(refusals),
        (true, true) => Ok(Outcome::Same),
        (true, false) => Ok(Outcome::Changed { path: file.to_owned(), before, after: record.text.to_string(), changes }),
    }
}

fn new(
    subject: Subject<'_>,
    context: Context<'_>,
    cells: &Cells<'_>,
    title: Option<&str>,
    row: &mut Row,
    ids: &mut Ids<'_>,
) -> Result<Outcome, Vec<Refusal>> {
    let kind = subject.kind;
    let mut refusals = Vec::new();
    let mut fields = Json::Object(Map::new());
    for (name, steps, given) in cells.fields(kind, |_| 0) {
        match context.meaning(given, shape_at(kind, &steps)) {
            Ok(meaning) => {
                row.taken.extend(meaning.taken.into_iter().map(|taken| format!("{name}: {taken}")));
                if put(&mut fields, &steps, &meaning.value).is_none() {
                    refusals.push(Refusal::new(format!("`{name}` and another column cannot both be there")));
                }
            }
            Err(refusal) => refusals.push(in_column(name, refusal)),
        }
    }
    if row.id.is_empty() {
        row.id = ids.next(kind, title).map_err(|refusal| vec![refusal])?;
    } else if let Some(path) = ids.taken.find(&row.id) {
        let refusal = Refusal::new(format!("the id {} is taken by {path}", row.id));
        return Err(vec![
            refusal.help("it may stand on another branch: merge that first, or leave the cell empty for the next free one"),
        ]);
    }
    let Json::Object(given) = fields else { return Err(refusals) };
    let schema = schema::of_kind(kind);
    let mut record = Map::new();
    record.insert("kind".to_owned(), Json::from(kind.word()));
    record.insert("id".to_owned(), Json::from(row.id.as_str()));
    let ordered = schema.keys().filter_map(|key| given.get_key_value(key));
    record.extend(ordered.map(|(key, value)| (key.clone(), value.clone())));
    for (key, value) in given {
        record.entry(key).or_insert(value);
    }
    let path = path_of(subject, &row.id, title, &record, ids.taken).map_err(|refusal| vec![refusal])?;
    let text = match kind.form() {
        Form::Yaml => modeline(&path, kind.word()) + &record_text(&record),
        Form::Markdown => {
            let titled = || format!("\n# {}\n", tame(title.unwrap_or(&row.id), false));
            let body = cells.get(BODY).map_or_else(titled, |given| given.text.clone());
            let end = if body.ends_with('\n') { "" } else { "\n" };
            format!("---\n{}---\n{body}{end}", record_text(&record))
        }
    };
    match Record::read(kind, &text).filter(|read| read.fields() == record) {
        // What a cell did not say is missing, and has been told.
        Some(_) if !refusals.is_empty() => {}
        Some(read) => {
            refusals.extend(schema.judge(read.tree()).problems.into_iter().map(of_schema));
        }
        None => refusals.push(Refusal::new("it has text that YAML cannot hold").help("remove characters that cannot be seen")),
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    ids.taken.add(&path, text.as_bytes());
    Ok(Outcome::New { path, text })
}

/// The file where a new record belongs.
fn path_of(
    subject: Subject<'_>,
    id: &str,
    title: Option<&str>,
    record: &Map<String, Json>,
    taken: &TakenIds,
) -> Result<String, Refusal> {
    let known = |id: &str| {
        let written = subject.isms.control(id).map(|control| folder(subject.files.path(control.head.file)).to_owned());
        let standard =
            || standard::control(id).map(|control| format!("annex-a/{}/{}", control.theme.folder(), control.folder_name()));
        // A control may be a row of this import itself.
        written.or_else(standard).or_else(|| taken.find(id).map(|path| folder(path).to_owned()))
    };
    let path = match (subject.kind, known(id)) {
        (Kind::Control, Some(folder)) if standard::control(id).is_some() => format!("{folder}/control.yaml"),
        _ => {
            let first = record
                .get("controls")
                .and_then(|controls| controls.get(0).unwrap_or(controls).as_str())
                .filter(|_| subject.kind == Kind::Evidence);
            let control = first.and_then(|id| Some(ControlFolder { id: id.to_owned(), folder: known(id)? }));
            if subject.kind == Kind::Evidence && control.is_none() {
                return Err(
                    Refusal::new("evidence belongs to a control, and none is named").help("name it in the column `controls`")
                );
            }
            NewRecord { kind: subject.kind, id: id.to_owned(), title: title.map(str::to_owned), control }.path()
        }
    };
    match subject.files.find(&path) {
        Some(_) => {
            Err(Refusal::new(format!("{path} exists already")).help("nothing is ever written over another file; rename it first"))
        }
        None => Ok(path),
    }
}

/// What a schema refuses, with the part of the record where it stands.
fn of_schema((pointer, problem): (Pointer, Problem)) -> Refusal {
    let steps: Vec<String> =
        pointer.steps().map(|step| step.parse::<usize>().map_or(step.into_owned(), |at| (at + 1).to_string())).collect();
    let refusal = Refusal { message: problem.message, help: problem.help };
    match steps.split_last() {
        Some((_, above)) if !above.is_empty() => in_column(&above.join("."), refusal),
        _ => refusal,
    }
}

fn in_column(name: &str, refusal: Refusal) -> Refusal {
    Refusal { message: format!("`{name}`: {}", refusal.message), help: refusal.help }
}

fn pointer(steps: &[String]) -> String {
    steps.iter().fold(Pointer::ROOT, |pointer, step| pointer.join(step)).as_str().to_owned()
}

/// A text with the one kind of line ends, and tamed as exports are.
fn one_line_end(text: &str) -> String {
    tame(&text.replace('\0', "").replace("\r\n", "\n"), true)
}

/// A text with the line ends of another one.
fn with_line_ends(text: &str, like: &str) -> String {
    let text = text.replace("\r\n", "\n");
    if like.contains("\r\n") { text.replace('\n', "\r\n") } else { text }
}
