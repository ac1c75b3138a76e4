//! What the page template is given: the documents as plain data.

use serde_json::{Map, Value, json};

use super::Leaf;
use super::blocks::blocks;
use crate::render::head;

/// A word that is longer may be broken in the middle, because a narrow column has no room for it.
const LONGEST: usize = 22;

/// The documents with their pages.
pub(super) fn data(title: &str, leaves: &[Leaf<'_>], families: &[String]) -> Value {
    let first = leaves.first().map(|leaf| leaf.document);
    // Those that flow share the pages of the one before them.
    let mut runs: Vec<Vec<Value>> = Vec::new();
    for leaf in leaves {
        match runs.last_mut().filter(|_| leaf.flows) {
            Some(run) => run.push(one(*leaf)),
            None => runs.push(vec![one(*leaf)]),
        }
    }
    let mut runs = json!(runs);
    level(&mut runs, &mut 0);
    json!({
        "title": readable(title),
        "organisation": first.map(|document| readable(&document.organisation)),
        "origin": first.map(|document| document.origin.as_str()),
        "as_of": first.map(|document| document.as_of.to_string()),
        "fonts": families,
        "runs": runs,
    })
}

fn one(leaf: Leaf<'_>) -> Value {
    let mut data = head(leaf.document);
    data["heading"] = json!({ "block": "heading", "level": leaf.depth });
    let stretches = leaf.document.stretches();
    // What flows lies as the page does on which it happens to stand.
    let stretches =
        stretches.iter().map(|stretch| json!({ "lying": stretch.lying && !leaf.flows, "blocks": blocks(stretch.blocks) }));
    data["stretches"] = stretches.collect::<Vec<_>>().into();
    deepen(&mut data["stretches"], u64::from(leaf.depth) - 1);
    reword(&mut data);
    data
}

/// The level of a heading, whether it is a block or stands in running text.
fn heading(value: &mut Map<String, Value>) -> Option<&mut Value> {
    let is_heading = ["block", "passage"].iter().any(|key| value.get(*key).is_some_and(|it| it == "heading"));
    value.get_mut("level").filter(|_| is_heading)
}

/// Puts headings below that of their document.
fn deepen(value: &mut Value, by: u64) {
    each_heading(value, &mut |level| level + by);
}

/// Readers who hear a document go from heading to heading, and PDF/UA wants no level left out: a heading that people wrote too deep
/// comes up.
fn level(value: &mut Value, last: &mut u64) {
    each_heading(value, &mut |level| {
        *last = level.min(*last + 1);
        *last
    });
}

fn each_heading(value: &mut Value, change: &mut impl FnMut(u64) -> u64) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| each_heading(value, change)),
        Value::Object(entries) => {
            if let Some(level) = heading(entries) {
                *level = change(level.as_u64().unwrap_or(1)).into();
            }
            entries.values_mut().for_each(|value| each_heading(value, change));
        }
        _ => {}
    }
}

/// Makes every text readable, whatever record it comes from.
fn reword(value: &mut Value) {
    match value {
        Value::String(text) => {
            *text = readable(text);
        }
        Value::Array(values) => values.iter_mut().for_each(reword),
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                // Pictures and addresses are not read, and the template cuts the commit.
                if !["picture", "target", "commit"].contains(&key.as_str()) {
                    reword(value);
                }
            }
        }
        _ => {}
    }
}

/// A text without characters that reorder it, with places in its longest words where a line may end.
fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    let text = crate::text::tame(text, true);
    for word in text.split_inclusive(char::is_whitespace) {
        let long = word.chars().count() > LONGEST;
        for letter in word.chars() {
            out.push(letter);
            run = if letter.is_ascii_alphanumeric() { run + 1 } else { 0 };
            if long && (matches!(letter, '/' | '.' | '_' | '-' | '@' | ':' | '=' | '&' | '?') || run >= LONGEST / 2) {
                out.push('\u{200b}');
                run = 0;
            }
        }
        run = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Classification;
    use crate::model::date::Date;
    use crate::report::document::{Document, Inline, Passage};

    #[test]
    fn headings_stand_below_their_document_and_leave_no_level_out() {
        let as_of = Date::new(jiff::civil::date(2026, 6, 30));
        let mut chapter = Document::new("c", "Chapter", "O", Classification::Internal, as_of);
        chapter.heading(2, "First");
        chapter.prose(vec![Passage::Heading { level: 4, text: vec![Inline::text("written too deep")] }]);
        let mut section = Document::new("s", "Section", "O", Classification::Internal, as_of);
        section.heading(2, "Second");
        let leaves = [Leaf::alone(&chapter), Leaf { document: &section, depth: 2, flows: true }];
        let data = data("Book", &leaves, &[]);
        let mut levels = Vec::new();
        each_heading(&mut data["runs"].clone(), &mut |level| {
            levels.push(level);
            level
        });
        assert_eq!(levels, [1, 2, 3, 2, 3]);
        assert_eq!(data["runs"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn only_long_words_may_be_broken_in_the_middle() {
        assert_eq!(readable("A.5.7 on 2026-06-30"), "A.5.7 on 2026-06-30");
        assert_eq!(
            readable("evidence/A.8.13/restore-test"),
            "evidence/\u{200b}A.\u{200b}8.\u{200b}13/\u{200b}restore-\u{200b}test"
        );
        assert_eq!(readable("2b7e151628aed2a6abf7158809cf4f3c").matches('\u{200b}').count(), 2);
        assert!(!readable("abc\u{202e}def").contains('\u{202e}'));
    }
}
