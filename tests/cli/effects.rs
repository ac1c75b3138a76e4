//! What a change does to facts that nobody writes down, as a review tells it.

use crate::sandbox::Sandbox;

const CONTROL: &str = "annex-a/8-technological/8.01-user-end-point-devices/control.yaml";
const EVIDENCE: &str = "annex-a/8-technological/8.01-user-end-point-devices/evidence/EV-001-device-list.yaml";
const OTHER: &str = "annex-a/8-technological/8.02-privileged-access-rights/control.yaml";
const RISK: &str = "clauses/06-planning/risks/R-001-theft.yaml";
const POLICY: &str = "clauses/05-leadership/POL-001-devices.md";

/// The small repository with a risk, a second control and a policy, committed.
fn repository() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(
        RISK,
        "kind: risk\nid: R-001\ntitle: Theft\nowner: ciso\nstatus: treating\ntreatment: [modify]\nexisting_controls: [A.8.1]\n\
         current: { likelihood: 1, impact: 2 }\nassessed_on: 2026-03-01\n",
    );
    sandbox.write(
        OTHER,
        "kind: control\nid: A.8.2\ntitle: Privileged access rights\nowner: ciso\napplicable: undecided\nimplementation: not_started\n",
    );
    sandbox.write(POLICY, policy("effective", "1", "Devices are locked."));
    sandbox.commit_all("base");
    sandbox
}

fn policy(status: &str, version: &str, text: &str) -> String {
    format!(
        "---\nkind: policy\nid: POL-001\ntitle: Devices\nstatus: {status}\nversion: \"{version}\"\nowner: ciso\nauthor: cleo\n\
         approver_role: ceo\nreviewed: 2026-05-01\nreview_every: 12m\ncontrols: [A.8.1]\nacknowledge: true\naudience: [all staff]\n\
         ---\n# Devices\n\n{text}\n"
    )
}

