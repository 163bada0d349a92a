//! What articles come wrapped in, one envelope inside another.

use serde_json::{Map, Value};

use super::{Stop, Told, Withdrawal, carried, change, cloud_event, kind, lists, nested, values};
use crate::extract::RejectReason;

/// How many envelopes may lie within one another.
const DEPTH: usize = 8;

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
    for _ in 0..=DEPTH {
        values::flatten(&mut value);
        value = match value {
            Value::Object(object) => match open(object, told)? {
                Step::Inner(inner) => inner,
                Step::Article(object) => return Ok(Content::Object(object)),
            },
            Value::Array(items) => lists::choose(items)?,
            Value::String(text) => match carried::json(&text) {
                Some(inner) => inner?,
                None => return Ok(Content::Text(text)),
            },
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
    Err(Stop::reject(
        RejectReason::TooManyEnvelopes,
        format!("more than {DEPTH} nested envelopes; send the article itself"),
    ))
}

enum Step {
    Inner(Value),
    Article(Map<String, Value>),
}

fn open(mut object: Map<String, Value>, told: &mut Told) -> Result<Step, Stop> {
    if object.contains_key("schema") && object.contains_key("payload") && object.len() <= 3 {
        return Ok(Step::Inner(object.remove("payload").unwrap_or_default()));
    }
    if let Some(change) = change::read(&mut object) {
        return change.row(told).map(Step::Inner);
    }
    if object.contains_key("specversion") && object.contains_key("type") {
        return cloud_event::data(object, told).map(Step::Inner);
    }
    if let Some(inner) = carried::inner(&object, told) {
        return inner.map(Step::Inner);
    }
    if let Some(items) = graph(&mut object).or_else(|| lists::take(&mut object)) {
        return lists::choose(items).map(Step::Inner);
    }
    Ok(nested::inner(&mut object, told).map_or(Step::Article(object), Step::Inner))
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
