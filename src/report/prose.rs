//! Markdown of records as running text of documents. Nothing in it can act: there are no scripts, no pictures from elsewhere and no
//! links but to addresses that are harmless to open. What is not understood is shown as it was written, never dropped.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::document::prose::{Inline, Item, Passage, Target, plain};
use crate::syntax::markdown::options;

/// Lists, quotes and emphases that are nested deeper than this are joined with what is around them.
const DEPTH: usize = 12;

/// Where the words of a relative link lead within the output, as a path relative to the page that is written: `None` makes the
/// link plain words.
pub type Pages<'p> = &'p dyn Fn(&str) -> Option<String>;

/// No page of the output is linked.
pub const NO_PAGES: Pages<'static> = &|_| None;

/// The passages of a Markdown text without front matter. Its first-level headings become headings of `level`.
#[must_use]
pub fn read(markdown: &str, level: u8, pages: Pages<'_>) -> Vec<Passage> {
    let mut reader = Reader { level, pages, open: vec![Open::Passages(Holder::Whole, Vec::new())], ignored: 0 };
    for event in Parser::new_ext(markdown, options()) {
        reader.take(event);
    }
    reader.finish()
}

/// The passages without a first heading that only repeats the title.
#[must_use]
pub fn without_title(mut passages: Vec<Passage>, title: &str) -> Vec<Passage> {
    let repeats = |passage: &Passage| matches!(passage, Passage::Heading { text, .. } if plain(text).trim().eq_ignore_ascii_case(title.trim()));
    if passages.first().is_some_and(repeats) {
        passages.remove(0);
    }
    passages
}

struct Reader<'p> {
    level: u8,
    pages: Pages<'p>,
    /// What was opened and not closed yet, innermost last; the whole text is the first.
    open: Vec<Open>,
    /// How many elements were opened that are joined with what is around them.
    ignored: usize,
}

/// Something that is being read.
enum Open {
    Passages(Holder, Vec<Passage>),
    List(Option<u64>, Vec<Item>),
    Words(Words, Vec<Inline>),
    Code(String),
    Grid { head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>, row: Vec<Vec<Inline>> },
}

/// What holds passages.
enum Holder {
    Whole,
    Quote,
    Item(Option<bool>),
    Footnote(String),
}

