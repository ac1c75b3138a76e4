//! The comment on a pull request.

use crate::sandbox::Sandbox;

const SETTINGS: &str = "isms: 1\nname: Base Ltd\nprofile: build\napproval_matrix:\n  policy: [ciso]\n";
const RISK: &str = "kind: risk\nid: R-001\ntitle: Theft\nowner: ciso\nstatus: treating\ntreatment: [modify]\nexisting_controls: [A.8.1]\ncurrent: {likelihood: 2, impact: 2}\nassessed_on: 2026-03-01\n";

fn policy(version: &str, text: &str) -> String {
    format!(
        "---\nkind: policy\nid: POL-001\ntitle: Access\nstatus: effective\nversion: \"{version}\"\nowner: ciso\nauthor: cleo\napprover_role: ciso\nreviewed: 2026-05-01\n---\n# Access\n\n## Passwords\n\n{text}\n"
    )
}

const TEXT: &str = "Passwords must have at least 12 characters.\nAccounts are locked after 5 failed attempts.";

/// An ISMS with a policy and a risk on `main`; a branch `change` is checked out.
fn repository() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write("isms.yaml", SETTINGS).write("clauses/POL-001.md", policy("1", TEXT));
    sandbox.write("clauses/06-planning/risks/R-001.yaml", RISK).commit_all("base");
    sandbox.git(&["checkout", "-q", "-b", "change"]);
    sandbox
}

const CONTROL: &str = "annex-a/8-technological/8.01-user-end-point-devices/control.yaml";

fn changed() -> Sandbox {
    let sandbox = repository();
    sandbox.write("clauses/POL-001.md", policy("2", &TEXT.replace("12", "8")));
    sandbox.edit(CONTROL, "implementation: implemented", "implementation: partial").commit_all("change");
    sandbox
}

#[test]
fn a_comment_tells_what_changes_who_approves_and_what_follows() {
    let sandbox = changed();
    let comment = sandbox.isms(&["review", "main...change"]).exits(0);
    let stdout = comment.stdout.clone();
    comment
        .says("<!-- isms:review v1 key=default -->\n### ISMS review: 1 control, 1 policy changed")
        .says("⏳ approvals 0 of 1")
        .says("as of 2026-06-30")
        .says("| `A.8.1` User end point devices | implementation ▼ weaker | implemented | **partial** |")
        .says("| § Passwords&#58; threshold ▼ weaker | 12 characters. | **8 characters.** |")
        .says("- [ ] `POL-001` Access version 2 – ciso (Bob")
        .says("- Statement of Applicability: ▼ `A.8.1` implementation implemented → partial")
        .says("it has lost its last implemented control")
        .says("at least <del>12 characters.</del> <ins>8 characters.</ins>")
        .says("gives the same again");
    assert_eq!(stdout, sandbox.isms(&["review", "main...change"]).stdout, "two runs are the same");
    sandbox
        .isms(&["review", "main...change", "--flavor", "gitlab", "--key", "our/isms"])
        .exits(0)
        .says("key=our/isms")
        .says("{- 12 characters. -} {+ 8 characters. +}")
        .lacks("<ins>");
}

#[test]
fn a_missing_approval_fails_where_it_is_asked_for() {
    let sandbox = changed();
    let call = ["review", "main..HEAD", "--require-approvals", "--format", "text"];
    sandbox.isms(&call).exits(1).says("to approve: POL-001 Access version 2 by ciso");
    sandbox.isms(&["approve", "POL-001", "--by", "bob", "--as", "ciso", "--method", "minutes", "--reference", "PR 7"]).exits(0);
    sandbox.commit_all("approved");
    sandbox.isms(&call).exits(0).says("approved: POL-001 Access version 2 by").says("approvals 1 of 1");
    sandbox.edit("clauses/POL-001.md", "5 failed", "9 failed").commit_all("once more");
    sandbox.isms(&call).exits(1).says("to approve: POL-001");
}

#[test]
fn findings_are_new_or_resolved() {
    let sandbox = repository();
    sandbox.edit("clauses/06-planning/risks/R-001.yaml", "owner: ciso\n", "").commit_all("ownerless");
    sandbox.isms(&["review", "main..change"]).exits(0).says("1 new warning").says("`RISK-003`");
    sandbox.isms(&["review", "change..main"]).exits(0).says("resolved").says("`RISK-003`").says("**Findings** · no new ones");
}

