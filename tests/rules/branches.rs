//! What the rules say where they have more to say than the example on their page: one row, one small change, one finding in full.

use isms::check::{Levels, run};
use isms::load::load;

use crate::ground::base;

const TODAY: &str = "2026-06-30";

/// What a rule tells about the fixture with files laid over it: `file:line message (help)`.
fn told(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let mut memory = base();
    for (path, text) in files {
        memory.insert(path, text.as_bytes());
    }
    let loaded = load(&memory).unwrap_or_else(|error| panic!("{error}"));
    let report = run(&loaded, &Levels::new(&loaded.isms, None).unwrap(), TODAY.parse().unwrap());
    assert!(!report.findings.iter().any(|finding| finding.code.starts_with("SCHEMA")), "{:?}", report.findings);
    let line = |finding: &isms::finding::Finding| {
        let at = &finding.primary.at;
        let file = loaded.files.get(at.file).unwrap();
        let start = loaded.files.span(at).start as usize;
        let line = file.text.as_deref().unwrap()[..start].matches('\n').count() + 1;
        let name = file.path.rsplit('/').next().unwrap();
        format!("{name}:{line} {} ({})", finding.message, finding.help.as_deref().unwrap_or("no help"))
    };
    report.findings.iter().filter(|finding| finding.code == rule).map(line).collect()
}

/// Rows of more lines for one record, and what a rule says about the record with them.
#[track_caller]
fn table(rule: &str, path: &str, head: &str, rows: &[(&str, &[&str])]) {
    for (more, expected) in rows {
        assert_eq!(told(rule, &[(path, &format!("{head}{more}"))]), *expected, "{rule} on {more}");
    }
}

#[test]
fn the_certificate_ends_and_nobody_has_planned_to_renew_it() {
    let head = "isms: 1\nname: Base\nprofile: maintain\ncycle_start: 2026-01-01\ncertificate:\n";
    let ended = "isms.yaml:6 the certificate ended on 2026-06-29 (renew it, or take it out of the settings and of everything that shows it)";
    let unplanned = "isms.yaml:6 the certificate ends on 2026-12-29, and no recertification audit is planned (agree on a date with \
                     the certification body, and add an audit of the type `recertification`)";
    table(
        "CER-001",
        "isms.yaml",
        head,
        &[("  expiry: 2026-06-29\n", &[ended]), ("  expiry: 2026-12-29\n", &[unplanned]), ("  expiry: 2026-12-30\n", &[])],
    );
}

#[test]
fn an_incident_says_by_when_somebody_is_told() {
    let head = "kind: incident\nid: INC-001\ntitle: A theft\nstatus: responding\nowner: ciso\ndetected_on: 2026-06-11\n\
                assessment: incident\nassessed_by: bob\nassessed_on: 2026-06-11\nseverity: medium\nnotification:\n  required: true\n";
    table(
        "INC-001",
        "clauses/08-operation/incidents/INC-001.yaml",
        head,
        &[
            (
                "",
                &[
                    "INC-001.yaml:11 INC-001 does not say by when whoever has to be told is notified (add `due:`; many duties run for \
                   24 or 72 hours from the day you know of it)",
                ],
            ),
            ("  due: 2026-06-30\n", &[]),
            (
                "  due: 2026-06-29\n  authority: the regulator\n",
                &[
                    "INC-001.yaml:13 INC-001 was to be notified to the regulator by 2026-06-29, 1 day ago (notify now and say why it \
                   is late; why it was late is a nonconformity of its own)",
                ],
            ),
            (
                "  due: 2026-06-13\n  sent: 2026-06-15\n",
                &[
                    "INC-001.yaml:14 INC-001 was notified to whoever has to be told on 2026-06-15, 2 days late (write down why; why it \
                   was late is a nonconformity of its own)",
                ],
            ),
            ("  sent: 2026-06-15\n", &[]),
        ],
    );
}

