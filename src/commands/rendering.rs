//! Documents in the format that a person asked for, and where they go.

use std::io::{self, IsTerminal as _};
use std::path::Path;

use super::session::Session;
use super::{Failure, Outcome, fonts};
use crate::cli::ReportFormat;
use crate::render::{Leaf, Templates};
use crate::report::document::Document;
use crate::{edit, render};

/// The format that was asked for, else the one of the file, else Markdown.
pub(super) fn chosen(format: Option<ReportFormat>, file: Option<&Path>) -> Result<ReportFormat, Failure> {
    match (format, file) {
        (Some(format), _) => Ok(format),
        (None, Some(file)) => format_of(file),
        (None, None) => Ok(ReportFormat::Markdown),
    }
}

/// Whether documents of a format can be read and compared as lines.
pub(super) fn is_text(format: ReportFormat) -> bool {
    match format {
        ReportFormat::Markdown | ReportFormat::Csv | ReportFormat::Json | ReportFormat::Html => true,
        ReportFormat::Xlsx | ReportFormat::Docx | ReportFormat::Pdf => false,
    }
}

/// Writes a document into the file that was named, else to standard output.
pub(super) fn deliver(session: &Session, bytes: &[u8], file: Option<&Path>) -> Result<Outcome, Failure> {
    match file.filter(|file| *file != Path::new("-")) {
        Some(file) => {
            edit::write(&session.cwd().join(file), bytes).map_err(Failure::new)?;
            session.note(&format!("wrote {}", file.display()));
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => session.print(text)?,
            // A terminal can do nothing with a workbook or with pages.
            Err(_) if io::stdout().is_terminal() => {
                return Err(Failure::new("this format cannot be shown in a terminal").help("name a file: -o FILE"));
            }
            Err(_) => session.print_bytes(bytes)?,
        },
    }
    Ok(Outcome::Clean)
}

/// The document in a format; `fonts` is a folder for letters that are rare.
pub(super) fn rendered(
    session: &Session,
    document: &Document,
    format: ReportFormat,
    templates: &Templates,
    fonts: Option<&Path>,
) -> Result<Vec<u8>, Failure> {
    Ok(match format {
        ReportFormat::Markdown => render::markdown(document).into_bytes(),
        ReportFormat::Csv => render::csv(document).into_bytes(),
        ReportFormat::Json => render::json(document).into_bytes(),
        ReportFormat::Html => {
            let page = render::html(document, templates);
            page.map_err(|error| Failure::new(format!("a template cannot be used: {error}")))?.into_bytes()
        }
        ReportFormat::Xlsx => render::xlsx(&[document]).map_err(Failure::new)?,
        ReportFormat::Docx => render::docx(document).map_err(Failure::new)?,
        ReportFormat::Pdf => fonts::pdf(session, &document.title, &[Leaf::alone(document)], fonts)?,
    })
}

fn format_of(file: &Path) -> Result<ReportFormat, Failure> {
    let suffix = file.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    Ok(match suffix.as_str() {
        "md" | "markdown" => ReportFormat::Markdown,
        "html" | "htm" => ReportFormat::Html,
        "csv" => ReportFormat::Csv,
        "json" => ReportFormat::Json,
        "xlsx" => ReportFormat::Xlsx,
        "pdf" => ReportFormat::Pdf,
        "docx" => ReportFormat::Docx,
        _ if file == Path::new("-") => ReportFormat::Markdown,
        other => {
            return Err(Failure::new(format!("there is no format for files that end with .{other}"))
                .help("name the format: --format markdown|html|pdf|docx|xlsx|csv|json"));
        }
    })
}
