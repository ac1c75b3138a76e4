//! YAML 1.2 (core schema) to a [`Tree`], with a span for every key and value.
//!
//! What is refused, and why: duplicate keys (one of the two would be lost), a second document (the same), keys that are not
//! plain words, merge keys and custom tags (other readers disagree on them), nesting and alias expansion beyond a budget
//! (a small file must not become a large one). `no`, `off` and `1.10` stay what is written.

mod builder;
mod core_schema;
mod fast;
mod mistakes;

use std::sync::Arc;

use granit_parser::Parser;

use super::Problem;
use crate::text::Span;
use crate::value::{Tree, Type};
use builder::Builder;

/// How deep lists and mappings may be nested.
pub const NESTING_LIMIT: usize = 64;

/// How many values a document may hold after its aliases are expanded.
pub const EXPANSION_LIMIT: u64 = 200_000;

/// What a plain scalar is: text that needs no quotes, or something else (YAML 1.2.2, section 10.3.2).
#[must_use]
pub fn plain_type(text: &str) -> Type {
    core_schema::core_type(text)
}

/// Reads the YAML in `range` of `text` (the whole file, or the front matter of one).
///
/// The tree is absent where the text has no value at all or cannot be understood; then there is at least one problem.
#[must_use]
pub fn parse(text: &Arc<str>, range: Span) -> (Option<Tree>, Vec<Problem>) {
    match parse_plain(text, range) {
        Some(tree) => (Some(tree), Vec::new()),
        None => parse_in_full(text, range),
    }
}

/// The tree as the short way for plain YAML makes it; `None` where it leaves the text to [`parse_in_full`]. [`parse`] chooses
/// between the two; apart they are of use to those who compare them.
#[must_use]
pub fn parse_plain(text: &Arc<str>, range: Span) -> Option<Tree> {
    fast::parse(Builder::new(text, range), range)
}

