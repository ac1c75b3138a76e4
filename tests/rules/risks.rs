//! The rules about risks and their treatment.

use isms::check::{Levels, run};
use isms::load::load;
use isms::model::digest;
use isms::source::Memory;

use crate::ground::base;

/// A risk that no rule has anything to say about, at score 4 (medium) and accepted until 2027-02-28.
const RISK: &str = r#"kind: risk
id: R-001
title: A lost laptop exposes customer files
owner: ceo
event: A laptop with synchronised customer files is lost on a journey.
consequence: Customer files are read by whoever finds the laptop.
properties: [confidentiality]
processes: [Customer support]
inherent: { likelihood: 2, impact: 3, rationale: Two laptops were lost in five years. }
current: { likelihood: 2, impact: 2, rationale: Files in open sessions remain readable. }
existing_controls: [A.8.1]
treatment: [retain]
acceptances:
  - { on: 2026-03-02, accepted_by: ada, as: ceo, likelihood: 2, impact: 2, valid_until: 2027-02-28, status: active }
criteria_version: "1"
assessed_on: 2026-03-02
status: monitored
"#;

const ACCEPTANCE: &str =
    "  - { on: 2026-03-02, accepted_by: ada, as: ceo, likelihood: 2, impact: 2, valid_until: 2027-02-28, status: active }\n";

const PLAN: &str = "treatment: [modify]
target: { likelihood: 1, impact: 2, rationale: A lost laptop is wiped from afar. }
actions:
  - { id: T1, what: Wipe lost laptops., responsible: ciso, resources: Three days, due: 2026-09-30, status: in_progress }
";

/// The fixture with files laid over it.
struct Repository(Memory);

impl Repository {
    fn new() -> Self {
        Repository(base())
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path, text.as_bytes());
        self
    }

    fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }

    /// The standard risk with some of its text replaced.
    fn risk(self, changes: &[(&str, &str)]) -> Self {
        let mut text = RISK.to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from} is not in the risk");
            text = text.replacen(from, to, 1);
        }
        self.with("clauses/06-planning/risks/R-001-lost-laptop.yaml", &text)
    }

    /// What the rules about risks find on a day.
    fn on(&self, today: &str) -> Vec<String> {
        self.of_families(&["RISK", "RTP"], today)
    }

    fn of_families(&self, families: &[&str], today: &str) -> Vec<String> {
        let loaded = load(&self.0).unwrap_or_else(|error| panic!("{error}"));
        let report = run(&loaded, &Levels::new(&loaded.isms, None).unwrap(), today.parse().unwrap());
        let ours = report.findings.iter().filter(|finding| families.iter().any(|family| finding.code.starts_with(family)));
        ours.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    }

    /// The digest of the treatment plan as it stands.
    fn plan(&self) -> String {
        digest::of_rtp(&load(&self.0).unwrap_or_else(|error| panic!("{error}")).isms)
    }
}

fn with_risk(changes: &[(&str, &str)]) -> Repository {
    Repository::new().risk(changes)
}

#[track_caller]
fn assert_codes(found: &[String], codes: &[&str]) {
    let seen: Vec<&str> = found.iter().filter_map(|finding| finding.split(' ').next()).collect();
    assert_eq!(seen, codes, "{found:#?}");
}

const TODAY: &str = "2026-06-30";

#[test]
fn the_standard_risk_is_clean() {
    assert_codes(&with_risk(&[]).on(TODAY), &[]);
    assert_codes(&Repository::new().on(TODAY), &[]);
}

#[test]
fn an_acceptance_holds_on_its_last_day() {
    let repository = with_risk(&[("valid_until: 2027-02-28", "valid_until: 2026-06-30")]);
    assert_codes(&repository.on("2026-06-30"), &[]);
    assert_eq!(
        repository.on("2026-07-01"),
        ["RISK-009 the acceptance of R-001 ended on 2026-06-30, yesterday, and 4 (medium) remains"]
    );
    assert!(repository.on("2026-07-02")[0].contains("2 days ago"));
}

