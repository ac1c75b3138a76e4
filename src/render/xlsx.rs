//! Workbooks: a sheet for each table, with typed cells under a frozen header that filters. Text is always text, never a formula.

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::report::document::{Block, Cell, Document, Figure, Table, Tone};
use crate::text::tame;

/// The longest text a cell may hold, in characters; a little is left for the remark that it was cut.
const CELL_LIMIT: usize = 32_000;
/// A column is as wide as its longest line, between these, in characters.
const WIDTHS: (usize, usize) = (9, 52);
/// It is up to this wide where a text would be higher than a row can be.
const WIDEST: usize = 110;
/// The highest row, in points.
const HIGHEST: f64 = 409.0;
const LINE_HEIGHT: f64 = 14.5;
/// As many characters side by side are large enough to be read on a printed page.
const READABLE: usize = 260;

/// A workbook of one or more documents: what they are on the first sheet, then a sheet for each of their tables.
///
/// # Errors
/// Where a document does not fit into a workbook, for example because a table has more rows than a sheet can have.
pub fn xlsx(documents: &[&Document]) -> Result<Vec<u8>, String> {
    written(documents).map_err(|error| format!("the content does not fit into a workbook: {error}"))
}

fn written(documents: &[&Document]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    if let Some(first) = documents.first() {
        let title = if documents.len() > 1 { "Registers" } else { &first.title };
        let (year, month, day) = (first.as_of.year(), first.as_of.month(), first.as_of.day());
        let created = ExcelDateTime::from_ymd(year.unsigned_abs().max(1900), month.unsigned_abs(), day.unsigned_abs())?;
        let properties = DocProperties::new().set_title(tame(title, false)).set_company(tame(&first.organisation, false));
        workbook.set_properties(&properties.set_comment(tame(&first.origin, false)).set_creation_datetime(&created));
    }
    let mut names = BTreeSet::from(["about".to_owned()]);
    let sheets: Vec<(&Document, Table, String)> = documents
        .iter()
        .flat_map(|document| tables(document).into_iter().map(|table| (*document, table)))
        .map(|(document, table)| {
            let name = sheet_name(&table.caption, &mut names);
            (document, table, name)
        })
        .collect();
    about(workbook.add_worksheet(), documents, &sheets)?;
    for (document, table, name) in &sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        let width = write_table(sheet, table)?;
        print_setup(sheet, document, name, width);
    }
    workbook.save_to_buffer()
}

/// The tables of a document, or what its pictures show where it has only pictures.
fn tables(document: &Document) -> Vec<Table> {
    let tables: Vec<Table> = document.tables().cloned().collect();
    if tables.is_empty() { document.figures().map(Figure::table).collect() } else { tables }
}

