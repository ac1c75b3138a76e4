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
        .says("| § Passwords&#58; threshold ▼ weaker | 12 characters | **8 characters** |")
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
    // Of what differs the whole text goes first.
    for number in 0..150 {
        sandbox.edit(&format!("clauses/DOC-{number}.md"), "Rule 3 of", "Now rule 3 of");
    }
    let run = sandbox.isms(&["review", "change"]).exits(0);
    assert!(run.stdout.chars().count() <= 60_000 && run.stdout.len() <= 200_000, "{}", run.stdout.len());
    assert_eq!(run.stdout.matches("<details>").count(), run.stdout.matches("</details>").count());
    run.says("The full text of").lacks("The words of");
}

#[test]
fn the_whole_text_stands_behind_everything_else_line_by_line() {
    let sandbox = repository();
    sandbox.write("clauses/POL-001.md", policy("2", &TEXT.replace("12", "8").replace("locked", "<b>closed</b>")));
    sandbox.commit_all("change");
    let fold = |flavor: &str| {
        let run = sandbox.isms(&["review", "main..change", "--flavor", flavor]).exits(0);
        let (before, folds) = run.stdout.split_once("<details><summary>Full text").unwrap();
        assert!(before.contains("Text changes"), "{before}");
        // Names of people and numbers of issues are cut by an invisible sign.
        folds.split_once("</details>").unwrap().0.replace('\u{200b}', "")
    };
    assert_eq!(fold("gitlab"), fold("github"));
    insta::assert_snapshot!(fold("github"), @r#"
    : POL-001 Access (+3 −3)</summary>

    <pre>
      id&#58; POL-001
      title&#58; Access
      status&#58; effective
    - version&#58; "1"
    + version&#58; "2"
      owner&#58; ciso
      author&#58; cleo
      approver&#95;role&#58; ciso
    ⋯

      &#35;&#35; Passwords

    - Passwords must have at least 12 characters.
    - Accounts are locked after 5 failed attempts.
    + Passwords must have at least 8 characters.
    + Accounts are &lt;b&gt;closed&lt;/b&gt; after 5 failed attempts.
    </pre>
    "#);
}

#[test]
fn plain_policies_have_a_comment_too() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.md", "# A\n\nLaptops must be locked.\n").commit_all("one");
    sandbox.write("a.md", "# A\n\nLaptops should be locked.\n").commit_all("two");
    sandbox.isms(&["review", "HEAD~1..HEAD"]).exits(0).says("1 other file changed · ▼ 1 weaker").lacks("approval").lacks("Effects");
}

/// The repository in which Git and the forge know the people: Bob is security lead, Ada owns all files.
fn known() -> Sandbox {
    let sandbox = repository();
    for who in ["ada", "bob"] {
        let path = format!("clauses/05-leadership/people/{who}.yaml");
        let text = sandbox.read(&path);
        sandbox.write(&path, format!("{text}git_identities: [{who}@base.example]\nforge_login: {who}\n"));
    }
    sandbox.write("CODEOWNERS", "* @ada\n").commit_all("who is who");
    sandbox.git(&["branch", "-q", "-f", "main"]);
    sandbox.write("clauses/POL-001.md", policy("2", &TEXT.replace("12", "8")));
    sandbox.edit(CONTROL, "implementation: implemented", "implementation: partial");
    sandbox
}

