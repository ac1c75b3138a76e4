//! The broken twin of the example: every planted defect is found once, at its place, and nothing else is.

use crate::sandbox::Sandbox;

/// What `examples/quayside-broken.patch` plants: rule, file, line and column.
const PLANTED: &[(&str, &str, u64, u64)] = &[
    ("DOC-001", "annex-a/5-organizational/5.15-access-control/POL-002-access-control.md", 3, 5),
    ("APR-001", "annex-a/5-organizational/5.15-access-control/POL-002-access-control.md", 6, 10),
    ("REPO-004", "annex-a/5-organizational/5.15-access-control/POL-002-access-control.md", 37, 9),
    (
        "SOA-012",
        "annex-a/5-organizational/5.24-information-security-incident-management-planning-and-preparation/PRO-001-incident-response.md",
        16,
        12,
    ),
    ("EVD-005", "annex-a/5-organizational/5.28-collection-of-evidence/evidence/EV-038-inc-001-mail-log.yaml", 14, 7),
    (
        "EVD-001",
        "annex-a/5-organizational/5.37-documented-operating-procedures/evidence/EV-046-operations-ticket-sample-2026-q1.yaml",
        15,
        7,
    ),
    (
        "EVD-009",
        "annex-a/6-people/6.05-responsibilities-after-termination-or-change-of-employment/evidence/EV-024-joiners-and-leavers-2025-06-2026-05.yaml",
        14,
        7,
    ),
    ("EVD-002", "annex-a/7-physical/7.01-physical-security-perimeters/evidence/EV-042-office-security-checks-2025-2026.yaml", 2, 5),
    ("SOA-003", "annex-a/7-physical/7.11-supporting-utilities/control.yaml", 5, 26),
    (
        "EVD-006",
        "annex-a/7-physical/7.14-secure-disposal-or-re-use-of-equipment/evidence/EV-043-equipment-and-media-2025-2026.yaml",
        11,
        12,
    ),
    ("SOA-002", "annex-a/8-technological/8.06-capacity-management/control.yaml", 6, 16),
    (
        "EVD-008",
        "annex-a/8-technological/8.09-configuration-management/evidence/EV-012-configuration-and-network-checks-2026.yaml",
        15,
        9,
    ),
    ("SCHEMA-006", "annex-a/8-technological/8.11-data-masking/control.yaml", 5, 10),
    ("SOA-011", "annex-a/8-technological/8.12-data-leakage-prevention/control.yaml", 2, 5),
    ("SOA-001", "annex-a/8-technological/8.17-clock-synchronization/control.yaml", 4, 13),
    ("SOA-008", "annex-a/8-technological/8.30-outsourced-development/control.yaml", 4, 13),
    ("APR-002", "approvals/APR-006-pol-003.yaml", 7, 5),
    ("APR-009", "approvals/APR-009-doc-008.yaml", 2, 5),
    ("APR-010", "approvals/APR-011-doc-002.yaml", 2, 5),
    ("APR-003", "approvals/APR-019-pro-001.yaml", 7, 5),
    ("APR-005", "approvals/APR-021-pol-004.yaml", 10, 5),
    ("RTP-006", "approvals/APR-029-rtp-ceo.yaml", 5, 9),
    ("APR-006", "approvals/APR-033-doc-007.yaml", 7, 5),
    ("REQ-001", "clauses/04-context/requirements/REQ-005-bookkeeping-retention.yaml", 27, 15),
    ("GOV-004", "clauses/04-context/requirements/REQ-012-software-licences.yaml", 2, 5),
    ("PPL-001", "clauses/05-leadership/roles/cfo.yaml", 17, 1),
    ("DOC-013", "clauses/05-leadership/roles/dpo.yaml", 9, 5),
    ("SOA-013", "clauses/05-leadership/roles/dpo.yaml", 10, 5),
    ("YAML-002", "clauses/05-leadership/roles/internal-auditor.yaml", 3, 1),
    ("OBJ-003", "clauses/06-planning/objectives/OBJ-001-phishing-report-rate.yaml", 24, 6),
    ("OBJ-001", "clauses/06-planning/objectives/OBJ-003-quarterly-restore-test.yaml", 2, 5),
    ("REPO-003", "clauses/06-planning/objectives/OBJ-004-critical-supplier-reviews.yaml", 23, 14),
    ("RTP-002", "clauses/06-planning/risks/R-001-stolen-staff-credentials.yaml", 62, 10),
    ("RISK-012", "clauses/06-planning/risks/R-002-ransomware.yaml", 87, 14),
    ("RISK-009", "clauses/06-planning/risks/R-003-tenant-isolation.yaml", 93, 18),
    ("RISK-005", "clauses/06-planning/risks/R-004-region-outage.yaml", 31, 1),
    ("RISK-002", "clauses/06-planning/risks/R-005-secret-in-repository.yaml", 39, 15),
    ("RTP-005", "clauses/06-planning/risks/R-006-vulnerable-dependency.yaml", 47, 36),
    ("RISK-003", "clauses/06-planning/risks/R-008-leaver-keeps-access.yaml", 5, 8),
    ("SCHEMA-002", "clauses/06-planning/risks/R-009-laptop-lost.yaml", 30, 11),
    ("RISK-004", "clauses/06-planning/risks/R-010-misdirected-export.yaml", 2, 5),
    ("RISK-008", "clauses/06-planning/risks/R-011-critical-supplier-breach.yaml", 32, 1),
    ("RTP-004", "clauses/06-planning/risks/R-012-support-access-misuse.yaml", 45, 49),
    ("RTP-001", "clauses/06-planning/risks/R-013-late-breach-notice.yaml", 45, 12),
    ("RTP-003", "clauses/06-planning/risks/R-014-key-person-loss.yaml", 45, 9),
    ("RISK-010", "clauses/06-planning/risks/R-014-key-person-loss.yaml", 62, 23),
    ("SCHEMA-005", "clauses/06-planning/risks/R-015-office-burglary.yaml", 5, 8),
    ("REPO-008", "clauses/06-planning/risks/notes.yaml", 1, 1),
    ("SCHEMA-001", "clauses/07-support/communication/COM-003-incident-notice-to-firms.yaml", 3, 1),
    ("YAML-001", "clauses/07-support/communication/COM-004-breach-notification-to-the-authority.yaml", 15, 1),
    ("GOV-008", "clauses/07-support/communication/COM-005-changes-to-the-certification-body.yaml", 2, 5),
    ("REPO-002", "clauses/07-support/communication/COM-006-risk-page-for-shareholders.yaml", 2, 5),
    ("REPO-005", "clauses/07-support/document-control.md", 7, 8),
    ("SCHEMA-004", "clauses/08-operation/assets/AST-010-office-and-network.yaml", 4, 9),
    ("AST-001", "clauses/08-operation/assets/AST-011-support-desk.yaml", 6, 17),
    ("AST-002", "clauses/08-operation/assets/AST-012-hr-and-payroll-records.yaml", 8, 11),
    ("EXC-001", "clauses/08-operation/exceptions/EXC-001-sftp-key-rotation.yaml", 29, 10),
    ("INC-002", "clauses/08-operation/incidents/INC-001-phishing-click.yaml", 2, 5),
    ("REPO-006", "clauses/08-operation/incidents/INC-002-zone-failure-outage.yaml", 41, 14),
    ("INC-001", "clauses/08-operation/incidents/INC-003-misdirected-export.yaml", 2, 5),
    ("SUP-002", "clauses/08-operation/suppliers/SUP-001-cumulant-cloud.yaml", 8, 11),
    ("SUP-003", "clauses/08-operation/suppliers/SUP-002-keyhaven-id.yaml", 27, 17),
    ("SUP-001", "clauses/08-operation/suppliers/SUP-005-paymere.yaml", 2, 5),
    ("AUD-006", "clauses/09-evaluation/audits/AUD-001-internal-2025-03.yaml", 2, 5),
    ("AUD-003", "clauses/09-evaluation/audits/AUD-002-internal-2026-03.yaml", 48, 13),
    ("AUD-007", "clauses/09-evaluation/audits/AUD-003-surveillance-2026-05.yaml", 64, 12),
    ("AUD-005", "clauses/09-evaluation/audits/AUD-004-internal-2026-11.yaml", 43, 13),
    ("REPO-012", "clauses/09-evaluation/audits/AUD-005-internal-2027-04.yaml", 14, 16),
    ("MET-003", "clauses/09-evaluation/metrics/M-001-critical-patches-within-14-days.yaml", 34, 12),
    ("MET-001", "clauses/09-evaluation/metrics/M-003-access-reviews-on-time.yaml", 2, 5),
    ("REPO-015", "clauses/09-evaluation/metrics/M-004-duration-of-the-restore-test.yaml", 10, 11),
    ("MET-005", "clauses/09-evaluation/metrics/M-005-awareness-completion.yaml", 29, 10),
    ("MET-002", "clauses/09-evaluation/metrics/M-007-incidents-of-high-severity.yaml", 29, 1),
    ("MRV-002", "clauses/09-evaluation/reviews/MR-002-2026.md", 36, 1),
    ("MRV-005", "clauses/09-evaluation/reviews/MR-002-2026.md", 77, 3),
    ("NCR-004", "clauses/10-improvement/nonconformities/NC-001-restore-test-skipped.yaml", 2, 5),
    ("NCR-001", "clauses/10-improvement/nonconformities/NC-002-leaver-kept-support-desk-access.yaml", 82, 10),
    ("NCR-006", "clauses/10-improvement/nonconformities/NC-003-access-policy-confirmed-late.yaml", 2, 5),
    ("NCR-005", "clauses/10-improvement/nonconformities/NC-003-access-policy-confirmed-late.yaml", 69, 16),
    ("CER-001", "isms.yaml", 12, 16),
];

#[test]
fn every_planted_defect_is_found_once_and_nothing_else() {
    let sandbox = Sandbox::broken_twin();
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
    let rules: std::collections::BTreeSet<&str> = PLANTED.iter().map(|(code, ..)| *code).collect();
    assert!(rules.len() == PLANTED.len() && rules.len() >= 60, "{} rules", rules.len());
}
