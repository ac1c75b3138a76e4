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
    let items =
        run.report.findings.iter().zip(fingerprints(run, run.report.findings.iter())).map(|(finding, (fingerprint, number))| {
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
    // The widget knows no findings that do not count; what is set aside is an information, and says why.
    let keys = fingerprints(run, run.report.set_aside().map(|aside| aside.finding));
    let aside = run.report.set_aside().zip(keys).map(|(aside, (fingerprint, number))| {
        let place = Place::new(run, &aside.finding.primary);
        json!({
            "description": format!("{} ({}): {}", aside.finding.code, aside.why(), tame(&aside.finding.message, false)),
            "check_name": aside.finding.code,
            "fingerprint": format!("{fingerprint}:{}{number}", aside.word()),
            "severity": "info",
            "location": { "path": place.path, "lines": { "begin": place.start.line } },
        })
    });
    serialised(&items.chain(aside).collect::<Vec<_>>())
}