#[test]
fn trailers_are_shown_and_do_not_count_and_the_code_owners_are_a_second_source() {
    let sandbox = known();
    sandbox.commit_all(
        "change\n\nApproved-by: Bob <bob@base.example>\nReviewed-by: Eve <eve@else.example>\nAcked-by: Ada <ada@base.example>",
    );
    let commit: String = sandbox.git(&["rev-parse", "HEAD"]).chars().take(10).collect();
    sandbox
        .isms(&["review", "main..change", "--format", "text", "--require-approvals"])
        .exits(1)
        .says("to approve: POL-001 Access version 2 by ciso (Bob)")
        .says(&format!("\n  Git has a trailer Approved-by of bob (Bob <bob@base.example>) in {commit} (not signed)\n"))
        .says("Reviewed-by of Eve <eve@else.example>, who is nobody of this ISMS, in")
        .says("Acked-by of ada (Ada <ada@base.example>), who may not approve it, in")
        .says("\n  the forge asks @ada (line 1 of CODEOWNERS), and none of them may approve it: both are needed\n")
        .says("note: the forge asks @ada (line 1 of CODEOWNERS) about A.8.1\n");
    sandbox
        .isms(&["review", "main..change"])
        .exits(0)
        .says("- [ ] `POL-001` Access version 2 – ciso (Bob)")
        .says("\n  - Git has a trailer Approved-by of bob")
        .says("is bound to no content")
        .lacks("@ada")
        .lacks("@else");
    let json = sandbox.isms(&["review", "main..change", "--format", "json"]).exits(0).json();
    let schema: serde_json::Value = serde_json::from_str(&sandbox.isms(&["schema", "review"]).exits(0).stdout).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&json));
    assert_eq!(json["approvals"][0]["trailers"][0]["may_approve"], true);
    // Of a commit that does not touch the policy nothing is said about it.
    sandbox.git(&["reset", "-q", "--soft", "main"]);
    sandbox.commit_all("change");
    sandbox.edit(CONTROL, "partial", "planned").commit_all("more\n\nApproved-by: Bob <bob@base.example>");
    sandbox.isms(&["review", "main..change", "--format", "text"]).exits(0).lacks("trailer");
    // A code owner who may approve is nothing to speak of.
    sandbox.write("CODEOWNERS", "* @bob\n").commit_all("owners");
    sandbox.git(&["branch", "-q", "-f", "main"]);
    sandbox.edit("clauses/POL-001.md", "5 failed", "9 failed").commit_all("again");
    sandbox.isms(&["review", "main..change"]).exits(0).says("`POL-001`").lacks("CODEOWNERS");
}

