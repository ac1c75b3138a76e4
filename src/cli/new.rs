//! The arguments of `isms new`.

use clap::Args;

/// Write one new record in its place, with the next id that is free on all branches
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The kind of record, for example risk or policy
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
    /// Its title
    #[arg(value_name = "TITLE")]
    pub title: Option<String>,
    /// The id, instead of the next free one
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The control whose folder it belongs to (evidence, topic policies)
    #[arg(long, value_name = "ID")]
    pub control: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
