//! `isms check`: formats, levels, exit codes.

use crate::sandbox::Sandbox;

/// A base repository with one risk whose owner has left.
fn one_defect() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(
        "clauses/06-planning/risks/R-001-lost-laptop.yaml",
        "kind: risk\nid: R-001\ntitle: A lost laptop exposes customer files\nstatus: monitored\nowner: vacant-role\n",
    );
    sandbox
}

#[test]
fn a_finding_shows_place_reason_and_cure() {
    let run = one_defect().isms(&["check", "--select", "RISK-003"]).exits(1);
    insta::assert_snapshot!(run.stdout, @r"
    error[RISK-003] clauses/06-planning/risks/R-001-lost-laptop.yaml:5:8

      × R-001 is owned by vacant-role, who is held by nobody on 2026-06-30
       ╭────
     5 │ owner: vacant-role
       ·        ───────────
       ╰────
      help: hand the risk over: name a role with a holder, or a person
            see clauses/05-leadership/roles/vacant-role.yaml:2:5: vacant-role is defined here
            clause 6.1.2 c · isms explain RISK-003

    isms: 1 error, 0 warnings, 0 info in 11 files (10 records, profile maintain, as of 2026-06-30)
    ");
}

#[test]
fn the_same_finding_on_one_line_and_as_json() {
    let sandbox = one_defect();
    let run = sandbox.isms(&["check", "--select", "RISK-003", "--format", "concise"]).exits(1);
    insta::assert_snapshot!(run.stdout, @r"
    clauses/06-planning/risks/R-001-lost-laptop.yaml:5:8: error[RISK-003] R-001 is owned by vacant-role, who is held by nobody on 2026-06-30
    isms: 1 error, 0 warnings, 0 info in 11 files (10 records, profile maintain, as of 2026-06-30)
    ");
    let json = sandbox.isms(&["check", "--select", "RISK-003", "--format", "json"]).exits(1).json();
    assert_eq!(json["schema_version"], 1);
    assert_eq!(json["summary"]["errors"], 1);
    let finding = &json["findings"][0];
    assert_eq!((&finding["code"], &finding["record"]), (&"RISK-003".into(), &"R-001".into()));
    assert_eq!(finding["location"]["start"], serde_json::json!({ "line": 5, "column": 8, "byte": 90 }));
    assert_eq!(finding["related"][0]["location"]["path"], "clauses/05-leadership/roles/vacant-role.yaml");
}

#[test]
fn the_json_keeps_to_its_published_schema() {
    let sandbox = Sandbox::example();
    sandbox.edit("clauses/06-planning/risks/R-009-laptop-lost.yaml", "owner: coo", "owner: nobody");
    let schema: serde_json::Value = serde_json::from_str(&sandbox.isms(&["schema", "check"]).exits(0).stdout).unwrap();
    let json = sandbox.isms(&["check", "--format", "json"]).json();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn the_fingerprint_survives_edits_elsewhere() {
    let sandbox = one_defect();
    let fingerprint = |sandbox: &Sandbox| {
        let json = sandbox.isms(&["check", "--select", "RISK-003", "--format", "json"]).json();
        json["findings"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let before = fingerprint(&sandbox);
    let risk = "clauses/06-planning/risks/R-001-lost-laptop.yaml";
    let text = sandbox.read(risk).replace("title:", "# a comment\n\ntitle:");
    std::fs::remove_file(sandbox.path().join(risk)).unwrap();
    sandbox.write("clauses/06-planning/risks/R-001-renamed.yaml", text);
    assert_eq!(fingerprint(&sandbox), before);
}

#[test]
fn profiles_and_settings_move_levels_and_nothing_else() {
    let sandbox = one_defect();
    sandbox.isms(&["check", "--select", "RISK-003", "--profile", "build"]).exits(0).says("warning[RISK-003]");
    sandbox.edit("isms.yaml", "cycle_start", "rules: { risk-owner-missing: info }\ncycle_start");
    sandbox.isms(&["check", "--select", "RISK-003"]).exits(0).says("info[RISK-003]");
    sandbox.edit(
        "isms.yaml",
        "cycle_start",
        "overrides:\n  - { paths: [clauses/06-planning], rules: { RISK-003: error } }\ncycle_start",
    );
    sandbox.isms(&["check", "--select", "RISK-003"]).exits(1).says("error[RISK-003]");
    sandbox.isms(&["check", "--select", "RISK-003", "--ignore", "risk"]).exits(0).lacks("RISK-003");
}

#[test]
fn a_rule_that_is_off_can_be_on_for_some_paths_and_the_last_override_of_a_path_counts() {
    let sandbox = one_defect();
    let check = |named: &str| sandbox.isms(&["check", "--select", named]);
    let settings = |overrides: &str| {
        let settings = Sandbox::base().read("isms.yaml");
        sandbox.write("isms.yaml", format!("{settings}rules: {{ RISK-003: 'off' }}\noverrides:\n{overrides}"));
    };
    settings("  - { paths: [clauses/07-support], rules: { RISK-003: error } }\n");
    check("RISK-003").exits(0).lacks("RISK-003");
    settings("  - { paths: [clauses/06-planning], rules: { RISK-003: error } }\n");
    check("risk-003").exits(1).says("error[RISK-003]");
    settings(
        "  - { paths: [clauses/06-planning/risks], rules: { RISK-003: error } }
  - { paths: [clauses/06-planning], rules: { RISK-003: info } }
  - { paths: [clauses/06-planning], rules: { RISK-001: error } }\n",
    );
    check("RISK-003").exits(0).says("info[RISK-003]");
}

#[test]
fn the_fail_level_decides_the_exit_code() {
    let sandbox = one_defect();
    let select = ["check", "--select", "RISK-003", "--profile", "build", "--fail-on"];
    for (level, code) in [("error", 0), ("warning", 1), ("info", 1), ("never", 0)] {
        sandbox.isms(&[&select[..], &[level]].concat()).exits(code);
    }
}

#[test]
fn paths_narrow_what_is_reported_and_not_what_is_read() {
    let sandbox = one_defect();
    let select = ["check", "--select", "RISK-003", "--format", "concise"];
    sandbox.isms(&[&select[..], &["clauses/06-planning"]].concat()).exits(1).says("RISK-003");
    sandbox.isms(&[&select[..], &["clauses/05-leadership"]].concat()).exits(0).lacks("RISK-003");
    let below = sandbox.isms_in("clauses/06-planning", &[&select[..], &["risks"]].concat()).exits(1);
    below.says("risks/R-001-lost-laptop.yaml:5:8: error");
}

#[test]
fn excluded_paths_are_not_read() {
    let sandbox = one_defect();
    sandbox.write("clauses/old/broken.yaml", "kind: risk\nid: [\n");
    sandbox.isms(&["check", "--select", "YAML"]).exits(1);
    sandbox.edit("isms.yaml", "cycle_start", "exclude: [clauses/old]\ncycle_start");
    sandbox.isms(&["check", "--select", "YAML"]).exits(0);
}

#[test]
fn checking_changes_nothing_and_says_the_same_twice() {
    let sandbox = Sandbox::example();
    let before = sandbox.snapshot();
    let one = sandbox.isms(&["check", "--format", "json"]);
    let other = sandbox.isms(&["check", "--format", "json"]);
    assert_eq!(one.stdout, other.stdout);
    assert!(sandbox.snapshot() == before, "check wrote something");
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let sandbox = Sandbox::example();
    let script = format!("'{}' check --format json | head -n 1", env!("CARGO_BIN_EXE_isms"));
    let output = sandbox.command("sh", "").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn before_a_visit_of_the_certification_body_it_is_told_what_is_still_open() {
    let sandbox = one_defect();
    let audit = "kind: audit\nid: AUD-001\ntitle: Surveillance\ntype: surveillance\nstatus: planned\nplanned_from: 2026-07-15\n";
    sandbox.write("clauses/09-evaluation/audits/AUD-001-surveillance.yaml", audit);
    let found = "kind: nonconformity\nid: NC-001\ntitle: Laptops missing\nstatus: open\nsource: external_audit\ncriterion: [A.8.1]\nowner: ciso\ndetected_on: 2026-03-10\ndue: 2026-12-01\n";
    sandbox.write("clauses/10-improvement/nonconformities/NC-001-laptops.yaml", found);
    let told = |select: &str| sandbox.isms(&["check", "--select", select, "--format", "concise", "--fail-on", "never"]).exits(0);
    told("RISK-003,CER-001")
        .says("AUD-001-surveillance.yaml:6:15: warning[CER-001] AUD-001 begins on 2026-07-15, in 15 days, and 1 error is open")
        .says("warning[CER-001] AUD-001 begins on 2026-07-15, in 15 days, and nothing was done about NC-001");
    sandbox.edit("clauses/10-improvement/nonconformities/NC-001-laptops.yaml", "due:", "corrected_on: 2026-03-12\ndue:");
    sandbox.edit("clauses/06-planning/risks/R-001-lost-laptop.yaml", "owner: vacant-role", "owner: ciso");
    told("RISK-003,CER-001").says("0 warnings");
    sandbox.edit("clauses/06-planning/risks/R-001-lost-laptop.yaml", "owner: ciso", "owner: vacant-role");
    sandbox.edit("clauses/09-evaluation/audits/AUD-001-surveillance.yaml", "2026-07-15", "2026-08-15");
    told("RISK-003,CER-001").says("1 error, 0 warnings");
    // A waived error is tolerated, and so is the finding about errors, where somebody waives that.
    sandbox.edit("clauses/09-evaluation/audits/AUD-001-surveillance.yaml", "2026-08-15", "2026-07-15");
    let waiver = "kind: exception\nid: EXC-001\ntitle: Owner is being hired\nstatus: active\nrule: CER-001\nrecord: AUD-001\nreason: The owner starts in July.\napproved_by: ada\ngranted: 2026-06-01\nexpires: 2026-07-31\nowner: ciso\n";
    sandbox.write("clauses/08-operation/exceptions/EXC-001-owner.yaml", waiver);
    told("RISK-003,CER-001").says("1 error, 0 warnings").says("1 waived");
    sandbox.write(
        "clauses/08-operation/exceptions/EXC-001-owner.yaml",
        waiver.replace("CER-001", "RISK-003").replace("AUD-001", "R-001"),
    );
    told("RISK-003,CER-001").says("0 errors, 0 warnings");
}

#[test]
fn limits_of_the_organisation_are_named_as_such() {
    let sandbox = Sandbox::base();
    let risk = |number: u32| {
        format!(
            "kind: risk\nid: R-00{number}\ntitle: Risk {number}\nowner: ciso\nstatus: identified\nevent: Somebody takes a laptop with files of customers away.\n"
        )
    };
    for number in 1..=2 {
        sandbox.write(&format!("clauses/06-planning/risks/R-00{number}-laptop.yaml"), risk(number));
    }
    let told = |sandbox: &Sandbox| sandbox.isms(&["check", "--select", "REPO-015", "--fail-on", "never"]).exits(0);
    told(&sandbox).says("0 warnings");
    let settings = sandbox.read("isms.yaml");
    sandbox.write("isms.yaml", format!("{settings}defaults: {{ same_text: 1 }}\n"));
    told(&sandbox).says("R-001 and R-002 say the same in `event`").says("your own rule: in no more than 1 record");
}

#[test]
fn watching_checks_again_when_a_file_is_saved() {
    use std::io::{BufRead, BufReader};

    let sandbox = Sandbox::base();
    let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
    command.args(["check", "--watch", "--select", "RISK-003", "--format", "concise"]).env("ISMS_AS_OF", crate::sandbox::AS_OF);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().starts_with("isms: 0 errors"));
    sandbox.write(
        "clauses/06-planning/risks/R-001-lost-laptop.yaml",
        "kind: risk\nid: R-001\ntitle: Lost\nstatus: monitored\nowner: vacant-role\n",
    );
    assert!(lines.next().unwrap().contains("error[RISK-003] R-001 is owned by vacant-role"));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_version_names_the_edition_and_what_is_in_the_program() {
    let seen = Sandbox::empty().isms(&["version"]).exits(0).stdout;
    let numbers: String = seen.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    assert!(
        seen.starts_with(concat!("isms ", env!("CARGO_PKG_VERSION"), "\nstandard: ISO/IEC 27001:2022 with Amd 1:2024, ")),
        "{seen}"
    );
    assert!(numbers.contains(" controls\nrules: \nkinds of record: \nfile format: \n"), "{seen}");
}
