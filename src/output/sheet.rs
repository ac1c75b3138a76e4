//! A page of text for people: paragraphs, named values and lists, as wide as the terminal. What is put on it comes from records and is
//! tamed here, in one place.

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use super::table::wrapped;
use super::terminal::Look;
use super::text::{one_line, pad, tame, wrap};

/// A value does not begin further to the right than this because of a long name.
const LABELS: usize = 20;

/// Lists of shorter words stand on one line.
const WORD: usize = 40;

/// A page that is being written.
#[derive(Debug)]
pub struct Sheet {
    text: String,
    width: Option<usize>,
    /// What a line across the page is made of.
    line_of: &'static str,
}

impl Sheet {
    /// An empty page.
    #[must_use]
    pub fn new(look: Look) -> Self {
        Sheet { text: String::new(), width: look.width, line_of: if look.unicode { "─" } else { "-" } }
    }

    /// Whether nothing is written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// A line across the page, unless nothing stands above.
    pub fn divide(&mut self) {
        if !self.is_empty() {
            self.gap();
            self.push(&self.line_of.repeat(self.width.unwrap_or(80)));
            self.gap();
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// One line, wrapped where it must be.
    pub fn line(&mut self, text: &str) {
        self.hanging("", text);
    }

    /// What the page is about: an id and a title.
    pub fn title(&mut self, id: &str, title: &str) {
        let title = if title == id { "" } else { title };
        self.hanging(&format!("{}  ", one_line(id)), title);
    }

    /// One line that is never wrapped, such as a path.
    pub fn whole_line(&mut self, text: &str) {
        self.push(&tame(text, false));
    }

    /// A line that begins a part, with an empty line above.
    pub fn heading(&mut self, text: &str) {
        self.gap();
        self.line(text);
    }

    /// An empty line, unless nothing stands above.
    pub fn gap(&mut self) {
        if !self.is_empty() {
            self.text.push('\n');
        }
    }

    /// Paragraphs. Lists keep their items apart, and fenced examples stay as they are.
    pub fn prose(&mut self, text: &str) {
        let mut fenced = false;
        for paragraph in tame(text, true).split("\n\n") {
            let mut flowing = String::new();
            for line in paragraph.lines() {
                let fence = line.trim_start().starts_with("```");
                if fence || fenced || starts_item(line) {
                    self.flow(&std::mem::take(&mut flowing));
                }
                match (fence, fenced) {
                    (true, _) => fenced = !fenced,
                    (_, true) => self.push(&format!("    {line}")),
                    _ => {
                        flowing.push_str(line);
                        flowing.push('\n');
                    }
                }
            }
            self.flow(&flowing);
            self.text.push('\n');
        }
        self.text.pop();
    }

    fn flow(&mut self, text: &str) {
        match text.trim_start().strip_prefix("- ") {
            _ if text.trim().is_empty() => {}
            Some(item) => self.hanging("- ", item),
            None => self.line(text),
        }
    }

    /// Lines as they are, four columns in.
    pub fn verbatim(&mut self, text: &str) {
        for line in tame(text, true).lines() {
            self.push(&format!("    {line}"));
        }
    }

    /// A name with its value.
    pub fn named(&mut self, name: &str, value: &str, width: usize) {
        self.hanging(&format!("{}  ", pad(name, width)), value);
    }

    /// Fields of a record.
    pub fn fields<'f>(&mut self, fields: impl IntoIterator<Item = (&'f String, &'f Json)>) {
        for line in lines_of(fields, self.width) {
            self.push(&line);
        }
    }

    /// A text behind a label, two columns in.
    pub fn indented(&mut self, label: &str, text: &str) {
        self.push(&format!("  {}  {}", pad(label, 9), tame(text, false)));
    }

    /// A text two columns in.
    pub fn item(&mut self, text: &str) {
        self.hanging("  ", text);
    }

    /// A text below an item, four columns in.
    pub fn below_item(&mut self, text: &str) {
        self.hanging("    ", text);
    }

    /// Rows in aligned columns, two columns in.
    pub fn rows(&mut self, rows: &[Vec<String>]) {
        self.groups(&[("", rows)]);
    }

    /// Rows below several headings, in the same columns all of them.
    pub fn groups(&mut self, groups: &[(&str, &[Vec<String>])]) {
        let all: Vec<Vec<String>> = groups.iter().flat_map(|(_, rows)| rows.iter().cloned()).collect();
        let mut lines = wrapped(&all, self.width.map(|width| width.saturating_sub(2))).into_iter();
        for (heading, rows) in groups {
            if !heading.is_empty() {
                self.heading(heading);
            }
            lines.by_ref().take(rows.len()).flatten().for_each(|line| self.push(&format!("  {line}")));
        }
    }

    /// Wraps a text behind something, and below its own beginning.
    fn hanging(&mut self, before: &str, text: &str) {
        for line in behind(before, text, self.width) {
            self.push(&line);
        }
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

fn starts_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// A text wrapped behind something, and below its own beginning.
fn behind(before: &str, text: &str, width: Option<usize>) -> Vec<String> {
    let indent = before.width();
    let text = one_line(text);
    let lines = wrap(&text, width.map(|width| width.saturating_sub(indent).max(20)));
    let lead = |at: usize| if at == 0 { before.to_owned() } else { " ".repeat(indent) };
    lines.into_iter().enumerate().map(|(at, line)| lead(at) + &line).collect()
}

/// Names and values below each other; what is empty is left out.
fn lines_of<'f>(fields: impl IntoIterator<Item = (&'f String, &'f Json)>, width: Option<usize>) -> Vec<String> {
    let fields: Vec<(String, &Json)> =
        fields.into_iter().filter(|(_, value)| !is_empty(value)).map(|(name, value)| (one_line(name), value)).collect();
    let widest = fields.iter().map(|(name, _)| name.width()).filter(|width| *width <= LABELS).max().unwrap_or_default();
    fields.iter().flat_map(|(name, value)| lines_of_field(name, value, widest, width)).collect()
}

fn lines_of_field(name: &str, value: &Json, widest: usize, width: Option<usize>) -> Vec<String> {
    let inner = width.map(|width| width.saturating_sub(2));
    let below = |lines: Vec<String>| -> Vec<String> {
        std::iter::once(name.to_owned()).chain(lines.into_iter().map(|line| format!("  {line}"))).collect()
    };
    match value {
        Json::Object(map) => below(lines_of(map, inner)),
        Json::Array(items) if !are_words(items) => below(items.iter().flat_map(|item| lines_of_item(item, inner)).collect()),
        Json::String(text) if text.trim_end().contains('\n') => {
            below(tame(text.trim_end(), true).lines().flat_map(|line| behind("", line, inner)).collect())
        }
        value => behind(&format!("{}  ", pad(name, widest)), &plain(value), width),
    }
}

/// An item of a list: a dash, and the rest below its beginning.
fn lines_of_item(item: &Json, width: Option<usize>) -> Vec<String> {
    let inner = width.map(|width| width.saturating_sub(2));
    let lines = match item {
        Json::Object(map) => lines_of(map, inner),
        item => behind("", &plain(item), inner),
    };
    let lead = |at: usize| if at == 0 { "- " } else { "  " };
    lines.into_iter().enumerate().map(|(at, line)| format!("{}{line}", lead(at))).collect()
}

/// Whether a list can stand on one line.
fn are_words(items: &[Json]) -> bool {
    items.iter().all(|item| match item {
        Json::String(text) => text.width() <= WORD && !text.contains(['\n', ',']),
        Json::Array(_) | Json::Object(_) => false,
        _ => true,
    })
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.values().all(is_empty),
        Json::String(text) => text.trim().is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// A value in words: lists with `; ` between their items, as cells of a table have them, or `, ` as sentences do.
#[must_use]
pub fn joined(value: &Json, between: &str) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(|item| joined(item, between)).collect::<Vec<_>>().join(between),
        // Work and findings have an id of their own; anything else is shown as it is.
        Json::Object(map) => map.get("id").map_or_else(|| value.to_string(), |id| joined(id, between)),
        value => value.to_string(),
    }
}

fn plain(value: &Json) -> String {
    joined(value, ", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_is_laid_out_below_its_names() {
        let Json::Object(fields) = json!({
            "status": "open", "owner": null, "event": "Someone signs in with a stolen password.", "tags": ["a", "b"],
            "current": {"likelihood": 2, "rationale": "Because"}, "actions": [{"id": "T1", "what": "Buy keys for everyone"}, {"id": "T2"}],
            "notes": "One.\nTwo.\n", "list": ["First, this", "then that"]
        }) else {
            panic!()
        };
        let mut sheet = Sheet::new(Look { color: false, unicode: true, width: Some(30) });
        sheet.fields(&fields);
        assert_eq!(
            sheet.finish(),
            "status   open
event    Someone signs in with
         a stolen password.
tags     a, b
current
  likelihood  2
  rationale   Because
actions
  - id    T1
    what  Buy keys for
          everyone
  - id  T2
notes
  One.
  Two.
list
  - First, this
  - then that
"
        );
    }

    #[test]
    fn paragraphs_flow_and_lists_and_examples_stay() {
        let mut sheet = Sheet::new(Look { color: false, unicode: true, width: Some(24) });
        sheet.prose("One line\nand another one here.\n\n- an item that is too long\n- two\n\n```sh\nls  -l\n```\n");
        assert_eq!(sheet.finish(), "One line and another one\nhere.\n\n- an item that is too\n  long\n- two\n\n    ls  -l\n");
    }
}
