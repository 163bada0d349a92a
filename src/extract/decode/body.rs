//! Where the words of an article are: by role, by name, by shape.

use serde_json::Value;

use super::names::{TextName, same, text_name};
use super::{aliases, blocks, fields, fields::Object, kind, nested, prose};
use crate::model::{Body, BodyFormat};

/// Roles of ninjs bodies and headlines that are the thing itself, the best first.
const MAIN_ROLES: &[&str] = &["main", "text", "plain", "body", "default", "story"];

/// The full text of an article.
pub(super) fn full(object: &Object) -> Option<Body> {
    let listed = || aliases::TEXT.iter().find_map(|(name, format)| text_in(fields::get(object, name)?, *format));
    renderings(fields::get(object, "bodies")).or_else(listed).or_else(|| named(object)).or_else(|| prefixed(object))
}

/// The longest of the texts that only sum an article up.
pub(super) fn summary(object: &Object) -> Option<Body> {
    let descriptions = renderings(fields::get(object, "descriptions"));
    descriptions.or_else(|| {
        let found = aliases::SUMMARY.iter().filter_map(|name| blocks::body(fields::get(object, name)?, None));
        found.rev().max_by_key(|body| blocks::words(&body.text, body.format).len())
    })
}

/// The headline, as it is written.
pub(super) fn title(object: &Object) -> Option<String> {
    let by_role = renderings(fields::get(object, "headlines")).map(|body| body.text);
    by_role.or_else(|| fields::string(object, aliases::TITLE)).or_else(|| {
        let prefixed = object.iter().filter(|(key, _)| starts_with(key, "headline_"));
        prefixed.filter_map(|(_, value)| fields::scalar(value)).map(std::borrow::Cow::into_owned).next()
    })
}

/// The headline, if it can stand for an article: `name` may be that of anything.
pub(super) fn headline_alone(object: &Object) -> Option<String> {
    let is_name = |title: &String| {
        let named = fields::string(object, &["name"]);
        named.as_ref() == Some(title)
            && !kind::is_article_node(object)
            && fields::first(object, aliases::PUBLISHED).is_none()
    };
    title(object).filter(|title| title.chars().any(char::is_alphabetic) && !is_name(title))
}

/// The text in a value that is no article by itself.
fn text_in(value: &Value, format: Option<BodyFormat>) -> Option<Body> {
    if value.as_object().is_some_and(is_article) || value.as_array().is_some_and(|items| are_articles(items)) {
        return None;
    }
    renderings(Some(value)).or_else(|| blocks::body(value, format))
}

/// Whether an object below a name for texts is an article, with a headline or a date of its own beside its text. Only its
/// own fields are looked at, so that nesting takes no time.
fn is_article(object: &Object) -> bool {
    let is_text = |name: &str| text_name(name).is_some() || aliases::TEXT.iter().any(|(known, _)| same(known, name));
    let may_hold = |(name, value): (&String, &Value)| {
        !fields::is_empty(value) && (is_text(name) || value.is_object() && nested::is_around(name))
    };
    !object.contains_key("sections")
        && [aliases::TITLE, aliases::PUBLISHED].iter().any(|paths| fields::first(object, paths).is_some())
        && object.iter().any(may_hold)
}

fn are_articles(items: &[Value]) -> bool {
    let has = |object: &Object, paths| fields::first(object, paths).is_some();
    items.iter().any(|item| {
        item.as_object()
            .is_some_and(|item| has(item, aliases::TITLE) && has(item, aliases::PUBLISHED) && has(item, aliases::ID))
    })
}

/// Names that are put together from words for a text: texts before markup and sources, and both before names of articles.
fn named(object: &Object) -> Option<Body> {
    let mut found: Vec<(TextName, &Value)> =
        object.iter().filter_map(|(name, value)| Some((text_name(name)?, value))).collect();
    found.sort_by_key(|(name, _)| *name);
    found.into_iter().find_map(|(name, value)| {
        let body = text_in(value, None)?;
        // What may be an id, a link or a number of an article is read only if it looks like one.
        (name != TextName::Article || prose::looks_like_text(&body.text)).then_some(body)
    })
}

/// `body_*` of ninjs 1.
fn prefixed(object: &Object) -> Option<Body> {
    let mut bodies = object.iter().filter(|(key, value)| starts_with(key, "body_") && !value.is_number());
    bodies.find_map(|(_, value)| blocks::body(value, None).filter(|body| prose::looks_like_text(&body.text)))
}

