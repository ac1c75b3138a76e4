//! Documents for programs: facts, tables as lists of objects with one member a field, the data of pictures, and the words in their order.

use serde_json::{Map, Value, json as object};

use crate::report::document::{Block, Document, Table};

/// The document as JSON with a line end. The form is `schema_version` 1, which only grows.
#[must_use]
pub fn json(document: &Document) -> String {
    let tables: Map<String, Value> = document.tables().map(|table| (table.name.to_string(), rows(table))).collect();
    let figures: Map<String, Value> =
        document.figures().map(|figure| (figure.name.to_string(), serde_json::to_value(figure).unwrap_or_default())).collect();
    let facts: Map<String, Value> =
        document.facts.iter().map(|fact| (fact.name.to_lowercase().replace(' ', "_"), fact.value.clone().into())).collect();
    let document = object!({
        "schema_version": 1,
        "document": document.name,
        "title": document.title,
        "organisation": document.organisation,
        "classification": document.classification,
        "draft": document.mark.is_some(),
        "facts": facts,
        "tables": tables,
        "figures": figures,
        "text": text(document),
        "origin": document.origin,
    });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// What people read besides tables and pictures, in its order.
fn text(document: &Document) -> Vec<Value> {
    let part = |block: &Block| match block {
        Block::Heading { level, text } => Some(object!({ "heading": text, "level": level })),
        Block::Paragraph { text } => Some(object!({ "paragraph": text })),
        Block::Note { title, text, tone } => Some(object!({ "note": text, "title": title, "tone": tone })),
        Block::Numbers { numbers } => Some(object!({ "numbers": numbers })),
        Block::Prose { passages } => Some(object!({ "prose": passages })),
        Block::Table(table) => Some(object!({ "table": table.name })),
        Block::Figure(figure) => Some(object!({ "figure": figure.name })),
        Block::PageBreak => None,
    };
    document.blocks.iter().filter_map(part).collect()
}

fn rows(table: &Table) -> Value {
    let fields: Vec<&str> = table.fields().map(|field| &*field.key).collect();
    let mut rows = Vec::new();
    for group in &table.groups {
        for row in &group.rows {
            let mut object = Map::new();
            if !group.title.is_empty() {
                object.insert("group".to_owned(), group.title.clone().into());
            }
            for (key, cell) in fields.iter().zip(row) {
                object.insert((*key).to_owned(), serde_json::to_value(cell).unwrap_or_default());
            }
            rows.push(Value::Object(object));
        }
    }
    Value::Array(rows)
}
