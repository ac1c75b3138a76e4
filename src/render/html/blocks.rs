//! The blocks of a document as `parts/blocks.html` sees them: every text cut into words and links.

use std::cell::Cell as Count;

use serde_json::{Value as Json, json};

use super::anchor;
use crate::render::svg;
use crate::report::document::prose::{Item, Target, plain};
use crate::report::document::{Block, Cell, Field, Inline, Passage, Table};
use crate::text::ids::possible_ids;
use crate::text::tame;

/// Tables with fewer rows need no filter.
const FILTERED: usize = 8;

/// A stretch of a text, which may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Segment {
    /// The words.
    pub text: String,
    /// Where they lead to, from the page that they stand on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Whether a line may not end within it, for all its hyphens: an id or a date.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
}

/// What is longer may be broken: it would stand out of a narrow column.
const LONGEST_WHOLE: usize = 14;

/// A text cut at its ids and dates, with what `leads` says about where an id leads. An id without a digit, such as that of a role, may
/// be an ordinary word, and leads somewhere only in brackets. Nothing in the text acts or reorders what a reader sees.
pub fn segments(text: &str, leads: impl Fn(&str) -> Option<String>) -> Vec<Segment> {
    let text = tame(text, true);
    let mut segments = Vec::new();
    let mut plain = 0;
    for (start, end) in possible_ids(&text) {
        let id = &text[start..end];
        let with_digit = id.bytes().any(|letter| letter.is_ascii_digit());
        let bracketed = text[..start].ends_with('(') && text[end..].starts_with(')');
        let href = (with_digit || bracketed).then(|| leads(id)).flatten();
        let whole = with_digit && id.contains('-') && id.len() <= LONGEST_WHOLE;
        if href.is_some() || whole {
            segments.push(Segment { text: text[plain..start].to_owned(), href: None, whole: false });
            segments.push(Segment { text: id.to_owned(), href, whole });
            plain = end;
        }
    }
    segments.push(Segment { text: text[plain..].to_owned(), href: None, whole: false });
    segments.retain(|segment| !segment.text.is_empty());
    segments
}

/// A page while its texts are put on it.
pub struct Place<'l> {
    /// Cuts a text into words and links.
    cut: &'l dyn Fn(&str) -> Vec<Segment>,
    /// How many tables of texts the page has so far.
    grids: Count<usize>,
}

impl<'l> Place<'l> {
    /// A page, and how its texts are cut into words and links.
    #[must_use]
    pub fn new(cut: &'l dyn Fn(&str) -> Vec<Segment>) -> Self {
        Place { cut, grids: Count::new(0) }
    }

    /// The number of the next table in a text: regions of a page need names of their own.
    fn next_grid(&self) -> usize {
        self.grids.set(self.grids.get() + 1);
        self.grids.get()
    }

    /// A text cut into words and links.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Segment> {
        (self.cut)(text)
    }
}

/// The blocks in their order.
#[must_use]
pub fn blocks(blocks: &[Block], place: &Place<'_>) -> Vec<Json> {
    blocks.iter().map(|block| one(block, place)).collect()
}

fn one(block: &Block, place: &Place<'_>) -> Json {
    match block {
        Block::Heading { level, text } => {
            json!({ "block": "heading", "level": level, "text": place.words(text), "anchor": anchor(text) })
        }
        Block::Paragraph { text } => json!({ "block": "paragraph", "text": place.words(text) }),
        Block::Note { tone, title, text } => {
            json!({ "block": "note", "tone": tone, "title": tame(title, false), "text": place.words(text) })
        }
        Block::Numbers { numbers } => json!({ "block": "numbers", "numbers": numbers }),
        Block::Table(found) => table(found, place),
        Block::Figure(figure) => json!({
            "block": "figure", "anchor": anchor(&figure.title), "title": tame(&figure.title, false),
            "picture": svg::svg(figure, svg::SCREEN), "table": table(&figure.table(), place),
        }),
        Block::Prose { passages } => json!({ "block": "prose", "passages": self::passages(passages, place) }),
        Block::PageBreak => json!({ "block": "page_break" }),
    }
}

