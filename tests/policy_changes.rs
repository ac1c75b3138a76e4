//! Real changes of real policies, labelled by people: how many are found, with which direction, and how quiet the rest is.
//!
//! `cargo test --test policy_changes -- --nocapture` prints the measure and each miss. Where the data come from is said in
//! `tests/fixtures/policy-changes/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

use std::fs;
use std::path::{Path, PathBuf};

use isms::review::{Change, Diff, Direction, DocumentChange, Page, compare};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Label {
    change: String,
    file: String,
    what: String,
    before: String,
    after: String,
    direction: String,
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/policy-changes")
}

fn labels() -> Vec<Label> {
    csv::Reader::from_path(data().join("labels.csv")).unwrap().deserialize().map(Result::unwrap).collect()
}

fn pages(root: &Path) -> Vec<Page> {
    let mut pages = Vec::new();
    collect(root, root, &mut pages);
    pages.sort_by(|one: &(String, Page), other| one.0.cmp(&other.0));
    pages.into_iter().map(|(_, page)| page).collect()
}

fn collect(root: &Path, folder: &Path, pages: &mut Vec<(String, Page)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, pages);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let page = Page::read(&name, &fs::read_to_string(&path).unwrap());
            pages.push((name, page));
        }
    }
}

fn sides(change: &str) -> (Vec<Page>, Vec<Page>) {
    let folder = data().join(change);
    (pages(&folder.join("before")), pages(&folder.join("after")))
}

fn changes() -> Vec<String> {
    let mut names: Vec<String> = labels().into_iter().map(|label| label.change).collect();
    names.sort();
    names.dedup();
    names
}

fn folded(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ').collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(change: &Change, label: &Label) -> bool {
    let has = |side: &Option<isms::review::Side>, text: &str| {
        !text.is_empty() && side.as_ref().is_some_and(|side| folded(&side.text).contains(&folded(text)))
    };
    match (label.before.is_empty(), label.after.is_empty()) {
        (false, true) => has(&change.before, &label.before),
        (true, false) => has(&change.after, &label.after),
        // Where the sentences were not taken for one, the side that is gone or new says it as well.
        _ => has(&change.before, &label.before) && (change.after.is_none() || has(&change.after, &label.after)),
    }
}

fn document<'d>(diff: &'d Diff, file: &str) -> Option<&'d DocumentChange> {
    diff.documents.iter().find(|document| document.path == file)
}

#[test]
fn labelled_changes_are_found_with_their_direction() {
    let (mut right, mut normative, mut shown_editorial) = (0, 0, Vec::new());
    let mut misses = Vec::new();
    let (mut claimed, mut confirmed) = (0, 0);
    for label in labels() {
        let (before, after) = sides(&label.change);
        let diff = compare(&before, &after);
        let found: Vec<&Change> = match document(&diff, &label.file) {
            Some(document) => document.changes.iter().filter(|change| says(change, &label)).collect(),
            None => Vec::new(),
        };
        if label.direction == "editorial" {
            let loud = |change: &&Change| !matches!(change.direction, Direction::Neutral | Direction::Editorial);
            let whole = label.before.is_empty() && label.after.is_empty();
            let every = diff.documents.iter().filter(|document| whole && (label.file == "*" || document.path == label.file));
            let shown: Vec<&Change> = every.flat_map(|document| &document.changes).chain(found).filter(loud).collect();
            if !shown.is_empty() {
                shown_editorial.push(format!("{label:?}\n    {shown:?}"));
            }
            continue;
        }
        normative += 1;
        claimed += found.len();
        let agrees = |change: &&&Change| change.direction.word() == label.direction;
        confirmed += found.iter().filter(agrees).count();
        match found.iter().find(agrees) {
            Some(_) => right += 1,
            None => misses.push(format!(
                "{} {} {} {}: {:?} to {:?}\n    {:?}",
                label.change, label.file, label.what, label.direction, label.before, label.after, found
            )),
        }
    }
    println!(
        "labels with a meaning: {normative}; found with the right direction: {right} (recall {:.1} %)",
        share(right, normative)
    );
    println!("verdicts on labelled sentences: {claimed}; agreeing: {confirmed} (precision {:.1} %)", share(confirmed, claimed));
    println!("labelled editorial, shown as a change of meaning: {}", shown_editorial.len());
    for miss in &misses {
        println!("missed: {miss}");
    }
    assert!(shown_editorial.is_empty(), "{}", shown_editorial.join("\n"));
    assert!(right * 10 >= normative * 9, "{right} of {normative}");
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) * 100.0 / f64::from(u32::try_from(whole.max(1)).unwrap())
}

#[test]
fn nothing_differs_from_itself() {
    for change in changes() {
        let (before, after) = sides(&change);
        assert_eq!(compare(&before, &before), Diff::default());
        assert_eq!(compare(&after, &after), Diff::default());
    }
}

#[test]
fn the_other_way_round_is_the_mirror_image() {
    for change in changes() {
        let (before, after) = sides(&change);
        let key = |change: &Change, turned: bool| {
            let text = |side: &Option<isms::review::Side>| side.as_ref().map(|side| side.text.clone());
            let (one, other) = (text(&change.before), text(&change.after));
            if turned {
                (other, one, change.direction.mirrored(), change.kind.mirrored())
            } else {
                (one, other, change.direction, change.kind)
            }
        };
        let keys = |diff: &Diff, turned: bool| {
            let all = diff.documents.iter().flat_map(|document| &document.changes);
            let mut keys: Vec<_> = all.map(|change| key(change, turned)).collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&compare(&before, &after), false), keys(&compare(&after, &before), true), "{change}");
    }
}
