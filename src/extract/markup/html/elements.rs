//! What the elements of HTML are to a reader of the story.

use crate::model::SectionKind;

/// Elements whose content no reader of the story reads.
pub(super) const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "nav", "aside",
    "form", "button", "select", "textarea", "head", "title", "audio", "video", "map", "dialog", "menu",
];
/// Elements without content.
pub(super) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that open and close a paragraph.
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "hgroup",
];
/// Elements that end where the next of their name begins.
pub(super) const SIBLINGS: &[&str] = &["p", "li", "dt", "dd", "td", "th", "tr", "option"];
/// Words of a class or id that mark what is not the story, compared whole between hyphens and underscores.
const BOILERPLATE_CLASSES: &[&str] = &[
    "share",
    "sharing",
    "social",
    "newsletter",
    "related",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "promo",
    "cookie",
    "cookies",
    "comments",
    "byline",
    "breadcrumb",
    "breadcrumbs",
    "subscribe",
    "paywall",
    "signup",
    "recirculation",
    "outbrain",
    "taboola",
    "copyright",
];

/// What an element, or a word of its class, says about its content.
pub(super) fn kind_of(name: &str, words: &[String]) -> Option<SectionKind> {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    match name {
        "figure" | "figcaption" => Some(SectionKind::Caption),
        "body" | "html" | "main" | "article" => None,
        "address" | "footer" => Some(SectionKind::Boilerplate),
        _ if has(&["caption", "captions"]) => Some(SectionKind::Caption),
        _ if has(BOILERPLATE_CLASSES) => Some(SectionKind::Boilerplate),
        _ => None,
    }
}
