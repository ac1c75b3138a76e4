//! The review of a change: for a comment on a pull request, for people at a terminal, for programs.

mod comment;
mod folds;
mod full;
mod json;
mod rows;
mod wanted;

pub use comment::{Forge, comment};
pub use json::json;
pub use wanted::{Asked, Said, Wanted};

use std::collections::BTreeMap;

use serde::Serialize;

use super::diff::{self, Compared};
use super::terminal::Look;
use super::text::add_wrapped;
use crate::check::Turned;
use crate::files::Files;
use crate::finding::{Finding, Severity};
use crate::model::Kind;
use crate::model::date::Date;
use crate::review::{Direction, DocumentChange, Effect, Fate, Topic};
use crate::text::tame;

/// Everything that a review says.
#[derive(Debug)]
pub struct Review<'r> {
    /// What was compared.
    pub compared: Compared<'r>,
    /// What a reader calls the two states: short ids of commits, where they are some.
    pub states: (String, String),
    /// The day that dates are judged by.
    pub as_of: Date,
    /// Whether the documents are an ISMS, so that approvals and findings can be told.
    pub is_isms: bool,
    /// The approvals that the change needs.
    pub approvals: Vec<Wanted<'r>>,
    /// Whom the forge asks about what needs no approval.
    pub asked_besides: Vec<Asked>,
    /// New, resolved and unchanged findings.
    pub findings: Findings,
    /// What is to be said besides, such as why something could not be compared.
    pub notes: Vec<String>,
    /// The command that gives the same again.
    pub command: String,
}

/// Findings on the two sides of a change.
#[derive(Debug, Default, Serialize)]
pub struct Findings {
    /// Only there after.
    pub new: Vec<Found>,
    /// Only there before.
    pub resolved: Vec<Found>,
    /// There on both sides, in files that the change touches.
    pub unchanged_in_touched_files: usize,
}

/// A finding as a review shows it.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The code of the rule.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The record it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Its file.
    pub path: String,
    /// Its line.
    pub line: usize,
}

impl Found {
    fn of(finding: &Finding, files: &Files, prefix: &str) -> Self {
        let file = finding.primary.at.file;
        let line = files.lines(file).position(files.span(&finding.primary.at).start).line;
        let path = format!("{prefix}{}", files.path(file));
        Found {
            code: finding.code.to_string(),
            severity: finding.severity,
            message: finding.message.clone(),
            record: finding.record.clone(),
            path,
            line,
        }
    }
}

impl Findings {
    /// The findings of two states, with the files they stand in and what a reader sees in front of their paths.
    #[must_use]
    pub fn of(turned: &Turned<'_>, before: Option<&Files>, after: &Files, touched: &[&str], prefix: &str) -> Self {
        let in_touched = |finding: &&&Finding| touched.contains(&after.path(finding.primary.at.file));
        let mut findings = Findings {
            new: turned.new.iter().map(|finding| Found::of(finding, after, prefix)).collect(),
            resolved: before
                .map_or_else(Vec::new, |files| turned.resolved.iter().map(|finding| Found::of(finding, files, prefix)).collect()),
            unchanged_in_touched_files: turned.unchanged.iter().filter(in_touched).count(),
        };
        findings.new.sort_by_key(|found| found.severity);
        findings.resolved.sort_by_key(|found| found.severity);
        findings
    }

    fn count(&self, severity: Severity) -> usize {
        self.new.iter().filter(|found| found.severity == severity).count()
    }
}

