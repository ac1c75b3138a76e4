//! Pages: their size, what stands at the head and foot of each, and the sections that make them stand or lie.

use super::xml::{DECLARATION, field, paragraph, run};
use crate::report::document::Document;

/// How a page lies; lengths are twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Standing,
    Lying,
}

impl Page {
    pub(super) fn new(lying: bool) -> Self {
        if lying { Page::Lying } else { Page::Standing }
    }

    /// The room between the margins.
    pub(super) fn room(self) -> u32 {
        match self {
            Page::Standing => 9638,
            Page::Lying => 15138,
        }
    }

    /// A4, and margins.
    fn measures(self) -> &'static str {
        match self {
            Page::Standing => {
                "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1474\" w:right=\"1134\" w:bottom=\"1191\" w:left=\"1134\" w:header=\"624\" w:footer=\"510\" w:gutter=\"0\"/>"
            }
            Page::Lying => {
                "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1417\" w:right=\"850\" w:bottom=\"1021\" w:left=\"850\" w:header=\"567\" w:footer=\"454\" w:gutter=\"0\"/>"
            }
        }
    }

    fn head(self) -> &'static str {
        match self {
            Page::Standing => "rIdHead1",
            Page::Lying => "rIdHead2",
        }
    }

    fn foot(self) -> &'static str {
        match self {
            Page::Standing => "rIdFoot1",
            Page::Lying => "rIdFoot2",
        }
    }
}

/// What the first page of a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// A page like the others.
    Plain,
    /// It has the title, which needs no head above it.
    Title,
    /// A cover: neither head nor foot.
    Cover,
}

/// The properties of a section, which stand at its end.
pub(super) fn section(page: Page, first: First) -> String {
    let foot = page.foot();
    let own = match first {
        First::Plain => (String::new(), ""),
        First::Title => (format!("<w:footerReference w:type=\"first\" r:id=\"{foot}\"/>"), "<w:titlePg/>"),
        First::Cover => (String::new(), "<w:titlePg/>"),
    };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{}\"/><w:footerReference w:type=\"default\" r:id=\"{foot}\"/>{}<w:type w:val=\"nextPage\"/>{}<w:cols w:space=\"708\"/>{}</w:sectPr>",
        page.head(),
        own.0,
        page.measures(),
        own.1
    )
}

/// A part with a head or a foot.
pub(super) struct Head {
    pub(super) id: &'static str,
    pub(super) path: &'static str,
    /// What it is, as in the names of its content type and relation.
    pub(super) kind: &'static str,
    pub(super) xml: String,
}

/// The heads and feet of standing and of lying pages.
pub(super) fn heads(document: &Document) -> Vec<Head> {
    let head = |page: Page, path| Head { id: page.head(), path, kind: "header", xml: head(document, page) };
    let foot = |page: Page, path| Head { id: page.foot(), path, kind: "footer", xml: foot(document, page) };
    vec![
        foot(Page::Standing, "word/footer1.xml"),
        foot(Page::Lying, "word/footer2.xml"),
        head(Page::Standing, "word/header1.xml"),
        head(Page::Lying, "word/header2.xml"),
    ]
}

fn head(document: &Document, page: Page) -> String {
    let version = document.version.as_deref().map(|version| format!("Version {}", short(version, 40)));
    let commit = document.commit.as_deref().map(|commit| format!("Commit {}", commit.chars().take(12).collect::<String>()));
    let which: Vec<String> = version.into_iter().chain(commit).collect();
    let mark = mark(document);
    let gap = if mark.is_empty() { String::new() } else { run("", "   ") };
    let right = tab(page);
    let line = "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"4\" w:color=\"1D4F73\"/></w:pBdr>";
    let lines = [
        paragraph(
            "Header",
            &right,
            &format!(
                "{}{TAB}{mark}{gap}{}",
                run("<w:b/>", &short(&document.organisation, 80)),
                run("", &format!("Classification: {}", short(&document.classification, 40)))
            ),
        ),
        paragraph(
            "Header",
            &format!("{line}{right}"),
            &format!("{}{TAB}{}", run("", &short(&document.title, 80)), run("", &which.join(" · "))),
        ),
    ];
    part("hdr", &lines.concat())
}

fn foot(document: &Document, page: Page) -> String {
    let pages = [run("", "Page "), field("", "PAGE", "1"), run("", " of "), field("", "NUMPAGES", "1")].concat();
    let mark = mark(document);
    let gap = if mark.is_empty() { String::new() } else { run("", "   ") };
    let day = run("", &format!("As of {}", document.as_of));
    part("ftr", &paragraph("Footer", &tab(page), &format!("{day}{gap}{mark}{TAB}{pages}")))
}

const TAB: &str = "<w:r><w:tab/></w:r>";

/// A stop at the right margin.
fn tab(page: Page) -> String {
    format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>", page.room())
}

/// What says that the document must not be taken for an approved one.
fn mark(document: &Document) -> String {
    document.mark.as_deref().map(|mark| run("<w:rStyle w:val=\"MarkWords\"/>", &short(mark, 40).to_uppercase())).unwrap_or_default()
}

fn part(element: &str, content: &str) -> String {
    format!(
        "{DECLARATION}<w:{element} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{content}</w:{element}>"
    )
}

/// A text on one line that leaves room for what stands beside it.
fn short(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text,
    }
}
