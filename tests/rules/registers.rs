//! What rules say besides what their pages show: the second cases, with the line and the whole sentence.

use isms::check::{Levels, run};
use isms::load::load;

use crate::ground::base;

/// What a rule finds on 2026-06-30 in one file that is laid over the fixture: the line in it, and the message.
fn found(rule: &str, path: &str, text: &str) -> Vec<String> {
    let mut files = base();
    files.insert(path, text.as_bytes());
    let loaded = load(&files).unwrap_or_else(|error| panic!("{error}"));
    assert!(loaded.findings.is_empty(), "{path}: {:?}", loaded.findings);
    let report = run(&loaded, &Levels::new(&loaded.isms, None).unwrap(), "2026-06-30".parse().unwrap());
    let ours = report.findings.iter().filter(|finding| finding.code == rule);
    let line = |at: &isms::text::Locus| loaded.files.lines(at.file).position(loaded.files.span(at).start).line;
    ours.map(|finding| format!("{}: {}", line(&finding.primary.at), finding.message)).collect()
}

#[track_caller]
fn says(rule: &str, path: &str, text: &str, expected: &[&str]) {
    assert_eq!(found(rule, path, text), expected, "{rule}:\n{text}");
}

const SETTINGS: &str = "isms: 1\nname: Base\nprofile: maintain\ncycle_start: 2026-01-01\n";

#[test]
fn a_certificate_ends_or_is_about_to() {
    let rule = |more: &str, expected: &[&str]| says("CER-001", "isms.yaml", &format!("{SETTINGS}{more}"), expected);
    rule("certificate: { decision_date: 2026-01-10, expiry: 2026-06-29 }\n", &["5: the certificate ended on 2026-06-29"]);
    let ends = "5: the certificate ends on 2026-12-29, and no recertification audit is planned";
    rule("certificate: { decision_date: 2026-01-10, expiry: 2026-12-29 }\n", &[ends]);
    rule("certificate: { decision_date: 2026-01-10, expiry: 2026-12-30 }\n", &[]);
}

#[test]
fn the_settings_name_an_edition() {
    let rule =
        |edition: &str, expected: &[&str]| says("DOC-013", "isms.yaml", &format!("{SETTINGS}standard: {edition}\n"), expected);
    rule(
        "ISO/IEC 27001:2013",
        &["5: isms.yaml says that the ISMS follows ISO/IEC 27001:2013, an edition that is replaced by that of 2022"],
    );
    rule("ISO/IEC 27001:2019", &["5: isms.yaml says that the ISMS follows ISO/IEC 27001:2019, an edition that does not exist"]);
    rule("ISO/IEC 27001:2022", &[]);
}