/// The same as [`parse`], by the parser that knows all of YAML.
#[must_use]
pub fn parse_in_full(text: &Arc<str>, range: Span) -> (Option<Tree>, Vec<Problem>) {
    let mut builder = Builder::new(text, range);
    let slice = range.of(text);
    let options = granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: NESTING_LIMIT,
        block_nesting_limit: NESTING_LIMIT,
    };
    for event in Parser::new_from_str_with_options(slice, options) {
        match event {
            Ok((event, span)) => {
                if builder.take(event, span).is_break() {
                    break;
                }
            }
            Err(error) => {
                let problem = mistakes::explain(builder.text, builder.base, &error);
                builder.give_up(problem);
                break;
            }
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Pointer;
    use crate::value::Type;

    fn read(text: &str) -> (Option<Tree>, Vec<Problem>) {
        let text: Arc<str> = Arc::from(text);
        parse(&text, Span::new(0, text.len()))
    }

    fn tree(text: &str) -> Tree {
        let (tree, problems) = read(text);
        assert_eq!(problems, []);
        tree.unwrap()
    }

    /// The text under the value and under the key of a pointer.
    fn places<'t>(tree: &'t Tree, pointer: &str) -> (&'t str, &'t str) {
        let pointer = Pointer::from(pointer);
        (tree.key_span(&pointer).of(&tree.text), tree.span(&pointer).of(&tree.text))
    }

    #[test]
    fn every_key_and_value_has_its_place() {
        let tree = tree(
            "id: R-001 # why\nscore: {likelihood: 2, impact: '4'}\nlist:\n- a\n-   \"b c\"\ntext: >-\n  one\n  two\n\n\nlast: |\n  x\nempty:\n",
        );
        assert_eq!(places(&tree, "/id"), ("id", "R-001"));
        assert_eq!(places(&tree, "/score/impact"), ("impact", "'4'"));
        assert_eq!(places(&tree, "/score"), ("score", "{likelihood: 2, impact: '4'}"));
        assert_eq!(places(&tree, "/list/1"), ("\"b c\"", "\"b c\""));
        assert_eq!(places(&tree, "/list").1, "a\n-   \"b c\"");
        assert_eq!(places(&tree, "/text"), ("text", "one\n  two"));
        assert_eq!(places(&tree, "/last"), ("last", "x"));
        assert_eq!(places(&tree, "/empty"), ("empty", ""));
        assert_eq!(places(&tree, "/score/rationale"), ("score", "score"), "a missing key falls back to its parent's key");
        assert_eq!(places(&tree, "/missing"), ("R-001", "R-001"), "and to the id of the record");
        assert_eq!(tree.root().get("text").unwrap().as_str(), Some("one two"));
    }

    #[test]
    fn words_stay_what_is_written() {
        let tree = tree("a: no\nb: off\nc: 1.10\nd: yes\ne: 017\nf: true\ng: 2026-02-03\nh: ~\ni: 1e3\nj: .5\nk: 0x1F\nm: 1.2.3\n");
        let type_of = |key: &str| tree.root().get(key).unwrap().ty();
        for text in ["a", "b", "d", "g", "m"] {
            assert_eq!(type_of(text), Type::String, "{text}");
        }
        assert_eq!(tree.root().get("c").unwrap().scalar(), Some("1.10"));
        assert_eq!(type_of("c"), Type::Float);
        assert_eq!(tree.root().get("e").unwrap().as_i64(), Some(17));
        assert_eq!(type_of("f"), Type::Bool);
        assert_eq!(type_of("h"), Type::Null);
        assert_eq!(tree.root().get("i").unwrap().as_f64(), Some(1000.0));
        assert_eq!(type_of("j"), Type::Float);
        assert_eq!(tree.root().get("k").unwrap().as_i64(), Some(31));
    }

    #[test]
    fn what_would_lose_something_is_refused() {
        let code = |text: &str| read(text).1.first().map(|problem| problem.code);
        assert_eq!(code("a: 1\nb: 2\na: 3\n"), Some("YAML-002"));
        assert_eq!(code("a: 1\n---\nb: 2\n"), Some("YAML-003"));
        assert_eq!(code("a: *b\n"), Some("YAML-004"));
        assert_eq!(code("a: &x [*x]\n"), Some("YAML-004"));
        assert_eq!(code("<<: {a: 1}\n"), Some("YAML-005"));
        assert_eq!(code("a: !secret b\n"), Some("YAML-005"));
        assert_eq!(code("[a]: b\n"), Some("YAML-006"));
        assert_eq!(code(&"[".repeat(100_000)), Some("YAML-007"));
        assert_eq!(code(&"- ".repeat(100_000)), Some("YAML-007"));
        assert_eq!(code("a: b: c\n"), Some("YAML-001"));
        assert_eq!(code("a: \"open\nb: 1\n"), Some("YAML-001"));
        assert_eq!(code("# only a comment\n"), Some("YAML-001"));
        assert_eq!(code(""), Some("YAML-001"));
    }

    #[test]
    fn a_small_file_cannot_become_a_large_one() {
        let mut bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
        for level in 1..12 {
            let below = format!("*a{}", level - 1);
            bomb += &["a", &level.to_string(), ": &a", &level.to_string(), " [", &vec![below; 9].join(", "), "]\n"].concat();
        }
        let (tree, problems) = read(&bomb);
        assert!(tree.is_none());
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("200000"), "{}", problems[0].message);
    }

    #[test]
    fn keys_are_refused_the_same_way_in_small_and_large_mappings() {
        let many: String = (0..200).map(|number| format!("key{number}: 1\n")).collect();
        for filler in ["", &many] {
            let text = format!("a: 1\n{filler}b: 2\n[x]: 3\na: 4\n<<: 5\n? {{y: z}}\n: 6\na: 7\nc: 8\n");
            let (tree, problems) = read(&text);
            let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
            assert_eq!(codes, ["YAML-006", "YAML-002", "YAML-005", "YAML-006", "YAML-002"]);
            // Each points to the first one, which is kept.
            assert!(problems.iter().filter_map(|problem| problem.also.as_ref()).all(|(span, _)| *span == Span::new(0, 1)));
            let root = tree.as_ref().unwrap().root();
            assert_eq!(root.len(), 3 + if filler.is_empty() { 0 } else { 200 });
            assert_eq!(["a", "b", "c"].map(|key| root.get(key).and_then(crate::value::Value::as_i64)), [Some(1), Some(2), Some(8)]);
        }
    }

    #[test]
    fn refused_keys_are_no_burden_either() {
        let text: String = (0..50_000).map(|number| format!("[a]: 1\nkey{}: 1\n", number / 2)).collect();
        assert_eq!(read(&text).0.unwrap().root().len(), 25_000);
    }

    #[test]
    fn many_keys_are_no_burden() {
        let text: String = (0..50_000).map(|number| format!("key{number}: 1\n")).collect();
        assert_eq!(tree(&text).root().len(), 50_000);
    }

    #[test]
    fn an_anchor_can_be_repeated() {
        let tree = tree("a: &x {b: 1}\nc: *x\n");
        assert_eq!(tree.root().get("c").and_then(|value| value.get("b")).unwrap().as_i64(), Some(1));
    }
}
