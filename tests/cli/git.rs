//! Reading any revision, in any kind of repository.

use crate::sandbox::Sandbox;

/// The base repository, committed, with a vacant risk owner in a second commit that is tagged `broken`.
fn history() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.commit_all("base");
    sandbox.git(&["tag", "clean"]);
    sandbox
        .write("clauses/06-planning/risks/R-001.yaml", "kind: risk\nid: R-001\ntitle: T\nowner: vacant-role\nstatus: monitored\n");
    sandbox.commit_all("a risk");
    sandbox.git(&["tag", "broken"]);
    sandbox
}

fn check<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["check", "--select", "RISK-003", "--format", "concise"], more].concat()
}

#[test]
fn every_revision_reads_like_files() {
    let sandbox = history();
    sandbox.isms(&check(&["--at", "clean"])).exits(0);
    sandbox.isms(&check(&["--at", "HEAD~1"])).exits(0);
    sandbox.isms(&check(&["--at", "broken"])).exits(1).says("clauses/06-planning/risks/R-001.yaml:4:8");
    std::fs::remove_file(sandbox.path().join("clauses/06-planning/risks/R-001.yaml")).unwrap();
    sandbox.isms(&check(&[])).exits(0);
    sandbox.isms(&check(&["--at", "HEAD"])).exits(1);
}

#[test]
fn a_tree_and_the_same_files_give_the_same_findings() {
    let sandbox = Sandbox::example();
    sandbox.commit_all("example");
    let files = sandbox.isms(&["check", "--format", "json", "--fail-on", "never"]).exits(0);
    let tree = sandbox.isms(&["check", "--format", "json", "--fail-on", "never", "--at", "HEAD"]).exits(0);
    assert_eq!(files.stdout, tree.stdout);
}

#[test]
fn a_revision_that_does_not_exist_says_so() {
    let sandbox = history();
    sandbox.isms(&check(&["--at", "v9"])).exits(2).warns("the revision v9 does not exist").warns("git tag");
    sandbox.isms(&check(&["--at", ""])).exits(2).warns("does not exist");
    sandbox.isms(&check(&["--at", "HEAD:isms.yaml"])).exits(2).warns("is not a commit, tag or tree");
}

#[test]
fn a_repository_without_a_commit_and_no_repository_at_all() {
    let sandbox = Sandbox::base();
    sandbox.isms(&check(&["--at", "HEAD"])).exits(2).warns("is not in a Git repository");
    sandbox.git(&["init", "-q"]);
    sandbox.isms(&check(&[])).exits(0);
    sandbox.isms(&check(&["--at", "HEAD"])).exits(2).warns("this repository has no commit yet");
}

#[test]
fn an_isms_below_the_root_of_the_repository() {
    let sandbox = Sandbox::empty();
    let base = history();
    for (path, bytes) in base.snapshot() {
        let path = path.strip_prefix(base.path()).unwrap().to_str().unwrap().to_owned();
        sandbox.write(&format!("company/isms/{path}"), bytes);
    }
    sandbox.commit_all("everything");
    let run = sandbox.isms(&check(&["-C", "company/isms", "--at", "HEAD"])).exits(1);
    run.says("company/isms/clauses/06-planning/risks/R-001.yaml:4:8");
    let json = sandbox.isms_in("company/isms/clauses", &["check", "--select", "RISK-003", "--format", "json"]).exits(1).json();
    assert_eq!(json["findings"][0]["location"]["path"], "company/isms/clauses/06-planning/risks/R-001.yaml");
}

#[test]
fn bare_repositories_worktrees_and_submodules() {
    let sandbox = history();
    let bare = Sandbox::empty();
    bare.git(&["clone", "-q", "--bare", sandbox.path().to_str().unwrap(), "isms.git"]);
    bare.isms(&check(&["-C", "isms.git", "--at", "broken"])).exits(1).says("RISK-003");
    bare.isms(&check(&["-C", "isms.git", "--at", "clean"])).exits(0);
    sandbox.git(&["worktree", "add", "-q", "../worktree-of-isms-test", "clean"]);
    let worktree = sandbox.path().parent().unwrap().join("worktree-of-isms-test");
    let worktree = worktree.to_str().unwrap().to_owned();
    sandbox.isms(&check(&["-C", &worktree])).exits(0);
    sandbox.isms(&check(&["-C", &worktree, "--at", "main"])).exits(1);
    sandbox.git(&["worktree", "remove", "--force", &worktree]);
    let outer = Sandbox::empty();
    outer.commit_all("outer");
    outer.git(&["submodule", "--quiet", "add", sandbox.path().to_str().unwrap(), "isms"]);
    outer.isms(&check(&["-C", "isms"])).exits(1);
    outer.isms(&check(&["-C", "isms", "--at", "clean"])).exits(0);
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let sandbox = history();
    let clone = Sandbox::empty();
    let url = format!("file://{}", sandbox.path().to_str().unwrap());
    clone.git(&["clone", "-q", "--depth", "1", &url, "isms"]);
    clone.isms(&check(&["-C", "isms", "--at", "HEAD"])).exits(1);
    clone.isms(&check(&["-C", "isms", "--at", "HEAD~1"])).exits(2).warns("only part of the history").warns("fetch-depth: 0");
    clone.isms(&check(&["-C", "isms", "--at", "clean"])).exits(2).warns("only part of the history");
}

#[test]
fn both_object_formats() {
    let sandbox = Sandbox::base();
    sandbox.git(&["init", "-q", "--object-format=sha256"]);
    sandbox.commit_all("base");
    sandbox.isms(&check(&["--at", "HEAD"])).exits(0);
}

#[test]
fn a_repository_of_somebody_else_is_only_read() {
    let sandbox = history();
    // Settings that would run programs must not be obeyed by reading.
    sandbox.git(&["config", "core.fsmonitor", "touch ran-fsmonitor"]);
    sandbox.git(&["config", "filter.evil.smudge", "touch ran-filter"]);
    sandbox.write(".gitattributes", "*.yaml filter=evil\n");
    let before = sandbox.snapshot();
    sandbox.isms(&check(&["--at", "broken"])).exits(1);
    sandbox.isms(&check(&[])).exits(1);
    assert!(sandbox.snapshot() == before);
}
