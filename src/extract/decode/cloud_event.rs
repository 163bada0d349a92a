//! `CloudEvents` in structured mode: its attributes, and its data as JSON, text or base64.

use serde_json::Value;

use super::{Stop, Told, Withdrawal, carried, encoding, fields, fields::Object, json, shape, unpack};
use crate::extract::RejectReason;

/// Last words of the event types that withdraw what they are about.
const WITHDRAWN: &[(&str, Withdrawal)] = &[
    ("deleted", Withdrawal::Deleted),
    ("removed", Withdrawal::Deleted),
    ("unpublished", Withdrawal::Deleted),
    ("withdrawn", Withdrawal::Canceled),
    ("retracted", Withdrawal::Canceled),
    ("canceled", Withdrawal::Canceled),
    ("cancelled", Withdrawal::Canceled),
    ("withheld", Withdrawal::Withheld),
];

/// The data of an event; what its attributes tell is kept.
pub(super) fn data(mut object: Object, told: &mut Told) -> Result<Value, Stop> {
    let attribute = |name: &str| fields::string(&object, &[name]);
    told.take(attribute("id"), attribute("time"), attribute("source"));
    let subject = attribute("subject");
    let event_type = attribute("type").unwrap_or_default().to_ascii_lowercase();
    let media = attribute("datacontenttype").unwrap_or_default().to_ascii_lowercase();
    let last = event_type.rsplit(['.', '/', ':', '-', '_']).find(|word| !is_version(word)).unwrap_or_default();
    if let Some((_, reason)) = WITHDRAWN.iter().find(|(word, _)| *word == last) {
        let named = object.get("data").and_then(Value::as_object).and_then(fields::id);
        return Err(Stop::Retraction { article_id: named.or(subject), version: None, reason: *reason });
    }
    match (object.remove("data"), object.remove("data_base64")) {
        (Some(data), None) => Ok(data),
        (Some(data), _) if !data.is_null() => Ok(data),
        (_, Some(Value::String(encoded))) => decoded(&encoded, &media),
        (Some(data), _) => Ok(data),
        _ => Err(Stop::reject(
            RejectReason::CloudEventsWithoutData,
            "the CloudEvents envelope has no data; put the article into data",
        )),
    }
}

/// `v1`, `2`: the version behind the name of a type.
fn is_version(word: &str) -> bool {
    word.trim_start_matches('v').bytes().all(|byte| byte.is_ascii_digit())
}

/// The text or JSON in base64, by its media type where there is one.
fn decoded(encoded: &str, media: &str) -> Result<Value, Stop> {
    let refused = |what: &str| {
        let message = format!("the CloudEvents envelope has data_base64 {what}; send the article as JSON or text");
        Stop::reject(RejectReason::CloudEventsBase64, message)
    };
    let is_json = media.contains("json");
    let is_text = is_json
        || media.is_empty()
        || media.starts_with("text/")
        || media.contains("xml")
        || media.contains("octet-stream");
    if !is_text {
        return Err(refused(&format!("of the type {}", media.chars().take(60).collect::<String>())));
    }
    let bytes = carried::base64(encoded).ok_or_else(|| refused("that is not base64"))?;
    let bytes = unpack::unpack(&bytes)?;
    let text = encoding::text(&bytes, Some(media).filter(|media| !media.is_empty()), &mut Vec::new())?;
    if is_json || shape::is_json(text.trim_start()) {
        match json::parse(text.trim(), &mut Vec::new()) {
            Ok(value) => return Ok(value),
            Err(stop) if is_json || shape::is_surely_json(text.trim_start()) => return Err(stop),
            Err(_) => {}
        }
    }
    Ok(Value::String(text.into_owned()))
}
