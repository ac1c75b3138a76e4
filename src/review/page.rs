//! A file taken apart: its fields, and its text as sentences that know where they stand.

use std::sync::Arc;

use super::lexicon::Force;
use super::own::OwnWords;
use super::signals::Signals;
use super::words::words;
use crate::syntax::markdown::{Block, BlockKind, Body};
use crate::syntax::{markdown, yaml};
use crate::text::{LineIndex, Span};
use crate::value::Tree;

/// What a sentence is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A paragraph.
    Prose,
    /// An item of a list.
    Item,
    /// A row of a table, Markdown or HTML.
    Row,
    /// Code, or what cannot be read as anything else.
    Code,
}

/// A sentence, or what stands for one.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) words: Vec<String>,
    /// The heading above: its number in [`Page::headings`] plus one; 0 above the first.
    pub(super) section: usize,
    pub(super) line: usize,
    pub(super) shape: Shape,
    /// Whether the sentence that introduces the list binds.
    pub(super) led: Option<Force>,
    /// The words at the head of the table that a row is in.
    pub(super) head: Arc<[String]>,
    /// The words of the organisation that it is read with.
    pub(super) own: OwnWords,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) words: Vec<String>,
}

/// A file, read for comparing.
#[derive(Debug, Clone)]
pub struct Page {
    pub(super) path: String,
    pub(super) text: Arc<str>,
    pub(super) tree: Option<Tree>,
    pub(super) headings: Vec<Heading>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) links: Vec<String>,
    /// The words of the organisation that it is read with.
    pub(super) own: OwnWords,
    /// The head of the table that is being read.
    head: Arc<[String]>,
}

impl Page {
    /// Reads a Markdown or YAML file. What cannot be understood is kept as text.
    #[must_use]
    pub fn read(path: &str, text: &str) -> Page {
        Page::read_with(path, text, &OwnWords::default())
    }

    /// The same, with words of the organisation beside the shipped ones.
    #[must_use]
    pub fn read_with(path: &str, text: &str, own: &OwnWords) -> Page {
        let text: Arc<str> = Arc::from(text);
        let mut page = Page {
            path: path.to_owned(),
            text: Arc::clone(&text),
            tree: None,
            headings: Vec::new(),
            sentences: Vec::new(),
            links: Vec::new(),
            own: own.clone(),
            head: Arc::default(),
        };
        if is_markdown(path) {
            let (parts, _) = markdown::split(&text);
            if let Some(front) = parts.front {
                page.take_fields(front);
            }
            page.take_body(&markdown::parse(&text, parts.body));
        } else {
            page.take_fields(Span::new(0, text.len()));
        }
        page
    }

    /// The id of the record, where it is one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.tree.as_ref()?.root().get("id")?.scalar().filter(|id| !id.is_empty())
    }

    /// The word behind `kind:`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.tree.as_ref()?.root().get("kind")?.scalar()
    }

    /// Whether the file says of itself that it is a record.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.tree.as_ref().is_some_and(|tree| tree.root().get("kind").is_some() && tree.root().get("id").is_some())
    }

    /// Whether it is a text, not a file of fields alone.
    #[must_use]
    pub fn is_markdown(&self) -> bool {
        is_markdown(&self.path)
    }

    /// The entries of a list of texts among its fields.
    #[must_use]
    pub fn texts(&self, key: &str) -> Vec<String> {
        let list = self.tree.as_ref().and_then(|tree| tree.root().get(key));
        list.into_iter().flat_map(|list| list.items()).filter_map(|item| item.scalar().map(str::to_owned)).collect()
    }

    /// The title: the one in the metadata, else the first heading, else the path.
    #[must_use]
    pub fn title(&self) -> &str {
        let named = self.tree.as_ref().and_then(|tree| tree.root().get("title").and_then(|title| title.scalar()));
        let heading = || self.headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.as_str());
        named.or_else(heading).filter(|title| !title.trim().is_empty()).unwrap_or(&self.path)
    }

    /// The text of the heading with a number as in [`Sentence::section`].
    pub(super) fn section(&self, number: usize) -> &str {
        number.checked_sub(1).and_then(|at| self.headings.get(at)).map_or("", |heading| &heading.text)
    }

    fn take_fields(&mut self, span: Span) {
        let (tree, _) = yaml::parse(&self.text, span);
        if tree.is_none() {
            // Nothing is lost: metadata that is no YAML is compared as text.
            let lines: Vec<String> = span.of(&self.text).lines().map(str::to_owned).collect();
            for (at, line) in lines.iter().enumerate() {
                self.add(line, Shape::Code, at + 1, None);
            }
        }
        self.tree = tree;
    }

    fn take_body(&mut self, body: &Body) {
        self.links = body.links.iter().map(|link| link.target.clone()).collect();
        let text = Arc::clone(&self.text);
        let lines = LineIndex::new(&text);
        let mut lead = None;
        let mut row: Option<(String, Span)> = None;
        for block in &body.blocks {
            let line = |span: Span| lines.position(span.start).line;
            if !matches!(block.kind, BlockKind::Cell(_)) {
                self.end_row(row.take(), line);
            }
            match block.kind {
                BlockKind::Heading(level) => {
                    lead = None;
                    self.headings.push(Heading { level, text: block.text.clone(), words: words(&block.text) });
                }
                BlockKind::Paragraph | BlockKind::Item => {
                    let item = block.kind == BlockKind::Item;
                    let shape = if item { Shape::Item } else { Shape::Prose };
                    for sentence in markdown::sentences(&block.text) {
                        self.add(sentence, shape, line(block.span), lead.filter(|_| item));
                    }
                    lead = if block.text.trim_end().ends_with(':') {
                        self.sentences.last().and_then(force)
                    } else {
                        lead.filter(|_| item)
                    };
                }
                BlockKind::Cell(head) => {
                    if head && row.is_none() {
                        self.head = Arc::default();
                    }
                    row = Some(self.take_cell(row.take(), block, &text, line));
                    if head {
                        self.head = self.head.iter().cloned().chain(words(&block.text)).collect();
                    }
                }
                BlockKind::Code => block.text.lines().for_each(|code| self.add(code, Shape::Code, line(block.span), None)),
                BlockKind::Html => {
                    let mut headed = block.text.contains("<th");
                    self.head = Arc::default();
                    for (shape, sentence) in html_rows(&block.text) {
                        self.add(&sentence, shape, line(block.span), None);
                        if std::mem::take(&mut headed) && shape == Shape::Row {
                            self.head = Arc::from(words(&sentence));
                        }
                    }
                }
            }
        }
        self.end_row(row, |span| lines.position(span.start).line);
    }

    /// Joins a cell to its row: cells of one row stand on one line.
    fn take_cell(&mut self, row: Option<(String, Span)>, cell: &Block, text: &str, line: impl Fn(Span) -> usize) -> (String, Span) {
        match row {
            Some((begun, span)) if !text[span.start as usize..cell.span.start as usize].contains('\n') => {
                (format!("{begun} | {}", cell.text), span)
            }
            other => {
                self.end_row(other, line);
                (cell.text.clone(), cell.span)
            }
        }
    }

    fn end_row(&mut self, row: Option<(String, Span)>, line: impl Fn(Span) -> usize) {
        if let Some((text, span)) = row {
            self.add(&text, Shape::Row, line(span), None);
        }
    }

    fn add(&mut self, text: &str, shape: Shape, line: usize, led: Option<Force>) {
        let words = words(text);
        if !words.is_empty() {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let head = if shape == Shape::Row { Arc::clone(&self.head) } else { Arc::default() };
            self.sentences.push(Sentence {
                text,
                words,
                section: self.headings.len(),
                line,
                shape,
                led,
                head,
                own: self.own.clone(),
            });
        }
    }
}

