use insta::assert_snapshot;

use crate::pages::without_findings;
use crate::sandbox::Sandbox;

#[test]
fn a_record_with_everything_around_it() {
    let card = Sandbox::with_risks().seen(&["show", "R-002"]);
    assert_snapshot!(without_findings(&card), @"
R-002  A laptop is stolen
risk · clauses/06-planning/risks/R-002-stolen-laptop.yaml:2

status             treating
owner              ciso
event              Someone takes a laptop from a train and reads what is on its disk.
current
  likelihood  3
  impact      2
  rationale   It happened in May.
  score       6
  level       high
target
  likelihood  1
  impact      2
  score       2
  level       low
existing_controls  A.8.1
treatment          modify
actions
  - id           T1
    what         Encrypt all disks
    controls     A.8.1
    responsible  bob
    due          2026-05-31
    status       in_progress
acceptances
  - on           2026-02-01
    accepted_by  ada
    valid_until  2026-12-31
reviewed           2025-05-15
x-team             blue

Computed, as of 2026-06-30
next_review  2026-05-15
residual
  likelihood  1
  impact      2
  score       2
  level       low
accepted     true

Refers to
  ciso   Security lead           owner
  A.8.1  User end point devices  existing_controls, actions.controls
  bob    Bob                     actions.responsible
  ada    Ada                     acceptances.accepted_by
");
}

#[test]
fn a_control_with_what_the_standard_says() {
    let card = Sandbox::with_risks().seen(&["show", "A.8.1"]);
    assert_snapshot!(without_findings(&card), @"
A.8.1  User end point devices
control · annex-a/8-technological/8.01-user-end-point-devices/control.yaml:2

Laptops, phones and tablets carry company data around, so their settings must survive theft and carelessness.
An auditor reads a management console export for unencrypted, unlocked, unpatched or unenrolled devices, and asks about private phones.

type             Preventive
properties       Confidentiality, Integrity, Availability
concepts         Protect
capabilities     Asset management, Information protection
domains          Protection
usual evidence   Device management export with encryption, lock and patch state (every 3m)
2013 edition     A.6.2.1 Mobile device policy; A.11.2.8 Unattended user equipment

applicable       true
reasons          baseline
justification    All staff work on company laptops.
implementation   implemented
how_implemented  Laptops are enrolled in device management, encrypted and locked after five minutes.
owner            ciso

Computed, as of 2026-06-30
theme            technological
risks            R-002
evidence_count   1
newest_evidence  2026-06-15

Refers to
  ciso  Security lead  owner

Referred to by
  EV-001  Device list         evidence  controls
  R-002   A laptop is stolen  risk      existing_controls, actions.controls
");
}

#[test]
fn a_document_with_its_headings() {
    let sandbox = Sandbox::base();
    let policy =
        "---\nkind: policy\nid: POL-001\ntitle: Access\nversion: 1.10\n---\n# Access\n\nText.\n\n## Rules\n\n## Exceptions\n";
    sandbox.write("clauses/POL-001-access.md", policy);
    let card = sandbox.seen(&["show", "POL-001"]);
    assert_snapshot!(without_findings(&card), @"
POL-001  Access
policy · clauses/POL-001-access.md:3

version  1.10

Text
  line 7     Access
  line 11      Rules
  line 13      Exceptions
");
}

#[test]
fn what_is_wrong_with_a_record_stands_on_its_card() {
    let card = Sandbox::with_risks().seen(&["show", "R-100"]);
    let (_, findings) = card.split_once("\nFindings\n").unwrap();
    assert!(findings.contains("  error[SCHEMA-005] `owner` does not have the right form: `@ciso`\n"), "{findings}");
    assert!(findings.lines().all(|line| line.starts_with("  error[") || line.starts_with("  warning[")), "{findings}");
    assert_snapshot!(without_findings(&card), @r#"
R-100  =HYPERLINK("http://x.example","a") ?[31m�red
risk · clauses/06-planning/risks/R-100-hostile.yaml:2

status  closed
owner   @ciso
tags
  - +1
  - two lines

Computed, as of 2026-06-30
accepted  false
"#);
}

#[test]
fn programs_get_the_same() {
    let sandbox = Sandbox::with_risks();
    let text = sandbox.seen(&["show", "R-10", "--format", "json"]);
    let mut card: serde_json::Value = serde_json::from_str(&text).unwrap();
    let findings = card["findings"].take();
    let about_the_owner = findings.as_array().unwrap().iter().find(|finding| finding["code"] == "RISK-003").unwrap();
    assert_eq!((&about_the_owner["record"], &about_the_owner["field"]), (&"R-10".into(), &"/owner".into()));
    assert_snapshot!(serde_json::to_string_pretty(&card).unwrap(), @r#"
{
  "schema_version": 1,
  "as_of": "2026-06-30",
  "record": {
    "kind": "risk",
    "id": "R-10",
    "title": "Outage",
    "status": "identified",
    "path": "clauses/06-planning/risks/R-10-outage.yaml",
    "as_of": "2026-06-30",
    "next_review": null,
    "links": [],
    "linked_from": [],
    "residual": null,
    "accepted": false
  },
  "refers_to": [],
  "referred_to_by": [],
  "findings": null,
  "waived": []
}
"#);
}

#[test]
fn what_is_not_there_says_what_was_meant() {
    let sandbox = Sandbox::base();
    sandbox.write("clauses/06-planning/risks/R-003-broken.yaml", "kind: risk\nid: R-003\ntitle: [\n");
    assert_snapshot!(sandbox.seen(&["show", "CRI-01"]), @"
--- stderr
error: there is no record called CRI-01
  help: did you mean CRI-001 (Risk criteria)?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["show", "A.9.2.5"]), @"
--- stderr
error: A.9.2.5 is a number of the 2013 edition
  help: in ISO/IEC 27001:2022 it is A.5.18 (Access rights)
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["show", "A.5.15"]), @"
--- stderr
error: there is no record of A.5.15 (Access control) here
  help: `isms explain A.5.15` tells what it is about; `isms init` writes the records that are missing
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["show", "R-003"]), @"
--- stderr
error: R-003 stands in clauses/06-planning/risks/R-003-broken.yaml, which cannot be understood
  help: `isms check` says why
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["show", "nothing-like-it"]), @"
--- stderr
error: there is no record called nothing-like-it
  help: `isms list KIND` shows the ids of a kind
--- exit 2
");
}
