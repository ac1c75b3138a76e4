//! `isms check --since`, `--staged` and `--stdin-filename`: the part of the findings that belongs to a change.

use std::io::Write as _;
use std::process::Stdio;

use crate::sandbox::Sandbox;

const RISK: &str = "clauses/06-planning/risks/R-009-laptop-lost.yaml";
/// A day on which the untouched example has much overdue.
const LATER: [&str; 2] = ["--as-of", "2026-08-30"];

/// The example, committed.
fn committed() -> Sandbox {
    let sandbox = Sandbox::example();
    sandbox.commit_all("as of June");
    sandbox
}

/// Code, path and severity of every finding since a revision, information left out.
fn since(sandbox: &Sandbox, revision: &str, more: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--since", revision, "--format", "json"], more].concat();
    let json = sandbox.isms(&arguments).json();
    let findings = json["findings"].as_array().unwrap().iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    findings
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| {
            let path = text(&finding["location"]["path"]);
            format!("{} {} {}", text(&finding["severity"]), text(&finding["code"]), path.rsplit('/').next().unwrap())
        })
        .collect()
}

#[test]
fn what_is_not_committed_yet_counts_and_so_do_new_files() {
    let sandbox = committed();
    assert_eq!(since(&sandbox, "HEAD", &[]), [""; 0]);
    sandbox.edit(RISK, "owner: coo", "owner: nobody");
    sandbox
        .write("clauses/06-planning/risks/R-099-new.yaml", "kind: risk\nid: R-099\ntitle: New\nstatus: identified\nowner: who\n");
    let found = since(&sandbox, "HEAD", &[]);
    assert!(found.contains(&"error REPO-003 R-009-laptop-lost.yaml".to_owned()), "{found:?}");
    assert!(found.contains(&"error REPO-003 R-099-new.yaml".to_owned()), "{found:?}");
}

#[test]
fn records_that_the_change_affects_are_in_it_although_nobody_touched_them() {
    let sandbox = committed();
    sandbox.git(&["checkout", "-q", "-b", "change"]);
    std::fs::remove_file(sandbox.at("clauses/06-planning/risk-process.md")).unwrap();
    sandbox.commit_all("remove the risk process");
    let found = since(&sandbox, "main", &[]);
    // A reference, a link in a text, and a gap that no reference shows.
    for expected in
        ["error REPO-003 APR-013-doc-003.yaml", "error REPO-004 statement-of-applicability.md", "error MAND-001 isms.yaml"]
    {
        assert!(found.iter().any(|finding| finding == expected), "{expected} is not in {found:?}");
    }
}

#[test]
fn what_only_time_has_brought_warns_and_what_was_wrong_before_is_left_out() {
    let sandbox = Sandbox::example();
    sandbox.edit("clauses/08-operation/assets/AST-010-office-and-network.yaml", "status: in_use", "status: in use");
    sandbox.commit_all("an old defect");
    sandbox.edit(RISK, "title:", "# reworded\ntitle:");
    let found = since(&sandbox, "HEAD", &LATER);
    assert!(found.contains(&"warning DOC-002 PRO-002-internal-audit.md".to_owned()), "{found:?}");
    assert!(!found.iter().any(|finding| finding.starts_with("error") || finding.contains("AST-010")), "{found:?}");
    let run = sandbox.isms(&["check", "--since", "HEAD", "--as-of", "2026-08-30"]).exits(0);
    assert!(
        run.stdout
            .ends_with("warnings, 3 info (1 outside the change) in 364 files (316 records, profile maintain, as of 2026-08-30)\n"),
        "{}",
        run.stdout
    );
    // The same date-driven finding fails where the record is touched.
    let procedure = "clauses/09-evaluation/audits/PRO-002-internal-audit.md";
    sandbox.write(procedure, sandbox.read(procedure).replace("\n## ", "\n\n## "));
    assert!(since(&sandbox, "HEAD", &LATER).contains(&"error DOC-002 PRO-002-internal-audit.md".to_owned()));
}

