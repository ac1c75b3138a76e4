//! Markdown with front matter: where the metadata ends, which sections, links and sentences the body has, all with places.
//!
//! Real files come with byte order marks, CRLF, fences of four dashes, a missing opening fence and metadata in JSON. What can be
//! understood is understood; the rest is a [`Problem`], so that no record is ever dropped in silence.

pub mod target;

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Problem;
use crate::text::Span;

/// The two halves of a Markdown file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the fences; `None` where the file has no front matter.
    pub front: Option<Span>,
    /// Everything behind it.
    pub body: Span,
}

/// Finds the front matter of a file.
#[must_use]
pub fn split(text: &str) -> (Parts, Vec<Problem>) {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole = Parts { front: None, body: Span::new(bom, text.len()) };
    let mut lines = Lines { text, at: bom };
    let first = loop {
        match lines.next() {
            // Blank lines above the fence are common and harmless.
            Some((span, line)) if line.trim().is_empty() && span.start as usize <= bom + 64 => {}
            Some(found) => break found,
            None => return (whole, Vec::new()),
        }
    };
    if !is_fence(first.1) {
        return (whole, missing_fence(text, first.0));
    }
    let begin = first.0.end as usize;
    for (span, line) in lines.by_ref() {
        if is_fence(line) || line.trim_end() == "..." {
            let parts =
                Parts { front: Some(Span::new(begin, span.start as usize)), body: Span::new(span.end as usize, text.len()) };
            return (parts, odd_fence(first, (span, line)));
        }
    }
    // A lone `---` on top of a text with no metadata is a thematic break, not a fence that someone forgot to close.
    let next = text[begin..].trim_start();
    if !next.lines().next().is_some_and(|line| line.contains(':')) {
        return (whole, Vec::new());
    }
    let problem = Problem::new("YAML-008", line_only(text, first.0), "the front matter begins here and is not closed")
        .help("end it with a line that holds only `---`, above the text");
    (whole, vec![problem])
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

fn odd_fence(open: (Span, &str), close: (Span, &str)) -> Vec<Problem> {
    let odd = |(span, line): (Span, &str)| {
        let line = line.trim_end();
        (line != "---" && line != "...").then(|| {
            let span = Span::new(span.start as usize, span.start as usize + line.len());
            Problem::new("YAML-008", span, "the fence of the front matter is not three dashes")
                .help("write `---`; other tools do not read these lines as front matter")
        })
    };
    [odd(open), odd(close)].into_iter().flatten().collect()
}

/// A record whose opening fence was forgotten: `kind:` near the top and a closing fence below.
fn missing_fence(text: &str, first: Span) -> Vec<Problem> {
    let mut keys = false;
    for line in text[first.start as usize..].lines().take(60) {
        if is_fence(line) {
            if !keys {
                break;
            }
            let problem = Problem::new("YAML-008", line_only(text, first), "the front matter has no opening fence")
                .help("put a line with `---` above it");
            return vec![problem];
        }
        keys |= line.starts_with("kind:") || line.starts_with("id:");
    }
    Vec::new()
}

fn line_only(text: &str, line: Span) -> Span {
    Span::new(line.start as usize, line.start as usize + line.of(text).trim_end().len())
}

/// Lines with their spans, line end included; `\n`, `\r\n` and `\r` all end one.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (Span, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = match rest.find(['\n', '\r']) {
            Some(cut) if rest[cut..].starts_with("\r\n") => cut + 2,
            Some(cut) => cut + 1,
            None => rest.len(),
        };
        let span = Span::new(self.at, self.at + end);
        self.at += end;
        Some((span, &rest[..end]))
    }
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading with its level, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The text of a list item, without the items nested in it.
    Item,
    /// A cell of a table; `true` in the head row.
    Cell(bool),
    /// A code block.
    Code,
    /// Raw HTML.
    Html,
}

/// A stretch of text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text without mark-up, white space folded.
    pub text: String,
    /// Its place in the file.
    pub span: Span,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// Its place in the file.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
}

/// The structure of a Markdown text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The stretches of text in their order.
    pub blocks: Vec<Block>,
    /// Links and images in their order.
    pub links: Vec<Link>,
}

