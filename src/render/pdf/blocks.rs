//! Blocks as the page template sees them: plain data, with the words tamed and each cell's fields beside their labels.

use serde_json::{Value, json as object};

use crate::render::svg::svg;
use crate::render::tame;
use crate::report::document::{Block, Cell, Table};

/// Blocks in their order.
pub(super) fn blocks(blocks: &[Block]) -> Vec<Value> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading { level, text } => {
            object!({ "block": "heading", "level": level, "text": tame(text) })
        }
        Block::Paragraph { text } => object!({ "block": "paragraph", "text": tame(text) }),
        Block::Note { tone, title, text } => object!({ "block": "note", "tone": tone, "title": tame(title), "text": tame(text) }),
        Block::Numbers { numbers } => object!({ "block": "numbers", "numbers": numbers }),
        Block::Table(it) => table(it),
        Block::Figure(figure) => object!({
            "block": "figure", "title": tame(&figure.title), "alternative": tame(&figure.alternative),
            "picture": svg(figure, super::SANS), "table": table(&figure.table()),
        }),
        Block::Prose { passages } => object!({ "block": "prose", "prose": passages }),
        Block::PageBreak => object!({ "block": "page_break" }),
    }
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
