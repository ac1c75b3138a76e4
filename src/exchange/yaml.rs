//! Records as YAML, in the way that people write it: words without quotes where they need none, sentences folded, lists on one line
//! where they are short.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::syntax::yaml;
use crate::text::Span;
use crate::value::{Type, Value};

/// Lines are not longer where they can be broken, in characters.
const WIDTH: usize = 100;

/// The fields of a record as YAML, each on a line of its own or more.
#[must_use]
pub fn record_text(fields: &Map<String, Json>) -> String {
    let mut out = String::new();
    for (key, value) in fields {
        entry(key, value, 0, &mut out);
    }
    out
}

/// A key with its value, at a column.
pub(super) fn entry(key: &str, value: &Json, column: usize, out: &mut String) {
    // Writing into a string cannot fail.
    let _ = write!(out, "{:column$}{}:", "", scalar(key));
    match value {
        Json::Object(map) if !map.is_empty() => {
            out.push('\n');
            map.iter().for_each(|(key, value)| entry(key, value, column + 2, out));
        }
        Json::Array(items) if !items.is_empty() => match in_brackets(items, WIDTH.saturating_sub(column + key.len() + 4)) {
            Some(list) => {
                let _ = writeln!(out, " {list}");
            }
            None => {
                out.push('\n');
                for value in items {
                    item(value, column + 2, out);
                }
            }
        },
        value => {
            out.push(' ');
            line(value, column + 2, column + key.len() + 2, out);
        }
    }
}

/// An item of a list, with its dash at a column.
pub(super) fn item(value: &Json, column: usize, out: &mut String) {
    let _ = write!(out, "{:column$}- ", "");
    match value {
        Json::Object(map) if !map.is_empty() => {
            let mut below = String::new();
            map.iter().for_each(|(key, value)| entry(key, value, column + 2, &mut below));
            out.push_str(below.trim_start_matches(' '));
        }
        Json::Array(items) if !items.is_empty() => {
            let _ = writeln!(out, "{}", flow(value));
        }
        value => line(value, column + 2, column + 2, out),
    }
}

/// A value behind its key or dash; what goes on in further lines stands at a column.
fn line(value: &Json, column: usize, used: usize, out: &mut String) {
    let Json::String(text) = value else {
        let _ = writeln!(out, "{value}");
        return;
    };
    let indented = |text: &str| {
        let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{:column$}{line}", "") });
        lines.collect::<Vec<_>>().join("\n")
    };
    if is_block(text) {
        let sign = if text.ends_with('\n') { "|" } else { "|-" };
        let _ = writeln!(out, "{sign}\n{}", indented(text));
    } else if used + text.chars().count() > WIDTH && is_folded(text) {
        let _ = writeln!(out, ">-\n{}", indented(&folded(text, WIDTH.saturating_sub(column).max(40))));
    } else {
        let _ = writeln!(out, "{}", scalar(text));
    }
}

/// Whether a text of several lines can stand as it is in a block.
fn is_block(text: &str) -> bool {
    let odd = |letter: char| (letter.is_control() && letter != '\n') || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let plain = text.trim_end_matches('\n');
    plain.contains('\n')
        && text.len() - plain.len() <= 1
        && !text.contains(odd)
        && !text.starts_with([' ', '\n'])
        && !text.lines().any(|line| line.ends_with(' ') || (line.trim().is_empty() && !line.is_empty()))
}

/// Whether a text on one line stays the same where its lines are folded.
fn is_folded(text: &str) -> bool {
    !text.contains("  ")
        && text.trim() == text
        && !text.contains(|letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}'))
}

fn folded(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += long;
    }
    out
}

/// A list of plain values in brackets, where it is not longer than `room`.
fn in_brackets(items: &[Json], room: usize) -> Option<String> {
    let plain = items.iter().all(|item| !matches!(item, Json::Array(_) | Json::Object(_)));
    let nested = items
        .iter()
        .all(|item| matches!(item, Json::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object())));
    let text = (plain || nested).then(|| format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")))?;
    (text.chars().count() <= room && !text.contains('\n')).then_some(text)
}

/// A value on one line, as it stands in brackets.
fn flow(value: &Json) -> String {
    match value {
        Json::String(text) => scalar(text),
        Json::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Json::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

/// A text on one line, in quotes where it would be read as something else, behind a key as well as in brackets.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Asks the parser, which knows best, both in a block and in brackets.
fn is_plain(text: &str) -> bool {
    if text.is_empty() || text.contains(['\n', '\r', '\t', '#', '&', '*', '!', '|', '>', '%', '`', '"', '\'']) {
        return false;
    }
    let tried: Arc<str> = format!("x-0: {text}\nx-1: [{text}]\n{text}: 2\n").into();
    let (Some(tree), problems) = yaml::parse(&tried, Span::new(0, tried.len())) else { return false };
    let is_it = |value: Value<'_>| value.ty() == Type::String && value.scalar() == Some(text);
    let root = tree.root();
    let mut items = root.get("x-1").into_iter().flat_map(Value::items);
    problems.is_empty()
        && root.len() == 3
        && root.get("x-0").is_some_and(is_it)
        && items.next().is_some_and(is_it)
        && items.next().is_none()
}

/// A text in double quotes, where only what YAML cannot hold as it is is escaped (YAML 1.2.2, section 5.7).
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_reads_as_a_person_would_write_it() {
        let Json::Object(fields) = json!({
            "kind": "risk", "id": "R-1", "title": "Yes: \"no\"", "version": "1.10", "assets": ["AST-1", "AST-2"],
            "current": {"likelihood": 2, "rationale": "Because ".repeat(20).trim()},
            "actions": [{"what": "Buy", "due": "2026-01-01", "refs": ["a", "1"]}, {"what": "no"}],
            "notes": "One.\n\nTwo.\n", "x-odd": [[1, 2], [3]], "x-none": {}
        }) else {
            panic!()
        };
        let text = record_text(&fields);
        insta::assert_snapshot!(text, @r#"
kind: risk
id: R-1
title: "Yes: \"no\""
version: "1.10"
assets: [AST-1, AST-2]
current:
  likelihood: 2
  rationale: >-
    Because Because Because Because Because Because Because Because Because Because Because Because
    Because Because Because Because Because Because Because Because
actions:
  - what: Buy
    due: 2026-01-01
    refs: [a, "1"]
  - what: no
notes: |
  One.

  Two.
x-odd: [[1, 2], [3]]
x-none: {}
"#);
        let (tree, problems) = yaml::parse(&Arc::from(text.as_str()), Span::new(0, text.len()));
        assert_eq!(problems, []);
        assert_eq!(serde_json::to_value(tree.unwrap().root()).unwrap(), Json::Object(fields));
    }
}