#[test]
fn an_acceptance_without_an_end_ends_with_the_own_limit() {
    let repository = with_risk(&[(" valid_until: 2027-02-28,", ""), ("assessed_on: 2026-03-02", "assessed_on: 2027-01-04")]);
    assert_codes(&repository.on("2027-03-02"), &[]);
    let found = repository.on("2027-03-03");
    assert_codes(&found, &["RISK-009"]);
    assert!(found[0].contains("of 2026-03-02 ended after 12 months (your own rule) on 2027-03-02"), "{found:?}");
}

#[test]
fn an_acceptance_longer_than_the_own_limit_is_said_at_once() {
    assert_codes(&with_risk(&[("valid_until: 2027-02-28", "valid_until: 2027-03-02")]).on(TODAY), &[]);
    assert_codes(&with_risk(&[("valid_until: 2027-02-28", "valid_until: 2027-03-03")]).on(TODAY), &["RISK-009"]);
}

#[test]
fn a_later_acceptance_takes_the_place_of_an_expired_one() {
    let old = "  - { on: 2025-03-02, accepted_by: ada, likelihood: 2, impact: 2, valid_until: 2026-03-01, status: active }\n";
    assert_codes(&with_risk(&[(ACCEPTANCE, &format!("{ACCEPTANCE}{old}"))]).on(TODAY), &[]);
    assert_codes(&with_risk(&[(ACCEPTANCE, old)]).on(TODAY), &["RISK-009"]);
}

#[test]
fn an_acceptance_that_nobody_needs_may_end() {
    let low = ("current: { likelihood: 2, impact: 2", "current: { likelihood: 1, impact: 2");
    assert_codes(&with_risk(&[low, ("valid_until: 2027-02-28", "valid_until: 2026-03-31")]).on(TODAY), &[]);
}

#[test]
fn what_is_left_is_judged_by_the_target_while_work_is_open() {
    let none = (ACCEPTANCE, "");
    let no_list = ("acceptances:\n", "");
    assert_codes(&with_risk(&[none, no_list]).on(TODAY), &["RISK-008"]);
    assert_codes(&with_risk(&[none, no_list, ("treatment: [retain]\n", PLAN)]).on(TODAY), &[]);
    let high = PLAN.replace("likelihood: 1, impact: 2", "likelihood: 2, impact: 2");
    let found = with_risk(&[none, no_list, ("treatment: [retain]\n", &high)]).on(TODAY);
    assert_eq!(found, ["RISK-008 the plan of R-001 leaves 4 (medium), above 2, and nobody has accepted that"]);
    let done = PLAN.replace("status: in_progress", "status: done, evidence: [EV-001]");
    assert_codes(&with_risk(&[none, no_list, ("treatment: [retain]\n", &done)]).on(TODAY), &["RISK-008"]);
}

#[test]
fn an_acceptance_counts_only_while_it_is_active() {
    for status in ["requested", "revoked", "superseded"] {
        assert_codes(&with_risk(&[("status: active", &format!("status: {status}"))]).on(TODAY), &["RISK-008"]);
    }
    // A day in the future is wrong for another reason.
    assert_codes(&with_risk(&[("on: 2026-03-02", "on: 2026-07-01"), ("2027-02-28", "2027-06-30")]).on(TODAY), &[]);
}

#[test]
fn nothing_makes_an_unacceptable_score_acceptable() {
    let critical = [
        ("inherent: { likelihood: 2, impact: 3", "inherent: { likelihood: 3, impact: 3"),
        ("current: { likelihood: 2, impact: 2", "current: { likelihood: 3, impact: 3"),
        ("likelihood: 2, impact: 2, valid", "likelihood: 3, impact: 3, valid"),
    ];
    assert_codes(&with_risk(&critical).on(TODAY), &["RISK-008"]);
    let planned = [critical[0], critical[1], critical[2], ("treatment: [retain]\n", PLAN)];
    assert_codes(&with_risk(&planned).on(TODAY), &["RISK-008"]);
    // The acceptance alone is at fault once the risk is lower.
    assert_codes(&with_risk(&critical[2..]).on(TODAY), &["RISK-011"]);
}

