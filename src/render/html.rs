//! Documents as one self-contained page: no script, nothing from outside, made to be read and to be printed. Sites of many pages have
//! the same parts.

mod blocks;

pub use blocks::{Place, Segment, blocks, segments};

use super::{TemplateError, Templates, head};
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
    let mut view = head(document);
    view["blocks"] = blocks(&document.blocks, &Place::new(&|text| segments(text, |_| None))).into();
    templates.render(&environment, PAGE, &view)
}

/// A heading's text as an anchor.
pub(super) fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '.'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect::<String>().to_lowercase()
}
