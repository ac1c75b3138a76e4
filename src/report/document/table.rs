//! Tables of typed cells.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::date::Date;

/// A name that is fixed, or made of what records say.
pub type Name = Cow<'static, str>;

/// A table with more columns than this needs the long side of a page.
const PORTRAIT_COLUMNS: usize = 6;

/// A table. A column for readers may hold several fields; formats for programs give each field a column of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it is called in programs, for example `annex_a`.
    pub name: Name,
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, in groups.
    pub groups: Vec<Group>,
}

impl Table {
    /// A table with one group of rows.
    #[must_use]
    pub fn new(name: impl Into<Name>, caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        let groups = vec![Group { title: String::new(), rows }];
        Table { name: name.into(), caption: caption.into(), columns, groups }
    }

    /// All fields in their order: a cell of a row for each.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.columns.iter().flat_map(|column| &column.fields)
    }

    /// All rows, whatever their group.
    pub fn rows(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// Whether it needs the long side of a page.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.columns.len() > PORTRAIT_COLUMNS
    }
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
    pub title: Name,
    /// How wide it is, relative to the others.
    pub weight: u8,
    /// What stands in it.
    pub fields: Vec<Field>,
}

/// A field of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Its name in programs.
    pub key: Name,
    /// Its name for people, in a table of its own column.
    pub title: Name,
    /// What stands above it where it shares a column with others; empty where it speaks for itself.
    pub label: Name,
}

impl Column {
    /// A column with one field.
    #[must_use]
    pub fn one(key: impl Into<Name>, title: impl Into<Name>, weight: u8) -> Self {
        let title = title.into();
        Column { title: title.clone(), weight, fields: vec![Field { key: key.into(), title, label: Name::default() }] }
    }

    /// A column with several fields: key, title, and label within the column.
    #[must_use]
    pub fn many(title: &'static str, weight: u8, fields: &[(&'static str, &'static str, &'static str)]) -> Self {
        let field = |(key, title, label): &(&'static str, &'static str, &'static str)| Field {
            key: (*key).into(),
            title: (*title).into(),
            label: (*label).into(),
        };
        Column { title: title.into(), weight, fields: fields.iter().map(field).collect() }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A day.
    Date(Date),
    /// A number.
    Number(i64),
    /// A number with decimals, such as a measured value.
    Decimal(f64),
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

    /// A count.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A measured value that may be missing.
    #[must_use]
    pub fn decimal(value: Option<f64>) -> Self {
        value.map_or(Cell::Empty, Cell::Decimal)
    }

    /// A state with how good it is.
    #[must_use]
    pub fn state(word: impl Into<String>, tone: Tone) -> Self {
        Cell::State(word.into(), tone)
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
            Cell::Decimal(number) => number.to_string(),
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
            Cell::Decimal(number) => serializer.serialize_f64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::List(texts) => texts.serialize(serializer),
            _ => serializer.serialize_str(&self.plain()),
        }
    }
}
