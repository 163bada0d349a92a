//! Where the words of an article are: by role, by name, by shape.

use serde_json::Value;

use super::{aliases, fields, fields::Object, shape};
use crate::model::{Body, BodyFormat};

/// Roles of ninjs bodies and headlines that are the thing itself, the best first.
const MAIN_ROLES: &[&str] = &["main", "text", "plain", "body", "default", "story"];

/// A text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The text and how it is written.
    pub body: Body,
    /// It is only a summary.
    pub is_summary: bool,
}

/// The text of an article: its full text, or a summary if there is none.
pub(super) fn text(object: &Object) -> Option<Found> {
    let full = ninjs(object, "bodies").or_else(|| named(object)).or_else(|| prefixed(object));
    if let Some(body) = full {
        return Some(Found { body, is_summary: false });
    }
    let summary = ninjs(object, "descriptions").or_else(|| {
        aliases::SUMMARY.iter().find_map(|name| plain_or_html(&text_of(fields::get(object, name)?)?, None))
    })?;
    Some(Found { body: summary, is_summary: true })
}

/// The headline, as it is written.
pub(super) fn title(object: &Object) -> Option<String> {
    let by_role = ninjs(object, "headlines").map(|body| body.text);
    by_role.or_else(|| fields::string(object, aliases::TITLE)).or_else(|| {
        let prefixed = object.iter().filter(|(key, _)| starts_with(key, "headline_"));
        prefixed.filter_map(|(_, value)| fields::scalar(value)).map(std::borrow::Cow::into_owned).next()
    })
}

/// The values of ninjs 2 and 3: a list of `{role, contentType, value}`. Main roles first, plain text before markup.
fn ninjs(object: &Object, name: &str) -> Option<Body> {
    let items = fields::get(object, name)?.as_array()?;
    let candidates = items.iter().enumerate().filter_map(|(position, item)| {
        let item = item.as_object()?;
        let text = fields::string(item, &["value"])?;
        let role = fields::string(item, &["role"]).unwrap_or_default().to_ascii_lowercase();
        let content_type = fields::string(item, &["contenttype"]).unwrap_or_default().to_ascii_lowercase();
        let rank = MAIN_ROLES.iter().position(|known| *known == role).unwrap_or(MAIN_ROLES.len());
        let is_html = content_type.contains("html") || content_type.contains("xml");
        Some(((is_html, if role.is_empty() { 1 } else { rank }, position), text, content_type))
    });
    let (_, text, content_type) = candidates.min_by_key(|(rank, ..)| *rank)?;
    plain_or_html(&text, format_of(&content_type))
}

/// The format that a media type denotes.
pub(super) fn format_of(content_type: &str) -> Option<BodyFormat> {
    match content_type {
        _ if content_type.contains("html") || content_type.contains("xml") => Some(BodyFormat::Html),
        _ if content_type.contains("plain") => Some(BodyFormat::Plain),
        _ => None,
    }
}

fn named(object: &Object) -> Option<Body> {
    aliases::TEXT.iter().find_map(|(name, format)| {
        let value = fields::get(object, name)?;
        let format = format.or_else(|| list_format(value));
        plain_or_html(&text_of(value)?, format)
    })
}

/// `body_*` of ninjs 1.
fn prefixed(object: &Object) -> Option<Body> {
    let mut bodies = object.iter().filter(|(key, _)| starts_with(key, "body_"));
    bodies.find_map(|(_, value)| plain_or_html(&text_of(value)?, None))
}

fn starts_with(key: &str, prefix: &str) -> bool {
    key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn plain_or_html(text: &str, format: Option<BodyFormat>) -> Option<Body> {
    if text.trim().is_empty() {
        return None;
    }
    let format = format.unwrap_or(if shape::looks_like_html(text) { BodyFormat::Html } else { BodyFormat::Plain });
    Some(Body { text: text.to_owned(), format })
}

/// The format that the first item of feedparser's `content` names.
fn list_format(value: &Value) -> Option<BodyFormat> {
    let first = value.as_array()?.first()?.as_object()?;
    format_of(&fields::string(first, &["type", "contenttype"])?.to_ascii_lowercase())
}

/// The text in a value of any shape: a string, a list of strings or of `{type, value}`, or fundus' object of sections.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().filter_map(text_of).filter(|part| !part.trim().is_empty()).collect();
            // Several values are renderings of one text unless they are plain strings, which are paragraphs.
            let are_paragraphs = items.iter().all(Value::is_string);
            if are_paragraphs { Some(parts.join("\n\n")) } else { parts.into_iter().next() }
        }
        Value::Object(object) if object.contains_key("sections") || object.contains_key("summary") => sections(object),
        Value::Object(object) => fields::string(object, &["value", "@value", "text", "rendered", "plain", "html"]),
        _ => None,
    }
}

fn sections(body: &Object) -> Option<String> {
    let mut paragraphs: Vec<String> = strings(body.get("summary"));
    for section in body.get("sections").and_then(Value::as_array).into_iter().flatten() {
        paragraphs.extend(strings(section.get("headline")));
        paragraphs.extend(strings(section.get("paragraphs")));
    }
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) if !text.trim().is_empty() => vec![text.clone()],
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value) -> (String, BodyFormat, bool) {
        let found = text(value.as_object().unwrap()).unwrap();
        (found.body.text, found.body.format, found.is_summary)
    }

    #[test]
    fn prefers_plain_main_bodies() {
        let value = json!({"bodies": [{"role": "main", "contentType": "text/html", "value": "<p>a</p>"},
            {"role": "teaser", "contentType": "text/plain", "value": "b"}, {"role": "text", "contentType": "text/plain", "value": "c"}]});
        assert_eq!(check(&value), ("c".to_owned(), BodyFormat::Plain, false));
    }

    #[test]
    fn joins_the_sections_of_fundus() {
        let value =
            json!({"body": {"summary": ["One."], "sections": [{"headline": [], "paragraphs": ["Two.", "Three."]}]}});
        assert_eq!(check(&value).0, "One.\n\nTwo.\n\nThree.");
    }

    #[test]
    fn takes_a_summary_for_want_of_a_text() {
        let value = json!({"content": "", "description": "Talks began."});
        assert_eq!(check(&value), ("Talks began.".to_owned(), BodyFormat::Plain, true));
    }
}
