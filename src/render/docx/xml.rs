//! The elements of a word processor that everything is built of. What a record says goes through [`text`] or
//! [`xml_safe`](crate::text::xml_safe), and nothing else does.

use std::fmt::Write as _;

use crate::report::document::Tone;
use crate::text::xml_safe;

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What text is drawn with.
pub(super) const SOFT: &str = "56606E";

/// The ground of a state.
pub(super) fn ground(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Good => Some("E3F1E7"),
        Tone::Open => Some("FBEFC8"),
        Tone::Bad => Some("F7D9D1"),
        Tone::Plain => None,
    }
}

/// Words, with the line ends and tabs that they have.
pub(super) fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 40);
    let words = words.replace("\r\n", "\n");
    for (at, line) in words.split(['\n', '\r']).enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                out.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                let _ = write!(out, "<w:t xml:space=\"preserve\">{}</w:t>", xml_safe(piece));
            }
        }
    }
    out
}

/// A run of words that look the same; `properties` in the order of the schema.
pub(super) fn run(properties: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}{}</w:r>", text(words))
}

/// A paragraph of a style; `properties` besides the style, in the order of the schema.
pub(super) fn paragraph(style: &str, properties: &str, content: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{content}</w:p>")
}

/// Keeps a paragraph on the page of the next one.
pub(super) const WITH_NEXT: &str = "<w:keepNext/>";

/// A field that the program that opens the document computes, with what it shows until then.
pub(super) fn field(properties: &str, instruction: &str, shown: &str) -> String {
    let properties = format!("<w:rPr>{properties}</w:rPr>");
    let mark = |kind: &str| format!("<w:r>{properties}<w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{}<w:r>{properties}<w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r>{}<w:r>{properties}<w:t>{shown}</w:t></w:r>{}",
        mark("begin"),
        mark("separate"),
        mark("end")
    )
}

/// The beginning of a table with columns of these widths; it ends with [`TABLE_END`].
pub(super) fn table_start(style: &str, widths: &[u32], caption: &str, description: &str) -> String {
    let columns: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let named = |element: &str, words: &str| {
        let words = xml_safe(&words.split_whitespace().collect::<Vec<_>>().join(" "));
        if words.is_empty() { words } else { format!("<w:{element} w:val=\"{words}\"/>") }
    };
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
         <w:tblLook w:val=\"04A0\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"1\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>\
         {}{}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>",
        widths.iter().sum::<u32>(),
        named("tblCaption", caption),
        named("tblDescription", description)
    )
}

pub(super) const TABLE_END: &str = "</w:tbl>";

/// The properties of a row that stays whole, and of one that stands on every page of its table.
pub(super) const WHOLE: &str = "<w:trPr><w:cantSplit/></w:trPr>";
pub(super) const HEAD: &str = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";

/// A row.
pub(super) fn row(properties: &str, cells: &str) -> String {
    format!("<w:tr>{properties}{cells}</w:tr>")
}

/// A cell over `span` columns; its content is at least a paragraph.
pub(super) fn cell(width: u32, span: usize, properties: &str, content: &str) -> String {
    let span = if span > 1 { format!("<w:gridSpan w:val=\"{span}\"/>") } else { String::new() };
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{properties}</w:tcPr>{content}</w:tc>")
}

/// The ground of a cell or paragraph.
pub(super) fn shade(fill: &str) -> String {
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
}
