//! The key of a message as an article's id.

use serde_json::Value;

use super::{fields, unpack};

/// How deep the id may lie in a key.
const DEPTH: usize = 4;

/// The id that a key names: its text, or the id or only field of its row, as change data capture writes it.
pub(super) fn key_id(key: Option<&[u8]>) -> Option<String> {
    let key = unpack::unframed(key?);
    let key = std::str::from_utf8(key).ok()?.trim();
    let id =
        serde_json::from_str::<Value>(key).ok().and_then(|value| id_of(&value, 0)).unwrap_or_else(|| key.to_owned());
    let id = id.trim();
    (!id.is_empty() && !id.chars().any(char::is_control)).then(|| id.to_owned())
}

fn id_of(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) if depth > 0 && text.trim_start().starts_with(['{', '"']) => {
            let inner = serde_json::from_str::<Value>(text).ok().filter(|_| depth < DEPTH);
            inner.and_then(|inner| id_of(&inner, depth + 1)).or_else(|| Some(text.clone()))
        }
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if depth > 0 => Some(number.to_string()),
        Value::Object(object) if depth < DEPTH => {
            let row = object.get("payload").filter(|_| object.contains_key("schema"));
            let named = || fields::get(object, "id");
            let only = || object.values().next().filter(|_| object.len() == 1);
            id_of(row.or_else(named).or_else(only)?, depth + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_id_in_a_key() {
        for (key, expected) in [
            ("a-1", Some("a-1")),
            ("\"a-1\"", Some("a-1")),
            ("17", Some("17")),
            (r#"{"id": 17}"#, Some("17")),
            (r#"{"story_no": "S7"}"#, Some("S7")),
            (r#"{"schema": {"type": "struct"}, "payload": {"id": 17}}"#, Some("17")),
            (r#"{"id": "{\"$oid\": \"65f0\"}"}"#, Some("65f0")),
            (r#"{"id": "\"m1\""}"#, Some("m1")),
            (r#"{"desk": 1, "number": 2}"#, Some(r#"{"desk": 1, "number": 2}"#)),
            ("\0\0\0\0\x07{\"id\": 17}", Some("17")),
            (" ", None),
        ] {
            assert_eq!(key_id(Some(key.as_bytes())).as_deref(), expected, "{key}");
        }
    }
}