/// A heading and what stands below it up to the next heading of the same or a higher level.
#[derive(Debug, Clone, Copy)]
pub struct Section<'b> {
    /// The heading.
    pub heading: &'b Block,
    /// Everything below, sub-headings included.
    pub blocks: &'b [Block],
}

impl Body {
    /// The headings with what stands below them.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        self.blocks.iter().enumerate().filter_map(|(at, heading)| {
            let BlockKind::Heading(level) = heading.kind else { return None };
            let below = &self.blocks[at + 1..];
            let end = below.iter().position(|block| matches!(block.kind, BlockKind::Heading(other) if other <= level));
            Some(Section { heading, blocks: &below[..end.unwrap_or(below.len())] })
        })
    }

    /// The anchors that a link can lead to: the headings' texts as GitHub and GitLab write them.
    #[must_use]
    pub fn anchors(&self) -> Vec<String> {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let headings = self.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        headings
            .map(|heading| {
                let slug = slug(&heading.text);
                let count = times.entry(slug.clone()).or_default();
                *count += 1;
                if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
            })
            .collect()
    }
}

impl Section<'_> {
    /// Whether nothing but headings stands below.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| matches!(block.kind, BlockKind::Heading(_)) || block.text.is_empty())
    }
}

/// A heading's text as an anchor: lower case, letters, digits, `-` and `_` kept, blanks to `-`.
#[must_use]
pub fn slug(text: &str) -> String {
    let kept =
        text.trim().chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ') || is_mark(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Combining marks belong to the letter before them.
fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

/// The options every reader of Markdown in this project uses: `CommonMark` with tables, footnotes, task lists and strike-through.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH
}

/// Reads the Markdown in `range` of `text`.
#[must_use]
pub fn parse(text: &str, range: Span) -> Body {
    let slice = range.of(text);
    let base = range.start as usize;
    let mut reader = Reader { base, body: Body::default(), open: Vec::new(), head: false };
    for (event, at) in Parser::new_ext(slice, options()).into_offset_iter() {
        reader.take(event, at);
    }
    reader.body
}

