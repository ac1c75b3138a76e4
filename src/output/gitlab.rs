//! Findings as a Code Quality report of GitLab: an array that is written even where it is empty, so that branches can be compared.

use serde_json::json;

use super::json::serialised;
use super::place::Place;
use super::text::tame;
use super::{Run, fingerprints};
use crate::finding::Severity;

/// The report.
#[must_use]
pub fn report(run: &Run<'_>) -> String {
    let items = run.report.findings.iter().zip(fingerprints(run)).map(|(finding, (fingerprint, number))| {
        let place = Place::new(run, &finding.primary);
        json!({
            "description": format!("{}: {}", finding.code, tame(&finding.message, false)),
            "check_name": finding.code,
            // The widget shows items with one fingerprint as one.
            "fingerprint": if number == 1 { fingerprint } else { format!("{fingerprint}:{number}") },
            "severity": match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            "location": { "path": place.path, "lines": { "begin": place.start.line } },
        })
    });
    serialised(&items.collect::<Vec<_>>())
}
