//! Findings as Markdown for step summaries and comments: a section for each rule, those that weigh most first.

use std::collections::BTreeMap;

use super::terminal::{clause_words, place};
use super::{Run, counts, named, rule, set_aside};
use crate::check::SetAside;
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
        "### isms: {}{}\n\n{} files, {} records, {} rules, profile {}, as of {}\n",
        counts(report),
        set_aside(report),
        report.files,
        report.records,
        report.asked.len() + report.own_rules.len(),
        run.profile,
        run.as_of
    );
    let sections = sections(run);
    let mut missing: usize = sections.iter().map(|section| section.rows.len()).sum();
    let rest = |missing: usize| format!("\n{missing} more, see `isms check`\n");
    let room = limit.saturating_sub(rest(missing).len());
    if out.len() > room {
        return String::new();
    }
    'sections: for Section { mut head, rows } in sections {
        for row in rows {
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

/// A heading with the rows below it.
struct Section {
    head: String,
    rows: Vec<String>,
}

/// The findings of each rule, those of a rule with errors before the others, and behind them what does not count.
fn sections(run: &Run<'_>) -> Vec<Section> {
    let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &run.report.findings {
        by_code.entry(&*finding.code).or_default().push(finding);
    }
    let mut by_rule: Vec<Vec<&Finding>> = by_code.into_values().collect();
    by_rule.sort_by_key(|findings| findings.iter().map(|finding| finding.severity).min().unwrap_or(Severity::Info));
    let of_rule = |findings: Vec<&Finding>| Section {
        head: head(run, &findings),
        rows: findings.iter().map(|finding| row(run, finding)).collect(),
    };
    let waived: Vec<SetAside<'_>> = run.report.set_aside().filter(|aside| aside.waiver.is_some()).collect();
    let old: Vec<SetAside<'_>> = run.report.set_aside().filter(|aside| aside.waiver.is_none()).collect();
    let aside = [("Waived", waived), ("In the baseline", old)].into_iter().filter(|(_, them)| !them.is_empty());
    let aside = aside.map(|(title, them)| Section {
        head: format!("\n#### {title} ({})\n\n| rule | place | finding | why it does not count |\n|---|---|---|---|\n", them.len()),
        rows: them.iter().map(|aside| row_aside(run, aside)).collect(),
    });
    by_rule.into_iter().map(of_rule).chain(aside).collect()
}

fn head(run: &Run<'_>, findings: &[&Finding]) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let (name, clauses) = named(run, first);
    let title = rule(first).map(|rule| rule.title).unwrap_or_default();
    let about = format!("{}{}", clause_words(&clauses), markdown_safe(title));
    let about = about.trim_end_matches(" · ");
    format!(
        "\n#### {} {name} ({})\n\n{about}{}| | place | finding | help |\n|---|---|---|---|\n",
        first.code,
        findings.len(),
        if about.is_empty() { "" } else { "\n\n" }
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

fn row_aside(run: &Run<'_>, aside: &SetAside<'_>) -> String {
    let reason = aside.waiver.map(|waiver| format!(": {}", waiver.reason)).unwrap_or_default();
    format!(
        "| {} | {} | {} | {} |\n",
        aside.finding.code,
        markdown_safe(&place(run, &aside.finding.primary)),
        markdown_safe(&aside.finding.message),
        markdown_safe(&format!("{}{reason}", aside.why()))
    )
}
