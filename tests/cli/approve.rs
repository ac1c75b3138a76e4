//! `isms approve`: who agreed to exactly which content.

use crate::sandbox::Sandbox;

const POLICY: &str = "clauses/05-leadership/information-security-policy.md";

/// The example, in which the policy has a new version that waits for an approval.
fn waiting() -> Sandbox {
    let sandbox = Sandbox::example();
    sandbox.edit(POLICY, "version: \"2.0\"", "version: \"2.1\"");
    sandbox
}

fn approve<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["approve"], more, &["--method", "forge_review", "--reference", "pull request 240"]].concat()
}

#[test]
fn an_approval_is_bound_to_the_content() {
    let sandbox = waiting();
    sandbox.edit(POLICY, "effective_from: 2026-02-16", "effective_from: 2026-07-01");
    let before = sandbox.isms(&["check", "--select", "APR,MAND,DOC", "--format", "concise"]);
    assert!(before.stdout.contains("POL-001"), "{}", before.stdout);
    let run = sandbox.isms(&approve(&["POL-001", "--by", "elin-v", "--as", "ceo"])).exits(0).says("approvals/APR-036-pol-001.yaml");
    assert_eq!(run.stderr, "");
    let text = sandbox.read("approvals/APR-036-pol-001.yaml");
    assert!(
        text.contains("version: \"2.1\"\n") && text.contains("on: 2026-06-30\n") && text.contains("name: \"Elin Varga\"\n"),
        "{text}"
    );
    sandbox.isms(&["check", "--select", "APR,MAND,SCHEMA,YAML"]).exits(0).lacks("POL-001");
    let policy = sandbox.read(POLICY);
    sandbox.write(POLICY, policy.replace('\n', "\r\n"));
    sandbox.isms(&["check", "--select", "APR"]).exits(0);
    sandbox.write(POLICY, policy.replacen("must", "should", 1));
    sandbox.isms(&["check", "--select", "APR"]).exits(1).says("APR-001").says("APR-036");
}

#[test]
fn the_statement_and_the_plan_are_approved_as_a_whole() {
    let sandbox = Sandbox::example();
    sandbox.isms(&approve(&["soa", "--by", "elin-v", "--as", "ceo"])).exits(2).warns("which version of soa is it?").warns("1.3");
    sandbox.isms(&approve(&["soa", "--by", "elin-v", "--as", "ceo", "--version", "1.4"])).exits(0);
    let text = sandbox.read("approvals/APR-036-soa.yaml");
    assert!(text.contains("version: \"1.4\"\n") && text.contains("rtp_version: \"1.3\"\n"), "{text}");
    sandbox.isms(&["check", "--select", "SOA-009"]).exits(0);
    sandbox.isms(&["soa"]).exits(0).says("| Version | 1.4 |");
}

#[test]
fn nobody_approves_what_is_not_theirs_to_approve() {
    let sandbox = waiting();
    let before = sandbox.snapshot();
    for (arguments, words) in [
        (["POL-001", "--by", "maria-k", "--as", "ciso"], "POL-001 takes the approval of ceo"),
        (["POL-001", "--by", "maria-k", "--as", "ceo"], "maria-k does not hold the role ceo on 2026-06-30"),
        (["POL-001", "--by", "ci-bot", "--as", "ceo"], "is not a human being"),
        (["POL-001", "--by", "nadia-p", "--as", "support-lead"], "is not there on that day"),
        (["POL-001", "--by", "elin", "--as", "ceo"], "did you mean elin-v?"),
        (["R-001", "--by", "elin-v", "--as", "ceo"], "R-001 is a risk, which takes no approval"),
        (["POL-999", "--by", "elin-v", "--as", "ceo"], "there is no record called POL-999"),
    ] {
        sandbox.isms(&approve(&arguments)).exits(2).warns(words);
    }
    sandbox.edit(POLICY, "author: maria-k", "author: elin-v");
    sandbox.isms(&approve(&["POL-001", "--by", "elin-v", "--as", "ceo"])).exits(2).warns("elin-v wrote POL-001");
    sandbox.edit(POLICY, "author: elin-v", "author: maria-k");
    sandbox.isms(&approve(&["POL-001", "--by", "elin-v", "--as", "ceo", "--dry-run"])).exits(0).says("subject: POL-001");
    assert!(sandbox.snapshot() == before, "something was written");
}

/// The small ISMS with a policy in force that Ada has approved, on `main`; a branch `work` is checked out.
fn approved() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(LAPTOPS, LAPTOP_POLICY).commit_by("bob", "2026-06-10", "policy");
    sandbox.isms(&approve(&["POL-010", "--by", "ada", "--as", "ceo"])).exits(0);
    sandbox.commit_by("ada", "2026-06-30", "approval");
    sandbox.git(&["checkout", "-q", "-b", "work"]);
    sandbox
}

const LAPTOPS: &str = "annex-a/8-technological/8.01-user-end-point-devices/POL-010-laptops.md";
const LAPTOP_POLICY: &str = "---\nkind: policy\nid: POL-010\ntitle: Policy on laptops\nstatus: effective\nversion: \"1.0\"\nowner: ciso\nauthor: bob\n\
    approver_role: ceo\neffective_from: 2026-06-30\nclassification: internal\naudience: [all staff]\ncontrols: [A.8.1]\n---\n\
    # Policy on laptops\n\nLaptops must be encrypted, and locked after ten minutes\nwithout use. A lost laptop must be reported at once.\n";

