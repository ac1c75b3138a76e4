//! The program as its users run it: one file a command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that panics has failed, which is its job, and it knows the names of its files"
)]

#[path = "../laws/documents.rs"]
mod documents;
mod pages;
#[cfg(not(feature = "pdf"))]
mod pdf;
mod review;
mod sandbox;

mod action;
mod approve;
mod bad_input;
mod baseline;
mod broken_twin;
mod check;
mod diff;
mod effects;
mod explain;
mod fix;
mod fixtures;
mod formats;
mod git;
mod history;
mod hostile;
mod import;
mod init;
mod limits;
mod list;
mod new;
mod nothing_lost;
mod own_rules;
mod pack;
mod report;
mod rules;
mod show;
mod since;
mod soa;
mod traps;
mod waivers;
