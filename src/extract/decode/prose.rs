//! What looks like the text of an article, and what stands beside one.

use super::names::normal;
use super::{aliases, fields, shape, source};

/// Beginnings of the names of fields that may have sentences and are no article's text.
const BESIDE: &[&str] = &[
    "title",
    "headline",
    "caption",
    "alt",
    "copyright",
    "rights",
    "usage",
    "license",
    "licence",
    "terms",
    "disclaimer",
    "credit",
    "byline",
    "author",
    "creator",
    "contributor",
    "publisher",
    "source",
    "image",
    "photo",
    "picture",
    "video",
    "audio",
    "media",
    "multimedia",
    "rendition",
    "association",
    "related",
    "link",
    "keyword",
    "tag",
    "categor",
    "subject",
    "place",
    "location",
    "seo",
    "meta",
    "opengraph",
    "og",
    "twitter",
    "schema",
    "subtitle",
    "subhead",
    "kicker",
    "slug",
    "url",
    "name",
    "address",
    "bio",
    "note",
    "ednote",
    "comment",
    "useragent",
    "header",
    "query",
    "embed",
    "script",
    "css",
    "advert",
    "breadcrumb",
    "sys",
    "context",
];

/// Whether a name says that its field is no article's text.
pub(super) fn is_beside(name: &str) -> bool {
    let name = normal(name);
    // The name of a text beside such a word: `source_text`, `subject_body`.
    let is_text = ["text", "body", "content", "story"].iter().any(|end| name.ends_with(end))
        && !["alt", "caption", "credit", "copyright", "link", "image", "meta"]
            .iter()
            .any(|start| name.starts_with(start));
    let is_summary = aliases::SUMMARY.iter().any(|summary| normal(summary) == name);
    is_summary || !is_text && BESIDE.iter().any(|start| name.starts_with(start))
}

/// Sentences, many words, markup or many letters of a script without spaces; no address and no encoded bytes.
pub(super) fn looks_like_text(text: &str) -> bool {
    let text = text.trim();
    if source::is_address(text) || text.starts_with("data:") || fields::is_nothing(text) || shape::is_surely_json(text)
    {
        return false;
    }
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let foreign = text.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii()).count();
    let is_prose = letters * 2 >= text.chars().filter(|letter| !letter.is_whitespace()).count();
    let ends = [".", "!", "?", "…", ".\"", ".”", "。", "؟"];
    let has_sentence =
        || ends.iter().any(|end| text.ends_with(end)) || [". ", "! ", "? "].iter().any(|end| text.contains(end));
    (is_prose && words >= 5 && has_sentence())
        || (is_prose && words >= 12)
        || (words >= 3 && shape::looks_like_html(text))
        || foreign >= 60
}