#[test]
fn a_missing_treatment_is_one_finding() {
    let none = [(ACCEPTANCE, ""), ("acceptances:\n", ""), ("treatment: [retain]\n", "")];
    assert_codes(&with_risk(&none).on(TODAY), &["RISK-007"]);
}

#[test]
fn an_acceptance_of_less_than_the_risk_is_outdated() {
    let less = ("likelihood: 2, impact: 2, valid", "likelihood: 1, impact: 3, valid");
    assert_codes(&with_risk(&[less]).on(TODAY), &["RISK-010"]);
    // The target was accepted before, and the plan still leads there.
    let target = ("likelihood: 2, impact: 2, valid", "likelihood: 1, impact: 2, valid");
    let plan = ("treatment: [retain]\n", PLAN);
    assert_codes(&with_risk(&[target, plan]).on(TODAY), &[]);
    // What was accepted was the score of that day, and it has grown since.
    let later = ("assessed_on: 2026-03-02", "assessed_on: 2026-04-02");
    assert_codes(&with_risk(&[less, plan, later]).on(TODAY), &["RISK-010"]);
    assert_codes(&with_risk(&[less, plan]).on(TODAY), &[]);
    // Nobody can tell.
    assert_codes(&with_risk(&[("likelihood: 2, impact: 2, valid", "valid")]).on(TODAY), &["RISK-010"]);
}

#[test]
fn new_criteria_ask_for_new_scores_once() {
    let old = ("likelihood: 2, impact: 2, valid", "criteria_version: \"0.9\", likelihood: 2, impact: 2, valid");
    assert_codes(&with_risk(&[old]).on(TODAY), &["RISK-010"]);
    let all = ("criteria_version: \"1\"\nassessed", "criteria_version: \"0.9\"\nassessed");
    let found = with_risk(&[all, old]).on(TODAY);
    assert_eq!(found, ["RISK-012 R-001 is scored by version 0.9 of CRI-001, and version 1 is in force"]);
    let off = ("current: { likelihood: 2", "current: { likelihood: 5");
    assert_codes(&with_risk(&[all, old, off]).on(TODAY), &["RISK-012"]);
}

#[test]
fn the_owner_is_who_held_the_role_on_the_day() {
    let ceo = |from: &str, to: &str| {
        format!(
            "kind: role\nid: ceo\ntitle: Chief executive\ntop_management: true\nmay_accept_up_to: high\nheld_by:\n  \
             - {{ person: ada, from: 2024-01-01, to: {to} }}\n  - {{ person: cleo, from: {from} }}\n"
        )
    };
    let path = "clauses/05-leadership/roles/ceo.yaml";
    assert_codes(&with_risk(&[]).with(path, &ceo("2026-03-03", "2026-03-02")).on(TODAY), &[]);
    let found = with_risk(&[]).with(path, &ceo("2026-03-02", "2026-03-01")).on(TODAY);
    assert_eq!(found, ["RISK-011 ada accepted R-001 at 4 (medium), and was not its owner (ceo) on 2026-03-02"]);
    assert_codes(&with_risk(&[("owner: ceo", "owner: ada")]).with(path, &ceo("2026-03-03", "2026-03-02")).on(TODAY), &[]);
}

