//! Other values at some places of a record, with every other byte as it was.
//!
//! Each edit is made, read again and compared: where the text does not say exactly what was wanted, it is left to a person.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::yaml::{entry, item, scalar};
use crate::model::{Form, Kind};
use crate::query::fields;
use crate::syntax::{markdown, yaml};
use crate::text::splice::{as_written, spliced};
use crate::text::{LineIndex, Pointer, Span};
use crate::value::{Tree, Type, Value};

/// A record while it is edited.
#[derive(Debug, Clone)]
pub(super) struct Record {
    kind: Kind,
    /// The text of the file.
    pub(super) text: Arc<str>,
    tree: Tree,
}

impl Record {
    /// A record from the text of its file; nothing where it cannot be understood.
    pub(super) fn read(kind: Kind, text: &str) -> Option<Record> {
        let text: Arc<str> = text.into();
        let range = match kind.form() {
            Form::Yaml => Span::new(0, text.len()),
            Form::Markdown => markdown::split(&text).0.front?,
        };
        let (tree, problems) = yaml::parse(&text, range);
        let tree = tree.filter(|tree| problems.is_empty() && tree.root().ty() == Type::Map)?;
        Some(Record { kind, text, tree })
    }

    /// The structure of its fields.
    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Everything that it says.
    pub(super) fn fields(&self) -> Map<String, Json> {
        fields(self.kind, self.tree.root())
    }

    /// The same record with another value at some steps. `None` where the place is written in a way that cannot be edited with every
    /// other byte as it was.
    pub(super) fn with(&self, steps: &[String], value: &Json) -> Option<Record> {
        let mut wanted = Json::Object(self.fields());
        put(&mut wanted, steps, value)?;
        let mut ways = self.replaced(steps, value).into_iter().chain(self.added(steps, value)).chain(self.grown(steps, value));
        ways.find_map(|text| {
            let record = Record::read(self.kind, &text)?;
            (Json::Object(record.fields()) == wanted).then_some(record)
        })
    }

    /// The same record with another text below its front matter.
    pub(super) fn with_body(&self, body: &str) -> Option<Record> {
        let span = markdown::split(&self.text).0.body;
        Record::read(self.kind, &spliced(&self.text, vec![(span, body.to_owned())]))
            .filter(|record| record.fields() == self.fields())
    }

    /// The text with the value in the place of the one that is there.
    fn replaced(&self, steps: &[String], value: &Json) -> Option<String> {
        let pointer = pointer(steps);
        self.tree.root().at(&pointer)?;
        let new = match value {
            Json::String(text) if text.contains('\n') => return None,
            Json::String(text) => scalar(text),
            Json::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
                let items = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), scalar));
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            Json::Array(_) | Json::Object(_) => return None,
            value => value.to_string(),
        };
        let span = self.tree.span(&pointer);
        let old = span.of(&self.text);
        let is_list = old.starts_with('[') && !old.contains('\n');
        // Its own quotes come with a new text, and brackets with a new list.
        let new = if is_list || old.starts_with(['"', '\'']) {
            (!old.contains('\n')).then_some(new)?
        } else {
            as_written(&self.text, span, &new)?
        };
        Some(spliced(&self.text, vec![(span, new)]))
    }

    /// The text with a new key or item, and with whatever holds it where that is not there either.
    fn added(&self, steps: &[String], value: &Json) -> Option<String> {
        let depth = (0..steps.len()).rev().find(|depth| self.tree.root().at(&pointer(&steps[..*depth])).is_some())?;
        let parent = self.tree.root().at(&pointer(&steps[..depth]))?;
        let (name, below) = steps[depth..].split_first()?;
        let value = holding(below, value)?;
        let last = match parent.ty() {
            Type::Map => parent.entries().last().map(|(key, value)| (key.span(), end_of(value).max(key.span().end))),
            Type::List => parent.items().last().map(|item| (item.span(), end_of(item))),
            _ => None,
        };
        let (first, end) = last?;
        // What stands in brackets has no lines of its own.
        if parent.span().of(&self.text).starts_with(['{', '[']) {
            return None;
        }
        let mut lines = String::new();
        let column = LineIndex::new(&self.text).position(first.start).column - 1;
        match parent.ty() {
            Type::List => item(&value, self.dash_before(first)?, &mut lines),
            _ => entry(name, &value, column, &mut lines),
        }
        let line_end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines = lines.trim_end_matches('\n').replace('\n', line_end);
        let said = self.text[..end as usize].trim_end().len();
        let at = self.text[said..].find(['\n', '\r']).map_or(self.text.len(), |rest| said + rest);
        Some(spliced(&self.text, vec![(Span::new(at, at), format!("{line_end}{lines}"))]))
    }

    /// The text with more items at the end of a list.
    fn grown(&self, steps: &[String], value: &Json) -> Option<String> {
        let fields = Json::Object(self.fields());
        let old = fields.pointer(pointer(steps).as_str())?.as_array()?;
        let more = value.as_array()?.strip_prefix(old.as_slice()).filter(|more| !more.is_empty())?;
        let mut record = self.clone();
        for (at, item) in (old.len()..).zip(more) {
            let steps: Vec<String> = steps.iter().cloned().chain([at.to_string()]).collect();
            record = Record::read(self.kind, &record.added(&steps, item)?)?;
        }
        Some(record.text.to_string())
    }

    /// The column of the dash before an item.
    fn dash_before(&self, item: Span) -> Option<usize> {
        let before = self.text.get(..item.start as usize)?;
        let line = before.rsplit('\n').next()?;
        let dash = line.rfind('-')?;
        line[..dash].chars().all(|letter| letter == ' ').then_some(dash)
    }
}

