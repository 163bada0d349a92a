//! Where an article is from: address, publisher, authors. `source` is an address, a name or an object, by producer.

use serde_json::Value;

use super::{aliases, fields, fields::Object};
use crate::extract::markup;

/// Whether a text is an address.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace)
}

/// The address: a field named so, or another that is shaped so.
pub(super) fn address(object: &Object) -> Option<String> {
    let named = aliases::URL.iter().find_map(|name| address_in(fields::get(object, name)?));
    named.or_else(|| {
        ["source", "uri", "id", "@id", "guid"].iter().find_map(|name| address_in(fields::get(object, name)?))
    })
}

fn address_in(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => fields::string(object, &["@id", "url", "href"]).filter(|text| is_address(text)),
        Value::Array(items) => {
            let items = || items.iter().filter(|item| !item.is_array());
            // Of several links the page's own: Atom names its relation, and leaves it out for this one.
            let is_page = |item: &&Value| item.get("rel").and_then(Value::as_str).is_none_or(|rel| rel == "alternate");
            items().filter(is_page).find_map(address_in).or_else(|| items().find_map(address_in))
        }
        _ => fields::scalar(value).filter(|text| is_address(text)).map(std::borrow::Cow::into_owned),
    }
}

/// The publisher: a name before a host; an address is none.
pub(super) fn publisher(object: &Object) -> Option<String> {
    let named = aliases::PUBLISHER.iter().find_map(|name| {
        let value = fields::get(object, name)?;
        fields::scalar(value).filter(|text| !is_address(text)).map(|text| markup::line(&text))
    });
    let source = || {
        fields::scalar(fields::get(object, "source")?).filter(|text| !is_address(text)).map(|text| markup::line(&text))
    };
    named.or_else(source).filter(|name| !name.is_empty()).or_else(|| address(object).as_deref().and_then(host))
}

/// The host of an address, without `www.`.
pub(super) fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// The authors' names.
pub(super) fn authors(object: &Object) -> Vec<String> {
    let named = aliases::AUTHORS.iter().map(|name| {
        let Some(value) = fields::get(object, name) else { return Vec::new() };
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        items.iter().filter_map(author).flat_map(|names| split_names(&names)).collect()
    });
    named.into_iter().find(|names: &Vec<String>| !names.is_empty()).unwrap_or_default()
}

/// The name in one author: a string that is no number of a record and no address, or an object that names it.
fn author(value: &Value) -> Option<String> {
    let name = match value {
        Value::Object(object) => {
            let whole = ["name", "@value", "value", "by", "full_name", "display_name", "title", "original", "author"];
            let parts = || {
                let parts = ["first_name", "last_name"].iter().filter_map(|name| fields::string(object, &[name]));
                let parts: Vec<String> = parts.collect();
                (!parts.is_empty()).then(|| parts.join(" "))
            };
            fields::string(object, &whole).or_else(parts)?
        }
        Value::String(_) => fields::scalar(value)?.into_owned(),
        _ => return None,
    };
    (!is_address(&name) && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// "By Jane Roe and John Doe", "A; B" → the names.
pub(super) fn split_names(names: &str) -> Vec<String> {
    let line = markup::line(names);
    let line = ["By ", "by ", "BY "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(&line);
    let pieces = line.split(';').flat_map(|piece| {
        let several = piece.contains(" and ") || piece.contains(" & ");
        let pieces: Vec<&str> = if several {
            piece.split(" and ").flat_map(|piece| piece.split(" & ")).flat_map(|piece| piece.split(", ")).collect()
        } else {
            vec![piece]
        };
        pieces
    });
    pieces.map(|piece| piece.trim().trim_matches(',').trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value) -> (Option<String>, Option<String>) {
        let object = value.as_object().unwrap();
        (address(object), publisher(object))
    }

    #[test]
    fn trap_1_source_by_shape() {
        let paper = Some("The Paper".to_owned());
        let page = Some("https://paper.example/1".to_owned());
        assert_eq!(
            check(&json!({"source": "https://paper.example/1", "source-hostname": "The Paper"})),
            (page.clone(), paper.clone())
        );
        assert_eq!(
            check(&json!({"source": {"id": null, "name": "The Paper"}, "url": "https://paper.example/1"})),
            (page.clone(), paper.clone())
        );
        assert_eq!(check(&json!({"source": {"uri": "paper.example", "title": "The Paper"}})), (None, paper.clone()));
        assert_eq!(check(&json!({"source": "The Paper"})), (None, paper));
        assert_eq!(check(&json!({"source": "https://www.paper.example/1"})).1.as_deref(), Some("paper.example"));
    }

    #[test]
    fn splits_the_names_of_authors() {
        let names = |value: Value| authors(value.as_object().unwrap()).join("|");
        assert_eq!(names(json!({"author": "Ann Lee; Bo Kim"})), "Ann Lee|Bo Kim");
        assert_eq!(names(json!({"byline": "By Ann Lee, Bo Kim and Cy Roe"})), "Ann Lee|Bo Kim|Cy Roe");
        assert_eq!(names(json!({"authors": [{"name": "Ann Lee"}, {"name": "Bo Kim"}]})), "Ann Lee|Bo Kim");
        assert_eq!(names(json!({"authors": [], "creator": ["Ann Lee"]})), "Ann Lee");
        assert_eq!(names(json!({"author": 5, "_embedded": {"author": [{"id": 5, "name": "Ann Lee"}]}})), "Ann Lee");
        assert_eq!(names(json!({"byline": {"original": "By Ann Lee", "person": []}})), "Ann Lee");
        assert_eq!(names(json!({"bylines": [{"by": "BY Ann Lee", "title": "Staff"}]})), "Ann Lee");
        assert_eq!(names(json!({"author": "https://paper.example/ann", "by": "Ann Lee"})), "Ann Lee");
    }
}
