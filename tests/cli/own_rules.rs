//! Rules that the settings declare: asked like the built-in ones, and stopping the run where they cannot be.

use crate::sandbox::{Run, Sandbox};

const NO_TAGS: &str = "  - id: OWN-001
    name: risk-without-team
    for: risk
    when: not tags
    message: '{{ id }} ({{ title }}) is in no team''s list'
    at: tags
    severity: error
    help: name the team in `tags`
    clauses: [6.1.2 c, A.5.2]
";

/// The small repository with three risks, and rules of its own.
fn with(rules: &str) -> Sandbox {
    let sandbox = Sandbox::with_risks();
    sandbox.edit("isms.yaml", "cycle_start", &format!("own_rules:\n{rules}cycle_start"));
    sandbox
}

/// A single rule on risks with a condition and a message.
fn rule(when: &str, message: &str) -> String {
    format!("  - {{ id: OWN-001, for: risk, when: {when:?}, message: {message:?} }}\n")
}

fn check(sandbox: &Sandbox) -> Run {
    sandbox.isms(&["check", "--format", "concise", "--select", "OWN"])
}

#[test]
fn an_own_rule_finds_what_it_says_where_it_says() {
    let sandbox = with(NO_TAGS);
    insta::assert_snapshot!(sandbox.isms(&["check", "--select", "OWN"]).exits(1).stdout, @r"
    error[OWN-001] clauses/06-planning/risks/R-002-stolen-laptop.yaml:2:5

      × R-002 (A laptop is stolen) is in no team's list
       ╭────
     2 │ id: R-002
       ·     ─────
       ╰────
      help: name the team in `tags`
            clause 6.1.2 c, control A.5.2 · isms explain OWN-001

    error[OWN-001] clauses/06-planning/risks/R-10-outage.yaml:2:5

      × R-10 (Outage) is in no team's list
       ╭────
     2 │ id: R-10
       ·     ────
       ╰────
      help: name the team in `tags`
            clause 6.1.2 c, control A.5.2 · isms explain OWN-001

    isms: 2 errors, 0 warnings, 0 info in 13 files (12 records, profile maintain, as of 2026-06-30)
    ");
    let json = sandbox.isms(&["check", "--select", "risk-without-team", "--format", "json"]).exits(1).json();
    let finding = &json["findings"][0];
    assert_eq!((&finding["code"], &finding["name"]), (&"OWN-001".into(), &"risk-without-team".into()));
    assert_eq!(finding["clauses"], serde_json::json!(["6.1.2 c", "A.5.2"]));
    assert_eq!((&finding["field"], &finding["help"]), (&"/tags".into(), &"name the team in `tags`".into()));
}

#[test]
fn levels_waivers_and_baselines_hold_for_own_rules() {
    let sandbox = with(NO_TAGS);
    sandbox.isms(&["check", "--ignore", "own-001"]).lacks("OWN-001");
    sandbox.isms(&["check", "--select", "RISK"]).lacks("OWN-001");
    sandbox.isms(&["check", "--select", "OWN", "--profile", "build"]).exits(1);
    sandbox.isms(&["check", "--select", "OWN", "--baseline", "none.json"]).exits(2);
    sandbox.isms(&["check", "--select", "OWN", "--write-baseline", "old.json"]).exits(0).says("in baseline)");
    sandbox.write(
        "clauses/08-operation/exceptions/EXC-001-no-team.yaml",
        "kind: exception\nid: EXC-001\ntitle: No team yet\nstatus: active\nrule: risk-without-team\nrecord: R-10\n\
         reason: The teams form in August.\napproved_by: ada\ngranted: 2026-06-02\nexpires: 2026-08-14\n",
    );
    sandbox
        .isms(&["check", "--format", "concise", "--select", "OWN,REPO-007,REPO-013"])
        .lacks("error[OWN-001] R-10 ")
        .lacks("REPO-0")
        .says("(1 waived)");
    sandbox.edit("isms.yaml", "cycle_start", "rules: { risk-without-team: info }\ncycle_start");
    check(&sandbox).exits(0).says("info[OWN-001]");
    let paths = "overrides:\n  - { paths: [clauses/06-planning], rules: { OWN-001: 'off' } }\ncycle_start";
    sandbox.edit("isms.yaml", "cycle_start", paths);
    check(&sandbox).exits(0).lacks("OWN-001");
}

#[test]
fn own_rules_are_explained() {
    let sandbox = with(NO_TAGS);
    sandbox.isms(&["explain"]).exits(0).says("OWN-001").says("risk-without-team").says("risk: not tags");
    sandbox.isms(&["explain", "own"]).exits(0).says("1 rule; ");
    insta::assert_snapshot!(sandbox.isms(&["explain", "OWN-001"]).exits(0).stdout, @r"
    OWN-001  risk-without-team
    a rule of this ISMS, declared in isms.yaml

    from      6.1.2 c, A.5.2
    severity  error
    about     records of the kind risk
    changes   its findings come and go with changes of the files
    finding   not tags
    message   {{ id }} ({{ title }}) is in no team's list

    Fix

    name the team in `tags`
    ");
    assert_eq!(sandbox.isms(&["explain", "risk-without-team"]).stdout, sandbox.isms(&["explain", "OWN-001"]).stdout);
    sandbox.isms(&["explain", "OWN-002"]).exits(2).warns("did you mean `OWN-001`?");
    Sandbox::base().isms(&["explain", "OWN-001"]).exits(2);
}

#[test]
fn computed_values_and_other_records_can_be_asked_for() {
    for when in [
        "id == 'R-002' and current.score > 0 and 'A.8.1' in links",
        "id == 'R-002' and related('A.8.1').applicable",
        "id == 'R-002' and related(links | select('equalto', 'A.8.1') | first).theme == 'technological'",
        "id == 'R-002' and related('nobody') is none and related(none) is none and not related('nobody').owner",
    ] {
        let sandbox = with(&rule(when, "{{ id }}: {{ related('A.8.1').owner }}, {{ related('nobody').owner }}."));
        check(&sandbox).exits(0).says("warning[OWN-001] R-002: ciso, .").lacks("R-10:");
    }
    let sandbox = Sandbox::with_risks();
    let listed = sandbox.isms(&["list", "risk", "--where", "related('A.8.1').owner == 'ciso' and id == 'R-10'"]).exits(0);
    listed.says("R-10").lacks("R-100");
}

#[test]
fn a_message_is_one_line_and_acts_nowhere() {
    let sandbox = with(&rule("true", "{{ title }}\t{% for link in links %}{{ link }} {% endfor %}"));
    let run = check(&sandbox).exits(0);
    let lines: Vec<&str> = run.stdout.lines().filter(|line| line.contains("OWN-001")).collect();
    assert!(lines.len() == 3 && !run.stdout.contains('\u{1b}'), "{}", run.stdout);
}

#[test]
fn a_rule_that_cannot_be_used_stops_every_check() {
    let refused = |rules: &str, why: &str| {
        let sandbox = with(rules);
        for arguments in [&["check"][..], &["check", "--select", "RISK", "--format", "json"]] {
            let run = sandbox.isms(arguments).exits(2).warns("error[CFG-005] isms.yaml:").warns(why);
            assert_eq!(run.stdout, "");
        }
    };
    refused(&rule("not ownr", "x"), "OWN-001 cannot be used: a risk has no field `ownr`");
    refused(&rule("not ownr", "x"), "did you mean `owner`?");
    refused(&rule("not owner and", "x"), "the expression cannot be read: ");
    refused(&rule("owner | nosuch", "x"), "nosuch");
    refused(&rule("true", "{{ ownr }}"), "did you mean `owner`?");
    refused(&rule("true", "{{ owner"), "the text cannot be read: ");
    refused(&rule("true", "{{ owner | nosuch }}"), "the text cannot be used: ");
    refused(&NO_TAGS.replace("at: tags", "at: tag"), "did you mean `tags`?");
    refused(&NO_TAGS.replace("at: tags", "at: /actions/0/du"), "did you mean `actions.due`?");
    refused(&NO_TAGS.replace("6.1.2 c", "4.9 a"), "OWN-001 names 4.9 a, which ISO/IEC 27001:2022 does not have");
    refused(&NO_TAGS.replace("OWN-001", "RISK-901"), "RISK-901 is of the family RISK, which is this program's own");
    refused(&NO_TAGS.replace("OWN-001", "EVD-001"), "EVD-001 is of the family EVD");
    refused(&NO_TAGS.replace("risk-without-team", "risk-owner-missing"), "has the name of another rule");
    refused(&format!("{NO_TAGS}{NO_TAGS}"), "OWN-001 is declared twice");
}

#[test]
fn a_rule_that_fails_at_a_record_stops_the_run_whatever_its_level() {
    for (when, message, why) in [
        ("'EU' in cause", "x", "the expression fails at R-"),
        ("true", "{{ date_add(title, '1d') }}", "the text fails at R-"),
        ("true", "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}", "it takes too many steps"),
    ] {
        let sandbox = with(&rule(when, message));
        let run = sandbox.isms(&["check"]).exits(2).warns("error[CFG-005] isms.yaml:").warns(why);
        assert_eq!(run.stdout, "");
        sandbox.edit("isms.yaml", "cycle_start", "rules: { CFG-005: off }\ncycle_start");
        sandbox.isms(&["check"]).exits(2).warns(why);
        sandbox.isms(&["show", "R-002"]).exits(2).warns(why);
        // A rule that is not asked cannot fail.
        sandbox.isms(&["check", "--ignore", "OWN-001", "--fail-on", "never"]).exits(0);
    }
}

#[test]
fn a_field_that_the_schema_refuses_makes_no_rule_fail() {
    let sandbox = with(&rule("reviewed and date_add(reviewed, '9y') < as_of", "x"));
    sandbox.write("clauses/06-planning/risks/R-003-soon.yaml", "kind: risk\nid: R-003\nstatus: identified\nreviewed: soon\n");
    sandbox.isms(&["check", "--select", "OWN,SCHEMA"]).exits(1).says("`reviewed`").lacks("OWN-001");
}

#[test]
fn the_schema_of_the_settings_knows_every_kind_and_key() {
    let schema: serde_json::Value = serde_json::from_str(&Sandbox::empty().isms(&["schema", "isms"]).exits(0).stdout).unwrap();
    let kinds: Vec<&str> = isms::model::Kind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(schema["properties"]["own_rules"]["items"]["properties"]["for"]["enum"], serde_json::json!(kinds));
    let sandbox = with(&NO_TAGS.replace("for: risk", "for: risks"));
    sandbox.isms(&["check"]).exits(2).warns("error[CFG-002]").warns("did you mean `risk`?");
    let sandbox = with(&NO_TAGS.replace("    when:", "    wen:"));
    sandbox.isms(&["check"]).exits(2).warns("error[CFG-001]").warns("did you mean `when`?");
    let sandbox = with(NO_TAGS);
    sandbox.edit("isms.yaml", "cycle_start", "rules: { OWN-01: off }\ncycle_start");
    sandbox.isms(&["check"]).exits(2).warns("error[CFG-003]").warns("did you mean `OWN-001`?");
}

#[test]
fn every_format_names_an_own_rule() {
    let sandbox = with(NO_TAGS);
    let check = |format: &str| sandbox.isms(&["check", "--select", "OWN", "--format", format]).exits(1);
    let junit = check("junit").says("<testsuite name=\"OWN-001 risk-without-team\" tests=\"2\" failures=\"2\"");
    junit.says("<testsuites name=\"isms\" tests=\"2\" failures=\"2\"");
    let sarif = check("sarif").json();
    let run = &sarif["runs"][0];
    let index = usize::try_from(run["results"][0]["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "OWN-001");
    check("markdown").says("#### OWN-001 risk-without-team (2)\n\nclause 6.1.2 c, control A.5.2\n");
    check("github").says("clause 6.1.2 c, control A.5.2");
    let statistics = sandbox.isms(&["check", "--select", "OWN", "--format", "concise", "--statistics"]).exits(1);
    statistics.says("     2 error    OWN-001 risk-without-team\n");
}

#[test]
fn an_own_rule_that_goes_by_the_day_warns_in_a_change_that_does_not_touch_it() {
    let late = "  - { id: OWN-001, for: risk, when: \"review_every and next_review < as_of\", message: \"{{ id }} is late\", severity: error }\n";
    let titled =
        "  - { id: OWN-002, for: risk, when: \"title == 'Outage'\", message: \"{{ id }} has no story\", severity: error }\n";
    let sandbox = with(&format!("{late}{titled}"));
    let risk = "clauses/06-planning/risks/R-10-outage.yaml";
    sandbox.write(risk, sandbox.read(risk) + "reviewed: 2025-05-01\nreview_every: 12m\n").commit_all("an old defect");
    sandbox.write("README.md", "# Ours\n");
    let since =
        |more: &[&str]| sandbox.isms(&[&["check", "--since", "HEAD", "--format", "concise", "--select", "OWN"], more].concat());
    since(&[]).exits(0).says("warning[OWN-001] R-10 is late").lacks("OWN-002").says("(1 outside the change)");
    // Touched, it is an error as it was declared.
    sandbox.edit(risk, "title: Outage", "title: An outage");
    since(&[]).exits(1).says("error[OWN-001] R-10 is late");
    let rules = sandbox.isms(&["rules", "--format", "json"]).exits(0).json();
    let class = |id: &str| rules["rules"].as_array().unwrap().iter().find(|rule| rule["code"] == id).unwrap()["class"].clone();
    assert_eq!((class("OWN-001"), class("OWN-002")), ("temporal".into(), "structural".into()));
}
