//! An information security management system (ISO/IEC 27001:2022) kept as plain files in Git.
//!
//! Data flows one way: a [`source`] gives bytes; [`syntax`] makes them values with places; [`load`] makes these records of the
//! [`model`]; [`check`] asks the model questions and answers with findings; [`report`] makes documents of it. `commands` joins
//! the stages and is the only place that knows the clock, the terminal and paths on disk. `ARCHITECTURE.md` has the whole map.

pub mod check;
pub mod cli;
pub mod commands;
pub mod edit;
pub mod exchange;
pub mod files;
pub mod finding;
pub mod load;
pub mod model;
pub mod output;
pub mod pack;
pub mod provenance;
pub mod query;
pub mod render;
pub mod report;
pub mod review;
pub mod source;
pub mod standard;
pub mod starter;
pub mod syntax;
pub mod text;
pub mod value;
