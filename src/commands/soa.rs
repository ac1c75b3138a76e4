//! `isms soa`: the Statement of Applicability in a format.

use std::path::Path;

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::{ReportFormat, SoaArgs, View};
use crate::report::document::Document;
use crate::report::{Subject, soa};
use crate::{edit, render};

pub(super) fn run(session: &mut Session, args: &SoaArgs) -> Result<Outcome, Failure> {
    let format = chosen(args.format, args.output.as_deref())?;
    let opened = session.open(args.at.as_deref())?;
    session.levels(&opened, None)?;
    let subject = Subject { isms: &opened.loaded.isms, as_of: session.as_of(), commit: opened.commit.as_deref() };
    let view = match args.view {
        View::Auditor => soa::View::Auditor,
        View::Customer => soa::View::Customer,
    };
    let text = rendered(&soa::statement(&subject, view), format)?;
    deliver(session, &text, args.output.as_deref())
}

/// The format that was asked for, else the one of the file, else Markdown.
pub(super) fn chosen(format: Option<ReportFormat>, file: Option<&Path>) -> Result<ReportFormat, Failure> {
    match (format, file) {
        (Some(format), _) => Ok(format),
        (None, Some(file)) => format_of(file),
        (None, None) => Ok(ReportFormat::Markdown),
    }
}

/// Writes a document into the file that was named, else to standard output.
pub(super) fn deliver(session: &Session, text: &str, file: Option<&Path>) -> Result<Outcome, Failure> {
    match file.filter(|file| *file != Path::new("-")) {
        Some(file) => {
            edit::write(&session.cwd().join(file), text.as_bytes()).map_err(Failure::new)?;
            session.note(&format!("wrote {}", file.display()));
        }
        None => session.print(text)?,
    }
    Ok(Outcome::Clean)
}

/// The document in a format.
pub(super) fn rendered(document: &Document, format: ReportFormat) -> Result<String, Failure> {
    Ok(match format {
        ReportFormat::Markdown => render::markdown(document),
        ReportFormat::Csv => render::csv(document),
        ReportFormat::Json => render::json(document),
        ReportFormat::Html => {
            render::html(document).map_err(|error| Failure::new(format!("the page template cannot be used: {error}")))?
        }
    })
}

fn format_of(file: &Path) -> Result<ReportFormat, Failure> {
    let suffix = file.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    Ok(match suffix.as_str() {
        "md" | "markdown" => ReportFormat::Markdown,
        "html" | "htm" => ReportFormat::Html,
        "csv" => ReportFormat::Csv,
        "json" => ReportFormat::Json,
        _ if file == Path::new("-") => ReportFormat::Markdown,
        other => {
            return Err(Failure::new(format!("there is no format for files that end with .{other}"))
                .help("name the format: --format markdown|html|csv|json"));
        }
    })
}
