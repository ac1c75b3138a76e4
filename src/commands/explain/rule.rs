//! The page of a rule.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Here;
use crate::check::page::{Example, Page};
use crate::check::{Class, Rule, class_of_own};
use crate::finding::Severity;
use crate::model::{OwnRule, Profile};
use crate::output::sheet::Sheet;

/// How wide the names in front of the facts are.
const NAMES: usize = 8;

/// The page of a rule of the organisation's own: what the settings declare.
pub(super) fn write_own(sheet: &mut Sheet, rule: &OwnRule, here: &Here) {
    sheet.title(&rule.id, rule.name());
    sheet.line("a rule of this ISMS, declared in isms.yaml");
    sheet.gap();
    if !rule.clauses.is_empty() {
        sheet.named("from", &rule.clauses.join(", "), NAMES);
    }
    sheet.named("severity", &here.level_of_own(rule).to_string(), NAMES);
    sheet.named("about", &format!("records of the kind {}", rule.kind.word()), NAMES);
    sheet.named("changes", when(class_of_own(rule)), NAMES);
    sheet.named("finding", rule.when.trim(), NAMES);
    sheet.named("message", &rule.message, NAMES);
    if let Some(help) = &rule.help {
        sheet.heading("Fix");
        sheet.gap();
        sheet.prose(help);
    }
}

pub(super) fn write(sheet: &mut Sheet, rule: &Rule, here: &Here) {
    sheet.title(rule.code, rule.name);
    sheet.line(rule.title);
    sheet.gap();
    if !rule.clauses.is_empty() {
        sheet.named("from", &rule.clauses.join(", "), NAMES);
    }
    sheet.named("severity", &by_profile(rule), NAMES);
    if here.levels.is_some() {
        sheet.named("here", &format!("{} (profile {})", here.level(rule), here.profile()), NAMES);
    }
    sheet.named("changes", when(rule.class), NAMES);
    sheet.gap();
    let Ok(page) = Page::parse(rule.doc) else {
        sheet.prose(rule.doc);
        return;
    };
    sheet.prose(page.what);
    sheet.gap();
    sheet.prose(page.why);
    write_examples(sheet, "Bad", &page.bad);
    write_examples(sheet, "Good", &page.good);
    sheet.heading("Fix");
    sheet.gap();
    sheet.prose(page.fix);
}

/// `warning in build; error in stage1, stage2, maintain`.
fn by_profile(rule: &Rule) -> String {
    let mut groups: Vec<(Severity, Vec<&str>)> = Vec::new();
    for profile in Profile::ALL {
        let severity = rule.weight.in_profile(*profile);
        match groups.last_mut().filter(|(last, _)| *last == severity) {
            Some((_, profiles)) => profiles.push(profile.word()),
            None => groups.push((severity, vec![profile.word()])),
        }
    }
    match groups.as_slice() {
        [(severity, _)] => format!("{severity} in every profile"),
        groups => {
            let words: Vec<String> =
                groups.iter().map(|(severity, profiles)| format!("{severity} in {}", profiles.join(", "))).collect();
            words.join("; ")
        }
    }
}

fn when(class: Class) -> &'static str {
    match class {
        Class::Structural => "its findings come and go with changes of the files",
        Class::Temporal => "its findings may come as time passes, without a change of the files",
        Class::Prose => "its findings are about wording; judge each by reading",
        Class::Historical => "it looks at the history in Git, and is not asked where that is not there",
    }
}

fn write_examples(sheet: &mut Sheet, heading: &str, examples: &[Example<'_>]) {
    for example in examples {
        let commit = example.commit.map(|commit| format!(" (committed by {} on {})", commit.name, commit.day));
        sheet.heading(&format!("{heading}: {}{}", example.path, commit.unwrap_or_default()));
        sheet.gap();
        sheet.verbatim(&marked(example));
    }
}

/// The text of an example with carets and messages below the places that are wrong.
fn marked(example: &Example<'_>) -> String {
    let mut text = String::new();
    for (number, line) in example.text.lines().enumerate() {
        text.push_str(line);
        text.push('\n');
        for mark in example.marks.iter().filter(|mark| mark.line == number + 1) {
            let before: String = line.chars().take(mark.column - 1).collect();
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{}{} {}", " ".repeat(before.width()), "^".repeat(mark.width), mark.message);
        }
    }
    text
}
