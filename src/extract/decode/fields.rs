//! Fields of a JSON object by their aliases: without regard to spelling, the first that is not empty.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{aliases, body, names};

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// What a change data capture writes for a column that the database did not send, in plain and in base64.
const NOT_SENT: [&str; 2] = ["__debezium_unavailable_value", "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="];

/// The value at a dotted path, without regard to case and separators; a path segment also goes through the first item of
/// an array, and a name may have the dots itself. Empty values count as absent.
pub(super) fn get<'a>(object: &'a Object, path: &str) -> Option<&'a Value> {
    let spelt = object.iter().filter(|(key, _)| key.eq_ignore_ascii_case(path));
    let other = object.iter().filter(|(key, _)| names::same(key, path));
    let whole = spelt.chain(other).map(|(_, value)| value).find(|value| !is_empty(value));
    whole.or_else(|| {
        let (name, rest) = path.split_once('.')?;
        object.iter().filter(|(key, _)| names::same(key, name)).find_map(|(_, value)| {
            let inner = match value {
                Value::Array(items) => items.first()?,
                other => other,
            };
            get(inner.as_object()?, rest)
        })
    })
}

/// The first of these fields that is not empty.
pub(super) fn first<'a>(object: &'a Object, paths: &[&str]) -> Option<&'a Value> {
    paths.iter().find_map(|path| get(object, path))
}

/// The first of these fields that reads as a string or a number.
pub(super) fn string(object: &Object, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| scalar(get(object, path)?)).map(Cow::into_owned)
}

/// Names under which objects hold their one value, the best first.
const VALUES: [&str; 12] =
    ["@value", "value", "rendered", "basic", "main", "name", "title", "@id", "id", "uri", "$oid", "$numberLong"];

/// A string or number as a string: of a list its first, of an object its value, name or id.
pub(super) fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) if !is_nothing(text) => Some(Cow::Borrowed(text.trim())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(items) => items.iter().find_map(|item| if item.is_array() { None } else { scalar(item) }),
        Value::Object(object) => VALUES.iter().find_map(|name| {
            object.get(*name).filter(|value| !value.is_object() && !value.is_array()).and_then(scalar)
        }),
        _ => None,
    }
}

/// Empty, or a word that serialisers write for nothing: news-please writes `"None"`, newsdata.io that it is for sale.
pub(super) fn is_nothing(text: &str) -> bool {
    is_not_sent(text)
        || text.trim_start().starts_with("ONLY AVAILABLE IN ")
        || matches!(text.trim(), "" | "None" | "null" | "NULL" | "NaN" | "nan" | "undefined" | "NaT")
}

/// Whether a text stands for a column that was not sent.
pub(super) fn is_not_sent(text: &str) -> bool {
    NOT_SENT.contains(&text.trim())
}

/// Whether nothing is said.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_nothing(text),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The producer's id of an article.
pub(super) fn id(object: &Object) -> Option<String> {
    aliases::ID.iter().find_map(|name| {
        let id = scalar(get(object, name)?)?;
        // A node's name within its page, or the page's own anchor, identifies nothing outside of it.
        (!id.starts_with('#') && !id.starts_with("_:")).then(|| id.into_owned())
    })
}

/// Whether the object itself has an article's full text.
pub(super) fn has_text(object: &Object) -> bool {
    body::full(object).is_some()
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
}
