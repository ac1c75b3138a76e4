//! The arguments of `isms init`.

use std::path::PathBuf;

use clap::Args;

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