/// The effects of what was written since the last commit, a line each; it is committed.
fn effects(sandbox: &Sandbox) -> Vec<String> {
    sandbox.commit_all("change");
    let json = sandbox.isms(&["review", "HEAD~1..HEAD", "--format", "json"]).exits(0).json();
    let line = |effect: &serde_json::Value| {
        let word = |key: &str| effect[key].as_str().unwrap_or("-").to_owned();
        let [topic, direction, record, what] = ["topic", "direction", "record", "what"].map(word);
        format!("{topic} {direction}: {record} {what}: {} > {}; {}", word("before"), word("after"), word("reason"))
    };
    json["effects"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_row_of_the_statement_that_differs() {
    let sandbox = repository();
    let control = sandbox.read(OTHER);
    let write = |from: &str, to: &str| {
        sandbox.edit(OTHER, from, to);
        effects(&sandbox)
    };
    insta::assert_debug_snapshot!(write("applicable: undecided", "applicable: true\njustification: Few may do much."), @r#"
    [
        "statement stronger: A.8.2 applicability: undecided > included; the control is included now",
    ]
    "#);
    insta::assert_debug_snapshot!(write("not_started", "partial"), @r#"
    [
        "statement stronger: A.8.2 implementation: not started > partial; more of it is in place",
    ]
    "#);
    insta::assert_debug_snapshot!(write("partial", "planned"), @r#"
    [
        "statement weaker: A.8.2 implementation: partial > planned; less of it is in place",
    ]
    "#);
    insta::assert_debug_snapshot!(write("implementation: planned", "implementation: planned\nreasons: [baseline]"), @r#"
    [
        "statement neutral: A.8.2 reasons: - > baseline; why it is included differs",
    ]
    "#);
    insta::assert_debug_snapshot!(write("applicable: true", "applicable: false"), @r#"
    [
        "statement weaker: A.8.2 applicability: included > excluded; the control is no longer included",
    ]
    "#);
    insta::assert_debug_snapshot!(write("applicable: false", "applicable: undecided"), @r#"
    [
        "statement unclear: A.8.2 applicability: excluded > undecided; the decision is open again",
    ]
    "#);
    insta::assert_debug_snapshot!(write("applicable: undecided", "applicable: false"), @r#"
    [
        "statement weaker: A.8.2 applicability: undecided > excluded; the control is excluded now",
    ]
    "#);
    std::fs::remove_file(sandbox.at(OTHER)).unwrap();
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "statement weaker: A.8.2 applicability: excluded > -; the row is gone",
    ]
    "#);
    sandbox.write(OTHER, control);
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "statement neutral: A.8.2 applicability: - > undecided; the row is new",
    ]
    "#);
}

#[test]
fn what_shows_a_control_and_what_says_how_it_is_done() {
    let sandbox = repository();
    sandbox.edit(EVIDENCE, "controls: [A.8.1]", "controls: [A.8.2]");
    sandbox.write(POLICY, policy("draft", "1", "Devices are locked."));
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "statement weaker: A.8.1 document: POL-001 > -; no effective document says how it is done",
        "statement weaker: A.8.1 evidence: EV-001 > -; it has lost its last evidence",
    ]
    "#);
    sandbox.edit(EVIDENCE, "controls: [A.8.2]", "controls: [A.8.1]");
    sandbox.write(POLICY, policy("effective", "1", "Devices are locked."));
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "statement stronger: A.8.1 document: - > POL-001; a document says how it is done",
        "statement stronger: A.8.1 evidence: - > EV-001; it has evidence now",
    ]
    "#);
}

#[test]
fn a_text_that_people_have_to_read_again() {
    let sandbox = repository();
    sandbox.write(POLICY, policy("effective", "2", "Devices are locked after five minutes."));
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "acknowledgement neutral: POL-001 acknowledgement: 1 > 2; all staff have to confirm having read version 2",
    ]
    "#);
    sandbox.write(POLICY, policy("effective", "2", "Devices are locked after\nfive minutes."));
    assert_eq!(effects(&sandbox), [""; 0]);
}

#[test]
fn what_is_left_of_a_risk_and_who_has_to_accept_it() {
    let sandbox = repository();
    let write = |from: &str, to: &str| {
        sandbox.edit(RISK, from, to);
        effects(&sandbox)
    };
    insta::assert_debug_snapshot!(write("likelihood: 1, impact: 2", "likelihood: 2, impact: 3"), @r#"
    [
        "risk weaker: R-001 residual risk: 2 (low) > 6 (high); now above appetite",
        "acceptance weaker: R-001 acceptance: not needed, or given > needed; somebody has to accept what is left of it, or plan more",
    ]
    "#);
    insta::assert_debug_snapshot!(write("treatment: [modify]", "treatment: [retain]"), @r#"
    []
    "#);
    insta::assert_debug_snapshot!(write("likelihood: 2, impact: 3", "likelihood: 2, impact: 2"), @r#"
    [
        "risk stronger: R-001 residual risk: 6 (high) > 4 (medium); still above appetite",
    ]
    "#);
    insta::assert_debug_snapshot!(write("existing_controls: [A.8.1]", "existing_controls: [A.8.2]"), @r#"
    [
        "statement neutral: A.8.1 reasons: baseline, R-001 > baseline; why it is included differs",
        "risk weaker: R-001 implemented controls: A.8.1 > -; it has lost its last implemented control",
    ]
    "#);
    insta::assert_debug_snapshot!(write("existing_controls: [A.8.2]", "existing_controls: [A.8.1]"), @r#"
    [
        "statement neutral: A.8.1 reasons: baseline > baseline, R-001; why it is included differs",
        "risk stronger: R-001 implemented controls: - > A.8.1; an implemented control works against it now",
    ]
    "#);
    insta::assert_debug_snapshot!(write("status: treating", "status: closed"), @r#"
    [
        "statement neutral: A.8.1 reasons: baseline, R-001 > baseline; why it is included differs",
        "risk neutral: R-001 residual risk: 4 (medium) > -; closed, or no longer scored",
    ]
    "#);
    insta::assert_debug_snapshot!(write("status: closed", "status: treating"), @r#"
    [
        "statement neutral: A.8.1 reasons: baseline > baseline, R-001; why it is included differs",
        "risk weaker: R-001 residual risk: - > 4 (medium); new, above appetite",
        "acceptance weaker: R-001 acceptance: not needed, or given > needed; somebody has to accept what is left of it, or plan more",
    ]
    "#);
}

#[test]
fn what_is_overdue_and_what_leads_nowhere() {
    let sandbox = repository();
    sandbox.edit(POLICY, "reviewed: 2026-05-01", "reviewed: 2024-05-01");
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "overdue weaker: POL-001 review: - > 2025-05-01; the review was due on 2025-05-01",
    ]
    "#);
    sandbox.edit(POLICY, "reviewed: 2024-05-01", "reviewed: 2026-06-01");
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "overdue stronger: POL-001 review: 2025-05-01 > -; the review is no longer overdue",
    ]
    "#);
    std::fs::remove_file(sandbox.at(CONTROL)).unwrap();
    insta::assert_debug_snapshot!(effects(&sandbox), @r#"
    [
        "statement weaker: A.8.1 applicability: included > -; the row is gone",
        "risk weaker: R-001 implemented controls: A.8.1 > -; it has lost its last implemented control",
        "reference weaker: EV-001 reference to A.8.1: User end point devices > -; EV-001 refers to A.8.1, which is removed",
        "reference weaker: POL-001 reference to A.8.1: User end point devices > -; POL-001 refers to A.8.1, which is removed",
        "reference weaker: R-001 reference to A.8.1: User end point devices > -; R-001 refers to A.8.1, which is removed",
    ]
    "#);
}
