//! The command line: the doc comments are the help.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::model::date::Date;
use crate::query::COMPUTED;

/// An information security management system (ISO/IEC 27001) as plain files in Git
///
/// Records are YAML and Markdown files, one for each control, risk, policy, metric and so on. Nothing is ever sent anywhere.
///
/// Exit codes: 0 nothing at or above the fail level, 1 findings, 2 the run itself is invalid, 101 a bug.
#[derive(Debug, Parser)]
#[command(name = "isms", version, max_term_width = 100, disable_help_subcommand = true, propagate_version = false)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The folder with isms.yaml [default: found upwards from here, within the Git repository]
    #[arg(short = 'C', long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The day to judge dates by, as YYYY-MM-DD [default: today]
    #[arg(long, global = true, value_name = "DATE", env = "ISMS_AS_OF")]
    pub as_of: Option<Date>,
    /// Whether to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = false)]
    pub color: ColorChoice,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the arguments of each command carry its help")]
pub enum Command {
    Init(InitArgs),
    New(NewArgs),
    Approve(ApproveArgs),
    Check(CheckArgs),
    Explain(ExplainArgs),
    #[command(visible_alias = "ls")]
    List(ListArgs),
    Show(ShowArgs),
    Soa(SoaArgs),
    Diff(DiffArgs),
    Schema(SchemaArgs),
    /// Print the version of the program and of what it knows
    Version,
}

/// Write a commit-ready ISMS into a folder
///
/// Settings, the 93 controls of Annex A (undecided), the mandatory documents and usual topic policies as starter texts with marked
/// places to fill in, risk criteria, roles, metrics, an audit programme, and settings for editors and CI. Files that exist are kept.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder, made if needed
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The name of the organisation
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Ask nothing
    #[arg(long)]
    pub no_input: bool,
}

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

/// Record an approval, bound to the content as it is now
///
/// Writes one file under approvals/ with a digest of the meaning of what is approved: the document, record, Statement of Applicability
/// (soa) or risk treatment plan (rtp). A changed word in it breaks the approval; layout, moves and line ends do not. The day is the
/// one that dates are judged by.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms approve POL-001 --by elin-v --as ceo --method forge_review --reference 'pull request 170'\n  isms approve soa --version 1.4 --by elin-v --as ceo --method minutes --reference MR-003\n  isms approve POL-002 --decision confirmed_no_change --by elin-v --as ceo --method forge_review --reference 'pull request 188'"
)]
pub struct ApproveArgs {
    /// What is approved: the id of a record, `soa` or `rtp`
    #[arg(value_name = "SUBJECT")]
    pub subject: String,
    /// The person who decides, by id
    #[arg(long, value_name = "PERSON")]
    pub by: String,
    /// The role in which the person decides
    #[arg(long = "as", value_name = "ROLE")]
    pub role: String,
    /// How the decision was given
    #[arg(long, value_name = "METHOD")]
    pub method: String,
    /// Where it can be seen: pull request, minutes, envelope
    #[arg(long, value_name = "TEXT")]
    pub reference: String,
    /// What was decided
    #[arg(long, value_name = "DECISION", default_value = "approved")]
    pub decision: String,
    /// The version that is approved [default: the one that the record says]
    #[arg(long, value_name = "VERSION")]
    pub version: Option<String>,
    /// A remark of the person who decides
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Find what an auditor would find
///
/// Reports every gap once, at its root cause, with file, line, clause and cure. Never writes anything but a baseline that was asked for.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms check\n  isms check clauses/06-planning --format concise\n  isms check --profile stage1 --select SOA,RISK-003\n  isms check --at v1.0 --as-of 2026-03-31 --format json\n  isms check --format github --report sarif=isms.sarif --report junit=isms.xml\n  isms check --write-baseline .isms/baseline.json\n  isms check --baseline .isms/baseline.json"
)]
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

/// Explain a rule, a record, a clause or a control
///
/// Without a subject, lists all rules.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  isms explain RISK-003\n  isms explain 6.1.3\n  isms explain A.5.15\n  isms explain R-001")]
pub struct ExplainArgs {
    /// The code or name of a rule, the id of a record, the number of a clause or control
    #[arg(value_name = "SUBJECT")]
    pub subject: Option<String>,
    /// Look at this revision instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

const LIST_EXAMPLES: &str = "Examples:
  isms list risk
  isms list risk --where 'current.score > 6' --columns id,title,owner,current.level
  isms list supplier --where \"criticality == 'critical' and next_review < as_of\" --format csv
  isms list exception --where \"expires < date_add(as_of, '30d')\"
  isms list control --where \"applicable == true and not newest_evidence\"";

/// List the records of a kind
///
/// Without columns, the ones that are usually wanted. Records come in the order of their ids.
#[derive(Debug, Args)]
#[command(
    after_long_help = names_of_records(),
    after_help = LIST_EXAMPLES
)]
pub struct ListArgs {
    /// The kind: risk, risks, policy, nc …
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Only records for which this is true, for example "owner == 'cto' and not accepted" (see --help)
    #[arg(long = "where", value_name = "EXPR")]
    pub filter: Option<String>,
    /// The columns to show: fields, or paths such as current.level and actions.due
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// How to show the table
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: TableFormat,
    /// Look at this revision instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

/// What an expression and a column can name, and how.
fn names_of_records() -> String {
    let mut text = String::from(
        "Expressions name the fields of the record and what is computed for it (below). Text and dates stand in quotes, and dates \
compare as dates do. There are == != < <= > >= and or not, in, + - * /, `is none`, and the filters of Jinja: \
actions | selectattr('due', 'lt', as_of) | list. A field that is not written is none, which comes before everything in order; a \
list that is not written is empty. An own key is record['x-team'].

  date_add(DATE, '30d')   the day so much later, with '-30d' earlier; d w m y
  days_between(FROM, TO)  how many days lie between
  related(ID)             another record with all its names, as in related(owner).status; none where there is none

Computed names:
",
    );
    for computed in COMPUTED {
        let kinds: Vec<&str> = computed.kinds.iter().map(|kind| kind.word()).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!("{}: ", kinds.join(", ")) };
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  {:<21}{kinds}{}", computed.name, computed.about);
    }
    text.push('\n');
    text.push_str(LIST_EXAMPLES);
    text
}

/// How a table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

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

/// Render the Statement of Applicability (clause 6.1.3 d)
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms soa -o soa.html\n  isms soa --view customer --format markdown\n  isms soa --at v1.3 --format csv -o soa.csv"
)]
pub struct SoaArgs {
    /// The format [default: from the name of the output file, else markdown]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReportFormat>,
    /// Who reads it
    #[arg(long, value_name = "VIEW", default_value = "auditor")]
    pub view: View,
    /// The file to write; `-` or nothing is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Render this revision instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

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

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Markdown.
    #[value(alias = "md")]
    Markdown,
    /// One self-contained page.
    Html,
    /// Tables for spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// Everything.
    Auditor,
    /// Numbers, titles, applicability and status; nothing internal.
    Customer,
}

/// Print a JSON Schema: of a kind of record, of the settings (isms), or of an output (check, diff)
///
/// Without a name, lists them.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The kind, `isms`, `common`, `check` or `diff`
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}
