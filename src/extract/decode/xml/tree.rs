//! XML → a tree of elements. Document types are passed over, so that nothing they define is read, fetched or unfolded.

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

/// The deepest nesting of elements that is read.
const DEPTH: usize = 128;

/// The vocabulary that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Space {
    /// The document's own, whatever it is.
    #[default]
    Own,
    /// Atom.
    Atom,
    /// Dublin Core and its terms.
    DublinCore,
    /// Media RSS, podcasts and other extensions whose names are those of the feed itself.
    Extension,
}

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub name: String,
    pub space: Space,
    /// The line on which its tag ends.
    pub line: usize,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// What it holds.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.children
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element at a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        match path {
            [] => Some(self),
            [name, rest @ ..] => {
                self.elements().filter(|element| element.name == *name).find_map(|element| element.at(rest))
            }
        }
    }

    /// The first element of a name, however deep.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// The outermost elements of a name, however deep.
    pub(super) fn outermost<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            } else {
                element.outermost(name, found);
            }
        }
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.collect(text),
                Node::Text(part) => text.push_str(part),
            }
        }
    }

    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }
}

/// The root of a document, or what is wrong with it.
pub(super) fn parse(document: &str) -> Result<Element, String> {
    let mut reader = NsReader::from_str(document);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let (mut line, mut counted) = (1, 0);
    loop {
        let (space, event) = match reader.read_resolved_event() {
            Ok((resolved, event)) => (space(&resolved), event),
            Err(error) => {
                return Err(format!(
                    "line {}: {error}",
                    line + breaks(document, counted, reader.error_position() as usize)
                ));
            }
        };
        let at = reader.buffer_position() as usize;
        line += breaks(document, counted, at);
        counted = at;
        match event {
            Event::Start(tag) if open.len() > DEPTH => {
                return Err(format!("line {line}: <{}> is nested more than {DEPTH} levels deep", local(&tag)));
            }
            Event::Start(tag) => open.push(element(&tag, space, line)),
            Event::Empty(tag) => append(&mut open, Node::Element(element(&tag, space, line))),
            Event::End(_) => close(&mut open),
            Event::Text(text) => append_text(&mut open, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => append_text(&mut open, &text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => append_text(&mut open, &resolved(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(unclosed) = open.get(1) {
        return Err(format!("line {line}: the document ends before </{}>", unclosed.name));
    }
    let root = open.pop().map(|document| document.children).unwrap_or_default();
    let root = root.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(|| "the document has no element".to_owned())
}

fn breaks(document: &str, from: usize, to: usize) -> usize {
    document.get(from..to).map_or(0, |read| read.matches('\n').count())
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        append(open, Node::Element(element));
    }
}

fn append(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

/// Appends text, to the text before it if there is one.
fn append_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    if let Some(Node::Text(before)) = parent.children.last_mut() {
        before.push_str(text);
    } else {
        parent.children.push(Node::Text(text.to_owned()));
    }
}

fn local(tag: &BytesStart) -> String {
    tag.local_name().as_ref().to_owned()
}

fn element(tag: &BytesStart, space: Space, line: usize) -> Element {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_html5_entity);
        let value = value.map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
        (attribute.key.local_name().as_ref().to_owned(), value)
    });
    Element { name: local(tag), space, line, attributes: attributes.collect(), children: Vec::new() }
}

/// The letters of a character reference or of an entity that HTML has; others stay as written.
fn resolved(reference: &BytesRef) -> String {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return letter.to_string();
    }
    let name = reference.xml_content(XmlVersion::Implicit1_0);
    resolve_html5_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

/// The vocabulary of an element's namespace; a prefix that is not declared means what it usually does.
fn space(resolved: &ResolveResult) -> Space {
    match resolved {
        ResolveResult::Bound(Namespace(name)) => match *name {
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#" => Space::Atom,
            name if name.starts_with("http://purl.org/dc/") => Space::DublinCore,
            name if [
                "mrss",
                "itunes",
                "play-podcasts",
                "podcast",
                "georss",
                "opengis",
                "slash",
                "thread",
                "feedburner",
                "wellformedweb",
            ]
            .iter()
            .any(|known| name.contains(known)) =>
            {
                Space::Extension
            }
            _ => Space::Own,
        },
        ResolveResult::Unknown(prefix) => match prefix.as_str() {
            "dc" | "dcterms" => Space::DublinCore,
            "atom" => Space::Atom,
            "media" | "itunes" | "slash" | "georss" | "podcast" => Space::Extension,
            _ => Space::Own,
        },
        ResolveResult::Unbound => Space::Own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_put_together_from_all_that_holds_it() {
        let root = parse("<a>Tom &amp; <b>Ann&#8217;s</b> <![CDATA[<c>]]> &eacute;&unknown; R&D</a>").unwrap();
        assert_eq!(root.text(), "Tom & Ann’s <c> é&unknown; R&D");
    }

    #[test]
    fn elements_are_found_whatever_their_prefix() {
        let root = parse("<x:a xmlns:x='http://example.org'><x:b n='1'><c xml:lang='en'/></x:b></x:a>").unwrap();
        assert_eq!(root.at(&["b", "c"]).and_then(|element| element.attribute("lang")), Some("en"));
        assert_eq!(root.find("c").map(|element| element.line), Some(1));
    }

    #[test]
    fn damage_is_told_with_its_line() {
        for (document, line) in [("<a>\n<b></a>", "line 2"), ("<a>\n\n", "line 3"), ("<a>\n<b c=></b></a", "line 2")] {
            assert!(parse(document).unwrap_err().contains(line), "{document}: {:?}", parse(document));
        }
    }

    #[test]
    fn bombs_are_harmless() {
        let entity = |level: usize| format!("<!ENTITY e{level} \"&e{0};&e{0};\">", level - 1);
        let entities = (1..30).map(entity).collect::<Vec<_>>().concat();
        let bomb = format!(
            "<!DOCTYPE a [<!ENTITY e0 \"boom\">{entities}<!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>&e29;&f;</a>"
        );
        assert_eq!(parse(&bomb).unwrap().text(), "&e29;&f;");
        let deep = "<a>".repeat(100_000);
        assert!(parse(&deep).unwrap_err().contains("levels deep"));
    }
}
