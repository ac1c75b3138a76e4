//! Records as rows: every field in a column of its own, named by its path.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use crate::load::schema;
use crate::load::shape::Shape;
use crate::model::{Form, Head, Kind};
use crate::output::json::line;
use crate::output::table;
use crate::query::fields;

/// The column of the text of a Markdown record.
pub(super) const BODY: &str = "body";

/// What stands between the items of a list in one cell.
const BETWEEN: &str = "; ";

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is written in the record.
    Empty,
    /// Text, or what is written as text.
    Text(String),
    /// A number or a truth value, as it is written.
    Plain(String),
    /// A day, as `YYYY-MM-DD`.
    Day(String),
}

impl Cell {
    /// What stands in it.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Cell::Empty => "",
            Cell::Text(text) | Cell::Plain(text) | Cell::Day(text) => text,
        }
    }
}

/// The records of a kind as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Their kind.
    pub kind: Kind,
    /// The names of the columns; `id` and `title` come first.
    pub head: Vec<String>,
    /// A row for each record, as wide as the head.
    pub rows: Vec<Vec<Cell>>,
}

/// The records of a kind, in the order in which they are given, as a table of everything that is written in them.
#[must_use]
pub fn sheet_of<'h>(kind: Kind, heads: impl IntoIterator<Item = &'h Head>) -> Sheet {
    let rows: Vec<Vec<(String, Cell)>> = heads.into_iter().map(cells_of).collect();
    let mut order = Order::default();
    order.add(["id", "title"].into_iter());
    for row in &rows {
        order.add(row.iter().map(|(path, _)| path.as_str()));
    }
    let mut head = Vec::new();
    order.collect("", &mut head);
    head.retain(|path| path == "id" || rows.iter().any(|row| row.iter().any(|(name, _)| name == path)));
    let at: HashMap<&str, usize> = head.iter().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
    let rows = rows
        .iter()
        .map(|row| {
            let mut cells = vec![Cell::Empty; head.len()];
            for (path, cell) in row {
                if let Some(at) = at.get(path.as_str()) {
                    cells[*at] = cell.clone();
                }
            }
            cells
        })
        .collect();
    Sheet { kind, head, rows }
}

/// The records as JSON Lines: one object a record, with its kind, its fields as they are written, and the text of Markdown as `body`.
#[must_use]
pub fn jsonl<'h>(heads: impl IntoIterator<Item = &'h Head>) -> String {
    let mut out = String::new();
    for head in heads {
        let mut record = Map::new();
        record.insert("kind".to_owned(), Json::from(head.kind.word()));
        record.extend(fields(head.kind, head.fields()).into_iter().filter(|(key, _)| key != "kind"));
        record.extend(body_of(head).map(|body| (BODY.to_owned(), Json::from(body))));
        out.push_str(&line(&record));
    }
    out
}

/// The text of a Markdown record, without its front matter.
pub(super) fn body_of(head: &Head) -> Option<&str> {
    let text = head.tree.text();
    (head.kind.form() == Form::Markdown).then(|| crate::syntax::markdown::split(text).0.body.of(text))
}

/// What is written in a record, each value with its path.
pub(super) fn cells_of(head: &Head) -> Vec<(String, Cell)> {
    let shape = &schema::of_kind(head.kind).shape;
    let mut cells = Vec::new();
    for (key, value) in &fields(head.kind, head.fields()) {
        if key != "kind" {
            flatten(&step("", key), value, shape.keys.get(key), &mut cells);
        }
    }
    cells.extend(body_of(head).filter(|body| !body.trim().is_empty()).map(|body| (BODY.to_owned(), Cell::Text(body.to_owned()))));
    cells
}