#[test]
fn authority_has_limits() {
    let bob = [("owner: ceo", "owner: ciso"), ("accepted_by: ada, as: ceo", "accepted_by: bob")];
    assert_codes(&with_risk(&bob).on(TODAY), &[]);
    // Top management may decide for the owner.
    assert_codes(&with_risk(&bob[..1]).on(TODAY), &[]);
    let high = [
        ("current: { likelihood: 2, impact: 2", "current: { likelihood: 2, impact: 3"),
        ("likelihood: 2, impact: 2, valid", "likelihood: 2, impact: 3, valid"),
    ];
    let found = with_risk(&[bob[0], bob[1], high[0], high[1]]).on(TODAY);
    assert_eq!(found, ["RISK-011 bob accepted R-001 at 6 (high), a level that is for ceo to accept"]);
    assert_codes(&with_risk(&high).on(TODAY), &[]);
    let low_limit =
        "kind: role\nid: ciso\ntitle: Security lead\nmay_accept_up_to: low\nheld_by:\n  - { person: bob, from: 2024-01-01 }\n";
    let found = with_risk(&bob).with("clauses/05-leadership/roles/ciso.yaml", low_limit).on(TODAY);
    assert_eq!(found, ["RISK-011 bob accepted R-001 at 4 (medium), and may accept up to low"]);
    let no_limit = low_limit.replace("may_accept_up_to: low\n", "");
    assert_codes(&with_risk(&bob).with("clauses/05-leadership/roles/ciso.yaml", &no_limit).on(TODAY), &[]);
    let found = with_risk(&[bob[0], ("accepted_by: ada, as: ceo", "accepted_by: bob, as: ceo")]).on(TODAY);
    assert_eq!(found, ["RISK-011 bob accepted R-001 as ceo, a role that bob did not hold on 2026-03-02"]);
}

#[test]
fn a_risk_without_an_owner_has_one_finding() {
    assert_codes(&with_risk(&[("owner: ceo\n", "")]).on(TODAY), &["RISK-003"]);
    assert_codes(
        &with_risk(&[("owner: ceo", "owner: vacant-role"), ("accepted_by: ada, as: ceo", "accepted_by: cleo")]).on(TODAY),
        &["RISK-003"],
    );
    assert_codes(&with_risk(&[("owner: ceo", "owner: nobody")]).on(TODAY), &[]);
}

#[test]
fn a_new_assessment_is_due_after_the_interval() {
    let low = ("current: { likelihood: 2", "current: { likelihood: 1");
    assert_codes(&with_risk(&[low]).on("2027-03-02"), &[]);
    let found = with_risk(&[low]).on("2027-03-03");
    assert_codes(&found, &["RISK-012"]);
    assert!(found[0].ends_with("a new assessment after 12 months (your own rule) is 1 day overdue"), "{found:?}");
    let own = with_risk(&[("status: monitored", "status: monitored\nreview_every: 3m")]);
    assert_codes(&own.on("2026-06-02"), &[]);
    assert_codes(&own.on("2026-06-03"), &["RISK-012"]);
    assert_codes(&with_risk(&[("assessed_on: 2026-03-02\n", "")]).on(TODAY), &["RISK-012"]);
}

#[test]
fn grace_is_the_organisations_own() {
    let settings = "isms: 1\nname: Base\nprofile: maintain\ncycle_start: 2026-01-01\ndefaults: { grace: 10d }\n";
    let own = with_risk(&[("status: monitored", "status: monitored\nreview_every: 3m")]).with("isms.yaml", settings);
    assert_codes(&own.on("2026-06-12"), &[]);
    assert_codes(&own.on("2026-06-13"), &["RISK-012"]);
}

