//! Documents for Word and its relatives: real headings, lists and tables that a person can go on editing, without macros, field codes
//! from content, or parts from elsewhere. The same document gives the same bytes.

mod body;
mod figure;
mod package;
mod page;
mod prose;
mod table;
mod widths;
mod xml;

use super::archive::zipped;
use crate::report::document::Document;

/// Fixed parts: how everything looks, and what the program that opens it shall know.
const STYLES: &str = include_str!("../../templates/docx/styles.xml");
const SETTINGS: &str = include_str!("../../templates/docx/settings.xml");

/// The document as a package of Office Open XML.
///
/// # Errors
/// A sentence that says why the package cannot be made.
pub fn docx(document: &Document) -> Result<Vec<u8>, String> {
    let body = body::body(document);
    let heads = page::heads(document);
    let mut parts = vec![
        ("[Content_Types].xml", package::content_types(&heads)),
        ("_rels/.rels", package::package_relations()),
        ("docProps/app.xml", package::app(document)),
        ("docProps/core.xml", package::core(document)),
        ("word/_rels/document.xml.rels", package::relations(&heads, &body.links)),
        ("word/document.xml", body.xml),
        ("word/numbering.xml", package::numbering(&body.lists)),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
    ];
    parts.extend(heads.into_iter().map(|head| (head.path, head.xml)));
    zipped(parts.iter().map(|(path, content)| (*path, content.as_bytes())))
        .map_err(|error| format!("the document cannot be made: {error}"))
}

#[cfg(test)]
mod tests;