/// What holds words.
enum Words {
    Heading(u8),
    Paragraph,
    /// The words of an item that has no paragraphs.
    Loose,
    Cell,
    Strong,
    Emphasis,
    Struck,
    Link(String),
    Image(String),
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.words(&text, |text| Inline::Text { text }),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text, |text| Inline::Code { text });
            }
            Event::Html(text) | Event::InlineHtml(text) => self.html(&text),
            Event::SoftBreak => self.words(" ", |text| Inline::Text { text }),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.passage(Passage::Rule),
            Event::FootnoteReference(name) => self.words(&format!("[{name}]"), |text| Inline::Text { text }),
            Event::TaskListMarker(ticked) => {
                if let Some(Open::Passages(Holder::Item(done), _)) =
                    self.open.iter_mut().rev().find(|open| matches!(open, Open::Passages(..)))
                {
                    *done = Some(ticked);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let opened = match tag {
            Tag::Heading { level, .. } => Open::Words(Words::Heading(level as u8), Vec::new()),
            Tag::Paragraph | Tag::HtmlBlock => Open::Words(Words::Paragraph, Vec::new()),
            Tag::BlockQuote(_) => Open::Passages(Holder::Quote, Vec::new()),
            Tag::FootnoteDefinition(name) => Open::Passages(Holder::Footnote(name.to_string()), Vec::new()),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => Open::Code(String::new()),
            Tag::List(first) => Open::List(first, Vec::new()),
            Tag::Item => Open::Passages(Holder::Item(None), Vec::new()),
            Tag::Table(_) => Open::Grid { head: Vec::new(), rows: Vec::new(), row: Vec::new() },
            Tag::TableCell => Open::Words(Words::Cell, Vec::new()),
            Tag::Strong => Open::Words(Words::Strong, Vec::new()),
            Tag::Emphasis => Open::Words(Words::Emphasis, Vec::new()),
            Tag::Strikethrough => Open::Words(Words::Struck, Vec::new()),
            Tag::Link { dest_url, .. } => Open::Words(Words::Link(dest_url.to_string()), Vec::new()),
            Tag::Image { dest_url, .. } => Open::Words(Words::Image(dest_url.to_string()), Vec::new()),
            // Rows are known by their ends, and nothing else is switched on in the parser.
            _ => return,
        };
        let nests =
            matches!(opened, Open::Passages(..) | Open::List(..) | Open::Words(Words::Strong | Words::Emphasis | Words::Struck, _));
        if nests && (self.ignored > 0 || self.open.len() > 2 * DEPTH) {
            self.ignored += 1;
            return;
        }
        let within =
            matches!(opened, Open::Words(Words::Strong | Words::Emphasis | Words::Struck | Words::Link(_) | Words::Image(_), _));
        if within {
            self.loosen();
        } else {
            self.tighten();
        }
        self.open.push(opened);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Strong
            | TagEnd::Emphasis
            | TagEnd::Strikethrough
                if self.ignored > 0 =>
            {
                self.ignored -= 1;
            }
            TagEnd::TableHead => {
                if let Some(Open::Grid { head, row, .. }) = self.open.last_mut() {
                    *head = std::mem::take(row);
                }
            }
            TagEnd::TableRow => {
                if let Some(Open::Grid { rows, row, .. }) = self.open.last_mut() {
                    rows.push(std::mem::take(row));
                }
            }
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.tighten();
                self.close();
            }
            _ => self.close(),
        }
    }

    /// Words that stand in an item without a paragraph get one.
    fn loosen(&mut self) {
        if matches!(self.open.last(), Some(Open::Passages(..))) {
            self.open.push(Open::Words(Words::Loose, Vec::new()));
        }
    }

    /// Such a paragraph ends where anything else begins.
    fn tighten(&mut self) {
        if matches!(self.open.last(), Some(Open::Words(Words::Loose, _))) {
            self.close();
        }
    }

    fn close(&mut self) {
        // The whole text is never closed before the end.
        let Some(open) = (self.open.len() > 1).then(|| self.open.pop()).flatten() else { return };
        match open {
            Open::Passages(Holder::Whole, passages) => passages.into_iter().for_each(|passage| self.passage(passage)),
            Open::Passages(Holder::Quote, passages) => self.passage(Passage::Quote { passages }),
            Open::Passages(Holder::Footnote(name), passages) => {
                self.passage(Passage::Paragraph { text: vec![Inline::text(format!("[{name}]"))] });
                for passage in passages {
                    self.passage(passage);
                }
            }
            Open::Passages(Holder::Item(done), passages) => match self.open.last_mut() {
                Some(Open::List(_, items)) => items.push(Item { done, passages }),
                _ => passages.into_iter().for_each(|passage| self.passage(passage)),
            },
            Open::List(first, items) => self.passage(Passage::List { first, items }),
            Open::Code(text) => self.passage(Passage::Code { text: text.trim_end_matches('\n').to_owned() }),
            Open::Grid { head, rows, .. } => self.passage(Passage::Grid { head, rows }),
            Open::Words(words, text) => self.close_words(words, text),
        }
    }

    fn close_words(&mut self, words: Words, text: Vec<Inline>) {
        match words {
            Words::Heading(level) => {
                let level = level.saturating_sub(1).saturating_add(self.level).clamp(2, 6);
                self.passage(Passage::Heading { level, text });
            }
            Words::Paragraph | Words::Loose => {
                if !text.is_empty() {
                    self.passage(Passage::Paragraph { text });
                }
            }
            Words::Cell => {
                if let Some(Open::Grid { row, .. }) = self.open.last_mut() {
                    row.push(text);
                }
            }
            Words::Strong => self.inline(Inline::Strong { text }),
            Words::Emphasis => self.inline(Inline::Emphasis { text }),
            Words::Struck => self.inline(Inline::Struck { text }),
            Words::Link(target) => self.link(&target, text),
            Words::Image(target) => self.inline(Inline::text(format!("[image: {}] ({target})", plain(&text)))),
        }
    }

    fn link(&mut self, written: &str, mut text: Vec<Inline>) {
        match target(written, self.pages) {
            Some(target) => self.inline(Inline::Link { text, target }),
            None => {
                // A path or an anchor says nothing to a reader of paper; any other address is shown, so that nobody is led astray.
                if written.contains(':') && plain(&text) != written {
                    text.push(Inline::text(format!(" ({written})")));
                }
                for inline in text {
                    self.inline(inline);
                }
            }
        }
    }

    fn html(&mut self, text: &str) {
        let tag: String = text.trim().chars().filter(|letter| !letter.is_whitespace()).collect();
        match tag.to_ascii_lowercase().as_str() {
            "<br>" | "<br/>" => self.inline(Inline::Break),
            _ => self.words(text.trim_end_matches('\n'), |text| Inline::Code { text }),
        }
    }

    fn words(&mut self, text: &str, inline: fn(String) -> Inline) {
        match self.open.last_mut() {
            Some(Open::Code(code)) => code.push_str(text),
            // Neighbours of the same kind become one, so that formats need not care how the parser cuts.
            Some(Open::Words(_, words)) => match (words.last_mut(), inline(text.to_owned())) {
                (Some(Inline::Text { text: before }), Inline::Text { text }) => before.push_str(&text),
                (_, inline) => words.push(inline),
            },
            _ => self.inline(inline(text.to_owned())),
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.loosen();
        if let Some(Open::Words(_, words)) = self.open.last_mut() {
            words.push(inline);
        }
    }

    fn passage(&mut self, passage: Passage) {
        self.tighten();
        match self.open.last_mut() {
            Some(Open::Passages(_, passages)) => passages.push(passage),
            // A list holds items only; what else stands in it becomes one.
            Some(Open::List(_, items)) => items.push(Item { done: None, passages: vec![passage] }),
            _ => {}
        }
    }

    fn finish(mut self) -> Vec<Passage> {
        while self.open.len() > 1 {
            self.close();
        }
        match self.open.pop() {
            Some(Open::Passages(_, passages)) => passages,
            _ => Vec::new(),
        }
    }
}

