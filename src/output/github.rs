//! Findings as workflow commands of GitHub Actions: annotations at their lines. The whole list goes into the step summary.

use std::fmt::Write as _;

use super::place::Place;
use super::text::tame;
use super::{Run, advice, named, set_aside};
use crate::finding::{Finding, Severity};

/// How many annotations of each level a step may give; GitHub drops the rest without a word.
const LIMIT: usize = 10;

/// The annotations, errors first, and one that says how many are missing.
#[must_use]
pub fn annotations(run: &Run<'_>) -> String {
    let findings = &run.report.findings;
    let mut out = String::new();
    let mut shown = 0;
    // The notice about the rest needs a place of its own.
    for (severity, limit) in [(Severity::Error, LIMIT), (Severity::Warning, LIMIT), (Severity::Info, LIMIT - 1)] {
        for finding in findings.iter().filter(|finding| finding.severity == severity).take(limit) {
            out.push_str(&annotation(run, finding));
            shown += 1;
        }
    }
    let more = (shown < findings.len()).then(|| format!("{} more, see the step summary", findings.len() - shown));
    // What does not count has no annotations of its own: they would look like findings. The step summary lists it.
    let aside = Some(set_aside(run.report)).filter(|words| !words.is_empty());
    if more.is_some() || aside.is_some() {
        let words = [more.unwrap_or_default(), aside.unwrap_or_default()].concat();
        let _ = writeln!(out, "::notice title=isms::{}", data(words.trim()));
    }
    out
}

fn annotation(run: &Run<'_>, finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = Place::new(run, &finding.primary);
    let columns = if place.is_on_one_line() {
        format!(",col={},endColumn={}", place.start.characters, place.end.characters)
    } else {
        String::new()
    };
    let title = format!("isms {} {}", finding.code, named(run, finding).0);
    let lines: Vec<String> = std::iter::once(tame(&finding.message, false)).chain(advice(run, finding)).collect();
    format!(
        "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
        property(&place.path),
        place.start.line,
        place.end.line,
        property(&title),
        data(&lines.join("\n"))
    )
}

/// The text behind a command, on one line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: nothing in it ends the value or the properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_line() {
        assert_eq!(property("a,b/x:100%\r\n"), "a%2Cb/x%3A100%25%0D%0A");
        assert_eq!(data("50 %: a, b\n::error::"), "50 %25: a, b%0A::error::");
    }
}
