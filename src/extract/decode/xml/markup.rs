//! The markup of a story in XHTML or NITF → HTML, which cleaning reads.

use super::tree::{Element, Node};

/// Elements of NITF that say something of the story and are none of it.
const LEFT_OUT: &[&str] =
    &["media-metadata", "media-producer", "media-reference", "media-object", "script", "style", "note"];

/// The content of an element as HTML.
pub(super) fn html(element: &Element) -> String {
    let mut html = String::new();
    content(element, &mut html);
    html
}

fn content(element: &Element, html: &mut String) {
    for node in element.nodes() {
        match node {
            Node::Text(text) => escape(text, html),
            Node::Element(inner) if LEFT_OUT.contains(&inner.name.as_str()) => {}
            Node::Element(inner) => tagged(inner, html),
        }
    }
}

fn tagged(element: &Element, html: &mut String) {
    let name = match element.name.as_str() {
        "block" | "bq" | "nitf-table" | "pre" | "body.content" => "div",
        "hl1" => "h1",
        "hl2" => "h2",
        "media" => "figure",
        "media-caption" => "figcaption",
        // Names, places and dates within a sentence.
        "person" | "org" | "location" | "city" | "country" | "region" | "state" | "chron" | "event" | "function"
        | "money" | "num" | "object.title" | "virtloc" | "lang" | "pronounce" | "postaddr" | "copyrite"
        | "sublocation" => "span",
        other => other,
    };
    html.push('<');
    html.push_str(name);
    if let Some(class) = element.attribute("class") {
        html.push_str(" class=\"");
        escape(class, html);
        html.push('"');
    }
    html.push('>');
    if name != "br" {
        content(element, html);
        html.push_str("</");
        html.push_str(name);
        html.push('>');
    }
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    #[test]
    fn elements_of_nitf_become_those_of_html() {
        let source = "<body.content><block><hl2>Vote</hl2><p>In <location><city>Riga</city></location>, 5 &lt; 6.<br/>So.</p></block>\
            <media><media-caption>A port.</media-caption><media-producer>Roe</media-producer></media></body.content>";
        assert_eq!(
            html(&parse(source).unwrap()),
            "<div><h2>Vote</h2><p>In <span><span>Riga</span></span>, 5 &lt; 6.<br>So.</p></div><figure><figcaption>A port.</figcaption></figure>"
        );
    }
}
