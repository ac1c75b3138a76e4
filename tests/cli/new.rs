//! `isms new`.

use crate::sandbox::Sandbox;

const RISKS: &str = "clauses/06-planning/risks";
const BACKUP: &str = "annex-a/8-technological/8.13-information-backup";

#[test]
fn the_first_record_gets_the_first_number_its_place_and_a_modeline() {
    let sandbox = Sandbox::with_isms();
    let run = sandbox.isms(&["new", "risk", "Laptop stolen: customer data, Zürich"]).exits(0);
    let path = format!("{RISKS}/R-001-laptop-stolen-customer-data-zuerich.yaml");
    assert_eq!(run.stdout, format!("{path}\n"));
    let text = sandbox.read(&path);
    assert!(
        text.starts_with("# yaml-language-server: $schema=../../../.isms/schemas/risk.schema.json\nkind: risk\nid: R-001\n"),
        "{text}"
    );
    assert!(text.contains("\ntitle: \"Laptop stolen: customer data, Zürich\"\n"), "{text}");
    assert!(sandbox.at(RISKS).join("../../../.isms/schemas/risk.schema.json").is_file());
    sandbox.isms(&["check"]).exits(0);
    let run = sandbox.isms_in("clauses/04-context", &["new", "risk", "Another"]).exits(0);
    assert_eq!(run.stdout, "../../clauses/06-planning/risks/R-002-another.yaml\n");
}

#[test]
fn numbers_are_free_on_all_branches() {
    let sandbox = Sandbox::with_isms();
    sandbox.isms(&["new", "risk", "On main"]).exits(0);
    sandbox.commit_all("start");
    sandbox.git(&["switch", "--quiet", "--create", "local"]);
    sandbox.write(&format!("{RISKS}/odd-name.yaml"), "kind: risk\nid: R-015 # by hand\ntitle: Local\n");
    sandbox.commit_all("local");
    sandbox.git(&["switch", "--quiet", "--create", "remote", "main"]);
    sandbox.write(&format!("{RISKS}/R-041-remote.yaml"), "kind: risk\nid: R-041\ntitle: Remote\n");
    sandbox.commit_all("remote");
    sandbox.git(&["update-ref", "refs/remotes/origin/topic", "remote"]);
    sandbox.git(&["switch", "--quiet", "main"]);
    let run = sandbox.isms(&["new", "risk", "Next"]).exits(0);
    assert_eq!(run.stdout, format!("{RISKS}/R-042-next.yaml\n"));
    sandbox.git(&["update-ref", "-d", "refs/remotes/origin/topic"]);
    sandbox.git(&["branch", "--quiet", "-D", "remote"]);
    std::fs::remove_file(sandbox.at(&format!("{RISKS}/R-042-next.yaml"))).unwrap();
    let run = sandbox.isms(&["new", "risk", "Next"]).exits(0);
    assert_eq!(run.stdout, format!("{RISKS}/R-016-next.yaml\n"));
    sandbox.isms(&["new", "risk", "X", "--id", "R-015"]).exits(2).warns("taken by").warns("on another branch");
}

#[test]
fn an_isms_in_a_folder_of_a_repository_counts_its_own_files_only() {
    let sandbox = Sandbox::empty();
    sandbox.isms(&["init", "isms", "--name", "X"]).exits(0);
    sandbox.write("elsewhere/R-900-notes.md", "---\nid: R-900\n---\n");
    sandbox.commit_all("start");
    let run = sandbox.isms(&["new", "risk", "A", "--root", "isms"]).exits(0);
    assert_eq!(run.stdout, format!("isms/{RISKS}/R-001-a.yaml\n"));
}

#[test]
fn every_kind_can_be_made_and_what_comes_out_is_valid() {
    let sandbox = Sandbox::with_isms();
    let kinds = sandbox.isms(&["new"]).exits(0);
    let kinds: Vec<&str> = kinds.stdout.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    assert_eq!(kinds.len(), 25);
    for kind in kinds.iter().filter(|kind| **kind != "approval") {
        let title = format!("Something: new {kind}");
        let mut args = vec!["new", kind, &title];
        if *kind == "evidence" {
            args.extend(["--control", "A.8.13"]);
        }
        let path = sandbox.isms(&args).exits(0).stdout;
        let text = sandbox.read(path.trim_end());
        if let Some(schema) = text.strip_prefix("# yaml-language-server: $schema=") {
            let folder = sandbox.at(path.trim_end()).parent().unwrap().to_owned();
            assert!(folder.join(schema.lines().next().unwrap()).is_file(), "{path}");
        } else {
            assert!(path.ends_with(".md\n") && text.starts_with("---\n"), "{path}");
        }
    }
    sandbox.isms(&["check", "--select", "YAML,SCHEMA,REPO,CFG"]).exits(0).says("0 errors, 0 warnings");
    // An approval says nothing until somebody has approved something.
    sandbox.isms(&["new", "approval", "Policy 1.0"]).exits(0).says("approvals/APR-001-policy-1-0.yaml");
    sandbox.isms(&["check", "--select", "SCHEMA"]).exits(1).says("`by` is missing");
}

