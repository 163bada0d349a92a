//! Values that converters wrap into objects: the text of an XML element, a value by language.

use serde_json::{Map, Value};

use super::language;

/// What converters from XML call the text of an element beside its attributes.
const ELEMENT_TEXT: &[&str] = &["$t", "#text", "#cdata-section", "__cdata", "_cdata", "__text", "_text", "_"];

/// Replaces each such object inside a value by what it wraps.
pub(super) fn flatten(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(flatten_child),
        Value::Object(object) => object.iter_mut().for_each(|(_, child)| flatten_child(child)),
        _ => {}
    }
}

fn flatten_child(value: &mut Value) {
    if let Value::Object(object) = value
        && let Some(inner) = wrapped(object)
    {
        *value = inner;
    }
    flatten(value);
}

fn wrapped(object: &mut Map<String, Value>) -> Option<Value> {
    let element = ELEMENT_TEXT.iter().find(|name| object.get(**name).is_some_and(|text| !text.is_object()));
    let name = element.map(|name| (*name).to_owned()).or_else(|| english(object))?;
    object.remove(&name)
}

/// The English one among values by language: every key is a language, and one of them is English.
fn english(object: &Map<String, Value>) -> Option<String> {
    let is_language = |key: &String| {
        let primary = key.split(['-', '_']).next().unwrap_or_default();
        matches!(primary.len(), 2 | 3) && key.len() <= 10 && language::two_letters(key).is_some()
    };
    let has_region = |key: &String| key.len() == 5 && key.contains(['-', '_']);
    let are_languages = !object.is_empty() && object.keys().all(is_language);
    let english = || object.keys().find(|key| language::two_letters(key) == Some("en"));
    let any = || object.keys().next().filter(|_| object.keys().all(has_region));
    if are_languages { english().or_else(any).cloned() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unwraps_values() {
        for (mut value, expected) in [
            (json!({"title": {"type": "text", "$t": "Talks"}}), json!({"title": "Talks"})),
            (json!({"guid": [{"_": "g-1", "$": {"isPermaLink": "false"}}]}), json!({"guid": ["g-1"]})),
            (json!({"title": {"en-US": "Talks", "de-DE": "Treffen"}}), json!({"title": "Talks"})),
            (json!({"title": {"de-DE": "Treffen"}}), json!({"title": "Treffen"})),
            (json!({"author": {"id": 5}}), json!({"author": {"id": 5}})),
            (json!({"author": {"id": 5, "by": "Ann"}}), json!({"author": {"id": 5, "by": "Ann"}})),
        ] {
            flatten(&mut value);
            assert_eq!(value, expected);
        }
    }
}
