//! The command line: the doc comments are the help. What each command takes is in a file of its own.

mod approve;
mod check;
mod diff;
mod explain;
mod export;
mod import;
mod init;
mod list;
mod log;
mod new;
mod pack;
mod report;
mod review;
mod rules;
mod schema;
mod show;
mod soa;
mod template;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use approve::ApproveArgs;
pub use check::{CheckArgs, CheckFormat, FailOn, ReportFile};
pub use diff::{DiffArgs, DiffFormat};
pub use explain::ExplainArgs;
pub use export::{ExportArgs, ExportFormat};
pub use import::ImportArgs;
pub use init::InitArgs;
pub use list::{ListArgs, TableFormat};
pub use log::{LogArgs, LogFormat};
pub use new::NewArgs;
pub use pack::{AudienceWord, PackArgs, PackCommand, StageWord};
pub use report::ReportArgs;
pub use review::{Flavor, ReviewArgs, ReviewFormat};
pub use rules::{RulesArgs, RulesFormat};
pub use schema::SchemaArgs;
pub use show::{ShowArgs, ShowFormat};
pub use soa::{FontArgs, ReportFormat, SoaArgs, View};
pub use template::TemplateArgs;

use crate::model::date::Date;

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
    Rules(RulesArgs),
    #[command(visible_alias = "ls")]
    List(ListArgs),
    Show(ShowArgs),
    Report(ReportArgs),
    Soa(SoaArgs),
    Pack(PackArgs),
    Export(ExportArgs),
    Import(ImportArgs),
    Diff(DiffArgs),
    Log(LogArgs),
    Review(ReviewArgs),
    Schema(SchemaArgs),
    Template(TemplateArgs),
    /// Print the version of the program and of what it knows
    Version,
}
