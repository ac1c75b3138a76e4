//! Findings in the diagnostic format of reviewdog. Columns count bytes of UTF-8, and the end is exclusive.

use serde_json::{Value as Json, json};

use super::json::serialised;
use super::place::{Place, Point};
use super::text::tame;
use super::{Run, advice};
use crate::finding::{Finding, Severity};

/// The diagnostics.
#[must_use]
pub fn diagnostics(run: &Run<'_>) -> String {
    let counting = run.report.findings.iter().map(|finding| {
        let severity = match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        };
        diagnostic(run, finding, severity, tame(&finding.message, false))
    });
    // What does not count is an information that says why.
    let aside = run.report.set_aside().map(|aside| {
        let message = format!("{}: {}", aside.why(), tame(&aside.finding.message, false));
        diagnostic(run, aside.finding, "INFO", message)
    });
    serialised(&json!({ "source": { "name": "isms" }, "diagnostics": counting.chain(aside).collect::<Vec<_>>() }))
}

fn diagnostic(run: &Run<'_>, finding: &Finding, severity: &str, message: String) -> Json {
    let Place { path, start, end } = Place::new(run, &finding.primary);
    let point = |point: Point| json!({ "line": point.line, "column": point.utf8 });
    let lines: Vec<String> = std::iter::once(message).chain(advice(run, finding)).collect();
    json!({
        "message": lines.join("\n"),
        "location": { "path": path, "range": { "start": point(start), "end": point(end) } },
        "severity": severity,
        "code": { "value": finding.code },
    })
}