#[test]
fn a_trailer_says_what_the_signature_of_its_commit_is_worth() {
    let sandbox = known();
    for who in ["bob", "eve"] {
        sandbox.key(who);
    }
    sandbox.write(".gitignore", ".keys\n");
    sandbox.edit("isms.yaml", "profile: build", "profile: build\ngit: { allowed_signers: signers }");
    sandbox.write("signers", format!("bob@base.example {}", sandbox.read(".keys/bob.pub")));
    sandbox.commit_all("change\n\nApproved-by: Bob <bob@base.example>");
    let signed = |key: &str| {
        let key = format!("user.signingkey={}", sandbox.at(&format!(".keys/{key}")).to_str().unwrap());
        sandbox.git(&["-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "--amend", "--no-edit", "-S"]);
    };
    let review = |range: &str| sandbox.isms(&["review", range, "--format", "text"]).exits(0);
    signed("bob");
    // The change itself brings the key: nobody vouches for oneself.
    review("main..change").says(" (signed by an unknown key)\n");
    sandbox.git(&["branch", "-q", "-f", "main"]);
    sandbox.edit("clauses/POL-001.md", "5 failed", "6 failed");
    sandbox.commit_all("more\n\nApproved-by: Bob <bob@base.example>");
    signed("bob");
    review("main..change").says("trailer Approved-by of bob (Bob <bob@base.example>) in ").says(" (signed by bob@base.example)\n");
    let json = sandbox.isms(&["review", "main..change", "--format", "json"]).exits(0).json();
    assert_eq!(json["approvals"][0]["trailers"][0]["signature"]["state"], "good");
    signed("eve");
    review("main..change").says(" (signed by an unknown key)\n");
    let log = sandbox.isms(&["log", "POL-001", "--format", "markdown"]).exits(0);
    log.says("| by an unknown key | 1 weaker").says("Approved-by Bob &lt;bob&#64;base.example&gt; |");
}

#[test]
fn an_approval_that_does_not_count_says_why() {
    let sandbox = changed();
    sandbox.write("clauses/05-leadership/people/bot.yaml", "kind: person\nid: bot\nname: Bot\nagent: true\n");
    sandbox.edit("clauses/05-leadership/roles/ciso.yaml", "held_by:\n", "held_by:\n  - { person: cleo, from: 2024-01-01 }\n");
    let json = sandbox.isms(&["review", "main", "--format", "json"]).exits(0).json();
    let digest = json["approvals"][0]["digest"].as_str().unwrap().to_owned();
    let zeros = "0".repeat(64);
    for (by, role, on, decision, digest, why) in [
        ("bot", "ciso", "2026-06-20", "approved", digest.as_str(), "does not count: bot is a bot and cannot approve anything"),
        ("ada", "ciso", "2026-06-20", "approved", &digest, "does not count: ada did not hold the role ciso on 2026-06-20"),
        ("ada", "ceo", "2026-06-20", "approved", &digest, "does not count: ada gave it in no role that may approve it"),
        ("cleo", "ciso", "2026-06-20", "approved", &digest, "does not count: cleo wrote it, and nobody approves the own text"),
        ("bob", "ciso", "2023-06-20", "approved", &digest, "does not count: bob was not there yet on 2023-06-20"),
        ("bob", "ciso", "2026-06-20", "approved", &zeros, "does not count: it was given for another content"),
        ("bob", "ciso", "2026-06-20", "rejected", &digest, "is no approval: bob rejects this content"),
        ("bob", "ciso", "2026-06-20", "approved", &digest, ""),
    ] {
        sandbox.write(
            "approvals/APR-001-pol-001.yaml",
            format!(
                "kind: approval\nid: APR-001\nsubject: POL-001\nversion: \"2\"\ndigest: \"{digest}\"\ndecision: {decision}\n\
                 by: {by}\nas: {role}\non: {on}\nmethod: minutes\nreference: here\n"
            ),
        );
        let run = sandbox.isms(&["review", "main", "--format", "text"]).exits(0);
        if why.is_empty() {
            run.says("approved: POL-001 Access version 2 by bob as ciso on 2026-06-20").lacks("does not count");
        } else {
            run.says("to approve: POL-001").says(&format!("\n  APR-001 of {on} {why}"));
        }
    }
}

#[test]
fn the_owners_of_risks_approve_one_plan_in_one_line() {
    let sandbox = Sandbox::example();
    sandbox.commit_all("base");
    sandbox.edit("clauses/06-planning/risks/R-014-key-person-loss.yaml", "    due: 2026-10-30", "    due: 2026-12-24");
    let review = |words: &str| sandbox.isms(&["review", "HEAD", "--format", "text"]).exits(0).says(words);
    let run = review("to approve: rtp risk treatment plan by 0 of 6 risk owners have approved: missing ceo (Elin Varga), ");
    assert_eq!(run.stdout.matches("risk treatment plan").count(), 1, "{}", run.stdout);
    let by = |person: &str, role: &str| {
        let how = ["--method", "minutes", "--reference", "MR-004"];
        sandbox.isms(&[&["approve", "rtp", "--version", "1.4", "--by", person, "--as", role][..], &how[..]].concat()).exits(0);
    };
    run.lacks("trailer");
    by("elin-v", "ceo");
    by("lena-f", "dpo");
    review("by 2 of 6 risk owners have approved: missing coo (").lacks("ceo (").lacks("dpo (");
    // What one owner writes into a message is about the own part.
    sandbox.commit_all("plan\n\nApproved-by: elin-v");
    let run =
        sandbox.isms(&["review", "HEAD~1..HEAD", "--format", "text"]).exits(0).says("trailer Approved-by of elin-v (elin-v) in ");
    run.lacks("who may not approve it");
}
