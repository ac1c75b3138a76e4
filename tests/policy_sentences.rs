//! Changes of sentences as policies are written, labelled by hand: how many are judged right, by pattern.
//!
//! `cargo test --test policy_sentences -- --nocapture` prints the measure and each miss. Every pair is judged both ways.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

use std::collections::BTreeMap;
use std::path::Path;

use isms::review::{Direction, Page, compare};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Label {
    pattern: String,
    before: String,
    after: String,
    direction: String,
}

fn labels() -> Vec<Label> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/policy-sentences.csv");
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

/// The direction of a change as a whole, and why.
fn judged(before: &str, after: &str) -> (Direction, String) {
    let page = |text: &str| [Page::read("p.md", &format!("# Rules\n\nThis text stays.\n\n{text}\n"))];
    let diff = compare(&page(before), &page(after));
    let changes: Vec<_> = diff.documents.iter().flat_map(|document| &document.changes).collect();
    let reasons = changes.iter().map(|change| change.reason.as_str()).collect::<Vec<_>>().join(" + ");
    (diff.documents.first().map_or(Direction::Editorial, |document| document.direction), reasons)
}

#[test]
fn sentences_are_judged_as_people_do() {
    let mut patterns: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut misses = Vec::new();
    // What is claimed to be weaker or stronger, and how much of it is.
    let (mut claimed, mut confirmed, mut wanted) = (0, 0, 0);
    let is_clear = |direction: &str| matches!(direction, "weaker" | "stronger");
    for label in labels() {
        let (direction, reasons) = judged(&label.before, &label.after);
        let right = direction.word() == label.direction;
        let count = patterns.entry(label.pattern.clone()).or_default();
        *count = (count.0 + u32::from(right), count.1 + 1);
        claimed += u32::from(is_clear(direction.word()));
        wanted += u32::from(is_clear(&label.direction));
        confirmed += u32::from(is_clear(&label.direction) && right);
        if !right {
            misses.push(format!("{label:?}\n    {}: {reasons}", direction.word()));
        }
        assert_eq!(judged(&label.after, &label.before).0, direction.mirrored(), "the mirror image of {label:?}");
    }
    let share =
        |(part, whole): (u32, u32)| format!("{part} of {whole} ({:.1} %)", f64::from(part) * 100.0 / f64::from(whole.max(1)));
    for (pattern, count) in &patterns {
        println!("{pattern}: {}", share(*count));
    }
    let all = patterns.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    println!(
        "all: {}; recall of clear ones: {}; precision: {}",
        share(all),
        share((confirmed, wanted)),
        share((confirmed, claimed))
    );
    for miss in &misses {
        println!("missed: {miss}");
    }
    assert!(confirmed * 10 >= wanted * 9 && confirmed * 10 >= claimed * 9, "{}", misses.join("\n"));
}
