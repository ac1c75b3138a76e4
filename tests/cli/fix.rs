//! `isms check --fix` and `--diff`: repairs that cannot change what anything means.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::sandbox::Sandbox;

const RISK: &str = "clauses/06-planning/risks/R-001.yaml";

/// A repository with one of everything that can be repaired, and a comment at every place.
fn careless() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(
        RISK,
        "kind: risk   # a risk\r\nid: R-001\r\ntitle: Lost laptop\r\nstatus: 'Monitored' # since May\r\nowner: CISO\r\nproperties: confidentiality  # of files\r\nexisting_controls: [\"A.6.2.1\"] # the old number\r\n",
    );
    sandbox.write("clauses/08-operation/R-002.yaml", "kind: risk\nid: R-002\ntitle: Flood\nstatus: identified\nowner: ciso\n");
    sandbox
}

#[test]
fn the_preview_shows_what_would_change_and_writes_nothing() {
    let sandbox = careless();
    let before = sandbox.snapshot();
    let run = sandbox.isms(&["check", "--diff"]).exits(1);
    insta::assert_snapshot!(run.stdout.replace('\r', ""), @r#"
    diff --git a/clauses/06-planning/risks/R-001.yaml b/clauses/06-planning/risks/R-001.yaml
    --- a/clauses/06-planning/risks/R-001.yaml
    +++ b/clauses/06-planning/risks/R-001.yaml
    @@ -1,7 +1,7 @@
     kind: risk   # a risk
     id: R-001
     title: Lost laptop
    -status: 'Monitored' # since May
    -owner: CISO
    -properties: confidentiality  # of files
    -existing_controls: ["A.6.2.1"] # the old number
    +status: 'monitored' # since May
    +owner: ciso
    +properties: [confidentiality]  # of files
    +existing_controls: ["A.8.1"] # the old number
    diff --git a/clauses/08-operation/R-002.yaml b/clauses/06-planning/risks/R-002.yaml
    rename from clauses/08-operation/R-002.yaml
    rename to clauses/06-planning/risks/R-002.yaml
    "#);
    assert!(sandbox.snapshot() == before, "the preview wrote something");
    Sandbox::base().isms(&["check", "--diff"]).exits(0);
}

#[test]
fn comments_line_ends_and_quotes_stay_as_they_are() {
    let sandbox = careless();
    let run = sandbox.isms(&["check", "--fix", "--format", "concise"]);
    assert!(run.stderr.contains("5 findings repaired in 2 files"), "{}", run.stderr);
    assert_eq!(
        sandbox.read(RISK),
        "kind: risk   # a risk\r\nid: R-001\r\ntitle: Lost laptop\r\nstatus: 'monitored' # since May\r\nowner: ciso\r\nproperties: [confidentiality]  # of files\r\nexisting_controls: [\"A.8.1\"] # the old number\r\n"
    );
    assert!(!sandbox.at("clauses/08-operation/R-002.yaml").exists());
    assert!(sandbox.at("clauses/06-planning/risks/R-002.yaml").is_file());
    sandbox.isms(&["check", "--diff"]).exits(0);
}

#[test]
fn what_was_approved_stays_as_it_was_approved() {
    let sandbox = Sandbox::example();
    // The same change of a document: without an approval of the content it is repaired, with one it would break that.
    let procedure = "annex-a/5-organizational/5.24-information-security-incident-management-planning-and-preparation/PRO-001-incident-response.md";
    let text = sandbox.read(procedure);
    sandbox.write(procedure, text.replacen("A.5.24", "a.5.24", 1));
    let broken = sandbox.isms(&["check", "--format", "concise"]).stdout;
    assert!(broken.contains("a.5.24"), "{broken}");
    sandbox.isms(&["check", "--fix"]);
    assert_eq!(sandbox.read(procedure), text);
}

#[test]
fn a_repair_is_offered_where_it_is_reported_and_nowhere_else() {
    let sandbox = careless();
    sandbox.isms(&["check"]).says("isms check --fix does it");
    let json = sandbox.isms(&["check", "--format", "json"]).json();
    let fixable: Vec<&str> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["fixable"] == true)
        .map(|it| it["code"].as_str().unwrap())
        .collect();
    assert!(fixable.contains(&"REPO-011") && fixable.contains(&"SCHEMA-004"), "{fixable:?}");
    let risk = sandbox.read(RISK);
    sandbox.isms(&["check", "--fix", "clauses/08-operation"]);
    assert_eq!(sandbox.read(RISK), risk);
    sandbox.isms(&["check", "--fix", "--at", "HEAD"]).exits(2);
}

#[test]
fn watching_checks_again_when_a_file_changes() {
    let sandbox = Sandbox::base();
    let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
    command.args(["check", "--watch", "--format", "concise", "--as-of", "2026-06-30"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until_summary = || {
        let mut seen = Vec::new();
        while !seen.last().is_some_and(|line: &String| line.starts_with("isms: ")) {
            seen.push(lines.next().unwrap().unwrap());
        }
        seen
    };
    assert!(!until_summary().iter().any(|line| line.contains("REPO-003")));
    sandbox.write(RISK, "kind: risk\nid: R-001\ntitle: Lost laptop\nstatus: identified\nowner: nobody\n");
    let seen = until_summary();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(seen.iter().any(|line| line.contains("error[REPO-003] `owner` names nobody")), "{seen:?}");
}
