//! YAML 1.2 (core schema) to a [`Tree`], with a span for every key and value.
//!
//! What is refused, and why: duplicate keys (one of the two would be lost), a second document (the same), keys that are not
//! plain words, merge keys and custom tags (other readers disagree on them), nesting and alias expansion beyond a budget
//! (a small file must not become a large one). `no`, `off` and `1.10` stay what is written.

mod fast;
mod mistakes;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle};

use super::Problem;
use crate::text::Span;
use crate::value::{Node, Tree, Type};

/// How deep lists and mappings may be nested.
pub const NESTING_LIMIT: usize = 64;

/// How many values a document may hold after its aliases are expanded.
pub const EXPANSION_LIMIT: u64 = 200_000;

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
                builder.problems.push(problem);
                builder.root = None;
                break;
            }
        }
    }
    builder.finish()
}

/// What was opened and not closed yet.
struct Frame {
    ty: Type,
    node: u32,
    anchor: usize,
    /// Where its own kids begin among those that wait.
    kids: usize,
    /// How many values stand below, counting what aliases repeat.
    weight: u64,
}

/// What an anchor names: a finished node with its weight, or one that is still open.
#[derive(Clone, Copy)]
enum Anchor {
    Open,
    Done { node: u32, weight: u64 },
}

struct Builder<'t> {
    text: &'t Arc<str>,
    base: usize,
    tree: Tree,
    frames: Vec<Frame>,
    /// The kids of all open frames, innermost last.
    waiting: Vec<u32>,
    anchors: Vec<(usize, Anchor)>,
    root: Option<u32>,
    documents: usize,
    problems: Vec<Problem>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t Arc<str>, range: Span) -> Self {
        // About as many values as records have for their length.
        let values = range.range().len() / 16 + 4;
        let (nodes, kids) = (Vec::with_capacity(values), Vec::with_capacity(values));
        let tree = Tree { text: Arc::clone(text), owned: String::new(), nodes, kids, root: 0 };
        Builder {
            text,
            base: range.start as usize,
            tree,
            frames: Vec::new(),
            waiting: Vec::with_capacity(64),
            anchors: Vec::new(),
            root: None,
            documents: 0,
            problems: Vec::new(),
        }
    }

    fn span(&self, span: granit_parser::Span) -> Span {
        let start = span.start.byte_offset().unwrap_or_default();
        let end = span.end.byte_offset().unwrap_or(start);
        Span::new(self.base + start, self.base + end)
    }

    /// Takes one event; `Break` ends the reading.
    fn take(&mut self, event: Event<'_>, at: granit_parser::Span) -> std::ops::ControlFlow<()> {
        let span = self.span(at);
        self.refuse_tag(&event, span);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.problems.push(
                        Problem::new("YAML-003", span, "a second YAML document begins here")
                            .help("put each record in a file of its own; delete this `---` if it is only a separator"),
                    );
                    return std::ops::ControlFlow::Break(());
                }
            }
            Event::Scalar(content, style, anchor, _) => {
                let node = self.scalar(&content, style, span);
                self.named(anchor, Anchor::Done { node, weight: 1 });
                self.place(node, 1);
            }
            Event::SequenceStart(_, anchor, _) => self.open(Type::List, anchor, span),
            Event::MappingStart(_, anchor, _) => self.open(Type::Map, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => return self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                self.problems.push(
                    Problem::new("YAML-004", span, format!("`*{name}` repeats an anchor that is not defined above"))
                        .help(format!("define `&{name}` first, or quote the value if it is plain text: \"*{name}\"")),
                );
                let node = self.push(Node { ty: Type::Null, owned: false, span, from: 0, to: 0 });
                self.place(node, 1);
            }
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    }

    fn refuse_tag(&mut self, event: &Event<'_>, span: Span) {
        if let Some(tag) = event.tag() {
            let name = tag.original();
            self.problems.push(
                Problem::new("YAML-005", span, format!("the tag `{name}` is not used in records"))
                    .help("delete the tag and write the plain value; quote it if it must stay text"),
            );
        }
    }

    fn push(&mut self, node: Node) -> u32 {
        let number = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        self.tree.nodes.push(node);
        number
    }

    fn scalar(&mut self, content: &str, style: ScalarStyle, span: Span) -> u32 {
        let written = span.of(self.text);
        let (ty, inner) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => return self.block(content, span),
            // An empty value is told as `~` with nothing written there.
            ScalarStyle::Plain if written.is_empty() => (Type::Null, span),
            ScalarStyle::Plain => (core_type(content), span),
            _ if written.len() < 2 => (Type::String, span),
            _ => (Type::String, Span { start: span.start + 1, end: span.end - 1 }),
        };
        if ty == Type::Null && written.is_empty() || inner.of(self.text) == content {
            return self.push(Node { ty, owned: false, span, from: inner.start, to: inner.end });
        }
        self.owned(ty, content, span)
    }

    /// The content of a `|` or `>` block; its span may run on into the blank lines below it.
    fn block(&mut self, content: &str, span: Span) -> u32 {
        let start = span.start as usize;
        let span = Span::new(start, start + span.of(self.text).trim_end().len());
        if self.text[start..].starts_with(content) {
            let to = u32::try_from(start + content.len()).unwrap_or(u32::MAX);
            return self.push(Node { ty: Type::String, owned: false, span, from: span.start, to });
        }
        self.owned(Type::String, content, span)
    }

    /// A scalar whose content is not what is written.
    fn owned(&mut self, ty: Type, content: &str, span: Span) -> u32 {
        let from = u32::try_from(self.tree.owned.len()).unwrap_or(u32::MAX);
        self.tree.owned.push_str(content);
        let to = u32::try_from(self.tree.owned.len()).unwrap_or(u32::MAX);
        self.push(Node { ty, owned: true, span, from, to })
    }

    /// Places a plain scalar, whose content is what is written.
    fn plain(&mut self, start: usize, end: usize) {
        let span = Span::new(start, end);
        let ty = core_type(span.of(self.text));
        let node = self.push(Node { ty, owned: false, span, from: span.start, to: span.end });
        self.place(node, 1);
    }

    /// Places the value of a key that has none; it stands before the colon.
    fn nothing(&mut self, colon: usize) {
        let span = Span::new(colon, colon);
        let node = self.push(Node { ty: Type::Null, owned: false, span, from: span.start, to: span.end });
        self.place(node, 1);
    }

    fn open(&mut self, ty: Type, anchor: usize, span: Span) {
        let node = self.push(Node { ty, owned: false, span, from: 0, to: 0 });
        self.named(anchor, Anchor::Open);
        self.frames.push(Frame { ty, node, anchor, kids: self.waiting.len(), weight: 1 });
    }

    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.ty == Type::Map {
            self.check_keys(frame.kids);
        }
        let kids = &self.waiting[frame.kids..];
        let from = u32::try_from(self.tree.kids.len()).unwrap_or(u32::MAX);
        self.tree.kids.extend_from_slice(kids);
        let to = u32::try_from(self.tree.kids.len()).unwrap_or(u32::MAX);
        // The end of a block collection is told at the next token, which may be far below: its last child ends it.
        let last = kids.last().map_or(span.end, |kid| self.tree.nodes[*kid as usize].span.end);
        let first = kids.first().map(|kid| self.tree.nodes[*kid as usize].span.start);
        self.waiting.truncate(frame.kids);
        let flow_end = if span.of(self.text).ends_with([']', '}']) { span.end } else { last };
        let node = &mut self.tree.nodes[frame.node as usize];
        node.from = from;
        node.to = to;
        node.span.start = first.map_or(node.span.start, |first| node.span.start.min(first));
        node.span.end = flow_end.max(node.span.start);
        self.named(frame.anchor, Anchor::Done { node: frame.node, weight: frame.weight });
        self.place(frame.node, frame.weight);
    }

    fn named(&mut self, anchor: usize, target: Anchor) {
        if anchor == 0 {
            return;
        }
        match self.anchors.iter_mut().find(|(known, _)| *known == anchor) {
            Some((_, known)) => *known = target,
            None => self.anchors.push((anchor, target)),
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> std::ops::ControlFlow<()> {
        match self.anchors.iter().find(|(known, _)| *known == anchor).map(|(_, target)| *target) {
            Some(Anchor::Done { node, weight }) => {
                self.place(node, weight);
                let total: u64 = self.frames.iter().map(|frame| frame.weight).sum();
                if total > EXPANSION_LIMIT {
                    self.problems.push(
                        Problem::new("YAML-004", span, format!("aliases expand to more than {EXPANSION_LIMIT} values"))
                            .help("write the values out, or split the record"),
                    );
                    self.root = None;
                    self.frames.clear();
                    return std::ops::ControlFlow::Break(());
                }
            }
            Some(Anchor::Open) | None => {
                self.problems.push(
                    Problem::new("YAML-004", span, "this alias repeats the value that it stands in, without end")
                        .help("write the value out instead"),
                );
                let node = self.push(Node { ty: Type::Null, owned: false, span, from: 0, to: 0 });
                self.place(node, 1);
            }
        }
        std::ops::ControlFlow::Continue(())
    }

    fn place(&mut self, node: u32, weight: u64) {
        match self.frames.last_mut() {
            Some(frame) => {
                self.waiting.push(node);
                frame.weight = frame.weight.saturating_add(weight);
            }
            None => self.root = Some(node),
        }
    }

    /// Refuses keys that are no words, merge keys and keys that came before; the first of two is kept. The keys with their values
    /// are the kids that wait from `first` on.
    fn check_keys(&mut self, first: usize) {
        let Builder { tree, waiting, problems, .. } = self;
        let mut kept = first;
        // Comparing each with each is quicker than a map for as many keys as records have.
        let mut seen = (waiting.len() - first > 128).then(HashMap::new);
        for at in (first..waiting.len()).step_by(2) {
            let key = tree.nodes[waiting[at] as usize];
            let word = content(tree, key);
            let problem = if matches!(key.ty, Type::List | Type::Map | Type::Null) {
                Problem::new("YAML-006", key.span, "a key must be a word")
                    .help("quote the value if it was meant as text, for example a name in [brackets] or {braces}")
            } else if word == b"<<" {
                Problem::new("YAML-005", key.span, "merge keys (`<<`) are not used in records")
                    .help("write the keys out in each record")
            } else {
                let earlier = match &mut seen {
                    Some(seen) => match seen.entry(word) {
                        Entry::Occupied(first) => Some(*first.get()),
                        Entry::Vacant(free) => {
                            free.insert(key.span);
                            None
                        }
                    },
                    None => waiting[first..kept]
                        .chunks_exact(2)
                        .map(|pair| tree.nodes[pair[0] as usize])
                        // Most keys differ in length already.
                        .filter(|earlier| earlier.to - earlier.from == key.to - key.from)
                        .find(|earlier| content(tree, *earlier) == word)
                        .map(|earlier| earlier.span),
                };
                let Some(earlier) = earlier else {
                    waiting.copy_within(at..at + 2, kept);
                    kept += 2;
                    continue;
                };
                let word = String::from_utf8_lossy(word);
                Problem::new("YAML-002", key.span, format!("the key `{word}` stands here a second time"))
                    .help("keep one of the two; a reader would silently lose the other")
                    .also(earlier, "it was first written here")
            };
            problems.push(problem);
        }
        waiting.truncate(kept);
    }

    fn finish(mut self) -> (Option<Tree>, Vec<Problem>) {
        match self.root {
            Some(root) if self.tree.nodes[root as usize].ty != Type::Null || self.tree.nodes.len() > 1 => {
                self.tree.root = root;
                self.tree.nodes.shrink_to_fit();
                self.tree.kids.shrink_to_fit();
                self.tree.owned.shrink_to_fit();
                (Some(self.tree), self.problems)
            }
            _ => {
                if self.problems.is_empty() {
                    let span = Span::new(self.base, self.base);
                    self.problems.push(
                        Problem::new("YAML-001", span, "there is nothing in it")
                            .help("write the record (`isms new KIND` makes one), or delete the file"),
                    );
                }
                (None, self.problems)
            }
        }
    }
}

/// The content of a scalar as bytes, whose borders need no checking; of a list or a map, nothing.
fn content(tree: &Tree, node: Node) -> &[u8] {
    let buffer: &str = if node.owned { &tree.owned } else { &tree.text };
    match node.ty {
        Type::List | Type::Map => &[],
        _ => &buffer.as_bytes()[node.from as usize..node.to as usize],
    }
}

/// The type of a plain scalar by the core schema of YAML 1.2.2, section 10.3.2.
fn core_type(text: &str) -> Type {
    match text.as_bytes() {
        b"null" | b"Null" | b"NULL" | b"~" | b"" => Type::Null,
        b"true" | b"True" | b"TRUE" | b"false" | b"False" | b"FALSE" => Type::Bool,
        [first, ..] if first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.') => number_type(text),
        _ => Type::String,
    }
}

fn number_type(text: &str) -> Type {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits(unsigned) {
        return Type::Int;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return if !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) { Type::Int } else { Type::String };
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return if !octal.is_empty() && octal.bytes().all(|byte| matches!(byte, b'0'..=b'7')) { Type::Int } else { Type::String };
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some_digit = !whole.is_empty() || !fraction.is_empty();
    let all_digits = (whole.is_empty() || digits(whole)) && (fraction.is_empty() || digits(fraction));
    if some_digit && all_digits && exponent.is_none_or(digits) { Type::Float } else { Type::String }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Pointer;

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
