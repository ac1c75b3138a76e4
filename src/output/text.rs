//! Text from records on its way to a terminal or a log: nothing in it may act.

pub use crate::text::tame;
