//! Fields of a JSON object by their aliases: without regard to case, the first that is not empty.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::aliases;

/// A JSON object.
pub type Object = Map<String, Value>;

/// The value at a dotted path, without regard to case; a path segment also goes through the first item of an array.
/// Empty values count as absent.
pub fn get<'a>(object: &'a Object, path: &str) -> Option<&'a Value> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    object.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).find_map(|(_, value)| match rest {
        None => (!is_empty(value)).then_some(value),
        Some(rest) => {
            let inner = match value {
                Value::Array(items) => items.first()?,
                other => other,
            };
            get(inner.as_object()?, rest)
        }
    })
}

/// The first of these fields that is not empty.
pub fn first<'a>(object: &'a Object, paths: &[&str]) -> Option<&'a Value> {
    paths.iter().find_map(|path| get(object, path))
}

/// The first of these fields that reads as a string or a number.
pub fn string(object: &Object, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| scalar(get(object, path)?)).map(Cow::into_owned)
}

/// A string or number as a string: of a list its first, of an object its value, name or id.
pub fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) if !is_nothing(text) => Some(Cow::Borrowed(text.trim())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(items) => items.iter().find_map(|item| if item.is_array() { None } else { scalar(item) }),
        Value::Object(object) => {
            ["@value", "value", "name", "title", "@id", "id", "uri", "$oid"].iter().find_map(|name| {
                object.get(*name).filter(|value| !value.is_object() && !value.is_array()).and_then(scalar)
            })
        }
        _ => None,
    }
}

/// Empty, or a word that serialisers write for nothing: news-please writes `"None"`, newsdata.io that it is for sale.
fn is_nothing(text: &str) -> bool {
    text.trim_start().starts_with("ONLY AVAILABLE IN ")
        || matches!(text.trim(), "" | "None" | "null" | "NULL" | "NaN" | "nan" | "undefined" | "NaT")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_nothing(text),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The producer's id of an article.
pub fn id(object: &Object) -> Option<String> {
    aliases::ID.iter().find_map(|name| {
        let id = scalar(get(object, name)?)?;
        // A node's name within its page, or the page's own anchor, identifies nothing outside of it.
        (!id.starts_with('#') && !id.starts_with("_:")).then(|| id.into_owned())
    })
}

/// Whether the object itself has a field for an article's text.
pub fn has_text(object: &Object) -> bool {
    aliases::TEXT.iter().any(|(name, _)| get(object, name).is_some())
}

/// The first key that stands twice in one object, anywhere in a valid document.
pub fn duplicate_key(text: &str) -> Option<String> {
    let mut found = None;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The document was parsed before: this walk can only end well.
    let _ = de::DeserializeSeed::deserialize(Keys { found: &mut found }, &mut deserializer);
    found
}

/// Walks a document and notes the first duplicate key.
struct Keys<'a> {
    found: &'a mut Option<String>,
}

impl<'de> de::DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Keys { found: &mut *self.found })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key::<Key>()? {
            if self.found.is_none() && seen.contains(&key.0) {
                *self.found = Some(key.0.clone().into_owned());
            }
            seen.insert(key.0);
            entries.next_value_seed(Keys { found: &mut *self.found })?;
        }
        Ok(())
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Cow<'de, str>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(key))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(key.to_owned()))
            }
        }
        deserializer.deserialize_str(Text).map(Key)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value, paths: &[&str]) -> Option<String> {
        string(value.as_object().unwrap(), paths)
    }

    #[test]
    fn takes_the_first_alias_that_is_not_empty() {
        let value = json!({"Title": " ", "headline": null, "NAME": "Talks", "name": "other"});
        assert_eq!(check(&value, &["title", "headline", "name"]).as_deref(), Some("Talks"));
    }

    #[test]
    fn walks_paths_through_lists() {
        let value = json!({"infoSources": [{"name": "Press Agency"}], "source": {"Name": "Paper"}});
        assert_eq!(check(&value, &["infosources.name"]).as_deref(), Some("Press Agency"));
        assert_eq!(check(&value, &["source.name"]).as_deref(), Some("Paper"));
    }

    #[test]
    fn finds_a_key_that_stands_twice() {
        assert_eq!(duplicate_key(r#"{"a": {"b": 1, "b": 2}}"#).as_deref(), Some("b"));
        assert_eq!(duplicate_key(r#"[{"a": 1}, {"a": 2}]"#), None);
        assert_eq!(duplicate_key(r#"{"a\u0062": 1, "ab": 2}"#).as_deref(), Some("ab"));
    }
}
