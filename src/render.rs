//! How documents look: each format is a function from a [`Document`](crate::report::document::Document) to bytes, and knows nothing else.

mod csv;
mod html;
mod json;
mod markdown;

use crate::report::document::Passage;
use crate::report::document::prose::plain;

pub use csv::csv;
pub use html::{TemplateError, html};
pub use json::json;
pub use markdown::markdown;

/// The words of a running text, paragraph by paragraph, for formats that do not draw its structure.
fn paragraphs(passages: &[Passage]) -> Vec<String> {
    let words = |passage: &Passage| match passage {
        Passage::Heading { text, .. } | Passage::Paragraph { text } => vec![plain(text)],
        Passage::List { items, .. } => items.iter().flat_map(|item| paragraphs(&item.passages)).collect(),
        Passage::Quote { passages } => paragraphs(passages),
        Passage::Code { text } => vec![text.clone()],
        Passage::Grid { head, rows } => {
            let row = |row: &Vec<Vec<_>>| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("; ");
            [head].into_iter().chain(rows).map(row).collect()
        }
        Passage::Rule => Vec::new(),
    };
    passages.iter().flat_map(words).collect()
}
