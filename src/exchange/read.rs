//! Files of tables as rows of cells: comma-separated values and workbooks of spreadsheets.
//!
//! Whoever made them is a stranger: what they may hold is bounded (docs/limits.md) before it is unpacked.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, Reader as _, Xlsx};
use zip::ZipArchive;

use super::Refusal;
use crate::text::spreadsheet_plain;

/// A table has not more rows.
const ROWS: usize = 200_000;
/// Nor more columns; what stands further to the right is no register.
const COLUMNS: usize = 4_000;
/// All tables of a file together have not more cells that are filled.
const CELLS: usize = 4_000_000;
/// All parts of a workbook have not more bytes together, unpacked: 512 MiB.
const UNPACKED: u64 = 512 << 20;
/// A workbook has not more parts.
const PARTS: usize = 4_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// Its text, as a person sees it; a day is `YYYY-MM-DD`.
    pub text: String,
    /// Whether it is a number to the spreadsheet, which then may have lost a zero at its end.
    pub number: bool,
}

/// A table of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The name of the sheet; nothing where the file is the table.
    pub name: Option<String>,
    /// The rows that hold something, each with its number, from 1 on.
    pub rows: Vec<(usize, Vec<Given>)>,
    /// What the numbers count: `row`, or `line` of a text file.
    pub unit: &'static str,
}

/// The tables of a file.
///
/// # Errors
/// Where it is none, or more than is read.
pub fn tables(bytes: &[u8]) -> Result<Vec<Table>, Refusal> {
    if bytes.starts_with(b"PK") {
        return workbook(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refusal::new("it is a workbook of the old format").help("save it as .xlsx or as CSV in UTF-8"));
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text =
        text.map_err(|_| Refusal::new("it is neither a workbook (.xlsx) nor text in UTF-8").help("save it as CSV in UTF-8"))?;
    Ok(vec![separated(text)?])
}

/// A table of separated values; the first line tells what separates them.
fn separated(text: &str) -> Result<Table, Refusal> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    // The first of equals wins, which is the comma.
    let sign = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut room = CELLS;
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| Refusal::new(format!("it is no table of separated values: {error}")))?;
        // The reader begins a record before the line ends that are left in front of it.
        let begins = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let begins = text.get(begins..).map_or(text.len(), |rest| text.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += text[counted..begins].matches('\n').count();
        counted = begins;
        let cell = |text: &str| Given { text: without_nul(spreadsheet_plain(text)), number: false };
        add(&mut rows, line, record.iter().map(cell).collect(), &mut room)?;
    }
    Ok(Table { name: None, rows, unit: "line" })
}

fn add(rows: &mut Vec<(usize, Vec<Given>)>, number: usize, mut cells: Vec<Given>, room: &mut usize) -> Result<(), Refusal> {
    while cells.last().is_some_and(|cell| cell.text.trim().is_empty()) {
        cells.pop();
    }
    if cells.is_empty() {
        return Ok(());
    }
    *room = room.checked_sub(cells.len()).ok_or_else(|| Refusal::new(format!("it has more than {CELLS} cells")))?;
    if rows.len() == ROWS {
        return Err(Refusal::new(format!("it has more than {ROWS} rows")).help("split it, or export JSON Lines and work on that"));
    }
    if cells.len() > COLUMNS {
        return Err(Refusal::new(format!("it has more than {COLUMNS} columns")));
    }
    rows.push((number, cells));
    Ok(())
}

