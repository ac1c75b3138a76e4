//! The arguments of `isms explain`.

use clap::Args;

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
