//! Laws that hold for every input, tried on random ones and on damaged copies of the example.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

mod laws;

use isms::check::{Levels, run};
use isms::load::load;
use isms::model::{Kind, digest};
use isms::review::{Page, compare};
use isms::source::Memory;
use isms::value::Value;
use laws::parse;
use proptest::prelude::*;

/// The files of the example.
fn example() -> Vec<(String, Vec<u8>)> {
    laws::files("examples/quayside")
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

/// Damages a text the way people, merges and editors do.
fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    const PIECES: [&[u8]; 22] = [
        b"\n",
        b"\r\n",
        b"\t",
        b"  ",
        b": ",
        b"- ",
        b"#",
        b"\"",
        b"'",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"!x ",
        b"|",
        b">-\n",
        b"---\n",
        b"\xff",
        "\u{feff}".as_bytes(),
        "\u{202e}".as_bytes(),
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(4) {
            0 => bytes.truncate(at),
            1 => {
                let end = (at + dice.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let from = dice.below(bytes.len() + 1);
                let piece = bytes[from..(from + dice.below(80)).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                bytes.splice(at..at, PIECES[dice.below(PIECES.len())].iter().copied());
            }
        }
    }
    bytes
}

#[test]
fn no_damage_makes_the_program_fall_over_or_lose_a_file() {
    let files = example();
    let mut dice = Dice(0x5eed_1e55_0f15_0001);
    for _ in 0..60 {
        let mut memory: Memory = files.iter().map(|(path, bytes)| (path, bytes.clone())).collect();
        for _ in 0..12 {
            let (path, bytes) = &files[dice.below(files.len())];
            if path != "isms.yaml" {
                memory.insert(path, damage(bytes, &mut dice));
            }
        }
        let loaded = load(&memory).unwrap();
        let levels = Levels::new(&loaded.isms, None).unwrap();
        let report = run(&loaded, &levels, laws::today());
        laws::nothing_is_lost(&loaded, &report);
    }
}

#[test]
fn the_place_of_every_value_holds_that_value() {
    let mut held = 0;
    for (path, bytes) in example().into_iter().filter(|(path, _)| path.rsplit('.').next() == Some("yaml")) {
        let text = String::from_utf8(bytes).unwrap();
        let tree = parse(&text).unwrap_or_else(|| panic!("{path}"));
        held += laws::every_place_holds_its_value(&text, &tree);
    }
    assert!(held > 5_000);
}

#[test]
fn what_is_replaced_can_be_put_back() {
    for (path, bytes) in example().into_iter().filter(|(path, _)| path.rsplit('.').next() == Some("yaml")) {
        laws::edit(&[&bytes, &b"\n===\nR-7"[..]].concat());
        let windows = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
        laws::edit(format!("\u{feff}{windows}\n===\n{path}").as_bytes());
    }
}

#[test]
fn what_once_broke_a_law_breaks_it_no_more() {
    let kept = laws::kept();
    for (name, law, path) in &kept {
        println!("{name}: {}", path.display());
        law(&std::fs::read(path).unwrap());
    }
    assert!(!kept.is_empty());
}

#[test]
fn what_is_exported_can_be_imported() {
    let loaded = load(&example().into_iter().collect::<Memory>()).unwrap();
    for kind in Kind::ALL {
        laws::comes_back_the_same(&loaded, *kind);
    }
    assert!(laws::comes_back_elsewhere(&loaded) > 300);
}

#[test]
fn a_digest_survives_layout_and_not_a_word() {
    let of = |text: &str| {
        let memory: Memory =
            [("isms.yaml", "isms: 1\nname: N\nprofile: build\n"), ("clauses/POL-001.md", text)].into_iter().collect();
        let loaded = load(&memory).unwrap();
        digest::of_record(loaded.isms.head("POL-001").unwrap())
    };
    let text = "---\nkind: policy\nid: POL-001\ntitle: Access\nstatus: draft\nversion: \"1.0\"\ncontrols: [A.5.15, A.5.18]\n---\n# Access\n\nRights are reviewed\nevery 3 months.\n\n- One\n- Two\n";
    let digest = of(text);
    let same = [
        text.replace('\n', "\r\n"),
        text.replace("Rights are reviewed\nevery", "Rights are\nreviewed every"),
        text.replace("kind: policy\nid: POL-001\n", "id: POL-001\nkind: 'policy' # a comment\n"),
        text.replace("[A.5.15, A.5.18]", "\n  - A.5.15\n  - A.5.18"),
        text.replace("status: draft", "status: effective\nreviewed: 2026-01-01\ntags: [x]\nx-own: 1"),
        text.replace("- One\n- Two", "* One\n* Two"),
    ];
    for variant in same {
        assert_eq!(of(&variant), digest, "{variant}");
    }
    let other = [
        text.replace("3 months", "6 months"),
        text.replace("A.5.18", "A.5.17"),
        text.replace("1.0", "1.1"),
        text.replace("- One\n- Two", "- Two\n- One"),
        text.replace("# Access", "Access"),
    ];
    for variant in other {
        assert_ne!(of(&variant), digest, "{variant}");
    }
}

/// A text whose top-level keys stand in another order, each with what belongs to it.
fn with_keys_in_another_order(text: &str, dice: &mut Dice) -> String {
    let mut parts: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        match parts.last_mut() {
            Some(part) if line.starts_with([' ', '-', '#', '\n']) => part.push_str(line),
            _ => parts.push(line.to_owned()),
        }
    }
    (1..parts.len()).rev().for_each(|at| parts.swap(at, dice.below(at + 1)));
    parts.concat()
}

#[test]
fn the_order_of_keys_means_nothing() {
    let mut dice = Dice(0x5eed_1e55_0f15_0003);
    let shuffled: Memory = example()
        .into_iter()
        .map(|(path, bytes)| {
            let text = match path.rsplit('.').next() {
                Some("yaml") => with_keys_in_another_order(std::str::from_utf8(&bytes).unwrap(), &mut dice),
                Some("md") if bytes.starts_with(b"---\n") => {
                    let (front, body) = std::str::from_utf8(&bytes[4..]).unwrap().split_once("---\n").unwrap();
                    format!("---\n{}---\n{body}", with_keys_in_another_order(front, &mut dice))
                }
                _ => return (path, bytes),
            };
            (path, text.into_bytes())
        })
        .collect();
    let one = load(&example().into_iter().collect::<Memory>()).unwrap();
    let other = load(&shuffled).unwrap();
    assert_eq!(one.findings.len(), other.findings.len());
    for (one, other) in one.isms.heads().zip(other.isms.heads()) {
        assert_eq!((&one.id, digest::of_record(one)), (&other.id, digest::of_record(other)));
    }
    assert_eq!(digest::of_soa(&one.isms), digest::of_soa(&other.isms));
    assert_eq!(digest::of_rtp(&one.isms), digest::of_rtp(&other.isms));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut dice = Dice(0x5eed_1e55_0f15_0004);
    let mut memory: Memory = example().into_iter().collect();
    for (path, bytes) in example().iter().filter(|(path, _)| path != "isms.yaml").step_by(5) {
        memory.insert(path, damage(bytes, &mut dice));
    }
    let findings = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let loaded = load(&memory).unwrap();
            let levels = Levels::new(&loaded.isms, None).unwrap();
            format!("{:?}", run(&loaded, &levels, laws::today()).findings)
        })
    };
    let alone = findings(1);
    assert!(alone.len() > 10_000);
    assert!(alone == findings(2) && alone == findings(7));
}

