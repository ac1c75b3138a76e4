//! `isms init`.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names of the starter tree are known")]

use std::collections::BTreeSet;

use crate::sandbox::{AS_OF, Sandbox};

#[test]
fn a_fresh_isms_checks_green_on_any_day() {
    let sandbox = Sandbox::with_isms();
    for day in ["2000-01-01", AS_OF, "2099-12-31"] {
        sandbox.isms(&["check", "--as-of", day]).exits(0).says("isms: 0 errors");
    }
}

#[test]
fn everything_the_design_of_the_tree_names_is_there() {
    let sandbox = Sandbox::with_isms();
    let files = sandbox.files();
    let controls = files.keys().filter(|path| path.ends_with("/control.yaml")).count();
    assert_eq!(controls, 93);
    for path in [
        "isms.yaml",
        "README.md",
        ".gitattributes",
        ".gitignore",
        ".vscode/settings.json",
        ".github/workflows/isms-comment.yml",
        ".github/workflows/isms-review.yml",
        ".github/workflows/isms.yml",
        ".gitlab/isms-review.gitlab-ci.yml",
        ".gitlab/isms.gitlab-ci.yml",
        ".isms/schemas/common.schema.json",
        "approvals/README.md",
        "annex-a/custom/README.md",
        "annex-a/5-organizational/5.15-access-control/POL-004-access-control.md",
        "clauses/04-context/scope.md",
        "clauses/04-context/context.md",
        "clauses/05-leadership/information-security-policy.md",
        "clauses/05-leadership/roles/top-management.yaml",
        "clauses/06-planning/risk-process.md",
        "clauses/06-planning/risk-criteria.yaml",
        "clauses/07-support/document-control.md",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
}

#[test]
fn every_modeline_leads_to_a_schema_and_every_yaml_record_has_one() {
    let sandbox = Sandbox::with_isms();
    for (path, text) in sandbox.files() {
        let text = String::from_utf8(text).unwrap();
        if !path.ends_with(".yaml") || path.starts_with('.') {
            continue;
        }
        let first = text.lines().next().unwrap();
        let schema = first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{path}: {first}"));
        let folder = sandbox.at(&path).parent().unwrap().to_owned();
        assert!(folder.join(schema).is_file(), "{path}: {schema}");
    }
}

#[test]
fn schemas_refer_only_to_schemas_beside_them() {
    let sandbox = Sandbox::with_isms();
    for (path, text) in sandbox.files().iter().filter(|(path, _)| path.starts_with(".isms/schemas/")) {
        let text = String::from_utf8(text.clone()).unwrap();
        for reference in text.split("\"$ref\": \"").skip(1) {
            let file = reference.split(['#', '"']).next().unwrap();
            assert!(file.is_empty() || sandbox.at(".isms/schemas").join(file).is_file(), "{path}: {file}");
        }
    }
}

#[test]
fn every_link_in_a_text_leads_to_a_file() {
    let sandbox = Sandbox::with_isms();
    for (path, text) in sandbox.files().iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8(text.clone()).unwrap();
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let folder = sandbox.at(path).parent().unwrap().to_owned();
            assert!(folder.join(target).is_file(), "{path}: {target}");
        }
    }
}

/// Marks of unfinished text stand only where nothing is decided yet.
#[test]
fn places_to_fill_in_stand_in_drafts_only() {
    let sandbox = Sandbox::with_isms();
    for (path, text) in sandbox.files() {
        let text = String::from_utf8(text).unwrap();
        let is_record = path.starts_with("clauses/") || path.starts_with("annex-a/");
        if is_record && !path.ends_with("README.md") && text.contains("[TODO:") {
            let open = ["status: draft\n", "status: identified\n", "status: planned\n"];
            assert!(open.iter().any(|status| text.contains(status)), "{path}");
        }
    }
}

#[test]
fn no_date_and_no_person_is_made_up() {
    let sandbox = Sandbox::with_isms();
    for (path, text) in sandbox.files() {
        let text = String::from_utf8(text).unwrap();
        if path.starts_with('.') || !(path.ends_with(".yaml") || path.ends_with(".md")) {
            continue;
        }
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let dated = line
                .split(|letter: char| !letter.is_ascii_digit() && letter != '-')
                .any(|word| word.len() == 10 && word.starts_with("20"));
            assert!(!dated, "{path}: {line}");
            assert!(!line.contains("@example") && !line.starts_with("held_by"), "{path}: {line}");
        }
    }
}

