//! What the schemas say about the shape of records beyond validity: known keys, and which values are references (`x-ref`).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::model::Kind;
use crate::text::Pointer;
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

/// The shape of a value.
#[derive(Debug, Default)]
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
    /// Whether a reference stands somewhere below; walks skip the rest.
    refers: bool,
}

impl Shape {
    /// Reads the shape from a schema; `resolve` finds what `$ref` names.
    pub(super) fn of<'s>(schema: &'s Json, resolve: &impl Fn(&str) -> Option<&'s Json>) -> Shape {
        let mut shape = Shape::default();
        shape.add(schema, resolve);
        shape
    }

    fn add<'s>(&mut self, schema: &'s Json, resolve: &impl Fn(&str) -> Option<&'s Json>) {
        if let Some(target) = schema.get("$ref").and_then(Json::as_str).and_then(resolve) {
            self.add(target, resolve);
        }
        self.text |= match schema.get("type") {
            Some(Json::Array(types)) => types.iter().any(|ty| ty == "string"),
            Some(ty) => ty == "string",
            None => false,
        };
        for choice in ["anyOf", "oneOf", "allOf"] {
            for schema in schema.get(choice).and_then(Json::as_array).into_iter().flatten() {
                self.add(schema, resolve);
            }
        }
        for (key, schema) in schema.get("properties").and_then(Json::as_object).into_iter().flatten() {
            self.keys.entry(key.clone()).or_default().add(schema, resolve);
        }
        if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
            self.items.get_or_insert_default().add(items, resolve);
        }
        if let Some(rest) = schema.get("additionalProperties").filter(|rest| rest.is_object()) {
            self.rest.get_or_insert_default().add(rest, resolve);
        }
        for target in schema.get("x-ref").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            self.targets.push(match target {
                "*" => Target::Any,
                "soa" => Target::Computed("soa"),
                "rtp" => Target::Computed("rtp"),
                word => match Kind::from_word(word) {
                    Some(kind) => Target::Kind(kind),
                    None => continue,
                },
            });
        }
        let below = self.keys.values().chain(self.items.as_deref()).chain(self.rest.as_deref());
        self.refers = !self.targets.is_empty() || below.fold(false, |any, shape| any | shape.refers);
    }

    /// The shape of the value at a pointer.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Shape> {
        pointer.steps().try_fold(self, |shape, step| shape.keys.get(&*step).or(shape.rest.as_deref()).or(shape.items.as_deref()))
    }

    /// All references in a value, with their places.
    pub fn references<'s, 't>(&'s self, value: Value<'t>, found: &mut Vec<(Pointer, &'t str, &'s [Target])>) {
        self.collect(value, &Pointer::ROOT, found);
    }

    fn collect<'s, 't>(&'s self, value: Value<'t>, pointer: &Pointer, found: &mut Vec<(Pointer, &'t str, &'s [Target])>) {
        if !self.refers {
            return;
        }
        match value.ty() {
            Type::String | Type::Int | Type::Float if !self.targets.is_empty() => {
                found.push((pointer.clone(), value.scalar().unwrap_or_default(), &self.targets));
            }
            Type::List => {
                let Some(items) = self.items.as_deref().filter(|items| items.refers) else { return };
                for (at, item) in value.items().enumerate() {
                    items.collect(item, &pointer.join(at), found);
                }
            }
            Type::Map => {
                for (key, value) in value.entries() {
                    let key = key.scalar().unwrap_or_default();
                    let shape = self.keys.get(key).or(self.rest.as_deref());
                    if let Some(shape) = shape.filter(|shape| shape.refers) {
                        shape.collect(value, &pointer.join(key), found);
                    }
                }
            }
            _ => {}
        }
    }
}
