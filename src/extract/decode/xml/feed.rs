//! RSS and Atom → objects with the fields that feedparser gives them.

use serde_json::{Value, json};

use super::Fields;
use super::markup::html;
use super::tree::{Element, Space};

/// The items of a feed of any version: below its channel, beside it (RDF), or the item itself.
pub(super) fn items(root: &Element) -> Vec<(usize, Fields)> {
    let mut found = Vec::new();
    if matches!(root.name.as_str(), "item" | "entry") {
        found.push(root);
    }
    for name in ["item", "entry", "deleted-entry"] {
        root.outermost(name, &mut found);
    }
    found.sort_by_key(|item| item.line);
    // An item alone has no feed around it.
    let channel = root.find("channel").or_else(|| (root.name == "feed").then_some(root));
    found.into_iter().map(|item| (item.line, article(item, channel))).collect()
}

fn article(item: &Element, channel: Option<&Element>) -> Fields {
    let mut fields = Fields::default();
    if item.name == "deleted-entry" {
        // RFC 6721.
        fields.set("id", item.attribute("ref").map(str::to_owned));
        fields.set("pubstatus", Some("canceled".to_owned()));
        return fields;
    }
    let link = link(item);
    let guid = own(item, &["guid", "id"]).or_else(|| item.attribute("about").map(str::to_owned));
    fields.set("id", guid.clone().or_else(|| link.clone()));
    let is_address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
    fields.set("link", link.or_else(|| guid.filter(is_address)));
    fields.set("title", own(item, &["title"]).or_else(|| of(item, Space::DublinCore, &["title"])));
    body(item, &mut fields);
    let issued = || of(item, Space::DublinCore, &["issued", "created", "date", "available"]);
    fields.set("published", own(item, &["pubDate", "published", "issued", "created"]).or_else(issued));
    let modified = || of(item, Space::DublinCore, &["modified"]);
    let changed = own(item, &["updated", "modified"]).or_else(|| of(item, Space::Atom, &["updated"])).or_else(modified);
    fields.set("updated", changed);
    fields.set("language", language(item).or_else(|| language(channel?)));
    fields.set("publisher", publisher(item, channel));
    fields.list("authors", authors(item));
    let categories = item.all("category").filter(|category| category.space != Space::Extension);
    fields.list(
        "category",
        categories
            .filter_map(|category| {
                let label = category.attribute("label").or_else(|| category.attribute("term")).map(str::to_owned);
                label.or_else(|| filled(category))
            })
            .collect(),
    );
    fields
}

/// The text of the first child of one of the names in the feed's own vocabulary.
fn own(item: &Element, names: &[&str]) -> Option<String> {
    let is_own =
        |child: &&Element| child.space == Space::Own || child.space == Space::Atom && item.space == Space::Atom;
    names.iter().find_map(|name| item.all(name).filter(is_own).find_map(filled))
}

fn of(item: &Element, space: Space, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| item.all(name).filter(|child| child.space == space).find_map(filled))
}

fn filled(element: &Element) -> Option<String> {
    let text = element.text();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text in full, and a summary of it.
fn body(item: &Element, fields: &mut Fields) {
    let encoded = || ["encoded", "full-text"].iter().find_map(|name| item.all(name).find_map(filled));
    let content = item.all("content").find(|child| child.space != Space::Extension);
    if let Some(text) = encoded() {
        fields.set("content_html", Some(text));
    } else if let Some(content) = content.filter(|content| content.attribute("src").is_none()) {
        let (name, text) = construct(content);
        fields.set(name, text);
    } else if let Some(body) = item.all("body").next() {
        fields.set("content_html", Some(html(body)));
    }
    let summary =
        item.all("summary").find(|child| child.space != Space::Extension).and_then(|summary| construct(summary).1);
    let described =
        || own(item, &["description"]).or_else(|| of(item, Space::DublinCore, &["description", "abstract"]));
    let extended = || ["description", "summary"].iter().find_map(|name| item.find(name).and_then(filled));
    fields.set("summary", summary.or_else(described).or_else(extended));
}

/// Atom's text construct: the field that holds such a text, and the text.
fn construct(element: &Element) -> (&'static str, Option<String>) {
    match element.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => {
            ("content_html", Some(html(element)).filter(|html| !html.trim().is_empty()))
        }
        "html" | "text/html" => ("content_html", filled(element)),
        // Producers call text what is markup; its looks decide.
        _ => ("content", filled(element)),
    }
}

fn link(item: &Element) -> Option<String> {
    let links = || item.all("link").filter(|link| link.space != Space::Extension);
    let is_page = |link: &&Element| matches!(link.attribute("rel"), None | Some("alternate"));
    let original = item.all("origLink").find_map(filled);
    let named =
        links().filter(is_page).find_map(|link| link.attribute("href").map(str::to_owned).or_else(|| filled(link)));
    original.or(named)
}

fn language(element: &Element) -> Option<String> {
    let child = || element.all("language").find_map(filled);
    element.attribute("lang").map(str::to_owned).or_else(child)
}

/// The publisher that the item names; else the feed's own title.
fn publisher(item: &Element, channel: Option<&Element>) -> Option<String> {
    let source = item.all("source").next().filter(|source| source.space != Space::Extension);
    let source = source.and_then(|source| source.at(&["title"]).map_or_else(|| filled(source), filled));
    let named = source.or_else(|| of(item, Space::DublinCore, &["publisher"]));
    let of_feed = || of(channel?, Space::DublinCore, &["publisher"]).or_else(|| own(channel?, &["title"]));
    named.or_else(of_feed)
}

fn authors(item: &Element) -> Vec<String> {
    let creators: Vec<String> =
        item.all("creator").filter(|creator| creator.space == Space::DublinCore).filter_map(filled).collect();
    if !creators.is_empty() {
        return creators;
    }
    let named = |author: &Element| author.at(&["name"]).map_or_else(|| filled(author).map(person), filled);
    let own: Vec<String> =
        item.all("author").filter(|author| author.space != Space::Extension).filter_map(named).collect();
    if own.is_empty() { item.all("author").filter_map(named).collect() } else { own }
}

/// RSS writes authors as `address (name)`.
fn person(author: String) -> String {
    let name = author.split_once('(').and_then(|(address, rest)| {
        address.contains('@').then(|| rest.trim_end().trim_end_matches(')').trim().to_owned())
    });
    name.filter(|name| !name.is_empty()).unwrap_or(author)
}

impl Fields {
    /// Sets a field to a list of strings, unless it is empty.
    fn list(&mut self, name: &str, values: Vec<String>) {
        if !values.is_empty() {
            self.0.insert(name.to_owned(), Value::from(values));
        }
    }

    /// Sets a field, unless there is no value.
    pub(super) fn set(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), json!(value));
        }
    }
}
