//! The words in a value of any shape: a string, paragraphs, the blocks and trees of editors.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::block_names::{CHILDREN, INLINE, NO_STORY, WHOLE, WORDS};
use super::{fields, fields::Object, names, shape};
use crate::model::{Body, BodyFormat};

/// A paragraph of so many letters may stand in a text twice.
const SHORT: usize = 20;

/// One paragraph or more, and how it is written.
type Piece = (String, BodyFormat);

/// The words in a value, in its order, without pictures, embeds and what stands there twice.
pub(super) fn body(value: &Value, format: Option<BodyFormat>) -> Option<Body> {
    let mut pieces = Vec::new();
    collect(value, format, &mut pieces);
    joined(pieces)
}

/// Whether a block is a picture, an embed or the like.
pub(super) fn is_no_story(value: &Value) -> bool {
    value.as_object().and_then(kind).is_some_and(|kind| {
        let mut words = kind.split(|letter: char| !letter.is_ascii_alphanumeric());
        words.any(|word| NO_STORY.contains(&word))
    })
}

/// What kind of block an object says to be, in lower case; words of a name in camel case are kept apart.
fn kind(object: &Object) -> Option<String> {
    let named = ["_type", "type", "nodeType", "blockName", "__typename", "__component", "object"];
    let kind = named.iter().find_map(|name| object.get(*name)?.as_str())?;
    let mut lower = String::new();
    for letter in kind.chars() {
        if letter.is_ascii_uppercase() && !lower.is_empty() {
            lower.push('-');
        }
        lower.push(letter.to_ascii_lowercase());
    }
    Some(lower)
}

fn collect(value: &Value, format: Option<BodyFormat>, pieces: &mut Vec<Piece>) {
    match value {
        Value::String(text) => match editor_document(text) {
            Some(document) => collect(&document, format, pieces),
            None => push(text, format, pieces),
        },
        Value::Array(items) => items.iter().for_each(|item| collect(item, format, pieces)),
        Value::Object(object) if !is_no_story(value) => block(object, format, pieces),
        _ => {}
    }
}

fn push(text: &str, format: Option<BodyFormat>, pieces: &mut Vec<Piece>) {
    if !fields::is_nothing(text) && !super::source::is_address(text) {
        let html = || if shape::looks_like_html(text) { BodyFormat::Html } else { BodyFormat::Plain };
        pieces.push((text.to_owned(), format.unwrap_or_else(html)));
    }
}

/// A text that is the JSON of an editor's document.
fn editor_document(text: &str) -> Option<Value> {
    let text = text.trim();
    let value: Value = shape::is_surely_json(text).then(|| serde_json::from_str(text).ok())??;
    is_document(&value).then_some(value)
}

/// Whether a value has the blocks of an editor.
pub(super) fn is_document(value: &Value) -> bool {
    let has_blocks =
        |object: &Object| CHILDREN.iter().any(|name| fields::get(object, name).is_some_and(|it| !it.is_string()));
    match value {
        Value::Object(object) => has_blocks(object),
        Value::Array(items) => items.iter().all(|item| item.as_object().and_then(kind).is_some()),
        _ => false,
    }
}

fn block(object: &Object, format: Option<BodyFormat>, pieces: &mut Vec<Piece>) {
    if is_sectioned(object) {
        return sections(object, format, pieces);
    }
    if let Some(text) = paragraph(object) {
        return push(&text, format, pieces);
    }
    let before = pieces.len();
    let words = WORDS.iter().filter_map(|name| fields::get(object, name));
    for value in words.filter(|value| value.is_string()) {
        collect(value, format, pieces);
        if pieces.len() > before {
            break;
        }
    }
    let has_words = pieces.len() > before;
    let own = kind(object);
    let named = own.as_deref().into_iter();
    for name in named.chain(CHILDREN.iter().copied()) {
        let Some(children) = fields::get(object, name).filter(|value| !value.is_string()) else { continue };
        let found = pieces.len();
        // Of a block with words of its own only the blocks below it are read besides.
        if !has_words || children.is_array() {
            collect(children, format, pieces);
        }
        if pieces.len() > found {
            return;
        }
    }
    if !has_words {
        let others = object.iter().filter(|(name, value)| value.is_string() && names::text_name(name).is_some());
        if let Some((_, text)) = others.into_iter().next() {
            collect(text, format, pieces);
        }
    }
}

