//! Waivers: what is tolerated, by whom and until when, and what cannot be.

use crate::sandbox::Sandbox;

const RISK: &str = "kind: risk\nid: R-001\ntitle: A lost laptop exposes customer files\nstatus: monitored\nowner: vacant-role\n";

const WAIVER: &str = "kind: exception\nid: EXC-001\ntitle: No owner until August\nstatus: active\nrule: RISK-003\nrecord: R-001\n\
    reason: The head of support left.\nrequested_by: cleo\napproved_by: ada\ngranted: 2026-06-02\nexpires: 2026-08-14\n";

const WAIVER_FILE: &str = "clauses/08-operation/exceptions/EXC-001-no-owner.yaml";

const CHECK: [&str; 5] = ["check", "--format", "concise", "--select", "RISK-003,REPO-007,REPO-013,EXC"];

fn waived() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write("clauses/06-planning/risks/R-001-lost-laptop.yaml", RISK).write(WAIVER_FILE, WAIVER);
    sandbox
}

#[test]
fn a_waived_finding_does_not_count_and_does_not_vanish() {
    let sandbox = waived();
    insta::assert_snapshot!(sandbox.isms(&CHECK).exits(0).stdout, @r"
    clauses/06-planning/risks/R-001-lost-laptop.yaml:5:8: waived[RISK-003] R-001 is owned by vacant-role, who is held by nobody on 2026-06-30 (waived by EXC-001 until 2026-08-14)
    isms: 0 errors, 0 warnings, 0 info (1 waived) in 12 files (11 records, profile maintain, as of 2026-06-30)
    ");
    let json = sandbox.isms(&["check", "--select", "RISK-003", "--format", "json"]).exits(0).json();
    assert_eq!((&json["summary"]["errors"], &json["summary"]["waived"]), (&0.into(), &1.into()));
    assert_eq!(json["findings"], serde_json::json!([]));
    let finding = &json["waived"][0];
    assert_eq!(
        (&finding["code"], &finding["record"], &finding["severity"]),
        (&"RISK-003".into(), &"R-001".into(), &"error".into())
    );
    let waiver = serde_json::json!({
        "exception": "EXC-001", "reason": "The head of support left.", "approved_by": "ada", "expires": "2026-08-14"
    });
    assert_eq!(finding["waiver"], waiver);
}

#[test]
fn the_card_of_a_record_tells_what_is_waived() {
    let sandbox = waived();
    let card = sandbox.isms(&["show", "R-001"]).exits(0);
    card.says("\nWaived\n  error[RISK-003] R-001 is owned by vacant-role, ").says(" (EXC-001, until 2026-08-14)\n");
    let json = sandbox.isms(&["show", "R-001", "--format", "json"]).exits(0).json();
    assert_eq!(json["waived"][0]["waiver"]["exception"], "EXC-001");
}

#[test]
fn only_that_rule_about_that_record_is_waived() {
    let sandbox = waived();
    sandbox.write("clauses/06-planning/risks/R-002-other.yaml", RISK.replace("R-001", "R-002"));
    sandbox.isms(&CHECK).exits(1).says("error[RISK-003] R-002 ").lacks("error[RISK-003] R-001").says("(1 waived)");
    sandbox.edit(WAIVER_FILE, "RISK-003", "risk-owner-missing");
    sandbox.isms(&CHECK).exits(1).lacks("error[RISK-003] R-001").says("(1 waived)");
}

#[test]
fn a_waiver_counts_from_its_first_day_to_its_last() {
    let sandbox = waived();
    for (day, waived) in [("2026-06-01", false), ("2026-06-02", true), ("2026-08-14", true), ("2026-08-15", false)] {
        let run = sandbox.isms(&[&CHECK[..], &["--as-of", day]].concat());
        assert_eq!(run.stdout.contains("(1 waived)"), waived, "{day}: {}", run.stdout);
        assert_eq!(run.stdout.contains("error[RISK-003]"), !waived, "{day}: {}", run.stdout);
    }
    // Past its end it is EXC-001's, and no rule about waivers repeats it.
    let expired = sandbox.isms(&[&CHECK[..], &["--as-of", "2026-08-15"]].concat()).exits(1);
    expired.says("error[EXC-001] EXC-001 ended on 2026-08-14").lacks("REPO-");
    sandbox.write(
        WAIVER_FILE,
        format!("{WAIVER}renewals:\n  - {{ on: 2026-08-14, until: 2026-09-30, reason: Delayed., approved_by: ada }}\n"),
    );
    sandbox.isms(&[&CHECK[..], &["--as-of", "2026-08-15"]].concat()).exits(0).says("(1 waived)");
}

#[test]
fn a_waiver_that_nobody_granted_waives_nothing() {
    for key in ["approved_by: ada\n", "reason: The head of support left.\n", "expires: 2026-08-14\n"] {
        let sandbox = waived();
        sandbox.edit(WAIVER_FILE, key, "");
        sandbox.isms(&CHECK).exits(1).says("error[RISK-003] R-001 ").says("[EXC-002] EXC-001 does not say").lacks("REPO-");
    }
    for status in ["requested", "closed", "rejected"] {
        let sandbox = waived();
        sandbox.edit(WAIVER_FILE, "status: active", &format!("status: {status}"));
        sandbox.isms(&CHECK).exits(1).says("error[RISK-003] R-001 ").lacks("EXC-001").lacks("waived");
    }
}

#[test]
fn what_cannot_be_waived_says_why() {
    let refused = |from: &str, to: &str| {
        let sandbox = waived();
        sandbox.edit(WAIVER_FILE, from, to);
        sandbox.isms(&["check", "--select", "REPO-007"]).exits(1).stdout
    };
    let unknown = refused("rule: RISK-003", "rule: risk-owner-mising");
    assert!(
        unknown.contains("waives `risk-owner-mising`, and there is no such rule")
            && unknown.contains("did you mean `risk-owner-missing`?"),
        "{unknown}"
    );
    assert!(refused("record: R-001\n", "").contains("waives RISK-003 without naming a record, which would be for all of them"));
    for code in ["YAML-001", "SCHEMA-004", "CFG-003"] {
        assert!(refused("rule: RISK-003", &format!("rule: {code}")).contains(&format!("waives {code}, which cannot be waived")));
    }
    assert!(refused("rule: RISK-003", "rule: waiver-unused").contains("waives REPO-013, which watches over waivers"));
    assert!(refused("rule: RISK-003\nrecord: R-001", "rule: EXC-001\nrecord: EXC-001").contains("waives EXC-001 for itself"));
}

#[test]
fn a_waiver_that_waives_nothing_is_reported_where_that_is_certain() {
    let sandbox = waived();
    let risk = "clauses/06-planning/risks/R-001-lost-laptop.yaml";
    sandbox.edit(risk, "vacant-role", "ceo");
    sandbox
        .isms(&CHECK)
        .exits(0)
        .says("yaml:5:7: warning[REPO-013] EXC-001 waives RISK-003 for R-001, where the rule finds nothing");
    // The rule was not asked.
    sandbox.isms(&["check", "--select", "REPO-013"]).exits(0).lacks("warning[");
    // The record could not be understood as a whole.
    sandbox.edit(risk, "status: monitored", "status: watched");
    sandbox.isms(&CHECK).lacks("REPO-013");
    // The record does not exist: that is what the dangling reference says.
    sandbox.edit(WAIVER_FILE, "record: R-001", "record: R-009");
    sandbox.isms(&["check", "--format", "concise", "--select", "REPO"]).exits(1).says("[REPO-003]").lacks("REPO-013");
}

#[test]
fn paths_narrow_what_is_waived_too() {
    let sandbox = waived();
    sandbox.isms(&[&CHECK[..], &["clauses/05-leadership"]].concat()).exits(0).lacks("waived");
    sandbox.isms(&[&CHECK[..], &["clauses/06-planning"]].concat()).exits(0).says("(1 waived)");
}

#[test]
fn every_format_carries_what_does_not_count() {
    let sandbox = waived();
    // A second risk is in the baseline, and a third one counts.
    sandbox.write("clauses/06-planning/risks/R-002-old.yaml", RISK.replace("R-001", "R-002"));
    sandbox.isms(&["check", "--select", "RISK-003", "--write-baseline", "old.json"]).exits(0);
    sandbox.write("clauses/06-planning/risks/R-003-new.yaml", RISK.replace("R-001", "R-003"));
    let check = |format: &str, more: &[&str]| {
        let arguments = ["check", "--select", "RISK-003", "--baseline", "old.json", "--format", format];
        sandbox.isms(&[&arguments[..], more].concat()).exits(1)
    };
    let summary = "isms: 1 error, 0 warnings, 0 info (1 waived, 1 in baseline) in ";
    let waived =
        "waived[RISK-003] R-001 is owned by vacant-role, who is held by nobody on 2026-06-30 (waived by EXC-001 until 2026-08-14)";
    check("full", &[]).says(summary).says(waived).lacks("R-002 is owned");
    check("concise", &[]).says(summary).says(waived).lacks("R-002 is owned");
    let counted = "     1 error    RISK-003 risk-owner-missing\n     1 baseline RISK-003 risk-owner-missing\n     1 waived   RISK-003 risk-owner-missing\n";
    check("concise", &["--statistics"]).says(counted);
    let json = check("json", &[]).json();
    assert_eq!((&json["summary"]["waived"], &json["summary"]["in_baseline"]), (&1.into(), &1.into()));
    assert_eq!((&json["waived"][0]["record"], &json["in_baseline"][0]["record"]), (&"R-001".into(), &"R-002".into()));
    let lines = check("jsonl", &[]).stdout;
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].get("waiver").is_none() && lines[0].get("in_baseline").is_none());
    assert_eq!((&lines[1]["waiver"]["exception"], &lines[2]["in_baseline"]), (&"EXC-001".into(), &true.into()));
    let sarif = check("sarif", &[]).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    assert!(results[0].get("suppressions").is_none());
    let suppressed =
        |at: usize| (results[at]["level"].as_str().unwrap(), results[at]["suppressions"][0]["justification"].as_str().unwrap());
    assert_eq!(suppressed(1), ("note", "waived by EXC-001 until 2026-08-14: The head of support left."));
    assert_eq!(suppressed(2), ("note", "in the baseline"));
    check("github", &[]).says("::notice title=isms::(1 waived, 1 in baseline)\n").lacks("R-001");
    let gitlab = check("gitlab", &[]).json();
    let item = |at: usize| (gitlab[at]["severity"].as_str().unwrap(), gitlab[at]["description"].as_str().unwrap());
    assert_eq!(item(0).0, "critical");
    assert!(
        item(1).0 == "info" && item(1).1.starts_with("RISK-003 (waived by EXC-001 until 2026-08-14): R-001 is owned"),
        "{gitlab}"
    );
    assert!(item(2).0 == "info" && item(2).1.starts_with("RISK-003 (in the baseline): R-002 is owned"), "{gitlab}");
    let junit = check("junit", &[]);
    let junit = junit.says("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\">");
    junit
        .says("<skipped message=\"waived by EXC-001 until 2026-08-14 (The head of support left.): R-001 is owned")
        .says("<skipped message=\"in the baseline: R-002");
    let rdjson = check("rdjson", &[]).json();
    let severities: Vec<_> = rdjson["diagnostics"].as_array().unwrap().iter().map(|it| it["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, ["ERROR", "INFO", "INFO"]);
    let markdown = check("markdown", &[]).says("### isms: 1 error, 0 warnings, 0 info (1 waived, 1 in baseline)\n");
    markdown
        .says("#### Waived (1)\n")
        .says("waived by EXC-001 until 2026-08-14: The head of support left. |")
        .says("#### In the baseline (1)\n");
}

#[test]
fn a_reason_of_blanks_is_none() {
    let sandbox = waived();
    sandbox.edit(WAIVER_FILE, "The head of support left.", "\"  \"");
    sandbox.isms(&CHECK).exits(1).says("error[RISK-003] R-001").lacks("waived");
}

#[test]
fn of_two_waivers_for_one_finding_the_first_is_named_and_both_are_used() {
    let sandbox = waived();
    let second = WAIVER.replace("EXC-001", "EXC-002").replace("08-14", "09-30");
    sandbox.write("clauses/08-operation/exceptions/EXC-002-again.yaml", second);
    sandbox.isms(&CHECK).exits(0).says("(waived by EXC-001 until 2026-08-14)").says("(1 waived)").lacks("REPO-013");
}

#[test]
fn a_record_that_is_refused_is_not_missing_too() {
    let sandbox = waived();
    sandbox.edit(WAIVER_FILE, "record: R-001", "record: [R-001]");
    sandbox.isms(&CHECK).exits(1).says("error[RISK-003] R-001").lacks("REPO-007");
}
