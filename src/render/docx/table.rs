//! Tables: a head on every page, rows that stay whole, columns as wide as the report weighs them.

use super::page::Page;
use super::widths::{AIR, by_need, longest_word, wide};
use super::xml::{HEAD, TABLE_END, WHOLE, WITH_NEXT, cell, ground, paragraph, row, run, shade, table_start, text};
use crate::report::document::{Cell, Column, Field, Table};

/// The style of words in cells.
pub(super) const TEXT: &str = "TableText";
/// The same for the cells of a head.
pub(super) const HEAD_TEXT: &str = "TableHead";
/// The same for what stands above a field that shares its column with others.
const LABEL: &str = "TableLabel";

/// The size of words in cells, in half points, on standing and on lying pages.
fn size(page: Page) -> u32 {
    match page {
        Page::Standing => 17,
        Page::Lying => 15,
    }
}

/// A table as wide as the page, with a name and a description for those who cannot see it.
pub(super) fn table(table: &Table, page: Page, caption: &str, description: &str) -> String {
    // What has no columns has no cells either.
    if table.columns.is_empty() {
        return String::new();
    }
    let widths = widths(table, page);
    let small = if page == Page::Lying { "Small" } else { "" };
    let mut out = table_start("IsmsTable", &widths, caption, description);
    let numbers: Vec<bool> = (0..table.columns.len()).map(|at| holds_numbers(table, at)).collect();
    let mut head = String::new();
    for ((column, width), number) in table.columns.iter().zip(&widths).zip(&numbers) {
        let properties = format!("{WITH_NEXT}{}", if *number { RIGHT } else { "" });
        head.push_str(&cell(*width, 1, "", &paragraph(&format!("{HEAD_TEXT}{small}"), &properties, &run("", &column.title))));
    }
    out.push_str(&row(HEAD, &head));
    for group in &table.groups {
        if !group.title.is_empty() {
            let words = paragraph("TableGroup", "", &run("", &group.title));
            out.push_str(&row(WHOLE, &cell(widths.iter().sum(), widths.len(), "", &words)));
        }
        for cells in &group.rows {
            let mut cells = cells.iter();
            let mut content = String::new();
            for ((column, width), number) in table.columns.iter().zip(&widths).zip(&numbers) {
                let fields: Vec<(&Field, &Cell)> =
                    column.fields.iter().zip(cells.by_ref()).filter(|(_, cell)| !cell.is_empty()).collect();
                content.push_str(&cell_of(*width, &fields, small, *number));
            }
            out.push_str(&row(WHOLE, &content));
        }
    }
    out + TABLE_END + &paragraph("AfterTable", "", "")
}

const RIGHT: &str = "<w:jc w:val=\"right\"/>";

fn cell_of(width: u32, fields: &[(&Field, &Cell)], small: &str, number: bool) -> String {
    let mut content = String::new();
    for (at, (field, value)) in fields.iter().enumerate() {
        if !field.label.is_empty() {
            let air = if at > 0 { "<w:spacing w:before=\"50\"/>" } else { "" };
            content.push_str(&paragraph(LABEL, &format!("{WITH_NEXT}{air}"), &run("", &field.label)));
        }
        let ground = ground(value.tone()).map(shade).unwrap_or_default();
        let properties = format!("{ground}{}", if number { RIGHT } else { "" });
        for line in lines(value) {
            content.push_str(&paragraph(&format!("{TEXT}{small}"), &properties, &format!("<w:r>{}</w:r>", whole_dates(&line))));
        }
    }
    if content.is_empty() {
        content = paragraph(&format!("{TEXT}{small}"), "", "");
    }
    cell(width, 1, "", &content)
}

/// Words in which no date is broken at its hyphens. A date that stands alone has the room that it needs.
fn whole_dates(words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((at, date)) = first_date(rest).filter(|(_, date)| date.len() < words.len()) {
        let parts: Vec<String> = date.split('-').map(text).collect();
        out.push_str(&text(&rest[..at]));
        out.push_str(&parts.join("<w:noBreakHyphen/>"));
        rest = &rest[at + date.len()..];
    }
    out + &text(rest)
}

/// Where the first day stands that is written as `2026-06-30`.
fn first_date(text: &str) -> Option<(usize, &str)> {
    let shape = |bytes: &[u8]| {
        bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    let at = text.as_bytes().windows(10).position(shape)?;
    Some((at, &text[at..at + 10]))
}

/// A cell for readers: a paragraph for each text of a list, and for each paragraph of a text.
fn lines(cell: &Cell) -> Vec<String> {
    let whole = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match cell {
        Cell::List(texts) => texts.iter().map(|text| whole(text)).collect(),
        Cell::Text(text) => text.trim().split("\n\n").map(whole).filter(|text| !text.is_empty()).collect(),
        other => vec![other.plain()],
    }
}

/// The cells of a column, field by field.
fn column_cells(table: &Table, at: usize) -> impl Iterator<Item = &Cell> {
    let before: usize = table.columns[..at].iter().map(|column| column.fields.len()).sum();
    let many = table.columns[at].fields.len();
    table.rows().flat_map(move |row| row.iter().skip(before).take(many))
}

/// Whether a column holds numbers only, which stand under one another.
fn holds_numbers(table: &Table, at: usize) -> bool {
    let mut cells = column_cells(table, at).filter(|cell| !cell.is_empty()).peekable();
    table.columns[at].fields.len() == 1
        && cells.peek().is_some()
        && cells.all(|cell| matches!(cell, Cell::Number(_) | Cell::Decimal(_)))
}

fn widths(table: &Table, page: Page) -> Vec<u32> {
    let size = size(page);
    let needs = |(at, column): (usize, &Column)| {
        // The head and the first column are bold.
        let bold = |width: u32| width + width / 16;
        let labels = column.fields.iter().map(|field| longest_word(&field.label, size)).max().unwrap_or_default();
        let mut least = labels.max(bold(longest_word(&column.title, size)));
        // A head has two lines at most, where there is room.
        let mut most = least.max(bold(wide(&column.title, size)) / 2 + AIR);
        for line in column_cells(table, at).flat_map(lines) {
            let (word, whole) = (longest_word(&line, size), wide(&line, size).saturating_add(AIR));
            least = least.max(if at == 0 { bold(word) } else { word });
            most = most.max(if at == 0 { bold(whole) } else { whole });
        }
        (least.min(page.room() / 4), most)
    };
    let weights: Vec<u32> = table.columns.iter().map(|column| u32::from(column.weight)).collect();
    let (least, most): (Vec<u32>, Vec<u32>) = table.columns.iter().enumerate().map(needs).unzip();
    by_need(&weights, &least, &most, page.room())
}
