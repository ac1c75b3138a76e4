//! The program as people use it: one file a command.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "these are tests: they stop where something is not as expected, and read the environment that they then scrub"
)]

mod init;
mod new;
mod sandbox;
