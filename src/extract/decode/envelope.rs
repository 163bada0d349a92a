//! What articles come wrapped in: Kafka Connect, Debezium, `CloudEvents`, feeds, JSON-LD graphs.

use serde_json::{Map, Value};

use super::{Stop, Told, Withdrawal, fields, json, kind, shape};
use crate::extract::{RejectReason, SkipReason};

/// How many envelopes may lie within one another.
const DEPTH: usize = 5;

/// What an envelope held.
#[derive(Debug)]
pub(super) enum Content {
    /// One article's object.
    Object(Map<String, Value>),
    /// One article's text or page.
    Text(String),
}

/// Takes one article out of its envelopes.
pub(super) fn unwrap(mut value: Value, told: &mut Told) -> Result<Content, Stop> {
    for _ in 0..DEPTH {
        value = match value {
            Value::Object(object) => match open(object, told)? {
                Step::Inner(inner) => inner,
                Step::Article(object) => return Ok(Content::Object(object)),
            },
            Value::Array(items) => choose(items)?,
            Value::String(text) if shape::is_surely_json(text.trim_start()) => {
                json::parse(text.trim(), &mut Vec::new())?
            }
            Value::String(text) => return Ok(Content::Text(text)),
            Value::Null => {
                return Err(Stop::Retraction { article_id: None, version: None, reason: Withdrawal::Deleted });
            }
            Value::Bool(_) | Value::Number(_) => {
                return Err(Stop::reject(
                    RejectReason::NotAnArticle,
                    "the value is a JSON number or boolean; send an object with the article's text",
                ));
            }
        };
    }
    match value {
        Value::Object(object) => Ok(Content::Object(object)),
        _ => Err(Stop::reject(
            RejectReason::TooManyEnvelopes,
            format!("more than {DEPTH} nested envelopes; send the article itself"),
        )),
    }
}

enum Step {
    Inner(Value),
    Article(Map<String, Value>),
}

fn open(mut object: Map<String, Value>, told: &mut Told) -> Result<Step, Stop> {
    if object.contains_key("schema") && object.contains_key("payload") && object.len() <= 3 {
        return Ok(Step::Inner(object.remove("payload").unwrap_or_default()));
    }
    if object.contains_key("op") && (object.contains_key("after") || object.contains_key("before")) {
        return debezium(object);
    }
    if object.contains_key("specversion") && object.contains_key("type") {
        return cloud_event(object, told);
    }
    if let Some(items) = graph(&mut object) {
        return choose(items).map(Step::Inner);
    }
    Ok(match list(&mut object) {
        Some(items) => Step::Inner(choose(items)?),
        None => Step::Article(object),
    })
}

fn debezium(mut object: Map<String, Value>) -> Result<Step, Stop> {
    let deleted = object.get("op").and_then(Value::as_str) == Some("d");
    match object.remove("after") {
        Some(row @ (Value::Object(_) | Value::String(_))) if !deleted => Ok(Step::Inner(row)),
        _ => {
            let before = object.remove("before");
            let article_id = before.as_ref().and_then(Value::as_object).and_then(fields::id);
            Err(Stop::Retraction { article_id, version: None, reason: Withdrawal::Deleted })
        }
    }
}

fn cloud_event(mut object: Map<String, Value>, told: &mut Told) -> Result<Step, Stop> {
    let attribute = |name: &str| fields::string(&object, &[name]);
    *told = Told { id: attribute("id"), time: attribute("time"), source: attribute("source") };
    if let Some(data) = object.remove("data") {
        return Ok(Step::Inner(data));
    }
    if object.contains_key("data_base64") {
        return Err(Stop::reject(
            RejectReason::CloudEventsBase64,
            "the CloudEvents envelope has data_base64; send the article as JSON in data",
        ));
    }
    Err(Stop::reject(
        RejectReason::CloudEventsWithoutData,
        "the CloudEvents envelope has no data; put the article into data",
    ))
}

/// The nodes of a JSON-LD graph that is not an article itself.
fn graph(object: &mut Map<String, Value>) -> Option<Vec<Value>> {
    if !matches!(object.get("@graph"), Some(Value::Array(_))) || kind::is_article_node(object) {
        return None;
    }
    match object.remove("@graph") {
        Some(Value::Array(nodes)) => Some(nodes),
        _ => None,
    }
}

/// The articles of a search result or a feed.
pub(super) fn list(object: &mut Map<String, Value>) -> Option<Vec<Value>> {
    if fields::has_text(object) {
        return None;
    }
    for name in ["articles", "items", "results", "data", "entries", "response"] {
        match object.get_mut(name) {
            Some(Value::Array(items)) if items.iter().any(Value::is_object) => return Some(std::mem::take(items)),
            // Event Registry: {"articles": {"results": […]}}; the Guardian: {"response": {"results": […]}} or {"content": {…}}.
            Some(Value::Object(inner)) => {
                if let Some(Value::Array(items)) = inner.get_mut("results") {
                    return Some(std::mem::take(items));
                }
                if let Some(content @ Value::Object(_)) = inner.get_mut("content") {
                    return Some(vec![content.take()]);
                }
            }
            _ => {}
        }
    }
    None
}

/// The one article among several nodes.
fn choose(mut items: Vec<Value>) -> Result<Value, Stop> {
    let typed = |item: &Value| item.as_object().is_some_and(kind::is_article_node);
    if items.len() > 1 && items.iter().any(|item| item.get("@type").is_some()) {
        items.retain(typed);
        if items.is_empty() {
            return Err(Stop::skip(SkipReason::NoText, "the JSON-LD contains no article", None));
        }
    }
    match items.len() {
        0 => Err(Stop::skip(SkipReason::NoText, "the list of articles is empty", None)),
        1 => Ok(items.remove(0)),
        count => Err(Stop::reject(
            RejectReason::SeveralArticles,
            format!("the value contains {count} articles; send one article per message"),
        )),
    }
}
