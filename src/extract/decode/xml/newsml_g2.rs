//! NewsML-G2 → objects with the fields of ninjs.

use super::markup::html;
use super::tree::Element;
use super::{Fields, line};

/// Kinds of items that only refer to others, or describe what others mention.
const OTHER_ITEMS: [(&str, &str); 4] = [
    ("packageItem", "package"),
    ("conceptItem", "concept"),
    ("knowledgeItem", "knowledge"),
    ("catalogItem", "catalog"),
];

/// The items of a message, or the item itself. Pictures and the like beside a text go with it.
pub(super) fn items(root: &Element) -> Vec<(usize, Fields)> {
    let mut found = Vec::new();
    if root.name == "newsMessage" {
        root.all("itemSet").for_each(|set| found.extend(set.elements()));
    } else {
        found.push(root);
    }
    let has_text = |item: &Element| item.name == "newsItem" && media_class(item).is_none();
    if found.iter().any(|item| has_text(item)) {
        found.retain(|item| has_text(item));
    }
    found.into_iter().map(|item| (item.line, article(item))).collect()
}

/// The kind of an item that has no text to read.
fn media_class(item: &Element) -> Option<String> {
    let other = OTHER_ITEMS.iter().find(|(name, _)| *name == item.name).map(|(_, kind)| (*kind).to_owned());
    let class = || code(item.at(&["itemMeta", "itemClass"])?);
    other.or_else(|| {
        { class().map(|class| if class == "animation" { "graphic".to_owned() } else { class }) }
            .filter(|class| matches!(class.as_str(), "picture" | "graphic" | "audio" | "video"))
    })
}

fn article(item: &Element) -> Fields {
    let mut fields = Fields::default();
    let meta = |name: &str| item.at(&["itemMeta", name]);
    let content = |name: &str| item.at(&["contentMeta", name]);
    fields.set("id", item.attribute("guid").map(str::to_owned));
    fields.set("version", item.attribute("version").map(str::to_owned));
    fields.set("pubstatus", meta("pubStatus").and_then(code));
    if let Some(embargo) = meta("embargoed") {
        // An empty one ends when the provider says so.
        fields.set("embargoed", line(embargo).or_else(|| Some("further notice".to_owned())));
    }
    fields.set("type", media_class(item));
    fields.set("title", headline(item));
    fields.set("firstCreated", meta("firstCreated").or_else(|| content("contentCreated")).and_then(line));
    fields.set("versionCreated", meta("versionCreated").and_then(line));
    fields.set("language", language(item));
    let parties = || [meta("provider"), content("infoSource")].into_iter().flatten();
    let named = parties().find_map(name);
    fields
        .set("publisher", named.or_else(|| parties().find_map(|party| party.attribute("literal").map(str::to_owned))));
    fields.set("byline", content("by").or_else(|| content("creator")?.at(&["name"])).and_then(line));
    fields.set("summary", content("description").and_then(line));
    fields.set("genre", content("genre").and_then(|genre| name(genre).or_else(|| code(genre))));
    body(item, &mut fields);
    fields
}

/// The part of a code behind its scheme: of `stat:canceled`, or of the address that stands for it.
fn code(element: &Element) -> Option<String> {
    let written = ["qcode", "uri", "literal"].iter().find_map(|name| element.attribute(name))?;
    written.rsplit([':', '/', '#']).next().map(str::to_ascii_lowercase)
}

/// The name of a party or a concept.
fn name(element: &Element) -> Option<String> {
    element.at(&["name"]).and_then(line)
}

/// The main headline: not one for a ticker or a list.
fn headline(item: &Element) -> Option<String> {
    let meta = item.at(&["contentMeta"])?;
    let is_main = |headline: &&Element| headline.attribute("role").is_none_or(|role| role.ends_with(":main"));
    meta.all("headline").find(is_main).or_else(|| meta.at(&["headline"])).and_then(line)
}

fn language(item: &Element) -> Option<String> {
    let tag = item.at(&["contentMeta", "language"]).and_then(|language| language.attribute("tag"));
    tag.or_else(|| item.attribute("lang")).map(str::to_owned)
}

/// The text: markup in NITF or XHTML before data as plain text or HTML.
fn body(item: &Element, fields: &mut Fields) {
    let Some(set) = item.at(&["contentSet"]) else { return };
    if let Some(xml) = set.all("inlineXML").next() {
        let nitf = || xml.find("body.content").map(html);
        let page = || xml.find("body").map(html);
        fields.set("content_html", Some(nitf().or_else(page).unwrap_or_else(|| html(xml))));
        // What the item leaves out, the document in it may say.
        if !fields.has("title") {
            fields.set("title", xml.find("hl1").or_else(|| xml.find("title")).and_then(line));
        }
        if !fields.has("byline") {
            fields.set("byline", xml.find("byline").and_then(line));
        }
        return;
    }
    let Some(data) = set.all("inlineData").next() else { return };
    let media_type = data.attribute("contenttype").unwrap_or_default();
    let field = if media_type.contains("html") || media_type.contains("xml") { "content_html" } else { "content" };
    fields.set(field, Some(data.text()));
}
