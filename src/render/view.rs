//! A document as templates see it: plain data, with the words tamed and each cell's fields beside their labels.

use serde_json::{Value, json as object};

use crate::report::document::{Block, Cell, Document, Figure, Passage, Table};

/// How a medium shows what is not plain text.
#[derive(Clone, Copy)]
pub(super) struct Medium {
    /// A picture, for the key `picture` of its block.
    pub(super) figure: fn(&Figure) -> Value,
    /// Running text, for the key `prose`.
    pub(super) prose: fn(&[Passage]) -> Value,
}

/// A document without its blocks.
pub(super) fn head(document: &Document) -> Value {
    object!({
        "title": tame(&document.title), "organisation": tame(&document.organisation), "classification": tame(&document.classification),
        "version": document.version.as_deref().map(tame), "commit": document.commit, "as_of": document.as_of.to_string(),
        "mark": document.mark, "cover": document.cover, "facts": document.facts, "origin": document.origin,
    })
}

/// Blocks in their order.
pub(super) fn blocks(blocks: &[Block], medium: Medium) -> Vec<Value> {
    blocks.iter().map(|it| block(it, medium)).collect()
}

fn block(block: &Block, medium: Medium) -> Value {
    match block {
        Block::Heading { level, text } => {
            object!({ "block": "heading", "level": level, "text": tame(text), "anchor": super::html::anchor(text) })
        }
        Block::Paragraph { text } => object!({ "block": "paragraph", "text": tame(text) }),
        Block::Note { tone, title, text } => object!({ "block": "note", "tone": tone, "title": tame(title), "text": tame(text) }),
        Block::Numbers { numbers } => object!({ "block": "numbers", "numbers": numbers }),
        Block::Table(it) => table(it),
        Block::Figure(figure) => object!({
            "block": "figure", "title": tame(&figure.title), "alternative": tame(&figure.alternative),
            "picture": (medium.figure)(figure), "table": table(&figure.table()),
        }),
        Block::Prose { passages } => object!({ "block": "prose", "prose": (medium.prose)(passages) }),
        Block::PageBreak => object!({ "block": "page_break" }),
    }
}

fn tame(text: &str) -> String {
    crate::text::tame(text, true)
}

fn table(table: &Table) -> Value {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.weight)).sum();
    let columns = table.columns.iter().map(|column| {
        object!({ "title": tame(&column.title), "width": f64::from(u32::from(column.weight) * 1000 / total.max(1)) / 10.0 })
    });
    let groups = table.groups.iter().map(|group| {
        let rows: Vec<Value> = group.rows.iter().map(|cells| row(table, cells)).collect();
        object!({ "title": tame(&group.title), "rows": rows })
    });
    object!({
        "block": "table", "caption": tame(&table.caption), "columns": columns.collect::<Vec<_>>(), "groups": groups.collect::<Vec<_>>(),
    })
}

fn row(table: &Table, row: &[Cell]) -> Value {
    let mut cells = row.iter();
    let columns = table.columns.iter().map(|column| {
        let fields = column.fields.iter().zip(cells.by_ref());
        let shown = fields.filter(|(_, cell)| !cell.is_empty()).map(|(field, it)| cell(&field.label, it));
        shown.collect::<Vec<_>>()
    });
    columns.collect::<Vec<_>>().into()
}

fn cell(label: &str, cell: &Cell) -> Value {
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
