//! YAML and TOML as plain values. The one place that names the crates which read them; word lists and
//! headers come through here.

use super::lines::Lines;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of a header or word list. Numbers, dates and truth values are texts: nobody computes with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing is written.
    Nothing,
    /// A scalar.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Keys with values, in the order written where the format keeps it.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The texts of a list or scalar.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Value::Text(text) => vec![text],
            Value::List(items) => items
                .iter()
                .filter_map(|item| if let Value::Text(text) = item { Some(text.as_str()) } else { None })
                .collect(),
            Value::Nothing | Value::Map(_) => Vec::new(),
        }
    }
}

/// Where a text breaks its format, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The first byte of the line.
    pub at: usize,
    /// What the parser says, in one line, without the place.
    pub message: String,
}

/// Reads YAML. `no` and `on` are texts, the first of two equal keys wins.
///
/// # Errors
/// What the parser says.
pub fn yaml(text: &str) -> Result<Value, Slip> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::FirstWins,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        let said = first_line(&error.to_string());
        let message = match said.split_once(": ").zip(error.location()) {
            // `error: line 2 column 8: what is wrong`
            Some(((_, said), _)) => said.split_once(": ").map_or(said, |(_, said)| said).to_owned(),
            None => said,
        };
        let start = Lines::new(text.as_bytes(), 0).nth(line.saturating_sub(1)).map_or(text.len(), |row| row.start);
        Slip { at: start, message }
    })
}

/// Reads TOML.
///
/// # Errors
/// What the parser says.
pub fn toml(text: &str) -> Result<Value, Slip> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        Slip { at: start, message: first_line(error.message()) }
    })
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

struct ValueVisitor;

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Deserialize::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut pairs: Vec<(String, Value)> = Vec::new();
        while let Some(key) = access.next_key::<Value>()? {
            let value = access.next_value()?;
            if let Value::Text(key) = key {
                pairs.push((key, value));
            }
        }
        // How the TOML crate hands out a date.
        if let [(key, Value::Text(_))] = &pairs[..]
            && key.starts_with("$__toml")
            && let Some((_, date)) = pairs.pop()
        {
            return Ok(date);
        }
        Ok(Value::Map(pairs))
    }
}