fn starts_with(key: &str, prefix: &str) -> bool {
    key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The best of several renderings of one text: a list of values with roles or media types, as ninjs and feedparser write
/// it. What is no such list is none.
fn renderings(value: Option<&Value>) -> Option<Body> {
    let items = value?.as_array()?;
    let mut candidates: Vec<(Rank, Body)> = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let object = item.as_object()?;
        let role = fields::string(object, &["role"]).map(|role| role.to_ascii_lowercase());
        let media = fields::string(object, &["contenttype", "mimetype", "mediatype", "type"]);
        let media = media.map(|media| media.to_ascii_lowercase()).filter(|media| media.contains('/'));
        if role.is_none() && media.is_none() {
            return None;
        }
        let format = media.as_deref().and_then(format_of);
        let Some(body) = blocks::body(item, format) else { continue };
        let main = role.as_ref().map_or(1, |role| main_rank(role));
        let is_html = body.format == BodyFormat::Html;
        candidates.push(((main == MAIN_ROLES.len(), is_html, main, position), body));
    }
    let (best, first) = candidates.iter().min_by_key(|(rank, _)| *rank)?.clone();
    // Several of one role and form are the parts of one text.
    let parts: Vec<Value> = candidates
        .into_iter()
        .filter(|((other, is_html, main, _), _)| (*other, *is_html, *main) == (best.0, best.1, best.2))
        .map(|(_, body)| Value::String(body.text))
        .collect();
    blocks::body(&Value::Array(parts), Some(first.format))
}

/// Not the text itself, markup, place of the role, place in the list: the least is the best.
type Rank = (bool, bool, usize, usize);

fn main_rank(role: &str) -> usize {
    MAIN_ROLES.iter().position(|known| *known == role).unwrap_or(MAIN_ROLES.len())
}

