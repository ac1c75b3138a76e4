//! Whatever is put in front of the program gets a clear answer: a finding with a place, or a sentence with exit code 2.

use std::fmt::Write as _;

use crate::sandbox::Sandbox;

const CHANGE: &str = "clauses/06-planning/changes/CHG-001-office.yaml";

fn concise(sandbox: &Sandbox) -> crate::sandbox::Run {
    sandbox.isms(&["check", "--format", "concise"])
}

#[test]
fn an_empty_folder_and_a_folder_without_settings() {
    let sandbox = Sandbox::empty();
    sandbox.isms(&["check"]).exits(2).warns("it is empty").warns("isms init");
    sandbox.write("notes.txt", "hello");
    sandbox.isms(&["check"]).exits(2).warns("it has no isms.yaml");
}

#[test]
fn settings_without_a_single_record() {
    let sandbox = Sandbox::empty();
    sandbox.write("isms.yaml", "isms: 1\nname: Nobody\nprofile: build\n");
    // The settings alone break rules (no scope, no policy …), but the run must not look like a checked ISMS.
    let run = sandbox.isms(&["check", "--select", "RISK"]);
    run.exits(2).warns("nothing was checked");
}

#[test]
fn folders_and_paths_that_do_not_exist() {
    let sandbox = Sandbox::base();
    sandbox.isms(&["check", "-C", "nowhere"]).exits(2).warns("there is no folder");
    sandbox.isms(&["check", "clauses/99-nothing"]).exits(2).warns("clauses/99-nothing is not in this ISMS");
    sandbox.isms(&["check", "/"]).exits(2).warns("is not in this ISMS");
    sandbox.isms(&["check", "--profile", "stage3"]).exits(2).warns("did you mean `stage1`?");
    sandbox.isms(&["check", "--select", "RISK-999"]).exits(2).warns("there is no rule or family called RISK-999");
    sandbox.isms(&["check", "--as-of", "30.06.2026"]).exits(2).warns("YYYY-MM-DD");
}

#[test]
fn settings_that_cannot_be_trusted_stop_the_run() {
    let sandbox = Sandbox::base();
    sandbox.edit("isms.yaml", "profile: maintain", "profil: maintain");
    sandbox
        .isms(&["check"])
        .exits(2)
        .warns("the key `profil` is not known here")
        .warns("did you mean `profile`?")
        .warns("nothing was checked");
    let sandbox = Sandbox::base();
    sandbox.edit("isms.yaml", "cycle_start", "rules: { RISK-03: off }\ncycle_start");
    sandbox.isms(&["check"]).exits(2).warns("there is no rule called `RISK-03`").warns("isms.yaml:4:10");
    let sandbox = Sandbox::base();
    sandbox.edit("isms.yaml", "cycle_start", "required_version: \"99\"\ncycle_start");
    sandbox.isms(&["check"]).exits(2).warns("asks for isms 99");
    let sandbox = Sandbox::base();
    sandbox.write("isms.yaml", b"name: \xff\n");
    sandbox.isms(&["check"]).exits(2).warns("isms.yaml cannot be read: it is not UTF-8 text");
}

#[test]
fn a_file_that_is_not_text_is_one_finding() {
    let sandbox = Sandbox::base();
    sandbox.write(CHANGE, b"kind: change\nid: CHG-001\ntitle: caf\xe9\n");
    concise(&sandbox).exits(1).says(&format!("{CHANGE}: error[REPO-001] {CHANGE} cannot be read: line 3 is not UTF-8 text"));
    sandbox.write(CHANGE, b"\xff\xfek\0i\0n\0d\0");
    concise(&sandbox).exits(1).says("it is UTF-16");
}

#[test]
fn a_thousand_megabytes_are_refused_at_once() {
    let sandbox = Sandbox::base();
    sandbox.write(CHANGE, "");
    // A sparse file: its size is what counts.
    std::fs::File::options().write(true).open(sandbox.path().join(CHANGE)).unwrap().set_len(1 << 30).unwrap();
    concise(&sandbox).exits(1).says("it has 1024 MiB, and more than 16 MiB are not read");
}

#[test]
fn evidence_that_is_too_large_to_compare_is_said_to_be() {
    let sandbox = Sandbox::base();
    let folder = "annex-a/8-technological/8.01-user-end-point-devices/evidence";
    let digest = "0".repeat(64);
    sandbox.edit(
        &format!("{folder}/EV-001-device-list.yaml"),
        "uri: https://devices.example/exports/2026-06",
        &format!("file: list.zip\nsha256: '{digest}'"),
    );
    let list = format!("{folder}/list.zip");
    sandbox.write(&list, "");
    std::fs::File::options().write(true).open(sandbox.at(&list)).unwrap().set_len(17 << 20).unwrap();
    let run = sandbox.isms(&["check", "--format", "concise", "--select", "EVD"]).exits(1);
    run.says(
        "error[EVD-008] list.zip cannot be compared with the digest in EV-001: it has 17 MiB, and more than 16 MiB are not read",
    );
}

#[test]
fn two_hundred_broken_references_are_two_hundred_findings() {
    let sandbox = Sandbox::base();
    let mut text = "kind: change\nid: CHG-001\ntitle: A second floor\nstatus: proposed\naffects:\n".to_owned();
    for number in 0..200 {
        let _ = writeln!(text, "  - R-{number:03}");
    }
    sandbox.write(CHANGE, text);
    let run = concise(&sandbox).exits(1);
    assert_eq!(run.stdout.matches("error[REPO-003]").count(), 200);
}

