//! Sheets as a workbook: plain cells that can be edited and read back.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::Refusal;
use super::columns::{Cell, Sheet};
use crate::model::date::Date;
use crate::text::tame;

/// A cell of a workbook does not hold more characters, as UTF-16 counts them.
const CELL_LIMIT: usize = 32_767;

/// A workbook with a sheet for each kind. The same sheets on the same day are the same bytes.
///
/// # Errors
/// Where a text or a table is larger than a workbook can hold.
pub fn workbook(sheets: &[Sheet], as_of: Date) -> Result<Vec<u8>, Refusal> {
    for sheet in sheets {
        let too_long = |cell: &Cell| cell.text().encode_utf16().count() > CELL_LIMIT;
        if let Some(row) = sheet.rows.iter().find(|row| row.iter().any(too_long)) {
            let id = row.first().map_or("", Cell::text);
            return Err(Refusal::new(format!(
                "a text of {id} is longer than a cell of a workbook can be ({CELL_LIMIT} characters)"
            ))
            .help(format!("`isms export {} -o FILE.csv` has no such limit", sheet.kind)));
        }
    }
    written(sheets, as_of).map_err(|error| {
        Refusal::new(format!("the records do not fit into a workbook: {error}"))
            .help("`--format csv` and `--format jsonl` have no such limit")
    })
}

fn written(sheets: &[Sheet], as_of: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created =
        ExcelDateTime::from_ymd(as_of.year().unsigned_abs().max(1900), as_of.month().unsigned_abs(), as_of.day().unsigned_abs())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in sheets {
        write(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

fn write(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let top = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let (head, text, day) = (Format::new().set_bold(), top(), top().set_num_format("yyyy-mm-dd"));
    let quoted = text.clone().set_quote_prefix();
    worksheet.set_name(sheet.kind.plural())?.set_freeze_panes(1, 1)?;
    for (column, name) in (0..).zip(&sheet.head) {
        worksheet.write_string_with_format(0, column, tame(name, false), &head)?;
        let longest =
            sheet.rows.iter().filter_map(|row| row.get(usize::from(column))).map(|cell| cell.text().chars().count()).max();
        let wide = longest.unwrap_or_default().max(name.chars().count() + 3).clamp(8, 60);
        worksheet.set_column_width(column, u32::try_from(wide).unwrap_or(60))?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Plain(written) => match (written.parse::<bool>(), written.parse::<f64>()) {
                    (Ok(truth), _) => {
                        worksheet.write_boolean_with_format(row, column, truth, &text)?;
                    }
                    // A number that a spreadsheet would change stays what it is, as text.
                    (_, Ok(number)) if number.to_string() == *written => {
                        worksheet.write_number_with_format(row, column, number, &text)?;
                    }
                    _ => {
                        worksheet.write_string_with_format(row, column, written, &text)?;
                    }
                },
                Cell::Day(written) => match written.parse::<Date>().ok().filter(|day| day.year() >= 1901).and_then(serial) {
                    Some(date) => {
                        worksheet.write_datetime_with_format(row, column, &date, &day)?;
                    }
                    None => {
                        worksheet.write_string_with_format(row, column, written, &text)?;
                    }
                },
                Cell::Text(written) => {
                    let written = tame(written, true).replace("\r\n", "\n");
                    let format = if written.starts_with(['=', '+', '-', '@']) { &quoted } else { &text };
                    worksheet.write_string_with_format(row, column, written, format)?;
                }
            }
        }
    }
    let last = u16::try_from(sheet.head.len().saturating_sub(1)).unwrap_or(u16::MAX);
    worksheet.autofilter(0, 0, u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX), last)?;
    Ok(())
}

fn serial(day: Date) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}