#[test]
fn a_supplier_shows_something_that_holds() {
    let head = "kind: supplier\nid: SUP-001\ntitle: Host\nstatus: active\ncriticality: high\nreviewed: 2026-05-30\nassurance:\n  - type: \
                questionnaire\n    user_controls_reviewed: true\n";
    let path = "clauses/08-operation/suppliers/SUP-001.yaml";
    table(
        "SUP-003",
        path,
        head,
        &[
            (
                "    scope_checked: true\n",
                &["SUP-001.yaml:8 the assurance of SUP-001 does not say until when it holds (add `period_end:`)"],
            ),
            (
                "    period_end: 2026-05-01\n",
                &[
                    "SUP-001.yaml:8 nobody has checked in the assurance of SUP-001 whether its scope has the service in use (read the \
                   report, and set `scope_checked:` and `user_controls_reviewed:`)",
                ],
            ),
        ],
    );
    let unconcluded = "SUP-001.yaml:2 SUP-001 was reviewed on 2026-05-30 without a conclusion (add `conclusion:` satisfactory, \
                       conditional or unsatisfactory)";
    assert_eq!(told("SUP-002", &[(path, head)]), [unconcluded]);
}

#[test]
fn the_context_decides_about_the_climate_and_says_all_of_it() {
    let document = |more: &str| {
        format!(
            "---\nkind: document\nid: DOC-001\ntitle: Context\ndoctype: context\nstatus: effective\n{more}---\n# Context\n\nText.\n"
        )
    };
    let said = |more: &str| told("GOV-003", &[("clauses/04-context/DOC-001.md", &document(more))]);
    assert_eq!(
        said(""),
        ["DOC-001.md:3 DOC-001 does not decide whether climate change is relevant (decide it, and add `climate_determination:` \
          with `relevant`, `reason`, `on` and `by`; both answers are fine)"]
    );
    assert_eq!(
        said("climate_determination: { by: ada }\n"),
        [
            "DOC-001.md:7 the climate determination of DOC-001 does not say what was decided, why and when (add `relevant`, `reason` \
          and `on`)"
        ]
    );
}

#[test]
fn the_scope_names_the_sites() {
    let scope = |text: &str| {
        format!(
            "---\nkind: document\nid: DOC-002\ntitle: Scope\ndoctype: scope\nstatus: effective\nclauses: [\"4.3\"]\n---\n# Scope\n\n{text}\n"
        )
    };
    let site = "kind: asset\nid: AST-001\ntitle: Head office (rented)\nstatus: in_use\ntype: site\nlocation: Quay 4, Northhaven\n";
    let said = |text: &str, site: &str| {
        told("GOV-002", &[("clauses/04-context/DOC-002.md", &scope(text)), ("clauses/08-operation/assets/AST-001.yaml", site)])
    };
    assert_eq!(
        said("All of it.", site),
        ["AST-001.yaml:5 AST-001 (Head office (rented)) is a site, and the scope does not name it (add it to the locations in \
          DOC-002, or say `in_scope: false`)"]
    );
    assert_eq!(said("The head office.", site), [""; 0]);
    assert_eq!(said("Quay 4.", site), [""; 0]);
    assert_eq!(said("All of it.", &format!("{site}in_scope: false\n")), [""; 0]);
}

#[test]
fn a_requirement_in_part_has_a_reason() {
    let head = "kind: requirement\nid: REQ-001\ntitle: Tell customers\nstatus: active\nhow_met: By mail.\n";
    let help = "(add `addressed_reason:`; that another part of the organisation takes care of it is a reason)";
    let part = format!("REQ-001.yaml:6 REQ-001 is addressed in part, and nobody says why {help}");
    let none = format!("REQ-001.yaml:6 REQ-001 is addressed not at all, and nobody says why {help}");
    let path = "clauses/04-context/requirements/REQ-001.yaml";
    table("GOV-004", path, head, &[("addressed: partly\n", &[&part]), ("addressed: not\n", &[&none]), ("addressed: fully\n", &[])]);
}