#[test]
fn serious_incidents_and_finished_changes_ask_for_a_new_assessment() {
    let incident = |what: &str| format!("kind: incident\nid: INC-001\ntitle: A theft\nrisks: [R-001]\nstatus: assessed\n{what}\n");
    let path = "clauses/08-operation/incidents/INC-001-theft.yaml";
    let found = |what: &str| with_risk(&[]).with(path, &incident(what)).on(TODAY);
    assert_codes(&found("detected_on: 2026-03-03\nseverity: high"), &["RISK-012"]);
    assert_codes(&found("detected_on: 2026-03-02\nseverity: high"), &[]);
    assert_codes(&found("detected_on: 2026-03-03\nseverity: medium"), &[]);
    assert_codes(&found("detected_on: 2026-03-03\nseverity: critical\nassessment: false_positive"), &[]);
    assert_codes(&found("detected_on: 2026-07-03\nseverity: critical"), &[]);
    let change =
        |what: &str| format!("kind: change\nid: CHG-001\ntitle: New laptops\nrisks: [R-001]\ndone_on: 2026-05-01\n{what}\n");
    let path = "clauses/06-planning/changes/CHG-001-laptops.yaml";
    let found = |what: &str| with_risk(&[]).with(path, &change(what)).on(TODAY);
    assert_eq!(found("status: done"), ["RISK-012 R-001 was assessed on 2026-03-02, before CHG-001 was carried out on 2026-05-01"]);
    assert_codes(&found("status: approved"), &[]);
    assert_codes(&found("status: done\naffects: [R-001]"), &["RISK-012"]);
}

#[test]
fn what_is_due_today_is_not_overdue() {
    let planned = |from: &str, to: &str| with_risk(&[("treatment: [retain]\n", &PLAN.replace(from, to))]);
    let due = |date: &str| planned("due: 2026-09-30", &format!("due: {date}"));
    assert_codes(&due("2026-07-01").on(TODAY), &[]);
    assert_codes(&due("2026-06-30").on(TODAY), &[]);
    assert_eq!(due("2026-06-29").on(TODAY), ["RTP-002 T1 of R-001 is in progress and 1 day overdue"]);
    assert_codes(
        &planned("due: 2026-09-30", "due: 2026-06-29, revised_due: [{ date: 2026-06-30, reason: Late., approved_by: ada }]")
            .on(TODAY),
        &[],
    );
    let moved = "due: 2026-05-29, revised_due: [{ date: 2026-06-29 }, { date: 2026-09-30, reason: Late. }]";
    let found = planned("due: 2026-09-30", moved).on(TODAY);
    assert_eq!(
        found,
        [
            "RTP-002 T1 of R-001 was moved to 2026-06-29 without reason and approval",
            "RTP-002 T1 of R-001 was moved to 2026-09-30 without approval",
        ]
    );
    for status in ["done, evidence: [EV-001]", "verified, evidence: [EV-001]", "cancelled"] {
        let over = planned("due: 2026-09-30, status: in_progress", &format!("due: 2026-05-29, status: {status}"));
        assert_codes(&over.on(TODAY), &[]);
    }
}

#[test]
fn controls_have_actions_as_risks_do() {
    let control = "kind: control\nid: X.1\ntitle: Screens\napplicable: true\nimplementation: planned\nactions:\n  \
                   - { id: T1, what: Buy screens., responsible: ciso, due: 2026-05-31 }\n";
    let found = Repository::new().with("annex-a/custom/x.01-screens/control.yaml", control).on(TODAY);
    assert_eq!(found, ["RTP-003 T1 of X.1 has no resources", "RTP-002 T1 of X.1 is open and 30 days overdue"]);
}

#[test]
fn unfinished_and_closed_risks_are_left_alone() {
    let noted = "kind: risk\nid: R-001\ntitle: A lost laptop\nowner: ceo\nstatus: identified\n";
    let path = "clauses/06-planning/risks/R-001-lost-laptop.yaml";
    assert_codes(&Repository::new().with(path, noted).on(TODAY), &[]);
    let closed = noted.replace("identified", "closed") + "treatment: [modify]\ncurrent: { likelihood: 9, impact: 9 }\n";
    assert_codes(&Repository::new().with(path, &closed).on(TODAY), &[]);
    assert_codes(&Repository::new().with(path, &noted.replace("identified", "assessed")).on(TODAY), &["RISK-004", "RISK-012"]);
}

