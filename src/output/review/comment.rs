//! The comment on a pull request: short first, detail in folds. Nothing from a file is rendered as mark-up or mentions anybody, and
//! the whole fits into what forges accept: what does not fit is left out from the detail upwards, and that is said.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::rows::{code, cut, rows};
use super::{Found, Review, change_words, has_meaning, wanted};
use super::{folds, full};
use crate::finding::Severity;
use crate::model::natural;
use crate::output::diff::escaped;
use crate::review::{Direction, DocumentChange, Effect, Topic};

/// What forges accept in characters, with room for what a script adds.
const CHARACTERS: usize = 60_000;
/// The same in bytes.
const BYTES: usize = 200_000;

/// Whose Markdown it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// `<ins>` and `<del>`.
    Github,
    /// `{+ +}` and `{- -}`.
    Gitlab,
}

/// How much is told.
struct Detail {
    /// Whether resolved findings are listed.
    resolved: bool,
    /// How many rows the table has.
    rows: usize,
    /// How many entries a list has.
    list: usize,
    /// Whether effects and findings are told at all.
    follow: bool,
}

/// From everything down to what a decision needs.
const DETAILS: [Detail; 4] = [
    Detail { resolved: true, rows: 30, list: 12, follow: true },
    Detail { resolved: false, rows: 30, list: 12, follow: true },
    Detail { resolved: false, rows: 10, list: 6, follow: true },
    Detail { resolved: false, rows: 0, list: 6, follow: false },
];

/// The comment, found again by its key.
#[must_use]
pub fn comment(review: &Review<'_>, forge: Forge, key: &str) -> String {
    let bodies = DETAILS.iter().map(|detail| body(review, key, detail));
    let mut last = None;
    for body in bodies {
        let fits = Room::of(&body.0).add(&body.1).is_within();
        last = Some(body);
        if fits {
            break;
        }
    }
    let (head, foot) = last.unwrap_or_default();
    let mut room = Room::of(&head).add(&foot);
    let mut text = head;
    let mut has_room = |fold: &str| {
        let wanted = room.add(fold);
        let fits = wanted.is_within();
        if fits {
            room = wanted;
        }
        fits
    };
    let has_all_words = folds::add(&mut text, review, forge, &mut has_room);
    full::add(&mut text, review.documents(), |fold| has_all_words && has_room(fold));
    text + &foot
}

/// How much is used up.
#[derive(Clone, Copy)]
struct Room {
    characters: usize,
    bytes: usize,
}

impl Room {
    /// What a text takes, and the sentence that says what is left out.
    fn of(text: &str) -> Self {
        Room { characters: 200, bytes: 200 }.add(text)
    }

    fn add(self, text: &str) -> Self {
        Room { characters: self.characters + text.chars().count(), bytes: self.bytes + text.len() }
    }

    fn is_within(self) -> bool {
        self.characters <= CHARACTERS && self.bytes <= BYTES
    }
}

/// What stands before the folds with words, and behind them.
fn body(review: &Review<'_>, key: &str, detail: &Detail) -> (String, String) {
    let plain = |letter: &char| letter.is_alphanumeric() || matches!(letter, '/' | '-' | '_' | '.');
    let key: String = key.chars().filter(plain).take(100).collect();
    let mut out = format!("<!-- isms:review v1 key={key} -->\n### ISMS review: {}\n", escaped(&review.headline()));
    let counts = Some(review.counts()).filter(|counts| !counts.is_empty()).map(|counts| format!("{counts} · "));
    let states = format!("base {} → head {} · as of {}", code(&review.states.0), code(&review.states.1), review.as_of);
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{}{states}", counts.unwrap_or_default());
    table(&mut out, review, detail);
    approvals(&mut out, review, detail);
    if !detail.follow {
        out.push_str("\nToo much to show here: effects, findings and all changes are in `isms review --format text`.\n");
    } else if review.is_isms {
        effects(&mut out, review, detail);
        findings(&mut out, review, detail);
    }
    let mut foot = String::new();
    for note in &review.notes {
        let _ = writeln!(foot, "\n{}", escaped(note));
    }
    let program = format!("isms {}", env!("CARGO_PKG_VERSION"));
    let _ =
        writeln!(foot, "\n<sub>{program} · {} gives the same again · updated in place on every push</sub>", code(&review.command));
    (out, foot)
}

fn table(out: &mut String, review: &Review<'_>, detail: &Detail) {
    let rows = rows(review.documents());
    if detail.rows > 0 && !rows.is_empty() {
        out.push_str("\n| Item | Change | Before | After |\n|---|---|---|---|\n");
        rows.iter().take(detail.rows).for_each(|row| out.push_str(&row.line()));
        if rows.len() > detail.rows {
            let _ = writeln!(out, "\n… and {} more (`isms diff` shows all)", rows.len() - detail.rows);
        }
    }
    let diff = review.compared.diff;
    let counts = [(diff.count(Direction::Editorial), "editorial"), (diff.moved(), "moved")];
    let counted: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if !counted.is_empty() {
        let _ = writeln!(out, "\nNot shown, as the meaning is the same: {}.", counted.join(", "));
    }
}

