//! The laws of the tests, for targets that look for inputs which break them.

#[path = "../../tests/laws/mod.rs"]
pub mod laws;
