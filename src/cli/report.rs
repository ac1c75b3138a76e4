//! The arguments of `isms report`.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::{FontArgs, ReportFormat, View};
use crate::report::REPORTS;

const EXAMPLES: &str = "Examples:
  isms report                                       list the reports
  isms report risk-register -o risks.html
  isms report audit AUD-002 --format markdown
  isms report document-control --at v1.3 --format csv
  isms report risk-register --check docs/risk-register.md";

/// Render a report: registers, plans, matrices, and the input of the management review
///
/// Without a name, lists the reports. Each is computed from the records: the same commit and day give the same bytes.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = names())]
pub struct ReportArgs {
    /// The report
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// The record that the report is about, where it is about one
    #[arg(value_name = "ID", requires = "name")]
    pub id: Option<String>,
    /// The format [default: from the name of the file, else markdown]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReportFormat>,
    /// Who reads it [default: auditor; only soa knows others]
    #[arg(long, value_name = "VIEW", requires = "name")]
    pub view: Option<View>,
    /// The file to write; `-` or nothing is standard output
    #[arg(short, long, value_name = "FILE", requires = "name")]
    pub output: Option<PathBuf>,
    /// Render this revision instead of the files on disk
    #[arg(long, value_name = "REV", requires = "name")]
    pub at: Option<String>,
    /// Write nothing, and say whether this copy of the report is current: exit 0 if it is, 1 if it is not
    ///
    /// Judged by the day that the copy names, if no day is given.
    #[arg(long, value_name = "FILE", requires = "name", conflicts_with = "output")]
    pub check: Option<PathBuf>,
    /// Fonts for PDF.
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// The names of the reports with what each shows.
fn names() -> String {
    let width = REPORTS.iter().map(|report| report.name.len()).max().unwrap_or_default();
    let mut text = String::from("Reports:\n");
    for report in REPORTS {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  {:<width$}  {}", report.name, report.about);
    }
    format!("{text}\n{EXAMPLES}")
}
