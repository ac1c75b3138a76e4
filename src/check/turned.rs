//! What a change does to the findings: which are new, which are resolved.

use std::collections::HashMap;

use super::Report;
use crate::files::Files;
use crate::finding::Finding;

/// The findings of two states of a repository, told apart by their fingerprints: moves and edits elsewhere make none new.
#[derive(Debug, Default)]
pub struct Turned<'r> {
    /// Only there after.
    pub new: Vec<&'r Finding>,
    /// Only there before.
    pub resolved: Vec<&'r Finding>,
    /// There on both sides, as they are after.
    pub unchanged: Vec<&'r Finding>,
}

impl<'r> Turned<'r> {
    /// Compares two reports, each with its files; without an earlier one everything is new.
    #[must_use]
    pub fn between(before: Option<(&'r Report, &Files)>, after: (&'r Report, &Files)) -> Self {
        let mut turned = Turned::default();
        let before = before.map(|(report, files)| printed(report, files)).unwrap_or_default();
        let mut left: HashMap<&str, usize> = HashMap::new();
        for (print, _) in &before {
            *left.entry(print).or_default() += 1;
        }
        let mut kept: HashMap<String, usize> = HashMap::new();
        for (print, finding) in printed(after.0, after.1) {
            match left.get_mut(print.as_str()).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    *kept.entry(print).or_default() += 1;
                    turned.unchanged.push(finding);
                }
                None => turned.new.push(finding),
            }
        }
        for (print, finding) in &before {
            match kept.get_mut(print).filter(|count| **count > 0) {
                Some(count) => *count -= 1,
                None => turned.resolved.push(finding),
            }
        }
        turned
    }
}

fn printed<'r>(report: &'r Report, files: &Files) -> Vec<(String, &'r Finding)> {
    let print = |finding: &Finding| finding.fingerprint(files.path(finding.primary.at.file));
    report.findings.iter().map(|finding| (print(finding), finding)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Locus};

    #[test]
    fn findings_that_cannot_be_told_apart_are_counted() {
        let files = Files::new(Vec::new());
        let report = |count: usize| {
            let findings = (0..count).map(|_| Finding::new("RISK-001", Locus::whole(FileId(0)), "it has no owner")).collect();
            Report { findings, ..Report::default() }
        };
        for (before, after, turned) in
            [(0, 1, (1, 0, 0)), (1, 2, (1, 0, 1)), (2, 1, (0, 1, 1)), (3, 1, (0, 2, 1)), (2, 2, (0, 0, 2))]
        {
            let (before, after) = (report(before), report(after));
            let found = Turned::between(Some((&before, &files)), (&after, &files));
            assert_eq!((found.new.len(), found.resolved.len(), found.unchanged.len()), turned);
        }
    }
}
