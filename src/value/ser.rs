//! A value as `serde` data, for JSON output, expressions and templates.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Type, Value};

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.scalar().unwrap_or_default();
        match self.ty() {
            Type::Null => serializer.serialize_unit(),
            Type::Bool => serializer.serialize_bool(self.as_bool().unwrap_or_default()),
            Type::Int => match self.as_i64() {
                Some(number) => serializer.serialize_i64(number),
                None => serializer.serialize_str(text),
            },
            Type::Float => match self.as_f64() {
                Some(number) => serializer.serialize_f64(number),
                None => serializer.serialize_str(text),
            },
            Type::String => serializer.serialize_str(text),
            Type::List => {
                let mut list = serializer.serialize_seq(Some(self.len()))?;
                for item in self.items() {
                    list.serialize_element(&item)?;
                }
                list.end()
            }
            Type::Map => {
                let mut map = serializer.serialize_map(Some(self.len()))?;
                for (key, value) in self.entries() {
                    map.serialize_entry(key.scalar().unwrap_or_default(), &value)?;
                }
                map.end()
            }
        }
    }
}
