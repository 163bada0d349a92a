//! What may be the text of an article that has none under a known name: the dead letter names it.

use serde_json::Value;

use super::names::{TextName, normal, text_name};
use super::prose::{is_beside, looks_like_text};
use super::{Stop, blocks, fields, fields::Object};
use crate::extract::RejectReason;

/// How deep fields are looked for, how many are named, and how much of their names.
const DEPTH: usize = 5;
const NAMED: usize = 5;
const NAME_BYTES: usize = 60;
/// An unread text of so many words may be the full text of which there is only a summary.
const FULL_WORDS: usize = 25;

/// Refuses an object without a full text of which some field may be it. A summary stands for a shorter text only.
pub(super) fn check(object: &Object, summary: Option<&str>) -> Result<(), Stop> {
    let refuse = |message: String| Err(Stop::reject(RejectReason::NotAnArticle, message));
    if let Some(name) = not_sent(object, |name| is_text(name) || summary.is_none()) {
        let message = format!(
            "the column {name} was not sent with the change; send full rows (in PostgreSQL: REPLICA IDENTITY FULL)"
        );
        return Err(Stop::reject(RejectReason::ColumnNotSent, message));
    }
    let wrong =
        object.iter().filter(|(name, _)| is_text(name)).find_map(|(name, value)| Some((name, wrong_type(value)?)));
    if let Some((name, what)) = wrong {
        return refuse(format!("{} is {what}; send the article's text as a string", shortened(name)));
    }
    let mut found = texts(object);
    if let Some(summary) = summary {
        let words = summary.split_whitespace().count();
        found.retain(|(_, length)| *length > words && *length >= FULL_WORDS);
    }
    if found.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = found.iter().take(NAMED).map(|(name, _)| shortened(name)).collect();
    let more = if found.len() > NAMED { " and others" } else { "" };
    refuse(format!(
        "no field is known to hold the article's text; these look like text: {}{more}; put the text into \"text\"",
        names.join(", ")
    ))
}

fn shortened(name: &str) -> String {
    name.chars().take(NAME_BYTES).filter(|letter| !letter.is_control()).collect()
}

/// Whether a name is known for texts.
fn is_text(name: &str) -> bool {
    matches!(text_name(name), Some(TextName::Text | TextName::Source))
}

/// The first of these columns that a change data capture did not send.
fn not_sent(object: &Object, may_be_text: impl Fn(&str) -> bool) -> Option<&str> {
    let is_left_out = |value: &Value| match value {
        Value::String(text) => fields::is_not_sent(text),
        Value::Array(items) => items.first().and_then(Value::as_str).is_some_and(fields::is_not_sent),
        _ => false,
    };
    let mut columns = object.iter().filter(|(name, value)| is_left_out(value) && may_be_text(name) && !is_beside(name));
    columns.next().map(|(name, _)| name.as_str())
}

/// What a value is that has no text, where it should have one.
fn wrong_type(value: &Value) -> Option<&'static str> {
    match value {
        Value::Number(_) => Some("a number"),
        Value::Bool(_) => Some("a boolean"),
        Value::Array(items) if items.iter().any(|item| wrong_type(item).is_some()) => Some("a list without text"),
        Value::Object(object) if !object.is_empty() && !blocks::is_no_story(value) => {
            let holds = [
                "value", "@value", "text", "html", "rendered", "content", "children", "blocks", "body", "type", "plain",
            ];
            let has_place = holds.iter().any(|name| object.keys().any(|key| normal(key) == *name));
            (!has_place && texts(object).is_empty()).then_some("an object without text")
        }
        _ => None,
    }
}

/// The dotted names of the fields that look like text, with their number of words.
fn texts(object: &Object) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (name, value) in object.iter().filter(|(name, _)| !is_beside(name)) {
        look(name, value, 0, &mut found);
    }
    found
}

