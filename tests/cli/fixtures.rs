//! Every rule over every repository that the tests have: what the rules find is counted here, so that a new rule shows its false alarms
//! at once. The places are in `broken_twin.rs`.

use crate::sandbox::Sandbox;

/// How often each rule finds something, and the summary.
fn counts(sandbox: &Sandbox, more: &[&str]) -> String {
    let run = sandbox.isms(&[&["check", "--statistics", "--format", "concise"], more].concat());
    let is_count = |line: &&str| line.starts_with(' ') || line.starts_with("isms: ");
    run.stdout.lines().filter(is_count).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_fresh_isms_on_its_first_day() {
    insta::assert_snapshot!(counts(&Sandbox::with_isms(), &[]), @r"
         7 warning MAND-001 mandatory-document-missing
         6 warning MAND-003 no-result-in-cycle
         5 warning PPL-001 duty-left-behind
         1 warning GOV-005 isms-duty-unassigned
         1 warning SOA-001 control-undecided
    isms: 0 errors, 20 warnings, 0 info in 216 files (167 records, profile build, as of 2026-06-30)
    ");
}

#[test]
fn a_fresh_isms_judged_as_if_it_were_running() {
    insta::assert_snapshot!(counts(&Sandbox::with_isms(), &["--profile", "maintain"]), @r"
         7 error   MAND-001 mandatory-document-missing
         6 error   MAND-003 no-result-in-cycle
         5 error   PPL-001 duty-left-behind
         1 error   GOV-005 isms-duty-unassigned
         1 error   SOA-001 control-undecided
    isms: 20 errors, 0 warnings, 0 info in 216 files (167 records, profile maintain, as of 2026-06-30)
    ");
}

#[test]
fn the_ground_that_pages_are_laid_over() {
    insta::assert_snapshot!(counts(&Sandbox::base(), &[]), @r"
         8 error   MAND-001 mandatory-document-missing
         6 error   MAND-003 no-result-in-cycle
         1 error   SOA-001 control-undecided
    isms: 15 errors, 0 warnings, 0 info in 10 files (9 records, profile maintain, as of 2026-06-30)
    ");
}

#[test]
fn the_example_on_its_day() {
    insta::assert_snapshot!(counts(&Sandbox::example(), &[]), @r"
         1 info    DOC-008 document-review-due-soon
    isms: 0 errors, 0 warnings, 1 info in 364 files (316 records, profile maintain, as of 2026-06-30)
    ");
}

#[test]
fn the_example_left_alone_for_a_year() {
    insta::assert_snapshot!(counts(&Sandbox::example(), &["--as-of", "2027-06-30"]), @r"
        59 error   SOA-005 implemented-without-evidence
        54 error   MET-002 measurement-missing
        23 error   DOC-002 document-review-overdue
        16 error   RTP-002 treatment-overdue
        15 error   RISK-012 reassessment-overdue
        12 warning AST-002 inventory-outdated
        10 error   REQ-001 requirement-unchecked
         5 error   SUP-002 supplier-review-overdue
         4 warning OBJ-003 objective-undecided-when-due
         4 warning SUP-003 supplier-assurance-weak
         2 error   AUD-005 planned-audit-missed
         2 error   PPL-002 competence-unproven
         2 error   RISK-009 acceptance-expired
         1 error   EXC-001 exception-expired
         1 error   MRV-001 management-review-overdue
         1 error   NCR-001 nonconformity-overdue
         1 warning CER-001 certification-at-risk
    isms: 191 errors, 21 warnings, 0 info in 364 files (316 records, profile maintain, as of 2027-06-30)
    ");
}
