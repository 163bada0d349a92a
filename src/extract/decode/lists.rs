//! Lists of articles: feeds, the results of searches, the nodes of a page.

use serde_json::Value;

use super::{Stop, aliases, fields, fields::Object, kind};
use crate::extract::{RejectReason, SkipReason};

/// Names of lists of articles; Amazon's `Records` hold messages.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "results",
    "hits",
    "data",
    "entries",
    "entry",
    "item",
    "docs",
    "documents",
    "stories",
    "posts",
    "news",
    "objects",
    "records",
    "Records",
    "value",
    "edges",
    "nodes",
    "json-ld",
    "response",
    "messages",
    "rows",
];
/// Names of objects around such a list.
const AROUND: &[&str] = &[
    "response", "data", "result", "results", "articles", "hits", "feed", "rss", "channel", "payload", "body", "news",
    "output",
];
/// How deep a list may be nested.
const DEPTH: usize = 4;

/// The names that lead to the list of articles in an object.
pub(super) fn path(object: &Object) -> Option<Vec<&'static str>> {
    find(object, DEPTH)
}

fn find(object: &Object, depth: usize) -> Option<Vec<&'static str>> {
    if kind::is_article_node(object) || fields::has_text(object) {
        return None;
    }
    let is_list = |name: &str, value: &Value| {
        value
            .as_array()
            .is_some_and(|items| items.iter().any(|item| is_article(item) || item.is_object() && name == "Records"))
    };
    if let Some(name) = LISTS.iter().find(|name| object.get(**name).is_some_and(|value| is_list(name, value))) {
        return Some(vec![name]);
    }
    let around = AROUND.iter().filter(|_| depth > 0).find_map(|name| {
        let mut path = find(object.get(*name)?.as_object()?, depth - 1)?;
        path.insert(0, name);
        Some(path)
    });
    around.or_else(|| {
        LISTS.iter().filter(|_| is_bare(object)).find(|name| is_empty_list(object, name)).map(|name| vec![*name])
    })
}

/// Whether an item of a list is an article, by a headline, a text, an address, or inside.
fn is_article(item: &Value) -> bool {
    let Some(object) = item.as_object() else { return false };
    let has = |object: &Object| {
        [aliases::TITLE, aliases::URL, aliases::SUMMARY].iter().any(|paths| fields::first(object, paths).is_some())
            || object.keys().any(|name| super::names::text_name(name).is_some())
            || object.contains_key("specversion")
            || object.contains_key("@type")
    };
    has(object) || object.values().any(|inner| inner.as_object().is_some_and(has))
}

fn is_empty_list(object: &Object, name: &str) -> bool {
    matches!(object.get(name), Some(Value::Array(items)) if items.is_empty())
}

/// Has neither headline nor date of an article.
fn is_bare(object: &Object) -> bool {
    [aliases::TITLE, aliases::PUBLISHED].iter().all(|paths| fields::first(object, paths).is_none())
}

/// Takes the list of articles out of an object.
pub(super) fn take(object: &mut Object) -> Option<Vec<Value>> {
    let path = path(object)?;
    let (last, around) = path.split_last()?;
    let inner = around.iter().try_fold(object, |object, name| object.get_mut(*name)?.as_object_mut())?;
    match inner.remove(*last) {
        Some(Value::Array(items)) => Some(items),
        _ => None,
    }
}

/// The one article among several nodes.
pub(super) fn choose(mut items: Vec<Value>) -> Result<Value, Stop> {
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
