//! What Git remembers of a record, in every shape that a history can take. Each test makes its repository.

use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;

const POLICY: &str = "annex-a/8-technological/8.01-user-end-point-devices/POL-010-laptops.md";
const MOVED: &str = "annex-a/8-technological/8.01-user-end-point-devices/POL-010-portable-devices.md";
const METRIC: &str = "clauses/09-evaluation/metrics/M-001-patches.yaml";

fn policy(version: &str, text: &str) -> String {
    format!(
        "---\nkind: policy\nid: POL-010\ntitle: Policy on laptops\nstatus: effective\nversion: \"{version}\"\nowner: ciso\nauthor: bob\n\
         approver_role: ceo\neffective_from: 2026-06-30\nclassification: internal\naudience: [all staff]\ncontrols: [A.8.1]\n---\n\
         # Policy on laptops\n\n{text}\n"
    )
}

fn metric(april: u32) -> String {
    format!(
        "kind: metric\nid: M-001\ntitle: Patched laptops\nstatus: active\nowner: ciso\nmethod: Count them.\nunit: \"%\"\nmeasures: [A.8.1]\n\
         measurements:\n  - period: \"2026-04\"\n    value: {april}\n    taken_on: 2026-05-04\n    taken_by: bob\n"
    )
}

/// The small ISMS with a policy, taken over into Git by Ada on 2026-01-05.
fn repository() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(POLICY, policy("1.0", "Laptops must be encrypted, and locked after ten minutes."));
    sandbox.commit_by("ada", "2026-01-05", "take over");
    sandbox
}

/// Puts a new version of the policy into the tree and commits it.
fn change(sandbox: &Sandbox, day: &str, version: &str, text: &str) {
    sandbox.write(POLICY, policy(version, text)).commit_by("bob", day, &format!("version {version}"));
}

fn log(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.isms(&["log", id, "--format", "json"]).exits(0).json()
}

/// What happened, newest first: day, author, what, version.
fn story(log: &Value) -> Vec<String> {
    let word = |commit: &Value, key: &str| commit[key].as_str().unwrap_or("-").to_owned();
    let line = |commit: &Value| {
        let author = word(&commit["author"], "email");
        format!(
            "{} {} {} {}",
            word(commit, "authored"),
            author.split('@').next().unwrap(),
            word(commit, "act"),
            word(commit, "version")
        )
    };
    log["commits"].as_array().unwrap().iter().map(line).collect()
}

fn approve(sandbox: &Sandbox) {
    let method = ["--method", "forge_review", "--reference", "merge request 41"];
    sandbox.isms(&[&["approve", "POL-010", "--by", "ada", "--as", "ceo"][..], &method[..]].concat()).exits(0);
}

