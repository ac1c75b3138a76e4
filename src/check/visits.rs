//! What is still wrong when the certification body comes soon: the part of CER-001 that judges what the other rules found.

use super::wording::{counted, days};
use super::{Levels, Report, waivers};
use crate::finding::{Finding, Severity};
use crate::load::Loaded;
use crate::model::date::Date;

const CODE: &str = "CER-001";
/// So many of the errors are named.
const NAMED: usize = 5;

/// A finding for each visit that is near while the rules find errors that nobody tolerates.
pub(super) fn with_open_errors(loaded: &Loaded, levels: &Levels, today: Date, findings: &[Finding]) -> Vec<Finding> {
    let near = loaded.isms.visits_near(today);
    if near.is_empty() || !levels.may_report(CODE) {
        return Vec::new();
    }
    let mut counting = Report::default();
    waivers::set_aside(loaded, levels, today, findings.to_vec(), &mut counting);
    let errors: Vec<&Finding> = counting.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if errors.is_empty() {
        return Vec::new();
    }
    let finding = |(audit, begin): (&crate::model::Record<crate::model::Audit>, Date)| {
        let count = counted(errors.len(), "error is", "errors are");
        let message = format!("{} begins on {begin}, in {}, and {count} open", audit.id(), days(begin.days_since(today)));
        let mut finding = Finding::new(CODE, audit.at("/planned_from"), message);
        finding.help("what is found here, an auditor finds, too: close it, or have a plan with dates and names to show");
        finding.record(audit.id()).about("errors");
        for error in errors.iter().take(NAMED) {
            finding.also(error.primary.at.clone(), format!("{}: {}", error.code, error.message));
        }
        finding
    };
    let mut found: Vec<Finding> = near.into_iter().map(finding).collect();
    levels.settle(&mut found, &loaded.files);
    found
}
