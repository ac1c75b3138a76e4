//! `isms rules`: the catalogue for people and programs.

use crate::sandbox::Sandbox;

#[test]
fn the_catalogue_comes_as_a_table_as_json_and_as_a_page() {
    let sandbox = Sandbox::base();
    sandbox.edit("isms.yaml", "cycle_start", "rules: { RISK-003: off }\ncycle_start");
    let table = sandbox.isms(&["rules"]).exits(0);
    assert_eq!(table.stdout, sandbox.isms(&["explain"]).stdout);
    let json = sandbox.isms(&["rules", "--format", "json"]).exits(0).json();
    let schema: serde_json::Value = serde_json::from_str(&sandbox.isms(&["schema", "rules"]).exits(0).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    let rule = json["rules"].as_array().unwrap().iter().find(|rule| rule["code"] == "RISK-003").unwrap();
    assert_eq!((&rule["level"], &rule["levels"]["build"], &rule["class"]), (&"off".into(), &"warning".into(), &"temporal".into()));
    let page = sandbox.isms(&["rules", "--format", "markdown"]).exits(0).stdout;
    assert!(page == include_str!("../../docs/rules.md"), "it is not the page in docs/");
}

#[test]
fn it_needs_no_isms_around() {
    let json = Sandbox::empty().isms(&["rules", "--format", "json"]).exits(0).json();
    assert_eq!(json["profile"], "build");
    assert!(json["rules"].as_array().unwrap().len() > 140 - 1);
}

#[test]
fn an_override_that_names_no_rule_or_no_pattern_is_refused_where_it_stands() {
    for (overrides, message, place) in [
        ("{ paths: [annex-a], rules: { RISK-999: off } }", "there is no rule called `RISK-999`", "isms.yaml:5:34"),
        ("{ paths: ['annex-a/['], rules: { RISK-003: off } }", "this is no pattern for paths: ", "isms.yaml:5:15"),
    ] {
        let sandbox = Sandbox::base();
        sandbox.edit("isms.yaml", "cycle_start", &format!("overrides:\n  - {overrides}\ncycle_start"));
        sandbox.isms(&["check"]).exits(2).warns(message).warns(place).warns("isms.yaml cannot be used as it is (1 error");
    }
}