#[test]
fn kinds_go_where_they_belong() {
    let sandbox = Sandbox::with_isms();
    let new = |args: &[&str]| sandbox.isms(&[&["new"], args].concat()).exits(0).stdout;
    assert_eq!(new(&["role", "Head of Support"]), "clauses/05-leadership/roles/head-of-support.yaml\n");
    assert_eq!(new(&["person", "Jörg Müller"]), "clauses/05-leadership/people/joerg-mueller.yaml\n");
    assert_eq!(new(&["person", "José", "--id", "jose-k"]), "clauses/05-leadership/people/jose-k.yaml\n");
    assert_eq!(new(&["control", "Support needs approval"]), "annex-a/custom/x.01-support-needs-approval/control.yaml\n");
    assert_eq!(new(&["control", "Second"]), "annex-a/custom/x.02-second/control.yaml\n");
    assert_eq!(new(&["evidence", "Restore test", "--control", "A.8.13"]), format!("{BACKUP}/evidence/EV-001-restore-test.yaml\n"));
    assert_eq!(
        new(&["evidence", "Calls", "--control", "X.1"]),
        "annex-a/custom/x.01-support-needs-approval/evidence/EV-002-calls.yaml\n"
    );
    assert_eq!(new(&["policy", "Tapes", "--control", "A.8.13"]), format!("{BACKUP}/POL-018-tapes.md\n"));
    assert_eq!(new(&["policy", "Travel"]), "clauses/05-leadership/POL-019-travel.md\n");
    assert_eq!(new(&["procedure", "Restart"]), "clauses/07-support/PRO-004-restart.md\n");
    assert_eq!(new(&["management_review", "Second review"]), "clauses/09-evaluation/reviews/MR-002-second-review.md\n");
    assert_eq!(new(&["audit_programme", "Next"]), "clauses/09-evaluation/audits/AP-002-next.yaml\n");
    assert_eq!(new(&["asset"]), "clauses/08-operation/assets/AST-001.yaml\n");
    assert!(sandbox.read(&format!("{BACKUP}/evidence/EV-001-restore-test.yaml")).contains("\ncontrols: [A.8.13]\n"));
    assert!(sandbox.read("clauses/05-leadership/people/joerg-mueller.yaml").contains("\nname: Jörg Müller\n"));
    assert!(sandbox.read("clauses/08-operation/assets/AST-001.yaml").contains("\ntitle: \"[TODO: title]\"\n"));
}

#[test]
fn references_are_written_only_to_what_exists() {
    let sandbox = Sandbox::empty();
    sandbox.write("isms.yaml", "isms: 1\nname: Small\nprofile: build\n");
    let path = sandbox.isms(&["new", "policy", "Travel"]).exits(0).stdout;
    let text = sandbox.read(path.trim_end());
    assert!(text.contains("\n# owner: ciso\n") && text.contains("\n# approver_role: top-management\n"), "{text}");
    sandbox.isms(&["check"]).exits(0);
}

#[test]
fn a_control_is_needed_known_and_used_where_it_means_something() {
    let sandbox = Sandbox::with_isms();
    let new = |args: &[&str]| sandbox.isms(&[&["new"], args].concat()).exits(2);
    new(&["evidence", "Test"]).warns("evidence belongs to a control").warns("--control A.8.13");
    new(&["evidence", "Test", "--control", "8.13"]).warns("did you mean A.8.13, Information backup?");
    new(&["evidence", "Test", "--control", "A.9.2.5"]).warns("a number of the 2013 edition; its successors are A.5.18");
    new(&["evidence", "Test", "--control", "A.8.99"]).warns("there is no control A.8.99");
    new(&["evidence", "Test", "--control", "X.7"]).warns("there is no control X.7 here");
    new(&["risk", "Test", "--control", "A.8.13"]).warns("a risk does not stand in the folder of a control");
}

#[test]
fn unknown_kinds_bad_titles_and_bad_ids_are_explained() {
    let sandbox = Sandbox::with_isms();
    let before = sandbox.files();
    let new = |args: &[&str]| sandbox.isms(&[&["new"], args].concat()).exits(2);
    new(&["rsik", "Test"]).warns("there is no kind of record called rsik").warns("did you mean `risk`?");
    new(&["zebra", "Test"]).warns("kinds: control, risk");
    new(&["risk", " "]).warns("the title is empty");
    new(&["risk", "two\nlines"]).warns("the title is empty or has line breaks");
    new(&["risk", "Test", "--id", "R 1"]).warns("R 1 cannot be an id");
    new(&["risk", "Test", "--id", "../../x"]).warns("cannot be an id");
    new(&["control", "Test", "--id", "A.5.1"]).warns("is no id of an own control");
    new(&["role"]).warns("`isms new role \"Head of support\"`");
    new(&["person", "山田"]).warns("no id can be made of 山田");
    new(&["role", "ciso"]).warns("the id ciso is taken by clauses/05-leadership/roles/ciso.yaml");
    new(&["person", "CISO", "--id", "CISO"]).warns("is taken by");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn nothing_is_overwritten() {
    let sandbox = Sandbox::with_isms();
    sandbox.write(&format!("{RISKS}/Z-1-mine.yaml"), "# no id yet\n");
    sandbox
        .isms(&["new", "risk", "Mine", "--id", "Z-1"])
        .exits(2)
        .warns("Z-1-mine.yaml exists already, and nothing is ever overwritten");
    assert_eq!(sandbox.read(&format!("{RISKS}/Z-1-mine.yaml")), "# no id yet\n");
}

#[test]
fn a_dry_run_shows_the_record_and_writes_nothing() {
    let sandbox = Sandbox::with_isms();
    let before = sandbox.files();
    let run = sandbox.isms(&["new", "risk", "Test", "--dry-run"]).exits(0).says("\nid: R-001\n");
    run.warns(&format!("would write {RISKS}/R-001-test.yaml; nothing was written"));
    assert_eq!(sandbox.files(), before);
}

#[test]
fn without_an_isms_there_is_nothing_to_add_to() {
    let sandbox = Sandbox::empty();
    sandbox.isms(&["new", "risk", "Test"]).exits(2).warns("there is no ISMS in").warns("`isms init` makes one");
    assert!(sandbox.files().is_empty());
}
