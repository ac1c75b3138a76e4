//! The traps in which checks of other programs were caught: each has a test here, and its name says which.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::sandbox::{Run, Sandbox};

const RISKS: &str = "clauses/06-planning/risks";

fn risk(number: usize, owner: &str) -> String {
    format!("kind: risk\nid: R-{number:03}\ntitle: Risk {number}\nstatus: identified\nowner: {owner}\n")
}

/// A small repository with so many references that lead nowhere.
fn with_errors(count: usize) -> Sandbox {
    let sandbox = Sandbox::base();
    for number in 0..count {
        sandbox.write(&format!("{RISKS}/R-{number:03}.yaml"), risk(number, "nobody"));
    }
    sandbox
}

fn dangling(sandbox: &Sandbox) -> Run {
    sandbox.isms(&["check", "--select", "REPO-003", "--format", "concise"])
}

#[test]
fn validate_exits_0_on_failure() {
    let classes = [
        ("broken YAML", "kind: risk\nid: R-001\ntitle: \"open\n"),
        ("an unknown key", "kind: risk\nid: R-001\ntitle: A\nstatus: identified\nowner: ciso\nownr: ciso\n"),
        ("an unknown word", "kind: risk\nid: R-001\ntitle: A\nstatus: perhaps\nowner: ciso\n"),
        ("an unknown kind", "kind: riks\nid: R-001\n"),
        ("no kind", "title: A\n"),
        ("a dangling reference", "kind: risk\nid: R-001\ntitle: A\nstatus: identified\nowner: nobody\n"),
        ("an unknown control", "kind: risk\nid: R-001\ntitle: A\nstatus: identified\nowner: ciso\nexisting_controls: [A.8.99]\n"),
        ("a taken id", "kind: risk\nid: ciso\ntitle: A\nstatus: identified\nowner: ciso\n"),
    ];
    for (class, text) in classes {
        let sandbox = Sandbox::base();
        sandbox.write(&format!("{RISKS}/R-001.yaml"), text);
        let run = sandbox.isms(&["check", "--select", "YAML,SCHEMA,REPO", "--format", "concise"]);
        assert_eq!(run.code, 1, "{class}: {}", run.stdout);
        assert!(run.stdout.contains("R-001.yaml:"), "{class}: {}", run.stdout);
    }
}

#[test]
fn usage_and_settings_that_cannot_be_used_are_2() {
    let sandbox = Sandbox::base();
    for wrong in [&["check", "--nope"][..], &["check", "--select", "RISK-999"], &["check", "--at", "v9"], &["check", "nowhere"]] {
        sandbox.isms(wrong).exits(2);
    }
    sandbox.edit("isms.yaml", "cycle_start", "rules: { RISK-0003: off }\ncycle_start");
    sandbox.isms(&["check"]).exits(2).warns("there is no rule called `RISK-0003`");
}

#[test]
fn exit_status_is_the_count() {
    for count in [1, 256, 512] {
        let run = dangling(&with_errors(count)).exits(1);
        assert!(run.stdout.contains(&format!("isms: {count} error")), "{}", run.stdout);
    }
}

/// Runs the steps of the shipped workflow that call the program, as the runner does: each in a shell that ends at the first failure.
fn steps_of_the_workflow(sandbox: &Sandbox) -> Vec<Option<i32>> {
    let workflow = sandbox.read(".github/workflows/isms.yml");
    let steps: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("run: isms ")).collect();
    assert!(!steps.is_empty(), "no step calls the program:\n{workflow}");
    let program = env!("CARGO_BIN_EXE_isms");
    let run = |step: &&str| {
        let mut shell: Command = sandbox.command("bash", "");
        shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &format!("{program} {step}")]);
        shell.env("ISMS_AS_OF", crate::sandbox::AS_OF).output().unwrap().status.code()
    };
    steps.iter().map(run).collect()
}

#[test]
fn ci_wrapper_hides_the_status() {
    let sandbox = Sandbox::with_isms();
    assert!(steps_of_the_workflow(&sandbox).iter().all(|code| *code == Some(0)));
    sandbox.write(&format!("{RISKS}/R-001.yaml"), risk(1, "nobody"));
    assert!(steps_of_the_workflow(&sandbox).contains(&Some(1)), "a seeded error stays green");
}

