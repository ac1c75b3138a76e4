use insta::assert_snapshot;

use crate::pages::without;
use crate::sandbox::Sandbox;

/// A page up to the rules that come from its subject, which get more.
fn before_rules(page: &str) -> &str {
    let end = page.find("\nRules that come from it\n").or_else(|| page.find("\nHere (")).or_else(|| page.find("\nNo document, "));
    &page[..end.unwrap_or(page.len())]
}

#[test]
fn a_rule_has_its_page_anywhere() {
    assert_snapshot!(Sandbox::empty().seen(&["explain", "dangling-reference"]), @"
REPO-003  dangling-reference
a reference leads to a record of the right kind

from      7.5.3
severity  error in every profile
changes   its findings come and go with changes of the files

A reference leads to a record that exists and is of the right kind.

The thread from requirement to risk to control to evidence is what an auditor follows. Where it leads nowhere, it ends there.

Bad: clauses/06-planning/changes/CHG-001-office.yaml

    kind: change
    id: CHG-001
    title: A second floor
    status: proposed
    responsible: cio
                 ^^^ `responsible` names cio, which does not exist

Good: clauses/06-planning/changes/CHG-001-office.yaml

    kind: change
    id: CHG-001
    title: A second floor
    status: proposed
    responsible: ciso

Fix

Correct the id, or create the record that is meant. If the record was deleted, decide what takes its place.
");
}

#[test]
fn a_rule_says_what_it_weighs_here() {
    let sandbox = Sandbox::base();
    sandbox.write("isms.yaml", "isms: 1\nname: Base\nprofile: stage1\nrules: { risk-owner-missing: info }\n");
    let page = sandbox.seen(&["explain", "risk-003"]);
    assert_snapshot!(page.lines().take(8).collect::<Vec<_>>().join("\n"), @"
RISK-003  risk-owner-missing
every open risk is owned by a person who is there, directly or through a role

from      6.1.2 c
severity  warning in build; error in stage1, stage2, maintain
here      info (profile stage1)
changes   its findings may come as time passes, without a change of the files
");
}

#[test]
fn a_clause_with_what_answers_it_here() {
    let sandbox = Sandbox::base();
    let policy = "---\nkind: policy\nid: POL-001\ntitle: Risks\nversion: '1'\nstatus: effective\nclauses: ['6.1.2']\n---\nText.\n";
    sandbox.write("clauses/06-planning/POL-001-risks.md", policy);
    let audit = "kind: audit\nid: AUD-001\ntitle: First audit\nstatus: planned\nplanned_from: 2026-09-01\nclauses: ['6']\n";
    sandbox.write("clauses/09-evaluation/audits/AUD-001-first.yaml", audit);
    let page = sandbox.seen(&["explain", "6.1.2"]);
    assert!(page.contains("\n  RISK-003  risk-owner-missing "), "{page}");
    assert_snapshot!(without(&page, "Rules that come from it"), @"
6.1.2  Information security risk assessment
clause of ISO/IEC 27001:2022, part of 6.1 Actions to address risks and opportunities

Risks are found and rated by a written method, so that two people looking at one case reach about the same answer.
An auditor scores a sampled risk again with its owner using the written scales, and checks that criteria were approved before scoring began.

Documented information
  Risk assessment process (document for 6.1.2, required)
    Method with acceptance criteria, scales for likelihood and consequence, risk ownership rule, triggers, and why two assessors would reach similar results.

Documents that answer it
  POL-001  Risks  version 1  effective

Audits that cover it
  AUD-001  First audit  2026-09-01  planned
");
    assert_snapshot!(before_rules(&sandbox.seen(&["explain", "10"])), @"
10  Improvement
clause of ISO/IEC 27001:2022

Mistakes are repaired at the root, and progress does not wait for the next piece of trouble.
An auditor opens the log of nonconformities and improvements, doubts it when empty, and follows an old case to its proven effect.

Parts
  10.1  Continual improvement
  10.2  Nonconformity and corrective action

Documented information
  Continual improvement log (record for 10.1, not required, but auditors ask for it)
    Improvement ideas and decisions on how well the ISMS still fits and works, with owner, status and outcome.
  Nonconformities and actions taken (record for 10.2 f, required)
    What went wrong, source, containment, consequences, root cause, similar cases looked for, and corrective actions chosen.
  Results of corrective action (record for 10.2 g, required)
    Proof that actions were done and later reviewed for effectiveness, by whom and when, before the case was closed.
");
    assert!(sandbox.seen(&["explain", "10"]).ends_with("\nNo document, evidence or audit here names it\n"));
}

#[test]
fn a_control_with_the_decision_about_it_here() {
    let sandbox = Sandbox::with_risks();
    let page = sandbox.seen(&["explain", "A.8.1"]);
    assert_snapshot!(before_rules(&page), @"
A.8.1  User end point devices
control of Annex A, theme technological

Laptops, phones and tablets carry company data around, so their settings must survive theft and carelessness.
An auditor reads a management console export for unencrypted, unlocked, unpatched or unenrolled devices, and asks about private phones.

type             Preventive
properties       Confidentiality, Integrity, Availability
concepts         Protect
capabilities     Asset management, Information protection
domains          Protection
usual evidence   Device management export with encryption, lock and patch state (every 3m)
2013 edition     A.6.2.1 Mobile device policy; A.11.2.8 Unattended user equipment
");
    assert_snapshot!(page[page.find("\nHere (").unwrap()..], @"
Here (all of it: isms show A.8.1)
applicable       true
reasons          baseline
justification    All staff work on company laptops.
implementation   implemented
owner            ciso
newest_evidence  2026-06-15

Open risks that name it
  R-002  A laptop is stolen  treating

Evidence
  EV-001  Device list  2026-06-15
");
    let undecided = sandbox.seen(&["explain", "A.5.15"]);
    assert!(undecided.contains("\nThere is no record of it here, so nobody has decided about it\n"), "{undecided}");
    let elsewhere = Sandbox::empty().seen(&["explain", "A.5.15"]);
    assert!(undecided.starts_with(before_rules(&elsewhere)) && !elsewhere.contains("There is no record"), "{elsewhere}");
}

#[test]
fn a_number_of_2013_leads_to_its_successors() {
    assert_snapshot!(Sandbox::empty().seen(&["explain", "A.18.2.3"]), @"
A.18.2.3  Technical compliance review
control of the 2013 edition; in ISO/IEC 27001:2022 it is A.5.36 (Compliance with policies, rules and standards for information security) or A.8.8 (Management of technical vulnerabilities)
");
}

#[test]
fn a_record_is_shown_and_a_rule_of_the_same_name_goes_first() {
    let sandbox = Sandbox::base();
    assert_eq!(sandbox.seen(&["explain", "CRI-001"]), sandbox.seen(&["show", "CRI-001"]));
    sandbox.write("clauses/06-planning/changes/REPO-001.yaml", "kind: change\nid: REPO-001\ntitle: Same name\nstatus: proposed\n");
    let both = sandbox.seen(&["explain", "REPO-001"]);
    let record = both.find("\nREPO-001  Same name\n").unwrap();
    assert!(both.starts_with("REPO-001  file-unreadable\n") && both[..record].contains("────"), "{both}");
}

#[test]
fn all_rules_family_by_family() {
    let all = Sandbox::empty().seen(&["explain"]);
    let codes: Vec<&str> = all.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(codes.is_sorted() && codes.len() == isms::check::rules::all().len(), "{codes:?}");
    assert!(all.starts_with(&format!("{} rules; severities in profile build, the one of a new ISMS\n\n", codes.len())), "{all}");
    assert_snapshot!(Sandbox::base().seen(&["explain", "soa"]).lines().next().unwrap_or_default().split(';').nth(1).unwrap(), @" severities in profile maintain, the one of this ISMS");
}

#[test]
fn settings_that_cannot_be_used_do_not_hide_the_page_about_them() {
    let sandbox = Sandbox::base();
    sandbox.write("isms.yaml", "isms: 1\nname: Base\nprofile: maintain\nrules: { no-such-rule: off }\n");
    let page = sandbox.seen(&["explain", "CFG-003"]);
    assert!(page.starts_with("CFG-003  settings-unknown-rule\n"));
    assert_snapshot!(page.lines().last().unwrap(), @"warning: isms.yaml cannot be used as it is, so nothing of this ISMS is shown; `isms check` says why");
    let refused = sandbox.seen(&["explain", "R-001"]);
    assert!(refused.contains("error[CFG-003] isms.yaml:4:10") && refused.ends_with("--- exit 2\n"), "{refused}");
}

#[test]
fn what_is_unknown_says_what_was_meant() {
    let sandbox = Sandbox::with_risks();
    assert_snapshot!(sandbox.seen(&["explain", "REPO-03"]), @"
--- stderr
error: there is no rule, clause, control or record called REPO-03
  help: did you mean `REPO-003`?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["explain", "r-002"]), @"
--- stderr
error: there is no rule, clause, control or record called r-002
  help: did you mean `R-002`?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["explain", "5.15"]), @"
--- stderr
error: there is no rule, clause, control or record called 5.15
  help: did you mean `A.5.15`?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["explain", "dangling-refrence"]), @"
--- stderr
error: there is no rule, clause, control or record called dangling-refrence
  help: did you mean `dangling-reference`?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["explain", "nothing like it"]), @"
--- stderr
error: there is no rule, clause, control or record called nothing like it
  help: `isms explain` lists the rules, `isms list KIND` the records
--- exit 2
");
    assert_snapshot!(Sandbox::empty().seen(&["explain", "nothing like it"]), @"
--- stderr
error: there is no rule, clause, control or record called nothing like it
  help: `isms explain` lists the rules; there is no ISMS here, so there are no records
--- exit 2
");
}
