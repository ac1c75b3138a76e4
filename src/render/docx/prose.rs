//! Running text: headings, lists within lists, quotes, code and tables as people write them.

use super::body::Writer;
use super::package::{Lists, indent};
use super::table::{HEAD_TEXT, TEXT};
use super::widths::{by_weight, longest_word, wide};
use super::xml::{HEAD, TABLE_END, WHOLE, cell, paragraph, row, run, table_start};
use crate::report::document::prose::{Inline, Item, Passage, Target, plain};

/// Where a passage stands.
#[derive(Clone, Copy, Default)]
struct Place {
    /// How many lists it is in.
    lists: usize,
    /// How many quotes it is in.
    quotes: usize,
}

impl Place {
    /// The indentation of a paragraph, where its style does not say it.
    fn properties(self) -> String {
        match (self.lists, self.quotes) {
            (0, 0 | 1) => String::new(),
            (lists, quotes) => {
                let lists = lists.min(DEEPEST + 1).checked_sub(1).map_or(0, indent);
                format!("<w:ind w:left=\"{}\"/>", lists + quotes * 357)
            }
        }
    }
}

/// The innermost level of a list, counted from 0.
const DEEPEST: usize = 8;

pub(super) fn write(writer: &mut Writer, passages: &[Passage]) {
    all(writer, passages, Place::default());
}

fn all(writer: &mut Writer, passages: &[Passage], place: Place) {
    for passage in passages {
        one(writer, passage, place);
    }
}

fn one(writer: &mut Writer, passage: &Passage, place: Place) {
    match passage {
        Passage::Heading { level, text } => {
            let content = words(writer, text, Look::default());
            writer.heading(*level, &plain(text), &content);
        }
        Passage::Paragraph { text } => {
            let style = match place {
                Place { quotes: 1.., .. } => "Quote",
                Place { lists: 1.., .. } => "ListContinue",
                Place { .. } => "Normal",
            };
            let content = words(writer, text, Look::default());
            writer.out.push_str(&paragraph(style, &place.properties(), &content));
        }
        Passage::List { first, items } => list(writer, *first, items, place),
        Passage::Quote { passages } => all(writer, passages, Place { quotes: place.quotes + 1, ..place }),
        Passage::Code { text } => writer.out.push_str(&paragraph("Code", &place.properties(), &run("", text))),
        Passage::Grid { head, rows } => grid(writer, head, rows),
        Passage::Rule => writer.out.push_str(&paragraph("Rule", "", "")),
    }
}

fn list(writer: &mut Writer, first: Option<u64>, items: &[Item], place: Place) {
    let level = place.lists.min(DEEPEST);
    let number = first.map_or(Lists::BULLETS, |first| writer.lists.numbered(level, first));
    let style = if first.is_some() { "ListNumber" } else { "ListBullet" };
    let inside = Place { lists: place.lists + 1, ..place };
    for item in items {
        let ticked = match item.done {
            Some(true) => "☒ ",
            Some(false) => "☐ ",
            None => "",
        };
        let (opening, rest) = match item.passages.as_slice() {
            [Passage::Paragraph { text }, rest @ ..] => (words(writer, text, Look::default()), rest),
            passages => (String::new(), passages),
        };
        let properties = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        writer.out.push_str(&paragraph(style, &properties, &(run("", ticked) + &opening)));
        all(writer, rest, inside);
    }
}

fn grid(writer: &mut Writer, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
    if head.is_empty() {
        return;
    }
    let column = |at: usize| std::iter::once(&head[at]).chain(rows.iter().filter_map(move |row| row.get(at)));
    let longest = |at: usize| column(at).map(|cell| wide(&plain(cell), 18)).max().unwrap_or_default();
    let room = writer.page.room();
    let weights: Vec<u32> = (0..head.len()).map(|at| longest(at).clamp(room / 12, room / 2)).collect();
    let least: Vec<u32> =
        (0..head.len()).map(|at| column(at).map(|cell| longest_word(&plain(cell), 18)).max().unwrap_or_default()).collect();
    let widths = by_weight(&weights, &least, room);
    let mut out = table_start("IsmsTable", &widths, "", "");
    let mut line = |writer: &mut Writer, style: &str, properties: &str, cells: &[Vec<Inline>]| {
        let mut content = String::new();
        for (text, width) in cells.iter().zip(&widths) {
            content.push_str(&cell(*width, 1, "", &paragraph(style, "", &words(writer, text, Look::default()))));
        }
        out.push_str(&row(properties, &content));
    };
    line(writer, HEAD_TEXT, HEAD, head);
    for cells in rows {
        line(writer, TEXT, WHOLE, cells);
    }
    writer.out.push_str(&out);
    writer.out.push_str(TABLE_END);
    writer.out.push_str(&paragraph("AfterTable", "", ""));
}

/// What words look like.
#[derive(Clone, Copy, Default)]
struct Look {
    /// The style of the words, where they have one.
    style: Option<&'static str>,
    strong: bool,
    emphasis: bool,
    struck: bool,
}

/// The styles of words that lead somewhere, and of words in a fixed width.
const LINK: &str = "Hyperlink";
const CODE: &str = "CodeWords";

impl Look {
    fn properties(self) -> String {
        let style = self.style.map(|style| format!("<w:rStyle w:val=\"{style}\"/>")).unwrap_or_default();
        let marks = [(self.strong, "<w:b/><w:bCs/>"), (self.emphasis, "<w:i/><w:iCs/>"), (self.struck, "<w:strike/>")];
        style + &marks.iter().filter(|(on, _)| *on).map(|(_, part)| *part).collect::<String>()
    }
}

fn words(writer: &mut Writer, inlines: &[Inline], look: Look) -> String {
    let mut out = String::new();
    for inline in inlines {
        out.push_str(&match inline {
            Inline::Text { text } => run(&look.properties(), text),
            Inline::Code { text } => run(&Look { style: look.style.or(Some(CODE)), ..look }.properties(), text),
            Inline::Strong { text } => words(writer, text, Look { strong: true, ..look }),
            Inline::Emphasis { text } => words(writer, text, Look { emphasis: true, ..look }),
            Inline::Struck { text } => words(writer, text, Look { struck: true, ..look }),
            Inline::Link { text, target: Target::Web(address) } if look.style != Some(LINK) => {
                let shown = words(writer, text, Look { style: Some(LINK), ..look });
                writer.link(address, &shown)
            }
            Inline::Link { text, .. } => words(writer, text, look),
            Inline::Break => "<w:r><w:br/></w:r>".to_owned(),
        });
    }
    out
}