impl Review<'_> {
    /// How many approvals are given.
    #[must_use]
    pub fn given(&self) -> usize {
        self.approvals.iter().filter(|wanted| wanted.required.given.is_some()).count()
    }

    /// Whether one is missing.
    #[must_use]
    pub fn lacks_approval(&self) -> bool {
        self.given() < self.approvals.len()
    }

    fn documents(&self) -> &[DocumentChange] {
        &self.compared.diff.documents
    }

    fn effects(&self, topic: Topic) -> impl Iterator<Item = &Effect> {
        self.compared.diff.effects.iter().filter(move |effect| effect.topic == topic)
    }

    /// The sentence that tells a manager whether to look.
    fn headline(&self) -> String {
        if self.documents().is_empty() {
            return "nothing changed".to_owned();
        }
        let meant: Vec<&DocumentChange> = self.documents().iter().filter(|document| has_meaning(document)).collect();
        if meant.is_empty() {
            return "editorial only, no normative text, date, owner or level changed".to_owned();
        }
        let mut parts = vec![format!("{} changed", kinds(&meant))];
        parts.extend(self.risk_words());
        let weaker = self.compared.diff.count(Direction::Weaker);
        if weaker > 0 {
            parts.push(format!("▼ {weaker} weaker"));
        }
        if self.lacks_approval() {
            parts.push("approval missing".to_owned());
        }
        parts.join(" · ")
    }

    /// The risk whose rest moved most visibly, and how many more there are.
    fn risk_words(&self) -> Option<String> {
        let moved: Vec<&Effect> = self.effects(Topic::Risk).filter(|effect| effect.what == "residual risk").collect();
        let first = moved.first()?;
        let more = if moved.len() > 1 { format!(" and {} more", moved.len() - 1) } else { String::new() };
        let arrow = match first.direction {
            Direction::Weaker => "▲ ",
            Direction::Stronger => "▼ ",
            _ => "",
        };
        Some(format!("residual risk {arrow}{} {}{more}", first.record, change_words(first)))
    }

    /// Counts, always in the same order.
    fn counts(&self) -> String {
        let mut parts = Vec::new();
        let mut count = |number: usize, sign: &str, one: &str, many: &str| {
            if number > 0 {
                parts.push(format!("{sign} {number} {}", if number == 1 { one } else { many }));
            }
        };
        count(self.findings.count(Severity::Error), "❌", "new error", "new errors");
        count(self.findings.count(Severity::Warning), "⚠️", "new warning", "new warnings");
        count(self.findings.resolved.len(), "✅", "finding resolved", "findings resolved");
        match self.approvals.len() {
            0 if self.is_isms => parts.push("no approval needed".to_owned()),
            0 => {}
            all => parts.push(format!("{} approvals {} of {all}", if self.lacks_approval() { "⏳" } else { "✅" }, self.given())),
        }
        parts.join(" · ")
    }
}

/// The review for people at a terminal: the changes as `isms diff` shows them, then what follows.
#[must_use]
pub fn text(review: &Review<'_>, look: Look) -> String {
    let mut out = diff::text(&review.compared, look);
    let mut add = |margin: &str, line: &str| add_wrapped(&mut out, margin, &tame(line, false), look.width);
    for line in wanted::lines(review) {
        let state = if line.is_given { "approved" } else { "to approve" };
        add("", &format!("{state}: {} {} by {}", line.subject, line.title, line.words));
        line.notes.iter().for_each(|note| add("  ", note));
    }
    for asked in &review.asked_besides {
        add("", &format!("note: {}", asked.besides()));
    }
    for (word, found) in
        review.findings.new.iter().map(|it| ("new", it)).chain(review.findings.resolved.iter().map(|it| ("resolved", it)))
    {
        add("", &format!("{word}: {}[{}] {} ({}:{})", found.severity, found.code, found.message, found.path, found.line));
    }
    for note in &review.notes {
        add("", &format!("note: {note}"));
    }
    let counts = Some(review.counts()).filter(|counts| !counts.is_empty()).map(|counts| format!(" · {counts}"));
    add("", &format!("isms review: {}{} · as of {}", review.headline(), counts.unwrap_or_default(), review.as_of));
    out
}

fn has_meaning(document: &DocumentChange) -> bool {
    !document.changes.is_empty() || matches!(document.fate, Fate::Added | Fate::Removed)
}

/// `2 policies, 1 risk`.
fn kinds(documents: &[&DocumentChange]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in documents {
        *counts.entry(document.kind.as_deref().unwrap_or("")).or_default() += 1;
    }
    let words = |(kind, count): (&str, usize)| {
        let (one, many) = match Kind::from_word(kind) {
            Some(kind) => (kind.word().replace('_', " "), kind.plural().to_owned()),
            None => ("other file".to_owned(), "other files".to_owned()),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    };
    // Records first, other files last.
    let other = counts.remove("").map(|count| ("", count));
    counts.into_iter().chain(other).map(words).collect::<Vec<_>>().join(", ")
}

/// `8 (medium) → 12 (high)`.
fn change_words(effect: &Effect) -> String {
    match (&effect.before, &effect.after) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (None, Some(after)) => after.clone(),
        (Some(before), None) => format!("{before} → nothing"),
        (None, None) => String::new(),
    }
}
