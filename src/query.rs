//! A record as expressions, tables and programs see it: its fields as written, and beside them what all records together say of it.
//!
//! Owns the names that a record has (those of its schema and [`COMPUTED`]), the values behind them ([`View`]) and conditions over
//! them ([`Condition`]) and sentences about them ([`Message`]), so that `isms list --where` and the rules of an organisation's own mean the same by the same words. It
//! decides nothing about looks, and computes nothing that [`crate::model`] does not already answer.

mod condition;
mod message;
mod names;
mod view;

pub use condition::{Condition, Fault};
pub use message::Message;
pub use names::{COMPUTED, Computed, Names, Unknown, goes_by_day};
pub use view::{Others, Records, View, fields, gather};
