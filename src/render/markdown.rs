//! Documents as Markdown with tables. Whatever a record says stays text: nothing in a cell becomes mark-up, a link or a mention.

mod prose;

use std::fmt::Write as _;

use crate::report::document::{Block, Cell, Column, Document, Figure, KeyNumber, Table};
use crate::text::markdown_safe as escape;

/// The document as Markdown.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", escape(&document.title));
    if let Some(mark) = &document.mark {
        let _ = writeln!(out, "**{}**\n", escape(&mark.to_uppercase()));
    }
    out.push_str("| | |\n|---|---|\n");
    for fact in &document.facts {
        let _ = writeln!(out, "| {} | {} |", escape(&fact.name), escape(&fact.value));
    }
    let _ = writeln!(out, "| Classification | {} |", escape(&document.classification));
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading { level, text } => {
                let _ = writeln!(out, "{} {}", "#".repeat(usize::from(*level)), escape(text));
            }
            Block::Paragraph { text } => {
                let _ = writeln!(out, "{}", escape(text));
            }
            Block::Note { title, text, .. } => {
                let _ = writeln!(out, "> **{}** {}", escape(title), escape(text));
            }
            Block::Numbers { numbers } => write_numbers(&mut out, numbers),
            Block::Table(table) => write_table(&mut out, table),
            Block::Figure(figure) => write_figure(&mut out, figure),
            Block::Prose { passages } => prose::write(&mut out, passages),
            Block::PageBreak => out.push_str("---\n"),
        }
    }
    let _ = writeln!(out, "\n---\n\n{}", escape(&document.origin));
    out
}

fn write_numbers(out: &mut String, numbers: &[KeyNumber]) {
    for number in numbers {
        let _ = writeln!(out, "- **{}** {}", escape(&number.value), escape(&number.label));
    }
}

/// A picture in words and numbers.
fn write_figure(out: &mut String, figure: &Figure) {
    let _ = writeln!(out, "**{}**\n", escape(&figure.title));
    write_table(out, &figure.table());
}

fn write_table(out: &mut String, table: &Table) {
    let several = table.groups.iter().any(|group| !group.title.is_empty());
    for (at, group) in table.groups.iter().enumerate() {
        if several {
            let _ = writeln!(out, "{}### {}\n", if at > 0 { "\n" } else { "" }, escape(&group.title));
        }
        let titles: Vec<String> = table.columns.iter().map(|column| escape(&column.title)).collect();
        let _ = writeln!(out, "| {} |", titles.join(" | "));
        let _ = writeln!(out, "|{}", "---|".repeat(titles.len()));
        for row in &group.rows {
            let mut cells = row.iter();
            out.push('|');
            for column in &table.columns {
                let fields: Vec<&Cell> = cells.by_ref().take(column.fields.len()).collect();
                let _ = write!(out, " {} |", cell(column, &fields));
            }
            out.push('\n');
        }
    }
}

/// A cell for readers: one field as it is, several with their names.
fn cell(column: &Column, fields: &[&Cell]) -> String {
    let shown = column.fields.iter().zip(fields).filter(|(_, cell)| !cell.is_empty());
    let parts = shown.map(|(field, cell)| {
        let text = escape(&cell.plain());
        if field.label.is_empty() { text } else { format!("*{}:* {text}", escape(&field.label)) }
    });
    parts.collect::<Vec<_>>().join("<br>")
}
