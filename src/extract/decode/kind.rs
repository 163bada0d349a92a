//! What kind of thing an object is: its standing with the producer, its type, whether it is opinion or a plan.

use jiff::Timestamp;
use serde_json::Value;

use super::{Stop, Withdrawal, fields, fields::Object};
use crate::extract::{RejectReason, SkipReason};

/// Words that mark opinion where a producer names a section, genre or category.
const OPINION: &[&str] = &[
    "opinion",
    "opinions",
    "op-ed",
    "oped",
    "editorial",
    "editorials",
    "commentary",
    "comment",
    "column",
    "columns",
    "columnists",
    "analysis",
    "letters",
    "commentisfree",
    "review",
];

/// Whether an object is a JSON-LD node of an article.
pub(super) fn is_article_node(object: &Object) -> bool {
    types(object).iter().any(|name| is_article_type(name))
}

/// Whether an object is a JSON-LD node of something else.
pub(super) fn is_other_node(object: &Object) -> bool {
    !types(object).is_empty() && !is_article_node(object)
}

fn is_article_type(name: &str) -> bool {
    name.ends_with("Article") || matches!(name, "Report" | "BlogPosting" | "LiveBlogPosting" | "NewsStory")
}

/// Whether an object is a JSON-LD node of a page as a whole.
pub(super) fn is_page_node(object: &Object) -> bool {
    types(object).iter().any(|name| name.ends_with("WebPage") || *name == "ItemPage")
}

/// The local names of `@type`.
fn types(object: &Object) -> Vec<&str> {
    let names: Vec<&str> = match object.get("@type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    names.into_iter().map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name)).collect()
}

/// Refuses what is withdrawn, withheld until later, or no text at all.
pub(super) fn check(object: &Object, id: Option<&String>, received_at: Option<Timestamp>) -> Result<(), Stop> {
    if let Some(reason) = withdrawal(object) {
        let version = fields::string(object, super::aliases::VERSION);
        return Err(Stop::Retraction { article_id: id.cloned(), version, reason });
    }
    embargo(object, received_at)?;
    media(object, id)
}

/// How the producer withdraws an article: by its standing, or by the mark of a deleted row.
fn withdrawal(object: &Object) -> Option<Withdrawal> {
    let standing = fields::string(object, &["pubstatus"]).or_else(|| fields::string(object, &["state"]));
    match standing.unwrap_or_default().to_ascii_lowercase().as_str() {
        "canceled" | "cancelled" | "killed" | "recalled" | "retracted" | "withdrawn" => {
            return Some(Withdrawal::Canceled);
        }
        "withheld" => return Some(Withdrawal::Withheld),
        "deleted" => return Some(Withdrawal::Deleted),
        _ => {}
    }
    let is_true = |value: &Value| {
        value.as_bool().unwrap_or_else(|| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true")))
    };
    let is_deleted = ["deleted", "is_deleted"].iter().any(|name| fields::get(object, name).is_some_and(is_true));
    let is_delete = object.get("__op").and_then(Value::as_str).is_some_and(|op| matches!(op, "d" | "D" | "delete"));
    let says_no = object.get("__deleted").is_some_and(|value| !is_true(value));
    (is_deleted || is_delete && !says_no).then_some(Withdrawal::Deleted)
}

/// ninjs gives the moment as `embargoed` or `embargoedUntil`. Whether it has come is decided by the message's time, since
/// decoding knows no clock.
fn embargo(object: &Object, received_at: Option<Timestamp>) -> Result<(), Stop> {
    let Some(written) = fields::string(object, &["embargoeduntil", "embargoed"]) else { return Ok(()) };
    let until = super::date::parse(&written);
    if matches!((until, received_at), (Some(until), Some(now)) if now >= until) {
        return Ok(());
    }
    let message = match until {
        Some(until) => format!("the article is embargoed until {until}; send it again after that time"),
        None => {
            format!(
                "the article is embargoed until \"{written}\", which cannot be read as a date; send it again without the embargo"
            )
        }
    };
    Err(Stop::reject(RejectReason::Embargoed, message))
}

fn media(object: &Object, id: Option<&String>) -> Result<(), Stop> {
    let kind = fields::string(object, &["type"]).unwrap_or_default().to_ascii_lowercase();
    let node = types(object).into_iter().find(|name| matches!(*name, "VideoObject" | "ImageObject" | "AudioObject"));
    let is_media = matches!(
        kind.as_str(),
        "picture" | "audio" | "video" | "graphic" | "package" | "concept" | "knowledge" | "catalog"
    );
    if is_media || (node.is_some() && !is_article_node(object)) {
        let kind = node.unwrap_or(&kind);
        return Err(Stop::skip(
            SkipReason::NotText,
            format!("the item is of type {kind}, which has no text to read"),
            id.cloned(),
        ));
    }
    Ok(())
}

/// Opinion or analysis: by its JSON-LD type, its genre or section, or the word before the colon of its headline.
pub(super) fn is_opinion(object: &Object, title: Option<&str>) -> bool {
    let typed = types(object).iter().any(|name| {
        ["OpinionNewsArticle", "AnalysisNewsArticle", "ReviewNewsArticle", "BackgroundNewsArticle"].contains(name)
            || name.starts_with("Opinion")
    });
    typed || sections(object) || title.is_some_and(is_opinion_title)
}

fn sections(object: &Object) -> bool {
    ["genre", "genres", "articlesection", "section", "sectionname", "sectionid", "category", "pillarname"].iter().any(
        |name| {
            let Some(value) = fields::get(object, name) else { return false };
            let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            items
                .iter()
                .filter_map(fields::scalar)
                .any(|name| OPINION.iter().any(|word| name.eq_ignore_ascii_case(word)))
        },
    )
}

/// "Opinion: …", "Editorial | …".
pub(super) fn is_opinion_title(title: &str) -> bool {
    title.split_once([':', '|']).is_some_and(|(first, _)| {
        ["opinion", "op-ed", "editorial", "analysis", "commentary", "letters"]
            .iter()
            .any(|word| first.trim().eq_ignore_ascii_case(word))
    })
}

/// A calendar entry or the planning of coverage: what it describes is yet to come.
pub(super) fn is_planned(object: &Object) -> bool {
    let kind = fields::string(object, &["type"]).unwrap_or_default().to_ascii_lowercase();
    matches!(kind.as_str(), "event" | "planning" | "plannedcoverage")
        || object.keys().any(|key| key.eq_ignore_ascii_case("plannedcoverage"))
}
