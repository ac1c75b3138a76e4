//! Tables for spreadsheets: UTF-8 with one header a table, CRLF line ends (RFC 4180), safe against formulas.

use crate::report::document::{Cell, Document, Table};
use crate::text::spreadsheet_safe;

/// The tables of a document. Where there are several, a column in front names the table, and fields that a table lacks are empty.
#[must_use]
pub fn csv(document: &Document) -> String {
    let tables: Vec<&Table> = document.tables().collect();
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for table in &tables {
        for field in table.columns.iter().flat_map(|column| &column.fields) {
            if !keys.iter().any(|(key, _)| **key == *field.key) {
                keys.push((&field.key, &field.title));
            }
        }
    }
    let several = tables.len() > 1;
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let head = several.then_some("Table").into_iter().chain(keys.iter().map(|(_, title)| *title));
    // Writing into memory cannot fail, and every row has as many cells as the header.
    let _ = writer.write_record(head);
    for table in tables {
        let fields: Vec<&str> = table.columns.iter().flat_map(|column| &column.fields).map(|field| &*field.key).collect();
        for row in table.groups.iter().flat_map(|group| &group.rows) {
            let cell = |key: &str| fields.iter().position(|field| *field == key).and_then(|at| row.get(at)).map(Cell::plain);
            let name = several.then(|| table.caption.clone());
            let cells = keys.iter().map(|(key, _)| cell(key).unwrap_or_default());
            let _ = writer.write_record(name.into_iter().chain(cells).map(|cell| spreadsheet_safe(&cell)));
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
