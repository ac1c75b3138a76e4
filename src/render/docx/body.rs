//! The text of a document: title or cover, contents, and its blocks in sections of standing and lying pages.

use super::figure::figure;
use super::package::{Links, Lists};
use super::page::{First, Page, section};
use super::prose;
use super::table::{TEXT, table};
use super::widths::by_weight;
use super::xml::{
    DECLARATION, SOFT, TABLE_END, WHOLE, WITH_NEXT, cell, field, ground, paragraph, row, run, shade, table_start, text,
};
use crate::report::document::{Block, Document, KeyNumber, Tone};

/// What the other parts of the package need to know of the text, and the text.
pub(super) struct Body {
    pub(super) xml: String,
    pub(super) links: Links,
    pub(super) lists: Lists,
}

/// Where blocks are written.
pub(super) struct Writer {
    pub(super) out: String,
    pub(super) page: Page,
    pub(super) links: Links,
    pub(super) lists: Lists,
    headings: Vec<Heading>,
}

/// A heading that the contents may list.
struct Heading {
    level: u8,
    text: String,
}

/// Headings down to this level are listed in the contents.
const LISTED: u8 = 2;

pub(super) fn body(document: &Document) -> Body {
    let mut writer =
        Writer { out: String::new(), page: Page::Standing, links: Links::default(), lists: Lists::default(), headings: Vec::new() };
    let stretches = document.stretches();
    let mut first = if document.cover { First::Plain } else { First::Title };
    let mut last = Page::Standing;
    for (at, stretch) in stretches.iter().enumerate() {
        writer.page = Page::new(stretch.lying);
        for (at, block) in stretch.blocks.iter().enumerate() {
            writer.block(block, stretch.blocks.get(at + 1));
        }
        last = writer.page;
        if at + 1 < stretches.len() {
            writer.out.push_str(&section_end(writer.page, first));
            first = First::Plain;
        }
    }
    let opening = Page::new(stretches.first().is_some_and(|stretch| stretch.lying));
    let front = if document.cover { cover(document) + &contents(&writer.headings, opening) } else { title(document, opening) };
    let origin = paragraph("Origin", "", &run("", &document.origin));
    Body {
        xml: format!(
            "{DECLARATION}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{front}{}{origin}{}</w:body></w:document>",
            writer.out,
            section(last, first)
        ),
        links: writer.links,
        lists: writer.lists,
    }
}

/// The end of a section that others follow.
fn section_end(page: Page, first: First) -> String {
    paragraph("SectionEnd", &section(page, first), "")
}

/// The title and the facts above the text.
fn title(document: &Document, page: Page) -> String {
    let rule = paragraph("TitleRule", "", "");
    [
        paragraph("Subtitle", "", &run("", &document.organisation)),
        paragraph("Title", "", &run("", &document.title)),
        mark(document),
        facts(document, page),
        rule,
    ]
    .concat()
}

/// The same on a page of its own.
fn cover(document: &Document) -> String {
    let page = Page::Standing;
    let whose = paragraph("Subtitle", "<w:spacing w:before=\"3400\"/>", &run("", &document.organisation));
    let rule = paragraph("CoverRule", "", "");
    let title = paragraph(
        "Title",
        "<w:spacing w:before=\"60\" w:after=\"240\"/>",
        &run("<w:sz w:val=\"64\"/><w:szCs w:val=\"64\"/>", &document.title),
    );
    [whose, title, mark(document), rule, facts(document, page), section_end(page, First::Cover)].concat()
}

fn mark(document: &Document) -> String {
    let words = |mark: &String| paragraph("Mark", "", &run("", &mark.to_uppercase()));
    document.mark.as_ref().map(words).unwrap_or_default()
}

/// Names and values side by side.
fn facts(document: &Document, page: Page) -> String {
    let widths = [2400, page.room().min(11_000) - 2400];
    let mut out = table_start("IsmsPlain", &widths, "About this document", "");
    let facts = document.facts.iter().map(|fact| (&*fact.name, &fact.value));
    for (name, value) in facts.chain([("Classification", &document.classification)]) {
        let name = cell(widths[0], 1, "", &paragraph("FactName", "", &run("", name)));
        let value = cell(widths[1], 1, "", &paragraph("FactValue", "", &run("", value)));
        out.push_str(&row(WHOLE, &(name + &value)));
    }
    out + TABLE_END
}

