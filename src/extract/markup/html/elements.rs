//! What the elements of HTML are to a reader of the story.

use super::outline::Element;
use crate::model::SectionKind;

/// Elements whose content no reader of the story reads.
pub(super) const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "button",
    "select", "textarea", "title", "audio", "video", "map",
];
/// Elements that stand beside the story, unless they hold it.
pub(super) const ASIDE: &[&str] = &["head", "nav", "aside", "dialog", "menu"];
/// Elements that only a whole page has.
pub(super) const PAGE: &[&str] = &["html", "head", "body", "title"];
/// Elements without content.
pub(super) const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// The element without content that states a fact about what is around it.
pub(super) const FACT: &str = "meta";
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
    "head",
    "nav",
    "aside",
    "form",
    "dialog",
    "menu",
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

/// What an element of a fragment says about its content.
pub(super) fn kind_of(element: &Element) -> Option<SectionKind> {
    let has = |known: &[&str]| words_of(element).any(|word| known.contains(&word.as_str()));
    match element.name.as_str() {
        "body" | "html" | "main" | "article" => None,
        "address" | "footer" => Some(SectionKind::Boilerplate),
        _ if is_caption(element) => Some(SectionKind::Caption),
        _ if has(BOILERPLATE_CLASSES) => Some(SectionKind::Boilerplate),
        _ => None,
    }
}

/// Whether an element holds the caption of a picture.
pub(super) fn is_caption(element: &Element) -> bool {
    matches!(element.name.as_str(), "figure" | "figcaption")
        || words_of(element).any(|word| matches!(word.as_str(), "caption" | "captions"))
}

fn words_of(element: &Element) -> impl Iterator<Item = String> {
    element.tokens.iter().flat_map(|token| words(token))
}

/// The words of a class or id in lower case: between hyphens, underscores and humps.
pub(super) fn words(token: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in token.chars().take(120) {
        if !letter.is_alphabetic() || letter.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = letter.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphabetic()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
