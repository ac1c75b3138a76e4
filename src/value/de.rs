//! A value as plain Rust data.
//!
//! Decoding is lenient where a record is: nodes that a check has refused already ([`decode`]'s `refused`) are treated as not
//! written, so that one wrong field does not hide the rest of a record. A scalar that is wanted as text gives the text as
//! written, so `version: 1.10` stays `1.10`.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use super::{NodeId, Type, Value};

/// Why a value does not fit a type: a schema and a model that disagree, or a value that neither refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError(String);

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        DecodeError(message.to_string())
    }
}

/// Reads `value` as a `T`, taking the nodes in `refused` (sorted) as not written.
///
/// # Errors
/// Where what remains does not fit `T`.
pub fn decode<T: DeserializeOwned>(value: Value<'_>, refused: &[NodeId]) -> Result<T, DecodeError> {
    T::deserialize(Decoder { value, refused })
}

#[derive(Clone, Copy)]
struct Decoder<'t, 'r> {
    value: Value<'t>,
    refused: &'r [NodeId],
}

impl<'t> Decoder<'t, '_> {
    fn refuses(self, value: Value<'t>) -> bool {
        self.refused.binary_search(&value.id()).is_ok()
    }

    fn with(self, value: Value<'t>) -> Self {
        Decoder { value, ..self }
    }

    fn unfit(self, wanted: &str) -> DecodeError {
        DecodeError(format!("{} where {wanted} is wanted", self.value.ty().name()))
    }
}

impl<'de> Deserializer<'de> for Decoder<'_, '_> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.value.ty() {
            Type::Null => visitor.visit_unit(),
            Type::Bool => visitor.visit_bool(self.value.as_bool().unwrap_or_default()),
            Type::Int => match self.value.as_i64() {
                Some(number) => visitor.visit_i64(number),
                None => self.deserialize_str(visitor),
            },
            Type::Float => match self.value.as_f64() {
                Some(number) => visitor.visit_f64(number),
                None => self.deserialize_str(visitor),
            },
            Type::String => self.deserialize_str(visitor),
            Type::List => self.deserialize_seq(visitor),
            Type::Map => self.deserialize_map(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_str(self.value.scalar().ok_or_else(|| self.unfit("text"))?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.value.ty() == Type::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.value.ty() {
            Type::List => visitor.visit_seq(Items { decoder: self, items: self.value.items() }),
            _ => Err(self.unfit("a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.value.ty() {
            Type::Map => visitor.visit_map(Entries { decoder: self, rest: self.value.entries(), value: None }),
            _ => Err(self.unfit("a mapping of keys")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let name = self.value.scalar().ok_or_else(|| self.unfit("one of several words"))?;
        let name: StrDeserializer<'_, DecodeError> = name.into_deserializer();
        visitor.visit_enum(name)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

struct Items<'t, 'r, I> {
    decoder: Decoder<'t, 'r>,
    items: I,
}

impl<'de, 't, I: Iterator<Item = Value<'t>>> de::SeqAccess<'de> for Items<'t, '_, I> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DecodeError> {
        let decoder = self.decoder;
        match self.items.find(|item| !decoder.refuses(*item)) {
            Some(item) => seed.deserialize(decoder.with(item)).map(Some),
            None => Ok(None),
        }
    }
}

struct Entries<'t, 'r, I> {
    decoder: Decoder<'t, 'r>,
    rest: I,
    value: Option<Value<'t>>,
}

impl<'de, 't, I: Iterator<Item = (Value<'t>, Value<'t>)>> de::MapAccess<'de> for Entries<'t, '_, I> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, DecodeError> {
        let decoder = self.decoder;
        // A key with nothing behind it says what leaving it out says.
        let said = |value: Value<'t>| value.ty() != Type::Null && !decoder.refuses(value);
        match self.rest.find(|(_, value)| said(*value)) {
            Some((key, value)) => {
                self.value = Some(value);
                seed.deserialize(Key(key.scalar().unwrap_or_default())).map(Some)
            }
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DecodeError> {
        let value = self.value.take().ok_or_else(|| DecodeError("a value without its key".to_owned()))?;
        seed.deserialize(self.decoder.with(value))
    }
}

/// A map key: always text, whatever it looks like.
struct Key<'t>(&'t str);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_str(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
