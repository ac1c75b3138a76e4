//! The broken twin of the example: every planted defect is found once, at its place, and nothing else is.

use std::process::Stdio;

use crate::sandbox::Sandbox;

/// What `examples/quayside-broken.patch` plants: rule, file, line and column.
const PLANTED: &[(&str, &str, u64, u64)] = &[
    ("APR-001", "annex-a/5-organizational/5.15-access-control/POL-002-access-control.md", 6, 10),
    (
        "SOA-012",
        "annex-a/5-organizational/5.24-information-security-incident-management-planning-and-preparation/PRO-001-incident-response.md",
        16,
        12,
    ),
    ("SOA-003", "annex-a/7-physical/7.11-supporting-utilities/control.yaml", 5, 26),
    ("SOA-002", "annex-a/8-technological/8.06-capacity-management/control.yaml", 6, 16),
    ("SOA-001", "annex-a/8-technological/8.17-clock-synchronization/control.yaml", 4, 13),
    ("SOA-005", "annex-a/8-technological/8.24-use-of-cryptography/control.yaml", 9, 17),
    ("SOA-008", "annex-a/8-technological/8.30-outsourced-development/control.yaml", 4, 13),
    ("APR-002", "approvals/APR-006-pol-003.yaml", 7, 5),
    ("APR-003", "approvals/APR-019-pro-001.yaml", 7, 5),
    ("SOA-009", "approvals/APR-023-soa.yaml", 5, 9),
    ("RTP-006", "approvals/APR-029-rtp-ceo.yaml", 5, 9),
    ("GOV-003", "clauses/04-context/context.md", 3, 5),
    ("YAML-002", "clauses/05-leadership/roles/internal-auditor.yaml", 3, 1),
    ("REPO-003", "clauses/06-planning/objectives/OBJ-004-critical-supplier-reviews.yaml", 23, 14),
    ("RTP-002", "clauses/06-planning/risks/R-001-stolen-staff-credentials.yaml", 62, 10),
    ("RISK-012", "clauses/06-planning/risks/R-002-ransomware.yaml", 87, 14),
    ("RISK-009", "clauses/06-planning/risks/R-003-tenant-isolation.yaml", 93, 18),
    ("RTP-005", "clauses/06-planning/risks/R-006-vulnerable-dependency.yaml", 47, 36),
    ("RISK-003", "clauses/06-planning/risks/R-008-leaver-keeps-access.yaml", 5, 8),
    ("SCHEMA-002", "clauses/06-planning/risks/R-009-laptop-lost.yaml", 30, 11),
    ("RISK-008", "clauses/06-planning/risks/R-011-critical-supplier-breach.yaml", 32, 1),
    ("RTP-004", "clauses/06-planning/risks/R-012-support-access-misuse.yaml", 45, 49),
    ("SCHEMA-005", "clauses/06-planning/risks/R-015-office-burglary.yaml", 5, 8),
    ("SCHEMA-001", "clauses/07-support/communication/COM-003-incident-notice-to-firms.yaml", 3, 1),
    ("YAML-001", "clauses/07-support/communication/COM-004-breach-notification-to-the-authority.yaml", 15, 1),
    ("REPO-002", "clauses/07-support/communication/COM-006-risk-page-for-shareholders.yaml", 2, 5),
    ("REPO-005", "clauses/07-support/document-control.md", 7, 8),
    ("SCHEMA-004", "clauses/08-operation/assets/AST-010-office-and-network.yaml", 4, 9),
    ("EXC-001", "clauses/08-operation/exceptions/EXC-001-sftp-key-rotation.yaml", 29, 10),
    ("REPO-006", "clauses/08-operation/incidents/INC-002-zone-failure-outage.yaml", 41, 14),
    ("AUD-003", "clauses/09-evaluation/audits/AUD-002-internal-2026-03.yaml", 48, 13),
    ("MET-002", "clauses/09-evaluation/metrics/M-007-incidents-of-high-severity.yaml", 29, 1),
    ("MRV-002", "clauses/09-evaluation/reviews/MR-002-2026.md", 36, 1),
    ("NCR-004", "clauses/10-improvement/nonconformities/NC-001-restore-test-skipped.yaml", 2, 5),
    ("MAND-001", "isms.yaml", 2, 7),
];

#[test]
fn every_planted_defect_is_found_once_and_nothing_else() {
    let sandbox = Sandbox::example();
    let patch = format!("{}/examples/quayside-broken.patch", env!("CARGO_MANIFEST_DIR"));
    // Three parts of the path in the patch lead to the example: `a`, `examples`, `quayside`.
    let mut git = sandbox.command("git", "");
    let applied = git.args(["apply", "-p3", &patch]).stderr(Stdio::inherit()).status().unwrap();
    assert!(applied.success(), "the patch does not fit the example any more");
    let json = sandbox.isms(&["check", "--format", "json"]).exits(1).json();
    let findings = json["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info");
    let found: Vec<(&str, &str, u64, u64)> = findings
        .map(|finding| {
            let location = &finding["location"];
            let number = |name: &str| location["start"][name].as_u64().unwrap();
            (finding["code"].as_str().unwrap(), location["path"].as_str().unwrap(), number("line"), number("column"))
        })
        .collect();
    assert_eq!(found, PLANTED);
}
