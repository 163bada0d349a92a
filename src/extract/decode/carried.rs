//! Articles carried as JSON in a string: in records of logs and queues, or encoded more than once.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::names::{same, text_name};
use super::{Stop, Told, aliases, blocks, fields, fields::Object, json, nested, shape};

/// Fields of logs, queues and webhooks that carry a message as a string.
const CARRIERS: &[&str] = &[
    "message",
    "message.data",
    "value",
    "payload",
    "event.original",
    "original",
    "kinesis.data",
    "log",
    "data",
    "body",
    "content",
    "record",
    "msg",
    "detail",
    "event",
    "document",
    "article",
];
/// The least that base64 of an article has.
const LEAST_BASE64: usize = 24;

const ENGINE: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, ENGINE);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, ENGINE);

/// The bytes of base64 in either alphabet, with or without padding and line breaks.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    STANDARD.decode(&text).or_else(|_| URL_SAFE.decode(&text)).ok()
}

/// The JSON that a string is, or that is encoded as a string in it; nothing for a text.
pub(super) fn json(text: &str) -> Option<Result<Value, Stop>> {
    let text = text.trim();
    if shape::is_surely_json(text) {
        return Some(json::parse(text, &mut Vec::new()));
    }
    let inner: String = text.starts_with('"').then(|| serde_json::from_str(text).ok())??;
    json(&inner).map(|_| Ok(Value::String(inner)))
}

/// What an object carries as a string instead of a text of its own.
pub(super) fn inner(object: &Object, told: &mut Told) -> Option<Result<Value, Stop>> {
    let (name, inner) =
        CARRIERS.iter().find_map(|name| Some((*name, json_in(fields::get(object, name)?.as_str()?)?)))?;
    if has_other_text(object, name) || inner.as_ref().is_ok_and(|inner| is_document(name, inner)) {
        return None;
    }
    told.take_from(object);
    Some(inner.map(|mut inner| {
        // An article without a headline inside one with it: the record is of the article, not of a log.
        if let Value::Object(article) = &mut inner
            && fields::first(object, aliases::TITLE).is_some()
            && fields::first(article, aliases::TITLE).is_none()
        {
            nested::inherit(&mut object.clone(), article);
        }
        inner
    }))
}

fn json_in(text: &str) -> Option<Result<Value, Stop>> {
    let is_base64 = text.len() >= LEAST_BASE64 && !text.trim().contains([' ', '{', '<', '.']);
    let decoded = if is_base64 { base64(text).and_then(|bytes| String::from_utf8(bytes).ok()) } else { None };
    let text = decoded.map_or(Cow::Borrowed(text), Cow::Owned);
    match json(&text) {
        // Square brackets with words in them are not JSON, nor is what only begins like it beside a text.
        Some(inner) => Some(inner),
        None if is_base64 && shape::looks_like_html(&text) => Some(Ok(Value::String(text.into_owned()))),
        None => None,
    }
}

/// Whether the object has a text that is not the one carried.
fn has_other_text(object: &Object, carrier: &str) -> bool {
    let top = carrier.split('.').next().unwrap_or(carrier);
    let mut rest = object.clone();
    rest.retain(|name, _| !same(name, top));
    fields::has_text(&rest)
}

/// Whether JSON in the text of an article is the document of an editor, and not an article itself.
fn is_document(name: &str, inner: &Value) -> bool {
    let is_article = |object: &Object| {
        let about = [aliases::TITLE, aliases::PUBLISHED, aliases::ID];
        about.iter().any(|paths| fields::first(object, paths).is_some()) || object.contains_key("op")
    };
    text_name(name).is_some() && blocks::is_document(inner) && !inner.as_object().is_some_and(is_article)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_json_however_often_it_was_encoded() {
        let mut text = json!({"id": "a"}).to_string();
        for _ in 0..3 {
            assert!(super::json(&text).is_some_and(|it| it.is_ok()), "{text}");
            text = Value::String(text).to_string();
        }
        for text in ["\"We leave,\" he said.", "\"We leave.\"", "[Update] Talks began.", "Talks began."] {
            assert!(super::json(text).is_none(), "{text}");
        }
    }

    #[test]
    fn reads_base64_of_both_alphabets() {
        for (text, expected) in [("aMOpPz8/", "hé???"), ("aMOpPz8_", "hé???"), ("aGk", "hi"), ("aGk=\n", "hi")] {
            assert_eq!(base64(text).as_deref(), Some(expected.as_bytes()), "{text}");
        }
        assert_eq!(base64("no base64!"), None);
    }
}
