//! Rows and columns: for people, and for spreadsheets.

use unicode_width::UnicodeWidthStr;

use super::text::{one_line, pad, shorten, spreadsheet_safe, tame};

/// No column gets narrower than this where a table is made to fit.
const NARROWEST: usize = 8;

/// What stands between two columns.
const GAP: &str = "  ";

/// Rows in columns as wide as their content. Where there is a width to keep to, the widest columns are shortened until they fit;
/// where there is none, nothing is.
#[must_use]
pub fn aligned(rows: &[Vec<String>], width: Option<usize>) -> Vec<String> {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
    let mut widths = widths(&rows);
    if let Some(width) = width {
        fit(&mut widths, width);
    }
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| pad(&shorten(cell, *width), *width));
        cells.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        row.iter().zip(&mut widths).for_each(|(cell, width)| *width = cell.width().max(*width));
    }
    widths
}

fn fit(widths: &mut [usize], width: usize) {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        // The first of the widest, so that the same table always looks the same.
        let widest = widths.iter_mut().rev().max_by_key(|width| **width).filter(|width| **width > NARROWEST);
        let Some(widest) = widest else { return };
        *widest -= 1;
    }
}

/// A cell of a table for spreadsheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text; it never becomes a formula.
    Text(String),
    /// A number, as it is.
    Number(String),
}

/// Rows as comma-separated values (RFC 4180).
#[must_use]
pub fn csv(head: &[String], rows: &[Vec<Cell>]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory cannot fail, and every row has as many cells as the head.
    let _ = writer.write_record(head);
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => tame(&spreadsheet_safe(text), true),
            Cell::Number(number) => number.clone(),
        });
        let _ = writer.write_record(cells);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn a_table_fits_by_its_longest_column_or_is_left_alone() {
        let rows = rows(&[&["id", "title", "status"], &["R-1", "A title that is far too long\nto be shown", "open"], &["R-22", "漢字", ""]]);
        let lines = aligned(&rows, Some(30));
        assert_eq!(lines, ["id    title             status", "R-1   A title that is…  open", "R-22  漢字"]);
        assert!(lines.iter().all(|line| line.width() <= 30));
        assert_eq!(aligned(&rows, None)[1], "R-1   A title that is far too long to be shown  open");
        assert_eq!(aligned(&rows, Some(5))[1], "R-1   A title…  open");
    }

    #[test]
    fn a_sheet_is_quoted_and_harmless() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let row = vec![text("=cmd|' /C calc'!A0"), text("a, \"b\"\nc\u{1b}[31m"), Cell::Number("-5".to_owned())];
        assert_eq!(csv(&["x".into(), "y".into(), "z".into()], &[row]), "x,y,z\r\n'=cmd|' /C calc'!A0,\"a, \"\"b\"\"\nc?[31m\",-5\r\n");
    }
}