#[test]
fn what_the_schema_refuses_is_said_once() {
    let all = ["RISK", "RTP", "SCHEMA"];
    let found = |changes: &[(&str, &str)]| with_risk(changes).of_families(&all, TODAY);
    assert_codes(&found(&[("current: { likelihood: 2", "current: { likelihood: 3.7")]), &["SCHEMA-002"]);
    assert_codes(&found(&[("properties: [confidentiality]", "properties: [secrecy]")]), &["SCHEMA-004"]);
    assert_codes(&found(&[("treatment: [retain]", "treatment: [mitigate]")]), &["SCHEMA-004"]);
    assert_codes(&found(&[("assessed_on: 2026-03-02", "assessed_on: 2026-02-30")]), &["SCHEMA-005"]);
    let plan = PLAN.replace("due: 2026-09-30", "due: soon");
    assert_codes(&found(&[("treatment: [retain]\n", &plan)]), &["SCHEMA-005"]);
    let control = "kind: control\nid: X.1\ntitle: Screens\napplicable: true\nimplementation: done\n";
    let repository = with_risk(&[("[A.8.1]", "[A.8.1, X.1]")]).with("annex-a/custom/x.01-screens/control.yaml", control);
    assert_codes(&repository.of_families(&all, TODAY), &["SCHEMA-004"]);
}

#[test]
fn controls_are_reported_for_what_they_are() {
    let control = |what: &str| format!("kind: control\nid: X.1\ntitle: Screens\n{what}\n");
    let found = |what: &str| {
        let repository = with_risk(&[("[A.8.1]", "[A.8.1, X.1]")]);
        repository.with("annex-a/custom/x.01-screens/control.yaml", &control(what)).on(TODAY)
    };
    assert_codes(&found("applicable: true\nimplementation: partial"), &[]);
    assert_codes(&found("applicable: true\nimplementation: retired"), &["RTP-005"]);
    assert_codes(&found("applicable: true"), &["RTP-005"]);
    assert_codes(&found("applicable: false\nimplementation: planned"), &["RTP-004"]);
    assert_codes(&found("applicable: undecided"), &[]);
    assert_codes(&with_risk(&[("[A.8.1]", "[A.8.1, X.9]")]).on(TODAY), &[]);
}

#[test]
fn a_lower_score_has_something_behind_it() {
    let none = ("existing_controls: [A.8.1]\n", "");
    assert_codes(&with_risk(&[none]).on(TODAY), &["RISK-006"]);
    assert_codes(&with_risk(&[none, ("treatment: [retain]", "treatment: [modify]")]).on(TODAY), &["RTP-001"]);
    assert_codes(&with_risk(&[none, ("treatment: [retain]", "treatment: [share]")]).on(TODAY), &["RISK-013"]);
    assert_codes(&with_risk(&[none, ("treatment: [retain]\n", PLAN)]).on(TODAY), &["RISK-006"]);
    let done = PLAN.replace("status: in_progress", "status: done, evidence: [EV-001]");
    assert_codes(&with_risk(&[none, ("treatment: [retain]\n", &done)]).on(TODAY), &[]);
    let cancelled = PLAN.replace("status: in_progress", "status: cancelled");
    assert_codes(&with_risk(&[none, ("treatment: [retain]\n", &cancelled)]).on(TODAY), &["RTP-001"]);
    assert_codes(&with_risk(&[("existing_controls", "treatment_controls")]).on(TODAY), &[]);
}

#[test]
fn a_target_above_the_current_score_needs_a_reason() {
    let target = |reason: &str| format!("treatment: [retain]\ntarget: {{ likelihood: 2, impact: 3{reason} }}\n");
    assert_codes(&with_risk(&[("treatment: [retain]\n", &target(""))]).on(TODAY), &["RISK-005"]);
    assert_codes(&with_risk(&[("treatment: [retain]\n", &target(", rationale: The old encryption ends."))]).on(TODAY), &[]);
}