fn findings(sandbox: &Sandbox, rules: &str) -> Vec<String> {
    let json = sandbox.isms(&["check", "--select", rules, "--format", "json", "--fail-on", "never"]).exits(0).json();
    json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| format!("{} {}", found["code"].as_str().unwrap(), found["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn the_log_of_a_record_for_people() {
    let sandbox = repository();
    change(&sandbox, "2026-06-28", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    sandbox.git_by("bob", "2026-06-29", &["commit", "-q", "--amend", "-m", "version 1.1\n\nReviewed-by: Cleo <cleo@base.example>"]);
    approve(&sandbox);
    sandbox.commit_by("ada", "2026-06-30", "approve the policy");
    let shown = sandbox.seen(&["log", "POL-010"]);
    for text in
        ["2026-06-28", "1.1", "1 stronger", "Reviewed-by Cleo <cleo@base.example>", "created", "APR-001", "this content, in"]
    {
        assert!(shown.contains(text), "{text:?} is not in:\n{shown}");
    }
    sandbox
        .isms(&["log", "POL-010", "--format", "markdown"])
        .exits(0)
        .says("## Commits")
        .says("| 2026-06-30 | 1.1 | approved | Ada | ceo |");
    sandbox.write(POLICY, policy("1.2", "Laptops are encrypted."));
    sandbox.isms(&["log", "POL-010"]).exits(0).says("not committed yet").says("an earlier content, in");
    sandbox.isms(&["log", "POL-011"]).exits(2).warns("there is no record called POL-011");
}

#[test]
fn a_squash_loses_the_branch_and_not_the_approval() {
    let sandbox = repository();
    sandbox.git(&["checkout", "-q", "-b", "branch"]);
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted.");
    change(&sandbox, "2026-06-21", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    approve(&sandbox);
    sandbox.commit_by("ada", "2026-06-30", "approve");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.git(&["merge", "-q", "--squash", "branch"]);
    sandbox.git_by("bob", "2026-06-30", &["commit", "-q", "-m", "version 1.1"]);
    sandbox.git(&["branch", "-q", "-D", "branch"]);
    assert_eq!(story(&log(&sandbox, "POL-010")), ["2026-06-30 bob changed 1.1", "2026-01-05 ada created 1.0"]);
    assert_eq!(findings(&sandbox, "APR,GIT,DOC-012"), [""; 0]);
}

#[test]
fn a_rebase_keeps_who_wrote_it_and_when() {
    let sandbox = repository();
    sandbox.git(&["checkout", "-q", "-b", "branch"]);
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    approve(&sandbox);
    sandbox.commit_by("ada", "2026-06-30", "approve");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("README.md", "Read me.\n").commit_by("cleo", "2026-06-25", "elsewhere");
    sandbox.git(&["checkout", "-q", "branch"]);
    sandbox.git_by("cleo", "2026-06-30", &["rebase", "-q", "main"]);
    assert_eq!(story(&log(&sandbox, "POL-010")), ["2026-06-20 bob changed 1.1", "2026-01-05 ada created 1.0"]);
    assert_eq!(findings(&sandbox, "APR,GIT,DOC-012"), [""; 0]);
}

#[test]
fn a_merge_is_part_of_the_story_only_where_it_says_something_new() {
    let sandbox = repository();
    for (branch, day) in [("one", "2026-06-20"), ("two", "2026-06-21"), ("three", "2026-06-22")] {
        sandbox.git(&["checkout", "-q", "-b", branch, "main"]);
        if branch == "two" {
            change(&sandbox, day, "1.1", "Laptops must be encrypted, and locked after five minutes.");
        } else {
            sandbox.write(&format!("{branch}.txt"), branch).commit_by("cleo", day, branch);
        }
    }
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.git_by("ada", "2026-06-23", &["merge", "-q", "-m", "octopus", "one", "two", "three"]);
    let octopus = log(&sandbox, "POL-010");
    assert_eq!(story(&octopus), ["2026-06-21 bob changed 1.1", "2026-01-05 ada created 1.0"]);
    // Two sides that contradict each other, and a merge that says a third thing.
    sandbox.git(&["checkout", "-q", "-b", "side"]);
    change(&sandbox, "2026-06-24", "1.2", "Laptops must be encrypted, and locked after four minutes.");
    sandbox.git(&["checkout", "-q", "main"]);
    change(&sandbox, "2026-06-25", "1.2", "Laptops must be encrypted, and locked after three minutes.");
    sandbox.git_fails(&["merge", "-q", "side"]);
    sandbox.write(POLICY, policy("1.2", "Laptops must be encrypted, and locked after two minutes."));
    sandbox.commit_by("ada", "2026-06-26", "merge");
    let told = log(&sandbox, "POL-010");
    assert_eq!(story(&told)[..3], ["2026-06-26 ada changed 1.2", "2026-06-25 bob changed 1.2", "2026-06-24 bob changed 1.2"]);
    assert_eq!(told["commits"][0]["merge"], true);
}

#[test]
fn a_record_is_followed_through_a_rename_with_an_edit() {
    let sandbox = repository();
    sandbox.git(&["mv", POLICY, MOVED]);
    // Git itself would not call these two one file.
    sandbox.write(
        MOVED,
        policy("2.0", "Everything that is carried out of the house is encrypted.\n\n- Telephones\n- Sticks\n- Laptops"),
    );
    sandbox.commit_by("bob", "2026-06-20", "portable devices");
    sandbox.git(&["mv", MOVED, POLICY]);
    sandbox.commit_by("bob", "2026-06-21", "only moved");
    let told = log(&sandbox, "POL-010");
    assert_eq!(story(&told), ["2026-06-21 bob moved 2.0", "2026-06-20 bob changed 2.0", "2026-01-05 ada created 1.0"]);
    assert_eq!(told["commits"][1]["renamed_from"], POLICY);
}

#[test]
fn an_edit_beside_a_rename_on_another_branch_belongs_to_the_record() {
    let sandbox = repository();
    sandbox.git(&["checkout", "-q", "-b", "branch"]);
    sandbox.git(&["mv", POLICY, MOVED]);
    sandbox.commit_by("bob", "2026-06-20", "move");
    sandbox.git(&["checkout", "-q", "main"]);
    change(&sandbox, "2026-06-21", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    sandbox.git_by("ada", "2026-06-22", &["merge", "-q", "-m", "merge", "branch"]);
    let told = story(&log(&sandbox, "POL-010"));
    assert!(
        told.contains(&"2026-06-21 bob changed 1.1".to_owned()) && told.contains(&"2026-06-20 bob moved 1.0".to_owned()),
        "{told:?}"
    );
    // The old name given to something else is not the past of the record.
    sandbox.write(POLICY, policy("9.9", "Another one.").replace("POL-010", "POL-011")).commit_by(
        "cleo",
        "2026-06-25",
        "another policy",
    );
    assert_eq!(story(&log(&sandbox, "POL-010")), told);
    assert_eq!(story(&log(&sandbox, "POL-011"))[0], "2026-06-25 cleo created 9.9");
}

#[test]
fn reverts_and_cherry_picks() {
    let sandbox = repository();
    approve(&sandbox);
    sandbox.commit_by("ada", "2026-06-01", "approve");
    sandbox.git(&["checkout", "-q", "-b", "branch"]);
    change(&sandbox, "2026-06-20", "1.1", "Laptops should be encrypted.");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.git_by("cleo", "2026-06-25", &["cherry-pick", "branch"]);
    assert_eq!(story(&log(&sandbox, "POL-010"))[0], "2026-06-20 bob changed 1.1");
    sandbox.git_by("cleo", "2026-06-26", &["revert", "--no-edit", "HEAD"]);
    assert_eq!(story(&log(&sandbox, "POL-010"))[0], "2026-06-26 cleo changed 1.0");
    // What is back to what was approved is approved.
    assert_eq!(findings(&sandbox, "APR-001,DOC-012,GIT-001"), [""; 0]);
}

#[test]
fn worktrees_submodules_detached_heads_and_bare_repositories() {
    let sandbox = repository();
    sandbox.git(&["tag", "first"]);
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    let (all, first) = (story(&log(&sandbox, "POL-010")), ["2026-01-05 ada created 1.0"]);
    let by = |sandbox: &Sandbox, more: &[&str]| {
        story(&sandbox.isms(&[&["log", "POL-010", "--format", "json"], more].concat()).exits(0).json())
    };
    assert_eq!(by(&sandbox, &["--at", "first"]), first);
    sandbox.git(&["worktree", "add", "-q", "tree", "first"]);
    assert_eq!(by(&sandbox, &["-C", "tree"]), first);
    sandbox.git(&["worktree", "remove", "--force", "tree"]);
    sandbox.git(&["checkout", "-q", "--detach", "first"]);
    assert_eq!(by(&sandbox, &[]), first);
    sandbox.git(&["checkout", "-q", "main"]);
    let outer = Sandbox::empty();
    outer.commit_all("outer");
    outer.git(&["submodule", "--quiet", "add", sandbox.path().to_str().unwrap(), "isms"]);
    assert_eq!(by(&outer, &["-C", "isms"]), all);
    outer.git(&["clone", "-q", "--bare", sandbox.path().to_str().unwrap(), "bare.git"]);
    assert_eq!(by(&outer, &["-C", "bare.git", "--at", "main"]), all);
}

#[test]
fn a_shallow_clone_says_that_it_does_not_know() {
    let sandbox = repository();
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    let clone = Sandbox::empty();
    clone.git(&["clone", "-q", "--depth", "1", &format!("file://{}", sandbox.path().to_str().unwrap()), "isms"]);
    let isms = |more: &[&str]| clone.isms(&[&["-C", "isms"], more].concat());
    isms(&["log", "POL-010"]).exits(2).warns("this clone is shallow").warns("fetch-depth: 0");
    isms(&["check", "--select", "GIT"]).exits(2).warns("this clone is shallow").warns("fetch-depth: 0");
    isms(&["check", "--select", "GIT-001"]).exits(2);
    isms(&["check", "--fail-on", "never"]).exits(0).says("GIT-005").says("this clone is shallow");
    isms(&["check", "--fail-on", "never", "--ignore", "GIT"]).exits(0).lacks("GIT-005");
    clone.edit("isms/isms.yaml", "profile: maintain", "profile: maintain\ngit: { history: false }");
    isms(&["check", "--fail-on", "never"]).exits(0).lacks("GIT-005");
}

#[test]
fn before_the_first_commit_and_without_git() {
    let sandbox = Sandbox::base();
    sandbox.write(POLICY, policy("1.0", "Laptops are encrypted."));
    sandbox.isms(&["log", "POL-010"]).exits(2).warns("nothing is committed here yet");
    sandbox.isms(&["check", "--select", "GIT"]).exits(0);
    sandbox.git(&["init", "-q"]);
    sandbox.isms(&["log", "POL-010"]).exits(2).warns("nothing is committed here yet");
    sandbox.isms(&["check", "--select", "GIT"]).exits(0);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let sandbox = repository();
    let odd = Path::new("clauses/06-planning/risks").join(OsStr::from_bytes(b"R-\xff.yaml"));
    std::fs::create_dir_all(sandbox.at("clauses/06-planning/risks")).unwrap();
    std::fs::write(sandbox.path().join(odd), "kind: risk\nid: R-900\ntitle: T\n").unwrap();
    sandbox.commit_by("bob", "2026-06-20", "odd");
    change(&sandbox, "2026-06-21", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    assert_eq!(story(&log(&sandbox, "POL-010")).len(), 2);
    sandbox.isms(&["check", "--select", "GIT"]).exits(0);
}

#[test]
fn two_branches_that_took_the_same_id() {
    let sandbox = repository();
    for (branch, name) in [("one", "fire"), ("two", "flood")] {
        sandbox.git(&["checkout", "-q", "-b", branch, "main"]);
        sandbox.write(&format!("clauses/06-planning/risks/R-007-{name}.yaml"), format!("kind: risk\nid: R-007\ntitle: {name}\n"));
        sandbox.commit_by("bob", "2026-06-20", name);
    }
    sandbox.git_by("ada", "2026-06-21", &["merge", "-q", "-m", "both", "one"]);
    sandbox.isms(&["check", "--fail-on", "never"]).exits(0).says("R-007");
    sandbox.git(&["mv", "clauses/06-planning/risks/R-007-flood.yaml", "clauses/06-planning/risks/R-008-flood.yaml"]);
    sandbox.edit("clauses/06-planning/risks/R-008-flood.yaml", "R-007", "R-008").commit_by(
        "bob",
        "2026-06-22",
        "a number of its own",
    );
    assert_eq!(story(&log(&sandbox, "R-007")), ["2026-06-20 bob created -"]);
    assert_eq!(story(&log(&sandbox, "R-008"))[0], "2026-06-22 bob created -");
}

#[test]
fn an_edited_measurement_is_found_across_moves_and_merges() {
    let sandbox = repository();
    sandbox.write(METRIC, metric(71)).commit_by("bob", "2026-05-04", "april");
    // What is mended on the same day is no edit.
    sandbox.write(METRIC, metric(72)).commit_by("bob", "2026-05-04", "april, mended");
    assert_eq!(findings(&sandbox, "GIT-001"), [""; 0]);
    sandbox.git(&["mv", METRIC, "clauses/09-evaluation/metrics/M-001.yaml"]);
    sandbox.write("clauses/09-evaluation/metrics/M-001.yaml", metric(96)).commit_by("cleo", "2026-06-20", "tidy up");
    let found = ["GIT-001 the measurement for 2026-04 in M-001 was edited after it was closed: value said “72” and says “96” now"];
    assert_eq!(findings(&sandbox, "GIT-001"), found);
    sandbox.isms(&["check", "--select", "GIT-001"]).exits(1).says("changed on 2026-06-20 by Cleo");
    sandbox.write("clauses/09-evaluation/metrics/M-001.yaml", metric(72));
    assert_eq!(findings(&sandbox, "GIT-001"), [""; 0]);
    sandbox.write("clauses/09-evaluation/metrics/M-001.yaml", metric(80));
    sandbox.isms(&["check", "--select", "GIT-001"]).exits(1).says("changed in files that are not committed");
}

#[test]
fn a_rewritten_history_lacks_what_was_handed_out() {
    let sandbox = repository();
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    let id = sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned();
    sandbox.edit("isms.yaml", "profile: maintain", &format!("profile: maintain\ngit:\n  ancestors: [{id}]"));
    sandbox.commit_by("bob", "2026-06-21", "the pack of June");
    assert_eq!(findings(&sandbox, "GIT-002"), [""; 0]);
    sandbox.git_by("cleo", "2026-06-23", &["rebase", "-q", "--force-rebase", "--root"]);
    assert_eq!(findings(&sandbox, "GIT-002").len(), 1);
}

#[test]
fn signatures_are_verified_offline() {
    let sandbox = repository();
    for who in ["ada", "bob"] {
        sandbox.key(who);
        let mine = format!("git_identities: [{who}@base.example]\n");
        let path = format!("clauses/05-leadership/people/{who}.yaml");
        let text = sandbox.read(&path);
        sandbox.write(&path, text + &mine);
    }
    let public = |who: &str| sandbox.read(&format!(".keys/{who}.pub"));
    sandbox.write(".gitignore", ".keys\n");
    sandbox.write(
        "allowed_signers",
        format!("# people\nada@base.example namespaces=\"git\",valid-before=\"20260625\" {}", public("ada")),
    );
    sandbox.edit("isms.yaml", "profile: maintain", "profile: maintain\ngit: { signed: true, allowed_signers: allowed_signers }");
    sandbox.commit_by("bob", "2026-06-10", "keys");
    let signed = |who: &str, key: &str, day: &str| {
        change(&sandbox, day, "1.1", &format!("Laptops must be encrypted since {day}."));
        let key = format!("user.signingkey={}", sandbox.at(&format!(".keys/{key}")).to_str().unwrap());
        sandbox.git_by(
            who,
            day,
            &["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "--amend", "--no-edit", "-S", "--reset-author"],
        );
        log(&sandbox, "POL-010")["commits"][0]["signature"].clone()
    };
    let good = signed("ada", "ada", "2026-06-20");
    assert_eq!((good["state"].as_str(), good["signer"].as_str()), (Some("good"), Some("ada@base.example")));
    assert!(good["key"].as_str().unwrap().starts_with("SHA256:"));
    assert_eq!(signed("bob", "bob", "2026-06-21")["state"], "unknown_key");
    assert_eq!(signed("ada", "ada", "2026-06-26")["state"], "not_trusted_then");
    // An approval in a commit without a signature, while signatures are the rule.
    approve(&sandbox);
    sandbox.commit_by("ada", "2026-06-30", "approve");
    let found = findings(&sandbox, "GIT-003");
    assert_eq!(found, ["GIT-003 APR-001 was committed without a signature that can be trusted (no)"]);
    // The same commit with its content changed after it was signed.
    let commit = sandbox.git(&["cat-file", "commit", "HEAD~1"]);
    sandbox.write("forged", commit.replace("version 1.1", "version 1.2"));
    let forged = sandbox.git(&["hash-object", "-t", "commit", "-w", "forged"]);
    std::fs::remove_file(sandbox.at("forged")).unwrap();
    sandbox.git(&["reset", "-q", "--hard", forged.trim()]);
    assert_eq!(log(&sandbox, "POL-010")["commits"][0]["signature"]["state"], "bad");
}

#[test]
fn identities_go_through_the_mailmap_of_the_revision() {
    let sandbox = repository();
    sandbox.write(".mailmap", "Bob <bob@base.example> Robert <robert@old.example>\n").commit_by("ada", "2026-06-01", "mailmap");
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    sandbox.git_by("robert", "2026-06-21", &["commit", "-q", "--amend", "--no-edit", "--author", "Robert <robert@old.example>"]);
    let told = log(&sandbox, "POL-010");
    assert_eq!(told["commits"][0]["author"]["name"], "Bob");
    assert_eq!(told["commits"][0]["author"]["email"], "bob@base.example");
}

#[test]
fn nothing_of_a_repository_is_run() {
    let sandbox = repository();
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    for (key, value) in [
        ("core.fsmonitor", "touch ran"),
        ("filter.evil.smudge", "touch ran"),
        ("diff.evil.textconv", "touch ran"),
        ("gpg.program", "touch ran"),
        ("gpg.ssh.program", "touch ran"),
        ("core.pager", "touch ran"),
    ] {
        sandbox.git(&["config", key, value]);
    }
    sandbox.write(".gitattributes", "* filter=evil diff=evil\n");
    let before = sandbox.snapshot();
    sandbox.isms(&["log", "POL-010"]).exits(0);
    sandbox.isms(&["check", "--fail-on", "never"]).exits(0);
    assert!(sandbox.snapshot() == before);
}

#[test]
fn what_a_commit_changed_is_what_git_says() {
    let sandbox = Sandbox::empty();
    sandbox
        .write("in/a/one.md", "one")
        .write("in/a.md", "a")
        .write("in/b", "file")
        .write("in/a-b/x.md", "x")
        .write("out.md", "out");
    sandbox.commit_all("first");
    sandbox.write("in/a/one.md", "two").write("in/a/new/deep.md", "deep").write("out.md", "in").commit_all("deeper");
    std::fs::remove_file(sandbox.at("in/b")).unwrap();
    std::fs::remove_dir_all(sandbox.at("in/a-b")).unwrap();
    sandbox.write("in/b/now-a-folder.md", "file").write("in/a0.md", "0").commit_all("a file becomes a folder");
    std::fs::remove_dir_all(sandbox.at("in/b")).unwrap();
    sandbox.write("in/b", "file").commit_all("and back");
    let repository = isms::source::GitRepository::discover(sandbox.path()).unwrap().unwrap();
    let commits = repository.commits("HEAD").unwrap();
    for prefix in ["", "in/", "in/b/"] {
        for commit in &commits {
            let parents: Vec<_> =
                commits.iter().filter(|other| commit.parents.contains(&other.id)).map(|other| other.tree).collect();
            let id = |id: Option<isms::source::ObjectId>| id.map_or_else(|| "0".repeat(40), |id| id.to_string());
            let seen = repository.changes(prefix).between(&parents, commit.tree).unwrap();
            let mut seen: Vec<String> = seen.iter().map(|it| format!("{} {} {}", id(it.was), id(it.now), it.path)).collect();
            seen.sort();
            let told = sandbox.git(&["diff-tree", "-r", "--root", "--no-commit-id", "--no-renames", &commit.id]);
            let line = |line: &str| {
                let words: Vec<&str> = line.split_whitespace().collect();
                Some(format!("{} {} {}", words[2], words[3], words[5].strip_prefix(prefix)?))
            };
            let mut told: Vec<String> = told.lines().filter_map(line).collect();
            told.sort();
            assert_eq!(seen, told, "{prefix} {}", commit.summary);
        }
    }
}

#[test]
fn tags_stand_with_the_version_that_they_name() {
    let sandbox = repository();
    sandbox.key("ada");
    let public = sandbox.read(".keys/ada.pub");
    sandbox.write(".gitignore", ".keys\n").write("allowed_signers", format!("ada@base.example {public}"));
    sandbox.edit("isms.yaml", "profile: maintain", "profile: maintain\ngit: { allowed_signers: allowed_signers }");
    sandbox.commit_by("ada", "2026-06-10", "keys");
    let key = format!("user.signingkey={}", sandbox.at(".keys/ada").to_str().unwrap());
    let sign = |name: &str| {
        let call = ["-c", "gpg.format=ssh", "-c", &key, "tag", "-s", "-m", "what the auditor got", name];
        sandbox.git_by("ada", "2026-06-11", &call);
    };
    sign("audit-2026");
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted, and locked after five minutes.");
    sandbox.git(&["tag", "plain"]);
    let told = log(&sandbox, "POL-010");
    let tags = |at: usize| {
        let tags = told["commits"][at]["tags"].as_array().unwrap().iter();
        tags.map(|tag| format!("{} {}", tag["name"].as_str().unwrap(), tag["signature"]["state"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!((tags(0), tags(1)), (vec!["plain none".to_owned()], vec!["audit-2026 good".to_owned()]));
    sandbox
        .isms(&["log", "POL-010", "--format", "markdown"])
        .exits(0)
        .says("tag audit-2026 (signed by ada")
        .says("tag plain (not signed)");
    // A signed tag under a name that was not signed, and one whose words were changed afterwards.
    sandbox.git(&["update-ref", "refs/tags/audit-2027", "refs/tags/audit-2026"]);
    let object = sandbox.git(&["cat-file", "tag", "audit-2026"]);
    sandbox.write("forged", object.replace("what the auditor got", "all that there is"));
    let forged = sandbox.git(&["hash-object", "-t", "tag", "-w", "forged"]);
    sandbox.git(&["update-ref", "refs/tags/audit-2026", forged.trim()]);
    let told = log(&sandbox, "POL-010");
    let states: Vec<_> =
        told["commits"][1]["tags"].as_array().unwrap().iter().map(|tag| tag["signature"]["state"].clone()).collect();
    assert_eq!(states, ["bad", "unverified"]);
}

#[test]
fn a_signature_by_the_key_of_a_person_and_those_that_say_nothing() {
    let sandbox = repository();
    sandbox.key("bob");
    let fingerprint = sandbox.command("ssh-keygen", "").args(["-lf", ".keys/bob.pub"]).output().unwrap().stdout;
    let fingerprint = String::from_utf8(fingerprint).unwrap().split(' ').nth(1).unwrap().to_owned();
    let bob = "clauses/05-leadership/people/bob.yaml";
    let text = sandbox.read(bob);
    sandbox.write(bob, format!("{text}git_identities: [bob@base.example]\nsigning_keys: [\"{fingerprint}\"]\n"));
    sandbox.write(".gitignore", ".keys\nforged\n");
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted.");
    let key = format!("user.signingkey={}", sandbox.at(".keys/bob").to_str().unwrap());
    sandbox.git_by("bob", "2026-06-20", &["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "--amend", "--no-edit", "-S"]);
    let signed = sandbox.git(&["cat-file", "commit", "HEAD"]);
    // The signature of the newest commit, in a commit that is otherwise the same.
    let says = |commit: &str| {
        sandbox.write("forged", commit);
        let id = sandbox.git(&["hash-object", "-t", "commit", "-w", "forged"]);
        sandbox.git(&["reset", "-q", "--soft", id.trim()]);
        let row = sandbox.isms(&["log", "POL-010", "--format", "markdown"]).exits(0).stdout;
        row.lines().find(|line| line.contains("1.1")).unwrap().split('|').nth(5).unwrap().trim().to_owned()
    };
    assert_eq!(says(&signed), "by bob");
    assert_eq!(says(&signed.replace("version 1.1", "version 1.1 ")), "BAD");
    let pgp = signed.replace("SSH SIGNATURE", "PGP SIGNATURE");
    assert_eq!(says(&pgp), "unverified: an OpenPGP signature");
    assert_eq!(says(&signed.replace("SSH SIGNATURE", "SIGNED MESSAGE")), "unverified: a signature of another kind");
    let (head, tail) = signed.split_once("BEGIN SSH SIGNATURE-----\n ").unwrap();
    let unknown = format!("{head}BEGIN SSH SIGNATURE-----\n AAAA{tail}");
    assert_eq!(says(&unknown), "unverified: an SSH signature of a kind that is not known here");
}

#[test]
fn a_file_of_signers_that_cannot_be_used_says_which_line() {
    let sandbox = repository();
    sandbox.edit("isms.yaml", "profile: maintain", "profile: maintain\ngit: { allowed_signers: allowed_signers }");
    for (line, why) in [
        ("ada@base.example nothing", "it names no key"),
        ("ada@base.example ssh-ed25519 AAAA", "its key cannot be read"),
        ("ca@base.example cert-authority ssh-ed25519 AAAA", "its key cannot be read"),
    ] {
        sandbox.write("allowed_signers", format!("# people\n\n{line}\n")).commit_by("ada", "2026-06-01", "signers");
        let run = sandbox.isms(&["check", "--select", "GIT"]).exits(2);
        run.warns(&format!("line 3 of allowed_signers cannot be used: {why}")).warns("ssh-keygen(1), ALLOWED SIGNERS");
    }
}

#[test]
fn objects_that_are_missing_or_broken_say_so() {
    let lost = |what: &str| {
        let sandbox = repository();
        change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted.");
        let id = sandbox.git(&["rev-parse", what]);
        let id = id.trim();
        let object = sandbox.at(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
        std::fs::remove_file(&object).unwrap();
        sandbox
    };
    let blob = format!("HEAD:{POLICY}");
    lost(&blob).isms(&["check", "--at", "HEAD"]).exits(1).says("REPO-001").says("cannot be read");
    lost("HEAD^{tree}").isms(&["check", "--at", "HEAD"]).exits(2).warns("cannot be read from Git");
    lost("HEAD~1^{tree}").isms(&["log", "POL-010"]).exits(2).warns("the history cannot be read from Git");
}

#[test]
fn both_sides_of_a_merge_are_not_checked_as_if_they_were_staged() {
    let sandbox = repository();
    sandbox.git(&["checkout", "-q", "-b", "other"]);
    change(&sandbox, "2026-06-20", "1.1", "Laptops must be encrypted.");
    sandbox.git(&["checkout", "-q", "main"]);
    change(&sandbox, "2026-06-21", "1.1", "Laptops should be encrypted.");
    sandbox.git_fails(&["merge", "-q", "other"]);
    let run = sandbox.isms(&["check", "--staged"]).exits(2);
    run.warns("POL-010-laptops.md is staged with both sides of a merge").warns("resolve the conflict and `git add` the file");
    sandbox.isms(&["check", "--at", &format!("HEAD:{POLICY}")]).exits(2).warns("is not a commit, tag or tree");
}

#[test]
fn what_is_closed_says_what_it_said() {
    const AUDIT: &str = "clauses/09-evaluation/audits/AUD-001.yaml";
    const REVIEW: &str = "clauses/09-evaluation/management-reviews/MR-001.md";
    let sandbox = repository();
    sandbox.write(METRIC, metric(94));
    sandbox.write(
        AUDIT,
        "kind: audit\nid: AUD-001\ntitle: Access\ntype: internal\nstatus: reported\nperformed_from: 2026-05-04\nperformed_to: 2026-05-05\n\
         criteria: [ISO/IEC 27001, POL-010]\nconclusion: It works.\nfindings:\n  - { id: F1, statement: All is well. }\n  - { id: F2, statement: One is late. }\n",
    );
    sandbox.write(
        REVIEW,
        "---\nkind: management_review\nid: MR-001\ntitle: Review\nstatus: minuted\ndate: 2026-05-20\n---\n# Review\n\nWe agree.\n",
    );
    sandbox.commit_by("ada", "2026-06-01", "closed");
    let closed = sandbox.git(&["rev-parse", "HEAD"]);
    let says = |path: &str, from: &str, to: &str| {
        sandbox.git(&["reset", "-q", "--hard", closed.trim()]);
        sandbox.edit(path, from, to).commit_by("bob", "2026-06-10", "an edit");
        findings(&sandbox, "GIT-001").join("\n")
    };
    insta::assert_snapshot!(says(AUDIT, "conclusion: It works.", "conclusion: It works well."), @"GIT-001 the audit in AUD-001 was edited after it was closed: conclusion said “It works.” and says “It works well.” now");
    insta::assert_snapshot!(says(AUDIT, "conclusion: It works.\n", ""), @"GIT-001 the audit in AUD-001 was edited after it was closed: conclusion said “It works.” and says it no more");
    insta::assert_snapshot!(says(AUDIT, ", POL-010]", "]"), @"GIT-001 the audit in AUD-001 was edited after it was closed: criteria said “POL-010” and says it no more");
    insta::assert_snapshot!(says(AUDIT, "  - { id: F2, statement: One is late. }\n", ""), @"GIT-001 the audit in AUD-001 was edited after it was closed: findings.1 said “an entry” and says it no more");
    insta::assert_snapshot!(says(AUDIT, "status: reported", "status: in_progress"), @"GIT-001 the audit in AUD-001 was edited after it was closed: status said “reported” and says “in_progress” now");
    insta::assert_snapshot!(says(REVIEW, "We agree.", "We agree to nothing."), @"GIT-001 the review in MR-001 was edited after it was closed: text said “We agree.” and says “We agree to nothing.” now");
    insta::assert_snapshot!(says(REVIEW, "We agree.", "We agree.\n\nAnd more."), @"GIT-001 the review in MR-001 was edited after it was closed: text says “And more.”, which it did not");
    insta::assert_snapshot!(says(METRIC, "period: \"2026-04\"", "period: \"2026-05\""), @"GIT-001 the measurement for 2026-04 in M-001 was closed, and is gone or open again");
    // What says itself what was wrong is a correction.
    let corrected = "conclusion: It works well.\ncorrections:\n  - { on: 2026-06-10, by: bob, field: conclusion, was: It works., is: It works well., reason: A word was lost. }\n";
    assert_eq!(says(AUDIT, "conclusion: It works.\n", corrected), "");
}
