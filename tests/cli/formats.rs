//! `isms check --format` and `--report`: what other programs and CI systems read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::sandbox::{AS_OF, Run, Sandbox};

const MACHINE: [&str; 8] = ["json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "markdown"];

/// A path with everything that a format could trip over.
const NASTY: &str = "clauses/06-planning/changes/a,b %:1 ü.yaml";

/// A record whose text wants to be a command, an end of markup, a link, a terminal sequence.
const HOSTILE: &str = "kind: change\nid: CHG-001\ntitle: \"::error::pwned\"\nstatus: \"::error::]]>\\e[31m\"\naffects:
  - \"##[error]]]><b>&\\\"\"
  - \"\\n::stop-commands::x %0A::error::y\\r::warning::\"
  - \"[x](https://evil.example)|`<img>\"
  - \"\\u0000\\uFFFE\\u202E##vso[task.complete]\"\n";

fn hostile() -> Sandbox {
    let sandbox = Sandbox::base();
    sandbox.write(NASTY, HOSTILE);
    sandbox.write("::error::x.yaml", HOSTILE.replace("CHG-001", "CHG-002"));
    sandbox
}

/// A base repository with a change that names so many records that are not there.
fn dangling(number: usize) -> Sandbox {
    let sandbox = Sandbox::base();
    let mut text = "kind: change\nid: CHG-001\ntitle: A second floor\nstatus: proposed\naffects:\n".to_owned();
    for number in 0..number {
        let _ = writeln!(text, "  - R-{number:03}");
    }
    sandbox.write(NASTY, text);
    sandbox
}

fn format(sandbox: &Sandbox, format: &str, more: &[&str]) -> Run {
    sandbox.isms(&[&["check", "--format", format], more].concat())
}

/// A workflow command as GitHub's runner reads a line: name, properties, text.
fn command(line: &str) -> Option<(String, BTreeMap<String, String>, String)> {
    let (info, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
    let decoded = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| decoded(text).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let properties = properties.trim().split(',').filter_map(|pair| pair.split_once('='));
    let properties = properties.map(|(name, value)| (name.to_owned(), property(value))).collect();
    Some((name.to_owned(), properties, decoded(data).replace("%25", "%")))
}

#[test]
fn every_format_says_the_same_twice_and_nothing_about_this_machine() {
    let sandbox = hostile();
    for name in MACHINE.into_iter().chain(["full", "concise"]) {
        let Run { stdout, stderr, .. } = format(&sandbox, name, &["--statistics"]).exits(1);
        assert_eq!(stdout, format(&sandbox, name, &["--statistics"]).stdout, "{name}");
        assert_eq!(stderr, "", "{name}");
        assert!(!stdout.contains(sandbox.path().to_str().unwrap()), "{name} has an absolute path");
        // Nothing in it is a command of a CI system that reads along.
        for line in stdout.lines() {
            assert!(name == "github" || !line.trim_start().starts_with("::"), "{name}: {line}");
            let elsewhere = ["##[", "##vso["].iter().any(|sign| line.contains(sign));
            assert!(!elsewhere || command(line).is_some(), "{name}: {line}");
        }
        assert!(!stdout.contains(['\u{1b}', '\u{0}', '\r']), "{name}");
    }
}

#[test]
fn paths_are_seen_from_the_git_root() {
    let sandbox = dangling(1);
    sandbox.write("isms/x", "");
    for entry in ["isms.yaml", "clauses", "annex-a"] {
        std::fs::rename(sandbox.path().join(entry), sandbox.path().join("isms").join(entry)).unwrap();
    }
    sandbox.commit_all("all");
    let path = format!("isms/{NASTY}");
    for name in MACHINE {
        let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "isms/clauses");
        let output = command.args(["check", "--select", "REPO-003", "--format", name, "--as-of", AS_OF]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let shown = match name {
            "github" => "file=isms/clauses/06-planning/changes/a%2Cb %25%3A1 ü.yaml,line=6",
            "sarif" => "\"isms/clauses/06-planning/changes/a%2Cb%20%25%3A1%20%C3%BC.yaml\"",
            _ => &path,
        };
        assert!(text.contains(shown), "{name}: {text}");
    }
    let sarif = sandbox.isms_in("isms", &["check", "--format", "sarif"]).json();
    assert_eq!(sarif["runs"][0]["automationDetails"]["id"], "isms/isms/");
    sandbox.isms_in("isms/clauses", &["check", "--select", "REPO-003", "--format", "concise"]).says("\n").lacks("isms/clauses");
}

#[test]
fn each_format_counts_columns_in_its_unit() {
    let sandbox = Sandbox::base();
    sandbox.write(NASTY, "kind: change\r\nid: CHG-001\r\ntitle: A\r\nstatus: proposed\r\naffects: [\"ü𐐀\", nobody]\r\n");
    let select = ["--select", "REPO-003"];
    let json = format(&sandbox, "json", &select).json();
    let at = |text: &Json| text.as_str().unwrap().contains("nobody");
    let finding = json["findings"].as_array().unwrap().iter().find(|finding| at(&finding["message"])).unwrap();
    assert_eq!((&finding["location"]["start"]["column"], &finding["location"]["end"]["column"]), (&17.into(), &23.into()));
    let line = format(&sandbox, "jsonl", &select).stdout;
    assert_eq!(&serde_json::from_str::<Json>(line.lines().last().unwrap()).unwrap(), finding);
    let sarif = format(&sandbox, "sarif", &select).json();
    let result = sarif["runs"][0]["results"].as_array().unwrap().last().unwrap();
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(*region, serde_json::json!({ "startLine": 5, "startColumn": 18, "endLine": 5, "endColumn": 24 }));
    let rdjson = format(&sandbox, "rdjson", &select).json();
    let range = &rdjson["diagnostics"].as_array().unwrap().last().unwrap()["location"]["range"];
    assert_eq!(*range, serde_json::json!({ "start": { "line": 5, "column": 21 }, "end": { "line": 5, "column": 27 } }));
    let github = format(&sandbox, "github", &select).stdout;
    assert!(github.lines().last().unwrap().contains(",line=5,endLine=5,col=17,endColumn=23,"), "{github}");
}

#[test]
fn annotations_are_read_back_as_they_were_meant() {
    let sandbox = hostile();
    let json = format(&sandbox, "json", &["--select", "SCHEMA"]).json();
    let run = format(&sandbox, "github", &["--select", "SCHEMA"]).exits(1);
    let commands: Vec<_> = run.stdout.lines().map(|line| command(line).unwrap()).collect();
    assert_eq!(commands.len(), json["findings"].as_array().unwrap().len());
    for ((name, properties, text), finding) in commands.iter().zip(json["findings"].as_array().unwrap()) {
        assert_eq!(name, "error");
        assert_eq!(properties["file"], finding["location"]["path"].as_str().unwrap());
        assert_eq!(properties["line"], finding["location"]["start"]["line"].to_string());
        assert_eq!(
            properties["title"],
            format!("isms {} {}", finding["code"].as_str().unwrap(), finding["name"].as_str().unwrap())
        );
        let code = finding["code"].as_str().unwrap();
        assert!(text.ends_with(&format!("isms explain {code}")), "{text}");
        // What could act in a terminal is replaced, everything else is there.
        let message = finding["message"].as_str().unwrap();
        assert_eq!(text.lines().next().unwrap().chars().count(), message.chars().count(), "{text}");
    }
    assert!(commands.iter().any(|(_, _, text)| text.contains("%0A::error::y")), "{}", run.stdout);
}

#[test]
fn ten_annotations_of_a_level_and_one_that_counts_the_rest() {
    let run = format(&dangling(30), "github", &["--profile", "build"]).exits(1);
    let commands: Vec<_> = run.stdout.lines().map(|line| command(line).unwrap()).collect();
    let count = |level: &str| commands.iter().filter(|(name, ..)| name == level).count();
    assert_eq!((count("error"), count("warning"), count("notice")), (10, 10, 1));
    let order: Vec<&str> = commands.iter().map(|(name, ..)| name.as_str()).collect();
    assert!(order.is_sorted_by_key(|level| ["error", "warning", "notice"].iter().position(|known| known == level)), "{order:?}");
    let (_, _, rest) = commands.last().unwrap();
    assert!(rest.ends_with(" more, see the step summary"), "{rest}");
}

#[test]
fn the_step_summary_is_appended_and_never_too_long() {
    let sandbox = dangling(300);
    let summary = sandbox.path().join("summary.md");
    let run = |format: &str| {
        let mut command = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
        command.args(["check", "--select", "REPO-003", "--as-of", AS_OF, "--format", format]);
        command.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap()
    };
    run("full");
    assert!(!summary.exists());
    std::fs::write(&summary, "before\n").unwrap();
    run("github");
    let text = sandbox.read("summary.md");
    assert!(text.starts_with("before\n### isms: 300 errors, 0 warnings, 0 info\n"), "{text}");
    assert_eq!(text.matches("| error |").count(), 300);
    let limit = 900 * 1024;
    std::fs::write(&summary, "x".repeat(limit - 3000) + "\n").unwrap();
    run("github");
    let text = sandbox.read("summary.md");
    assert!(text.len() <= limit && text.len() > limit - 600, "{}", text.len());
    assert!(text.ends_with(" more, see `isms check`\n"), "{}", &text[limit - 3000..]);
    std::fs::write(&summary, "x".repeat(limit)).unwrap();
    let output = run("github");
    assert_eq!((output.status.code(), sandbox.read("summary.md").len()), (Some(1), limit));
}

#[test]
fn sarif_names_rules_places_and_stable_keys() {
    let sandbox = hostile();
    sandbox.write("clauses/06-planning/changes/CHG-009.yaml", b"kind: change\nid: CHG-009\ntitle: caf\xe9\n");
    let sarif = format(&sandbox, "sarif", &[]).exits(1).json();
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut keys = BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
        for name in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(physical["region"][name].as_u64() >= Some(1), "{result}");
        }
        assert!(keys.insert(result["partialFingerprints"]["primaryLocationLineHash"].to_string()), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().contains("]("), "{result}");
    }
    for rule in rules {
        for name in ["shortDescription", "fullDescription"] {
            let text = rule[name]["text"].as_str().unwrap();
            assert!(!text.is_empty() && text.chars().count() <= 1024, "{rule}");
        }
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10, "{rule}");
        assert!(rule["properties"].get("security-severity").is_none());
    }
    // A file that cannot be read has a first line all the same.
    let of = |code: &str| run["results"].as_array().unwrap().iter().find(|result| result["ruleId"] == code).unwrap();
    let region = &of("REPO-001")["locations"][0]["physicalLocation"]["region"];
    assert_eq!(*region, serde_json::json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 }));
}

