//! The arguments of `isms log`.

use clap::{Args, ValueEnum};

/// Show the history of a record: versions, who changed what, signatures and approvals
///
/// Follows the record through renames and merges. SSH signatures are verified offline against `git.allowed_signers` and the
/// `signing_keys` of people. Names and dates of commits are claims of whoever made them. Needs the whole history: a shallow clone is
/// refused.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms log POL-001\n  isms log R-003 --format markdown\n  isms log POL-001 --at v1.3 --format json"
)]
pub struct LogArgs {
    /// The id of the record
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: LogFormat,
    /// Look at the history of this revision instead of the one that is checked out
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

/// How a history is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Table,
    /// For documents.
    #[value(alias = "md")]
    Markdown,
    /// For programs.
    Json,
}
