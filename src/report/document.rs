//! A document as it is before it has a format: facts, headings, words, tables of typed cells, and pictures as data.

pub mod figure;
pub mod prose;
mod table;

use serde::Serialize;

use crate::model::Classification;
use crate::model::date::Date;
pub use figure::{Figure, Picture};
pub use prose::{Inline, Passage};
pub use table::{Cell, Column, Field, Group, Name, Table, Tone};

/// A document.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is called in file names and programs, for example `soa`.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// Whose document it is.
    pub organisation: String,
    /// Who may see it.
    pub classification: String,
    /// Its version, for the head of every page.
    pub version: Option<String>,
    /// The commit it was made of, for the head of every page.
    pub commit: Option<String>,
    /// The day it speaks of; formats that need a date of creation take it, so that the same content is the same file.
    pub as_of: Date,
    /// A word across the top where the document must not be taken for an approved one.
    pub mark: Option<String>,
    /// Whether formats with pages give the title, the facts and a table of contents pages of their own.
    pub cover: bool,
    /// What stands under the title: version, approval, edition, date.
    pub facts: Vec<Fact>,
    /// The content.
    pub blocks: Vec<Block>,
    /// The last line: where the document comes from.
    pub origin: String,
}

impl Document {
    /// A document without content.
    #[must_use]
    pub fn new(name: impl Into<Name>, title: &str, organisation: &str, classification: Classification, as_of: Date) -> Self {
        Document {
            name: name.into(),
            title: title.to_owned(),
            organisation: organisation.to_owned(),
            classification: classification.label(),
            version: None,
            commit: None,
            as_of,
            mark: None,
            cover: false,
            facts: Vec::new(),
            blocks: Vec::new(),
            origin: String::new(),
        }
    }

    /// Adds a fact under the title.
    pub fn fact(&mut self, name: &str, value: impl Into<String>) {
        self.facts.push(Fact { name: name.to_owned(), value: value.into() });
    }

    /// Adds a heading of a level from 2 on.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, text: text.into() });
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph { text: text.into() });
    }

    /// Adds a list of plain texts.
    pub fn list(&mut self, items: impl IntoIterator<Item = impl Into<String>>) {
        let item = |text: String| prose::Item { done: None, passages: vec![Passage::Paragraph { text: vec![Inline::text(text)] }] };
        let items = items.into_iter().map(|text| item(text.into())).collect();
        self.prose(vec![Passage::List { first: None, items }]);
    }

    /// Adds a remark that a reader must not miss.
    pub fn note(&mut self, tone: Tone, title: impl Into<String>, text: impl Into<String>) {
        self.blocks.push(Block::Note { tone, title: title.into(), text: text.into() });
    }

    /// Adds numbers that say the most.
    pub fn numbers(&mut self, numbers: Vec<KeyNumber>) {
        self.blocks.push(Block::Numbers { numbers });
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Adds a picture.
    pub fn figure(&mut self, name: impl Into<Name>, title: impl Into<String>, alternative: impl Into<String>, picture: Picture) {
        self.blocks.push(Block::Figure(Figure {
            name: name.into(),
            title: title.into(),
            alternative: alternative.into(),
            picture,
        }));
    }

    /// Adds running text.
    pub fn prose(&mut self, passages: Vec<Passage>) {
        self.blocks.push(Block::Prose { passages });
    }

    /// Begins a new page, where there are pages.
    pub fn page_break(&mut self) {
        self.blocks.push(Block::PageBreak);
    }

    /// The tables in their order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// The pictures in their order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }

    /// The content in stretches of pages that lie or stand. What leads over to a wide table lies with it, and so do opening words.
    #[must_use]
    pub fn stretches(&self) -> Vec<Stretch<'_>> {
        let mut stretches: Vec<Stretch<'_>> = Vec::new();
        let mut from = 0;
        let mut lying = false;
        for (at, block) in self.blocks.iter().enumerate() {
            let wide = match block {
                Block::Table(table) => table.is_wide(),
                Block::Figure(_) | Block::Prose { .. } | Block::Numbers { .. } => false,
                _ => continue,
            };
            if wide != lying {
                let lead = self.lead(from, at);
                stretches.push(Stretch { lying, blocks: &self.blocks[from..lead] });
                (from, lying) = (lead, wide);
            }
        }
        stretches.push(Stretch { lying, blocks: &self.blocks[from..] });
        stretches.retain(|stretch| !stretch.blocks.is_empty());
        self.join_opening(&mut stretches);
        stretches
    }

    /// A few opening words get no page of their own, unless there is a cover: they lie with the table that they open.
    fn join_opening<'d>(&'d self, stretches: &mut Vec<Stretch<'d>>) {
        let words = |block: &Block| matches!(block, Block::Heading { .. } | Block::Paragraph { .. } | Block::Note { .. });
        if let [first, second, ..] = stretches.as_mut_slice()
            && !self.cover
            && first.blocks.iter().all(words)
        {
            second.blocks = &self.blocks[..first.blocks.len() + second.blocks.len()];
            stretches.remove(0);
        }
    }

    /// Where the nearest headings before the block at `at` begin, with nothing but words between; not before `from`.
    fn lead(&self, from: usize, at: usize) -> usize {
        let is_heading = |block: &Block| matches!(block, Block::Heading { .. });
        let words = |block: &&Block| matches!(block, Block::Paragraph { .. } | Block::Note { .. });
        let between = self.blocks[from..at].iter().rev().take_while(words).count();
        let headings = self.blocks[from..at - between].iter().rev().take_while(|block| is_heading(block)).count();
        if headings == 0 { at } else { at - between - headings }
    }
}

