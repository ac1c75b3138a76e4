//! Commands that write: killed at any moment, without room, without permission, or two at a time, they leave the old file or the new
//! one.

use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::sandbox::{AS_OF, Sandbox};

const BASELINE: &str = "old.json";

fn start(sandbox: &Sandbox, arguments: &[&str]) -> Child {
    let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
    command.args(arguments).env("ISMS_AS_OF", AS_OF).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn a_run_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let sandbox = Sandbox::with_risks();
    let writes = ["check", "--write-baseline", BASELINE, "--fail-on", "never"];
    sandbox.isms(&writes).exits(0);
    let new = sandbox.read(BASELINE);
    let old = "{\"the old\": \"one\"}\n";
    let mut seen = BTreeSet::new();
    for moment in 0..60 {
        sandbox.write(BASELINE, old);
        let mut child = start(&sandbox, &writes);
        std::thread::sleep(Duration::from_micros(moment * 700));
        let _ = child.kill();
        child.wait().unwrap();
        let text = sandbox.read(BASELINE);
        assert!(text == old || text == new, "after {moment} steps:\n{text}");
        seen.insert(text == new);
    }
    assert!(seen.contains(&false), "none was killed before it had written");
    // What a killed run leaves beside the file is no record, and stops nobody.
    sandbox.isms(&writes).exits(0);
    assert_eq!(sandbox.read(BASELINE), new);
}

#[test]
fn an_import_that_is_killed_leaves_whole_files_and_goes_on_where_it_was() {
    let sandbox = Sandbox::with_risks();
    let rows: String = (500..530).map(|number| format!("R-{number},Outage {number}\n")).collect();
    sandbox.write("risks.csv", format!("id,title\n{rows}"));
    let folder = "clauses/06-planning/risks/";
    let made = |sandbox: &Sandbox| -> Vec<String> {
        let files =
            sandbox.files().into_iter().filter(|(path, _)| path.starts_with(&format!("{folder}R-5")) && path.ends_with(".yaml"));
        files.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect()
    };
    for moment in 0..30 {
        let mut child = start(&sandbox, &["import", "risks.csv", "--write"]);
        std::thread::sleep(Duration::from_micros(2_000 + moment * 900));
        let _ = child.kill();
        child.wait().unwrap();
        for text in made(&sandbox) {
            assert!(text.contains("\nkind: risk\nid: R-5") && text.contains("\ntitle: Outage 5") && text.ends_with('\n'), "{text}");
        }
    }
    // The same command once more does what is left.
    sandbox.isms(&["import", "risks.csv", "--write"]).exits(0);
    assert_eq!(made(&sandbox).len(), 30);
    sandbox.isms(&["import", "risks.csv"]).exits(0).says("R-529  unchanged");
}

#[test]
fn a_new_record_that_is_killed_is_whole_or_not_there() {
    let sandbox = Sandbox::base();
    let risks = |sandbox: &Sandbox| {
        let mut files = sandbox.files();
        files.retain(|path, _| path.starts_with("clauses/06-planning/risks/") && path.ends_with(".yaml"));
        files
    };
    for moment in 0..40 {
        let mut child = start(&sandbox, &["new", "risk", &format!("Outage {moment}")]);
        std::thread::sleep(Duration::from_micros(moment * 700));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, bytes) in risks(&sandbox) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("kind: risk\n"), "{path}: {text}");
            assert!(text.ends_with('\n') && text.contains("\nstatus: "), "{path}: {text}");
        }
    }
}

