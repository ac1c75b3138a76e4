//! Findings as Markdown for step summaries and comments: a section for each rule, those that weigh most first.

use std::collections::BTreeMap;

use super::terminal::{clause_words, place};
use super::{Run, counts, rule};
use crate::finding::{Finding, Severity};
use crate::text::markdown_safe;

/// All findings.
#[must_use]
pub fn findings(run: &Run<'_>) -> String {
    within(run, usize::MAX)
}

/// As many findings as fit into so many bytes, in whole lines, and how many are missing; nothing where not even that fits.
#[must_use]
pub fn within(run: &Run<'_>, limit: usize) -> String {
    let report = run.report;
    let mut out = format!(
        "### isms: {}\n\n{} files, {} records, {} rules, profile {}, as of {}\n",
        counts(report),
        report.files,
        report.records,
        report.asked.len(),
        run.profile,
        run.as_of
    );
    let mut missing = report.findings.len();
    let rest = |missing: usize| format!("\n{missing} more, see `isms check`\n");
    let room = limit.saturating_sub(rest(missing).len());
    if out.len() > room {
        return String::new();
    }
    'sections: for findings in sections(&report.findings) {
        let mut head = head(findings.as_slice());
        for finding in findings {
            let row = row(run, finding);
            if out.len() + head.len() + row.len() > room {
                break 'sections;
            }
            out.push_str(&std::mem::take(&mut head));
            out.push_str(&row);
            missing -= 1;
        }
    }
    if missing > 0 {
        out.push_str(&rest(missing));
    }
    out
}

/// The findings of each rule, those of a rule with errors before the others.
fn sections(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_code.entry(&*finding.code).or_default().push(finding);
    }
    let mut sections: Vec<Vec<&Finding>> = by_code.into_values().collect();
    sections.sort_by_key(|findings| findings.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Info));
    sections
}

fn head(findings: &[&Finding]) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let (name, title, clauses) = rule(first).map(|rule| (rule.name, rule.title, clause_words(rule.clauses))).unwrap_or_default();
    format!(
        "\n#### {} {name} ({})\n\n{clauses}{}\n\n| | place | finding | help |\n|---|---|---|---|\n",
        first.code,
        findings.len(),
        markdown_safe(title)
    )
}

fn row(run: &Run<'_>, finding: &Finding) -> String {
    format!(
        "| {} | {} | {} | {} |\n",
        finding.severity,
        markdown_safe(&place(run, &finding.primary)),
        markdown_safe(&finding.message),
        markdown_safe(finding.help.as_deref().unwrap_or_default())
    )
}
