//! Makes the arena of values: both ways through YAML hand it what they read, and it refuses what would lose something.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use granit_parser::{Event, ScalarStyle};

use super::EXPANSION_LIMIT;
use super::core_schema::core_type;
use crate::syntax::Problem;
use crate::text::Span;
use crate::value::{Node, Tree, Type};

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

/// The arena while it is made.
pub(super) struct Builder<'t> {
    pub(super) text: &'t Arc<str>,
    pub(super) base: usize,
    tree: Tree,
    frames: Vec<Frame>,
    /// The kids of all open frames, innermost last.
    waiting: Vec<u32>,
    anchors: Vec<(usize, Anchor)>,
    root: Option<u32>,
    documents: usize,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t Arc<str>, range: Span) -> Self {
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
    pub(super) fn take(&mut self, event: Event<'_>, at: granit_parser::Span) -> std::ops::ControlFlow<()> {
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

    pub(super) fn push(&mut self, node: Node) -> u32 {
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
    pub(super) fn block(&mut self, content: &str, span: Span) -> u32 {
        let start = span.start as usize;
        let span = Span::new(start, start + span.of(self.text).trim_end().len());
        if self.text[start..].starts_with(content) {
            let to = u32::try_from(start + content.len()).unwrap_or(u32::MAX);
            return self.push(Node { ty: Type::String, owned: false, span, from: span.start, to });
        }
        self.owned(Type::String, content, span)
    }

    /// A scalar whose content is not what is written.
    pub(super) fn owned(&mut self, ty: Type, content: &str, span: Span) -> u32 {
        let from = u32::try_from(self.tree.owned.len()).unwrap_or(u32::MAX);
        self.tree.owned.push_str(content);
        let to = u32::try_from(self.tree.owned.len()).unwrap_or(u32::MAX);
        self.push(Node { ty, owned: true, span, from, to })
    }

    /// Places a plain scalar, whose content is what is written.
    pub(super) fn plain(&mut self, start: usize, end: usize) {
        let span = Span::new(start, end);
        let ty = core_type(span.of(self.text));
        let node = self.push(Node { ty, owned: false, span, from: span.start, to: span.end });
        self.place(node, 1);
    }

    /// Places the value of a key that has none; it stands before the colon.
    pub(super) fn nothing(&mut self, colon: usize) {
        let span = Span::new(colon, colon);
        let node = self.push(Node { ty: Type::Null, owned: false, span, from: span.start, to: span.end });
        self.place(node, 1);
    }

    pub(super) fn open(&mut self, ty: Type, anchor: usize, span: Span) {
        let node = self.push(Node { ty, owned: false, span, from: 0, to: 0 });
        self.named(anchor, Anchor::Open);
        self.frames.push(Frame { ty, node, anchor, kids: self.waiting.len(), weight: 1 });
    }

    pub(super) fn close(&mut self, span: Span) {
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

    /// Nothing of what was read counts: nobody could know what else is wrong.
    pub(super) fn give_up(&mut self, problem: Problem) {
        self.problems.push(problem);
        self.root = None;
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

    pub(super) fn place(&mut self, node: u32, weight: u64) {
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

    pub(super) fn finish(mut self) -> (Option<Tree>, Vec<Problem>) {
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
