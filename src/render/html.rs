//! Documents as one self-contained page: no script, nothing from outside, made to be read and to be printed.

mod prose;

use std::fmt;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::{Value, json as object};

use crate::report::document::{Block, Cell, Document, Table};

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
pub(super) fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ');
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

/// Text between elements or in an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in crate::text::tame(text, true).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

/// The document as the template sees it. Text that comes as `html` is escaped already; everything else is escaped by the template.
fn view(document: &Document) -> Value {
    object!({
        "title": tame(&document.title), "organisation": tame(&document.organisation), "classification": tame(&document.classification),
        "version": document.version.as_deref().map(tame), "commit": document.commit, "as_of": document.as_of.to_string(),
        "mark": document.mark, "facts": document.facts, "blocks": document.blocks.iter().map(block).collect::<Vec<_>>(),
        "origin": document.origin,
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading { level, text } => {
            object!({ "block": "heading", "level": level, "text": tame(text), "anchor": anchor(text) })
        }
        Block::Paragraph { text } => object!({ "block": "paragraph", "text": tame(text) }),
        Block::Note { tone, title, text } => object!({ "block": "note", "tone": tone, "title": tame(title), "text": tame(text) }),
        Block::Numbers { numbers } => object!({ "block": "numbers", "numbers": numbers }),
        Block::Table(table) => view_table(table),
        Block::Figure(figure) => object!({
            "block": "figure", "title": tame(&figure.title), "alternative": tame(&figure.alternative),
            "html": super::svg::svg(figure, "system-ui, sans-serif"), "table": view_table(&figure.table()),
        }),
        Block::Prose { passages } => object!({ "block": "prose", "html": prose::html(passages) }),
        Block::PageBreak => object!({ "block": "page_break" }),
    }
}

fn tame(text: &str) -> String {
    crate::text::tame(text, true)
}

/// A table with each cell's fields beside their labels.
fn view_table(table: &Table) -> Value {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.weight)).sum();
    let columns = table.columns.iter().map(|column| {
        object!({ "title": tame(&column.title), "width": f64::from(u32::from(column.weight) * 1000 / total.max(1)) / 10.0 })
    });
    let groups = table.groups.iter().map(|group| {
        let rows: Vec<Value> = group.rows.iter().map(|row| view_row(table, row)).collect();
        object!({ "title": tame(&group.title), "rows": rows })
    });
    object!({
        "block": "table", "caption": tame(&table.caption), "columns": columns.collect::<Vec<_>>(), "groups": groups.collect::<Vec<_>>(),
    })
}

fn view_row(table: &Table, row: &[Cell]) -> Value {
    let mut cells = row.iter();
    let columns = table.columns.iter().map(|column| {
        let fields = column.fields.iter().zip(cells.by_ref());
        let shown = fields.filter(|(_, cell)| !cell.is_empty()).map(|(field, cell)| view_cell(&field.label, cell));
        shown.collect::<Vec<_>>()
    });
    columns.collect::<Vec<_>>().into()
}

fn view_cell(label: &str, cell: &Cell) -> Value {
    let lines = match cell {
        Cell::List(texts) => texts.iter().map(|text| tame(text)).collect(),
        Cell::Text(text) => text.trim().split("\n\n").map(tame).collect(),
        other => vec![tame(&other.plain())],
    };
    // A date or an id is one word to a reader, whatever its hyphens.
    let whole = lines.iter().all(|line| line.len() <= 14 && !line.contains(' '));
    let number = matches!(cell, Cell::Number(_) | Cell::Decimal(_));
    object!({ "label": tame(label), "lines": lines, "tone": cell.tone(), "whole": whole, "number": number })
}
