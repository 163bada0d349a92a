//! The documents of a file: one JSON value, an array of articles, JSON Lines, a page or plain text.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::slices::{elements, feed, line_of, numbered, push};
use super::{lists, unpack, xml};

/// One document of a file: the line on which it begins, from 1, and its bytes. A damaged one is handed out like the
/// others, and [`super::decode`] says what is wrong with it.
pub type Document<'a> = (usize, Cow<'a, [u8]>);

/// Splits a file into its documents; an empty file, an empty list and null have none. The hint is the file's name: `.jsonl` and
/// `.ndjson` are read line by line whatever their lines look like, `.txt`, `.html` and `.htm` are one document.
pub fn documents<'a>(bytes: &'a [u8], name_hint: Option<&str>) -> impl Iterator<Item = Document<'a>> + use<'a> {
    split(bytes, name_hint).into_iter()
}

fn split<'a>(bytes: &'a [u8], name_hint: Option<&str>) -> Vec<Document<'a>> {
    let named = Named::of(name_hint);
    let whole = |bytes: Cow<'a, [u8]>| vec![(1, bytes)];
    let Ok(unpacked) = unpack::unpack(bytes) else { return whole(Cow::Borrowed(bytes)) };
    if unpacked.trim_ascii().is_empty() {
        return Vec::new();
    }
    let is_lines = named == Named::Lines;
    if !is_lines {
        if let Some(items) = xml::documents(&unpacked) {
            return items;
        }
        let is_wide = unpacked.starts_with(&[0xff, 0xfe]) || unpacked.starts_with(&[0xfe, 0xff]);
        if named == Named::Text || is_wide {
            return whole(unpacked);
        }
    }
    match unpacked {
        Cow::Borrowed(bytes) => {
            parts(bytes, is_lines).into_iter().map(|(line, part)| (line, Cow::Borrowed(part))).collect()
        }
        Cow::Owned(bytes) => {
            parts(&bytes, is_lines).into_iter().map(|(line, part)| (line, Cow::Owned(part.to_vec()))).collect()
        }
    }
}

/// What the name of a file says about its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// JSON Lines.
    Lines,
    /// Plain text or a page.
    Text,
    /// Anything.
    Other,
}

impl Named {
    fn of(name: Option<&str>) -> Self {
        let name = name.unwrap_or_default().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        match () {
            () if ends(&[".jsonl", ".ndjson", ".jsonlines"]) => Self::Lines,
            () if ends(&[".txt", ".html", ".htm", ".xhtml", ".md"]) => Self::Text,
            () => Self::Other,
        }
    }
}

/// Whether the name of a file says that it is JSON Lines.
pub fn is_named_lines(name: &str) -> bool {
    Named::of(Some(name)) == Named::Lines
}

/// Whether a file is JSON Lines, by its name or its content. Then a line that is not JSON is damaged, and is not read as text.
pub fn are_json_lines(bytes: &[u8], name_hint: Option<&str>) -> bool {
    match Named::of(name_hint) {
        Named::Lines => true,
        Named::Text => false,
        Named::Other => {
            unpack::unpack(bytes).is_ok_and(|bytes| are_mostly_objects(&bytes) && bytes.trim_ascii().contains(&b'\n'))
                && serde_json::from_slice::<IgnoredAny>(bytes).is_err()
        }
    }
}

fn parts(bytes: &[u8], is_lines: bool) -> Vec<(usize, &[u8])> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if is_lines {
        return lines(bytes);
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    match bytes.get(start) {
        None => Vec::new(),
        Some(_) if bytes.trim_ascii() == b"null" => Vec::new(),
        Some(b'[') if !has_typed_nodes(bytes) => elements(bytes, start),
        Some(b'{') => object(bytes, start),
        Some(_) if are_mostly_objects(bytes) => lines(bytes),
        Some(_) => vec![(line_of(bytes, start), bytes)],
    }
}

/// An array of JSON-LD nodes describes one page.
fn has_typed_nodes(bytes: &[u8]) -> bool {
    let Ok(Value::Array(items)) = serde_json::from_slice::<Value>(bytes) else { return false };
    let articles = items.iter().filter(|item| item.as_object().is_some_and(super::kind::is_article_node)).count();
    items.iter().any(|item| item.get("@type").is_some()) && articles <= 1
}

/// A file that begins with a brace: one object, a feed of articles, lines of objects, or objects one after another.
fn object(bytes: &[u8], start: usize) -> Vec<(usize, &[u8])> {
    let line = line_of(bytes, start);
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(mut object)) => {
            let path = lists::path(&object);
            let several = lists::take(&mut object).filter(|items| items.len() > 1).and(path);
            return several.and_then(|path| feed(bytes, start, &path)).unwrap_or_else(|| vec![(line, bytes)]);
        }
        Ok(_) => return vec![(line, bytes)],
        Err(_) => {}
    }
    if are_mostly_objects(bytes) {
        return lines(bytes);
    }
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(Ok(_)) = values.next() {
        push(&mut found, bytes, from, values.byte_offset());
        from = values.byte_offset();
    }
    push(&mut found, bytes, from, bytes.len());
    numbered(bytes, found)
}

