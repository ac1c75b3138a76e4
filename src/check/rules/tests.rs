//! Every page is a test: its bad example gives exactly the marked findings, its good example gives none, from any rule.
//!
//! The examples are laid over a small repository (`tests/fixtures/base`) whose own findings do not count.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::all;
use crate::check::page::{Commit, Example, Page};
use crate::check::{Levels, run_with};
use crate::load::load;
use crate::model::Isms;
use crate::provenance::Provenance;
use crate::source::{GitRepository, Memory, Source};
use crate::text::LineIndex;

/// A finding as a page marks it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    path: String,
    line: usize,
    column: usize,
    code: String,
    message: String,
}

fn base() -> Memory {
    fn walk(folder: &Path, root: &Path, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                files.push((path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), std::fs::read(&path).unwrap()));
            }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/base");
    let mut files = Vec::new();
    walk(&root, &root, &mut files);
    files.into_iter().collect()
}

/// What all rules find in the base with some files laid over it, and with the history that they tell.
fn findings(examples: &[Example<'_>]) -> BTreeSet<Seen> {
    let mut memory = base();
    for example in examples {
        memory.insert(example.path, example.text.as_bytes());
    }
    let loaded = load(&memory).unwrap_or_else(|error| panic!("{error}"));
    let levels = Levels::new(&loaded.isms, None).unwrap();
    let told = examples.iter().any(|example| example.commit.is_some());
    let remembered = told.then(|| remembered(examples, &loaded.isms));
    let nothing = Provenance::default();
    let provenance = remembered.as_ref().map_or(&nothing, |(_, provenance)| provenance);
    let report = run_with(&loaded, &levels, "2026-06-30".parse().unwrap(), provenance);
    let seen = report.findings.iter().map(|finding| {
        let at = &finding.primary.at;
        let text = loaded.files.get(at.file).and_then(|file| file.text.clone()).unwrap_or_default();
        let position = LineIndex::new(&text).position(loaded.files.span(at).start);
        Seen {
            path: loaded.files.path(at.file).to_owned(),
            line: position.line,
            column: position.column,
            code: finding.code.to_string(),
            message: finding.message.clone(),
        }
    });
    seen.collect()
}

/// The history in which the base was taken over into Git at the beginning of the year, and the examples followed.
fn remembered(examples: &[Example<'_>], isms: &Isms) -> (TempDir, Provenance) {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let memory = base();
    let mut reader = memory.reader().unwrap();
    for entry in memory.list().unwrap() {
        write(&entry.path, &reader.read(&entry.path).unwrap());
    }
    let takeover = Commit { day: "2026-01-02", name: "Ada", email: "ada@base.example" };
    git(folder.path(), &takeover, &["init", "-q"]);
    commit(folder.path(), &takeover);
    for files in examples.chunk_by(|one, next| one.commit == next.commit) {
        for file in files {
            write(file.path, file.text.as_bytes());
        }
        commit(folder.path(), &files[0].commit.unwrap());
    }
    let repository = GitRepository::discover(folder.path()).unwrap().unwrap();
    let provenance = Provenance::read(&repository, "HEAD", "", isms, None).unwrap();
    (folder, provenance)
}

fn commit(folder: &Path, by: &Commit<'_>) {
    git(folder, by, &["add", "-A"]);
    git(folder, by, &["commit", "-q", "-m", "an example"]);
}

fn git(folder: &Path, by: &Commit<'_>, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), by.name).env(format!("GIT_{role}_EMAIL"), by.email);
        command.env(format!("GIT_{role}_DATE"), format!("{}T12:00:00Z", by.day));
    }
    assert!(command.args(arguments).status().unwrap().success(), "git {arguments:?}");
}

/// What examples add to the findings of the base. What the base says of its own files, it may say with another number: how many
/// controls have no record, for example.
fn new(examples: &[Example<'_>], known: &BTreeSet<Seen>) -> BTreeSet<Seen> {
    let place = |seen: &Seen| (seen.path.clone(), seen.line, seen.column, seen.code.clone());
    let known_places: BTreeSet<_> = known.iter().map(place).collect();
    let is_shown = |seen: &Seen| examples.iter().any(|example| example.path == seen.path);
    let is_known = |seen: &Seen| known.contains(seen) || (!is_shown(seen) && known_places.contains(&place(seen)));
    findings(examples).into_iter().filter(|seen| !is_known(seen)).collect()
}

#[test]
fn every_page_holds() {
    let known = findings(&[]);
    let mut wrong = Vec::new();
    // `RULE=RISK cargo test every_page_holds` looks at one family or rule.
    #[expect(clippy::disallowed_methods, reason = "a test reads the environment")]
    let only = std::env::var("RULE").ok();
    for rule in all().iter().filter(|rule| only.as_deref().is_none_or(|only| rule.code.starts_with(only))) {
        let page = Page::parse(rule.doc).unwrap_or_else(|error| panic!("{}: {error}", rule.code));
        if page.bad.is_empty() {
            // What memory cannot show (links, permissions) and settings that stop the run are shown by the tests of the program.
            continue;
        }
        let found = new(&page.bad, &known);
        let mut left = found.clone();
        for example in &page.bad {
            for mark in &example.marks {
                let fits = |seen: &&Seen| {
                    seen.path == example.path
                        && seen.code == rule.code
                        && (seen.line, seen.column) == (mark.line, mark.column)
                        && seen.message.starts_with(mark.message)
                };
                match left.iter().find(fits).cloned() {
                    Some(seen) => {
                        left.remove(&seen);
                    }
                    None => wrong.push(format!("{} Bad: not found: {}:{mark:?}", rule.code, example.path)),
                }
            }
        }
        wrong.extend(left.into_iter().map(|seen| format!("{} Bad: not marked: {seen:?}", rule.code)));
        if page.bad.iter().all(|example| example.marks.is_empty()) && !found.is_empty() {
            wrong.push(format!("{} Bad: marks nothing", rule.code));
        }
        wrong.extend(new(&page.good, &known).into_iter().map(|seen| format!("{} Good: {seen:?}", rule.code)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_catalogue_is_in_order() {
    let mut codes = BTreeSet::new();
    let mut names = BTreeSet::new();
    for rule in all() {
        assert!(codes.insert(rule.code), "{} is used twice", rule.code);
        assert!(names.insert(rule.name), "{} is used twice", rule.name);
        let (family, number) = rule.code.split_once('-').unwrap();
        assert!(family.chars().all(|letter| letter.is_ascii_uppercase()) && number.len() == 3, "{}", rule.code);
        assert!(
            rule.name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'),
            "{}",
            rule.name
        );
        assert!(!rule.title.ends_with('.') && rule.title.starts_with(char::is_lowercase), "{}: {}", rule.code, rule.title);
        for clause in rule.clauses {
            assert!(crate::standard::is_clause_reference(clause), "{}: {clause} is no clause or control", rule.code);
        }
        Page::parse(rule.doc).unwrap_or_else(|error| panic!("{}: {error}", rule.code));
    }
}
