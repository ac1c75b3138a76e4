//! The arguments of `isms check`.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

/// Find what an auditor would find
///
/// Reports every gap once, at its root cause, with file, line, clause and cure. Writes nothing but what is asked for: a baseline,
/// reports, repairs.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms check\n  isms check clauses/06-planning --format concise\n  isms check --profile stage1 --select SOA,RISK-003\n  isms check --at v1.0 --as-of 2026-03-31 --format json\n  isms check --since origin/main\n  isms check --fix --diff\n  isms check --format github --report sarif=isms.sarif --report junit=isms.xml\n  isms check --write-baseline .isms/baseline.json\n  isms check --baseline .isms/baseline.json"
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct CheckArgs {
    /// Report only findings in these files and folders; the whole ISMS is read all the same
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to show the findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub format: CheckFormat,
    /// Check this revision (branch, tag, commit) instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
    /// Report what changes since this revision (from the last common commit on) touch and affect; other dates only warn
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Check what is staged for the next commit instead of the files on disk
    #[arg(long, conflicts_with = "at")]
    pub staged: bool,
    /// Take the content of this file from standard input, and report only findings in it
    #[arg(long, value_name = "PATH", conflicts_with_all = ["at", "staged", "since", "paths"])]
    pub stdin_filename: Option<PathBuf>,
    /// Repair what can be repaired without changing what anything means, then report the rest
    ///
    /// Only findings that are reported, and only where the repair brings no new finding: what was approved stays as it was approved.
    /// Never an approval, an acceptance, a date, a cause or a result.
    #[arg(long, conflicts_with_all = ["at", "staged", "stdin_filename", "write_baseline"])]
    pub fix: bool,
    /// Show what --fix would do as a diff, write nothing, and exit with 1 if there is something
    #[arg(long, conflicts_with_all = ["at", "staged", "stdin_filename", "write_baseline", "prune_baseline", "reports"])]
    pub diff: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["at", "stdin_filename", "write_baseline", "prune_baseline", "reports", "fix", "diff"])]
    pub watch: bool,
    /// Judge by this profile instead of the one in isms.yaml
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Ask only these rules: codes, names or families
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Do not count the findings that this file lists
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Take the entries that match no finding any more out of the baseline
    #[arg(long, requires = "baseline", conflicts_with = "at")]
    pub prune_baseline: bool,
    /// Write all findings of today into this file, and do not count them
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
    /// Exit with 1 from this severity on
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    /// Also write the findings into a file, for example sarif=isms.sarif; can be given several times
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = report_file)]
    pub reports: Vec<ReportFile>,
    /// Count the findings of each rule at the end (full, concise)
    #[arg(long)]
    pub statistics: bool,
    /// Print the findings only, without the summary; twice: print nothing
    #[arg(short, long, action = ArgAction::Count)]
    pub quiet: u8,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With an excerpt of the source and the cure.
    Full,
    /// One line a finding.
    Concise,
    /// For programs, one document.
    Json,
    /// For programs, one line a finding.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations and step summary of GitHub Actions.
    Github,
    /// Code Quality report of GitLab.
    Gitlab,
    /// A suite for each rule, for CI systems that show tests.
    Junit,
    /// Diagnostics for reviewdog.
    Rdjson,
    /// Tables for summaries and comments.
    #[value(alias = "md")]
    Markdown,
}

/// A file that gets the findings in a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// The format.
    pub format: CheckFormat,
    /// The file.
    pub file: PathBuf,
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, for example sarif=isms.sarif")?;
    let formats = || CheckFormat::value_variants().iter().filter_map(|format| format.to_possible_value());
    let names = || formats().map(|format| format.get_name().to_owned()).collect::<Vec<_>>().join(", ");
    let format =
        CheckFormat::from_str(format, false).map_err(|_| format!("there is no format called {format}; formats: {}", names()))?;
    match file {
        "" => Err("the name of the file is missing".to_owned()),
        "-" => Err("standard output is for --format; name a file".to_owned()),
        file => Ok(ReportFile { format, file: file.into() }),
    }
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Anything.
    Info,
    /// Nothing.
    Never,
}
