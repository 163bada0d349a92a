//! NewsML 1 → objects with the fields of ninjs.

use super::markup::html;
use super::tree::Element;
use super::{Fields, basic_time, line};

/// The items of a document.
pub(super) fn items(root: &Element) -> Vec<(usize, Fields)> {
    root.all("NewsItem").map(|item| (item.line, article(item))).collect()
}

fn article(item: &Element) -> Fields {
    let mut fields = Fields::default();
    let text = |name: &str| item.find(name).and_then(line);
    let identifier = || {
        let parts: Option<Vec<String>> = ["ProviderId", "DateId", "NewsItemId"].iter().map(|name| text(name)).collect();
        parts.map(|parts| format!("urn:newsml:{}", parts.join(":")))
    };
    fields.set("id", identifier().or_else(|| text("PublicIdentifier")));
    fields.set("version", text("RevisionId"));
    fields.set("firstCreated", text("FirstCreated").as_deref().map(basic_time));
    fields.set("versionCreated", text("ThisRevisionCreated").as_deref().map(basic_time));
    let formal = |path: &[&str]| item.at(path).and_then(|found| found.attribute("FormalName")).map(str::to_owned);
    let status = formal(&["NewsManagement", "Status"]).unwrap_or_default();
    if status.eq_ignore_ascii_case("embargoed") {
        let until = item.at(&["NewsManagement", "StatusWillChange", "DateAndTime"]).and_then(line);
        fields.set("embargoed", Some(until.as_deref().map_or_else(|| "further notice".to_owned(), basic_time)));
    } else {
        fields.set("pubstatus", Some(status));
    }
    fields.set("title", text("HeadLine"));
    fields.set("byline", text("ByLine"));
    let party = |name: &str| Some(item.find(name)?.find("Party")?.attribute("FormalName")?.to_owned());
    fields.set("publisher", party("Provider").or_else(|| party("Source")));
    fields.set(
        "language",
        item.find("Language").and_then(|language| language.attribute("FormalName")).map(str::to_owned),
    );
    body(item, &mut fields);
    fields
}

/// The first content that is text; an item without one is of the kind of its first content.
fn body(item: &Element, fields: &mut Fields) {
    let mut contents = Vec::new();
    item.outermost("ContentItem", &mut contents);
    let kind = |content: &Element| {
        content.at(&["MediaType"]).and_then(|kind| kind.attribute("FormalName")).unwrap_or("Text").to_ascii_lowercase()
    };
    let text =
        contents.iter().find_map(|content| content.at(&["DataContent"]).filter(|_| kind(content).contains("text")));
    let Some(data) = text else {
        let media =
            contents.first().map(|content| if kind(content) == "photo" { "picture".to_owned() } else { kind(content) });
        return fields.set("type", media);
    };
    if data.elements().next().is_none() {
        return fields.set("content", Some(data.text()));
    }
    fields.set("content_html", Some(html(data.find("body.content").or_else(|| data.find("body")).unwrap_or(data))));
    if !fields.has("title") {
        fields.set("title", data.find("hl1").and_then(line));
    }
}
