//! What a stranger's proposal can do to the machine that checks it: nothing. The threats are those of SECURITY.md.

use crate::sandbox::Sandbox;

#[cfg(unix)]
use std::os::unix::fs::symlink;

#[cfg(unix)]
#[test]
fn settings_behind_a_link_are_not_told() {
    let outside = Sandbox::empty();
    outside.write("secret", "token: hunter2\n");
    let sandbox = Sandbox::base();
    std::fs::remove_file(sandbox.at("isms.yaml")).unwrap();
    symlink(outside.at("secret"), sandbox.at("isms.yaml")).unwrap();
    for command in [&["check"][..], &["soa"], &["list", "risk"], &["check", "--format", "json"]] {
        let run = sandbox.isms(command).exits(2);
        assert!(!run.stdout.contains("hunter2") && !run.stderr.contains("hunter2"), "{}{}", run.stdout, run.stderr);
        assert!(!run.stderr.contains("token"), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn reports_are_not_written_through_a_link() {
    let outside = Sandbox::empty();
    outside.write("profile.html", "mine");
    let sandbox = Sandbox::base();
    symlink(outside.at("profile.html"), sandbox.at("soa.html")).unwrap();
    symlink(outside.path(), sandbox.at("out")).unwrap();
    for file in ["soa.html", "out/profile.html", "out/new.html"] {
        sandbox.isms(&["soa", "-o", file]).exits(2).warns("nothing is written through links");
        sandbox.isms(&["check", "--report", &format!("json={file}")]).exits(2).warns("nothing is written through links");
    }
    assert_eq!(outside.files().len(), 1);
    assert_eq!(outside.read("profile.html"), "mine");
}

#[test]
fn git_attributes_and_settings_run_nothing() {
    let sandbox = Sandbox::base();
    sandbox.write(".gitattributes", "*.yaml filter=evil diff=evil\n*.md filter=evil diff=evil merge=evil\n");
    sandbox.commit_all("attributes");
    // What a repository's own settings would run, if git did the reading.
    for name in ["filter.evil.smudge", "filter.evil.clean", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor"] {
        sandbox.git(&["config", name, "sh -c 'touch ran'"]);
    }
    sandbox.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch ran\n");
    for command in
        [&["check", "--at", "HEAD"][..], &["check"], &["diff", "HEAD"], &["diff", "HEAD..HEAD"], &["soa", "--at", "HEAD"]]
    {
        let run = sandbox.isms(command);
        assert!(run.code <= 1, "{command:?}: {}", run.stderr);
    }
    assert!(!sandbox.at("ran").exists());
}

#[test]
fn objects_that_another_repository_lends_are_read_and_nothing_else_of_it() {
    let lender = Sandbox::with_risks();
    lender.commit_all("base");
    let sandbox = Sandbox::empty();
    sandbox.git(&["clone", "-q", "--shared", lender.path().to_str().unwrap(), "."]);
    let at_head = ["check", "--at", "HEAD", "--format", "concise"];
    assert_eq!(sandbox.seen(&at_head), lender.seen(&at_head));
    // Lenders that are not there, are no folder, or lend in a circle: a sentence, at once, without a word of what stands there.
    lender.write("secret", "token: hunter2\n");
    let objects = sandbox.at(".git/objects");
    let missing = lender.at("nowhere");
    let secret = lender.at("secret");
    for lends in [&missing, &secret, &objects, &lender.at("")] {
        sandbox.write(".git/objects/info/alternates", format!("{}\n", lends.display()));
        let run = sandbox.isms(&at_head).exits(2);
        assert!(run.stderr.starts_with("error: ") && !run.stderr.contains("hunter2"), "{run:?}");
    }
    sandbox.isms(&["check", "--fail-on", "never"]).exits(0);
}

#[test]
fn a_repository_among_the_files_is_only_files() {
    let other = Sandbox::with_risks();
    other.commit_all("another");
    let sandbox = Sandbox::base();
    sandbox.git(&["clone", "-q", "--bare", other.path().to_str().unwrap(), "evil"]);
    sandbox.write("evil/config", "[core]\nbare = true\nfsmonitor = \"touch ran\"\n[include]\npath = /etc/passwd\n");
    sandbox.write("objects/info/alternates", format!("{}\n", other.at(".git/objects").display()));
    sandbox.commit_all("base");
    let of_head = ["list", "risk", "--at", "HEAD"];
    let here = sandbox.isms(&of_head).exits(0);
    let there = sandbox.isms_in("evil", &of_head).exits(0);
    assert_eq!(there.stdout, here.stdout);
    assert!(!sandbox.at("ran").exists() && !sandbox.at("evil/ran").exists());
}

#[cfg(unix)]
#[test]
fn links_in_a_revision_are_not_followed_either() {
    let outside = Sandbox::empty();
    outside.write("secret.yaml", "kind: person\nid: eve\nname: hunter2\n");
    let sandbox = Sandbox::base();
    symlink(outside.at("secret.yaml"), sandbox.at("clauses/05-leadership/people/eve.yaml")).unwrap();
    sandbox.commit_all("a link");
    for command in [&["check", "--format", "concise"][..], &["check", "--format", "concise", "--at", "HEAD"]] {
        sandbox.isms(command).exits(1).says("error[REPO-010]").lacks("hunter2");
    }
    sandbox.isms(&["show", "eve"]).exits(2).lacks("hunter2");
}

#[test]
fn an_expression_cannot_ask_for_all_time_or_memory() {
    let sandbox = Sandbox::with_risks();
    for condition in [
        "'a' | indent(99999999999)",
        "'%099999999999d' | format(1)",
        "'a' * 99999999999",
        "[1] * 99999999999",
        "[1] | slice(99999999999)",
        "'aaaaaaaa' | replace('a', 'b' * 9999999)",
        "9 ** 99999999999",
        "range(99999999999) | list",
    ] {
        let run = sandbox.isms(&["list", "risk", "--where", condition]).exits(2);
        assert!(run.stderr.starts_with("error: "), "{condition}: {}", run.stderr);
    }
}

/// Makes a tree of lines as `git ls-tree` prints them, and gives its id.
fn tree(sandbox: &Sandbox, lines: &str) -> String {
    let mut command = sandbox.command("git", "");
    command.arg("mktree").stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut git = command.spawn().unwrap();
    std::io::Write::write_all(&mut git.stdin.take().unwrap(), lines.as_bytes()).unwrap();
    let output = git.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Puts a folder into the files of the last commit, and commits that to a branch.
fn commit_with(sandbox: &Sandbox, folder: &str, branch: &str) {
    let root = tree(sandbox, &format!("{}040000 tree {folder}\tzz\n", sandbox.git(&["ls-tree", "HEAD"])));
    let commit = sandbox.git(&["commit-tree", root.as_str(), "-p", "HEAD", "-m", "evil"]);
    sandbox.git(&["update-ref", &format!("refs/heads/{branch}"), commit.trim()]);
}

#[test]
fn a_tree_of_more_paths_than_anybody_could_list_stops_the_run() {
    let sandbox = Sandbox::base();
    sandbox.commit_all("base");
    let blob = sandbox.git(&["hash-object", "-w", "isms.yaml"]);
    let mut folder = tree(&sandbox, &format!("100644 blob {}\tR-1.yaml\n", blob.trim()));
    let mut deep = folder.clone();
    for _ in 0..40 {
        let lines: String = ('a'..='p').map(|name| format!("040000 tree {folder}\t{name}\n")).collect();
        folder = tree(&sandbox, &lines);
    }
    for _ in 0..300 {
        deep = tree(&sandbox, &format!("040000 tree {deep}\ta\n"));
    }
    commit_with(&sandbox, &folder, "wide");
    commit_with(&sandbox, &deep, "deep");
    for (branch, words) in [
        ("wide", "has more than 1,000,000 files and folders, and no more"),
        ("deep", "has more than 256 folders in each other, and"),
    ] {
        let range = format!("HEAD..{branch}");
        for command in [&["check", "--at", branch][..], &["diff", &range], &["review", &range], &["soa", "--at", branch]] {
            sandbox.isms(command).exits(2).warns(words).warns(&format!("the tree of {branch}"));
        }
        // Ids are looked for on all branches; what cannot be read cannot be merged either.
        sandbox.isms(&["new", "risk", branch]).exits(0);
        sandbox.git(&["checkout", "-q", "--detach"]);
        sandbox.git(&["update-ref", "--no-deref", "HEAD", branch]);
        sandbox.isms(&["log", "ceo"]).exits(2).warns(words).warns("a tree of the history");
        sandbox.git(&["update-ref", "--no-deref", "HEAD", "main"]);
    }
}