#[test]
fn a_gitlab_report_is_an_array_with_unique_fingerprints() {
    let sandbox = Sandbox::base();
    let none = format(&sandbox, "gitlab", &["--select", "RISK-003"]).exits(0);
    assert_eq!(none.stdout, "[]\n");
    sandbox.write(
        NASTY,
        "kind: change\nid: CHG-001\ntitle: A\nstatus: proposed\naffects: [R-9]\nx-a: 1\ntasks: &t [{ what: a }]\nowner: R-9\n",
    );
    let report = format(&sandbox, "gitlab", &[]).exits(1).json();
    let items = report.as_array().unwrap();
    let keys: BTreeSet<&str> = items.iter().map(|item| item["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), items.len());
    assert!(items.iter().all(|item| item["location"]["lines"]["begin"].as_u64() >= Some(1)), "{report}");
    let words: BTreeSet<&str> = items.iter().map(|item| item["severity"].as_str().unwrap()).collect();
    assert!(words.is_subset(&BTreeSet::from(["critical", "minor", "info"])), "{words:?}");
}

#[test]
fn junit_lists_every_rule_that_was_asked_and_nothing_breaks_out() {
    let sandbox = hostile();
    sandbox.edit("isms.yaml", "cycle_start", "rules: { SCHEMA-001: off }\ncycle_start");
    let run = format(&sandbox, "junit", &["--select", "SCHEMA,RISK-003"]).exits(1);
    let run = run.lacks("SCHEMA-001").lacks("]]>").lacks("<b>").lacks("RISK-001");
    let run = run.says(
        "<testcase classname=\"RISK-003\" name=\"every open risk is owned by a person who is there, directly or through a role\"/>",
    );
    let run = run.says(&format!("{NASTY}:4:9\n"));
    let mut names = BTreeSet::new();
    let mut open = Vec::new();
    for tag in run.stdout.split('<').skip(2).map(|rest| rest.split_once('>').unwrap().0) {
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap();
        assert!(["testsuites", "testsuite", "testcase", "failure"].contains(&name), "{tag}");
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name), "{tag}"),
            (_, true) => {}
            _ => open.push(name),
        }
        assert!(name != "testcase" || tag.starts_with('/') || names.insert(tag), "two cases are called {tag}");
    }
    assert_eq!(open, [""; 0]);
    let forbidden = |letter: char| matches!(letter, '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    assert!(!run.stdout.contains(forbidden), "{:?}", run.stdout);
}

