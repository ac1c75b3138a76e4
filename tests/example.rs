//! The shipped example is what it claims to be: clean at its pinned day, complete, and in nobody's words twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use isms::check::{Levels, run};
use isms::finding::Severity;
use isms::load::{Loaded, load};
use isms::model::{Applicable, Implementation, digest};
use isms::source::Worktree;
use isms::standard;
use isms::syntax::markdown::sentences;
use isms::value::{Type, Value};

/// The day the example is pinned at.
const PINNED: &str = "2026-06-30";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quayside")
}

fn example() -> Loaded {
    load(&Worktree::open(&root()).unwrap()).unwrap()
}

#[test]
fn it_has_no_error_and_at_most_three_warnings() {
    let loaded = example();
    let levels = Levels::new(&loaded.isms, None).unwrap();
    let report = run(&loaded, &levels, PINNED.parse().unwrap());
    let shown: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Info)
        .map(|finding| format!("{} {} {}", finding.code, loaded.files.path(finding.primary.at.file), finding.message))
        .collect();
    assert_eq!(report.count(Severity::Error), 0, "{}", shown.join("\n"));
    assert!(report.count(Severity::Warning) <= 3, "{}", shown.join("\n"));
}

#[test]
fn it_decides_every_control_as_its_story_says() {
    let isms = example().isms;
    let annex: Vec<_> =
        isms.annex_a().map(|(control, record)| record.unwrap_or_else(|| panic!("{} is missing", control.id))).collect();
    let count = |state| annex.iter().filter(|control| control.is_applicable() && control.implementation == Some(state)).count();
    assert_eq!(annex.len(), standard::controls().len());
    assert_eq!(count(Implementation::Implemented), 84);
    assert_eq!(count(Implementation::Partial), 4);
    assert_eq!(count(Implementation::Planned), 2);
    assert_eq!(annex.iter().filter(|control| control.applicable == Applicable::No).count(), 3);
    assert_eq!((isms.risks.len(), isms.own_controls().len()), (15, 1));
    assert!(isms.documents.len() >= 14);
}

/// `UPDATE=1 cargo test --test example` writes the digests after the content of the example was changed on purpose.
#[test]
fn its_approvals_are_bound_to_its_content() {
    let loaded = example();
    let isms = &loaded.isms;
    #[expect(clippy::disallowed_methods, reason = "a test reads the environment")]
    let update = std::env::var("UPDATE").is_ok();
    let mut stale = Vec::new();
    for approval in &isms.approvals {
        let current = match approval.subject.as_str() {
            "soa" if approval.version.as_deref() == isms.approved_version("soa") => digest::of_soa(isms),
            "rtp" if approval.version.as_deref() == isms.approved_version("rtp") => digest::of_rtp(isms),
            "soa" | "rtp" => continue,
            subject => {
                let head = isms.head(subject).unwrap();
                let version = head.fields().get("version").and_then(Value::scalar);
                if approval.version.is_some() && version.is_some() && approval.version.as_deref() != version {
                    continue;
                }
                digest::of_record(head)
            }
        };
        if approval.digest.as_deref() == Some(current.as_str()) {
            continue;
        }
        let path = root().join(loaded.files.path(approval.head.file));
        stale.push(path.display().to_string());
        if update {
            let text = std::fs::read_to_string(&path).unwrap();
            let mut lines: Vec<String> = text.lines().filter(|line| !line.starts_with("digest:")).map(str::to_owned).collect();
            let after = lines
                .iter()
                .position(|line| line.starts_with("version:"))
                .or_else(|| lines.iter().position(|line| line.starts_with("subject:")));
            lines.insert(after.unwrap() + 1, format!("digest: {current}"));
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
    assert!(update || stale.is_empty(), "stale digests:\n{}", stale.join("\n"));
}

/// Every sentence of the records' prose and the documents' bodies.
fn all_sentences(loaded: &Loaded) -> BTreeMap<String, Vec<String>> {
    fn collect<'t>(value: Value<'t>, texts: &mut Vec<&'t str>) {
        match value.ty() {
            Type::String => texts.extend(value.scalar()),
            Type::List => value.items().for_each(|item| collect(item, texts)),
            Type::Map => value.entries().for_each(|(_, value)| collect(value, texts)),
            _ => {}
        }
    }
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for head in loaded.isms.heads() {
        let mut texts = Vec::new();
        collect(head.fields(), &mut texts);
        texts.extend(head.body.iter().flat_map(|body| &body.blocks).map(|block| block.text.as_str()));
        for text in texts {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for sentence in
                sentences(&text).into_iter().filter(|sentence| sentence.ends_with('.') && sentence.split(' ').count() >= 8)
            {
                found.entry(sentence.to_lowercase()).or_default().push(head.id.to_string());
            }
        }
    }
    found
}

#[test]
fn no_sentence_stands_in_two_records() {
    let repeated: Vec<String> = all_sentences(&example())
        .into_iter()
        .filter(|(_, ids)| ids.iter().any(|id| *id != ids[0]))
        .map(|(sentence, ids)| format!("{}: {sentence}", ids.join(", ")))
        .collect();
    assert!(repeated.is_empty(), "{}", repeated.join("\n"));
}