struct Reader {
    base: usize,
    body: Body,
    /// Blocks that were opened, innermost last.
    open: Vec<Block>,
    head: bool,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: std::ops::Range<usize>) {
        let span = Span::new(self.base + at.start, self.base + at.end);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => self.text(&text, span),
            Event::SoftBreak | Event::HardBreak => self.text(&CowStr::Borrowed(" "), span),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Heading { level, .. } => BlockKind::Heading(level_number(level)),
            Tag::Paragraph => BlockKind::Paragraph,
            Tag::Item => BlockKind::Item,
            Tag::TableHead => {
                self.head = true;
                return;
            }
            Tag::TableCell => BlockKind::Cell(self.head),
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::Link { dest_url, .. } => return self.link(&dest_url, span, false),
            Tag::Image { dest_url, .. } => return self.link(&dest_url, span, true),
            _ => return,
        };
        // An item's own text ends where a block inside it begins.
        if let Some(item) = self.open.last_mut().filter(|block| block.kind == BlockKind::Item && !block.text.is_empty()) {
            let done = Block { kind: BlockKind::Item, text: std::mem::take(&mut item.text), span: item.span };
            self.keep(done);
        }
        self.open.push(Block { kind, text: String::new(), span });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead => self.head = false,
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                if let Some(block) = self.open.pop() {
                    self.keep(block);
                }
            }
            _ => {}
        }
    }

    fn keep(&mut self, mut block: Block) {
        if !matches!(block.kind, BlockKind::Code | BlockKind::Html) {
            block.text = block.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        // A list item whose text stands in paragraphs has nothing of its own to add.
        if block.kind != BlockKind::Item || !block.text.is_empty() {
            self.body.blocks.push(block);
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if let Some(block) = self.open.last_mut() {
            if block.kind == BlockKind::Item && block.text.is_empty() {
                block.span = span;
            }
            block.text.push_str(text);
            if block.kind == BlockKind::Item {
                block.span.end = block.span.end.max(span.end);
            }
        }
    }

    fn link(&mut self, target: &str, span: Span, image: bool) {
        self.body.links.push(Link { target: target.to_owned(), span, image });
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: [&str; 14] =
    ["e.g.", "i.e.", "etc.", "cf.", "vs.", "No.", "no.", "Art.", "art.", "Dr.", "Mr.", "Ms.", "approx.", "incl."];

/// Cuts a text into sentences. Decimal numbers, clause numbers and common abbreviations do not end one.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, mark) in text.char_indices() {
        if !matches!(mark, '.' | '!' | '?' | '。') {
            continue;
        }
        let end = at + mark.len_utf8();
        let ends = mark == '。' || text[end..].starts_with(' ') || text[end..].is_empty();
        let word = text[from..end].rsplit(' ').next().unwrap_or_default();
        if ends && !ABBREVIATIONS.contains(&word.trim_start_matches('(')) {
            sentences.push(text[from..end].trim());
            from = end;
        }
    }
    sentences.push(text[from..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(text: &str) -> Option<&str> {
        split(text).0.front.map(|span| span.of(text))
    }

    #[test]
    fn front_matter_is_found_under_any_line_end() {
        assert_eq!(front("---\nkind: policy\n---\n# T\n"), Some("kind: policy\n"));
        assert_eq!(front("\u{feff}---\r\nkind: policy\r\n---\r\n# T\r\n"), Some("kind: policy\r\n"));
        assert_eq!(front("\n---   \nkind: policy\n...\ntext"), Some("kind: policy\n"));
        assert_eq!(front("---\n---\n"), Some(""));
        assert_eq!(front("# no front matter\n\n---\n\nkind: words\n"), None);
        assert_eq!(front(""), None);
        assert_eq!(front("---\n\nA rule above a text.\n"), None);
    }

    #[test]
    fn fences_that_others_would_not_read_are_reported() {
        let codes = |text: &str| split(text).1.into_iter().map(|problem| problem.message).collect::<Vec<_>>();
        assert_eq!(codes("----\nkind: policy\n---\n"), ["the fence of the front matter is not three dashes"]);
        assert_eq!(codes("kind: policy\nid: X\n---\n# T\n"), ["the front matter has no opening fence"]);
        assert_eq!(codes("---\nkind: policy\n\n# T\n"), ["the front matter begins here and is not closed"]);
        assert_eq!(codes("# T\n\n---\n"), [""; 0]);
    }

    #[test]
    fn structure_has_places() {
        let text = "# One *two*\n\nText with a [link](a.md#x)\nover lines. More.\n\n## Sub\n\n- first\n- second\n  - nested\n\n| A | B |\n|---|---|\n| c | d |\n\n# Two\n";
        let body = parse(text, Span::new(0, text.len()));
        let seen: Vec<(BlockKind, &str)> = body.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        assert_eq!(
            seen,
            [
                (BlockKind::Heading(1), "One two"),
                (BlockKind::Paragraph, "Text with a link over lines. More."),
                (BlockKind::Heading(2), "Sub"),
                (BlockKind::Item, "first"),
                (BlockKind::Item, "second"),
                (BlockKind::Item, "nested"),
                (BlockKind::Cell(true), "A"),
                (BlockKind::Cell(true), "B"),
                (BlockKind::Cell(false), "c"),
                (BlockKind::Cell(false), "d"),
                (BlockKind::Heading(1), "Two"),
            ]
        );
        assert_eq!(body.links[0].span.of(text), "[link](a.md#x)");
        assert_eq!(body.blocks[4].span.of(text), "second");
        assert_eq!(body.sections().map(|section| section.blocks.len()).collect::<Vec<_>>(), [9, 7, 0]);
        assert_eq!(body.anchors(), ["one-two", "sub", "two"]);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            sentences("Backups run at 02.00. See 6.1.2 e.g. the table! Done? Yes"),
            ["Backups run at 02.00.", "See 6.1.2 e.g. the table!", "Done?", "Yes"]
        );
        assert_eq!(slug("Überschrift & Access"), "überschrift--access");
    }
}
