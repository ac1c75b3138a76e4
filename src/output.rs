//! How findings and records look: one file a format. Everything said about a rule comes from its value and page.

pub mod copy;
pub mod diff;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod log;
pub mod markdown;
mod place;
pub mod rdjson;
pub mod reports;
pub mod review;
pub mod rules;
pub mod sarif;
pub mod sheet;
pub mod signature;
pub mod table;
pub mod terminal;
pub mod text;

use std::collections::HashMap;

use crate::check::{Report, Rule, rules as catalogue};
use crate::files::Files;
use crate::finding::{Finding, Severity};
use crate::model::Profile;
use crate::model::date::Date;

/// What every format needs to know besides the findings.
#[derive(Debug)]
pub struct Run<'r> {
    /// The files of the repository.
    pub files: &'r Files,
    /// What the rules found.
    pub report: &'r Report,
    /// The day the rules were asked for.
    pub as_of: Date,
    /// The profile in force.
    pub profile: Profile,
    /// What stands in front of every path so that a reader finds it: from the folder a person is in, or from the Git root.
    pub prefix: &'r str,
}

impl Run<'_> {
    /// The path of a finding as its reader should see it.
    #[must_use]
    pub fn path(&self, file: crate::text::FileId) -> String {
        format!("{}{}", self.prefix, self.files.path(file))
    }
}

/// The rule behind a finding.
#[must_use]
pub fn rule(finding: &Finding) -> Option<&'static Rule> {
    let all = catalogue::all();
    all.binary_search_by(|rule| rule.code.cmp(&finding.code)).ok().map(|at| all[at])
}

/// The name and the clauses of the rule behind a finding, which may be one of the organisation's own.
#[must_use]
pub fn named<'r>(run: &Run<'r>, finding: &Finding) -> (&'r str, Vec<&'r str>) {
    if let Some(rule) = rule(finding) {
        return (rule.name, rule.clauses.to_vec());
    }
    let own = run.report.own_rules.iter().find(|own| own.id == finding.code);
    own.map_or(("", Vec::new()), |own| (own.name(), own.clauses.iter().map(String::as_str).collect()))
}

/// ` (3 waived, 12 in baseline, 2 outside the change)`: what was found and does not count; empty where there is none of it.
#[must_use]
pub fn set_aside(report: &Report) -> String {
    let counts =
        [(report.waived.len(), "waived"), (report.in_baseline.len(), "in baseline"), (report.outside_change, "outside the change")];
    let words: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

/// `2 errors, 1 warning, 0 info`: always in this order, so that it can be searched for.
#[must_use]
pub fn counts(report: &Report) -> String {
    let number = |severity, one: &str, many: &str| match report.count(severity) {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    format!(
        "{}, {}, {}",
        number(Severity::Error, "error", "errors"),
        number(Severity::Warning, "warning", "warnings"),
        number(Severity::Info, "info", "info")
    )
}

/// The fingerprint of each of some findings, and its number among those that have the same one.
fn fingerprints<'f>(run: &Run<'_>, findings: impl Iterator<Item = &'f Finding>) -> Vec<(String, usize)> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let fingerprint = |finding: &Finding| finding.fingerprint(run.files.path(finding.primary.at.file));
    let mut numbered = |fingerprint: String| {
        let number = seen.entry(fingerprint.clone()).or_default();
        *number += 1;
        (fingerprint, *number)
    };
    findings.map(|finding| numbered(fingerprint(finding))).collect()
}

/// What to do about a finding and where else to look, for formats without a place for it; one line each, tamed.
fn advice(run: &Run<'_>, finding: &Finding) -> Vec<String> {
    let help = finding.help.iter().map(|help| format!("help: {}", text::tame(help, false)));
    let elsewhere = terminal::see(run, &finding.related.iter().collect::<Vec<_>>());
    let clauses = terminal::clause_words(&named(run, finding).1);
    let explain = format!("{clauses}isms explain {}", finding.code);
    help.chain(elsewhere).chain([explain]).collect()
}

/// A text with a period at its end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}