#[test]
fn two_damaged_documents_are_compared_both_ways() {
    let mut dice = Dice(0x5eed_1e55_0f15_0005);
    let documents = example().into_iter().filter(|(path, _)| path.rsplit('.').next() == Some("md")).collect::<Vec<_>>();
    let mut seen = 0;
    for _ in 0..150 {
        let (path, bytes) = &documents[dice.below(documents.len())];
        let damaged = damage(bytes, &mut dice);
        let page = |bytes: &[u8]| vec![Page::read(path, &String::from_utf8_lossy(bytes))];
        let changes = compare(&page(bytes), &page(&damaged)).documents.iter().map(|document| document.changes.len()).sum::<usize>();
        seen += changes;
        laws::diff(&[bytes.as_slice(), b"\n===\n", &damaged].concat());
    }
    assert!(seen > 75);
}

proptest! {
    #[test]
    fn any_expression_is_understood_or_refused(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "id", "owner", "current.score", "not", "and", "or", "==", "<", "+", "*", "**", "//", "(", ")", "[", "]", "|", "length",
                "first", "sort", "'x'", "'", "1", "999999999999", "-", "~", ".", "in", "is", "none", "if", "else", "{", "}", ":", "{{",
                "range(9)", "related(id)", "date_add(as_of, '1d')", "\u{202e}", "ü",
            ]),
            0..12,
        ),
    ) {
        laws::expression(pieces.join(" ").as_bytes());
    }

    #[test]
    fn any_text_is_read_without_falling_over(text in "\\PC{0,200}|[-:#\\[\\]{}&*!|>'\"%@` \\n\\ta-c0-9]{0,200}") {
        laws::yaml(text.as_bytes());
        laws::document(text.as_bytes());
    }

    #[test]
    fn what_is_written_as_json_reads_as_itself(words in proptest::collection::btree_map("[a-z]{1,8}", "\\PC{0,40}", 0..8)) {
        let json = serde_json::to_string(&words).unwrap();
        let tree = parse(&json);
        prop_assert!(tree.is_some() || words.is_empty());
        if let Some(tree) = tree {
            for (key, word) in &words {
                prop_assert_eq!(tree.root().get(key).and_then(Value::as_str), Some(word.as_str()));
            }
        }
    }
}
