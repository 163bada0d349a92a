//! XML → articles: RSS and Atom, NewsML-G2 and NewsML 1, NITF. Each item becomes an object in the fields of a JSON dialect, so
//! that ids, times, embargoes and withdrawals are read in one place.

mod feed;
mod markup;
mod newsml_1;
mod newsml_g2;
mod nitf;
mod tree;

use std::borrow::Cow;

use serde_json::Value;

use super::fields::Object;
use super::{Stop, encoding, shape};
use crate::extract::{RejectReason, SkipReason};

use tree::Element;

/// The fields of an article.
#[derive(Debug, Default)]
struct Fields(Object);

impl Fields {
    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// The article of a text that is XML; none for a text that is not, or is a page.
pub(super) fn article(text: &str) -> Option<Result<Object, Stop>> {
    let root = shape::xml_root(text)?;
    Some(items(text, &root).and_then(|mut items| match items.len() {
        1 => Ok(items.remove(0).1.0),
        0 => Err(Stop::skip(SkipReason::NoText, format!("the XML document <{root}> holds no item"), None)),
        count => Err(Stop::reject(
            RejectReason::SeveralArticles,
            format!("the value contains {count} articles; send one article per message"),
        )),
    }))
}

/// The items of a file that is XML with several: each with the line on which it begins, as JSON.
pub(super) fn documents<'a>(bytes: &[u8]) -> Option<Vec<(usize, Cow<'a, [u8]>)>> {
    let text = encoding::text(bytes, None, &mut Vec::new()).ok()?;
    let items = items(&text, &shape::xml_root(&text)?).ok().filter(|items| items.len() > 1)?;
    let document =
        |(line, fields): (usize, Fields)| (line, Cow::Owned(Value::Object(fields.0).to_string().into_bytes()));
    Some(items.into_iter().map(document).collect())
}

fn items(text: &str, root: &str) -> Result<Vec<(usize, Fields)>, Stop> {
    let reader: fn(&Element) -> Vec<(usize, Fields)> = match root.rsplit(':').next().unwrap_or(root) {
        "rss" | "RDF" | "feed" | "entry" | "item" | "channel" => feed::items,
        "newsMessage" | "newsItem" | "packageItem" | "conceptItem" | "knowledgeItem" | "catalogItem" => {
            newsml_g2::items
        }
        "NewsML" => newsml_1::items,
        "nitf" => |root| vec![(root.line, nitf::article(root))],
        "urlset" | "sitemapindex" => {
            return Err(unsupported(
                root,
                "is a sitemap and has no text; fetch the pages that it lists and send those",
            ));
        }
        _ => return Err(unsupported(root, "is not known; send RSS, Atom, NewsML, NITF, JSON, HTML or plain text")),
    };
    match tree::parse(text) {
        Ok(tree) => Ok(reader(&tree)),
        Err(error) => Err(Stop::reject(
            RejectReason::InvalidXml,
            format!("the XML document <{root}> is not well-formed: {error}; send it whole and valid"),
        )),
    }
}

fn unsupported(root: &str, what: &str) -> Stop {
    Stop::reject(RejectReason::UnsupportedFormat, format!("the XML document <{root}> {what}"))
}

/// The text of an element on one line; none if it is empty.
fn line(element: &Element) -> Option<String> {
    let text = element.text();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A time in the basic format of ISO 8601, which NITF and NewsML 1 use, in the extended one; another as it is.
fn basic_time(written: &str) -> String {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, time) = written.split_at_checked(8).unwrap_or((written, ""));
    let Some((year, rest)) = date.split_at_checked(4).filter(|_| date.len() == 8 && is_digits(date)) else {
        return written.to_owned();
    };
    let (month, day) = rest.split_at(2);
    let date = format!("{year}-{month}-{day}");
    let Some(time) = time.strip_prefix('T').filter(|time| time.get(..6).is_some_and(is_digits)) else {
        return if time.is_empty() { date } else { written.to_owned() };
    };
    let (clock, zone) = time.split_at(6);
    let (hour, rest) = clock.split_at(2);
    let (minute, second) = rest.split_at(2);
    let zone = match zone.split_at_checked(3) {
        Some((hours, minutes)) if zone.len() == 5 => format!("{hours}:{minutes}"),
        _ => zone.to_owned(),
    };
    format!("{date}T{hour}:{minute}:{second}{zone}")
}

#[cfg(test)]
mod tests;
