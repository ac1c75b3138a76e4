//! Tables for spreadsheets: UTF-8 with one header a table, CRLF line ends (RFC 4180), safe against formulas.

use crate::report::document::{Cell, Document, Figure, Table};
use crate::text::spreadsheet_safe;

/// The tables of a document; a document that has only pictures gives what they show. Where there are several, a column in front names the table, and fields that a table lacks are empty.
#[must_use]
pub fn csv(document: &Document) -> String {
    let pictures: Vec<Table> = document.figures().map(Figure::table).collect();
    let mut tables: Vec<&Table> = document.tables().collect();
    if tables.is_empty() {
        tables.extend(&pictures);
    }
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for table in &tables {
        for field in table.fields() {
            if !keys.iter().any(|(key, _)| *key == field.key) {
                keys.push((&field.key, &field.title));
            }
        }
    }
    let several = tables.len() > 1;
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let head = several.then_some("Table").into_iter().chain(keys.iter().map(|(_, title)| *title));
    // Writing into memory cannot fail, and every row has as many cells as the header.
    let _ = writer.write_record(head.map(spreadsheet_safe));
    for table in tables {
        let fields: Vec<&str> = table.fields().map(|field| &*field.key).collect();
        for row in table.rows() {
            let cell = |key: &str| fields.iter().position(|field| *field == key).and_then(|at| row.get(at)).map(Cell::plain);
            let name = several.then(|| table.caption.clone());
            let cells = keys.iter().map(|(key, _)| cell(key).unwrap_or_default());
            let _ = writer.write_record(name.into_iter().chain(cells).map(|cell| spreadsheet_safe(&cell)));
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
