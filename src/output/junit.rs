//! The run as a `JUnit` report: a suite for each rule that was asked, a failed case for each finding, and a passed case for a rule that
//! found nothing. An auditor can read it as the list of checks that were done.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::text::tame;
use super::{Run, advice, terminal};
use crate::check::Rule;
use crate::finding::Finding;
use crate::text::xml_safe;

/// The report.
#[must_use]
pub fn suites(run: &Run<'_>) -> String {
    let mut by_code: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in &run.report.findings {
        by_code.entry(&*finding.code).or_default().push(finding);
    }
    let suites: Vec<(&Rule, Vec<&Finding>)> =
        run.report.asked.iter().map(|rule| (*rule, by_code.remove(rule.code).unwrap_or_default())).collect();
    let tests: usize = suites.iter().map(|(_, findings)| findings.len().max(1)).sum();
    let failures: usize = suites.iter().map(|(_, findings)| findings.len()).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"isms\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    for (rule, findings) in &suites {
        suite(&mut out, run, rule, findings);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, run: &Run<'_>, rule: &Rule, findings: &[&Finding]) {
    let _ = writeln!(
        out,
        "  <testsuite name=\"{} {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
        escaped(rule.code),
        escaped(rule.name),
        findings.len().max(1),
        findings.len()
    );
    if findings.is_empty() {
        let _ = writeln!(out, "    <testcase classname=\"{}\" name=\"{}\"/>", escaped(rule.code), escaped(rule.title));
    }
    // Readers keep only the first of several cases with one name.
    let mut names: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let name = name(run, finding);
        let number = names.entry(name.clone()).or_default();
        *number += 1;
        let name = if *number == 1 { name } else { format!("{name} ({number})") };
        let lines: Vec<String> = [terminal::place(run, &finding.primary), tame(&finding.message, false)]
            .into_iter()
            .chain(advice(run, finding))
            .map(|line| escaped(&line))
            .collect();
        let _ = writeln!(
            out,
            "    <testcase classname=\"{}\" name=\"{}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
            escaped(rule.code),
            escaped(&name),
            finding.severity,
            escaped(&finding.message),
            lines.join("\n")
        );
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
