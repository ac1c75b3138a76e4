//! What a change of documents means, in Git and without it.

use crate::sandbox::Sandbox;

const POLICY: &str = "# Access\n\n## Passwords\n\nPasswords must have at least 12 characters.\nThey must be changed every 90 days.\n\n## Rights\n\nRights are reviewed quarterly.\n";

/// A repository of plain Markdown with one committed policy.
fn plain() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.write("access.md", POLICY).write("other.md", "# Other\n\nNothing here.\n");
    sandbox.commit_all("first");
    sandbox
}

#[test]
fn plain_markdown_against_the_last_commit() {
    let sandbox = plain();
    sandbox.isms(&["diff"]).exits(0).says("isms: Nothing changed (HEAD to files on disk)");
    sandbox.edit("access.md", "12 characters", "8 characters").edit("access.md", "must be changed", "should be changed");
    let run = sandbox.isms(&["diff"]).exits(0);
    run.says("access.md · Access")
        .says("weaker: threshold, § Passwords (line 5)")
        .says("Passwords must have at least [-12 characters.-] {+8 characters.+}")
        .says("weaker: obligation weakened")
        .says("isms: 2 weaker in 1 document")
        .lacks("other.md");
}

#[test]
fn revisions_ranges_and_the_merge_base() {
    let sandbox = plain();
    sandbox.git(&["tag", "one"]);
    sandbox.git(&["checkout", "-q", "-b", "branch"]);
    sandbox.edit("access.md", "quarterly", "annually").commit_all("on the branch");
    sandbox.git(&["checkout", "-q", "main"]);
    sandbox.edit("access.md", "12 characters", "16 characters").commit_all("on main");
    sandbox.isms(&["diff", "one"]).exits(0).says("isms: 1 stronger in 1 document (one to files on disk)");
    sandbox.isms(&["diff", "main..branch"]).exits(0).says("isms: 2 weaker in 1 document");
    sandbox.isms(&["diff", "main...branch"]).exits(0).says("isms: 1 weaker in 1 document").says("cadence");
    sandbox.isms(&["diff", "one.."]).exits(0).says("1 stronger");
    sandbox.isms(&["diff", "nowhere"]).exits(2).warns("the revision nowhere does not exist");
}

#[test]
fn without_git_on_files_and_folders() {
    let sandbox = Sandbox::empty();
    sandbox.write("old/a.md", POLICY).write("new/b.md", POLICY.replace("quarterly", "monthly"));
    sandbox.isms(&["diff"]).exits(2).warns("is not in a Git repository").warns("--files");
    sandbox.isms(&["diff", "--files", "old/a.md", "new/b.md"]).exits(0).says("stronger: cadence");
    sandbox.isms(&["diff", "--files", "old", "new"]).exits(0).says("b.md · Access (was a.md)").says("stronger: cadence");
    sandbox.isms(&["diff", "--files", "old", "new/b.md"]).exits(2).warns("one side is a folder");
    sandbox.isms(&["diff", "--files", "old/a.md", "gone.md"]).exits(2).warns("cannot read");
}

#[test]
fn editorial_changes_and_moves_are_counted_not_shown() {
    let sandbox = plain();
    sandbox.write("access.md", "# Access\n\n### Rights\n\nRights are reviewed   quarterly.\n\n## Passwords\n\nPasswords **must** have\nat least 12 characters. They must be changed every 90 days!\n");
    let run = sandbox.isms(&["diff"]).exits(0).says("Editorial only:").says("1 moved");
    run.lacks("weaker").lacks("stronger").lacks("+}");
}

#[test]
fn documents_come_go_and_move() {
    let sandbox = plain();
    sandbox.git(&["mv", "access.md", "policies.md"]);
    sandbox.write("new.md", "# New\n\nLaptops must be locked.\n");
    std::fs::remove_file(sandbox.path().join("other.md")).unwrap();
    sandbox.write(".gitignore", "/build/\n").write("build/made.md", "# Made\n\nThis must not be seen.\n");
    let run = sandbox.isms(&["diff"]).exits(0);
    run.says("policies.md · Access (was access.md)").says("new.md · New (new)").says("other.md · Other (removed)").lacks("made.md");
}