#[test]
fn criteria_are_looked_at_when_risks_are_judged_by_them() {
    let path = "clauses/06-planning/risk-criteria.yaml";
    let text =
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/base").join(path)).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    let found = |text: &str| with_risk(&[]).with(path, text).on(TODAY);
    assert_eq!(
        found(&changed("status: approved", "status: draft")),
        ["RISK-001 CRI-001 is not approved, and 1 risk is judged by it"]
    );
    assert_codes(&Repository::new().with(path, &changed("status: approved", "status: draft")).on(TODAY), &[]);
    assert_eq!(found(&changed("acceptance_threshold: 2\n", "")), ["RISK-001 CRI-001 has no acceptance threshold"]);
    let gaps = found(&changed("to: 4,", "to: 6,").replace("from: 1, to: 2", "from: 2, to: 2"));
    assert_eq!(gaps, ["RISK-001 no level of CRI-001 holds the score 1, and more than one holds 6"]);
    let found_role = found(&changed("name: medium", "name: middle"));
    assert_eq!(found_role, ["RISK-001 ciso may accept up to `medium`, which is no level of CRI-001"]);
    let criterion = found(&changed("priority: 2, acceptance: owner", "priority: 2, acceptance: criterion"));
    assert_eq!(criterion, ["RISK-001 level medium of CRI-001 needs no acceptance up to 4, but the threshold is 2"]);
    let matrix = "formula: matrix\nmatrix: [[1, 2, 3], [2, 4, 6], [3, 6]]\nlevels:";
    assert_eq!(found(&changed("levels:", matrix)), ["RISK-001 the matrix of CRI-001 has no result for 3 × 3"]);
    assert_eq!(
        found(&changed("priority: 2, acceptance: owner", "acceptance: owner")),
        ["RISK-007 level medium of CRI-001 has no priority, and R-001 is in it"]
    );
    for (from, to) in [("to: 4,", "to: four,"), ("value: 2, label: possible", "value: two, label: possible")] {
        let found = with_risk(&[]).with(path, &changed(from, to)).of_families(&["RISK", "RTP", "SCHEMA"], TODAY);
        assert_codes(&found, &["SCHEMA-002"]);
    }
    let gone = with_risk(&[]).without(path);
    assert_eq!(gone.on(TODAY), ["RISK-001 1 risk is scored without risk criteria"]);
    assert_codes(&gone.with(path, "kind: criteria\nid: CRI-001\n  title: [").on(TODAY), &[]);
    assert_codes(&Repository::new().without(path).on(TODAY), &[]);
}

#[test]
fn each_risk_is_judged_by_its_own_criteria() {
    let strict = "kind: criteria\nid: CRI-002\ntitle: For the health product\nstatus: approved\nversion: \"1\"\nlikelihood_scale:\n  \
                  - { value: 2, label: any, definition: At all. }\nimpact_scale:\n  - { value: 2, label: any, definition: At all. }\n\
                  levels:\n  - { name: medium, from: 4, to: 4, priority: 1, acceptance: never }\n  \
                  - { name: high, from: 5, to: 9, priority: 1, acceptance: never }\nacceptance_threshold: 1\n";
    let path = "clauses/06-planning/risk-criteria-health.yaml";
    assert_codes(&with_risk(&[]).with(path, strict).on(TODAY), &[]);
    let own = with_risk(&[
        ("treatment: [retain]", "treatment: [retain]\ncriteria: CRI-002"),
        ("inherent: { likelihood: 2, impact: 3", "inherent: { likelihood: 2, impact: 2"),
    ]);
    assert_codes(&own.with(path, strict).on(TODAY), &["RISK-008"]);
}