#[test]
fn what_others_committed_to_the_main_branch_meanwhile_is_no_part_of_the_change() {
    let sandbox = committed();
    sandbox.git(&["checkout", "-q", "-b", "change"]);
    sandbox.edit(RISK, "owner: coo", "owner: nobody");
    sandbox.commit_all("the change");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.edit("clauses/08-operation/assets/AST-010-office-and-network.yaml", "owner: coo", "owner: somebody");
    sandbox.commit_all("theirs");
    let at = |revision| since(&sandbox, "main", &["--at", revision]);
    assert!(at("change").iter().all(|finding| !finding.contains("AST-010")), "{:?}", at("change"));
    assert_eq!(at("main"), [""; 0]);
}

#[test]
fn an_isms_that_was_not_there_before_is_a_change_as_a_whole() {
    let sandbox = Sandbox::empty();
    sandbox.write("README.md", "# Ours\n").commit_all("start");
    sandbox.isms(&["init", "--name", "Test Ltd"]).exits(0);
    let whole = sandbox.isms(&["check"]).stdout;
    assert_eq!(sandbox.isms(&["check", "--since", "HEAD"]).stdout, whole);
}

#[test]
fn line_ends_alone_are_no_change() {
    let sandbox = committed();
    let text = sandbox.read(RISK).replace('\n', "\r\n");
    sandbox.write(RISK, text);
    assert_eq!(since(&sandbox, "HEAD", &LATER).iter().filter(|finding| finding.starts_with("error")).count(), 0);
}

#[test]
fn a_change_that_cannot_be_told_stops_the_run_with_the_cure() {
    let sandbox = committed();
    sandbox.isms(&["check", "--since", "v9.9"]).exits(2).warns("the revision v9.9 does not exist");
    sandbox.git(&["checkout", "-q", "--orphan", "island"]);
    sandbox.commit_all("another beginning");
    sandbox.isms(&["check", "--since", "main"]).exits(2).warns("no common ancestor");
    let shallow = Sandbox::empty();
    let origin = format!("file://{}", sandbox.path().display());
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.commit_all("second");
    shallow.git(&["clone", "-q", "--depth", "1", &origin, "."]);
    shallow.isms(&["check", "--since", "HEAD~1"]).exits(2).warns("only part of the history").warns("fetch-depth: 0");
    Sandbox::base().isms(&["check", "--since", "HEAD"]).exits(2).warns("is not in a Git repository");
}

#[test]
fn what_is_staged_is_checked_and_not_what_lies_on_disk() {
    let sandbox = committed();
    sandbox.edit(RISK, "owner: coo", "owner: nobody");
    sandbox.isms(&["check", "--staged"]).exits(0);
    sandbox.git(&["add", "-A"]);
    sandbox.edit(RISK, "owner: nobody", "owner: coo");
    sandbox.isms(&["check"]).exits(0);
    sandbox.isms(&["check", "--staged", "--since", "HEAD", "--format", "concise"]).exits(1).says("error[REPO-003]");
    sandbox.isms(&["check", "--staged", "--at", "HEAD"]).exits(2);
    Sandbox::base().isms(&["check", "--staged"]).exits(2).warns("so nothing is staged");
}

/// Runs the check of one file with a text from an editor.
fn typed(sandbox: &Sandbox, path: &str, text: &str) -> (Option<i32>, String) {
    let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
    command.args(["check", "--stdin-filename", path, "--format", "concise", "--as-of", "2026-06-30"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that refuses the path does not wait for the text.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn an_editor_checks_a_file_before_it_is_saved() {
    let sandbox = Sandbox::example();
    let before = sandbox.snapshot();
    let (code, shown) = typed(&sandbox, RISK, &sandbox.read(RISK).replace("owner: coo", "owner: nobody"));
    insta::assert_snapshot!(format!("{code:?}\n{shown}"), @r"
    Some(1)
    clauses/06-planning/risks/R-009-laptop-lost.yaml:5:8: error[REPO-003] `owner` names nobody, which does not exist
    isms: 1 error, 0 warnings, 0 info in 364 files (316 records, profile maintain, as of 2026-06-30)
    ");
    let (code, shown) = typed(&sandbox, "clauses/06-planning/risks/R-099-not-saved.yaml", "kind: riks\nid: R-099\n");
    assert!(code == Some(1) && shown.contains("R-099-not-saved.yaml:1:7: error[SCHEMA-007]"), "{shown}");
    let (code, shown) = typed(&sandbox, "../elsewhere.yaml", "kind: risk\n");
    assert!(code == Some(2) && shown.contains("is not in this ISMS"), "{shown}");
    assert!(sandbox.snapshot() == before, "check wrote something");
}
