//! Findings in the diagnostic format of reviewdog. Columns count bytes of UTF-8, and the end is exclusive.

use serde_json::json;

use super::json::serialised;
use super::place::{Place, Point};
use super::text::tame;
use super::{Run, advice};
use crate::finding::Severity;

/// The diagnostics.
#[must_use]
pub fn diagnostics(run: &Run<'_>) -> String {
    let diagnostics = run.report.findings.iter().map(|finding| {
        let Place { path, start, end } = Place::new(run, &finding.primary);
        let point = |point: Point| json!({ "line": point.line, "column": point.utf8 });
        let lines: Vec<String> = std::iter::once(tame(&finding.message, false)).chain(advice(run, finding)).collect();
        json!({
            "message": lines.join("\n"),
            "location": { "path": path, "range": { "start": point(start), "end": point(end) } },
            "severity": match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            "code": { "value": finding.code },
        })
    });
    serialised(&json!({ "source": { "name": "isms" }, "diagnostics": diagnostics.collect::<Vec<_>>() }))
}