#[test]
fn what_is_critical_is_in_a_risk() {
    let asset = "kind: asset\nid: AST-001\ntitle: Files\ncriticality: critical\nsupplier: SUP-001\n";
    let supplier = "kind: supplier\nid: SUP-001\ntitle: Host\ncriticality: critical\n";
    let both = |repository: Repository| {
        repository
            .with("clauses/08-operation/assets/AST-001.yaml", asset)
            .with("clauses/08-operation/suppliers/SUP-001.yaml", supplier)
    };
    assert_codes(&both(with_risk(&[])).on(TODAY), &["RISK-014", "RISK-014"]);
    assert_codes(&both(with_risk(&[("processes:", "assets: [AST-001]\nprocesses:")])).on(TODAY), &[]);
    assert_codes(&both(with_risk(&[("processes:", "refs: [AST-001]\nprocesses:")])).on(TODAY), &[]);
    assert_codes(&both(Repository::new()).on(TODAY), &[]);
    let unread = both(with_risk(&[])).with("clauses/06-planning/risks/R-002.yaml", "kind: risk\nid: R-002\n  title: [");
    assert_codes(&unread.on(TODAY), &[]);
}

#[test]
fn avoiding_ends_with_the_activity() {
    let asset = |status: &str| format!("kind: asset\nid: AST-001\ntitle: Old portal\nstatus: {status}\n");
    let found = |status: &str, treatment: &str| {
        let risk = with_risk(&[("treatment: [retain]\n", treatment), ("processes:", "assets: [AST-001]\nprocesses:")]);
        risk.with("clauses/08-operation/assets/AST-001.yaml", &asset(status)).on(TODAY)
    };
    assert_eq!(
        found("in_use", "treatment: [avoid]\n"),
        ["RISK-013 R-001 is to be avoided, but AST-001 is in use and no action ends that"]
    );
    assert_codes(&found("retired", "treatment: [avoid]\n"), &[]);
    assert_codes(&found("in_use", &PLAN.replace("modify", "avoid")), &[]);
}

#[test]
fn every_owner_approves_the_plan_as_it_is() {
    let approval = |id: u8, by: &str, digest: &str| {
        format!(
            "kind: approval\nid: APR-00{id}\nsubject: rtp\nversion: \"1\"\n{digest}decision: approved\nby: {by}\non: 2026-03-09\n\
             method: minutes\nreference: Minutes\n"
        )
    };
    let repository = || with_risk(&[("treatment: [retain]", "treatment: [modify]"), ("owner: ceo", "owner: ciso")]);
    let plan = repository().plan();
    let bound = format!("digest: {plan}\n");
    let stale = format!("digest: {}\n", "ab".repeat(32));
    let with = |approvals: &[String]| {
        let files = approvals.iter().enumerate();
        files.fold(repository(), |all, (at, text)| all.with(&format!("approvals/APR-00{at}.yaml"), text)).on(TODAY)
    };
    assert_codes(&with(&[]), &[]);
    assert_codes(&with(&[approval(1, "bob", "")]), &[]);
    assert_codes(&with(&[approval(1, "bob", &bound)]), &[]);
    assert_eq!(
        with(&[approval(1, "bob", &stale)]),
        ["RTP-006 the treatment plan is not the one that was approved as version 1 on 2026-03-09"]
    );
    assert_eq!(
        with(&[approval(1, "ada", &bound)]),
        ["RTP-006 version 1 of the treatment plan is not approved by ciso, who owns R-001"]
    );
    // What bob approved was another plan; a new signature of ada does not change that.
    assert_codes(&with(&[approval(1, "ada", &bound), approval(2, "bob", &stale)]), &["RTP-006"]);
    assert_codes(&with(&[approval(1, "ada", ""), "kind: approval\nid: APR-002\n  by: [".to_owned()]), &[]);
    // The last version counts.
    let newer = approval(2, "ada", "").replace("version: \"1\"", "version: \"2\"").replace("2026-03-09", "2026-04-09");
    assert_codes(&with(&[approval(1, "bob", ""), newer]), &["RTP-006"]);
}
