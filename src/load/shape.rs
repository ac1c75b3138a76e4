//! What the schemas say about the shape of records beyond validity: known keys, and which values are references (`x-ref`).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::model::Kind;
use crate::text::{Pointer, Way};
use crate::value::{Type, Value};

/// What a reference may lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A record of a kind.
    Kind(Kind),
    /// A record of any kind.
    Any,
    /// A document that is computed from all records, which stands for itself: `soa` or `rtp`.
    Computed(&'static str),
}

/// What a word of an `x-ref` stands for.
fn target(word: &str) -> Option<Target> {
    match word {
        "*" => Some(Target::Any),
        "soa" => Some(Target::Computed("soa")),
        "rtp" => Some(Target::Computed("rtp")),
        kind => Kind::from_word(kind).map(Target::Kind),
    }
}

/// Which numbers a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// Whole ones.
    Whole,
    /// Any.
    Any,
}

/// The shape of a value.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a value may be one or the other, and some may be several of these")]
pub struct Shape {
    /// The keys that may be written, with the shape of their values.
    pub keys: BTreeMap<String, Shape>,
    /// The shape of the items of a list.
    pub items: Option<Box<Shape>>,
    /// The shape of the values of keys that are free.
    pub rest: Option<Box<Shape>>,
    /// What the value may refer to; empty where it is no reference.
    pub targets: Vec<Target>,
    /// Whether it may be text: then what is written counts, even where it looks like a number.
    pub text: bool,
    /// Whether it may be a whole number, or any number.
    pub number: Option<Number>,
    /// Whether it may be true or false.
    pub truth: bool,
    /// Whether it is a day of the calendar.
    pub day: bool,
    /// The words that it may be; empty where it is free.
    pub words: Vec<String>,
    /// Whether a reference stands somewhere below; walks skip the rest.
    refers: bool,
    /// The keys below which one stands: few, so that a walk passes by the others at a glance.
    referring: Vec<String>,
}

impl Shape {
    /// Reads the shape from a schema; `resolve` finds what `$ref` names.
    pub(super) fn of<'s>(schema: &'s Json, resolve: &impl Fn(&str) -> Option<&'s Json>) -> Shape {
        let mut shape = Shape::default();
        shape.add(schema, resolve);
        shape
    }

    fn add<'s>(&mut self, schema: &'s Json, resolve: &impl Fn(&str) -> Option<&'s Json>) {
        for (keyword, value) in schema.as_object().into_iter().flatten() {
            match keyword.as_str() {
                "$ref" => {
                    if let Some(target) = value.as_str().and_then(resolve) {
                        self.add(target, resolve);
                    }
                }
                "anyOf" | "oneOf" | "allOf" => value.as_array().into_iter().flatten().for_each(|schema| self.add(schema, resolve)),
                "properties" => {
                    for (key, schema) in value.as_object().into_iter().flatten() {
                        self.keys.entry(key.clone()).or_default().add(schema, resolve);
                    }
                }
                "items" if value.is_object() => self.items.get_or_insert_default().add(value, resolve),
                "additionalProperties" if value.is_object() => self.rest.get_or_insert_default().add(value, resolve),
                "x-ref" => self.targets.extend(value.as_array().into_iter().flatten().filter_map(Json::as_str).filter_map(target)),
                "type" => {
                    let has = |name: &str| match value {
                        Json::Array(types) => types.iter().any(|ty| ty == name),
                        ty => ty == name,
                    };
                    self.text |= has("string");
                    self.truth |= has("boolean");
                    let whole = has("integer").then_some(Number::Whole);
                    self.number = self.number.max(has("number").then_some(Number::Any).or(whole));
                }
                "enum" => {
                    let words = value.as_array().into_iter().flatten();
                    self.truth |= words.clone().any(Json::is_boolean);
                    self.words.extend(words.filter_map(Json::as_str).map(str::to_owned));
                }
                "format" => self.day |= value == "date",
                _ => {}
            }
        }
        let below = self.keys.values().chain(self.items.as_deref()).chain(self.rest.as_deref());
        self.refers = !self.targets.is_empty() || below.fold(false, |any, shape| any | shape.refers);
        self.referring = self.keys.iter().filter(|(_, shape)| shape.refers).map(|(key, _)| key.clone()).collect();
    }

    /// Whether it may be anything: the schema says nothing of it.
    #[must_use]
    pub fn is_free(&self) -> bool {
        let is_scalar = self.text || self.truth || self.day || self.number.is_some() || !self.words.is_empty();
        !is_scalar && self.keys.is_empty() && self.items.is_none() && self.rest.is_none() && self.targets.is_empty()
    }

    /// The shape of the value at a pointer.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Shape> {
        pointer.steps().try_fold(self, |shape, step| shape.keys.get(&*step).or(shape.rest.as_deref()).or(shape.items.as_deref()))
    }

    /// All references in a value, with their places.
    pub fn references<'s, 't>(&'s self, value: Value<'t>, found: &mut Vec<(Pointer, &'t str, &'s [Target])>) {
        self.collect(value, &Way::Root, found);
    }

    fn collect<'s, 't>(&'s self, value: Value<'t>, way: &Way<'_>, found: &mut Vec<(Pointer, &'t str, &'s [Target])>) {
        match value.ty() {
            Type::String | Type::Int | Type::Float if !self.targets.is_empty() => {
                found.push((way.into(), value.scalar().unwrap_or_default(), &self.targets));
            }
            Type::List => {
                let Some(items) = self.items.as_deref().filter(|items| items.refers) else { return };
                for (at, item) in value.items().enumerate() {
                    items.collect(item, &Way::Item(way, at), found);
                }
            }
            Type::Map if self.refers => {
                for (key, value) in value.entries() {
                    let key = key.scalar().unwrap_or_default();
                    // Most keys hold no reference.
                    if self.rest.is_none() && !self.referring.iter().any(|name| name == key) {
                        continue;
                    }
                    let shape = self.keys.get(key).or(self.rest.as_deref());
                    if let Some(shape) = shape.filter(|shape| shape.refers) {
                        shape.collect(value, &Way::Key(way, key), found);
                    }
                }
            }
            _ => {}
        }
    }
}
