//! The arguments of `isms soa`, and the formats and readers of a report.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
    /// Fonts for PDF.
    #[command(flatten)]
    pub fonts: FontArgs,
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
    /// A workbook with a sheet for each table.
    Xlsx,
    /// Pages for reading and archiving (PDF/A).
    Pdf,
    /// A document for word processors.
    Docx,
}

/// Fonts for PDF.
#[derive(Debug, Args)]
pub struct FontArgs {
    /// A folder of fonts (.ttf, .otf, .ttc) for letters that the fonts of the program lack, such as Japanese; for PDF
    #[arg(long, value_name = "DIR", env = "ISMS_FONTS")]
    pub fonts: Option<PathBuf>,
}

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum View {
    /// Everything.
    Auditor,
    /// Numbers, titles, applicability and status; nothing internal.
    Customer,
}