#[test]
fn a_second_run_keeps_every_byte_and_says_so() {
    let sandbox = Sandbox::with_isms();
    sandbox.write("clauses/04-context/scope.md", "---\r\nkind: document\r\nid: DOC-001\r\ntitle: Mine\r\n---\r\n# Mine\r\n");
    let before = sandbox.files();
    sandbox.isms(&["init", "--name", "Other"]).exits(0).says("Nothing to write");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn missing_files_are_written_and_the_others_kept() {
    let sandbox = Sandbox::with_isms();
    sandbox.write("README.md", "mine\n");
    std::fs::remove_file(sandbox.at("clauses/04-context/context.md")).unwrap();
    let run = sandbox.isms(&["init"]).exits(0).says("Wrote 1 file for Test Ltd").says("Kept ");
    assert!(run.stdout.contains("`isms init --dry-run` lists them all"), "{}", run.stdout);
    assert_eq!(sandbox.read("README.md"), "mine\n");
    assert!(sandbox.read("clauses/04-context/context.md").contains("id: DOC-002"));
}

#[test]
fn a_record_that_stands_elsewhere_is_not_written_again() {
    let sandbox = Sandbox::with_isms();
    let from = "annex-a/8-technological/8.13-information-backup/POL-013-backup.md";
    let text = sandbox.read(from);
    std::fs::remove_file(sandbox.at(from)).unwrap();
    sandbox.write("clauses/08-operation/backup.md", &text);
    let before = sandbox.files();
    sandbox.isms(&["init"]).exits(0).says("Nothing to write");
    assert_eq!(sandbox.files(), before);
    sandbox.isms(&["init", "--dry-run"]).exits(0).says(&format!("keep  {from} (its record is in clauses/08-operation/backup.md)"));
}

#[test]
fn a_dry_run_lists_every_path_and_writes_nothing() {
    let sandbox = Sandbox::empty();
    let run = sandbox.isms(&["init", "acme", "--dry-run"]).exits(0).says("write isms.yaml\n").warns("nothing was written");
    assert!(sandbox.files().is_empty() && !sandbox.at("acme").exists());
    sandbox.isms(&["init", "acme", "--name", "Acme"]).exits(0);
    let planned: BTreeSet<String> = run.stdout.lines().map(|line| line.replacen("write ", "acme/", 1)).collect();
    assert_eq!(planned, sandbox.files().into_keys().collect());
}

#[test]
fn without_a_name_and_a_terminal_the_folder_gives_the_name() {
    let sandbox = Sandbox::empty();
    sandbox.isms(&["init", "Acme Works"]).exits(0).says("for Acme Works to Acme Works/").says("cd 'Acme Works' && git init");
    assert!(sandbox.read("Acme Works/isms.yaml").contains("\nname: Acme Works\n"));
}

#[test]
fn a_name_with_special_letters_stays_what_it_is() {
    let sandbox = Sandbox::empty();
    sandbox.isms(&["init", "--name", "A: \"B\" #1 *C* [D](e) & Söhne"]).exits(0);
    assert!(sandbox.read("isms.yaml").contains("name: \"A: \\\"B\\\" #1 *C* [D](e) & Söhne\"\n"));
    assert!(sandbox.read("README.md").contains("of A: \"B\" \\#1 \\*C\\* \\[D\\](e) & Söhne\n"));
    sandbox.isms(&["check"]).exits(0);
    let sandbox = Sandbox::empty();
    for name in ["", "  ", "two\nlines", "bell\u{7}"] {
        sandbox.isms(&["init", "--name", name]).exits(2).warns("the name of the organisation is empty or has line breaks");
    }
    assert!(sandbox.files().is_empty());
}

#[test]
fn a_file_in_the_place_of_a_folder_stops_before_anything_is_written() {
    let sandbox = Sandbox::empty();
    sandbox.write("clauses", "mine\n");
    let run = sandbox.isms(&["init", "--name", "X"]).exits(2).warns("is a file, where a folder is needed");
    assert!(run.stdout.is_empty());
    assert_eq!(sandbox.files().into_keys().collect::<Vec<_>>(), ["clauses"]);
    sandbox.isms(&["init", "clauses/below", "--name", "X"]).exits(2).warns("is a file, where a folder is needed");
}

#[test]
fn a_folder_inside_an_isms_gets_none_of_its_own() {
    let sandbox = Sandbox::with_isms();
    sandbox.isms_in("clauses", &["init", "--name", "X"]).exits(2).warns("is inside the ISMS in").warns("isms new");
    sandbox.isms(&["init", "deep/er", "--name", "X"]).exits(2).warns("is inside the ISMS in");
    assert!(!sandbox.at("deep").exists());
}

#[test]
fn in_a_folder_of_a_repository_the_jobs_are_told_where() {
    let sandbox = Sandbox::empty();
    sandbox.write("code.txt", "x\n");
    sandbox.commit_all("start");
    sandbox.isms(&["init", "isms", "--name", "X"]).exits(0).says("git add -A").says("root of a repository only");
    assert!(sandbox.read("isms/.github/workflows/isms.yml").contains("isms check --format concise --root \"isms\""));
    for job in ["isms/.github/workflows/isms-review.yml", "isms/.gitlab/isms-review.gitlab-ci.yml"] {
        assert!(sandbox.read(job).contains("--root \"isms\" --key \"isms\"\n"), "{job}");
    }
    sandbox.isms_in("isms", &["check"]).exits(0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_leads_elsewhere() {
    let sandbox = Sandbox::empty();
    std::fs::create_dir(sandbox.at("elsewhere")).unwrap();
    std::fs::create_dir(sandbox.at("isms")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", sandbox.at("isms/annex-a")).unwrap();
    sandbox.isms(&["init", "isms", "--name", "X"]).exits(2).warns("annex-a is a symbolic link that leads elsewhere");
    assert_eq!(std::fs::read_dir(sandbox.at("elsewhere")).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::empty();
    let folder = sandbox.at("locked");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write everywhere, so there is nothing to see.
    if std::fs::write(folder.join("probe"), "").is_err() {
        let run = sandbox.isms(&["init", "locked", "--name", "X"]).exits(2);
        run.warns("cannot write").warns("locked").warns("permission denied").warns("help: check the permissions");
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn evidence_keeps_its_bytes_in_git() {
    let sandbox = Sandbox::with_isms();
    let folder = "annex-a/8-technological/8.13-information-backup/evidence";
    sandbox.write(&format!("{folder}/EV-001-log.csv"), "a,b\r\n1,2\r\n");
    sandbox.write(&format!("{folder}/EV-001-log.yaml"), "kind: evidence\r\nid: EV-001\r\ntitle: Log\r\n");
    sandbox.commit_all("start");
    assert_eq!(sandbox.git(&["show", &format!("HEAD:{folder}/EV-001-log.csv")]), "a,b\r\n1,2\r\n");
    assert_eq!(sandbox.git(&["show", &format!("HEAD:{folder}/EV-001-log.yaml")]), "kind: evidence\nid: EV-001\ntitle: Log\n");
}
