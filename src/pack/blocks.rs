//! The blocks of a document as the templates of the site see them: every text cut into words and links.

use std::cell::Cell as Count;

use serde_json::{Value as Json, json};

use super::links::{Links, Segment};
use crate::render;
use crate::report::document::prose::{Target, plain};
use crate::report::document::{Block, Cell, Document, Field, Inline, Passage, Table};
use crate::text::tame;

/// Tables with fewer rows need no filter.
const FILTERED: usize = 8;

/// Where a text is read.
#[derive(Debug)]
pub(super) struct Place<'l> {
    /// The pages of records.
    pub(super) links: &'l Links,
    /// The page.
    pub(super) here: &'l str,
    /// How many tables of texts it has so far.
    grids: Count<usize>,
}

impl<'l> Place<'l> {
    pub(super) fn new(links: &'l Links, here: &'l str) -> Self {
        Place { links, here, grids: Count::new(0) }
    }

    /// The number of the next table in a text: regions of a page need names of their own.
    fn next_grid(&self) -> usize {
        self.grids.set(self.grids.get() + 1);
        self.grids.get()
    }

    /// A text cut into words and links.
    pub(super) fn words(&self, text: &str) -> Vec<Segment> {
        self.links.segments(text, self.here)
    }
}

/// The blocks.
pub(super) fn view(blocks: &[Block], place: &Place<'_>) -> Vec<Json> {
    blocks.iter().filter_map(|block| one(block, place)).collect()
}

fn one(block: &Block, place: &Place<'_>) -> Option<Json> {
    Some(match block {
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
            "drawn": render::svg(figure, render::SCREEN), "table": table(&figure.table(), place),
        }),
        Block::Prose { passages } => json!({ "block": "prose", "passages": self::passages(passages, place) }),
        Block::PageBreak => return None,
    })
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
            let item = |item: &crate::report::document::prose::Item| json!({ "done": item.done, "passages": passages(&item.passages, place) });
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
            let none = Links::default();
            let bare = Place::new(&none, place.here);
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

/// A heading's text as an anchor.
fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '.'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect::<String>().to_lowercase()
}

/// All words of a document on one line, for the search.
pub(super) fn words_of(document: &Document) -> String {
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