#[test]
fn one_broken_file_does_not_make_others_dangle() {
    let sandbox = Sandbox::base();
    sandbox.write(CHANGE, "kind: change\nid: CHG-001\ntitle: A second floor\nstatus: proposed\naffects: [ceo]\n");
    sandbox.edit("clauses/05-leadership/roles/ceo.yaml", "title: Chief executive", "title: Chief: executive");
    let run = concise(&sandbox).exits(1).says("ceo.yaml:3:13: error[YAML-001]");
    assert_eq!(run.stdout.matches("REPO-003").count(), 0, "{}", run.stdout);
}

#[test]
fn a_wrong_value_is_one_finding_at_its_place() {
    let sandbox = Sandbox::base();
    sandbox.edit("clauses/05-leadership/roles/ciso.yaml", "from: 2024-01-01", "from: 2024-02-30");
    concise(&sandbox)
        .exits(1)
        .says("clauses/05-leadership/roles/ciso.yaml:7:26: error[SCHEMA-005] `from` is no date: `2024-02-30`");
}

#[test]
fn yaml_that_would_explode_is_refused() {
    let sandbox = Sandbox::base();
    let mut bomb = "kind: change\nid: CHG-001\ntitle: Bomb\nx-0: &a0 [a, a, a, a, a, a, a, a, a]\n".to_owned();
    for level in 1..20 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(bomb, "x-{level}: &a{level} [{below}]");
    }
    sandbox.write(CHANGE, bomb);
    concise(&sandbox).exits(1).says("error[YAML-004] aliases expand to more than 200000 values");
    sandbox.write(CHANGE, format!("kind: change\nid: CHG-001\ntitle: Deep\nx-deep: {}\n", "[".repeat(100_000)));
    concise(&sandbox).exits(1).says("error[YAML-007]");
    sandbox.write(CHANGE, format!("kind: change\nid: CHG-001\ntitle: Deep\nx-deep:\n{}", "- ".repeat(100_000)));
    concise(&sandbox).exits(1).says("error[YAML-007]");
}

#[test]
fn two_records_with_one_id() {
    let sandbox = Sandbox::base();
    sandbox.write("clauses/05-leadership/people/eve.yaml", "kind: person\nid: bob\nname: Eve\n");
    let run = concise(&sandbox).exits(1);
    let run = run.says(
        "clauses/05-leadership/people/eve.yaml:2:5: error[REPO-002] the id bob is taken by clauses/05-leadership/people/bob.yaml",
    );
    assert_eq!(run.stdout.matches("REPO-002").count(), 1);
}

#[test]
fn a_file_that_hides_from_its_register_is_found() {
    let sandbox = Sandbox::base();
    sandbox.write("clauses/06-planning/risks/R-001.yml", "knd: risk\nid: R-001\n");
    sandbox.write("clauses/06-planning/risks/README.md", "Notes for colleagues.\n");
    sandbox.write("elsewhere/deployment.yaml", "kind: Deployment\nmetadata: {}\n");
    let run = concise(&sandbox).exits(1).says("R-001.yml:1:1: error[REPO-008]");
    run.lacks("README.md").lacks("deployment.yaml");
}

#[test]
fn content_never_acts_on_a_terminal() {
    let sandbox = Sandbox::base();
    sandbox.write(CHANGE, "kind: change\nid: CHG-001\ntitle: \"a\u{1b}[31mred\u{202e}\"\nstatus: \u{9b}31mproposed\n");
    let run = sandbox.isms(&["check", "--color", "never"]).exits(1);
    assert!(!run.stdout.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{:?}", run.stdout);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_named_and_not_followed() {
        let sandbox = Sandbox::base();
        symlink("/etc", sandbox.path().join("clauses/outside")).unwrap();
        symlink("loop", sandbox.path().join("clauses/loop")).unwrap();
        symlink("..", sandbox.path().join("clauses/up")).unwrap();
        let run = concise(&sandbox).exits(1);
        let run = run.says("error[REPO-010] clauses/outside is a symbolic link that leads out of the repository or nowhere");
        let run = run.says("error[REPO-010] clauses/loop is a symbolic link that leads out of the repository or nowhere");
        run.says("error[REPO-010] clauses/up is a symbolic link, which is not followed").lacks("passwd");
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let sandbox = Sandbox::base();
        let status = sandbox.command("mkfifo", "").arg("clauses/pipe.yaml").status().unwrap();
        assert!(status.success());
        concise(&sandbox).exits(1).says("error[REPO-001] clauses/pipe.yaml cannot be read: it is neither a file nor a folder");
    }

    #[test]
    fn a_name_that_is_not_text_is_a_finding() {
        let sandbox = Sandbox::base();
        let name = std::ffi::OsStr::from_bytes(b"clauses/caf\xe9.yaml");
        std::fs::write(sandbox.path().join(name), "kind: person\nid: eve\nname: Eve\n").unwrap();
        concise(&sandbox).exits(1).says("is not UTF-8 text");
    }

    #[test]
    fn names_that_differ_in_case_only() {
        let sandbox = Sandbox::base();
        sandbox.write("clauses/05-leadership/people/Ada.yaml", "kind: person\nid: ada-2\nname: Ada the second\n");
        concise(&sandbox).exits(1).says("error[REPO-009]");
    }
}
