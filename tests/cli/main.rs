//! The program as its users run it: one file a command.

mod sandbox;

mod bad_input;
mod check;
mod git;
mod soa;