#[test]
fn a_pack_that_is_killed_is_the_old_one_or_the_new_one() {
    let sandbox = Sandbox::with_risks();
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    sandbox.isms(&["pack", "-o", "out.zip"]).exits(0);
    let whole = |sandbox: &Sandbox| {
        // While one folder takes the name of another, the old one waits under a name beside it; once the new one has it, the old one goes.
        let folder = std::fs::read_dir(sandbox.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let folder = folder.filter(|name| name == "out" || name.ends_with(".old")).max_by_key(|name| name == "out").unwrap();
        let (folder, zip) = (sandbox.isms(&["pack", "verify", &folder]), sandbox.isms(&["pack", "verify", "out.zip"]));
        folder.exits(0);
        zip.exits(0);
    };
    let took = std::time::Instant::now();
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let took = took.elapsed();
    for moment in 0..12 {
        let target = if moment % 2 == 0 { "out" } else { "out.zip" };
        let mut child = start(&sandbox, &["pack", "-o", target]);
        std::thread::sleep(took * moment / 12 + took / 10);
        let _ = child.kill();
        child.wait().unwrap();
        whole(&sandbox);
    }
}

#[test]
fn what_somebody_saves_while_files_are_repaired_is_kept() {
    const RISK: &str = "clauses/06-planning/risks/R-001.yaml";
    let sandbox = Sandbox::base();
    let ours = "kind: risk\nid: R-001\ntitle: Flood\nstatus: Identified\n";
    let theirs = ours.replace("Flood", "Fire");
    let mut left_alone = 0;
    for moment in 0..30 {
        sandbox.write(RISK, ours);
        let mut child = start(&sandbox, &["check", "--fix", "--fail-on", "never"]);
        std::thread::sleep(Duration::from_millis(moment * 2));
        sandbox.write("theirs", &theirs);
        std::fs::rename(sandbox.at("theirs"), sandbox.at(RISK)).unwrap();
        left_alone += usize::from(child.wait().unwrap().code() == Some(2));
        // Repaired or not, it is what they wrote.
        assert!(sandbox.read(RISK).contains("Fire"), "after {moment} steps, {left_alone} times left alone");
    }
}

#[test]
fn two_at_a_time_do_not_spoil_each_other() {
    let sandbox = Sandbox::base();
    let runs: Vec<Child> = (0..8).map(|number| start(&sandbox, &["new", "risk", &format!("Flood {number}")])).collect();
    let written = runs.into_iter().filter_map(|mut run| run.wait().ok()).filter(|status| status.success()).count();
    let files = sandbox.files();
    let risks: Vec<_> = files.keys().filter(|path| path.starts_with("clauses/06-planning/risks/")).collect();
    assert_eq!(risks.len(), written, "each run that says so has written, and nothing else is left: {risks:?}");
    // Two that took one number at the same moment are both there, and the check tells it.
    let ids: BTreeSet<&str> = risks.iter().filter_map(|path| path.rsplit('/').next()?.get(..5)).collect();
    let twice = sandbox.isms(&["check", "--format", "concise", "--select", "REPO-002"]).stdout.matches("REPO-002").count();
    assert_eq!(twice, risks.len() - ids.len());

    let one = ["check", "--write-baseline", BASELINE, "--fail-on", "never"];
    let runs: Vec<Child> = (0..6).map(|_| start(&sandbox, &one)).collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    sandbox.isms(&["check", "--baseline", BASELINE, "--fail-on", "never"]).exits(0);
    assert!(!sandbox.files().keys().any(|path| path.ends_with(".part")), "no draft is left behind");
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_old_file_stays() {
    let sandbox = Sandbox::with_risks();
    sandbox.isms(&["check", "--write-baseline", BASELINE, "--fail-on", "never"]).exits(0);
    let before = sandbox.snapshot();
    // No file may grow beyond a block, as where no room is left; the signal for it is ignored, as the error would come from a disk.
    let line = format!("trap '' XFSZ; ulimit -f 1; exec {} \"$@\"", env!("CARGO_BIN_EXE_isms"));
    for arguments in [
        &["soa", "-o", "soa.html"][..],
        &["check", "--report", &format!("json={BASELINE}")],
        &["check", "--write-baseline", BASELINE],
        &["report", "risk-register", "-o", "risks.xlsx"],
        &["pack", "-o", "out"],
        &["pack", "-o", "out.zip"],
        &["new", "policy", "Cryptography"],
    ] {
        let mut command = sandbox.command("sh", "");
        let output = command.args(["-c", &line, "sh"]).args(arguments).env("ISMS_AS_OF", AS_OF).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {words}");
        assert!(words.contains("cannot write") && words.contains("file too large"), "{words}");
        assert!(sandbox.snapshot() == before, "{arguments:?} changed something");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let sandbox = Sandbox::base();
    let before = sandbox.snapshot();
    sandbox.isms(&["soa", "-o", "isms.yaml/soa.html"]).exits(2).warns("cannot write");
    sandbox.isms(&["soa", "-o", "nowhere/soa.html"]).exits(2).warns("cannot write").warns("no such file or directory");
    assert!(sandbox.snapshot() == before);
}

#[cfg(unix)]
#[test]
fn a_tree_that_may_only_be_read_is_checked_and_not_written() {
    use std::os::unix::fs::PermissionsExt as _;

    let sandbox = Sandbox::base();
    let may = |mode| std::fs::set_permissions(sandbox.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    may(0o555);
    // The superuser may write everywhere; for it there is nothing to see here.
    let superuser = std::fs::write(sandbox.at("probe"), "").is_ok();
    let (checked, written) = (sandbox.isms(&["check", "--fail-on", "never"]), sandbox.isms(&["soa", "-o", "soa.html"]));
    may(0o755);
    checked.exits(0);
    if superuser {
        written.exits(0);
    } else {
        written.exits(2).warns("cannot write").warns("permission denied");
    }
}
