//! Rows and columns: for people, and for spreadsheets.

use unicode_width::UnicodeWidthStr;

use super::text::{one_line, pad, shorten, spreadsheet_safe, tame, wrap};

/// Columns with sentences in them get this narrow where a table is made to fit, before any other has to give way.
const SENTENCES: usize = 16;

/// No column gets narrower than this.
const NARROWEST: usize = 8;

/// What stands between two columns.
const GAP: &str = "  ";

/// The last column gets this narrow first where it may go on in further lines, because nothing is lost by that.
const WRAPPED: usize = 30;

/// Rows in columns as wide as their content. Where there is a width to keep to, the widest columns are shortened until they fit;
/// where there is none, nothing is.
#[must_use]
pub fn aligned(rows: &[Vec<String>], width: Option<usize>) -> Vec<String> {
    let rows = plain(rows);
    let widths = fitting(&rows, width, false);
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| pad(&shorten(cell, *width), *width));
        cells.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// The same with a last column that goes on in further lines; the lines of each row.
#[must_use]
pub fn wrapped(rows: &[Vec<String>], width: Option<usize>) -> Vec<Vec<String>> {
    let rows = plain(rows);
    let widths = fitting(&rows, width, true);
    let lines = |row: &Vec<String>| {
        let Some((last, before)) = row.split_last() else { return Vec::new() };
        let cells = before.iter().zip(&widths).map(|(cell, width)| pad(&shorten(cell, *width), *width) + GAP);
        let before: String = cells.collect();
        let room = width.and_then(|_| widths.get(row.len() - 1).copied());
        let parts = wrap(last, room).into_iter().enumerate();
        let lead = |at: usize| if at == 0 { before.clone() } else { " ".repeat(before.width()) };
        parts.map(|(at, part)| format!("{}{part}", lead(at)).trim_end().to_owned()).collect()
    };
    rows.iter().map(lines).collect()
}

fn plain(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect()
}

/// How wide each column is, so that all fit into the width.
fn fitting(rows: &[Vec<String>], width: Option<usize>, wraps: bool) -> Vec<usize> {
    let mut widths = widths(rows);
    if let Some(width) = width {
        let last = widths.len().saturating_sub(1);
        let room = width.saturating_sub(GAP.len() * last);
        let sentences: Vec<bool> = (0..widths.len()).map(|at| has_sentences(rows, at)).collect();
        shrink(&mut widths, room, |at| if wraps && at == last && sentences[at] { WRAPPED } else { usize::MAX });
        shrink(&mut widths, room, |at| if sentences[at] { SENTENCES } else { usize::MAX });
        shrink(&mut widths, room, |_| NARROWEST);
    }
    widths
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        row.iter().zip(&mut widths).for_each(|(cell, width)| *width = cell.width().max(*width));
    }
    widths
}

/// Whether a column has more than words in it.
fn has_sentences(rows: &[Vec<String>], at: usize) -> bool {
    rows.iter().filter_map(|row| row.get(at)).any(|cell| cell.contains(' '))
}

/// Takes from the widest columns until all fit into the room, from none more than down to its `least`.
fn shrink(widths: &mut [usize], room: usize, least: impl Fn(usize) -> usize) {
    while widths.iter().sum::<usize>() > room {
        let can = widths.iter().copied().enumerate().filter(|(at, width)| *width > least(*at));
        // The last of the widest, so that the same table always looks the same.
        let Some((widest, _)) = can.max_by_key(|(_, width)| *width) else { return };
        widths[widest] -= 1;
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
        let rows = rows(&[
            &["id", "title", "status"],
            &["R-1", "A title that is far too long\nto be shown", "open"],
            &["R-22", "漢字", ""],
        ]);
        let lines = aligned(&rows, Some(30));
        assert_eq!(lines, ["id    title             status", "R-1   A title that is…  open", "R-22  漢字"]);
        assert!(lines.iter().all(|line| line.width() <= 30));
        assert_eq!(aligned(&rows, None)[1], "R-1   A title that is far too long to be shown  open");
        assert_eq!(aligned(&rows, Some(5))[1], "R-1   A title…  open");
    }

    #[test]
    fn a_last_column_goes_on_below_itself() {
        let rows = rows(&[&["R-1", "A title of some words that go on and on"], &["R-22", "short"]]);
        let first = ["R-1   A title of some words that go", "      on and on"];
        assert_eq!(wrapped(&rows, Some(36)), [first.map(str::to_owned).to_vec(), vec!["R-22  short".to_owned()]]);
        assert_eq!(wrapped(&rows, None)[0], ["R-1   A title of some words that go on and on"]);
    }

    #[test]
    fn a_sheet_is_quoted_and_harmless() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let row = vec![text("=cmd|' /C calc'!A0"), text("a, \"b\"\nc\u{1b}[31m"), Cell::Number("-5".to_owned())];
        assert_eq!(
            csv(&["x".into(), "y".into(), "z".into()], &[row]),
            "x,y,z\r\n'=cmd|' /C calc'!A0,\"a, \"\"b\"\"\nc?[31m\",-5\r\n"
        );
    }
}
