//! What a text is by its looks: JSON, HTML, XML or plain text.

/// Names of elements that identify a fragment of HTML.
const ELEMENTS: &[&str] = &[
    "p",
    "br",
    "div",
    "a",
    "span",
    "em",
    "strong",
    "b",
    "i",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "img",
    "figure",
    "blockquote",
    "html",
    "head",
    "body",
    "article",
    "section",
    "table",
    "script",
    "style",
    "main",
    "header",
    "title",
    "meta",
    "link",
];

/// May be JSON by its first letter, or is JSON's null.
pub(super) fn is_json(trimmed: &str) -> bool {
    trimmed.starts_with(['{', '[', '"']) || trimmed.trim_end() == "null"
}

/// Is JSON, whole or broken, by its beginning: a brace and a quotation mark, a bracket and a brace.
pub(super) fn is_surely_json(trimmed: &str) -> bool {
    let mut letters = trimmed.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('{'), next) => matches!(next, Some('"' | '}') | None),
        (Some('['), next) => matches!(next, Some('{' | '"' | ']') | None),
        _ => false,
    }
}

/// Has a tag that HTML knows, closed or void: not merely a `<` somewhere.
pub(super) fn looks_like_html(text: &str) -> bool {
    text.match_indices('<').take(400).any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        if rest.starts_with("!DOCTYPE") || rest.starts_with("!doctype") {
            return true;
        }
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, after) = rest.split_at_checked(length).unwrap_or(("", rest));
        ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name))
            && after.starts_with(['>', ' ', '/', '\n', '\t'])
            && after.get(..after.len().min(4000)).unwrap_or(after).contains('>')
    })
}

/// The root elements of news in XML, without prefixes.
const ROOTS: &[&str] = &[
    "newsItem",
    "newsMessage",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "catalogItem",
    "NewsML",
    "nitf",
    "rss",
    "feed",
    "entry",
    "RDF",
    "urlset",
    "sitemapindex",
];

/// The root element of an XML document that is not XHTML.
pub(super) fn xml_root(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    let declared = rest.starts_with("<?xml");
    while let Some(after) = after_prologue(rest) {
        rest = after.trim_start();
    }
    let name: String = rest
        .strip_prefix('<')?
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, ':' | '-' | '_' | '.'))
        .collect();
    let local = name.rsplit(':').next().unwrap_or(&name);
    (ROOTS.contains(&local) || declared && !local.is_empty() && !local.eq_ignore_ascii_case("html")).then_some(name)
}

/// What follows a declaration, an instruction, a comment or a document type, with the entities that it may define.
fn after_prologue(text: &str) -> Option<&str> {
    if text.starts_with("<?") {
        return Some(text.split_once("?>")?.1);
    }
    if text.starts_with("<!--") {
        return Some(text.split_once("-->")?.1);
    }
    let declaration = text.strip_prefix("<!")?;
    let (opening, end) = (declaration.find('['), declaration.find('>')?);
    match opening.filter(|opening| *opening < end) {
        Some(opening) => Some(declaration.get(opening..)?.split_once(']')?.1.trim_start().strip_prefix('>')?),
        None => declaration.get(end + 1..),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_html_from_text() {
        assert!(looks_like_html("<p>Talks began.</p>"));
        assert!(looks_like_html("One<br/>two"));
        assert!(!looks_like_html("The price fell from 5 to <3 and b<a rose"));
        assert!(!looks_like_html("He wrote <sic> & left"));
    }

    #[test]
    fn tells_xml_from_html() {
        assert_eq!(xml_root("<?xml version=\"1.0\"?>\n<newsItem guid=\"x\">").as_deref(), Some("newsItem"));
        assert_eq!(xml_root("<?xml version=\"1.0\"?><html><body>"), None);
        assert_eq!(xml_root("<p>Talks"), None);
        let feed = "<!-- a > b --><!DOCTYPE rss [<!ENTITY a \"b\">]>\n<rss version=\"2.0\">";
        assert_eq!(xml_root(feed).as_deref(), Some("rss"));
        assert_eq!(xml_root("<atom:feed xmlns:atom=\"x\">").as_deref(), Some("atom:feed"));
    }
}
