//! `list`, `show` and `explain` as a person sees them: what is printed, where, and the exit code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod explain;
mod list;
mod show;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A small ISMS in a folder of its own.
struct Sandbox(TempDir);

impl Sandbox {
    /// The ISMS that the examples of the rules stand on.
    fn new() -> Self {
        let sandbox = Sandbox::empty();
        copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/base"), sandbox.0.path());
        sandbox
    }

    fn empty() -> Self {
        Sandbox(TempDir::new().unwrap())
    }

    /// The same with three risks: one with everything, one with next to nothing, one that is hostile.
    fn with_risks() -> Self {
        let sandbox = Sandbox::new();
        sandbox.write("clauses/06-planning/risks/R-002-stolen-laptop.yaml", STOLEN_LAPTOP);
        sandbox.write("clauses/06-planning/risks/R-10-outage.yaml", "kind: risk\nid: R-10\ntitle: Outage\nstatus: identified\n");
        sandbox.write("clauses/06-planning/risks/R-100-hostile.yaml", HOSTILE);
        sandbox
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.0.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        git.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]);
        assert!(git.args(arguments).output().unwrap().status.success(), "git {arguments:?}");
    }

    /// What a call prints: standard output, then after a line standard error, then an exit code other than 0.
    fn run(&self, arguments: &[&str]) -> String {
        let mut isms = assert_cmd::Command::cargo_bin("isms").unwrap();
        isms.current_dir(self.0.path()).env_clear().env("ISMS_AS_OF", "2026-06-30").args(arguments);
        let output = isms.output().unwrap();
        let mut seen = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        if !errors.is_empty() {
            seen.push_str("--- stderr\n");
            seen.push_str(&errors);
        }
        match output.status.code().unwrap() {
            0 => seen,
            code => format!("{seen}--- exit {code}\n"),
        }
    }
}

/// A page without one of its parts: from a heading to the next empty line.
fn without(page: &str, heading: &str) -> String {
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let end = page[start + 1..].find("\n\n").map_or(page.len() - 1, |end| start + 1 + end);
    format!("{}{}", &page[..start], &page[end + 1..])
}

/// A page without what the rules find, which grows with the rules.
fn without_findings(page: &str) -> &str {
    let end = page.find("\nNo findings\n").or_else(|| page.find("\nFindings\n")).expect("a card ends with the findings");
    &page[..end]
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const STOLEN_LAPTOP: &str = "\
kind: risk
id: R-002
title: A laptop is stolen
status: treating
owner: ciso
event: Someone takes a laptop from a train and reads what is on its disk.
current: { likelihood: 3, impact: 2, rationale: It happened in May. }
target: { likelihood: 1, impact: 2 }
existing_controls: [A.8.1]
treatment: [modify]
actions:
  - { id: T1, what: Encrypt all disks, controls: [A.8.1], responsible: bob, due: 2026-05-31, status: in_progress }
acceptances:
  - { on: 2026-02-01, accepted_by: ada, valid_until: 2026-12-31 }
reviewed: 2025-05-15
x-team: blue
";

const HOSTILE: &str = "\
kind: risk
id: R-100
title: \"=HYPERLINK(\\\"http://x.example\\\",\\\"a\\\") \\e[31m\\u202Ered\"
status: closed
owner: '@ciso'
tags: [+1, \"two\\nlines\"]
";
