//! Documents as one self-contained page: no script, nothing from outside, made to be read and to be printed.

mod prose;

use std::fmt;

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::Value;

use super::view;
use crate::report::document::Document;

/// The page that the program ships.
const PAGE: &str = include_str!("../../templates/report/page.html");

/// A template that cannot be used.
#[derive(Debug)]
pub struct TemplateError(minijinja::Error);

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for TemplateError {}

/// The document as HTML.
///
/// # Errors
/// Where the template has a fault.
pub fn html(document: &Document) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_fuel(Some(50_000_000));
    environment.add_template("page.html", PAGE).map_err(TemplateError)?;
    let page = environment.get_template("page.html").map_err(TemplateError)?;
    page.render(minijinja::Value::from(minijinja::value::Serde(view(document)))).map_err(TemplateError)
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
