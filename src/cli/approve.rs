//! The arguments of `isms approve`.

use clap::Args;

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
