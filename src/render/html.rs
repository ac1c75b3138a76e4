//! Documents as one self-contained page: no script, nothing from outside, made to be read and to be printed.

mod prose;

use serde_json::Value;

use super::{TemplateError, Templates, view};
use crate::report::document::Document;

/// The template of a page that stands alone.
const PAGE: &str = "report/page.html";

/// As many steps may the template of a page take.
const FUEL: u64 = 50_000_000;

/// The document as HTML, by the template `report/page.html`.
///
/// # Errors
/// Where the template has a fault.
pub fn html(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    let environment = templates.environment(PAGE, FUEL)?;
    templates.render(&environment, PAGE, &view(document))
}

/// A heading's text as an anchor.
pub(super) fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ');
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

/// Text between elements or in an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in crate::text::tame(text, true).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

/// The document as the template sees it. Pictures and running text are escaped already; everything else is escaped by the template.
fn view(document: &Document) -> Value {
    let medium = view::Medium {
        figure: |figure| super::svg::svg(figure, super::svg::SCREEN).into(),
        prose: |passages| prose::html(passages).into(),
    };
    let mut view = view::head(document);
    view["blocks"] = view::blocks(&document.blocks, medium).into();
    view
}
