//! How documents look: each format is a function from a [`Document`](crate::report::document::Document) to bytes, and knows nothing else.

mod csv;
mod html;
mod json;
mod markdown;

pub use csv::csv;
pub use html::{TemplateError, html};
pub use json::json;
pub use markdown::markdown;