#[test]
fn criteria_lack_what_a_score_needs() {
    let path = "clauses/06-planning/risk-criteria.yaml";
    let whole = include_str!("../fixtures/base/clauses/06-planning/risk-criteria.yaml");
    let rule = |changes: &[(&str, &str)], expected: &[&str]| {
        let text = changes.iter().fold(whole.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        says("RISK-001", path, &text, expected);
    };
    rule(&[], &[]);
    rule(&[("acceptance_threshold: 2\n", "")], &["2: CRI-001 has no acceptance threshold"]);
    rule(
        &[("acceptance: owner", "acceptance: criterion")],
        &["18: level medium of CRI-001 needs no acceptance up to 4, but the threshold is 2"],
    );
    rule(&[(", acceptance: owner", "")], &["18: level medium of CRI-001 does not say who may accept a risk"]);
    rule(&[(", roles: [ceo]", "")], &["19: level high of CRI-001 is for a role to accept, but names none"]);
    rule(&[("from: 3, to: 4", "from: 2, to: 4")], &["16: more than one level of CRI-001 holds the score 2"]);
    rule(&[("from: 3, to: 4", "from: 4, to: 4")], &["16: no level of CRI-001 holds the score 3"]);
    rule(&[(", definition: A day of work.", "")], &["13: CRI-001 does not define impact 1"]);
}

#[test]
fn an_incident_says_who_is_notified_and_by_when() {
    let incident = |notification: &str| {
        format!(
            "kind: incident\nid: INC-001\ntitle: A mailbox was read\nstatus: responding\nowner: ciso\ndetected_on: 2026-06-01\n\
             assessment: incident\nassessed_by: bob\nassessed_on: 2026-06-01\nseverity: high\nnotification:\n{notification}"
        )
    };
    let rule = |notification: &str, expected: &[&str]| {
        says("INC-001", "clauses/08-operation/incidents/INC-001.yaml", &incident(notification), expected);
    };
    rule("  required: true\n  authority: the regulator\n", &["11: INC-001 does not say by when the regulator is notified"]);
    rule(
        "  required: true\n  due: 2026-06-20\n",
        &["13: INC-001 was to be notified to whoever has to be told by 2026-06-20, 10 days ago"],
    );
    rule("  required: true\n  due: 2026-06-30\n", &[]);
    rule(
        "  required: true\n  authority: the regulator\n  due: 2026-06-03\n  sent: 2026-06-04\n",
        &["15: INC-001 was notified to the regulator on 2026-06-04, 1 day late"],
    );
    rule("  required: false\n", &["11: INC-001 does not say why nobody has to be notified"]);
}

#[test]
fn the_context_decides_about_climate_change_and_says_why() {
    let context = |decision: &str| {
        format!(
            "---\nkind: document\nid: DOC-001\ntitle: Context\ndoctype: context\nstatus: effective\nversion: \"1\"\nowner: ceo\n{decision}---\n# Context\n"
        )
    };
    let rule = |decision: &str, expected: &[&str]| says("GOV-003", "clauses/04-context/context.md", &context(decision), expected);
    rule("", &["3: DOC-001 does not decide whether climate change is relevant"]);
    rule("climate_determination: { relevant: true }\n", &["9: the climate determination of DOC-001 does not say why and when"]);
}

#[test]
fn a_supplier_that_matters_proves_what_and_until_when() {
    let supplier = |more: &str| {
        format!(
            "kind: supplier\nid: SUP-001\ntitle: Cloud Ltd\nstatus: active\nowner: ciso\ncriticality: high\nreviewed: 2026-05-01\n{more}"
        )
    };
    let rule = |code: &str, more: &str, expected: &[&str]| {
        says(code, "clauses/08-operation/suppliers/SUP-001.yaml", &supplier(more), expected);
    };
    rule("SUP-002", "", &["2: SUP-001 was reviewed on 2026-05-01 without a conclusion"]);
    rule(
        "SUP-003",
        "assurance:\n  - { type: iso27001 }\n",
        &[
            "9: nobody has checked in the assurance of SUP-001 whether its scope has the service in use and what it leaves to its customers",
            "9: the assurance of SUP-001 does not say until when it holds",
        ],
    );
}

#[test]
fn a_requirement_that_is_not_addressed_has_a_reason() {
    let rule = |addressed: &str, expected: &[&str]| {
        let text = format!(
            "kind: requirement\nid: REQ-001\ntitle: A law\nstatus: active\nowner: ciso\nstatement: Tell them.\naddressed: {addressed}\n"
        );
        says("GOV-004", "clauses/04-context/requirements/REQ-001.yaml", &text, expected);
    };
    rule("not", &["7: REQ-001 is addressed not at all, and nobody says why"]);
    rule("partly", &["7: REQ-001 is addressed in part, and nobody says why"]);
}

#[test]
fn what_is_effective_takes_effect_by_now() {
    let text = "---\nkind: policy\nid: POL-010\ntitle: Laptops\nstatus: effective\nversion: \"1\"\nowner: ciso\neffective_from: 2026-07-01\n---\n# Laptops\n";
    let expected = ["8: POL-010 is effective, and takes effect on 2026-07-01, which is after 2026-06-30"];
    says("REPO-006", "clauses/POL-010.md", text, &expected);
}