/// A table of contents that programs can renew: entries that lead to their headings, with the numbers of pages where a program
/// computes them. No line of dots leads to a number, because there is none before.
fn contents(headings: &[Heading], page: Page) -> String {
    let listed: Vec<(usize, &Heading)> = headings.iter().enumerate().filter(|(_, heading)| heading.level <= LISTED).collect();
    if listed.is_empty() {
        return String::new();
    }
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = format!("<w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-{LISTED}\" \\h \\z \\u </w:instrText></w:r>");
    let mut opening = format!("{}{instruction}{}", mark("begin"), mark("separate"));
    let stop = format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>", page.room());
    let mut entries = String::new();
    for (at, heading) in listed {
        let name = bookmark(at);
        let words = format!(
            "{}<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{}<w:r><w:tab/></w:r>{}</w:hyperlink>",
            std::mem::take(&mut opening),
            run("", &heading.text),
            field("", &format!("PAGEREF {name} \\h"), "")
        );
        entries.push_str(&paragraph(&format!("TOC{}", heading.level), &stop, &words));
    }
    format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{}{entries}{}</w:sdtContent></w:sdt>",
        paragraph("TOCHeading", "", &run("", "Contents")),
        paragraph("AfterContents", "", &mark("end"))
    )
}

/// The name by which a heading is found.
fn bookmark(heading: usize) -> String {
    format!("_Toc{:08}", heading + 1)
}

impl Writer {
    fn block(&mut self, block: &Block, next: Option<&Block>) {
        // What leads over to a table stays with its first row.
        let leads = if matches!(next, Some(Block::Table(_) | Block::Figure(_) | Block::Numbers { .. })) { WITH_NEXT } else { "" };
        match block {
            Block::Heading { level, text } => self.heading(*level, text, &run("", text)),
            Block::Paragraph { text } => self.out.push_str(&paragraph("Normal", leads, &run("", text))),
            Block::Note { tone, title, text } => self.note(*tone, title, text, leads),
            Block::Numbers { numbers } => self.numbers(numbers),
            Block::Table(it) => self.out.push_str(&table(it, self.page, &it.caption, "")),
            Block::Figure(it) => self.out.push_str(&figure(it, self.page)),
            Block::Prose { passages } => prose::write(self, passages),
            Block::PageBreak => self.out.push_str(&paragraph("SectionEnd", "", "<w:r><w:br w:type=\"page\"/></w:r>")),
        }
    }

    /// A heading of the level that it has in the document, where the title is the first.
    pub(super) fn heading(&mut self, level: u8, words: &str, content: &str) {
        let level = level.saturating_sub(1).clamp(1, 4);
        let at = self.headings.len();
        let content =
            format!("<w:bookmarkStart w:id=\"{at}\" w:name=\"{}\"/>{content}<w:bookmarkEnd w:id=\"{at}\"/>", bookmark(at));
        self.headings.push(Heading { level, text: words.split_whitespace().collect::<Vec<_>>().join(" ") });
        self.out.push_str(&paragraph(&format!("Heading{level}"), "", &content));
    }

    fn note(&mut self, tone: Tone, title: &str, words: &str, leads: &str) {
        let style = match tone {
            Tone::Good => "NoteGood",
            Tone::Open => "NoteOpen",
            Tone::Bad => "NoteBad",
            Tone::Plain => "Note",
        };
        let title = if title.is_empty() { String::new() } else { run("<w:b/><w:bCs/>", &format!("{title} ")) };
        self.out.push_str(&paragraph(style, leads, &(title + &run("", words))));
    }

    /// Up to four numbers in a row, each under a line.
    fn numbers(&mut self, numbers: &[KeyNumber]) {
        let across = numbers.len().clamp(1, 4);
        let widths = by_weight(&vec![1; across], &vec![0; across], self.page.room());
        let mut out = table_start("IsmsPlain", &widths, "Key numbers", "");
        for numbers in numbers.chunks(across) {
            let mut cells = String::new();
            for (at, width) in widths.iter().enumerate() {
                let content = numbers.get(at).map(|number| {
                    let ground = ground(number.tone).map(shade).unwrap_or_default();
                    let line = "<w:tcBorders><w:top w:val=\"single\" w:sz=\"18\" w:space=\"0\" w:color=\"1D4F73\"/><w:right w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/></w:tcBorders>";
                    let words = paragraph("KeyNumber", "", &run("", &number.value)) + &paragraph("KeyLabel", "", &run("", &number.label));
                    cell(*width, 1, &format!("{line}{ground}"), &words)
                });
                cells.push_str(&content.unwrap_or_else(|| cell(*width, 1, "", &paragraph(TEXT, "", ""))));
            }
            out.push_str(&row(WHOLE, &cells));
        }
        self.out.push_str(&out);
        self.out.push_str(TABLE_END);
        self.out.push_str(&paragraph("AfterTable", "", ""));
    }

    /// Words that lead to an address, or the words and the address where it is none.
    pub(super) fn link(&mut self, address: &str, words: &str) -> String {
        match self.links.id(address) {
            Some(id) => format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">{words}</w:hyperlink>"),
            None => format!("{words}<w:r><w:rPr><w:color w:val=\"{SOFT}\"/></w:rPr>{}</w:r>", text(&format!(" ({address})"))),
        }
    }
}
