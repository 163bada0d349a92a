//! Names of fields, however a producer spells them: `bodyText`, `body_text` and `Body-Text` are one name.

/// Words for the whole of an article's text.
const TEXTS: &[&str] =
    &["text", "body", "content", "contents", "html", "xhtml", "nitf", "markdown", "paragraphs", "plaintext"];
/// Words for an article, which may also name an envelope, an id or a link.
const ARTICLES: &[&str] = &["article", "story", "document", "post", "copy", "transcript"];
/// Words that may stand beside them.
const BESIDE: &[&str] = &[
    "main",
    "full",
    "plain",
    "clean",
    "cleaned",
    "cleansed",
    "raw",
    "extracted",
    "event",
    "news",
    "page",
    "doc",
    "entry",
    "item",
    "rendered",
    "encoded",
    "original",
    "complete",
    "entire",
    "whole",
    "long",
    "rich",
    "parsed",
    "simple",
    "formatted",
    "edited",
    "processed",
    "stripped",
    "normalized",
    "normalised",
    "sanitized",
    "sanitised",
    "final",
    "inner",
    "web",
    "feed",
    "site",
    "display",
    "en",
    "eng",
    "english",
    "translated",
    "bodies",
    "texts",
    "md",
    "editor",
];

/// What a name says of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TextName {
    /// The text of an article.
    Text,
    /// The text as markup, or before cleaning.
    Source,
    /// An article, which may be its text.
    Article,
}

fn letters(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b'.' | b':' | b' ')).map(|byte| byte.to_ascii_lowercase())
}

/// Whether two names are one but for case and separators.
pub(super) fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// A name without case and separators.
pub(super) fn normal(name: &str) -> String {
    letters(name).map(char::from).collect()
}

/// Whether a name is put together from words for an article's text, such as `cleaned_text`, `articleHtml` or `post-content`.
pub(super) fn text_name(name: &str) -> Option<TextName> {
    let name = normal(name);
    if name.len() > 40 {
        return None;
    }
    let words = split(&name)?;
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    match () {
        () if has(TEXTS) && has(&["html", "xhtml", "nitf", "raw"]) => Some(TextName::Source),
        () if has(TEXTS) => Some(TextName::Text),
        () if has(ARTICLES) => Some(TextName::Article),
        () => None,
    }
}

/// The known words that a name consists of, if it consists of nothing else.
fn split(name: &str) -> Option<Vec<&'static str>> {
    if name.is_empty() {
        return Some(Vec::new());
    }
    let known = TEXTS.iter().chain(ARTICLES).chain(BESIDE);
    known.filter_map(|word| Some((*word, name.strip_prefix(word)?))).find_map(|(word, rest)| {
        let mut words = split(rest)?;
        words.push(word);
        Some(words)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for (one, other, expected) in [
            ("bodyText", "body_text", true),
            ("Full Text", "full-text", true),
            ("_id", "id", true),
            ("content:encoded", "contentEncoded", true),
            ("event.original", "event_original", true),
            ("@id", "id", false),
            ("context", "content", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn tells_the_names_of_texts() {
        for (name, expected) in [
            ("cleaned_text", Some(TextName::Text)),
            ("textContent", Some(TextName::Text)),
            ("article_html", Some(TextName::Source)),
            ("raw_content", Some(TextName::Source)),
            ("StoryText", Some(TextName::Text)),
            ("content:encoded", Some(TextName::Text)),
            ("fullArticle", Some(TextName::Article)),
            ("story", Some(TextName::Article)),
            ("content_type", None),
            ("text_length", None),
            ("context", None),
            ("article_id", None),
            ("alt_text", None),
            ("page", None),
            ("", None),
        ] {
            assert_eq!(text_name(name), expected, "{name}");
        }
    }
}