/// A stretch of pages with the same orientation.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'d> {
    /// Whether the pages lie (landscape).
    pub lying: bool,
    /// What stands on them.
    pub blocks: &'d [Block],
}

/// A name with a value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A number that says much, with what it counts.
#[derive(Debug, Clone, Serialize)]
pub struct KeyNumber {
    /// The number as it is read, for example `84 of 93`.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// How good it is.
    pub tone: Tone,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading.
    Heading {
        /// 2 for a section, 3 below it.
        level: u8,
        /// The words.
        text: String,
    },
    /// A paragraph of plain text.
    Paragraph {
        /// The words.
        text: String,
    },
    /// A remark that a reader must not miss.
    Note {
        /// How good the news is.
        tone: Tone,
        /// A few words in front.
        title: String,
        /// The remark.
        text: String,
    },
    /// Numbers that say the most, side by side.
    Numbers {
        /// The numbers.
        numbers: Vec<KeyNumber>,
    },
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// Running text with structure.
    Prose {
        /// Its parts.
        passages: Vec<Passage>,
    },
    /// A new page begins here.
    PageBreak,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: usize) -> Table {
        Table::new("t", "T", (0..columns).map(|at| Column::one(at.to_string(), "C", 1)).collect(), Vec::new())
    }

    #[test]
    fn what_leads_over_to_a_wide_table_lies_with_it() {
        let as_of = Date::new(jiff::civil::date(2026, 6, 30));
        let mut document = Document::new("d", "D", "O", Classification::Internal, as_of);
        document.heading(2, "opening");
        document.paragraph("opening words");
        document.heading(2, "wide");
        document.heading(3, "wider");
        document.paragraph("lead");
        document.table(table(9));
        document.heading(2, "narrow");
        document.table(table(2));
        let shape: Vec<(bool, usize)> = document.stretches().iter().map(|stretch| (stretch.lying, stretch.blocks.len())).collect();
        assert_eq!(shape, [(true, 6), (false, 2)]);
        document.cover = true;
        let shape: Vec<(bool, usize)> = document.stretches().iter().map(|stretch| (stretch.lying, stretch.blocks.len())).collect();
        assert_eq!(shape, [(false, 2), (true, 4), (false, 2)]);
    }
}