#[test]
fn editorial_changes_need_no_approval_and_nothing_needs_no_words() {
    let sandbox = repository();
    sandbox.isms(&["review"]).exits(0).says("### ISMS review: nothing changed");
    sandbox.edit("clauses/POL-001.md", "characters.\nAccounts", "characters. Accounts").commit_all("wrapped");
    sandbox
        .isms(&["review", "main..change", "--require-approvals"])
        .exits(0)
        .says("### ISMS review: editorial only, no normative text")
        .says("no approval needed")
        .lacks("| Item |");
}

#[test]
fn the_machine_form_follows_its_schema() {
    let sandbox = changed();
    let schema: serde_json::Value = serde_json::from_str(&sandbox.isms(&["schema", "review"]).exits(0).stdout).unwrap();
    let json = sandbox.isms(&["review", "main..change", "--format", "json"]).exits(0).json();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!((&json["approvals_missing"], &json["approvals"][0]["people"][0]), (&1.into(), &"bob".into()));
    let diff: serde_json::Value = serde_json::from_str(&sandbox.isms(&["schema", "diff"]).exits(0).stdout).unwrap();
    let seen = sandbox.isms(&["diff", "main..change", "--format", "json"]).exits(0).json();
    assert!(jsonschema::validator_for(&diff).unwrap().is_valid(&seen));
    assert!(seen["effects"].as_array().unwrap().iter().any(|effect| effect["topic"] == "statement"));
}

#[test]
fn nothing_of_a_file_is_marked_up_or_mentions_anybody() {
    let sandbox = repository();
    let hostile = "Passwords must be told to @everyone | <img src=x onerror=y> --> `#1` </details> \u{202e}\u{1b}[31m ![x](https://evil.example).";
    sandbox.write("clauses/POL-001.md", policy("2", hostile).replace("## Passwords", "## @all </summary><b> #2"));
    sandbox.edit("isms.yaml", "Base Ltd", "B <script> @all").commit_all("hostile");
    for flavor in ["github", "gitlab"] {
        let run = sandbox.isms(&["review", "main..change", "--flavor", flavor, "--key", "a --> <b> @c"]).exits(0);
        let stdout = run.stdout.clone();
        run.lacks("@everyone")
            .lacks("@all")
            .lacks("@c")
            .lacks("<img")
            .lacks("<b>")
            .lacks("<script>")
            .lacks("#1")
            .lacks("#2")
            .lacks("\u{1b}")
            .lacks("\u{202e}")
            .lacks("![x]");
        assert_eq!(stdout.matches("-->").count(), 1, "only the marker is a comment");
        assert_eq!(stdout.matches("<details>").count(), stdout.matches("</details>").count());
    }
}

#[test]
fn a_huge_change_stays_within_what_forges_accept() {
    let sandbox = repository();
    for number in 0..150 {
        let rules: String =
            (0..20).map(|rule| format!("Rule {rule} of {number} must be kept by @everyone – äöü <b>.\n\n")).collect();
        sandbox.write(
            &format!("clauses/DOC-{number}.md"),
            format!("---\nkind: document\nid: DOC-{number}\ntitle: D{number}\n---\n# D{number}\n\n{rules}"),
        );
    }
    sandbox.commit_all("many");
    let run = sandbox.isms(&["review", "main..change"]).exits(0);
    assert!(run.stdout.chars().count() <= 60_000 && run.stdout.len() <= 200_000, "{}", run.stdout.len());
    assert_eq!(run.stdout.matches("<details>").count(), run.stdout.matches("</details>").count());
    run.says("… and 120 more").says("left out for want of room").says("gives the same again");
}

#[test]
fn plain_policies_have_a_comment_too() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.md", "# A\n\nLaptops must be locked.\n").commit_all("one");
    sandbox.write("a.md", "# A\n\nLaptops should be locked.\n").commit_all("two");
    sandbox.isms(&["review", "HEAD~1..HEAD"]).exits(0).says("1 other file changed · ▼ 1 weaker").lacks("approval").lacks("Effects");
}