/// Most lines look like an object each.
fn are_mostly_objects(bytes: &[u8]) -> bool {
    let lines = || bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let objects = lines().filter(|line| line.starts_with(b"{") && line.ends_with(b"}")).count();
    objects * 2 > lines().count()
        || objects >= 1 && lines().count() == 2 && lines().all(|line| line.starts_with(b"{\""))
}

fn lines(bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let numbered = bytes.split(|byte| *byte == b'\n').enumerate().map(|(number, line)| (number + 1, line.trim_ascii()));
    numbered.filter(|(_, line)| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, name: Option<&str>, expected: &[(usize, &str)]) {
        let found: Vec<(usize, String)> = documents(text.as_bytes(), name)
            .map(|(line, bytes)| (line, String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
        let found: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn one_object_is_one_document() {
        check("{\"text\": \"a\"}\n", None, &[(1, "{\"text\": \"a\"}\n")]);
        check("\n{\n\"text\":\n \"a\"}", None, &[(2, "\n{\n\"text\":\n \"a\"}")]);
    }

    #[test]
    fn lines_of_objects_are_documents_each() {
        check("{\"a\": 1}\n\n{\"b\": 2}\n", None, &[(1, "{\"a\": 1}"), (3, "{\"b\": 2}")]);
    }

    #[test]
    fn one_broken_line_costs_that_line_only() {
        check("{\"a\": 1}\n{\"b\": \n{\"c\": 3}\n", None, &[(1, "{\"a\": 1}"), (2, "{\"b\":"), (3, "{\"c\": 3}")]);
        check("oops\n{\"c\": 3}\n", Some("x.jsonl"), &[(1, "oops"), (2, "{\"c\": 3}")]);
        check("oops\n{\"c\": 3}\n{\"c\": 4}", None, &[(1, "oops"), (2, "{\"c\": 3}"), (3, "{\"c\": 4}")]);
    }

    #[test]
    fn objects_one_after_another_are_documents_each() {
        check("{\n\"a\": 1\n}\n{\n\"b\": 2\n}\n", None, &[(1, "{\n\"a\": 1\n}"), (4, "{\n\"b\": 2\n}")]);
    }

    #[test]
    fn an_array_is_taken_apart() {
        check("[{\"a\": \"],\"},\n {\"b\": [1, 2]}]", None, &[(1, "{\"a\": \"],\"}"), (2, "{\"b\": [1, 2]}")]);
        check("[{\"a\": 1},\n{\"b\" 2},\n{\"c\": 3}]", None, &[(1, "{\"a\": 1}"), (2, "{\"b\" 2}"), (3, "{\"c\": 3}")]);
        check("[]", None, &[]);
    }

    #[test]
    fn a_feed_is_taken_apart() {
        check(
            "{\"status\": \"ok\", \"articles\": [{\"title\": \"a\"},\n{\"title\": \"b\"}]}",
            None,
            &[(1, "{\"title\": \"a\"}"), (2, "{\"title\": \"b\"}")],
        );
        check(
            "{\"took\": 3, \"items\": 2, \"note\": \"\\\"hits\\\": [\",\n\"hits\": {\"hits\": [{\"_source\": {\"title\": \"a\"}},\n{\"_source\": {\"title\": \"b\"}}]}}",
            None,
            &[(2, "{\"_source\": {\"title\": \"a\"}}"), (3, "{\"_source\": {\"title\": \"b\"}}")],
        );
    }

    #[test]
    fn nodes_of_one_page_stay_together() {
        let page = r#"[{"@type": "Organization"}, {"@type": "NewsArticle", "articleBody": "a"}]"#;
        check(page, None, &[(1, page)]);
    }

    #[test]
    fn text_is_one_document() {
        check("Talks began.\n\nThey ended.", None, &[(1, "Talks began.\n\nThey ended.")]);
        check("{curly} text", Some("a.txt"), &[(1, "{curly} text")]);
    }

    #[test]
    fn nothing_is_no_document() {
        for (text, name) in
            [("", None), (" \n", Some("a.txt")), ("null\n", None), ("[]", Some("a.json")), ("\n\n", Some("a.jsonl"))]
        {
            check(text, name, &[]);
        }
    }

    #[test]
    fn tells_json_lines_from_a_text() {
        for (text, name, expected) in [
            ("oops", Some("a.jsonl"), true),
            ("oops", Some("a.ndjson.gz"), true),
            ("{\"a\": 1}\noops\n{\"b\": 1}", None, true),
            ("{\"a\": 1}", None, false),
            ("{\"a\":\n1}", None, false),
            ("oops\noops", None, false),
        ] {
            assert_eq!(are_json_lines(text.as_bytes(), name), expected, "{text}");
        }
    }
}
