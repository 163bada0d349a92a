//! NITF → objects with the fields of ninjs.

use super::markup::html;
use super::tree::Element;
use super::{Fields, basic_time, line};

/// The article of a NITF document.
pub(super) fn article(nitf: &Element) -> Fields {
    let mut fields = Fields::default();
    let docdata = nitf.find("docdata");
    let data = |path: &[&str], attribute: &str| {
        docdata.and_then(|docdata| docdata.at(path)).and_then(|found| found.attribute(attribute)).map(str::to_owned)
    };
    fields.set("id", data(&["doc-id"], "id-string"));
    fields.set("version", data(&["du-key"], "version"));
    let released = data(&["date.release"], "norm");
    let printed = || Some(nitf.find("pubdata")?.attribute("date.publication")?.to_owned());
    let published = data(&["date.issue"], "norm").or_else(|| released.clone()).or_else(printed);
    fields.set("published", published.as_deref().map(basic_time));
    let status = docdata.and_then(|docdata| docdata.attribute("management-status"));
    match status {
        Some("embargoed") => {
            fields.set("embargoed", Some(released.as_deref().map_or_else(|| "further notice".to_owned(), basic_time)));
        }
        Some(status) => fields.set("pubstatus", Some(status.to_owned())),
        None => {}
    }
    let head = nitf.find("body.head").or_else(|| nitf.find("hedline"));
    let headline = head.and_then(|head| head.find("hl1")).or_else(|| nitf.find("hl1"));
    fields.set("title", headline.and_then(line).or_else(|| nitf.at(&["head", "title"]).and_then(line)));
    fields.set("byline", head.and_then(|head| head.find("byline")).and_then(line));
    fields.set("summary", head.and_then(|head| head.find("abstract")).and_then(line));
    let distributor = || head.and_then(|head| head.find("distributor")).and_then(line);
    let paper = || Some(nitf.find("pubdata")?.attribute("name")?.to_owned());
    fields.set("publisher", paper().or_else(distributor).or_else(|| data(&["doc.copyright"], "holder")));
    fields.set("url", nitf.find("pubdata").and_then(|data| data.attribute("ex-ref")).map(str::to_owned));
    fields.set("language", nitf.attribute("lang").map(str::to_owned));
    fields.set(
        "genre",
        nitf.find("tobject")
            .and_then(|object| object.at(&["tobject.property"])?.attribute("tobject.property.type"))
            .map(str::to_owned),
    );
    fields.set("content_html", nitf.find("body.content").map(html));
    fields
}
