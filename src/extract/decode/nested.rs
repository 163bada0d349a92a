//! Articles nested in another object: `{"data": {"item": {…}}}`, the hits of a search, the attributes of a resource.

use serde_json::Value;

use super::names::{normal, same, text_name};
use super::{Told, aliases, body, fields, fields::Object, lists};

/// Names of objects around an article, the likeliest first.
const AROUND: &[&str] = &[
    "article",
    "item",
    "story",
    "post",
    "doc",
    "document",
    "_source",
    "record",
    "result",
    "data",
    "attributes",
    "fields",
    "properties",
    "payload",
    "value",
    "message",
    "detail",
    "entry",
    "node",
    "news",
    "resource",
    "object",
    "current",
    "output",
    "response",
    "hit",
    "content",
    "body",
    "event",
    "info",
    "row",
    "snapshot",
    "json",
];
/// Names of objects beside an article, whose words are not its own.
const BESIDE: &[&str] = &[
    "author",
    "authors",
    "creator",
    "publisher",
    "source",
    "image",
    "images",
    "media",
    "meta",
    "metadata",
    "comments",
    "related",
    "links",
    "rights",
    "schema",
    "associations",
    "renditions",
    "headers",
    "before",
    "previous",
    "thread",
    "video",
    "summary",
    "excerpt",
    "description",
    "sys",
    "provider",
    "promo_items",
    "taxonomy",
    "embedded",
    "highlight",
    "opengraph",
    "og",
];
/// How deep an article may be nested.
const DEPTH: usize = 5;

/// Whether objects of this name may have an article in them.
pub(super) fn is_around(name: &str) -> bool {
    AROUND.iter().any(|known| normal(known) == normal(name))
}

/// The article inside an object that has no text of its own, with what the object says of it besides.
pub(super) fn inner(object: &mut Object, told: &mut Told) -> Option<Value> {
    if fields::has_text(object) {
        return None;
    }
    let name = place(object)?;
    let inner = object.remove(&name)?;
    told.take_from(object);
    let mut inner = match inner {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        other => other,
    };
    if let Value::Object(inner) = &mut inner {
        inherit(object, inner);
    }
    Some(inner)
}

/// Where in an object the article is: with its text before one with a headline alone.
fn place(object: &Object) -> Option<String> {
    let known = || AROUND.iter().flat_map(|name| object.iter().filter(move |(key, _)| normal(key) == normal(name)));
    let others = || object.iter().filter(|(key, _)| !BESIDE.iter().any(|name| normal(key) == normal(name)));
    let with_text = |value: &Value| holds(value, &|object| fields::has_text(object) || is_change(object), DEPTH);
    let with_title = |value: &Value| holds(value, &has_headline, DEPTH);
    let has_title = fields::first(object, aliases::TITLE).is_some();
    let is_only = object.len() == 1;
    let found = known()
        .find(|(_, value)| with_text(value))
        .or_else(|| others().find(|(_, value)| with_text(value) && (is_only || with_title(value))))
        .or_else(|| known().find(|(_, value)| !has_title && with_title(value)));
    found.map(|(name, _)| name.clone())
}

fn is_change(object: &Object) -> bool {
    object.contains_key("specversion")
        || object.contains_key("op") && (object.contains_key("after") || object.contains_key("before"))
}

fn has_headline(object: &Object) -> bool {
    fields::first(object, aliases::TITLE).is_some() || body::summary(object).is_some()
}

/// Whether a value is such an object, or leads to one.
fn holds(value: &Value, is_one: &dyn Fn(&Object) -> bool, depth: usize) -> bool {
    let object = match value {
        Value::Object(object) => object,
        Value::Array(items) if items.len() == 1 => {
            return items.first().is_some_and(|item| item.is_object() && holds(item, is_one, depth));
        }
        _ => return false,
    };
    if is_one(object) || lists::path(object).is_some() {
        return true;
    }
    let inside = |(key, value): (&String, &Value)| is_around(key) && holds(value, is_one, depth - 1);
    depth > 0 && object.iter().any(inside)
}

/// Gives the article what is said of it outside: id, headline, dates and the like, unless it says so itself.
pub(super) fn inherit(outer: &mut Object, inner: &mut Object) {
    let groups: [&[&str]; 6] =
        [aliases::ID, aliases::TITLE, aliases::PUBLISHED, aliases::URL, aliases::AUTHORS, aliases::LANGUAGE];
    let said: Vec<&str> =
        groups.into_iter().filter(|paths| fields::first(inner, paths).is_some()).flatten().copied().collect();
    // Words of the envelope's own: its kind, its standing, its maker.
    let own = [
        "type", "name", "status", "version", "@version", "source", "schema", "success", "total", "count", "links",
        "meta",
    ];
    for (name, value) in std::mem::take(outer) {
        let is_said = said.iter().any(|path| same(path.split('.').next().unwrap_or(path), &name));
        let is_own = own.contains(&name.as_str()) || text_name(&name).is_some();
        if !is_said && !is_own && !inner.keys().any(|key| same(key, &name)) {
            inner.insert(name, value);
        }
    }
}
