//! The arguments of `isms pack`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::FontArgs;

/// Make the audit pack: a site without server, registers, evidence, provenance and a manifest
///
/// Reads the commit that is checked out, or the files on disk where they differ from it; then every page says DRAFT. The same commit
/// and day give the same bytes on any machine.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  isms pack -o audit-pack\n  isms pack -o stage1.zip --stage 1 --at v1.0 --as-of 2026-03-31\n  isms pack -o pack.zip --stage surveillance --since audit-2025\n  isms pack -o for-customers.zip --audience customer\n  isms pack verify pack.zip"
)]
pub struct PackArgs {
    /// Check a pack instead of making one
    #[command(subcommand)]
    pub verify: Option<PackCommand>,
    /// The folder to write, or a file that ends with .zip; an older pack there is replaced
    #[arg(short, long, value_name = "DIR|FILE.zip", required = true)]
    pub output: Option<PathBuf>,
    /// The audit it is for
    #[arg(long, value_name = "STAGE", default_value = "2")]
    pub stage: StageWord,
    /// Who reads it: what is classified higher is listed as withheld
    #[arg(long, value_name = "AUDIENCE", default_value = "auditor")]
    pub audience: AudienceWord,
    /// Also say what changed since this revision, for example the tag of the last audit
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// Pack this revision instead of what is checked out
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
    /// Leave the PDF out
    #[arg(long)]
    pub no_pdf: bool,
    /// Fonts for PDF.
    #[command(flatten)]
    pub fonts: FontArgs,
}

/// What else can be done with packs.
#[derive(Debug, Subcommand)]
pub enum PackCommand {
    /// Check a pack against its manifest, and in a repository against the commit it names
    ///
    /// Exits with 1 where a file is missing, changed or not listed.
    Verify {
        /// The folder or the zip file
        #[arg(value_name = "PACK")]
        pack: PathBuf,
        /// Fonts for PDF.
        #[command(flatten)]
        fonts: FontArgs,
    },
}

/// The audits that a pack is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StageWord {
    /// Stage 1 of a certification: documents and readiness.
    #[value(name = "1")]
    One,
    /// Stage 2 of a certification, and recertification: everything.
    #[value(name = "2")]
    Two,
    /// A surveillance audit: everything, with what changed since the last one.
    Surveillance,
}

/// Who reads a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AudienceWord {
    /// Everything.
    Auditor,
    /// The Statement of Applicability without internals, the list of policies, and what is public.
    Customer,
    /// What is public.
    Public,
}
