//! The arguments of `isms rules`.

use clap::{Args, ValueEnum};

/// List the rules of `isms check`, with the levels that hold here
///
/// For people as a table, for programs as JSON with every rule's page, and as the one Markdown page that docs/rules.md is.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms rules\n  isms rules --format json | jq -r '.rules[] | select(.level == \"error\") | .code'"
)]
pub struct RulesArgs {
    /// How to show them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RulesFormat,
}

/// How the rules are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// For people, with the rules that isms.yaml declares.
    Table,
    /// For programs, with the rules that isms.yaml declares.
    Json,
    /// One page with the pages of this program's rules.
    #[value(alias = "md")]
    Markdown,
}
