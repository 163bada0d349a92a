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

/// May be JSON by its first letter.
pub(super) fn is_json(trimmed: &str) -> bool {
    trimmed.starts_with(['{', '[', '"'])
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

/// The root element of an XML document that is not XHTML.
pub(super) fn xml_root(text: &str) -> Option<String> {
    let mut rest = text.trim_start();
    let declared = rest.starts_with("<?xml");
    while rest.starts_with("<?") || rest.starts_with("<!") {
        rest = rest.split_once('>')?.1.trim_start();
    }
    let name: String = rest
        .strip_prefix('<')?
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, ':' | '-' | '_'))
        .collect();
    let known = matches!(
        name.as_str(),
        "newsItem" | "newsMessage" | "NewsML" | "nitf" | "rss" | "feed" | "rdf:RDF" | "urlset" | "packageItem"
    );
    (known || declared && !name.eq_ignore_ascii_case("html")).then_some(name)
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
    }
}
