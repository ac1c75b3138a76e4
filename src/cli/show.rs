//! The arguments of `isms show`.

use clap::{Args, ValueEnum};

/// Show one record with what it refers to and what refers to it
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The id of the record
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ShowFormat,
    /// Look at this revision instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

/// How a record is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}
