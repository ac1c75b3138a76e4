//! Laws that hold for every input, tried on random ones and on damaged copies of the example.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

use std::path::Path;
use std::sync::Arc;

use isms::check::{Levels, run};
use isms::load::load;
use isms::model::{Kind, digest};
use isms::query::Condition;
use isms::review::{Page, compare};
use isms::source::{Memory, Source, Worktree};
use isms::syntax::{markdown, yaml};
use isms::text::{LineIndex, Pointer, Span};
use isms::value::{Tree, Type, Value};
use proptest::prelude::*;

fn parse(text: &str) -> Option<Tree> {
    let text: Arc<str> = Arc::from(text);
    yaml::parse(&text, Span::new(0, text.len())).0
}

/// The files of the example.
fn example() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quayside");
    let source = Worktree::open(&root).unwrap();
    let mut reader = source.reader().unwrap();
    let entries = source.list().unwrap();
    entries.iter().map(|entry| (entry.path.to_string(), reader.read(&entry.path).unwrap().into_owned())).collect()
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
        let report = run(&loaded, &levels, "2026-06-30".parse().unwrap());
        // Every record file is a record, is known as unreadable, or has a finding.
        let mut known: Vec<_> = loaded.isms.heads().map(|head| head.file).collect();
        known.extend(loaded.isms.unread.iter().map(|unread| unread.file));
        known.extend(report.findings.iter().map(|finding| finding.primary.at.file));
        for (file, listed) in loaded.files.iter() {
            let record = ["clauses/", "annex-a/", "approvals/"].iter().any(|folder| listed.path.starts_with(folder));
            let suffix = listed.path.ends_with(".yaml") || listed.path.ends_with(".md");
            assert!(!(record && suffix) || known.contains(&file), "{} was lost", listed.path);
        }
    }
}

/// Every value below a value, with its pointer.
fn walk<'t>(value: Value<'t>, pointer: &Pointer, found: &mut Vec<(Pointer, Value<'t>)>) {
    found.push((pointer.clone(), value));
    value.items().enumerate().for_each(|(at, item)| walk(item, &pointer.join(at), found));
    value.entries().for_each(|(key, value)| walk(value, &pointer.join(key.scalar().unwrap()), found));
}

#[test]
fn the_place_of_every_value_holds_that_value() {
    let mut looked_at = 0;
    for (path, bytes) in example().into_iter().filter(|(path, _)| path.rsplit('.').next() == Some("yaml")) {
        let text: Arc<str> = Arc::from(String::from_utf8(bytes).unwrap());
        let tree = yaml::parse(&text, Span::new(0, text.len())).0.unwrap();
        let lines = LineIndex::new(&text);
        let mut all = Vec::new();
        walk(tree.root(), &Pointer::ROOT, &mut all);
        for (pointer, value) in all {
            let span = if pointer == Pointer::ROOT { value.span() } else { tree.span(&pointer) };
            // A folded text is placed at its first word, without the sign that folds it.
            if value.ty() == Type::String && value.scalar().is_some_and(|scalar| !span.of(&text).contains(scalar)) {
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(
                    words(span.of(&text).trim_matches(['"', '\''])).replace("''", "'"),
                    words(value.scalar().unwrap()),
                    "{path}{pointer}"
                );
                continue;
            }
            let indent = " ".repeat(lines.position(span.start).column - 1);
            let again =
                parse(&format!("{indent}{}\n", span.of(&text))).unwrap_or_else(|| panic!("{path}{pointer}: {}", span.of(&text)));
            assert!(again.root() == value, "{path}{pointer}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 5_000);
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
            format!("{:?}", run(&loaded, &levels, "2026-06-30".parse().unwrap()).findings)
        })
    };
    let alone = findings(1);
    assert!(alone.len() > 10_000);
    assert!(alone == findings(2) && alone == findings(7));
}

#[test]
fn two_damaged_documents_are_compared_and_the_same_one_never_differs() {
    let mut dice = Dice(0x5eed_1e55_0f15_0005);
    let documents = example().into_iter().filter(|(path, _)| path.rsplit('.').next() == Some("md")).collect::<Vec<_>>();
    let mut seen = 0;
    for _ in 0..150 {
        let (path, bytes) = &documents[dice.below(documents.len())];
        let page = |bytes: &[u8]| vec![Page::read(path, &String::from_utf8_lossy(bytes))];
        let (before, after) = (page(bytes), page(&damage(bytes, &mut dice)));
        let changes = |diff: isms::review::Diff| diff.documents.iter().map(|document| document.changes.len()).sum::<usize>();
        seen += changes(compare(&before, &after)) + changes(compare(&after, &before));
        assert_eq!(compare(&after, &after), isms::review::Diff::default());
    }
    assert!(seen > 150);
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
        let text = pieces.join(" ");
        for kind in [Kind::Risk, Kind::Policy] {
            if let Err(fault) = Condition::new(kind, &text) {
                prop_assert!(!fault.message.is_empty());
            }
        }
    }

    #[test]
    fn any_text_is_read_without_falling_over(text in "\\PC{0,200}|[-:#\\[\\]{}&*!|>'\"%@` \\n\\ta-c0-9]{0,200}") {
        let text: Arc<str> = Arc::from(text);
        let whole = Span::new(0, text.len());
        let (tree, problems) = yaml::parse(&text, whole);
        prop_assert!(tree.is_some() || !problems.is_empty());
        for problem in problems {
            prop_assert!(text.get(problem.span.range()).is_some(), "{problem:?}");
        }
        let (parts, _) = markdown::split(&text);
        let body = markdown::parse(&text, parts.body);
        for block in &body.blocks {
            prop_assert!(text.get(block.span.range()).is_some(), "{block:?}");
            prop_assert!(markdown::sentences(&block.text).iter().all(|sentence| !sentence.is_empty()));
        }
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
