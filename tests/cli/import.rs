//! `isms export` and `isms import`.

use crate::sandbox::Sandbox;

const RISK: &str = "clauses/06-planning/risks/R-001-stolen-laptop.yaml";

/// The base with one risk.
fn with_risk() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(
        RISK,
        "# Seen in spring.\nkind: risk\nid: R-001\ntitle: Stolen laptop\nowner: ciso # since May\ncurrent:\n  likelihood: 2\n  impact: 3\n\
         actions:\n  - id: T1\n    what: Encrypt\n    due: 2026-09-30\ntags: [\"a; b\", c]\nx-team: \"7\"\n",
    );
    sandbox
}

#[test]
fn a_register_leaves_as_columns_named_by_their_paths_and_comes_back_unchanged() {
    let sandbox = with_risk();
    let run = sandbox.isms(&["export", "risk"]).exits(0);
    assert_eq!(
        run.stdout,
        "id,title,owner,current.likelihood,current.impact,actions.1.id,actions.1.what,actions.1.due,tags,x-team\r\n\
         R-001,Stolen laptop,ciso,2,3,T1,Encrypt,2026-09-30,\"[\"\"a; b\"\",\"\"c\"\"]\",\"\"\"7\"\"\"\r\n"
    );
    sandbox.write("risks.csv", &run.stdout);
    let before = sandbox.read(RISK);
    let run = sandbox.isms(&["import", "risks.csv", "--write"]).exits(0);
    assert_eq!(run.stdout, "risks.csv: 1 row of risks\n  line 2  R-001  unchanged\n");
    assert_eq!(run.stderr, "0 new, 0 changed, 1 unchanged, 0 refused\n");
    assert_eq!(sandbox.read(RISK), before);
}

