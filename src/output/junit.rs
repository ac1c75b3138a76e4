//! The run as a `JUnit` report: a suite for each rule that was asked, a failed case for each finding, a skipped one for each that does
//! not count, and a passed case for a rule that found nothing. An auditor can read it as the list of checks that were done.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::text::tame;
use super::{Run, advice, named, terminal};
use crate::check::SetAside;
use crate::finding::Finding;
use crate::text::xml_safe;

/// The cases of a rule.
#[derive(Default)]
struct Suite<'r> {
    name: &'r str,
    /// What the rule asks, for the one case of a rule that found nothing.
    title: &'r str,
    failed: Vec<&'r Finding>,
    skipped: Vec<SetAside<'r>>,
}

impl Suite<'_> {
    fn tests(&self) -> usize {
        (self.failed.len() + self.skipped.len()).max(1)
    }
}

/// The report.
#[must_use]
pub fn suites(run: &Run<'_>) -> String {
    let report = run.report;
    let mut suites: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
    for rule in &report.asked {
        suites.insert(rule.code, Suite { name: rule.name, title: rule.title, ..Suite::default() });
    }
    for own in &report.own_rules {
        suites.insert(&own.id, Suite { name: own.name(), title: &own.message, ..Suite::default() });
    }
    // A finding of a rule that is in neither list must not be lost.
    for finding in &report.findings {
        let suite = suites.entry(&*finding.code).or_insert_with(|| Suite { name: named(run, finding).0, ..Suite::default() });
        suite.failed.push(finding);
    }
    for aside in report.set_aside() {
        let suite =
            suites.entry(&*aside.finding.code).or_insert_with(|| Suite { name: named(run, aside.finding).0, ..Suite::default() });
        suite.skipped.push(aside);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tests: usize = suites.values().map(Suite::tests).sum();
    let failures: usize = suites.values().map(|suite| suite.failed.len()).sum();
    let _ = writeln!(out, "<testsuites name=\"isms\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    for (code, suite) in &suites {
        write(&mut out, run, code, suite);
    }
    out.push_str("</testsuites>\n");
    out
}

fn write(out: &mut String, run: &Run<'_>, code: &str, suite: &Suite<'_>) {
    let _ = writeln!(
        out,
        "  <testsuite name=\"{} {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
        escaped(code),
        escaped(suite.name),
        suite.tests(),
        suite.failed.len(),
        suite.skipped.len()
    );
    if suite.failed.is_empty() && suite.skipped.is_empty() {
        let _ = writeln!(out, "    <testcase classname=\"{}\" name=\"{}\"/>", escaped(code), escaped(suite.title));
    }
    // Readers keep only the first of several cases with one name.
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut begin = |out: &mut String, finding: &Finding| {
        let name = name(run, finding);
        let number = names.entry(name.clone()).or_default();
        *number += 1;
        let name = if *number == 1 { name } else { format!("{name} ({number})") };
        let _ = write!(out, "    <testcase classname=\"{}\" name=\"{}\">\n      ", escaped(code), escaped(&name));
    };
    for finding in &suite.failed {
        begin(out, finding);
        let lines: Vec<String> = [terminal::place(run, &finding.primary), tame(&finding.message, false)]
            .into_iter()
            .chain(advice(run, finding))
            .map(|line| escaped(&line))
            .collect();
        let (severity, message) = (finding.severity, escaped(&finding.message));
        let _ = writeln!(out, "<failure type=\"{severity}\" message=\"{message}\">{}</failure>\n    </testcase>", lines.join("\n"));
    }
    for aside in &suite.skipped {
        begin(out, aside.finding);
        let reason = aside.waiver.map(|waiver| format!(" ({})", waiver.reason)).unwrap_or_default();
        let message = escaped(&format!("{}{reason}: {}", aside.why(), aside.finding.message));
        let _ = writeln!(out, "<skipped message=\"{message}\"/>\n    </testcase>");
    }
    out.push_str("  </testsuite>\n");
}

/// What the case is about: the record, the file, the field.
fn name(run: &Run<'_>, finding: &Finding) -> String {
    let path = run.path(finding.primary.at.file);
    let field = finding.primary.at.pointer().map(|pointer| pointer.as_str()).unwrap_or_default();
    let parts = [finding.record.as_deref().unwrap_or_default(), &path, field];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text that stays text in an element or attribute, on one line. A number sign behind another one and before a bracket would be a
/// command of a CI system.
fn escaped(text: &str) -> String {
    xml_safe(&tame(text, false)).replace('#', "&#35;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_commands_a_ci_system() {
        assert_eq!(escaped("##[x]\t\n<"), "&#35;&#35;[x]&#9;?&lt;");
    }
}
