//! The JSON-LD of a page: the node of its article, and what that node says.

use serde_json::Value;

use super::{fields, fields::Object, kind};
use crate::extract::markup;

/// Properties of a node that lead to the node of the article.
const LEADING: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage"];
/// Properties that name others by reference.
const NAMING: &[&str] = &["author", "creator", "publisher"];
/// How deep nodes are nested.
const DEPTH: usize = 12;

/// The nodes of a page's scripts, in order.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Object>,
}

impl Graph {
    /// Reads one script. One that is not JSON, even after repair, is ignored.
    pub(super) fn add(&mut self, script: &str) {
        if let Some(value) = read(script) {
            self.gather(value, 0);
        }
    }

    fn gather(&mut self, value: Value, depth: usize) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.gather(item, depth);
                }
            }
            Value::Object(mut object) if depth < DEPTH => {
                let inner: Vec<Value> = LEADING
                    .iter()
                    .filter_map(|name| object.get_mut(*name).filter(|value| !value.is_string()).map(Value::take))
                    .collect();
                self.nodes.push(object);
                for value in inner {
                    self.gather(value, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// The node of the article: of several, the one whose headline is one of these titles; else the first.
    pub(super) fn article(&self, titles: &[Option<&str>]) -> Option<Object> {
        let titles: Vec<String> = titles.iter().flatten().map(|title| letters(title)).collect();
        let is_named = |node: &&Object| {
            let headline = fields::string(node, &["headline", "name"]).map(|headline| letters(&headline));
            headline.is_some_and(|own| {
                !own.is_empty()
                    && titles.iter().any(|title| title.contains(&own) || !title.is_empty() && own.contains(title))
            })
        };
        let articles = || self.nodes.iter().filter(|node| kind::is_article_node(node));
        let node = articles().find(is_named).or_else(|| articles().next())?;
        Some(self.resolved(node))
    }

    /// The date of the page as a whole, where its article has none of its own.
    pub(super) fn page_date(&self) -> Option<String> {
        self.nodes
            .iter()
            .filter(|node| kind::is_page_node(node))
            .find_map(|node| fields::string(node, &["datepublished"]))
    }

    /// A node with the nodes that it names by reference.
    fn resolved(&self, node: &Object) -> Object {
        let mut node = node.clone();
        for (_, value) in node.iter_mut().filter(|(name, _)| NAMING.contains(&name.as_str())) {
            match value {
                Value::Array(items) => {
                    for item in items {
                        self.resolve(item);
                    }
                }
                value => self.resolve(value),
            }
        }
        node
    }

    fn resolve(&self, value: &mut Value) {
        let Some(object) = value.as_object().filter(|object| !object.contains_key("name")) else { return };
        let Some(id) = object.get("@id") else { return };
        if let Some(node) = self.nodes.iter().find(|node| node.get("@id") == Some(id) && node.contains_key("name")) {
            *value = Value::Object(node.clone());
        }
    }
}

/// The whole text of an article's node: of a live blog its updates, as a page of them.
pub(super) fn body(node: &Object) -> Option<String> {
    updates(node).or_else(|| text(node))
}

fn updates(node: &Object) -> Option<String> {
    let updates: Vec<String> = fields::get(node, "liveblogupdate")?.as_array()?.iter().filter_map(update).collect();
    (!updates.is_empty())
        .then(|| format!("<html><body><main itemprop=\"articleBody\">{}</main></body></html>", updates.concat()))
}

fn update(value: &Value) -> Option<String> {
    let node = value.as_object()?;
    let escaped = |text: String| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text = markup::line(&text(node)?);
    let headline = fields::string(node, &["headline"]).map(|headline| format!("<h2>{}</h2>", escaped(headline)));
    let time = fields::string(node, &["datepublished"]).map(|time| {
        let time = escaped(time).replace('"', "&quot;");
        format!("<time datetime=\"{time}\">{time}</time>")
    });
    let (headline, time) = (headline.unwrap_or_default(), time.unwrap_or_default());
    Some(format!("<article>{time}{headline}<p>{}</p></article>", escaped(text)))
}

fn text(node: &Object) -> Option<String> {
    let text = match fields::get(node, "articlebody")? {
        Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"),
        value => fields::scalar(value)?.into_owned(),
    };
    // Markup whose brackets were escaped, once too often for JSON.
    let is_escaped = text.contains("&lt;") && !text.contains('<');
    Some(if is_escaped { markup::text_of(&markup::references::letters_of(&text)) } else { text })
}

fn letters(text: &str) -> String {
    let line = markup::line(text);
    line.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// JSON as pages have it: in a comment or CDATA, escaped as HTML, with line breaks in strings and commas before brackets.
fn read(script: &str) -> Option<Value> {
    let script = bare(script);
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    parse(script).or_else(|| parse(&mended(script))).or_else(|| {
        let decoded = markup::text_of(&markup::references::letters_of(script));
        parse(&decoded).or_else(|| parse(&mended(&decoded)))
    })
}

/// The script from its first bracket to its last.
fn bare(script: &str) -> &str {
    let start = script.find(['{', '[']).unwrap_or(0);
    // "[CDATA[" before the first brace opens no list.
    let start = script.find("[CDATA[").filter(|at| *at <= start).map_or(start, |at| {
        let after = at + "[CDATA[".len();
        script.get(after..).and_then(|rest| rest.find(['{', '['])).map_or(start, |found| after + found)
    });
    let closing = if script.get(start..).is_some_and(|rest| rest.starts_with('{')) { '}' } else { ']' };
    let end = script.rfind(closing).map_or(script.len(), |end| end + 1);
    script.get(start..end).unwrap_or(script)
}

/// Controls in strings escaped, commas before closing brackets and a semicolon at the end dropped.
fn mended(script: &str) -> String {
    let mut mended = String::with_capacity(script.len());
    let (mut is_string, mut is_escaped) = (false, false);
    for letter in script.chars() {
        match letter {
            '\n' if is_string => mended.push_str("\\n"),
            '\t' if is_string => mended.push_str("\\t"),
            _ if is_string && letter.is_control() => {}
            '}' | ']' if !is_string => {
                let kept = mended.trim_end().trim_end_matches(',').len();
                mended.truncate(kept);
                mended.push(letter);
            }
            _ => mended.push(letter),
        }
        is_string ^= letter == '"' && !is_escaped;
        is_escaped = is_string && letter == '\\' && !is_escaped;
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(scripts: &[&str], title: &str) -> Option<Object> {
        let mut graph = Graph::default();
        for script in scripts {
            graph.add(script);
        }
        graph.article(&[Some(title)])
    }

    #[test]
    fn the_node_of_the_article_is_found() {
        for (scripts, expected) in [
            (&[r#"{"@type": "NewsArticle", "headline": "Talks end"}"#][..], Some("Talks end")),
            (
                &[r#"[{"@type": "WebSite", "name": "Paper"}, {"@type": ["Thing", "Report"], "headline": "Talks"}]"#],
                Some("Talks"),
            ),
            (
                &[
                    r#"{"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/Article", "headline": "Talks"}}]}"#,
                ],
                Some("Talks"),
            ),
            (
                &[
                    r#"{"@type": "NewsArticle", "headline": "Fire in Riga"}"#,
                    r#"{"@type": "NewsArticle", "headline": "Talks end"}"#,
                ],
                Some("Talks end"),
            ),
            (&[r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other"}]}"#], None),
            (&["var a = {"], None),
        ] {
            let found = article(scripts, "Talks end | The Paper").and_then(|node| fields::string(&node, &["headline"]));
            assert_eq!(found.as_deref(), expected, "{scripts:?}");
        }
    }

    #[test]
    fn slips_of_pages_are_mended() {
        for script in [
            "<!-- {\"@type\": \"Article\", \"headline\": \"Talks\"} -->",
            "//<![CDATA[\n{\"@type\": \"Article\", \"headline\": \"Talks\"}\n//]]>",
            "{\"@type\": \"Article\", \"headline\": \"Talks\",}",
            "{\"@type\": \"Article\", \"headline\": \"Talks\", \"articleBody\": \"One.\n\nTwo, \\\"three\\\",]\", \"a\": [1,\n],};",
            "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Talks&quot;}",
        ] {
            let found = article(&[script], "").and_then(|node| fields::string(&node, &["headline"]));
            assert_eq!(found.as_deref(), Some("Talks"), "{script}");
        }
    }

    #[test]
    fn a_live_blog_is_its_updates() {
        let script = r#"{"@type": "LiveBlogPosting", "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": "Port opens", "datePublished": "2026-05-01T09:00:00Z", "articleBody": "Ships of <b>A&B</b> left."},
            {"@type": "BlogPosting", "headline": "No text"}]}"#;
        let expected = "<html><body><main itemprop=\"articleBody\"><article><time datetime=\"2026-05-01T09:00:00Z\">2026-05-01T09:00:00Z</time><h2>Port opens</h2>\
            <p>Ships of A&amp;B left.</p></article></main></body></html>";
        assert_eq!(body(&article(&[script], "").unwrap()).as_deref(), Some(expected));
    }

    #[test]
    fn names_by_reference_are_followed() {
        let script = r##"{"@graph": [{"@type": "Article", "author": {"@id": "#ann"}, "publisher": [{"@id": "#paper"}]},
            {"@id": "#ann", "@type": "Person", "name": "Ann Lee"}, {"@id": "#paper", "name": "The Paper"}]}"##;
        let node = article(&[script], "").unwrap();
        assert_eq!(fields::string(&node, &["author"]).as_deref(), Some("Ann Lee"));
        assert_eq!(fields::string(&node, &["publisher"]).as_deref(), Some("The Paper"));
    }
}