/// The body of fundus: `summary`, then sections of a headline and paragraphs.
fn is_sectioned(object: &Object) -> bool {
    object.get("sections").is_some_and(Value::is_array) && !object.contains_key("type")
}

fn sections(body: &Object, format: Option<BodyFormat>, pieces: &mut Vec<Piece>) {
    let mut read = |value: Option<&Value>| value.into_iter().for_each(|value| collect(value, format, pieces));
    read(body.get("summary"));
    for section in body.get("sections").and_then(Value::as_array).into_iter().flatten() {
        let Some(inner) = section.as_object().filter(|_| !is_no_story(section)) else {
            read(Some(section));
            continue;
        };
        read(fields::first(inner, &["headline", "heading", "title"]));
        read(fields::first(inner, &["paragraphs", "content", "body", "text", "html", "blocks", "children"]));
    }
}

/// The words of a node whose children are runs of one paragraph.
fn paragraph(object: &Object) -> Option<String> {
    let runs = ["content", "children", "rich_text", "nodes", "leaves", "ops"];
    let (name, items) = runs.iter().find_map(|name| Some((*name, object.get(*name)?.as_array()?)))?;
    let kind = kind(object);
    let is_block = kind.as_deref().is_some_and(|kind| !WHOLE.contains(&kind));
    let are_runs = !items.is_empty() && items.iter().all(is_run);
    if !are_runs || !(is_block || matches!(name, "children" | "rich_text" | "leaves" | "ops") && kind.is_none()) {
        return None;
    }
    let mut text = String::new();
    for item in items {
        run(item, &mut text);
    }
    Some(text)
}

fn is_run(item: &Value) -> bool {
    let Some(object) = item.as_object() else { return false };
    match kind(object) {
        Some(kind) => INLINE.contains(&kind.as_str()),
        None => ["text", "plain_text", "insert"].iter().any(|name| object.contains_key(*name)),
    }
}

/// Adds the words of a run as they are, with their spaces.
fn run(item: &Value, text: &mut String) {
    let Some(object) = item.as_object() else { return };
    let written = ["plain_text", "text", "value", "insert"].iter().find_map(|name| object.get(*name)?.as_str());
    if let Some(written) = written {
        text.push_str(written);
        return;
    }
    if kind(object).is_some_and(|kind| kind.contains("br")) {
        text.push(' ');
    }
    let below = ["content", "children", "nodes", "leaves"].iter().filter_map(|name| object.get(*name)?.as_array());
    below.flatten().for_each(|item| run(item, text));
}

/// The pieces as one body. Where some are markup, all become markup.
fn joined(mut pieces: Vec<Piece>) -> Option<Body> {
    if pieces.len() == 1 {
        let (text, format) = pieces.pop()?;
        return text.chars().any(char::is_alphanumeric).then_some(Body { text, format });
    }
    let mut seen = FxHashSet::default();
    let mut kept: Vec<Piece> = Vec::new();
    for (text, format) in pieces {
        let words = words(&text, format);
        let can_repeat = words.len() <= SHORT;
        // A long paragraph that comes again is the same in another rendering.
        if !words.is_empty() && (seen.insert(words) || can_repeat) {
            kept.push((text, format));
        }
    }
    let format =
        if kept.iter().any(|(_, format)| *format == BodyFormat::Html) { BodyFormat::Html } else { BodyFormat::Plain };
    if kept.len() == 1 || format == BodyFormat::Plain {
        let texts: Vec<String> = kept.into_iter().map(|(text, _)| text).collect();
        return (!texts.is_empty()).then(|| Body { text: texts.join("\n\n"), format });
    }
    let blocks = kept.into_iter().map(|(text, format)| match format {
        BodyFormat::Html => format!("<div>{text}</div>"),
        BodyFormat::Plain => format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;")),
    });
    Some(Body { text: blocks.collect(), format })
}

/// The letters and digits of a text without its tags, to tell the same words in another rendering.
pub(super) fn words(text: &str, format: BodyFormat) -> String {
    let mut in_tag = false;
    let letters = text.chars().filter(|letter| match letter {
        '<' if format == BodyFormat::Html => {
            in_tag = true;
            false
        }
        '>' if in_tag => {
            in_tag = false;
            false
        }
        letter => !in_tag && letter.is_alphanumeric(),
    });
    letters.collect()
}
