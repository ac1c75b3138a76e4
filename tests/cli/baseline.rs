//! The baseline: old findings do not count, new ones do, and outlived entries are told.

use crate::sandbox::Sandbox;

const RISK: &str = "kind: risk\nid: R-001\ntitle: A lost laptop exposes customer files\nstatus: monitored\nowner: vacant-role\n";

const FILE: &str = ".isms/baseline.json";

fn risk(sandbox: &Sandbox, id: &str) {
    sandbox.write(&format!("clauses/06-planning/risks/{id}-laptop.yaml"), RISK.replace("R-001", id));
}

/// A repository with one old gap that is in the baseline.
fn taken_over() -> Sandbox {
    let sandbox = Sandbox::base();
    risk(&sandbox, "R-001");
    sandbox.isms(&[&CHECK[..], &["--write-baseline", FILE]].concat()).exits(0).warns("1 entry written to .isms/baseline.json");
    sandbox
}

const CHECK: [&str; 5] = ["check", "--format", "concise", "--select", "RISK-003,REPO-014,SCHEMA"];

fn check(sandbox: &Sandbox, more: &[&str]) -> crate::sandbox::Run {
    sandbox.isms(&[&CHECK[..], &["--baseline", FILE], more].concat())
}

#[test]
fn the_file_names_findings_and_no_lines() {
    let sandbox = taken_over();
    insta::assert_snapshot!(sandbox.read(FILE), @r#"
    {
      "schema_version": 1,
      "created": "2026-06-30",
      "entries": [
        {
          "code": "RISK-003",
          "record": "R-001",
          "field": "owner",
          "message": "R-001 is owned by vacant-role, who is held by nobody on 2026-06-30",
          "fingerprint": "dcdd1d58af60881b"
        }
      ]
    }
    "#);
    let again = sandbox.read(FILE);
    sandbox.isms(&[&CHECK[..], &["--write-baseline", FILE]].concat()).exits(0);
    assert_eq!(sandbox.read(FILE), again);
}

#[test]
fn old_findings_do_not_count_and_new_ones_do() {
    let sandbox = taken_over();
    insta::assert_snapshot!(check(&sandbox, &[]).exits(0).stdout, @"isms: 0 errors, 0 warnings, 0 info (1 in baseline) in 12 files (10 records, profile maintain, as of 2026-06-30)");
    // Lines above and other messages change nothing.
    sandbox.edit("clauses/06-planning/risks/R-001-laptop.yaml", "title:", "# moved\n\ntitle:");
    check(&sandbox, &[]).exits(0).says("(1 in baseline)");
    risk(&sandbox, "R-002");
    check(&sandbox, &[]).exits(1).says("[RISK-003] R-002 ").lacks("R-001").says("1 error, 0 warnings, 0 info (1 in baseline) in ");
    sandbox.isms(&[&CHECK[..], &["--write-baseline", "both.json"]].concat()).exits(0).warns("2 entries written to both.json");
    let json = sandbox.isms(&["check", "--select", "RISK-003", "--format", "json", "--baseline", FILE]).exits(1).json();
    assert_eq!((&json["summary"]["errors"], &json["summary"]["in_baseline"]), (&1.into(), &1.into()));
    check(&sandbox, &["clauses/05-leadership"]).exits(0).lacks("in baseline");
}

#[test]
fn entries_that_are_outlived_are_told_and_taken_out_on_request() {
    let sandbox = taken_over();
    sandbox.edit("clauses/06-planning/risks/R-001-laptop.yaml", "vacant-role", "ceo");
    let run = check(&sandbox, &[]).exits(0);
    insta::assert_snapshot!(run.stdout, @r"
    isms.yaml:1:1: warning[REPO-014] 1 entry of the baseline .isms/baseline.json matches no finding any more: RISK-003 about R-001
    isms: 0 errors, 1 warning, 0 info in 12 files (10 records, profile maintain, as of 2026-06-30)
    ");
    // A rule that was not asked is not judged.
    sandbox.isms(&["check", "--select", "REPO-014", "--baseline", FILE]).exits(0).lacks("warning[");
    let before = sandbox.read(FILE);
    check(&sandbox, &["--fail-on", "warning"]).exits(1);
    assert_eq!(sandbox.read(FILE), before);
    check(&sandbox, &["--prune-baseline"]).exits(0).lacks("REPO-014").warns("1 entry taken out of .isms/baseline.json");
    insta::assert_snapshot!(sandbox.read(FILE), @r#"
    {
      "schema_version": 1,
      "created": "2026-06-30",
      "entries": []
    }
    "#);
    check(&sandbox, &[]).exits(0).lacks("REPO-014");
}

#[test]
fn entries_of_rules_that_are_gone_are_outlived() {
    let sandbox = taken_over();
    sandbox.edit(FILE, "RISK-003", "OWN-001");
    check(&sandbox, &[]).exits(1).says("[RISK-003] R-001 ").says("match").says("OWN-001 about R-001");
}

#[test]
fn a_waived_finding_is_still_there() {
    let sandbox = taken_over();
    sandbox.write(
        "clauses/08-operation/exceptions/EXC-001-no-owner.yaml",
        "kind: exception\nid: EXC-001\ntitle: No owner until August\nstatus: active\nrule: RISK-003\nrecord: R-001\n\
         reason: The head of support left.\napproved_by: ada\ngranted: 2026-06-02\nexpires: 2026-08-14\n",
    );
    check(&sandbox, &[]).exits(0).lacks("REPO-014").says("(1 waived) in ");
}

#[test]
fn what_cannot_be_understood_is_never_set_apart() {
    let sandbox = Sandbox::base();
    risk(&sandbox, "R-001");
    sandbox.edit("clauses/06-planning/risks/R-001-laptop.yaml", "status: monitored", "status: watched");
    let written = sandbox.isms(&[&CHECK[..], &["--write-baseline", "old.json"]].concat()).exits(1);
    written.says("[SCHEMA-004]").says("(1 in baseline)").warns("1 finding left out: what cannot be understood cannot be set apart");
}

#[test]
fn a_baseline_that_cannot_be_used_stops_the_run() {
    let sandbox = taken_over();
    let refused = |why: &str| {
        let run = check(&sandbox, &[]).exits(2).warns("error: the baseline .isms/baseline.json cannot be used: ").warns(why);
        assert_eq!(run.stdout, "");
    };
    let good = sandbox.read(FILE);
    sandbox.write(FILE, "");
    refused("EOF");
    sandbox.write(FILE, [0xff, 0xfe]);
    refused("it is not UTF-8 text");
    sandbox.write(FILE, good.replace("\"schema_version\": 1", "\"schema_version\": 2"));
    refused("its schema_version is 2, and this program reads 1");
    for wrong in ["dcdd1d58af60881", "dcdd1d58af60881b0", "dcdd1d58af60881B", "dcdd1d58af60881x"] {
        sandbox.write(FILE, good.replace("\"dcdd1d58af60881b\"", &format!("\"{wrong}\"")));
        refused(&format!("`{wrong}` is no fingerprint"));
    }
    sandbox.write(FILE, good.replace("\"created\": \"2026-06-30\"", "\"created\": \"today\""));
    refused("today");
    std::fs::remove_file(sandbox.path().join(FILE)).unwrap();
    refused("`isms check --write-baseline FILE` writes one");
    for wrong in [&["--prune-baseline"][..], &["--baseline", FILE, "--write-baseline", FILE]] {
        sandbox.isms(&[&["check"], wrong].concat()).exits(2);
    }
}