#[test]
fn metrics_of_one_sort_only_and_a_value_below_what_is_possible() {
    let metric = |at: usize, nature: &str| format!("kind: metric\nid: M-00{at}\ntitle: T\nstatus: active\nnature: {nature}\n");
    let said = |natures: &[&str]| {
        let files: Vec<(String, String)> = natures
            .iter()
            .enumerate()
            .map(|(at, nature)| (format!("clauses/09-evaluation/metrics/M-00{at}.yaml"), metric(at, nature)))
            .collect();
        told("MET-006", &files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    };
    let help = "(measure the other side of what matters most, too)";
    let counts = "counts what happened: incidents, losses, late notices";
    assert_eq!(said(&["proactive"; 4]), [format!("M-000.yaml:5 all 4 metrics are proactive, and none {counts} {help}")]);
    let counts = "counts what is done to prevent it: patches, reviews, tests";
    assert_eq!(said(&["reactive"; 5]), [format!("M-000.yaml:5 all 5 metrics are reactive, and none {counts} {help}")]);
    assert_eq!(said(&["reactive"; 3]), [""; 0]);
    assert_eq!(said(&["proactive", "reactive", "reactive", "reactive"]), [""; 0]);
    let below = metric(1, "proactive") + "minimum: 0\nmeasurements:\n  - { period: \"2026-04\", value: -1 }\n";
    assert_eq!(
        told("MET-003", &[("clauses/09-evaluation/metrics/M-001.yaml", &below)]),
        [
            "M-001.yaml:8 M-001, 2026-04: -1 is below the minimum of 0 (look at the source again; a value that was reported already is \
          corrected with an entry in `corrections:`)"
        ]
    );
}

const RISK: &str = "kind: risk\nid: R-001\ntitle: T\nowner: ceo\nstatus: monitored\nassessed_on: 2026-03-02\ncriteria_version: \"1\"\n\
                    current: { likelihood: 2, impact: 2 }\n";

/// A risk beside the criteria with one change to them.
#[track_caller]
fn criteria(rule: &str, from: &str, to: &str, expected: &[&str]) {
    let path = "clauses/06-planning/risk-criteria.yaml";
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/base");
    let text = std::fs::read_to_string(fixture.join(path)).unwrap();
    assert!(text.contains(from), "{from} is not in the criteria");
    let files = [(path, &*text.replacen(from, to, 1)), ("clauses/06-planning/risks/R-001.yaml", RISK)];
    assert_eq!(told(rule, &files), expected, "{from} -> {to}");
}

#[test]
fn each_gap_in_the_criteria_is_named_as_what_it_is() {
    let levels = "(set `from` and `to` so that every score that can come out falls in exactly one level)";
    let several = format!("risk-criteria.yaml:16 more than one level of CRI-001 holds the score 4 {levels}");
    criteria("RISK-001", "name: high, from: 6", "name: high, from: 4", &[&several]);
    let none = format!("risk-criteria.yaml:16 no level of CRI-001 holds the scores 3 and 4 {levels}");
    criteria("RISK-001", "name: medium, from: 3, to: 4", "name: medium, from: 5, to: 5", &[&none]);
    let who = "(say who may accept: `criterion`, `owner`, `role` with `roles`, or `never`; agree it with top management)";
    let free = format!("risk-criteria.yaml:18 level medium of CRI-001 needs no acceptance up to 4, but the threshold is 2 {who}");
    criteria("RISK-001", "acceptance: owner", "acceptance: criterion", &[&free]);
    let nobody = format!("risk-criteria.yaml:19 level high of CRI-001 is for a role to accept, but names none {who}");
    criteria("RISK-001", ", roles: [ceo]", "", &[&nobody]);
    criteria(
        "RISK-001",
        "priority: 2, acceptance: owner",
        "priority: 2",
        &[&format!("risk-criteria.yaml:18 level medium of CRI-001 does not say who may accept a risk {who}")],
    );
    criteria(
        "RISK-012",
        "status: approved",
        "status: superseded",
        &[
            "R-001.yaml:6 R-001 is scored by CRI-001, which is superseded (assess it again with the owner, write the scores with their reasons, and \
           set `assessed_on` to that day)",
        ],
    );
}

#[test]
fn a_risk_is_shared_by_contract() {
    let supplier = |id: &str| format!("kind: supplier\nid: {id}\ntitle: Host\nstatus: active\n");
    let risk = format!("{RISK}treatment: [share]\nshared_with: [SUP-001, SUP-002]\n");
    let said = |one: &str| {
        told(
            "RISK-013",
            &[
                ("clauses/06-planning/risks/R-001.yaml", &*risk),
                ("clauses/08-operation/suppliers/SUP-001.yaml", one),
                ("clauses/08-operation/suppliers/SUP-002.yaml", &supplier("SUP-002")),
            ],
        )
    };
    assert_eq!(
        said(&supplier("SUP-001")),
        [
            "R-001.yaml:2 R-001 is shared with SUP-001 and SUP-002, but no contract in force is named there or here (name the contract \
          or policy and the section that covers the loss in `contract_reference`)"
        ]
    );
    assert_eq!(said(&format!("{}contract_ref: Contract 7\n", supplier("SUP-001"))), [""; 0]);
}

#[test]
fn a_plan_without_a_target_leaves_the_risk_as_it_is() {
    let plan = "treatment: [modify]\nactions: [{ id: T1, what: X., responsible: ciso, due: 2026-09-30, status: planned }]\n";
    assert_eq!(
        told("RISK-008", &[("clauses/06-planning/risks/R-001.yaml", &format!("{RISK}{plan}"))]),
        [
            "R-001.yaml:8 R-001 is scored 4 (medium), above 2, has no target for its plan, and nobody has accepted it (plan an action \
          that lowers it, or let the owner decide and record it in `acceptances`)"
        ]
    );
}

#[test]
fn a_serious_incident_is_part_of_a_risk() {
    let incident = "kind: incident\nid: INC-001\ntitle: A theft\nassessment: incident\nseverity: critical\n";
    let said = |status: &str| {
        let incident = format!("{incident}status: {status}\n");
        let files = [("clauses/08-operation/incidents/INC-001.yaml", &*incident), ("clauses/06-planning/risks/R-001.yaml", RISK)];
        told("RISK-014", &files)
    };
    assert_eq!(
        said("reviewed"),
        [
            "INC-001.yaml:2 INC-001 is an incident of severity critical, and no risk is linked to it (name in `risks` the risk that it \
          was a case of, or write down the one that nobody had thought of)"
        ]
    );
    assert_eq!(said("responding"), [""; 0]);
    assert_eq!(said("closed"), [""; 0]);
}

#[test]
fn the_settings_follow_the_edition_in_force() {
    let head = "isms: 1\nname: Base\nprofile: maintain\ncycle_start: 2026-01-01\n";
    let help = "(write ISO/IEC 27001:2022, and see whether what is said about it, and every number, holds for that edition)";
    let old = format!(
        "isms.yaml:5 isms.yaml says that the ISMS follows ISO/IEC 27001:2013, an edition that is replaced by that of 2022 {help}"
    );
    let none =
        format!("isms.yaml:5 isms.yaml says that the ISMS follows ISO/IEC 27001:2021, an edition that does not exist {help}");
    table(
        "DOC-013",
        "isms.yaml",
        head,
        &[
            ("standard: ISO/IEC 27001:2013\n", &[&old]),
            ("standard: ISO/IEC 27001:2021\n", &[&none]),
            ("standard: ISO/IEC 27001:2022\n", &[]),
        ],
    );
}

#[test]
fn an_action_is_late_by_its_new_date_and_shown_there() {
    let case = "kind: nonconformity\nid: NC-001\ntitle: T\nstatus: acting\nactions:\n  - id: T1\n    what: X.\n    due: 2026-02-27\n    \
                status: planned\n    revised_due:\n      - date: 2026-06-29\n";
    assert_eq!(
        told("NCR-001", &[("clauses/10-improvement/nonconformities/NC-001.yaml", case)]),
        ["NC-001.yaml:11 the action T1 of NC-001 was due on 2026-06-29, 1 day ago, and is not done (finish it, or agree on a new \
          date with whoever decides and say why)"]
    );
}

#[test]
fn what_is_effective_has_taken_effect() {
    let policy = "---\nkind: policy\nid: POL-010\ntitle: Laptops\nstatus: effective\nversion: \"1\"\nowner: ciso\neffective_from: 2026-07-01\n---\n# Laptops\n";
    assert_eq!(
        told("REPO-006", &[("clauses/POL-010.md", policy)]),
        [
            "POL-010.md:8 POL-010 is effective, and takes effect on 2026-07-01, which is after 2026-06-30 (say `approved` until that day, \
          or correct the date)"
        ]
    );
}
