//! `isms list`: the records of a kind as a table.

use std::io;

use serde_json::{Map, Value as Json, json};

use super::session::{Opened, Session};
use super::subject::kind_named;
use super::{Failure, Outcome};
use crate::cli::{ListArgs, TableFormat};
use crate::model::Kind;
use crate::output::sheet::joined;
use crate::output::table::{Cell, aligned, csv};
use crate::query::{Condition, Fault, Names, Others, Records, View};

/// The columns of a kind where none are asked for; the id comes first.
fn usual_columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Control => &["title", "applicable", "implementation", "owner"],
        Kind::Risk => &["title", "owner", "current.level", "accepted", "status"],
        Kind::Criteria => &["title", "version", "effective_from", "status"],
        Kind::Metric => &["title", "unit", "target", "measured_by", "measured_every"],
        Kind::Objective => &["title", "responsible", "due", "status"],
        Kind::Asset => &["title", "type", "owner", "criticality", "status"],
        Kind::Supplier => &["title", "criticality", "conclusion", "next_review", "status"],
        Kind::Party => &["title", "type", "status"],
        Kind::Requirement => &["title", "type", "addressed", "compliance", "status"],
        Kind::Role => &["title", "held_by.person", "may_accept_up_to", "status"],
        Kind::Person => &["title", "position", "active_from", "status"],
        Kind::Evidence => &["title", "controls", "collected_on", "status"],
        Kind::AuditProgramme => &["title", "period_from", "period_to", "status"],
        Kind::Audit => &["title", "type", "planned_from", "performed_to", "status"],
        Kind::Nonconformity => &["title", "grade", "detected_on", "due", "status"],
        Kind::Incident => &["title", "severity", "detected_on", "status"],
        Kind::Exception => &["title", "rule", "record", "expires", "status"],
        Kind::Change => &["title", "responsible", "planned_on", "status"],
        Kind::Competence => &["title", "person", "role", "valid_until"],
        Kind::Communication => &["title", "when", "with_whom", "by"],
        Kind::Approval => &["subject", "version", "decision", "by", "on"],
        Kind::Policy | Kind::Procedure => &["title", "version", "status", "owner", "next_review"],
        Kind::Document => &["title", "doctype", "version", "status", "next_review"],
        Kind::ManagementReview => &["title", "date", "chair", "status"],
    }
}

pub(super) fn run(session: &mut Session, args: &ListArgs) -> Result<Outcome, Failure> {
    let kind = kind_named(&args.kind)?;
    let columns = columns(kind, &args.columns)?;
    let filter = args.filter.as_deref();
    let condition = filter.map(|text| Condition::new(kind, text).map_err(|fault| failure(fault, text))).transpose()?;
    let opened = session.open(args.at.as_deref())?;
    let records = Records { isms: &opened.loaded.isms, files: &opened.loaded.files, as_of: session.as_of() };
    let all = records.of_kind(kind);
    let asks_others = condition.as_ref().is_some_and(Condition::asks_others);
    let others = if asks_others { records.others() } else { Others::default() };
    let mut views = Vec::new();
    for head in &all {
        let view = records.view(head);
        let text = filter.unwrap_or_default();
        let holds = condition.as_ref().map_or(Ok(true), |condition| condition.holds(&view, &others, text));
        if holds.map_err(|fault| failure(fault, text))? {
            views.push(view);
        }
    }
    let width = session.look(&io::stdout()).width;
    session.print(&match args.format {
        TableFormat::Table => table(&columns, &views, width),
        TableFormat::Csv => csv(&columns, &cells(&columns, &views)),
        TableFormat::Json => json_text(kind, &records, (!args.columns.is_empty()).then_some(&columns), &views),
    })?;
    tell_unread(session, &opened, kind);
    if width.is_some() && args.format == TableFormat::Table {
        session.note(&count(kind, views.len(), all.len()));
    }
    Ok(Outcome::Clean)
}

/// The columns that are asked for, else the usual ones. Blanks around a name do not count.
fn columns(kind: Kind, asked: &[String]) -> Result<Vec<String>, Failure> {
    let names = Names::of(kind);
    let asked: Vec<String> = asked.iter().map(|name| name.trim().to_owned()).collect();
    for name in &asked {
        let unknown = |unknown: crate::query::Unknown| Failure::new(unknown.message).help(unknown.help);
        names.check(name, true, []).map_err(unknown)?;
    }
    let usual = || std::iter::once("id").chain(usual_columns(kind).iter().copied()).map(str::to_owned).collect();
    Ok(if asked.is_empty() { usual() } else { asked })
}

/// An expression that cannot be used, with the place marked.
fn failure(fault: Fault, text: &str) -> Failure {
    let mut message = fault.message;
    if let Some(at) = fault.at {
        let start = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        let marked = text[at.start..at.end.min(start + line.len()).max(at.start)].to_owned();
        let (indent, carets) = (" ".repeat(width(&text[start..at.start])), "^".repeat(width(&marked).max(1)));
        message = format!("{message}\n  {}\n  {indent}{carets}", line.replace('\t', " "));
    }
    match fault.help {
        Some(help) => Failure::new(message).help(help),
        None => Failure::new(message),
    }
}

fn table(columns: &[String], views: &[View], width: Option<usize>) -> String {
    let row = |view: &View| columns.iter().map(|column| joined(&view.value(column), "; ")).collect();
    let rows: Vec<Vec<String>> = std::iter::once(columns.to_vec()).chain(views.iter().map(row)).collect();
    aligned(&rows, width).join("\n") + "\n"
}

fn cells(columns: &[String], views: &[View]) -> Vec<Vec<Cell>> {
    let cell = |value: Json| match value {
        Json::Number(number) => Cell::Number(number.to_string()),
        value => Cell::Text(joined(&value, "; ")),
    };
    views.iter().map(|view| columns.iter().map(|column| cell(view.value(column))).collect()).collect()
}

fn json_text(kind: Kind, records: &Records<'_>, columns: Option<&Vec<String>>, views: &[View]) -> String {
    let record = |view: &View| match columns {
        Some(columns) => columns.iter().map(|column| (column.clone(), view.value(column))).collect(),
        None => view.fields.clone(),
    };
    let all: Vec<Map<String, Json>> = views.iter().map(record).collect();
    let document = json!({ "schema_version": 1, "kind": kind.word(), "as_of": records.as_of, "records": all });
    // Plain data cannot fail to serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// Says that the table may lack a record, because a file cannot be understood.
fn tell_unread(session: &Session, opened: &Opened, kind: Kind) {
    let unread = opened.loaded.isms.unread.iter().filter(|unread| unread.kind.is_none_or(|unread| unread == kind));
    for unread in unread {
        let path = crate::output::text::tame(opened.loaded.files.path(unread.file), false);
        session.note(&format!("warning: {path} cannot be understood and is not listed; `isms check` says why"));
    }
}

/// `3 of 15 risks`.
fn count(kind: Kind, shown: usize, all: usize) -> String {
    let one = kind.word().replace('_', " ");
    let word = if all == 1 { one.as_str() } else { kind.plural() };
    if shown == all { format!("{all} {word}") } else { format!("{shown} of {all} {word}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_columns_exist() {
        for kind in Kind::ALL {
            let names = Names::of(*kind);
            for column in usual_columns(*kind) {
                assert_eq!(names.check(column, true, []), Ok(()), "{kind}");
            }
        }
    }
}
