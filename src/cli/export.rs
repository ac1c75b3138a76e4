//! The arguments of `isms export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Write the records of a kind as a table that `isms import` reads back
///
/// Each field is a column, named by its path: `owner`, `current.likelihood`, `actions.1.due`. Only what is written in the records is
/// exported; `isms list` also shows what is computed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms export risk > risks.csv\n  isms export -o register.xlsx               every kind, a sheet each\n  isms export risk asset --format jsonl      one object a line, for a warehouse\n  isms export supplier --at v1.3 -o suppliers.csv"
)]
pub struct ExportArgs {
    /// The kinds: risk, risks, policy, nc … [default: all that have records]
    #[arg(value_name = "KIND")]
    pub kinds: Vec<String>,
    /// The file to write; `-` or nothing is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The format [default: from the name of the output file, else csv]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// Export this revision instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

/// The formats of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated values, one kind.
    Csv,
    /// A workbook with a sheet for each kind.
    Xlsx,
    /// JSON Lines: one record a line.
    Jsonl,
}