#[test]
fn records_are_compared_field_by_field() {
    let sandbox = Sandbox::base();
    let risk =
        "kind: risk\nid: R-001\ntitle: Theft\nowner: ciso\nreview_every: 6m\nexisting_controls: [A.5.15]\nstatus: monitored\n";
    sandbox.write("clauses/06-planning/risks/R-001.yaml", risk).commit_all("base");
    let changed = risk.replace("6m", "1y").replace("[A.5.15]", "[]").replace("owner: ciso", "owner: ceo");
    std::fs::remove_file(sandbox.path().join("clauses/06-planning/risks/R-001.yaml")).unwrap();
    sandbox.write("clauses/06-planning/risks/R-001-theft.yaml", changed);
    let run = sandbox.isms(&["diff"]).exits(0);
    run.says("R-001 · clauses/06-planning/risks/R-001-theft.yaml · Theft (was clauses/06-planning/risks/R-001.yaml)")
        .says("weaker: cadence, review_every (line 5)")
        .says("an entry of existing controls is removed")
        .says("neutral: role, owner")
        .says("isms: 2 weaker, 1 neutral in 1 document");
}

#[test]
fn the_machine_form_follows_its_schema() {
    let sandbox = plain();
    sandbox.edit("access.md", "12 characters", "8 characters").write("x.md", "# X\n\nDo not share keys.\n");
    let schema: serde_json::Value = serde_json::from_str(&sandbox.isms(&["schema", "diff"]).exits(0).stdout).unwrap();
    let json = sandbox.isms(&["diff", "--format", "json"]).exits(0).json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(json["summary"]["weaker"], 1);
    assert_eq!(json["documents"][0]["changes"][0]["kind"], "threshold");
}

#[test]
fn a_comment_renders_no_mark_up_of_a_file() {
    let sandbox = plain();
    sandbox.edit("access.md", "quarterly", "by @everyone | <img src=x> `#1` \u{1b}[31m annually");
    let run = sandbox
        .isms(&["diff", "--format", "markdown"])
        .exits(0)
        .says("### What changed:")
        .says("| **weaker** | cadence § Rights |");
    run.lacks("@everyone").lacks("<img").lacks("#1").lacks("\u{1b}");
    sandbox.isms(&["diff"]).exits(0).lacks("\u{1b}");
}

#[test]
fn words_of_the_organisation_change_a_verdict() {
    let sandbox = Sandbox::base();
    let page = |text: &str| format!("---\nkind: policy\nid: POL-001\ntitle: T\nstatus: draft\n---\n# T\n\n{text}\n");
    sandbox.write("clauses/POL-001.md", page("Every owner is bound to check the logs every sprint.\n\nVisitors wear a badge."));
    sandbox.commit_all("before");
    sandbox.write(
        "clauses/POL-001.md",
        page("Every owner is asked to check the logs once a month.\n\nVisitors wear a badge save for children."),
    );
    let shown = |sandbox: &Sandbox| sandbox.isms(&["diff", "HEAD"]).exits(0).stdout;
    let before = shown(&sandbox);
    assert!(!before.contains("weaker: obligation weakened"), "{before}");
    let settings = sandbox.read("isms.yaml");
    let own =
        "words:\n  must: [is bound to]\n  should: [is asked to]\n  exemptions: [save for]\n  cadences: { every sprint: 14d }\n";
    sandbox.write("isms.yaml", format!("{settings}{own}"));
    let after = shown(&sandbox);
    for words in
        ["weaker: obligation weakened", "“is bound to” became “is asked to”", "“every sprint” became “once a month”: less often"]
    {
        assert!(after.contains(words), "{words}:\n{after}");
    }
    sandbox.isms(&["check", "--select", "CFG,SCHEMA", "--format", "concise"]).exits(0);
    sandbox.write("isms.yaml", format!("{settings}words:\n  musst: [is bound to]\n"));
    let wrong = sandbox.isms(&["check", "--format", "concise", "--fail-on", "never"]);
    assert!(format!("{}{}", wrong.stdout, wrong.stderr).contains("musst"), "{wrong:?}");
}