/// A name that no sheet has yet: at most 31 characters, none that a formula would trip over.
fn sheet_name(caption: &str, names: &mut BTreeSet<String>) -> String {
    let kept = |letter: char| if matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { ' ' } else { letter };
    let clean: String = tame(caption, false).chars().map(kept).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let base = if clean.is_empty() { "Table" } else { &clean };
    let mut number = 1;
    loop {
        let ending = if number == 1 { String::new() } else { format!(" {number}") };
        // Sheets count characters as UTF-16 does.
        let mut name = String::new();
        let room = 31 - ending.len();
        base.chars()
            .take_while(|letter| {
                let fits = name.encode_utf16().count() + letter.len_utf16() <= room;
                name.extend(fits.then_some(*letter));
                fits
            })
            .for_each(drop);
        let name = format!("{}{ending}", name.trim());
        if names.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// The first sheet: facts, remarks and the list of sheets with links to them.
fn about(sheet: &mut Worksheet, documents: &[&Document], sheets: &[(&Document, Table, String)]) -> Result<(), XlsxError> {
    let (title, strong, plain) =
        (Format::new().set_bold().set_font_size(16), Format::new().set_bold().set_align(FormatAlign::Top), wrapped());
    sheet.set_name("About")?.set_column_width(0, 28)?.set_column_width(1, 96)?;
    let mut row = 0;
    for document in documents {
        sheet.write_string_with_format(row, 0, text(&document.title), &title)?;
        row += 1;
        let mark = document.mark.as_ref().map(|mark| ("Status".to_owned(), mark.to_uppercase()));
        let facts = document.facts.iter().map(|fact| (fact.name.clone(), fact.value.clone()));
        let fixed =
            [("Classification".to_owned(), document.classification.clone()), ("Origin".to_owned(), document.origin.clone())];
        for (name, value) in mark.into_iter().chain(facts).chain(fixed) {
            pair(sheet, row, (&name, &strong), (&value, &plain))?;
            row += 1;
        }
        for block in &document.blocks {
            let (name, value) = match block {
                Block::Note { title, text, .. } => (title.clone(), text.clone()),
                Block::Paragraph { text } => (String::new(), text.clone()),
                Block::Numbers { numbers } => {
                    for number in numbers {
                        pair(sheet, row, (&number.label, &strong), (&number.value, &plain))?;
                        row += 1;
                    }
                    continue;
                }
                _ => continue,
            };
            pair(sheet, row, (&name, &strong), (&value, &plain))?;
            row += 1;
        }
        for (_, table, name) in sheets.iter().filter(|(owner, ..)| std::ptr::eq(*owner, *document)) {
            let address = rust_xlsxwriter::Url::new(format!("internal:'{name}'!A1")).set_text(name);
            sheet.write_url(row, 0, address)?;
            sheet.write_string_with_format(row, 1, format!("{} ({} rows)", text(&table.caption), table.rows().count()), &plain)?;
            row += 1;
        }
        row += 1;
    }
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn pair(sheet: &mut Worksheet, row: u32, name: (&str, &Format), value: (&str, &Format)) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, text(name.0), name.1)?;
    write_text(sheet, (row, 1), value.0, value.1)?;
    sheet.set_row_height(row, height(lines(value.0, 96)))?;
    Ok(())
}

/// Writes a table, and says how wide it is in characters.
fn write_table(sheet: &mut Worksheet, table: &Table) -> Result<usize, XlsxError> {
    let grouped = table.groups.iter().any(|group| !group.title.is_empty());
    let titles: Vec<String> =
        grouped.then(|| "Section".to_owned()).into_iter().chain(table.fields().map(|field| field.title.to_string())).collect();
    let rows: Vec<Vec<Cell>> = table
        .groups
        .iter()
        .flat_map(|group| {
            let section = grouped.then(|| Cell::text(&*group.title));
            group.rows.iter().map(move |row| section.clone().into_iter().chain(row.iter().cloned()).collect())
        })
        .collect();
    let widths: Vec<usize> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| column_width(title, rows.iter().filter_map(|row: &Vec<Cell>| row.get(at))))
        .collect();
    let head = wrapped().set_bold().set_background_color(0x1D_4F73).set_font_color(0xFF_FFFF).set_border_bottom(FormatBorder::Thin);
    for (column, title) in (0..).zip(&titles) {
        sheet.write_string_with_format(0, column, text(title), &head)?;
        sheet.set_column_width(column, u32::try_from(widths[usize::from(column)]).unwrap_or(u32::MAX))?;
    }
    sheet.set_row_height(0, 30)?.set_freeze_panes(1, if grouped { 2 } else { 1 })?;
    let formats = Formats::new();
    for (row, cells) in (1..).zip(&rows) {
        let mut most = 1;
        for ((column, cell), width) in (0..).zip(cells).zip(&widths) {
            write_cell(sheet, (row, column), cell, &formats)?;
            most = most.max(lines(&shown(cell), *width));
        }
        sheet.set_row_height(row, height(most))?;
    }
    if let Some(last) = titles.len().checked_sub(1).and_then(|last| u16::try_from(last).ok()) {
        sheet.autofilter(0, 0, u32::try_from(rows.len()).unwrap_or(u32::MAX), last)?;
    }
    sheet.set_repeat_rows(0, 0)?.set_repeat_columns(0, u16::from(grouped))?;
    Ok(widths.iter().sum())
}

/// A4 across, as wide as a page or as few pages as can be read, with the document named on every one.
fn print_setup(sheet: &mut Worksheet, document: &Document, name: &str, width: usize) {
    // An ampersand would begin a field, and 255 characters are the most.
    let part = |text: &str| tame(text, false).chars().take(60).collect::<String>().replace('&', "&&");
    let version = document.version.as_deref().map(|version| format!(" · version {}", part(version))).unwrap_or_default();
    let head = format!("&L&8{} – {}&R&8{}{version}", part(&document.organisation), part(name), part(&document.classification));
    let commit = document.commit.as_deref().map(|commit| commit.chars().take(12).collect::<String>()).unwrap_or_default();
    let pages = u16::try_from(width.div_ceil(READABLE)).unwrap_or(1).max(1);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(pages, 0).set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(head).set_footer(format!("&L&8As of {}  {commit}&R&8&P / &N", document.as_of));
}

/// The looks of cells.
struct Formats {
    text: Format,
    date: Format,
    number: Format,
    good: Format,
    open: Format,
    bad: Format,
}

