//! Tables that people keep elsewhere: records as rows of a spreadsheet, and rows as records.
//!
//! A column is a path into the record: `owner`, `current.likelihood`, `actions.1.due`. What [`sheet_of`] writes, [`plan`] understands:
//! a cell that is as it was written changes nothing, and one that is not becomes an edit of one place or a new record. Nothing here
//! touches a disk.

mod columns;
mod edits;
mod heads;
mod plan;
mod read;
mod values;
mod workbook;
mod yaml;

pub use columns::{Cell, Sheet, jsonl, sheet_of};
pub use heads::{Heads, Mapping};
pub use plan::{Outcome, Plan, Row, Subject, plan};
pub use read::{Given, Table, tables};
pub use workbook::workbook;
pub use yaml::record_text;

use std::fmt;

/// Why something cannot be taken over, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// The cure.
    pub help: Option<String>,
}

impl Refusal {
    fn new(message: impl Into<String>) -> Self {
        Refusal { message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
