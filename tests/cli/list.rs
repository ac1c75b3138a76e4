use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_usual_columns_in_the_order_of_ids() {
    let sandbox = Sandbox::with_risks();
    assert_snapshot!(sandbox.seen(&["list", "risks"]), @r#"
id     title                                         owner  current.level  accepted  status
R-002  A laptop is stolen                            ciso   high           true      treating
R-10   Outage                                                              false     identified
R-100  =HYPERLINK("http://x.example","a") ?[31m�red  @ciso                 false     closed
"#);
}

#[test]
fn kinds_go_by_word_plural_and_usual_names() {
    let sandbox = Sandbox::base();
    let people = sandbox.seen(&["list", "person"]);
    assert_snapshot!(people, @"
id    title  position  active_from  status
ada   Ada              2024-01-01
bob   Bob              2024-01-01
cleo  Cleo             2024-01-01
");
    for name in ["people", "Persons"] {
        assert_eq!(sandbox.seen(&["ls", name]), people, "{name}");
    }
    assert_snapshot!(sandbox.seen(&["list", "management-reviews"]), @"id  title  date  chair  status");
}

#[test]
fn a_condition_chooses_and_columns_follow_paths() {
    let sandbox = Sandbox::with_risks();
    let list = |condition, columns| sandbox.seen(&["list", "risk", "--where", condition, "--columns", columns]);
    assert_snapshot!(list("current.score > 4 and accepted", "id,current.score,current.level,residual.level,accepted"), @"
id     current.score  current.level  residual.level  accepted
R-002  6              high           low             true
");
    assert_snapshot!(list("actions | selectattr('due', 'lt', as_of) | list", "id,actions.due,actions,next_review"), @"
id     actions.due  actions  next_review
R-002  2026-05-31   T1       2026-05-15
");
    assert_snapshot!(list("reviewed and next_review < date_add(as_of, '-1m')", "id,next_review,x-team"), @"
id     next_review  x-team
R-002  2026-05-15   blue
");
    assert_snapshot!(list("current.score is none", "id,current.score"), @"
id     current.score
R-10
R-100
");
    assert_snapshot!(list("record['x-team'] == 'blue'", "id, x-team"), @"
id     x-team
R-002  blue
");
    assert_snapshot!(list("status == 'no such'", "id"), @"id");
    let controls = ["list", "control", "--columns", "id,theme,risks,evidence_count,newest_evidence,linked_from"];
    assert_snapshot!(sandbox.seen(&controls), @"
id     theme          risks  evidence_count  newest_evidence  linked_from
A.8.1  technological  R-002  1               2026-06-15       EV-001; R-002
");
}

#[test]
fn what_cannot_be_asked_says_why_and_where() {
    let sandbox = Sandbox::with_risks();
    let list = |condition| sandbox.seen(&["list", "risk", "--where", condition]);
    assert_snapshot!(list("owner == 'ciso' nd status"), @"
--- stderr
error: the expression cannot be read: unexpected input after expression
  owner == 'ciso' nd status
                  ^^
--- exit 2
");
    assert_snapshot!(list("ownr == 'ciso'"), @"
--- stderr
error: a risk has no field `ownr`
  ownr == 'ciso'
  ^^^^
  help: did you mean `owner`? (text stands in quotes: 'ownr')
--- exit 2
");
    assert_snapshot!(list("current.scor > 4"), @"
--- stderr
error: `current` has no field `scor`
  current.scor > 4
  ^^^^^^^^^^^^
  help: did you mean `current.score`?
--- exit 2
");
    assert_snapshot!(list("actions.due < as_of"), @"
--- stderr
error: `actions` is a list, so it has no `due` of its own
  actions.due < as_of
  ^^^^^^^^^^^
  help: ask its items: actions | selectattr('due', 'equalto', …) | list
--- exit 2
");
    assert_snapshot!(list("next_review < as_of + 30d"), @"
--- stderr
error: a duration cannot be added with a sign
  next_review < as_of + 30d
                      ^^^^^
  help: use the function: date_add(as_of, '30d'), or date_add(as_of, '-30d') for a day before
--- exit 2
");
    assert_snapshot!(list("current.score + 1 > 4"), @"
--- stderr
error: the expression fails at R-10: tried to use + operator on unsupported types none and number
  current.score + 1 > 4
  ^^^^^^^^^^^^^^^^^
  help: a field that is not written is none: put `field is defined and …` in front
--- exit 2
");
    assert_snapshot!(list("owner | shout"), @"
--- stderr
error: the expression cannot be used: filter shout is unknown
  owner | shout
          ^^^^^
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["list", "riks"]), @"
--- stderr
error: there is no kind of record called riks
  help: did you mean `risk`?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["list", "risk", "--columns", "id,ownr"]), @"
--- stderr
error: a risk has no field `ownr`
  help: did you mean `owner`?
--- exit 2
");
    assert_snapshot!(sandbox.seen(&["list", "risk", "--at", "HEAD"]).replace(&sandbox.path().canonicalize().unwrap().display().to_string(), "ISMS"), @"
--- stderr
error: ISMS is not in a Git repository, so there is no revision HEAD
  help: leave `--at` out, or `git init` and commit first
--- exit 2
");
}

#[test]
fn nothing_in_a_record_acts_in_a_terminal_or_a_spreadsheet() {
    let sandbox = Sandbox::with_risks();
    let columns = ["list", "risk", "--where", "status == 'closed'", "--columns", "id,title,owner,tags"];
    let table = sandbox.seen(&columns);
    assert_snapshot!(table, @r#"
id     title                                         owner  tags
R-100  =HYPERLINK("http://x.example","a") ?[31m�red  @ciso  +1; two lines
"#);
    let csv = sandbox.seen(&[&columns[..], &["--format", "csv"]].concat());
    assert_snapshot!(csv.replace('\r', ""), @r#"
id,title,owner,tags
R-100,"'=HYPERLINK(""http://x.example"",""a"") ?[31m�red",'@ciso,"'+1; two
lines"
"#);
    assert!(csv.lines().count() > 2 && csv.contains("\r\n"));
    for text in [table, csv] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
}

#[test]
fn programs_get_every_field_or_the_columns() {
    let sandbox = Sandbox::with_risks();
    let columns = ["list", "risk", "--format", "json", "--columns", "id,current.score,accepted,actions.due"];
    assert_snapshot!(sandbox.seen(&columns), @r#"
{
  "schema_version": 1,
  "kind": "risk",
  "as_of": "2026-06-30",
  "records": [
    {
      "id": "R-002",
      "current.score": 6,
      "accepted": true,
      "actions.due": [
        "2026-05-31"
      ]
    },
    {
      "id": "R-10",
      "current.score": null,
      "accepted": false,
      "actions.due": null
    },
    {
      "id": "R-100",
      "current.score": null,
      "accepted": false,
      "actions.due": null
    }
  ]
}
"#);
    assert_snapshot!(sandbox.seen(&["list", "risk", "--where", "id == 'R-002'", "--format", "json"]), @r#"
{
  "schema_version": 1,
  "kind": "risk",
  "as_of": "2026-06-30",
  "records": [
    {
      "kind": "risk",
      "id": "R-002",
      "title": "A laptop is stolen",
      "status": "treating",
      "owner": "ciso",
      "event": "Someone takes a laptop from a train and reads what is on its disk.",
      "current": {
        "likelihood": 3,
        "impact": 2,
        "rationale": "It happened in May.",
        "score": 6,
        "level": "high"
      },
      "target": {
        "likelihood": 1,
        "impact": 2,
        "score": 2,
        "level": "low"
      },
      "existing_controls": [
        "A.8.1"
      ],
      "treatment": [
        "modify"
      ],
      "actions": [
        {
          "id": "T1",
          "what": "Encrypt all disks",
          "controls": [
            "A.8.1"
          ],
          "responsible": "bob",
          "due": "2026-05-31",
          "status": "in_progress"
        }
      ],
      "acceptances": [
        {
          "on": "2026-02-01",
          "accepted_by": "ada",
          "valid_until": "2026-12-31"
        }
      ],
      "reviewed": "2025-05-15",
      "x-team": "blue",
      "path": "clauses/06-planning/risks/R-002-stolen-laptop.yaml",
      "as_of": "2026-06-30",
      "next_review": "2026-05-15",
      "links": [
        "A.8.1",
        "ada",
        "bob",
        "ciso"
      ],
      "linked_from": [],
      "residual": {
        "likelihood": 1,
        "impact": 2,
        "score": 2,
        "level": "low"
      },
      "accepted": true
    }
  ]
}
"#);
}

#[test]
fn a_file_that_cannot_be_understood_is_told() {
    let sandbox = Sandbox::base();
    sandbox.write("clauses/06-planning/risks/R-003-broken.yaml", "kind: risk\nid: R-003\ntitle: [\n");
    assert_snapshot!(sandbox.seen(&["list", "risk"]), @"
id  title  owner  current.level  accepted  status
--- stderr
warning: clauses/06-planning/risks/R-003-broken.yaml cannot be understood and is not listed; `isms check` says why
");
    assert_snapshot!(sandbox.seen(&["list", "supplier"]), @"id  title  criticality  conclusion  next_review  status");
}

#[test]
fn a_revision_is_listed_as_it_was() {
    let sandbox = Sandbox::with_risks();
    sandbox.git(&["init", "-q"]);
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "-q", "-m", "first"]);
    sandbox.write("clauses/06-planning/risks/R-10-outage.yaml", "kind: risk\nid: R-10\ntitle: Long outage\nstatus: closed\n");
    let list = ["list", "risk", "--where", "id == 'R-10'", "--columns", "title,status"];
    assert_snapshot!(sandbox.seen(&list), @"
title        status
Long outage  closed
");
    assert_snapshot!(sandbox.seen(&[&list[..], &["--at", "HEAD"]].concat()), @"
title   status
Outage  identified
");
}

#[test]
fn the_help_names_everything_that_is_computed() {
    let help = Sandbox::empty().seen(&["list", "--help"]);
    for computed in isms::query::COMPUTED {
        assert!(help.contains(&format!("  {} ", computed.name)), "{}", computed.name);
    }
}