impl Formats {
    fn new() -> Self {
        let line = || wrapped().set_border_bottom(FormatBorder::Hair).set_border_color(0x8A_94A3);
        Formats {
            text: line(),
            date: line().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            number: line().set_align(FormatAlign::Right).set_indent(1),
            good: line().set_background_color(0xE3_F1E7),
            open: line().set_background_color(0xFB_EFC8),
            bad: line().set_background_color(0xF7_D9D1),
        }
    }

    fn of(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Good => &self.good,
            Tone::Open => &self.open,
            Tone::Bad => &self.bad,
            Tone::Plain => &self.text,
        }
    }
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

fn write_cell(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &formats.text)?,
        Cell::Date(date) => {
            match ExcelDateTime::from_ymd(date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs()) {
                Ok(day) => sheet.write_datetime_with_format(row, column, &day, &formats.date)?,
                // Spreadsheets begin with the year 1900.
                Err(_) => sheet.write_string_with_format(row, column, date.to_string(), &formats.text)?,
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a number that a float cannot hold is written as text")]
        Cell::Number(number) if number.abs() < 1 << 53 => {
            sheet.write_number_with_format(row, column, *number as f64, &formats.number)?
        }
        Cell::Decimal(number) if number.is_finite() => sheet.write_number_with_format(row, column, *number, &formats.number)?,
        cell => return write_text(sheet, (row, column), &shown(cell), formats.of(cell.tone())),
    };
    Ok(())
}

/// A text as text, also for someone who edits the cell later: what begins like a formula is marked as quoted.
fn write_text(sheet: &mut Worksheet, (row, column): (u32, u16), value: &str, format: &Format) -> Result<(), XlsxError> {
    let value = text(value);
    let quoted = value
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        .then(|| format.clone().set_quote_prefix());
    sheet.write_string_with_format(row, column, value, quoted.as_ref().unwrap_or(format))?;
    Ok(())
}

/// A cell for readers, with its line ends.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::List(texts) => texts.join("\n"),
        Cell::Text(text) => text.trim().to_owned(),
        other => other.plain(),
    }
}

/// What a cell can hold of a text.
fn text(text: &str) -> String {
    let tamed = tame(text, true).replace('\r', "");
    match tamed.char_indices().nth(CELL_LIMIT) {
        Some((cut, _)) => format!("{} … (cut here; the record has the whole text)", &tamed[..cut]),
        None => tamed,
    }
}

/// How wide a column is, in characters.
fn column_width<'c>(title: &str, cells: impl Iterator<Item = &'c Cell>) -> usize {
    let texts: Vec<String> = cells.map(shown).collect();
    let longest = texts.iter().map(|text| text.lines().map(wide).max().unwrap_or_default()).max().unwrap_or_default();
    let too_high = |width: usize| texts.iter().any(|text| height(lines(text, width)) >= HIGHEST);
    // The head has a button for the filter beside its longest word.
    let head = title.split(' ').map(wide).max().unwrap_or_default() + 5;
    let width = (longest + 2).max(head).clamp(WIDTHS.0, WIDTHS.1);
    (width..=WIDEST).step_by(20).find(|width| !too_high(*width)).unwrap_or(WIDEST)
}

fn wide(text: &str) -> usize {
    text.chars().map(|letter| if letter as u32 >= 0x1100 { 2 } else { 1 }).sum()
}

/// How many lines a text needs in a column, whose words go to the next line as a whole.
fn lines(text: &str, width: usize) -> usize {
    text.lines().map(|line| wrapped_lines(line, width.max(1))).sum::<usize>().max(1)
}

fn wrapped_lines(line: &str, width: usize) -> usize {
    let (mut count, mut used) = (1, 0);
    for word in line.split(' ') {
        let long = wide(word);
        if used > 0 && used + 1 + long > width {
            count += 1;
            used = 0;
        }
        used += long + usize::from(used > 0);
        // What is longer than a line is broken anywhere.
        count += used.saturating_sub(1) / width;
        used = used.saturating_sub(1) % width + usize::from(used > 0);
    }
    count
}

#[expect(clippy::cast_precision_loss, reason = "a row has few lines")]
fn height(lines: usize) -> f64 {
    (lines as f64 * LINE_HEIGHT + 3.0).min(HIGHEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_words_need() {
        assert_eq!([lines("", 9), lines("one two", 7), lines("one two", 6), lines("one\ntwo", 9)], [1, 1, 2, 2]);
        assert_eq!([lines("abcdefghij", 5), lines("abcdefghijk", 5), lines("日本語", 5)], [2, 3, 2]);
        let long = Cell::text("words ".repeat(400));
        let width = column_width("Text", [&long].into_iter());
        assert!((WIDTHS.1..=WIDEST).contains(&width) && height(lines(&shown(&long), width)) < HIGHEST, "{width}");
    }
}
