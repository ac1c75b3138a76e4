//! Documents as one self-contained page: no script, nothing from outside, made to be read and to be printed.

use std::fmt;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use crate::report::document::Document;

/// The page that the program ships.
const PAGE: &str = include_str!("../../templates/report/page.html");

/// A template that cannot be used.
#[derive(Debug)]
pub struct TemplateError(minijinja::Error);

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for TemplateError {}

/// The document as HTML.
///
/// # Errors
/// Where the template has a fault.
pub fn html(document: &Document) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(50_000_000));
    environment.add_template("page.html", PAGE).map_err(TemplateError)?;
    let page = environment.get_template("page.html").map_err(TemplateError)?;
    page.render(minijinja::Value::from(minijinja::value::Serde(view(document)))).map_err(TemplateError)
}

/// A heading's text as an anchor.
fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ');
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

/// The document as the template sees it: each cell with its column's fields beside it.
fn view(document: &Document) -> serde_json::Value {
    use serde_json::json;

    use crate::report::document::{Block, Cell};
    let cell = |label: &str, cell: &Cell| {
        let lines = match cell {
            Cell::List(texts) => texts.clone(),
            Cell::Text(text) => text.trim().split("\n\n").map(str::to_owned).collect(),
            other => vec![other.plain()],
        };
        // A date or an id is one word to a reader, whatever its hyphens.
        let whole = lines.iter().all(|line| line.len() <= 14 && !line.contains(' '));
        json!({ "label": label, "lines": lines, "tone": cell.tone(), "whole": whole })
    };
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Heading { level, text } => json!({ "block": "heading", "level": level, "text": text, "anchor": anchor(text) }),
        Block::Paragraph { text } => json!({ "block": "paragraph", "text": text }),
        Block::Note { title, text, .. } => json!({ "block": "paragraph", "text": format!("{title} {text}") }),
        Block::Numbers { numbers } => {
            let words: Vec<String> = numbers.iter().map(|number| format!("{} {}", number.value, number.label)).collect();
            json!({ "block": "paragraph", "text": words.join("; ") })
        }
        Block::Figure(figure) => json!({ "block": "paragraph", "text": figure.alternative }),
        Block::Prose { passages } => json!({ "block": "paragraph", "text": super::paragraphs(passages).join("\n\n") }),
        Block::PageBreak => json!({ "block": "paragraph", "text": "" }),
        Block::Table(table) => {
            let total: u32 = table.columns.iter().map(|column| u32::from(column.weight)).sum();
            let columns = table.columns.iter().map(|column| {
                json!({ "title": column.title, "width": f64::from(u32::from(column.weight) * 1000 / total) / 10.0 })
            });
            let groups = table.groups.iter().map(|group| {
                let rows = group.rows.iter().map(|row| {
                    let mut cells = row.iter();
                    let columns = table.columns.iter().map(|column| {
                        let fields = column.fields.iter().zip(cells.by_ref());
                        let shown = fields.filter(|(_, cell)| !cell.is_empty()).map(|(field, found)| cell(&field.label, found));
                        shown.collect::<Vec<_>>()
                    });
                    columns.collect::<Vec<_>>()
                });
                json!({ "title": group.title, "rows": rows.collect::<Vec<_>>() })
            });
            json!({
                "block": "table", "caption": table.caption, "columns": columns.collect::<Vec<_>>(), "groups": groups.collect::<Vec<_>>(),
            })
        }
    });
    json!({
        "title": document.title, "organisation": document.organisation, "classification": document.classification,
        "mark": document.mark, "facts": document.facts, "blocks": blocks.collect::<Vec<_>>(), "origin": document.origin,
    })
}
