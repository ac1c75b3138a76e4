//! The arguments of `isms diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Say what a change means: what got weaker, stronger, or is only edited
///
/// Works in any Git repository with Markdown files, and with none on two files or folders. Sentences that moved are no change.
/// Exits with 0 whatever it finds.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms diff                     what is not committed yet\n  isms diff v1.3                since a tag\n  isms diff main...HEAD         what this branch changes\n  isms diff --files old/ new/   without Git"
)]
pub struct DiffArgs {
    /// `A` against the files on disk, `A..B` from A to B, `A...B` from their common ancestor to B
    #[arg(value_name = "A[..B]", default_value = "HEAD")]
    pub range: String,
    /// Two files or folders instead of revisions
    #[arg(long, num_args = 2, value_names = ["BEFORE", "AFTER"], conflicts_with = "range")]
    pub files: Option<Vec<PathBuf>>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DiffFormat,
}

/// How a change is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Text,
    /// For a comment on a pull request.
    #[value(alias = "md")]
    Markdown,
    /// For programs.
    Json,
}
