//! Our reading of YAML beside two others: the answers of the public test suite, case by case, and the full parser beside the short way.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

mod laws;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use isms::syntax::yaml;
use isms::text::Span;
use serde_json::Value as Json;

/// A case of the suite.
struct Case {
    id: String,
    yaml: String,
    /// What it must mean; `None` where it must be refused.
    json: Result<Option<Json>, ()>,
}

fn suite() -> Vec<Case> {
    let text = include_str!("fixtures/yaml-test-suite/cases.json");
    let cases: Vec<Json> = serde_json::from_str(text).unwrap();
    let case = |case: &Json| {
        let documents = case["json"].as_str().map(|json| serde_json::Deserializer::from_str(json).into_iter::<Json>());
        // Of more than one document the first is compared; we refuse the second.
        let first = documents.and_then(|mut documents| documents.next().transpose().unwrap());
        let word = |key: &str| case[key].as_str().unwrap().to_owned();
        Case { id: word("id"), yaml: word("yaml"), json: if case["fail"] == true { Err(()) } else { Ok(first) } }
    };
    cases.iter().map(case).collect()
}

/// How our reading of a case compares with the suite's.
fn verdict(case: &Case) -> String {
    let text: Arc<str> = Arc::from(case.yaml.as_str());
    let (tree, problems) = yaml::parse(&text, Span::new(0, text.len()));
    match (tree.filter(|_| problems.is_empty()), &case.json) {
        (None, Err(())) => "refused by both".to_owned(),
        (None, Ok(_)) => format!("refused by us ({})", problems[0].code),
        (Some(_), Err(())) => "ACCEPTED BY US ONLY".to_owned(),
        (Some(_), Ok(None)) => "accepted by both; the suite gives no value".to_owned(),
        (Some(tree), Ok(Some(json))) => {
            let ours = serde_json::to_value(tree.root()).unwrap();
            if ours == *json { "the same value".to_owned() } else { format!("ANOTHER VALUE: {ours} and not {json}") }
        }
    }
}

#[test]
fn the_public_suite_case_by_case() {
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in suite() {
        table.entry(verdict(&case)).or_default().push(case.id);
    }
    let mut shown = String::new();
    for (verdict, cases) in &table {
        let _ = writeln!(shown, "{:>4}  {verdict}: {}", cases.len(), cases.join(" "));
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/yaml-test-suite/agreement.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&page, &shown).unwrap();
    }
    assert_eq!(shown, std::fs::read_to_string(&page).unwrap(), "UPDATE=1 writes the table; look at what changed");
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }
}

/// A few lines of a seed with up to three small changes; mostly still YAML.
fn mutation(seeds: &[String], dice: &mut Dice) -> String {
    const PIECES: [&str; 40] = [
        "\n", "\r\n", "\t", "  ", " ", ": ", ":", "- ", "-", "#", " #", "\"", "'", "[", "]", "{", "}", "&a ", "*a", "!x ", "|\n",
        ">-\n", "|-", "---\n", "...\n", "\u{feff}", "\u{a0}", "?", "? ", ",", ", ", "a", "0", "%", "@", "~", "\\", "\n\n", "\n  ",
        "é",
    ];
    let lines: Vec<&str> = seeds[dice.below(seeds.len())].split_inclusive('\n').collect();
    let from = dice.below(lines.len());
    let until = (from + 1 + dice.below(10)).min(lines.len());
    let from = if dice.below(3) == 0 { 0 } else { from };
    let mut letters: Vec<char> = lines[from.min(until)..until].concat().chars().take(500).collect();
    for _ in 0..dice.below(4) {
        let at = dice.below(letters.len() + 1);
        let end = (at + dice.below(6)).min(letters.len());
        match dice.below(4) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let piece = letters[at..(at + dice.below(30)).min(letters.len())].to_vec();
                let to = dice.below(letters.len() + 1);
                letters.splice(to..to, piece);
            }
            _ => drop(letters.splice(at..at, PIECES[dice.below(PIECES.len())].chars())),
        }
    }
    let text: String = letters.into_iter().collect();
    if dice.below(8) == 0 { text.replace('\n', "\r\n") } else { text }
}

/// The records of the example: whole YAML files, and the front matter of documents.
fn example(folder: PathBuf, found: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        match path.extension().and_then(|suffix| suffix.to_str()) {
            _ if path.is_dir() => example(path, found),
            Some("yaml") => found.push(std::fs::read_to_string(path).unwrap()),
            Some("md") => found.extend(std::fs::read_to_string(path).unwrap().split("---\n").nth(1).map(str::to_owned)),
            _ => {}
        }
    }
}

#[test]
fn the_short_way_reads_what_the_full_parser_reads() {
    let mut records = Vec::new();
    example(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quayside"), &mut records);
    let mut plain = 0;
    let mut compare = |text: &str, before: &str, after: &str| {
        let whole = Span::new(before.len(), before.len() + text.len());
        plain += usize::from(laws::both_ways_agree(&Arc::from([before, text, after].concat()), whole));
    };
    let mut seeds = records.clone();
    seeds.extend(suite().into_iter().map(|case| case.yaml));
    for seed in &seeds {
        compare(seed, "", "");
        // The same as the front matter of a document.
        compare(seed, "---\n", "---\n# Title\n");
    }
    // Slower without optimisation; `cargo test --release --test yaml` tries ten times as many.
    let rounds = if cfg!(debug_assertions) { 20_000 } else { 200_000 };
    let mut dice = Dice(0x5eed_1e55_0f15_0002);
    (0..rounds).for_each(|_| compare(&mutation(&seeds, &mut dice), "", ""));
    assert!(plain > rounds / 12, "{plain} of {rounds} went the short way");
    let short = records.iter().filter(|text| yaml::parse_plain(&Arc::from(text.as_str()), Span::new(0, text.len())).is_some());
    assert!(short.count() * 10 > records.len() * 9, "records are plain YAML");
}