fn workbook(bytes: &[u8]) -> Result<Vec<Table>, Refusal> {
    bounded(bytes, UNPACKED)?;
    let broken = |error: calamine::XlsxError| {
        Refusal::new(format!("it is no workbook that can be read: {error}")).help("save it again as .xlsx, or as CSV in UTF-8")
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut tables = Vec::new();
    let mut room = CELLS;
    let sheets: Vec<calamine::Sheet> = workbook.sheets_metadata().to_vec();
    for sheet in sheets.iter().filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet) {
        // Cells come one by one: as a whole, a sheet with two cells far apart would be as large as the rectangle between them.
        let mut rows: BTreeMap<u32, Vec<Given>> = BTreeMap::new();
        let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(broken)?;
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let given = given(cell.get_value());
            if given.text.is_empty() {
                continue;
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if column >= COLUMNS {
                return Err(Refusal::new(format!("{} has more than {COLUMNS} columns", sheet.name)));
            }
            let row = rows.entry(row).or_default();
            let more = (column + 1).saturating_sub(row.len());
            room = room.checked_sub(more).ok_or_else(|| Refusal::new(format!("it has more than {CELLS} cells")))?;
            row.resize(row.len() + more, Given::default());
            row[column] = given;
        }
        let mut kept = Vec::new();
        let mut counted = CELLS;
        for (row, cells) in rows {
            add(&mut kept, usize::try_from(row).unwrap_or(usize::MAX).saturating_add(1), cells, &mut counted)?;
        }
        tables.push(Table { name: Some(sheet.name.clone()), rows: kept, unit: "row" });
    }
    Ok(tables)
}

/// Makes sure that unpacking ends: what an archive says of its sizes need not be true.
fn bounded(bytes: &[u8], most: u64) -> Result<(), Refusal> {
    let broken = |error: &dyn std::fmt::Display| {
        Refusal::new(format!("it is no workbook that can be read: {error}")).help("save it again as .xlsx, or as CSV in UTF-8")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > PARTS {
        return Err(broken(&format!("it has more than {PARTS} parts")));
    }
    let mut room = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| broken(&error))?;
        let size = std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(|error| broken(&error))?;
        room = room.checked_sub(size).ok_or_else(|| broken(&format!("unpacked it has more than {} MiB", most >> 20)))?;
    }
    Ok(())
}

fn given(data: &DataRef<'_>) -> Given {
    let number = matches!(data, DataRef::Int(_) | DataRef::Float(_));
    let text = match data {
        DataRef::DateTime(moment) => day_of(moment),
        // A formula that has failed says nothing.
        DataRef::Error(_) | DataRef::Empty => String::new(),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        data => Data::from(data.clone()).to_string(),
    };
    Given { text: without_nul(&text.replace("\r\n", "\n")), number }
}

/// A text without the one character that is nothing to anybody, and that exports leave out.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// The day of a moment; a time of the day alone stays a number.
fn day_of(moment: &calamine::ExcelDateTime) -> String {
    if !moment.is_datetime() || moment.as_f64() < 1.0 {
        return moment.as_f64().to_string();
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn texts(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        let table = tables(bytes).unwrap().remove(0);
        table.rows.into_iter().map(|(line, cells)| (line, cells.into_iter().map(|cell| cell.text).collect())).collect()
    }

    #[test]
    fn separated_values_are_read_as_spreadsheets_write_them() {
        let row = |line, cells: &[&str]| (line, cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            texts(b"\xef\xbb\xbfid;b,c;d\r\n\r\n1;\"x\r\ny\";'=1\r\n2;;\r\n"),
            [row(1, &["id", "b,c", "d"]), row(3, &["1", "x\r\ny", "=1"]), row(5, &["2"]),]
        );
        assert_eq!(texts(b"a\tb\n1\t2"), [row(1, &["a", "b"]), row(2, &["1", "2"])]);
        assert_eq!(texts(b""), []);
    }

    #[test]
    fn what_is_larger_than_a_register_is_refused() {
        let message = |bytes: &[u8]| tables(bytes).unwrap_err().message;
        assert_eq!(message("a\n".repeat(ROWS + 1).as_bytes()), "it has more than 200000 rows");
        assert_eq!(message(("a,".repeat(COLUMNS) + "a\n").as_bytes()), "it has more than 4000 columns");
        let wide = "a,".repeat(COLUMNS - 1) + "a\n";
        assert_eq!(message(wide.repeat(CELLS / COLUMNS + 1).as_bytes()), "it has more than 4000000 cells");
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&vec![0; 3 << 20]).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 10_000);
        assert!(bounded(&bytes, 3 << 20).is_ok());
        assert!(bounded(&bytes, 2 << 20).unwrap_err().message.ends_with("unpacked it has more than 2 MiB"));
    }
}
