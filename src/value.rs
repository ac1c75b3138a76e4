//! Structured values with their places: what a YAML file or a front matter says, and where it says it.
//!
//! A [`Tree`] is an arena: nodes are a few integers, and a scalar points into the text of its file unless escapes or folding
//! made its content differ. It is plain data; how it came about is the business of [`crate::syntax`].

mod de;
mod ser;

use std::sync::Arc;

pub use de::{DecodeError, decode};

use crate::text::{Pointer, Span};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Nothing was written, or `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A number with a fraction or an exponent.
    Float,
    /// Text.
    String,
    /// A list.
    List,
    /// Keys with values.
    Map,
}

impl Type {
    /// The name that people know.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Type::Null => "nothing",
            Type::Bool => "true/false",
            Type::Int => "a whole number",
            Type::Float => "a number",
            Type::String => "text",
            Type::List => "a list",
            Type::Map => "a mapping of keys",
        }
    }
}

/// The number of a node in its tree. Nodes that an alias repeats share one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub ty: Type,
    /// Content of a scalar: whether it stands in `Tree::owned` instead of the text of the file.
    pub owned: bool,
    pub span: Span,
    /// Scalar: range of its content. List: range of `kids`. Map: the same, key and value in turn.
    pub from: u32,
    pub to: u32,
}

/// One structured document of a file.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) owned: String,
    pub(crate) nodes: Vec<Node>,
    pub(crate) kids: Vec<u32>,
    pub(crate) root: u32,
}

impl Tree {
    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value { tree: self, node: self.root }
    }

    /// The text of the whole file that the tree was read from.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Where the value at a pointer stands. Where nothing stands there, the key of its nearest existing parent; in a list, the first
    /// value of the item.
    #[must_use]
    pub fn span(&self, pointer: &Pointer) -> Span {
        let (found, whole) = self.walk(pointer);
        match (whole, found.key) {
            (true, _) => found.value.span(),
            (false, Some(key)) => key.span(),
            (false, None) => self.head(),
        }
    }

    /// Where the key of the value at a pointer stands; a list item has none, there it is the item's first value.
    #[must_use]
    pub fn key_span(&self, pointer: &Pointer) -> Span {
        let (found, whole) = self.walk(pointer);
        match found.key {
            Some(key) => key.span(),
            None if whole => found.value.span(),
            None => self.head(),
        }
    }

    /// Where a finding about the record as a whole points: the `id`, else the first key.
    fn head(&self) -> Span {
        let root = self.root();
        root.get("id").map(Value::span).or_else(|| root.entries().next().map(|(key, _)| key.span())).unwrap_or(root.span())
    }

    fn walk(&self, pointer: &Pointer) -> (Found<'_>, bool) {
        let mut found = Found { key: None, value: self.root() };
        for step in pointer.steps() {
            match found.value.step(&step) {
                Some(next) => found = Found { key: next.key.or(found.key), value: next.value },
                None => return (found, false),
            }
        }
        (found, true)
    }
}

struct Found<'t> {
    key: Option<Value<'t>>,
    value: Value<'t>,
}

/// A value in a tree.
#[derive(Debug, Clone, Copy)]
pub struct Value<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) node: u32,
}

impl<'t> Value<'t> {
    fn raw(self) -> Node {
        self.tree.nodes[self.node as usize]
    }

    fn child(self, node: u32) -> Value<'t> {
        Value { tree: self.tree, node }
    }

    fn kids(self) -> &'t [u32] {
        let node = self.raw();
        &self.tree.kids[node.from as usize..node.to as usize]
    }

    /// The node with a number in the same tree.
    pub(crate) fn of_same_tree(self, id: NodeId) -> Value<'t> {
        self.child(id.0)
    }

    /// The node's number.
    #[must_use]
    pub fn id(self) -> NodeId {
        NodeId(self.node)
    }

    /// What it is.
    #[must_use]
    pub fn ty(self) -> Type {
        self.raw().ty
    }

    /// Where it stands.
    #[must_use]
    pub fn span(self) -> Span {
        self.raw().span
    }

    /// The content of a scalar as written (after escapes and folding), whatever its type; `None` for lists and maps.
    #[must_use]
    pub fn scalar(self) -> Option<&'t str> {
        let node = self.raw();
        let buffer: &'t str = if node.owned { &self.tree.owned } else { &self.tree.text };
        (!matches!(node.ty, Type::List | Type::Map)).then(|| &buffer[node.from as usize..node.to as usize])
    }

    /// Whether it is a scalar with this content.
    fn says(self, content: &str) -> bool {
        let node = self.raw();
        // The length tells most apart, and bytes have no borders to check.
        (node.to - node.from) as usize == content.len() && {
            let buffer: &str = if node.owned { &self.tree.owned } else { &self.tree.text };
            !matches!(node.ty, Type::List | Type::Map)
                && buffer.as_bytes().get(node.from as usize..node.to as usize) == Some(content.as_bytes())
        }
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_str(self) -> Option<&'t str> {
        (self.ty() == Type::String).then(|| self.scalar()).flatten()
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        (self.ty() == Type::Bool).then(|| self.scalar().is_some_and(|text| text.starts_with(['t', 'T'])))
    }

    /// The whole number, if it is one that fits.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        let text = (self.ty() == Type::Int).then(|| self.scalar()).flatten()?;
        match text.get(..2) {
            Some("0x") => i64::from_str_radix(&text[2..], 16).ok(),
            Some("0o") => i64::from_str_radix(&text[2..], 8).ok(),
            _ => text.strip_prefix('+').unwrap_or(text).parse().ok(),
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_f64(self) -> Option<f64> {
        match self.ty() {
            #[expect(clippy::cast_precision_loss, reason = "a number in a record is a measurement or a score, far below 2^53")]
            Type::Int => self.as_i64().map(|number| number as f64).or_else(|| self.scalar()?.parse().ok()),
            Type::Float => self.scalar()?.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// The keys with their values, in the order of the file; nothing unless it is a map.
    pub fn entries(self) -> Entries<'t> {
        let kids = if self.ty() == Type::Map { self.kids() } else { &[] };
        Entries { tree: self.tree, kids: kids.chunks_exact(2) }
    }

    /// The items of a list; nothing unless it is a list.
    pub fn items(self) -> Items<'t> {
        let kids = if self.ty() == Type::List { self.kids() } else { &[] };
        Items { tree: self.tree, kids: kids.iter() }
    }

    /// How many entries or items it has.
    #[must_use]
    pub fn len(self) -> usize {
        match self.ty() {
            Type::List => self.kids().len(),
            Type::Map => self.kids().len() / 2,
            _ => 0,
        }
    }

    /// The text of the whole file that the value was read from.
    pub(crate) fn tree_text(self) -> &'t str {
        &self.tree.text
    }

    /// The address of the tree: with [`Value::id`] it tells one live node from every other.
    pub(crate) fn tree_address(self) -> usize {
        std::ptr::from_ref(self.tree) as usize
    }

    /// Whether it has no entries and no items.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Value<'t>> {
        self.entries().find(|(name, _)| name.says(key)).map(|(_, value)| value)
    }

    /// The value at a pointer that starts here.
    #[must_use]
    pub fn at(self, pointer: &Pointer) -> Option<Value<'t>> {
        pointer.steps().try_fold(self, |value, step| value.step(&step).map(|found| found.value))
    }

    fn step(self, step: &str) -> Option<Found<'t>> {
        match self.ty() {
            Type::Map => self.entries().find(|(name, _)| name.says(step)).map(|(key, value)| Found { key: Some(key), value }),
            Type::List => {
                let node = *self.kids().get(step.parse::<usize>().ok()?)?;
                let value = self.child(node);
                // What is missing in an item is missing there, not at the key of the list: its first value names the item.
                let key = value.entries().next().map_or(value, |(_, first)| first);
                Some(Found { key: Some(key), value })
            }
            _ => None,
        }
    }
}

/// The keys of a map with their values.
#[derive(Debug, Clone)]
pub struct Entries<'t> {
    tree: &'t Tree,
    kids: std::slice::ChunksExact<'t, u32>,
}

impl<'t> Iterator for Entries<'t> {
    type Item = (Value<'t>, Value<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        let tree = self.tree;
        self.kids.next().map(|pair| (Value { tree, node: pair[0] }, Value { tree, node: pair[1] }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.kids.size_hint()
    }
}

/// The items of a list.
#[derive(Debug, Clone)]
pub struct Items<'t> {
    tree: &'t Tree,
    kids: std::slice::Iter<'t, u32>,
}

impl<'t> Iterator for Items<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let tree = self.tree;
        self.kids.next().map(|node| Value { tree, node: *node })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.kids.size_hint()
    }
}

/// Two values are equal when they mean the same: order of keys, quoting, layout and comments do not count.
impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self.ty(), other.ty()) {
            (Type::Map, Type::Map) => {
                self.len() == other.len()
                    && self.entries().all(|(key, value)| key.scalar().and_then(|key| other.get(key)) == Some(value))
            }
            (Type::List, Type::List) => self.items().eq(other.items()),
            (Type::Null, Type::Null) => true,
            (Type::Bool, Type::Bool) => self.as_bool() == other.as_bool(),
            (Type::Int | Type::Float, Type::Int | Type::Float) => self.as_f64() == other.as_f64(),
            (Type::String, Type::String) => self.scalar() == other.scalar(),
            _ => false,
        }
    }
}
