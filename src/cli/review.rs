//! The arguments of `isms review`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Write the comment for a pull request: what a change means, who must approve, and what follows
///
/// Dates are judged as of the commit that is reviewed, unless `--as-of` says otherwise, so that the same commits give the same
/// comment on every day. Nothing is sent anywhere: a script of your CI posts what is printed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms review origin/main...HEAD -o comment.md\n  isms review main...HEAD --require-approvals --format text\n  isms review                    what is not committed yet"
)]
pub struct ReviewArgs {
    /// `A` against the files on disk, `A..B` from A to B, `A...B` from their common ancestor to B
    #[arg(value_name = "A[..B]", default_value = "HEAD")]
    pub range: String,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: ReviewFormat,
    /// Where the comment is shown, which has its own marks for words that came and went
    #[arg(long, value_name = "FORGE", default_value = "github")]
    pub flavor: Flavor,
    /// Tells the comments of several ISMSs in one repository apart [default: the folder of the ISMS]
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// Exit with 1 where an approval that the change needs is missing
    #[arg(long)]
    pub require_approvals: bool,
    /// The file to write; `-` or nothing is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How a review is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// The comment.
    #[value(alias = "md")]
    Markdown,
    /// For people at a terminal.
    Text,
    /// For programs.
    Json,
}

/// Where a comment is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Flavor {
    /// GitHub and forges that read its Markdown.
    Github,
    /// GitLab.
    Gitlab,
}