/// The target of a link, where it is one that documents may have.
fn target(written: &str, pages: Pages<'_>) -> Option<Target> {
    let written = written.trim();
    // What a program might read differently than a person is no address.
    if written.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return None;
    }
    let scheme = written.split(':').next().unwrap_or_default().to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" | "mailto" if scheme.len() < written.len() => Some(Target::Web(written.to_owned())),
        _ if written.contains(':') => None,
        _ => pages(written).map(Target::Page),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The passages in short: one line each, nesting by indentation.
    fn short(markdown: &str) -> String {
        lines(&read(markdown, 2, &|path| (path == "known.md").then(|| "pages/known.html".to_owned())), 0)
    }

    fn lines(passages: &[Passage], depth: usize) -> String {
        let indent = "  ".repeat(depth);
        let line = |passage: &Passage| match passage {
            Passage::Heading { level, text } => format!("{indent}h{level} {}\n", words(text)),
            Passage::Paragraph { text } => format!("{indent}p {}\n", words(text)),
            Passage::List { first, items } => {
                let item = |item: &Item| format!("{indent}- {:?}\n{}", item.done, lines(&item.passages, depth + 1));
                format!("{indent}list {first:?}\n{}", items.iter().map(item).collect::<String>())
            }
            Passage::Quote { passages } => format!("{indent}quote\n{}", lines(passages, depth + 1)),
            Passage::Code { text } => format!("{indent}code {text:?}\n"),
            Passage::Grid { head, rows } => {
                let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| words(cell)).collect::<Vec<_>>().join(" | ");
                format!("{indent}grid {} // {}\n", row(head), rows.iter().map(row).collect::<Vec<_>>().join(" // "))
            }
            Passage::Rule => format!("{indent}rule\n"),
        };
        passages.iter().map(line).collect()
    }

    fn words(inlines: &[Inline]) -> String {
        let word = |inline: &Inline| match inline {
            Inline::Text { text } => text.clone(),
            Inline::Code { text } => format!("`{text}`"),
            Inline::Strong { text } => format!("**{}**", words(text)),
            Inline::Emphasis { text } => format!("*{}*", words(text)),
            Inline::Struck { text } => format!("~~{}~~", words(text)),
            Inline::Link { text, target } => format!("[{}]({target:?})", words(text)),
            Inline::Break => "⏎".to_owned(),
        };
        inlines.iter().map(word).collect()
    }

    #[test]
    fn structure_is_kept() {
        let text = "# Title\n\nA *b* **c `d`** ~~e~~\nf[^1]  \ng.\n\n## Sub\n\n1. one\n   - [x] two\n   - three *four*\n\n2. five\n\n   six\n\n> said\n\n```sh\nx  y\n```\n\n| A | B |\n|---|---|\n| c | `d` |\n\n---\n\n[^1]: Note.\n";
        insta::assert_snapshot!(short(text), @r#"
        h2 Title
        p A *b* **c `d`** ~~e~~ f[1]⏎g.
        h3 Sub
        list Some(1)
        - None
          p one
          list None
          - Some(true)
            p two
          - None
            p three *four*
        - None
          p five
          p six
        quote
          p said
        code "x  y"
        grid A | B // c | `d`
        rule
        p [1]
        p Note.
        "#);
    }

    #[test]
    fn nothing_acts_and_nothing_is_dropped() {
        let text = "[a](javascript:alert(1)) [b](known.md) [c](../x.md#y) [d](https://e.example) <f@g.example>\n\n![h](https://i.example/j.png \"k\")\n\n<script>alert(1)</script>\n\n<b onclick=x>l</b><br>m\n\n[n](data:text/html,o) [p](JaVaScRiPt:q) [r](\\\\s\\t) [https://u.example](https://v.example)\n";
        let short = short(text);
        for shown in [
            "a (javascript:alert(1))",
            "[b](Page(\"pages/known.html\"))",
            "[d](Web(\"https://e.example\"))",
            "[image: h] (https://i.example/j.png)",
            "`<script>alert(1)</script>`",
            "`<b onclick=x>`l`</b>`⏎m",
            "n (data:text/html,o)",
            "p (JaVaScRiPt:q)",
            "[https://u.example](Web(\"https://v.example\"))",
        ] {
            assert!(short.contains(shown), "{shown}\n{short}");
        }
        assert!(!short.contains("x.md"), "{short}");
    }

    #[test]
    fn deep_nesting_is_joined() {
        let text = format!("{} x {}", "> ".repeat(5000), "*".repeat(2000));
        assert!(plain_text(&read(&text, 2, NO_PAGES)).contains('x'));
        let text: String = (0..200).map(|depth| format!("{}- x{depth}\n", "  ".repeat(depth))).collect();
        let read = read(&text, 2, NO_PAGES);
        assert!((0..200).all(|depth| plain_text(&read).contains(&format!("x{depth}"))), "{}", lines(&read, 0));
    }

    fn plain_text(passages: &[Passage]) -> String {
        lines(passages, 0)
    }
}
