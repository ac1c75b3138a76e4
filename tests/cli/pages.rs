//! Records that the tests of `list`, `show` and `explain` look at, and the pages they see.

/// A page without one of its parts: from a heading to the next empty line.
pub(crate) fn without(page: &str, heading: &str) -> String {
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let end = page[start + 1..].find("\n\n").map_or(page.len() - 1, |end| start + 1 + end);
    format!("{}{}", &page[..start], &page[end + 1..])
}

/// A page without what the rules find, which grows with the rules.
pub(crate) fn without_findings(page: &str) -> &str {
    let end = page
        .find("\nNo findings\n")
        .or_else(|| page.find("\nFindings\n"))
        .unwrap_or_else(|| panic!("a card ends with the findings"));
    &page[..end]
}

pub(crate) const STOLEN_LAPTOP: &str = "\
kind: risk
id: R-002
title: A laptop is stolen
status: treating
owner: ciso
event: Someone takes a laptop from a train and reads what is on its disk.
current: { likelihood: 3, impact: 2, rationale: It happened in May. }
target: { likelihood: 1, impact: 2 }
existing_controls: [A.8.1]
treatment: [modify]
actions:
  - { id: T1, what: Encrypt all disks, controls: [A.8.1], responsible: bob, due: 2026-05-31, status: in_progress }
acceptances:
  - { on: 2026-02-01, accepted_by: ada, valid_until: 2026-12-31 }
reviewed: 2025-05-15
x-team: blue
";

pub(crate) const HOSTILE: &str = "\
kind: risk
id: R-100
title: \"=HYPERLINK(\\\"http://x.example\\\",\\\"a\\\") \\e[31m\\u202Ered\"
status: closed
owner: '@ciso'
tags: [+1, \"two\\nlines\"]
";