/// A path one step further. A key with a dot in it is written as in a JSON Pointer, with `~1` for the dot.
pub(super) fn step(path: &str, key: &str) -> String {
    let key = key.replace('~', "~0").replace('.', "~1");
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

/// The steps of a path.
pub(super) fn steps(path: &str) -> impl Iterator<Item = String> {
    path.split('.').map(|step| step.replace("~1", ".").replace("~0", "~"))
}

fn flatten(path: &str, value: &Json, shape: Option<&Shape>, cells: &mut Vec<(String, Cell)>) {
    match (value, shape) {
        (Json::Object(map), Some(shape)) if !map.is_empty() && (!shape.keys.is_empty() || shape.rest.is_some()) => {
            for (key, value) in map {
                flatten(&step(path, key), value, shape.keys.get(key).or(shape.rest.as_deref()), cells);
            }
        }
        (Json::Array(items), Some(shape)) if !items.is_empty() && are_records(items, shape) => {
            for (at, item) in items.iter().enumerate() {
                flatten(&step(path, &(at + 1).to_string()), item, shape.items.as_deref(), cells);
            }
        }
        (Json::Null, Some(_)) => {}
        (value, shape) => cells.push((path.to_owned(), cell(value, shape))),
    }
}

/// Whether a list is one of mappings that the schema knows.
fn are_records(items: &[Json], shape: &Shape) -> bool {
    shape.items.as_ref().is_some_and(|items| !items.keys.is_empty())
        && items.iter().all(|item| matches!(item, Json::Object(map) if !map.is_empty()))
}

/// A value that stands in one cell.
pub(super) fn cell(value: &Json, shape: Option<&Shape>) -> Cell {
    match (value, shape.filter(|shape| !shape.is_free())) {
        (Json::Bool(truth), _) => Cell::Plain(truth.to_string()),
        (Json::Number(number), _) => Cell::Plain(number.to_string()),
        (Json::String(text), Some(shape)) if shape.day && text.parse::<crate::model::date::Date>().is_ok() => {
            Cell::Day(text.clone())
        }
        (Json::String(text), Some(_)) => Cell::Text(text.clone()),
        // What may be anything: a text that would be read as something else is quoted.
        (Json::String(text), None) if super::values::free(text) == Json::String(text.clone()) => Cell::Text(text.clone()),
        (Json::Array(items), Some(shape)) => {
            let joined = joined(items);
            let alone = items.len() == 1 && shape.text;
            Cell::Text(joined.filter(|_| !alone).unwrap_or_else(|| value.to_string()))
        }
        (value, _) => Cell::Text(value.to_string()),
    }
}

/// The items of a list of plain values in one cell; `None` where that could not be taken apart again.
fn joined(items: &[Json]) -> Option<String> {
    let plain = |item: &Json| match item {
        Json::String(text) if !text.is_empty() && text.trim() == text && !text.contains([';', '\n', '\r']) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let texts: Option<Vec<String>> = items.iter().map(plain).collect();
    texts.map(|texts| texts.join(BETWEEN)).filter(|text| !text.is_empty() && !text.starts_with('['))
}

impl Sheet {
    /// The table as comma-separated values (RFC 4180).
    #[must_use]
    pub fn csv(&self) -> String {
        let cell = |cell: &Cell| match cell {
            Cell::Empty => table::Cell::Text(String::new()),
            Cell::Text(text) => table::Cell::Text(text.clone()),
            Cell::Plain(text) | Cell::Day(text) => table::Cell::Number(text.clone()),
        };
        let rows: Vec<Vec<table::Cell>> = self.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        table::csv(&self.head, &rows)
    }
}

/// Paths in an order that every row agrees with as far as it can: a name that is new comes behind the one before it in its row.
#[derive(Debug, Default)]
struct Order {
    below: Vec<(String, Order)>,
    is_column: bool,
}

impl Order {
    fn add<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        let mut last: Vec<usize> = Vec::new();
        for path in paths {
            let mut here = &mut *self;
            let mut fresh = false;
            for (depth, name) in path.split('.').enumerate() {
                let at = match here.below.iter().position(|(known, _)| known == name) {
                    Some(at) => at,
                    None => {
                        let behind = if fresh { None } else { last.get(depth).filter(|at| **at < here.below.len()) };
                        let at = behind.map_or(here.below.len(), |at| at + 1);
                        here.below.insert(at, (name.to_owned(), Order::default()));
                        at
                    }
                };
                fresh |= last.get(depth) != Some(&at);
                last.truncate(depth);
                last.push(at);
                here = &mut here.below[at].1;
            }
            here.is_column = true;
        }
    }

    fn collect(&self, path: &str, columns: &mut Vec<String>) {
        if self.is_column {
            columns.push(path.to_owned());
        }
        let mut below: Vec<&(String, Order)> = self.below.iter().collect();
        // Items come in their order, however they were met.
        below.sort_by_key(|(name, _)| name.parse::<usize>().unwrap_or_default());
        for (name, order) in below {
            order.collect(&if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, columns);
        }
    }
}