fn approvals(out: &mut String, review: &Review<'_>, detail: &Detail) {
    let lines = wanted::lines(review);
    if !lines.is_empty() {
        out.push_str("\n**Must approve**\n\n");
    }
    for line in lines.iter().take(detail.list) {
        let sign = if line.is_given { "[x]" } else { "[ ]" };
        let digest: String = line.digest.chars().take(12).collect();
        let (title, words) = (escaped(&cut(&line.title, 120)), escaped(&cut(&line.words, 400)));
        let _ = writeln!(out, "- {sign} {} {title} – {words} · digest `{digest}`", code(line.subject));
        for note in line.notes.iter().take(detail.list) {
            let _ = writeln!(out, "  - {}", escaped(&cut(note, 240)));
        }
    }
    more(out, lines.len(), detail.list);
    if !lines.is_empty() {
        let trailers = review.approvals.iter().any(|wanted| !wanted.said.is_empty());
        let trailers = if trailers { " A trailer in a message shows who agreed, and is bound to no content." } else { "" };
        let _ = writeln!(
            out,
            "\nAn approval is for exactly this content: `isms approve` records it, and a later change of meaning asks for a new one.{trailers}"
        );
    }
    if !review.asked_besides.is_empty() {
        let asked: Vec<String> =
            review.asked_besides.iter().take(detail.list).map(|asked| escaped(&cut(&asked.besides(), 240))).collect();
        let _ = writeln!(out, "\nBesides, {}.", asked.join("; "));
    }
}

fn effects(out: &mut String, review: &Review<'_>, detail: &Detail) {
    out.push_str("\n**Effects**\n\n");
    let before = out.len();
    for topic in Topic::ALL {
        let effects: Vec<&Effect> = review.effects(topic).collect();
        let words: Vec<String> = effects.iter().take(detail.list).map(|effect| effect_words(effect)).collect();
        let rest = if effects.len() > words.len() { format!("; and {} more", effects.len() - words.len()) } else { String::new() };
        if !words.is_empty() {
            let _ = writeln!(out, "- {}: {}{rest}", topic.words(), words.join("; "));
        }
    }
    if out.len() == before {
        out.push_str("- No row of the Statement of Applicability, no residual risk and no date is touched.\n");
    }
    let relying = relying(review.documents(), detail.list);
    if !relying.is_empty() {
        let _ = writeln!(out, "- Relying on what changed: {relying}");
    }
}

fn effect_words(effect: &Effect) -> String {
    let arrow = match effect.direction {
        Direction::Weaker => "▼ ",
        Direction::Stronger => "▲ ",
        _ => "",
    };
    let change = Some(change_words(effect)).filter(|words| !words.is_empty());
    let change = change.map(|words| format!(" {}", escaped(&cut(&words, 120)))).unwrap_or_default();
    let what = escaped(&cut(&effect.what, 80));
    format!("{arrow}{} {what}{change} ({})", code(&effect.record), escaped(&cut(&effect.reason, 160)))
}

/// `metric M-004 · risk R-001, R-002`.
fn relying(documents: &[DocumentChange], list: usize) -> String {
    let mut by_kind: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for dependent in documents
        .iter()
        .filter(|document| has_meaning(document))
        .flat_map(|document| &document.dependents)
        .filter(|dependent| dependent.is_kept_current())
    {
        by_kind.entry(dependent.kind).or_default().push(&dependent.id);
    }
    let words = by_kind.into_iter().map(|(kind, mut ids)| {
        ids.sort_by_cached_key(|id| natural(id));
        ids.dedup();
        let shown: Vec<String> = ids.iter().take(list).map(|id| code(id)).collect();
        let more = if ids.len() > shown.len() { format!(" and {} more", ids.len() - shown.len()) } else { String::new() };
        format!("{} {}{more}", kind.replace('_', " "), shown.join(", "))
    });
    words.collect::<Vec<_>>().join(" · ")
}

fn findings(out: &mut String, review: &Review<'_>, detail: &Detail) {
    let findings = &review.findings;
    match findings.new.len() {
        0 => out.push_str("\n**Findings** · no new ones\n"),
        count => {
            let _ = writeln!(out, "\n**Findings** · {count} new\n");
        }
    }
    findings.new.iter().take(detail.list).for_each(|found| out.push_str(&finding(found)));
    more(out, findings.new.len(), detail.list);
    let unchanged = findings.unchanged_in_touched_files;
    let summary = format!("{} resolved, {unchanged} unchanged in touched files", findings.resolved.len());
    if findings.resolved.is_empty() && unchanged == 0 {
        return;
    }
    if findings.resolved.is_empty() || !detail.resolved {
        let _ = writeln!(out, "\n{summary}");
        return;
    }
    let _ = writeln!(out, "\n<details><summary>{summary}</summary>\n");
    findings.resolved.iter().take(50).for_each(|found| out.push_str(&finding(found)));
    more(out, findings.resolved.len(), 50);
    out.push_str("\n</details>\n");
}

fn finding(found: &Found) -> String {
    let sign = match found.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    };
    let place = format!("{}:{}", found.path, found.line);
    format!("- {sign} {} {} – {}\n", code(&found.code), escaped(&cut(&found.message, 300)), code(&place))
}

fn more(out: &mut String, all: usize, shown: usize) {
    if all > shown {
        let _ = writeln!(out, "- … and {} more", all - shown);
    }
}