#[test]
fn hook_disables_its_own_check() {
    let hooks = include_str!("../../.pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: isms ")).collect();
    assert_eq!(entries, ["check --staged", "check --staged"]);
    assert_eq!(hooks.matches("pass_filenames: false").count(), 2, "a few files are not the whole tree");
    let sandbox = Sandbox::example();
    sandbox.commit_all("clean");
    let policy = "annex-a/5-organizational/5.15-access-control/POL-002-access-control.md";
    sandbox.edit(policy, "rights end when the task ends.", "rights end when the task ends or soon after.");
    sandbox.git(&["add", "-A"]);
    let hook: Vec<&str> = entries[0].split(' ').collect();
    // What was not approved again does not pass, and the hook leaves it as it is.
    sandbox.isms(&hook).exits(1).says("error[APR-001]");
    assert!(sandbox.read(policy).contains("or soon after"));
}

#[test]
fn overdue_items_are_skipped() {
    let policy = "annex-a/5-organizational/5.15-access-control/POL-002-access-control.md";
    // Reviewed on 2026-01-12 and every 12 months: due on 2027-01-12.
    let on = |day: &str| {
        Sandbox::example().isms(&["check", "--select", "DOC-002,SCHEMA", "--format", "concise", "--as-of", day, policy])
    };
    on("2027-01-11").exits(0);
    on("2027-01-12").exits(0);
    on("2027-01-13").exits(1).says("1 day ago");
    let with = |line: &str| {
        let sandbox = Sandbox::example();
        sandbox.edit(policy, "reviewed: 2026-01-12\n", line);
        sandbox.isms(&["check", "--select", "DOC-001,DOC-002,SCHEMA", "--format", "concise", "--as-of", "2027-06-30", policy])
    };
    with("").exits(1);
    with("reviewed: 2026-02-30\n").exits(1).says("SCHEMA-005");
}