/// The format that a media type denotes.
pub(super) fn format_of(content_type: &str) -> Option<BodyFormat> {
    match content_type {
        _ if content_type.contains("html") || content_type.contains("xml") => Some(BodyFormat::Html),
        _ if content_type.contains("plain") => Some(BodyFormat::Plain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value) -> (String, BodyFormat) {
        let body = full(value.as_object().unwrap()).unwrap_or_else(|| panic!("{value}"));
        (body.text, body.format)
    }

    #[test]
    fn prefers_plain_main_bodies() {
        let value = json!({"bodies": [{"role": "main", "contentType": "text/html", "value": "<p>a</p>"},
            {"role": "teaser", "contentType": "text/plain", "value": "b"}, {"role": "text", "contentType": "text/plain", "value": "c"}]});
        assert_eq!(check(&value), ("c".to_owned(), BodyFormat::Plain));
    }

    #[test]
    fn joins_blocks_and_paragraphs() {
        for value in [
            json!({"body": {"summary": ["One."], "sections": [{"headline": [], "paragraphs": ["Two.", "Three."]}]}}),
            json!({"body": ["One.", "Two.", "Three."]}),
            json!({"paragraphs": [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]}),
            json!({"content_elements": [{"type": "text", "content": "One."}, {"type": "image", "caption": "No.", "url": "https://x.example/1.jpg"},
                {"type": "list", "items": [{"type": "text", "content": "Two."}]}, {"type": "quote", "content_elements": [{"type": "text", "content": "Three."}]}]}),
            json!({"body": {"blocks": [{"type": "header", "data": {"text": "One.", "level": 2}}, {"type": "image", "data": {"caption": "No."}},
                {"type": "list", "data": {"style": "ordered", "items": ["Two.", "Three."]}}]}}),
            json!({"content": {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "One."}]},
                {"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Two."}]}]}]},
                {"type": "paragraph", "content": [{"type": "text", "text": "Thr"}, {"type": "text", "marks": [{"type": "bold"}], "text": "ee."}]}]}}),
            json!({"body": {"nodeType": "document", "data": {}, "content": [
                {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": "One.", "marks": [], "data": {}}]},
                {"nodeType": "embedded-asset-block", "data": {"target": {}}, "content": []},
                {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": "T", "marks": []},
                    {"nodeType": "hyperlink", "data": {"uri": "https://x.example"}, "content": [{"nodeType": "text", "value": "wo.", "marks": []}]}]},
                {"nodeType": "heading-2", "content": [{"nodeType": "text", "value": "Three."}]}]}}),
            json!({"body": [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "One."}]},
                {"_type": "image", "asset": {"_ref": "image-1"}},
                {"_type": "block", "children": [{"_type": "span", "text": "Two."}]}, {"_type": "block", "children": [{"_type": "span", "text": "Three."}]}]}),
            json!({"content": [{"children": [{"text": "One."}]}, {"type": "paragraph", "children": [{"text": "Two", "bold": true}, {"text": "."}]}, {"children": [{"text": "Three."}]}]}),
            json!({"content": {"root": {"type": "root", "children": [{"type": "paragraph", "children": [{"type": "text", "text": "One."}]},
                {"type": "paragraph", "children": [{"type": "text", "text": "Two."}]}, {"type": "paragraph", "children": [{"type": "text", "text": "Three."}]}]}}}),
            json!({"body": {"blocks": [{"key": "a", "type": "unstyled", "text": "One."}, {"key": "b", "type": "unstyled", "text": "Two."},
                {"key": "c", "type": "unstyled", "text": "Three."}], "entityMap": {}}}),
            json!({"content": "{\"blocks\": [{\"type\": \"paragraph\", \"data\": {\"text\": \"One.\"}}, {\"type\": \"paragraph\", \"data\": {\"text\": \"Two.\"}}, {\"type\": \"paragraph\", \"data\": {\"text\": \"Three.\"}}]}"}),
            json!({"blocks": [{"type": "paragraph", "paragraph": {"rich_text": [{"type": "text", "text": {"content": "One."}, "plain_text": "One."}]}},
                {"type": "image", "image": {"caption": [{"plain_text": "No."}]}},
                {"type": "paragraph", "paragraph": {"rich_text": [{"plain_text": "Two."}]}}, {"type": "quote", "quote": {"rich_text": [{"plain_text": "Three."}]}}]}),
        ] {
            assert_eq!(check(&value), ("One.\n\nTwo.\n\nThree.".to_owned(), BodyFormat::Plain), "{value}");
        }
    }

    #[test]
    fn joins_markup_as_markup() {
        for (value, expected) in [
            (
                json!({"blocks": {"body": [{"id": "1", "bodyHtml": "<p>One.</p>", "bodyTextSummary": "One."}, {"id": "2", "bodyHtml": "<p>Two.</p>"}]}}),
                "<div><p>One.</p></div><div><p>Two.</p></div>",
            ),
            (
                json!({"body": [{"blockName": "core/paragraph", "attrs": {}, "innerBlocks": [], "innerHTML": "<p>One.</p>", "innerContent": ["<p>One.</p>"]},
                {"blockName": "core/image", "attrs": {}, "innerHTML": "<figure>No.</figure>"},
                {"blockName": "core/paragraph", "innerHTML": "<p>Two.</p>"}]}),
                "<div><p>One.</p></div><div><p>Two.</p></div>",
            ),
            (json!({"body": ["A & B < C.", "D <b>E</b>."]}), "<p>A &amp; B &lt; C.</p><div>D <b>E</b>.</div>"),
        ] {
            assert_eq!(check(&value), (expected.to_owned(), BodyFormat::Html), "{value}");
        }
    }

    #[test]
    fn takes_one_of_several_renderings() {
        for value in [
            json!({"content": [{"type": "text/html", "value": "<p>One.</p>"}, {"type": "text/plain", "value": "One."}]}),
            json!({"content": [{"type": "text", "value": "One."}]}),
            json!({"bodies": [{"role": "teaser", "value": "No."}, {"role": "main", "value": "One."}]}),
        ] {
            assert_eq!(check(&value).0, "One.", "{value}");
        }
        let same = "Talks about the border began in Riga on Monday.";
        let value =
            json!({"content": [{"type": "text", "value": same}, {"type": "html", "value": format!("<p>{same}</p>")}]});
        assert_eq!(check(&value).0, same);
    }

    #[test]
    fn takes_the_longest_summary() {
        let value = json!({"excerpt": "Talks.", "summary": "Talks began in Riga.", "content": ""});
        assert_eq!(summary(value.as_object().unwrap()).unwrap().text, "Talks began in Riga.");
    }
}
