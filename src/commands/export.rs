//! `isms export`: what is written in the records, as tables.

use std::path::Path;

use super::rendering::deliver;
use super::session::Session;
use super::subject::kind_named;
use super::{Failure, Outcome};
use crate::cli::{ExportArgs, ExportFormat};
use crate::exchange::{Sheet, jsonl, sheet_of, workbook};
use crate::model::Kind;
use crate::query::Records;

pub(super) fn run(session: &mut Session, args: &ExportArgs) -> Result<Outcome, Failure> {
    let format = chosen(args.format, args.output.as_deref())?;
    let asked: Vec<Kind> = args.kinds.iter().map(|name| kind_named(name)).collect::<Result<_, _>>()?;
    let opened = session.open(args.at.as_deref())?;
    let records = Records { isms: &opened.loaded.isms, files: &opened.loaded.files, as_of: session.as_of() };
    let all = || Kind::ALL.iter().copied().filter(|kind| records.isms.heads().any(|head| head.kind == *kind)).collect();
    let mut kinds: Vec<Kind> = if asked.is_empty() { all() } else { asked };
    kinds.dedup();
    for unread in &opened.loaded.isms.unread {
        if unread.kind.is_none_or(|kind| kinds.contains(&kind)) {
            let path = crate::output::text::tame(opened.loaded.files.path(unread.file), false);
            session.note(&format!("warning: {path} cannot be understood and is not exported; `isms check` says why"));
        }
    }
    let bytes = match format {
        ExportFormat::Jsonl => jsonl(kinds.iter().flat_map(|kind| records.of_kind(*kind))).into_bytes(),
        ExportFormat::Xlsx => {
            let sheets: Vec<Sheet> = kinds.iter().map(|kind| sheet_of(*kind, records.of_kind(*kind))).collect();
            workbook(&sheets, session.as_of()).map_err(super::refused)?
        }
        ExportFormat::Csv => {
            let [kind] = kinds[..] else {
                return Err(Failure::new("a CSV file holds one kind of record")
                    .help("name one, as in `isms export risk`; a workbook (-o FILE.xlsx) and --format jsonl hold several"));
            };
            sheet_of(kind, records.of_kind(kind)).csv().into_bytes()
        }
    };
    deliver(session, &bytes, args.output.as_deref())
}

/// The format that was asked for, else the one of the file, else CSV.
fn chosen(format: Option<ExportFormat>, file: Option<&Path>) -> Result<ExportFormat, Failure> {
    let suffix = file.and_then(Path::extension).map(|suffix| suffix.to_string_lossy().to_ascii_lowercase());
    match (format, suffix.as_deref()) {
        (Some(format), _) => Ok(format),
        (None, None | Some("csv")) => Ok(ExportFormat::Csv),
        (None, Some("xlsx")) => Ok(ExportFormat::Xlsx),
        (None, Some("jsonl" | "ndjson")) => Ok(ExportFormat::Jsonl),
        (None, Some(other)) => Err(Failure::new(format!("there is no format for files that end with .{other}"))
            .help("name the format: --format csv|xlsx|jsonl")),
    }
}
