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
