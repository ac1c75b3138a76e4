//! How findings and records look: one file a format. Everything said about a rule comes from its value and page.

pub mod json;
pub mod rules;
pub mod sheet;
pub mod table;
pub mod terminal;
pub mod text;

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

/// ` (3 waived)`: what was found and does not count; empty where there is none of it.
#[must_use]
pub fn set_aside(report: &Report) -> String {
    if report.waived.is_empty() { String::new() } else { format!(" ({} waived)", report.waived.len()) }
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