fn look(path: &str, value: &Value, depth: usize, found: &mut Vec<(String, usize)>) {
    match value {
        Value::String(text) if looks_like_text(text) => found.push((path.to_owned(), text.split_whitespace().count())),
        Value::Array(items) if depth < DEPTH => {
            let mut inside = Vec::new();
            for item in items {
                look(path, item, depth + 1, &mut inside);
            }
            // One name for all items of a list.
            inside.sort();
            for (name, words) in inside {
                match found.last_mut().filter(|(last, _)| *last == name) {
                    Some((_, sum)) => *sum += words,
                    None => found.push((name, words)),
                }
            }
        }
        Value::Object(object) if depth < DEPTH => {
            for (name, value) in object.iter().filter(|(name, _)| !is_beside(name)) {
                look(&format!("{path}.{name}"), value, depth + 1, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(value: &Value, summary: Option<&str>) -> Option<String> {
        match check(value.as_object().unwrap(), summary) {
            Err(Stop::Reject(reject)) => Some(reject.message),
            _ => None,
        }
    }

    #[test]
    fn names_the_fields_that_look_like_text() {
        let prose = "Chad recalled its envoy from Niamey on Friday.";
        for (value, named) in [
            (json!({"id": 1, "wording": prose, "kind": "news"}), "text: wording;"),
            (
                json!({"id": 1, "parts": [{"w": prose}, {"w": prose}], "u": "https://paper.example/a b"}),
                "text: parts.w;",
            ),
            (json!({"title": "Chad", "x": {"y": {"z": "<p>Chad recalled it</p>"}}, "q": prose}), "text: x.y.z, q;"),
            (json!({"id": 1, "inhalt": "乍得星期五从尼亚美召回大使。".repeat(6)}), "text: inhalt;"),
            (json!({"id": 1, "source_text": prose}), "text: source_text;"),
        ] {
            let message = refused(&value, None).unwrap_or_else(|| panic!("{value}"));
            assert!(message.contains(named), "{message}");
        }
    }

    #[test]
    fn says_what_a_value_of_the_wrong_type_is() {
        for (value, expected) in [
            (json!({"title": "Chad", "text": 12}), "text is a number"),
            (json!({"title": "Chad", "Body": false}), "Body is a boolean"),
            (json!({"title": "Chad", "content": [1, 2]}), "content is a list without text"),
            (json!({"title": "Chad", "full_text": {"bytes": 512}}), "full_text is an object without text"),
            (json!({"title": "Chad", "main_text": {"ref": "s3-771"}}), "main_text is an object without text"),
            (json!({"title": "Chad", "body": "__debezium_unavailable_value"}), "the column body was not sent"),
            (
                json!({"title": "Chad", "inhalt": "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="}),
                "the column inhalt was not sent",
            ),
        ] {
            let message = refused(&value, None).unwrap_or_else(|| panic!("{value}"));
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn lets_pass_what_has_no_other_text() {
        for value in [
            json!({"id": 1, "title": "Chad", "text": "", "content": null, "body": []}),
            json!({"title": "Chad", "content": {"rendered": "", "protected": false}}),
            json!({"title": "Chad", "caption": "The envoy leaves Niamey on Friday.", "copyright": "All rights reserved. No part may be copied."}),
            json!({"title": "Chad", "body": [{"type": "image", "width": 600}]}),
            json!({"title": "Chad", "tags": ["envoys", "Chad and Niger"], "path": "/news/africa"}),
            json!({"title": "Chad", "image": "__debezium_unavailable_value"}),
        ] {
            assert_eq!(refused(&value, None), None, "{value}");
        }
    }

    #[test]
    fn a_summary_stands_for_a_shorter_text_only() {
        let long = "Chad recalled its envoy from Niamey on Friday. ".repeat(5);
        assert!(refused(&json!({"wording": long}), Some("Chad recalled its envoy.")).is_some());
        assert_eq!(
            refused(&json!({"wording": "Chad recalled its envoy from Niamey."}), Some("Chad recalled its envoy.")),
            None
        );
        assert_eq!(refused(&json!({"cover": "__debezium_unavailable_value"}), Some("Chad recalled its envoy.")), None);
    }
}