/// Whether what is in force is what was approved.
#[track_caller]
fn is_approved(sandbox: &Sandbox, because: &str) {
    let run =
        sandbox.isms(&["check", "--select", "APR-001,APR-009,MAND-001", "--format", "concise", "--fail-on", "never"]).exits(0);
    assert!(!run.stdout.contains("POL-010"), "{because}:\n{}", run.stdout);
    sandbox.isms(&["log", "POL-010"]).exits(0).says("this content");
}

#[test]
fn an_approval_survives_layout_moves_squash_and_rebase_and_not_a_word() {
    let sandbox = approved();
    is_approved(&sandbox, "as it was approved");
    sandbox.edit(LAPTOPS, "minutes\nwithout use. A lost", "minutes without\nuse.\nA lost");
    is_approved(&sandbox, "wrapped again by an editor");
    sandbox.edit(LAPTOPS, "owner: ciso\nauthor: bob\n", "author: bob\nowner: ciso\n");
    sandbox.edit(LAPTOPS, "version: \"1.0\"", "version: '1.0'   # the first");
    is_approved(&sandbox, "keys in another order and other quotes");
    sandbox.commit_by("bob", "2026-07-01", "layout");
    let moved = LAPTOPS.replace("laptops", "portable");
    sandbox.git(&["mv", LAPTOPS, &moved]);
    is_approved(&sandbox, "moved");
    sandbox.write(&moved, sandbox.read(&moved).replace('\n', "\r\n"));
    is_approved(&sandbox, "line ends of Windows");
    sandbox.commit_by("bob", "2026-07-02", "moved");
    // Another branch goes on, and the work is put on top of it, then squashed into it.
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.write("notes.txt", "other work").commit_by("cleo", "2026-07-03", "other work");
    sandbox.git_by("bob", "2026-07-04", &["checkout", "-q", "work"]);
    sandbox.git_by("bob", "2026-07-04", &["rebase", "-q", "main"]);
    is_approved(&sandbox, "after a rebase");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.git_by("ada", "2026-07-05", &["merge", "-q", "--squash", "work"]);
    sandbox.commit_by("ada", "2026-07-05", "squashed");
    is_approved(&sandbox, "after a squash");
    sandbox.edit(&moved, "encrypted", "protected");
    sandbox.isms(&["check", "--select", "APR-001"]).exits(1).says("POL-010 is not what APR-001 approved");
    sandbox.isms(&["log", "POL-010"]).exits(0).says("an earlier content");
}

#[test]
fn a_review_that_changes_nothing_is_confirmed_by_an_act_of_its_own() {
    let sandbox = approved();
    let overdue =
        ["check", "--select", "DOC-002,APR,DOC-012", "--as-of", "2027-07-20", "--format", "concise", "--fail-on", "never"];
    sandbox.isms(&overdue).exits(0).says("POL-010 was due for review on 2027-06-30");
    let before = sandbox.read(LAPTOPS);
    let confirm = ["POL-010", "--by", "ada", "--as", "ceo", "--decision", "confirmed_no_change", "--as-of", "2027-07-20"];
    sandbox.isms(&approve(&confirm)).exits(0);
    assert!(sandbox.read("approvals/APR-002-pol-010.yaml").contains("decision: confirmed_no_change\n"));
    assert_eq!(sandbox.read(LAPTOPS), before);
    let run = sandbox.isms(&overdue).exits(0);
    assert!(!run.stdout.contains("POL-010"), "{}", run.stdout);
    sandbox
        .isms(&["check", "--select", "DOC-002", "--as-of", "2028-07-21", "--fail-on", "never"])
        .exits(0)
        .says("due for review on 2028-07-20");
}

#[test]
fn an_approval_says_what_cannot_be_written_into_it() {
    let sandbox = waiting();
    let by = ["approve", "POL-001", "--by", "elin-v", "--as", "ceo"];
    let refuse = |more: &[&str], words: &[&str]| {
        let run = sandbox.isms(&[&by[..], more].concat()).exits(2);
        words.iter().fold(run, |run, words| run.warns(words));
    };
    refuse(&["--method", "forge_reveiw", "--reference", "x"], &["forge_reveiw", "did you mean `forge_review`?", "one of: "]);
    refuse(&["--method", "forge_review", "--reference", "one\ntwo"], &["a reference or comment is one line of text"]);
    refuse(
        &["--method", "forge_review", "--reference", "x", "--version", "9.9"],
        &["POL-001 is at version 2.1, not 9.9", "leave `--version` out"],
    );
    sandbox
        .isms(&[&by[..], &["--method", "forge_review", "--reference", "x", "--comment", "As agreed: \"yes\""]].concat())
        .exits(0);
    let text = sandbox.read("approvals/APR-036-pol-001.yaml");
    assert!(text.contains(r#"comment: "As agreed: \"yes\"""#), "{text}");
}