fn table(table: &Table, place: &Place<'_>) -> Json {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.weight)).sum();
    let columns = table
        .columns
        .iter()
        .map(|column| json!({ "title": tame(&column.title, false), "width": u32::from(column.weight) * 100 / total.max(1) }));
    let groups = table.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| {
            let mut cells = row.iter();
            let columns = table.columns.iter().map(|column| {
                let fields = column.fields.iter().zip(cells.by_ref());
                fields.filter(|(_, cell)| !cell.is_empty()).map(|(field, cell)| self::cell(field, cell, place)).collect::<Vec<_>>()
            });
            columns.collect::<Vec<_>>()
        });
        json!({ "title": tame(&group.title, false), "rows": rows.collect::<Vec<_>>() })
    });
    let marks = table.columns.iter().filter(|column| column.weight <= 3).count();
    let width = match table.columns.len() {
        _ if marks >= 12 => "marks",
        0..=4 => "narrow",
        5..=8 => "broad",
        _ => "vast",
    };
    json!({
        "block": "table", "caption": tame(&table.caption, false), "columns": columns.collect::<Vec<_>>(),
        "groups": groups.collect::<Vec<_>>(), "filter": table.rows().count() >= FILTERED && table.columns.len() > 2, "width": width,
    })
}

fn cell(field: &Field, cell: &Cell, place: &Place<'_>) -> Json {
    let lines: Vec<String> = match cell {
        Cell::List(texts) => texts.clone(),
        Cell::Text(text) => vec![text.trim().to_owned()],
        other => vec![other.plain()],
    };
    // A date or an id is one word to a reader, whatever its hyphens.
    let whole = lines.iter().all(|line| line.len() <= 14 && !line.contains(' '));
    let many = lines.iter().any(|line| line.contains('\n'));
    let tone = match cell {
        Cell::State(..) => serde_json::to_value(cell.tone()).unwrap_or_default(),
        _ => Json::Null,
    };
    let classes = [tone.as_str(), whole.then_some("whole"), many.then_some("many")];
    let class: Vec<&str> = classes.into_iter().flatten().collect();
    let lines: Vec<Vec<Segment>> = lines.iter().map(|line| place.words(line)).collect();
    json!({ "label": field.label, "lines": lines, "class": class.join(" ") })
}

fn passages(list: &[Passage], place: &Place<'_>) -> Vec<Json> {
    let one = |passage: &Passage| match passage {
        Passage::Heading { level, text } => {
            json!({ "passage": "heading", "level": level, "text": inlines(text, place), "anchor": anchor(&plain(text)) })
        }
        Passage::Paragraph { text } => json!({ "passage": "paragraph", "text": inlines(text, place) }),
        Passage::List { first, items } => {
            let item = |item: &Item| json!({ "done": item.done, "passages": passages(&item.passages, place) });
            json!({ "passage": "list", "first": first, "items": items.iter().map(item).collect::<Vec<_>>() })
        }
        Passage::Quote { passages: inner } => json!({ "passage": "quote", "passages": passages(inner, place) }),
        Passage::Code { text } => json!({ "passage": "code", "text": tame(text, true) }),
        Passage::Grid { head, rows } => {
            let cells = |row: &[Vec<Inline>]| row.iter().map(|cell| inlines(cell, place)).collect::<Vec<_>>();
            let label = format!("Table {} of the text", place.next_grid());
            json!({ "passage": "grid", "label": label, "head": cells(head), "rows": rows.iter().map(|row| cells(row)).collect::<Vec<_>>() })
        }
        Passage::Rule => json!({ "passage": "rule" }),
    };
    list.iter().map(one).collect()
}

fn inlines(list: &[Inline], place: &Place<'_>) -> Vec<Json> {
    let one = |inline: &Inline| match inline {
        Inline::Text { text } => json!({ "inline": "text", "segments": place.words(text) }),
        Inline::Code { text } => json!({ "inline": "code", "text": tame(text, true) }),
        Inline::Strong { text } => json!({ "inline": "strong", "text": inlines(text, place) }),
        Inline::Emphasis { text } => json!({ "inline": "emphasis", "text": inlines(text, place) }),
        Inline::Struck { text } => json!({ "inline": "struck", "text": inlines(text, place) }),
        Inline::Link { text, target } => {
            // Words of a link lead where the link leads, not to the records that they name.
            let bare = Place::new(&|text| segments(text, |_| None));
            let (href, web) = match target {
                Target::Web(address) => (address, true),
                Target::Page(path) => (path, false),
            };
            json!({ "inline": "link", "text": inlines(text, &bare), "href": href, "web": web })
        }
        Inline::Break => json!({ "inline": "break" }),
    };
    list.iter().map(one).collect()
}