/// Where the last byte of a value stands that says something.
fn end_of(value: Value<'_>) -> u32 {
    let below = value.items().chain(value.entries().map(|(key, value)| if value.span().range().is_empty() { key } else { value }));
    below.map(end_of).max().unwrap_or_default().max(value.span().end)
}

fn pointer(steps: &[String]) -> Pointer {
    steps.iter().fold(Pointer::ROOT, |pointer, step| pointer.join(step))
}

/// A value below steps that are not there yet. A number begins a list with its first item.
fn holding(steps: &[String], value: &Json) -> Option<Json> {
    let Some((step, rest)) = steps.split_first() else { return Some(value.clone()) };
    let below = holding(rest, value)?;
    match step.parse::<usize>() {
        Ok(0) => Some(Json::Array(vec![below])),
        Ok(_) => None,
        Err(_) => Some(Json::Object(Map::from_iter([(step.clone(), below)]))),
    }
}

/// Puts a value at some steps below another; a list grows by one at most.
pub(super) fn put(into: &mut Json, steps: &[String], value: &Json) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    let below = match into {
        Json::Object(map) if map.contains_key(step) => map.get_mut(step)?,
        Json::Object(map) => {
            map.insert(step.clone(), holding(rest, value)?);
            return Some(());
        }
        Json::Array(items) => {
            let at = step.parse::<usize>().ok()?;
            if at == items.len() {
                items.push(holding(rest, value)?);
                return Some(());
            }
            items.get_mut(at)?
        }
        _ => return None,
    };
    if rest.is_empty() {
        *below = value.clone();
        return Some(());
    }
    put(below, rest, value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edited(text: &str, path: &str, value: &Json) -> Option<String> {
        let steps: Vec<String> = path.split('.').map(str::to_owned).collect();
        Record::read(Kind::Risk, text)?.with(&steps, value).map(|record| record.text.to_string())
    }

    #[test]
    fn one_place_changes_and_comments_stay() {
        let text = "kind: risk # a\nid: R-1\nowner: 'cto' # who\nassets: [AST-1] # what\ncurrent:\n  likelihood: 2 # c\n\n# end\n";
        let same = |path, value: Json, from: &str, to: &str| {
            assert_eq!(edited(text, path, &value).as_deref(), Some(text.replace(from, to).as_str()), "{path}");
        };
        same("owner", json!("ciso"), "'cto'", "ciso");
        same("owner", json!("a: b"), "'cto'", "\"a: b\"");
        same("assets", json!(["AST-1", "AST-2"]), "[AST-1]", "[AST-1, AST-2]");
        same("current.likelihood", json!(3), "likelihood: 2", "likelihood: 3");
        same("current.impact", json!(4), "likelihood: 2 # c\n", "likelihood: 2 # c\n  impact: 4\n");
        same("status", json!("treating"), "likelihood: 2 # c\n", "likelihood: 2 # c\nstatus: treating\n");
        let target = "likelihood: 2 # c\ntarget:\n  likelihood: 1\n";
        same("target.likelihood", json!(1), "likelihood: 2 # c\n", target);
    }

    #[test]
    fn lists_grow_and_line_ends_stay() {
        let text = "kind: risk\r\nid: R-1\r\nactions:\r\n  - what: a\r\n    due: 2026-01-01\r\nnotes: |\r\n  One.\r\n  Two.\r\n";
        let longer = edited(text, "actions.1.what", &json!("b")).unwrap();
        assert_eq!(longer, text.replace("2026-01-01\r\n", "2026-01-01\r\n  - what: b\r\n"));
        let later = edited(text, "actions.0.due", &json!("2026-02-01")).unwrap();
        assert_eq!(later, text.replace("2026-01-01", "2026-02-01"));
        let more = edited(text, "actions.0.status", &json!("done")).unwrap();
        assert_eq!(more, text.replace("2026-01-01\r\n", "2026-01-01\r\n    status: done\r\n"));
        let last = edited(text, "owner", &json!("cto")).unwrap();
        assert_eq!(last, format!("{text}owner: cto\r\n"));
    }

    #[test]
    fn a_list_of_words_grows_where_it_stands() {
        let text = "kind: risk\nid: R-1\nassets:\n  - AST-1 # why\n  - AST-2 # so\nowner: cto\n";
        let longer = edited(text, "assets", &json!(["AST-1", "AST-2", "AST-3", "AST-4"])).unwrap();
        assert_eq!(longer, text.replace("AST-2 # so\n", "AST-2 # so\n  - AST-3\n  - AST-4\n"));
        assert_eq!(edited(text, "assets", &json!(["AST-1"])), None);
    }

    #[test]
    fn what_cannot_be_edited_with_the_rest_as_it_was_is_left() {
        for (text, path) in [
            ("kind: risk\nid: R-1\nnotes: |\n  One.\n", "notes"),
            ("kind: risk\nid: R-1\nassets:\n  - AST-1 # why\n  - AST-2\n", "assets"),
            ("kind: risk\nid: R-1\ncurrent: {likelihood: 1}\n", "current.impact"),
            ("kind: risk\nid: R-1\nnotes: &a one\ncause: *a\n", "notes"),
            ("kind: risk\nid: R-1\nnotes: |+\n  One.\n\n", "owner"),
            ("kind: risk\nid: R-1\nactions: []\n", "actions.0.what"),
        ] {
            assert_eq!(edited(text, path, &json!("x")), None, "{text}");
        }
        assert_eq!(Record::read(Kind::Risk, "kind: [").map(|record| record.text), None);
    }
}