#[test]
fn check_writes_files() {
    let sandbox = Sandbox::example();
    let before = sandbox.snapshot();
    for format in ["full", "json", "sarif", "github", "junit"] {
        sandbox.isms(&["check", "--format", format]).exits(0);
    }
    assert!(sandbox.snapshot() == before, "check wrote something");
    let mut folders = vec![sandbox.path().to_owned()];
    let allow = |folders: &[std::path::PathBuf], mode| {
        for folder in folders {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    let mut at = 0;
    while at < folders.len() {
        let inside = fs::read_dir(&folders[at]).unwrap().map(|entry| entry.unwrap().path());
        folders.extend(inside.filter(|path| path.is_dir()));
        at += 1;
    }
    allow(&folders, 0o555);
    let run = sandbox.isms(&["check"]);
    allow(&folders, 0o755);
    run.exits(0);
}

#[test]
fn unknown_key_or_control_is_ignored() {
    let sandbox = Sandbox::base();
    sandbox.write(
        &format!("{RISKS}/R-001.yaml"),
        "kind: risk\nid: R-001\ntitle: A\nstatus: identified\nowner: cis\nproperites: [integrity]\n",
    );
    let run = sandbox.isms(&["check", "--select", "SCHEMA,REPO-003"]).exits(1);
    run.says("did you mean `properties`?").says("did you mean ciso (");
    let settings = Sandbox::base();
    settings.edit("isms.yaml", "cycle_start", "profil: build\ncycle_start");
    settings.isms(&["check"]).exits(2).warns("did you mean `profile`?");
}

#[test]
fn records_are_dropped_by_the_parser() {
    let sandbox = Sandbox::base();
    let files = ["\u{feff}", "# a comment\n---\n", "\n\n"];
    for (number, before) in files.iter().enumerate() {
        let text = format!("{before}{}", risk(number, "ciso"));
        sandbox.write(&format!("{RISKS}/R-{number:03}.yaml"), if number == 2 { text.replace('\n', "\r\n") } else { text });
    }
    // A second document, tabs, and a text that never closes its front matter are told, not skipped.
    sandbox.write(&format!("{RISKS}/R-010.yaml"), format!("{}---\n{}", risk(10, "ciso"), risk(11, "ciso")));
    sandbox.write(&format!("{RISKS}/R-012.yaml"), risk(12, "ciso") + "current:\n\tlikelihood: 1\n");
    sandbox.write("clauses/04-context/DOC-001.md", "---\nkind: document\nid: DOC-001\ntitle: Never closed\n\n# Text\n");
    let listed = sandbox.isms(&["list", "risk", "--format", "csv"]).stdout;
    assert!((0..3).all(|number| listed.contains(&format!("R-{number:03}"))), "{listed}");
    let found = sandbox.isms(&["check", "--select", "YAML,REPO,SCHEMA", "--format", "concise"]).exits(1).stdout;
    for file in ["R-010.yaml", "R-012.yaml", "DOC-001.md"] {
        assert!(found.contains(file), "nothing is said about {file}:\n{found}");
    }
}

#[test]
fn first_error_only() {
    let run = dangling(&with_errors(200)).exits(1);
    assert_eq!(run.stdout.matches("error[REPO-003]").count(), 200);
}

#[test]
fn regenerate_eats_edits() {
    let sandbox = Sandbox::with_isms();
    sandbox.edit("isms.yaml", "profile: build", "profile: build # ours");
    let before = sandbox.snapshot();
    sandbox.isms(&["init", "--name", "Test Ltd"]).exits(0);
    assert!(sandbox.snapshot() == before, "init wrote over what was there");
}

#[test]
fn yaml_surprises() {
    let sandbox = Sandbox::base();
    sandbox.write(
        &format!("{RISKS}/R-001.yaml"),
        "kind: risk\nid: R-001\ntitle: no\nstatus: identified\nowner: ciso\ncriteria_version: 1.10\nexternal_id: 0o17\n",
    );
    let shown = sandbox.isms(&["show", "R-001", "--format", "json"]).exits(0).stdout;
    assert!(shown.contains("\"no\"") && shown.contains("1.10") && shown.contains("0o17"), "{shown}");
    sandbox.write(&format!("{RISKS}/R-002.yaml"), risk(2, "ciso") + "owner: ceo\n");
    sandbox.isms(&["check", "--select", "YAML", "--format", "concise"]).exits(1).says("stands here a second time");
}

#[test]
fn external_renderer_hangs_or_drifts() {
    let sandbox = Sandbox::example();
    let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
    let output = command.env("PATH", "").args(["soa", "--format", "html", "--as-of", "2026-06-30"]).output().unwrap();
    assert!(output.status.success() && output.stdout.len() > 10_000, "the statement needs another program");
}

#[test]
fn stale_cache_after_upgrade() {
    let sandbox = Sandbox::example();
    sandbox.isms(&["check"]).exits(0);
    let text = sandbox.read("isms.yaml");
    sandbox.write("isms.yaml", text.replace("isms: 1\n", "isms: 1\nrequired_version: \"0.0.1\"\n"));
    sandbox.isms(&["check"]).exits(2).warns("asks for isms 0.0.1");
    assert!(!sandbox.at(".isms").exists() && !sandbox.at(".cache").exists(), "something was kept from the run before");
}

#[test]
fn mtime_or_today_in_output() {
    let (one, other) = (Sandbox::example(), Sandbox::example());
    let old = fs::File::open(other.at("isms.yaml")).unwrap();
    old.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    for arguments in [&["check", "--format", "json"][..], &["check", "--format", "junit"], &["soa", "--format", "html"]] {
        assert_eq!(one.isms(arguments).stdout, other.isms(arguments).stdout, "{arguments:?}");
    }
}

#[test]
fn schema_churn() {
    // The example is data of this version; later versions keep a copy of it and load it as it was.
    Sandbox::example().isms(&["check", "--select", "YAML,SCHEMA,CFG"]).exits(0);
}

#[test]
fn finding_shows_a_uuid() {
    let run = dangling(&with_errors(1)).exits(1);
    assert_eq!(
        run.stdout.lines().next().unwrap(),
        format!("{RISKS}/R-000.yaml:5:8: error[REPO-003] `owner` names nobody, which does not exist")
    );
}
