//! Documents as Markdown with tables. Whatever a record says stays text: nothing in a cell becomes mark-up, a link or a mention.

use std::fmt::Write as _;

use crate::report::document::{Block, Cell, Column, Document, Table};
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
            Block::Table(table) => write_table(&mut out, table),
            Block::Note { title, text, .. } => {
                let _ = writeln!(out, "> **{}** {}", escape(title), escape(text));
            }
            Block::Numbers { numbers } => {
                for number in numbers {
                    let _ = writeln!(out, "- **{}** {}", escape(&number.value), escape(&number.label));
                }
            }
            Block::Figure(figure) => write_table(&mut out, &figure.table()),
            Block::Prose { passages } => {
                let paragraphs = super::paragraphs(passages).iter().map(|text| escape(text)).collect::<Vec<_>>();
                let _ = writeln!(out, "{}", paragraphs.join("\n\n"));
            }
            Block::PageBreak => {}
        }
    }
    let _ = writeln!(out, "\n---\n\n{}", escape(&document.origin));
    out
}

fn write_table(out: &mut String, table: &Table) {
    let several = table.groups.iter().any(|group| !group.title.is_empty());
    for (at, group) in table.groups.iter().enumerate() {
        if several {
            let _ = writeln!(out, "{}### {}\n", if at > 0 { "\n" } else { "" }, escape(&group.title));
        }
        let titles: Vec<&str> = table.columns.iter().map(|column| &*column.title).collect();
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
        if field.label.is_empty() { text } else { format!("*{}:* {text}", field.label) }
    });
    parts.collect::<Vec<_>>().join("<br>")
}
