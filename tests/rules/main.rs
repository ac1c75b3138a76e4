//! Rules at the borders that their pages do not show: dates, who is behind a role, what is not finished, what cannot be read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

mod ground;

mod branches;
mod evidence;
mod governance;
mod risks;
