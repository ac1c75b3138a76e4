//! Lets the JSON Schema validator look at a [`Value`] as it is, without a copy for each record.
//!
//! A key with nothing behind it (`owner:`) is hidden from the schemas: it says what leaving the key out says, and the rules that ask
//! for the value report it once.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};

use crate::value::{Entries, Items, Type, Value};

/// The representation that the schemas are compiled for.
pub(super) enum Arena {}

/// A value, or the name of a key that is checked like one.
#[derive(Debug, Clone, Copy)]
pub(super) enum ArenaNode<'a> {
    Value(Value<'a>),
    Name(&'a str),
}

impl Json for Arena {
    type Node<'a> = ArenaNode<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(ArenaNode<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(ArenaNode::Name(buffer))
    }
}

impl<'a> Node<'a, Arena> for ArenaNode<'a> {
    type Object = Map<'a>;
    type Array = List<'a>;
    type Number = Number<'a>;

    fn as_object(&self) -> Option<Map<'a>> {
        self.value(Type::Map).map(Map)
    }

    fn as_array(&self) -> Option<List<'a>> {
        self.value(Type::List).map(List)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            ArenaNode::Value(value) => value.as_str().map(Cow::Borrowed),
            ArenaNode::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<Number<'a>> {
        self.value(Type::Int).or_else(|| self.value(Type::Float)).map(Number)
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            ArenaNode::Value(value) => value.as_bool(),
            ArenaNode::Name(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.value(Type::Null).is_some()
    }

    fn json_type(&self) -> JsonType {
        match self {
            ArenaNode::Value(value) => match value.ty() {
                Type::Null => JsonType::Null,
                Type::Bool => JsonType::Boolean,
                Type::Int | Type::Float => JsonType::Number,
                Type::String => JsonType::String,
                Type::List => JsonType::Array,
                Type::Map => JsonType::Object,
            },
            ArenaNode::Name(_) => JsonType::String,
        }
    }

    fn to_value(&self) -> Cow<'a, serde_json::Value> {
        Cow::Owned(match self {
            ArenaNode::Value(value) => serde_json::to_value(value).unwrap_or_default(),
            ArenaNode::Name(name) => serde_json::Value::String((*name).to_owned()),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            ArenaNode::Value(value) => Some(NodeIdentity::tagged(value.tree_address(), value.id().0)),
            ArenaNode::Name(_) => None,
        }
    }
}

impl<'a> ArenaNode<'a> {
    fn value(&self, ty: Type) -> Option<Value<'a>> {
        match self {
            ArenaNode::Value(value) if value.ty() == ty => Some(*value),
            _ => None,
        }
    }
}

/// A number of a record.
pub(super) struct Number<'a>(Value<'a>);

impl JsonNumber for Number<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.as_i64().and_then(|number| u64::try_from(number).ok())
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0.scalar().unwrap_or_default())
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        let whole = self.as_i64().map(serde_json::Number::from);
        let number = whole.or_else(|| serde_json::Number::from_f64(self.as_f64()?));
        Cow::Owned(number.unwrap_or_else(|| serde_json::Number::from(0)))
    }
}

/// A mapping without the keys that have nothing behind them.
pub(super) struct Map<'a>(Value<'a>);

/// The keys of a mapping that have something behind them.
pub(super) struct Members<'a>(Entries<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, ArenaNode<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = self.0.find(|(_, value)| value.ty() != Type::Null)?;
        Some((key.scalar().unwrap_or_default(), ArenaNode::Value(value)))
    }
}

impl<'a> Object<'a, Arena> for Map<'a> {
    type Node = ArenaNode<'a>;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.0.entries().filter(|(_, value)| value.ty() != Type::Null).count()
    }

    fn get(&self, key: &String) -> Option<ArenaNode<'a>> {
        self.0.get(key).filter(|value| value.ty() != Type::Null).map(ArenaNode::Value)
    }

    fn members(&self) -> Members<'a> {
        Members(self.0.entries())
    }
}

/// A list.
pub(super) struct List<'a>(Value<'a>);

impl<'a> Array<'a, Arena> for List<'a> {
    type Node = ArenaNode<'a>;
    type ElementsIter = std::iter::Map<Items<'a>, fn(Value<'a>) -> ArenaNode<'a>>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.items().map(ArenaNode::Value)
    }
}
