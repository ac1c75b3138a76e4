//! The words of a page, for the search.

use crate::report::document::prose::plain;
use crate::report::document::{Block, Cell, Document, Passage};

/// All words of a document on one line, for the search.
pub(super) fn of(document: &Document) -> String {
    let mut words: Vec<String> = document.facts.iter().map(|fact| fact.value.clone()).collect();
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => words.push(text.clone()),
            Block::Note { title, text, .. } => words.extend([title.clone(), text.clone()]),
            Block::Numbers { numbers } => words.extend(numbers.iter().map(|number| format!("{} {}", number.value, number.label))),
            Block::Table(table) => words.extend(table.rows().flatten().map(Cell::plain).filter(|text| !text.is_empty())),
            Block::Figure(figure) => words.push(figure.alternative.clone()),
            Block::Prose { passages } => prose_words(passages, &mut words),
            Block::PageBreak => {}
        }
    }
    words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn prose_words(passages: &[Passage], words: &mut Vec<String>) {
    for passage in passages {
        match passage {
            Passage::Heading { text, .. } | Passage::Paragraph { text } => words.push(plain(text)),
            Passage::List { items, .. } => items.iter().for_each(|item| prose_words(&item.passages, words)),
            Passage::Quote { passages } => prose_words(passages, words),
            Passage::Code { text } => words.push(text.clone()),
            Passage::Grid { head, rows } => words.extend(head.iter().chain(rows.iter().flatten()).map(|cell| plain(cell))),
            Passage::Rule => {}
        }
    }
}