#[test]
fn a_line_of_jsonl_is_a_finding_of_the_published_schema() {
    let sandbox = hostile();
    let mut schema: Json = serde_json::from_str(&sandbox.isms(&["schema", "check"]).exits(0).stdout).unwrap();
    schema["$ref"] = "#/$defs/finding".into();
    for key in ["type", "required", "properties"] {
        schema.as_object_mut().unwrap().remove(key);
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let json = format(&sandbox, "json", &[]).exits(1).json();
    let lines = format(&sandbox, "jsonl", &[]).exits(1).stdout;
    let findings: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Json::from(findings.clone()), json["findings"]);
    for finding in &findings {
        let errors: Vec<String> = validator.iter_errors(finding).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{finding}");
    }
}

#[test]
fn markdown_has_a_table_for_each_rule() {
    let sandbox = dangling(2);
    let run = format(&sandbox, "markdown", &["--select", "REPO-003"]).exits(1);
    insta::assert_snapshot!(run.stdout, @r"
    ### isms: 2 errors, 0 warnings, 0 info

    11 files, 10 records, 1 rules, profile maintain, as of 2026-06-30

    #### REPO-003 dangling-reference (2)

    clause 7.5.3 · a reference leads to a record of the right kind

    | | place | finding | help |
    |---|---|---|---|
    | error | clauses/06-planning/changes/a,b %:1 ü.yaml:6:5 | \`affects\` names R-000, which does not exist | write the id of a record that exists, or create the record |
    | error | clauses/06-planning/changes/a,b %:1 ü.yaml:7:5 | \`affects\` names R-001, which does not exist | did you mean CRI-001 (Risk criteria)? |
    ");
    let run = format(&hostile(), "markdown", &[]).exits(1);
    run.lacks("[x](").lacks("://").lacks("<img").lacks("<b>");
}

#[test]
fn reports_are_the_same_bytes_as_the_format() {
    let sandbox = dangling(3);
    let out = Sandbox::empty();
    for name in MACHINE {
        let file = out.path().join(name);
        let report = format!("{name}={}", file.display());
        let run = sandbox.isms_in("clauses", &["check", "--format", "concise", "--report", &report]).exits(1).says("isms: ");
        assert_eq!(run.stderr, "");
        assert_eq!(out.read(name), format(&sandbox, name, &[]).stdout, "{name}");
    }
    let two = ["check", "-qq", "--report", "full=../a.txt", "--report", "md=../b.md"];
    assert_eq!(sandbox.isms_in("clauses", &two).exits(1).stdout, "");
    assert!(sandbox.read("a.txt").contains("╭─") && sandbox.read("b.md").starts_with("### isms"));
}

#[test]
fn reports_that_cannot_be_are_refused() {
    let sandbox = dangling(1);
    let report = |value: &str| sandbox.isms(&["check", "--report", value]).exits(2);
    report("sarif=-").warns("standard output is for --format");
    report("sarif=").warns("the name of the file is missing");
    report("sarif").warns("FORMAT=FILE");
    report("sarf=x").warns("there is no format called sarf; formats: full, concise, json, jsonl, sarif");
    report("sarif=nowhere/x").warns("cannot write");
    sandbox.isms(&["check", "--report", "sarif=x", "--report", "junit=x"]).exits(2).warns("two reports");
}

#[test]
fn statistics_and_quiet_change_the_end_only() {
    let sandbox = dangling(2);
    let concise = |more: &[&str]| format(&sandbox, "concise", &[&["--select", "REPO-003,SCHEMA"], more].concat()).exits(1).stdout;
    let all = concise(&[]);
    assert_eq!(all.lines().count(), 3);
    let statistics = concise(&["--statistics"]);
    let lines: Vec<&str> = statistics.lines().collect();
    assert_eq!(lines[2], "     2 error    REPO-003 dangling-reference");
    assert!(lines[3].starts_with("isms: 2 errors, "));
    assert_eq!(concise(&["-q"]).lines().collect::<Vec<_>>(), all.lines().take(2).collect::<Vec<_>>());
    assert_eq!(concise(&["-qq"]), "");
    // Other formats are whole or not there.
    assert_eq!(format(&sandbox, "json", &["-q"]).stdout, format(&sandbox, "json", &[]).stdout);
}
