//! A document as it is before it has a format: facts, headings, paragraphs and tables of typed cells.

use serde::Serialize;

use crate::model::Classification;
use crate::model::date::Date;

/// A document.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// What it is called in file names and programs, for example `soa`.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// Whose document it is.
    pub organisation: String,
    /// Who may see it.
    pub classification: String,
    /// A word across the top where the document must not be taken for an approved one.
    pub mark: Option<String>,
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
    pub fn new(name: &'static str, title: &str, organisation: &str, classification: Classification) -> Self {
        Document {
            name,
            title: title.to_owned(),
            organisation: organisation.to_owned(),
            classification: classification.label(),
            mark: None,
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

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// The tables in their order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// A name with a value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A part of a document.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
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
    /// A table.
    Table(Table),
}

/// A table. A column for readers may hold several fields; formats for programs give each field a column of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it is called in programs, for example `annex_a`.
    pub name: &'static str,
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in groups.
    pub groups: Vec<Group>,
}

/// Rows under a common title.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The title; empty where the table has only one group.
    pub title: String,
    /// The rows; each has a cell for every field of every column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column as a reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// How wide it is, relative to the others.
    pub weight: u8,
    /// What stands in it.
    pub fields: Vec<Field>,
}

/// A field of a table.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Field {
    /// Its name in programs.
    pub key: &'static str,
    /// Its name for people, in a table of its own column.
    pub title: &'static str,
    /// What stands above it where it shares a column with others; empty where it speaks for itself.
    pub label: &'static str,
}

impl Column {
    /// A column with one field.
    #[must_use]
    pub fn one(key: &'static str, title: &'static str, weight: u8) -> Self {
        Column { title, weight, fields: vec![Field { key, title, label: "" }] }
    }

    /// A column with several fields: key, title, and label within the column.
    #[must_use]
    pub fn many(title: &'static str, weight: u8, fields: &[(&'static str, &'static str, &'static str)]) -> Self {
        Column { title, weight, fields: fields.iter().map(|(key, title, label)| Field { key, title, label }).collect() }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A day.
    Date(Date),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A state, with how good it is.
    State(String, Tone),
    /// Several texts.
    List(Vec<String>),
}

/// How good a state is. Never the only way to tell: the word says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Done.
    Good,
    /// Under way.
    Open,
    /// Missing.
    Bad,
    /// Neither.
    Plain,
}

impl Cell {
    /// A text, or nothing where it is blank.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A text that may be missing.
    #[must_use]
    pub fn maybe(text: Option<&str>) -> Self {
        text.map_or(Cell::Empty, Cell::text)
    }

    /// A day that may be missing.
    #[must_use]
    pub fn date(date: Option<Date>) -> Self {
        date.map_or(Cell::Empty, Cell::Date)
    }

    /// Several texts, or nothing where there is none.
    #[must_use]
    pub fn list(texts: Vec<String>) -> Self {
        if texts.is_empty() { Cell::Empty } else { Cell::List(texts) }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Cell::Empty
    }

    /// As plain text on one line.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::State(text, _) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Cell::Date(date) => date.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Flag(true) => "Yes".to_owned(),
            Cell::Flag(false) => "No".to_owned(),
            Cell::List(texts) => texts.join("; "),
        }
    }

    /// How good it is, where it is a state.
    #[must_use]
    pub fn tone(&self) -> Tone {
        match self {
            Cell::State(_, tone) => *tone,
            _ => Tone::Plain,
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Empty => serializer.serialize_none(),
            Cell::Number(number) => serializer.serialize_i64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::List(texts) => texts.serialize(serializer),
            _ => serializer.serialize_str(&self.plain()),
        }
    }
}
