//! How the history of a record looks: for people, as Markdown, for programs.

mod json;

use std::fmt::Write as _;

pub use json::json;

use super::sheet::Sheet;
use super::terminal::Look;
use super::text::shorten;
use crate::model::Head;
use crate::provenance::{Act, Entry, Log, LoggedDecision};
use crate::review::{Change, Direction, Op, Side};
use crate::text::markdown_safe;

/// So many columns of a text are quoted.
const LONGEST: usize = 60;

/// A record and its history.
pub struct Told<'l> {
    /// The record.
    pub head: &'l Head,
    /// Its path as the reader sees it.
    pub path: &'l str,
    /// Its history.
    pub log: &'l Log<'l>,
}

const COMMITS: [&str; 6] = ["Written", "Version", "Who", "Commit", "Signed", "What"];
const DECISIONS: [&str; 7] = ["On", "Version", "Decision", "Who", "As", "Record", "For"];

/// The history as tables for a terminal.
#[must_use]
pub fn text(told: &Told<'_>, look: Look) -> String {
    let mut sheet = Sheet::new(look);
    sheet.title(&told.head.id, told.head.title());
    sheet.line(&format!("{}, {}", told.head.kind.word(), told.path));
    if told.log.uncommitted {
        sheet.line("The file says something that is not committed yet.");
    }
    sheet.heading("Commits");
    sheet.rows(&with_head(&COMMITS, told.log.entries.iter().map(|entry| commit_row(entry, true))));
    if !told.log.decisions.is_empty() {
        sheet.heading("Decisions");
        sheet.rows(&with_head(&DECISIONS, told.log.decisions.iter().map(decision_row)));
    }
    sheet.finish()
}

/// The history as Markdown tables.
#[must_use]
pub fn markdown(told: &Told<'_>) -> String {
    let title = markdown_safe(&format!("{} {}", told.head.id, told.head.title()));
    let mut text = format!("# {title}\n\n{}\n", markdown_safe(&format!("{}, {}", told.head.kind.word(), told.path)));
    if told.log.uncommitted {
        text.push_str("\nThe file says something that is not committed yet.\n");
    }
    text.push_str("\n## Commits\n\n");
    table(&mut text, &with_head(&COMMITS, told.log.entries.iter().map(|entry| commit_row(entry, false))));
    if !told.log.decisions.is_empty() {
        text.push_str("\n## Decisions\n\n");
        table(&mut text, &with_head(&DECISIONS, told.log.decisions.iter().map(decision_row)));
    }
    text
}

fn with_head(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    std::iter::once(head).chain(rows).collect()
}

fn table(text: &mut String, rows: &[Vec<String>]) {
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| markdown_safe(cell)).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if at == 0 {
            let _ = writeln!(text, "|{}", "---|".repeat(row.len()));
        }
    }
}

fn commit_row(entry: &Entry<'_>, narrow: bool) -> Vec<String> {
    let who = entry.person.unwrap_or(&entry.commit.author.name);
    let commit = if narrow { entry.commit.short() } else { entry.commit.id.as_str() };
    vec![
        entry.commit.authored.to_string(),
        entry.version.clone().unwrap_or_default(),
        who.to_owned(),
        commit.to_owned(),
        entry.signature.words(),
        what(entry),
    ]
}

/// What a commit did, in words: the meaning of the change, what the record became, who agreed.
fn what(entry: &Entry<'_>) -> String {
    let mut parts = Vec::new();
    if entry.commit.is_merge() {
        parts.push("merge".to_owned());
    }
    match (entry.act, entry.renamed_from) {
        (Act::Changed, None) => parts.push(meaning(entry)),
        (Act::Changed, Some(from)) => parts.push(format!("{}, moved from {from}", meaning(entry))),
        (Act::Moved, Some(from)) => parts.push(format!("moved from {from}")),
        (act, _) => parts.push(act.word().to_owned()),
    }
    if let Some(change) = entry.changes.first() {
        parts.push(first_change(change, entry.changes.len()));
    }
    if let Some(tag) = entry.tags.first() {
        let more = if entry.tags.len() > 1 { format!(" and {} later", entry.tags.len() - 1) } else { String::new() };
        parts.push(format!("tag {} ({}){more}", tag.name, tag.signature.in_a_sentence()));
    }
    for trailer in entry.commit.agreements() {
        parts.push(format!("{} {}", trailer.key, trailer.value));
    }
    parts.join("; ")
}

/// `1 weaker, 2 neutral, 3 editorial`, in the order of weight.
fn meaning(entry: &Entry<'_>) -> String {
    let counts = Direction::ALL.into_iter().map(|direction| match direction {
        Direction::Editorial => (entry.editorial, direction.word()),
        _ => (entry.count(direction), direction.word()),
    });
    let parts: Vec<String> = counts
        .chain([(entry.moved, "moved")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if parts.is_empty() { "layout only".to_owned() } else { parts.join(", ") }
}

/// The change that weighs most, in its own words.
fn first_change(change: &Change, all: usize) -> String {
    let words = |op: Op| {
        let pieces: Vec<&str> = change.words.iter().filter(|piece| piece.op == op).map(|piece| piece.text.as_str()).collect();
        pieces.join(" … ")
    };
    let quoted = |text: &str| format!("“{}”", shorten(text, LONGEST));
    let whole = |side: &Option<Side>| side.as_ref().map(|side| side.text.clone()).unwrap_or_default();
    let (before, after) = match change.words.as_slice() {
        [] => (whole(&change.before), whole(&change.after)),
        _ => (words(Op::Removed), words(Op::Added)),
    };
    let said = match (before.is_empty(), after.is_empty()) {
        (false, false) => format!("{} → {}", quoted(&before), quoted(&after)),
        (true, false) => format!("new {}", quoted(&after)),
        (false, true) => format!("without {}", quoted(&before)),
        (true, true) => String::new(),
    };
    let field = change.field.as_deref().map(|field| field.trim_start_matches('/').replace('/', ".") + " ");
    let more = if all > 1 { " …" } else { "" };
    format!("{}{said}{more}", field.unwrap_or_default())
}

fn decision_row(decision: &LoggedDecision<'_>) -> Vec<String> {
    let approval = decision.approval;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        approval.on.map(|on| on.to_string()).unwrap_or_default(),
        text(&approval.version),
        decision.word(),
        approval.name.clone().or_else(|| approval.by.clone()).unwrap_or_default(),
        text(&approval.role),
        approval.id().to_owned(),
        decision.content_in_words(),
    ]
}