#[test]
fn a_row_changes_what_differs_and_leaves_the_rest_of_the_file() {
    let sandbox = with_risk();
    let before = sandbox.read(RISK);
    sandbox.write(
        "risks.csv",
        "id,title,owner,current.likelihood,actions.1.due,actions.2.id,actions.2.what,actions.2.due,treatment\n\
         R-001,,ceo,2,2026-10-31,T2,Train,2026-11-30,modify\n",
    );
    let run = sandbox.isms(&["import", "risks.csv"]).exits(0);
    insta::assert_snapshot!(run.stdout, @r#"
risks.csv: 1 row of risks
  line 2  R-001  changed    clauses/06-planning/risks/R-001-stolen-laptop.yaml
      owner: ciso → ceo
      treatment: nothing → modify
      actions.1.due: 2026-09-30 → 2026-10-31
      actions.2.id: nothing → T2
      actions.2.what: nothing → Train
      actions.2.due: nothing → 2026-11-30
"#);
    assert_eq!(run.stderr, "0 new, 1 changed, 0 unchanged, 0 refused; nothing was written: --write does it\n");
    assert_eq!(sandbox.read(RISK), before);
    sandbox.isms(&["import", "risks.csv", "--write"]).exits(0);
    let after = before
        .replace("owner: ciso", "owner: ceo")
        .replace("2026-09-30", "2026-10-31\n  - id: T2\n    what: Train\n    due: 2026-11-30")
        .replace("x-team: \"7\"\n", "x-team: \"7\"\ntreatment: [modify]\n");
    assert_eq!(sandbox.read(RISK), after);
}

#[test]
fn a_register_of_another_tool_is_understood_row_by_row() {
    let sandbox = with_risk();
    sandbox.write(
        "register.csv",
        "Risks of Example Ltd;;;;;;\n;;;;;;\nRisk ID;Risk;Risk owner;Current likelihood (1-5);Treatment;Next step;Remarks\n\
         ;Fire in the office;Chief Executive;3;mitigate, transfer;;\n\
         R-001;Stolen laptop;CISO;2;;;\nR-7;Power cut;ada;two;;;\n;;;;;;\nSigned by the board;;;;;;\n;Stolen Laptop;;;;;\n",
    );
    let run = sandbox.isms(&["import", "register.csv", "--kind", "risk", "--write"]).exits(1);
    insta::assert_snapshot!(run.stdout, @r#"
register.csv: 5 rows of risks
  the column `Risk ID` is id
  the column `Risk` is title
  the column `Risk owner` is owner
  the column `Current likelihood (1-5)` is current.likelihood
  the column `Treatment` is treatment
  left out: the column `Next step`, which is no field and says nothing
  left out: the column `Remarks`, which is no field and says nothing
  left out: line 1, above the names of the columns
  line 4  R-008         new        clauses/06-planning/risks/R-008-fire-in-the-office.yaml
      taken: owner: `Chief Executive` as ceo
      taken: treatment: `mitigate` as modify
      taken: treatment: `transfer` as share
  line 5  R-001         unchanged
  line 6  R-7           refused
      `current.likelihood`: `two` is no number
        help: write digits alone, with a point for the decimals; words of a scale become its numbers
  line 8  Signed by the board  refused
      `Signed by the board` cannot be an id
        help: an id is letters a to z and digits, in words joined by `-` or `.`; leave the cell empty for the next free one
  line 9                refused
      R-001 has this title already
        help: write its id into the row if it is the same, or another title if it is not
"#);
    assert_eq!(
        run.stderr,
        "1 new, 0 changed, 1 unchanged, 3 refused; nothing was written, and nothing is while a row is refused\n"
    );
    assert!(!sandbox.at("clauses/06-planning/risks/R-008-fire-in-the-office.yaml").exists());
}

#[test]
fn new_rows_become_records_in_their_places() {
    let sandbox = with_risk();
    sandbox.write(
        "risks.csv",
        "title,owner,current.likelihood,current.impact,current.rationale,treatment,existing_controls,Cost centre\n\
         \"Fire: the office\",ciso,3,4,\"One.\nTwo.\",modify; share,8.1,47\nFlood,CEO,1,2,,,,\n",
    );
    sandbox
        .isms(&["import", "risks.csv"])
        .exits(2)
        .warns("the column `Cost centre` is no field of a risk, and line 2 says something in it");
    let run = sandbox.isms(&["import", "risks.csv", "--map", "Cost centre=x-cost-centre", "--write"]).exits(0);
    assert_eq!(run.stderr, "2 new, 0 changed, 0 unchanged, 0 refused; `isms check` says what the records still lack\n");
    assert_eq!(
        sandbox.read("clauses/06-planning/risks/R-002-fire-the-office.yaml"),
        "# yaml-language-server: $schema=../../../.isms/schemas/risk.schema.json\nkind: risk\nid: R-002\ntitle: \"Fire: the office\"\n\
         owner: ciso\ncurrent:\n  likelihood: 3\n  impact: 4\n  rationale: |-\n    One.\n    Two.\nexisting_controls: [A.8.1]\n\
         treatment: [modify, share]\nx-cost-centre: 47\n"
    );
    assert!(sandbox.at("clauses/06-planning/risks/R-003-flood.yaml").exists());
    sandbox.write("more.csv", "id,title\n,Theft\nR-004,Storm\n");
    sandbox.isms(&["import", "more.csv", "--kind", "risk"]).exits(0).says("R-005  new").says("R-004  new");
    // The same file once more is not the same records once more.
    sandbox.isms(&["import", "risks.csv", "--drop", "Cost centre"]).exits(1).says("R-003 has this title already");
}

#[test]
fn a_workbook_has_a_sheet_for_each_kind_and_reads_back() {
    let sandbox = with_risk();
    sandbox.isms(&["export", "-o", "all.xlsx"]).exits(0);
    sandbox.isms(&["export", "-o", "again.xlsx"]).exits(0);
    assert_eq!(sandbox.files()["all.xlsx"], sandbox.files()["again.xlsx"]);
    let before = sandbox.read(RISK);
    let run = sandbox.isms(&["import", "all.xlsx"]).exits(0).says("risks: 1 row of risks").says("roles: 3 rows of roles");
    assert!(run.stderr.starts_with("0 new, 0 changed, "), "{}", run.stderr);
    assert_eq!(sandbox.read(RISK), before);
    sandbox
        .isms(&["import", "all.xlsx", "--sheet", "people", "--kind", "asset"])
        .exits(2)
        .warns("`active_from` is no field of an asset");
    sandbox.isms(&["import", "all.xlsx", "--sheet", "Legend"]).exits(2).warns("its sheets: controls, risks,");
    sandbox.isms(&["export"]).exits(2).warns("a CSV file holds one kind of record");
    sandbox.isms(&["export", "risk", "-o", "risks.ods"]).exits(2).warns("--format csv|xlsx|jsonl");
    let lines = sandbox.isms(&["export", "risk", "role", "--format", "jsonl"]).exits(0);
    sandbox.edit(RISK, "title: Stolen laptop", "title: \"##vso[task] laptop\"");
    sandbox.isms(&["export", "risk", "--format", "jsonl"]).exits(0).lacks("##vso").says("#\\u0023vso[task] laptop");
    let first: serde_json::Value = serde_json::from_str(lines.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&first["kind"], &first["current"]["impact"], &first["x-team"]), (&"risk".into(), &3.into(), &"7".into()));
    assert_eq!(lines.stdout.lines().count(), 4);
}

#[test]
fn controls_keep_the_zero_that_a_spreadsheet_has_cut() {
    let sandbox = Sandbox::base();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Annex A").unwrap();
    for (column, name) in ["No", "Title", "Applicability", "Justification"].iter().enumerate() {
        sheet.write_string(2, u16::try_from(column).unwrap(), *name).unwrap();
    }
    sheet.write_string(0, 0, "Statement of Applicability").unwrap();
    let rows = [
        (5.2, "Addressing information security within supplier agreements"),
        (5.1, "Something of our own"),
        (8.1, "User end point devices"),
    ];
    for (row, (number, title)) in (3..).zip(rows) {
        sheet.write_number(row, 0, number).unwrap();
        sheet.write_string(row, 1, title).unwrap();
        sheet.write_string(row, 2, "Yes").unwrap();
        sheet.write_string(row, 3, "Our suppliers hold customer data.").unwrap();
    }
    // A cell at the far end of a sheet is not a table as large as that.
    sheet.write_string(1_048_575, 0, " ").unwrap();
    sandbox.write("soa.xlsx", book.save_to_buffer().unwrap());
    let run = sandbox.isms(&["import", "soa.xlsx", "--sheet", "Annex A", "--kind", "control"]).exits(1);
    run.says("row 4  A.5.20  new")
        .says("`5.2` as A.5.20")
        .says("the spreadsheet holds the number 5.1, which may have been A.5.1 (")
        .says("row 6  A.8.1");
}

#[test]
fn what_is_no_table_is_refused_with_a_cure() {
    let sandbox = with_risk();
    sandbox.write("old.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).write("latin.csv", b"id,title\nR-1,Z\xfcrich\n");
    sandbox.write("broken.xlsx", b"PK\x03\x04 and nothing more").write("empty.csv", "").write("notes.csv", "just,some,words\n");
    sandbox
        .write("twice.csv", "id,ID,title\nR-1,R-1,A\n")
        .write("kinds.csv", "id,kind,title\nR-001,risk,A\nR-001,risk,B\nR-5,asset,C\n");
    let import = |file: &str, more: &[&str]| sandbox.isms(&[&["import", file, "--kind", "risk"], more].concat());
    import("old.xls", &[]).exits(2).warns("save it as .xlsx or as CSV in UTF-8");
    import("latin.csv", &[]).exits(2).warns("neither a workbook (.xlsx) nor text in UTF-8");
    import("broken.xlsx", &[]).exits(2).warns("it is no workbook that can be read");
    import("nothing.csv", &[]).exits(2).warns("cannot read nothing.csv: no such file");
    import("empty.csv", &[]).exits(2).warns("no row has the names of fields of a risk");
    import("notes.csv", &[]).exits(2).warns("`isms export risk`");
    import("twice.csv", &[]).exits(2).warns("the columns `id` and `ID` are both `id`").warns("--drop \"ID\"");
    import("kinds.csv", &[]).exits(1).says("its kind is `asset`").says("R-001 stands in another row above");
    import("notes.csv", &["--map", "just=titel"]).exits(2).warns("did you mean `title`?");
    import("notes.csv", &["--map", "jsut=title", "--map", "some=id"]).exits(2).warns("there is no column `jsut`");
    sandbox.isms(&["import", "notes.csv"]).exits(2).warns("say what the rows are: --kind risk");
}

#[test]
fn what_would_not_be_a_record_is_not_written() {
    let sandbox = with_risk();
    let risks = |rows: &str| {
        sandbox.write("risks.csv", format!("id,title,status,actions.1.what,notes,x-1\n{rows}"));
        sandbox.isms(&["import", "risks.csv", "--write"])
    };
    risks("R 2,A,,,,\n").exits(1).says("`R 2` cannot be an id");
    risks("ciso,A,,,,\n").exits(1).says("ciso is a role already");
    risks("R-2,A,opened,,,\n").exits(1).says("`status`: it cannot be `opened`").says("one of: identified, assessed");
    risks("R-2,,,,,\n").exits(1).says("`title` is missing");
    risks("R-001,\"A\nB\",,,,\n").exits(1).says("`title` cannot be changed there");
    risks("R-001,=1+1,,,,\n").exits(0);
    assert!(sandbox.read(RISK).contains("title: \"=1+1\"\n") || sandbox.read(RISK).contains("title: =1+1\n"));
    sandbox.write("controls.csv", "id,title,applicable\nA.9.2.3,Old,true\nA.5.99,None,true\n");
    sandbox
        .isms(&["import", "controls.csv"])
        .exits(1)
        .says("that is a number of the 2013 edition")
        .says("there is no control A.5.99");
    sandbox.write("evidence.csv", "id,title,controls\n,Log,\n,Log of devices,A.8.1\n");
    let run = sandbox.isms(&["import", "evidence.csv"]).exits(1);
    run.says("evidence belongs to a control, and none is named");
    sandbox.write("broken.yaml", "").write("clauses/06-planning/risks/R-009-x.yaml", "kind: risk\nid: R-009\ntitle: [\n");
    risks("R-009,A,,,,\n").exits(1).says("the file of R-009 cannot be understood");
}

#[test]
fn documents_come_with_their_text() {
    let sandbox = Sandbox::base();
    sandbox.write(
        "clauses/05-leadership/POL-001.md",
        "---\r\nkind: policy\r\nid: POL-001\r\ntitle: Access\r\n---\r\n\r\n# Access\r\n\r\nOld.\r\n",
    );
    let run = sandbox.isms(&["export", "policy"]).exits(0);
    sandbox.write("policies.csv", &run.stdout);
    sandbox.isms(&["import", "policies.csv"]).exits(0).says("unchanged");
    sandbox.write("policies.csv", run.stdout.replace("Old.", "New.") + "POL-002,Backup,\"# Backup\n\nDaily.\"\nPOL-003,Mail,\n");
    sandbox.isms(&["import", "policies.csv", "--write"]).exits(0).says("body: # Access Old. → # Access New.");
    assert!(sandbox.read("clauses/05-leadership/POL-001.md").ends_with("title: Access\r\n---\r\n\r\n# Access\r\n\r\nNew.\r\n"));
    assert_eq!(
        sandbox.read("clauses/05-leadership/POL-002-backup.md"),
        "---\nkind: policy\nid: POL-002\ntitle: Backup\n---\n# Backup\n\nDaily.\n"
    );
    let long = "Word ".repeat(6_600);
    sandbox.write("clauses/05-leadership/POL-004.md", format!("---\nkind: policy\nid: POL-004\ntitle: Long\n---\n{long}\n"));
    sandbox
        .isms(&["export", "policy", "-o", "a.xlsx"])
        .exits(2)
        .warns("a text of POL-004 is longer than a cell of a workbook can be");
    sandbox.isms(&["export", "policy", "-o", "a.csv"]).exits(0);
    assert!(sandbox.read("a.csv").contains(&long));
    assert!(sandbox.read("clauses/05-leadership/POL-003-mail.md").ends_with("---\n\n# Mail\n"));
}

#[test]
fn names_of_records_stand_for_their_ids_and_ids_of_other_branches_are_taken() {
    let sandbox = with_risk();
    sandbox.commit_all("start");
    sandbox.git(&["switch", "--quiet", "--create", "topic"]);
    sandbox.write("clauses/06-planning/risks/R-002-x.yaml", "kind: risk\nid: R-002\ntitle: X\n").commit_all("topic");
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write("risks.csv", "id,title,owner\nR-002,A,ciso\n,B,ada\n");
    sandbox.isms(&["import", "risks.csv"]).exits(1).says("the id R-002 is taken by").says("R-003  new");
}

#[test]
fn what_a_strangers_table_says_does_not_act() {
    let sandbox = with_risk();
    sandbox.write(
        "risks.csv",
        "id,title,\u{202e}Re\u{1b}[31mmarks\nR-001,\u{1b}[31mStolen\u{202e} laptop,\n,../../../escape,\nR-/../x,A,\n\u{1b}[2J,B,\n",
    );
    let run = sandbox.isms(&["import", "risks.csv"]).exits(1);
    assert!(!(run.stdout.clone() + &run.stderr).contains(['\u{1b}', '\u{202e}']), "{run:?}");
    run.says("clauses/06-planning/risks/R-002-escape.yaml").says("`R-/../x` cannot be an id");
}

#[test]
fn a_cell_that_cannot_hold_its_field_says_where_it_goes() {
    let sandbox = with_risk();
    let import = |head: &str, row: &str| {
        sandbox.write("risks.csv", format!("id,title,{head}\nR-001,,{row}\n"));
        sandbox.isms(&["import", "risks.csv"])
    };
    import("actions", "Buy keys").exits(1).says("`actions`: it is a list with parts").says("`actions.1.what`");
    import("current", "high").exits(1).says("`current`: it has parts").says("likelihood");
    import("treatment", "modfy").exits(1).says("did you mean `modify`?");
    import("actions.1.due", "01/02/2026").exits(1).says("one day in Europe and another in America");
    import("current.likelihood", "2.5").exits(1).says("2.5 is no whole number");
    import("actions.9.what", "Train").exits(1).says("`actions.2`: `id` is missing");
    import("tags", "\"[\"\"a; b\"\",\"\"c\"\",\"\"d\"\"]\"").exits(0).says("tags: [\"a; b\",\"c\"] → [\"a; b\",\"c\",\"d\"]");
}