/// Whether a path is that of a Markdown file.
pub(super) fn is_markdown(path: &str) -> bool {
    let suffix = path.rsplit('.').next().unwrap_or_default();
    ["md", "markdown", "mdx"].iter().any(|known| suffix.eq_ignore_ascii_case(known))
}

/// How strongly a sentence that introduces a list binds.
fn force(sentence: &Sentence) -> Option<Force> {
    Signals::of(sentence).strongest()
}

/// The rows and other lines of raw HTML, without tags and comments.
fn html_rows(html: &str) -> Vec<(Shape, String)> {
    let mut rows = Vec::new();
    let mut line = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        line.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let comment = tag.starts_with("!--");
        let end = if comment { tag.find("-->").map(|end| end + 2) } else { tag.find('>') };
        let Some(end) = end else {
            line.push_str(&rest[at..]);
            rest = "";
            break;
        };
        let name: String = tag[..end].chars().skip_while(|letter| *letter == '/').take_while(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "tr" => end_line(&mut rows, &mut line, Shape::Row),
            "td" | "th" if !tag.starts_with('/') => line.push_str(" | "),
            "p" | "li" | "br" | "div" | "ul" | "ol" | "table" | "summary" => {
                let shape = if line.contains(" | ") { Shape::Row } else { Shape::Prose };
                if shape == Shape::Prose {
                    end_line(&mut rows, &mut line, shape);
                }
            }
            _ => {}
        }
        rest = &tag[end + 1..];
    }
    line.push_str(rest);
    end_line(&mut rows, &mut line, Shape::Prose);
    rows
}

fn end_line(rows: &mut Vec<(Shape, String)>, line: &mut String, shape: Shape) {
    let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.clear();
    let text = text.trim_matches(|letter: char| letter == '|' || letter == ' ');
    if shape == Shape::Prose {
        rows.extend(markdown::sentences(text).into_iter().map(|sentence| (shape, sentence.to_owned())));
    } else if !text.is_empty() {
        rows.push((shape, text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_a_sentence_somewhere() {
        let text = "---\nid: P-1\n---\n# Title\n\nOne. Two is\nlong.\n\n- You must:\n  - lock it\n\n| A | B |\n|---|---|\n| logs | 7 years |\n\n<table><tr><td>Mail</td>\n<td>2 years</td></tr></table>\n";
        let page = Page::read("p.md", text);
        let seen: Vec<&str> = page.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        assert_eq!(seen, ["One.", "Two is long.", "You must:", "lock it", "A | B", "logs | 7 years", "Mail | 2 years"]);
        assert_eq!(page.sentences[3].led, Some(Force::Must));
        assert_eq!((page.id(), page.title()), (Some("P-1"), "Title"));
    }
}