#[test]
fn a_sentence_is_followed_into_another_section_and_no_further_than_it_is_the_same() {
    let sandbox = Sandbox::empty();
    let said = |before: &str, after: &str| {
        sandbox.write("old.md", before).write("new.md", after);
        sandbox.isms(&["diff", "--files", "old.md", "new.md"]).exits(0)
    };
    let lengths = "Passwords must have at least 12 characters and a digit.\n";
    let moved = said(
        &format!("# P\n\n## A\n\n{lengths}\n## B\n\nVisitors sign the book.\n"),
        &format!("# P\n\n## A\n\nNothing yet.\n\n## B\n\nVisitors sign the book.\n\n{}", lengths.replace("12", "8")),
    );
    moved.says("weaker: threshold, § B").lacks("obligation removed");
    // Of two that say the same, the one in the section where it is gone is gone.
    let logged = "It must be logged.\n";
    said(&format!("# P\n\n## A\n\n{logged}\n## B\n\n{logged}"), &format!("# P\n\n## A\n\n## B\n\n{logged}"))
        .says("weaker: obligation removed, § A");
    // Half of the words in common is another sentence about the same thing.
    said(
        "# P\n\nBackups must be tested every month by operations.\n\nDoors must be locked at night by guards.\n",
        "# P\n\nBackups must be tested in two other places.\n\nDoors must be locked while nobody is there.\n",
    )
    .says("obligation removed")
    .says("obligation added");
}

#[test]
fn a_change_tells_whom_it_concerns_before_all_who_rely_on_the_document() {
    let sandbox = Sandbox::base();
    let policy = "---\nkind: policy\nid: POL-001\ntitle: Access\nstatus: draft\ncontrols: [A.8.1, A.8.2]\n---\n# Access\n\n## Passwords\n\nPasswords must have at least 12 characters. R-001 is about weak ones.\n\n## Leavers\n\nAccounts must be closed within 1 day.\n\n## Rights\n\nRights must be reviewed quarterly.\n";
    let other = "---\nkind: procedure\nid: PRO-001\ntitle: Leaving\nstatus: draft\n---\n# Leaving\n\nWhen: [there](../clauses/POL-001.md#leavers).\n";
    let risk = |id: &str, more: &str| {
        sandbox.write(
            &format!("clauses/06-planning/risks/{id}.yaml"),
            format!("kind: risk\nid: {id}\ntitle: Theft\nowner: ciso\n{more}"),
        );
    };
    risk("R-001", "");
    risk("R-002", "description: What POL-001 § Leavers asks for may not be done.\n");
    let overview =
        "---\nkind: document\nid: DOC-001\ntitle: Overview\nstatus: draft\nsection_in: { leavers: POL-001 }\n---\n# Overview\n";
    sandbox.write("clauses/DOC-001.md", overview);
    sandbox.write("clauses/POL-001.md", policy).write("clauses/PRO-001.md", other).commit_all("base");
    sandbox.edit("clauses/POL-001.md", "12 characters", "10 characters").edit("clauses/POL-001.md", "1 day", "3 days");
    sandbox.edit("clauses/POL-001.md", "quarterly", "annually because of R-002");
    let run = sandbox.isms(&["diff"]).exits(0);
    assert_eq!(run.stdout.matches("concerns").count(), 2, "the sentence that names R-002 itself says nothing more");
    run.says("    = 12 characters became 10 characters (a lower limit)\n    concerns R-001\n")
        .says("    concerns DOC-001, PRO-001, R-002\n")
        .says("  relied on by: control A.8.1; document DOC-001\n");
    sandbox.isms(&["diff", "--format", "markdown"]).exits(0).says("; concerns DOC-001, PRO-001, R-002 |");
    sandbox.isms(&["review", "HEAD"]).exits(0).says("; concerns DOC-001, PRO-001, R-002)*");
    let json = sandbox.isms(&["diff", "--format", "json"]).exits(0).json();
    let of: Vec<String> =
        json["documents"][0]["changes"].as_array().unwrap().iter().map(|change| change["dependents"].to_string()).collect();
    insta::assert_snapshot!(of.join("\n"), @r#"
    ["R-001","A.8.1"]
    ["DOC-001","PRO-001","R-002","A.8.1"]
    ["R-002","A.8.1"]
    "#);
}

#[test]
fn what_follows_from_a_change_stands_below_it_in_markdown_too() {
    let sandbox = Sandbox::base();
    sandbox.commit_all("base");
    sandbox.edit(
        "annex-a/8-technological/8.01-user-end-point-devices/control.yaml",
        "implementation: implemented",
        "implementation: partial",
    );
    let seen = sandbox.isms(&["diff", "--format", "markdown"]).exits(0).stdout;
    let follows = &seen[seen.find("#### What follows").unwrap()..];
    insta::assert_snapshot!(follows, @"
    #### What follows

    - **weaker**: A.8.1 implementation&#58; implemented → partial (less of it is in place)
    ");
}
