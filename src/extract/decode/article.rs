//! A JSON object → an article.

use super::date::Sent;
use super::headline::headline;
use super::{
    Stop, Told, aliases, body, date, fields, fields::Object, hashed_id, key_id, kind, language, names, source, unread,
};
use crate::extract::{Input, RejectReason, SkipReason, markup};
use crate::model::{Article, Body, BodyFormat, Issue, IssueCode};

/// Reads an article from an object of any dialect.
pub(super) fn from_object(
    object: &Object,
    told: &Told,
    input: &Input,
    mut issues: Vec<Issue>,
) -> Result<Article, Stop> {
    let own_id = fields::id(object);
    kind::check(object, own_id.as_ref(), input.received_at)?;
    let publisher = source::publisher(object).or_else(|| told.host());
    let title =
        body::title(object).map(|title| headline(&title, publisher.as_deref())).filter(|title| !title.is_empty());
    let body = text(object, title.as_deref(), own_id.as_ref(), &mut issues)?;
    let sent = Sent { told: told.time.as_deref(), received_at: input.received_at };
    let date::Dated { published_at, published_from, written_on } = date::published(object, sent, &mut issues);
    let url = source::address(object).or_else(|| told.address());
    let id = own_id.or_else(|| key_id(input.key)).or_else(|| told.id.clone()).unwrap_or_else(|| {
        let date = published_at.map_or_else(String::new, |date| date.to_string());
        hashed_id([title.as_deref().unwrap_or(""), &date, &body.text])
    });
    Ok(Article {
        id,
        version: fields::string(object, aliases::VERSION),
        is_opinion: kind::is_opinion(object, title.as_deref()),
        is_planned: kind::is_planned(object),
        authors: source::authors(object),
        language: declared_language(object),
        title,
        body,
        url,
        publisher,
        published_at,
        published_from,
        written_on,
        issues,
    })
}

/// The text of an article: its full text, or a summary, or its headline; each of these only if no field that may be a
/// better one is left unread.
fn text(object: &Object, title: Option<&str>, id: Option<&String>, issues: &mut Vec<Issue>) -> Result<Body, Stop> {
    if let Some(body) = body::full(object) {
        return Ok(marked(object, body, issues));
    }
    let summary = body::summary(object);
    unread::check(object, summary.as_ref().map(|body| body.text.as_str()))?;
    if let Some(body) = summary {
        issues.push(Issue::new(IssueCode::TextIsSummary, "no full text; the summary was read instead"));
        return Ok(marked(object, body, issues));
    }
    if let Some(title) = title.filter(|_| body::headline_alone(object).is_some() && !kind::is_other_node(object)) {
        issues.push(Issue::new(IssueCode::TextIsTitle, "neither text nor summary; the headline was read instead"));
        // The cleaning drops a first paragraph that repeats the headline: it comes out once.
        return Ok(Body { text: title.to_owned(), format: BodyFormat::Plain });
    }
    Err(no_text(object, id.cloned()))
}

/// A text with a mark at its end where its producer truncated it, which is an issue.
fn marked(object: &Object, mut body: Body, issues: &mut Vec<Issue>) -> Body {
    let is_marked = markup::is_cut(&body.text);
    let is_told = fields::get(object, "istruncated").and_then(serde_json::Value::as_bool) == Some(true);
    if is_told && !is_marked {
        // The text itself says so from here on.
        body.text.push('…');
    }
    if is_told || is_marked {
        let message = "the producer truncated the text; the rest, and the sentence that it cut, is not read";
        issues.push(Issue::new(IssueCode::TextTruncated, message));
    }
    body
}

fn declared_language(object: &Object) -> Option<String> {
    let written = fields::first(object, aliases::LANGUAGE)?;
    let written = match written.as_object() {
        Some(inner) => fields::string(inner, &["alternatename", "tag", "code", "name"])?,
        None => fields::scalar(written)?.into_owned(),
    };
    language::two_letters(&written).map(str::to_owned)
}

fn no_text(object: &Object, id: Option<String>) -> Stop {
    let is_gdelt = ["gkgrecordid", "v2documentidentifier", "globaleventid", "sourceurl"]
        .iter()
        .any(|name| fields::get(object, name).is_some());
    if is_gdelt {
        return Stop::skip(
            SkipReason::NoText,
            "a GDELT record has no text; fetch the page that it names and send that",
            id,
        );
    }
    let known = [aliases::URL, aliases::PUBLISHED].iter().any(|paths| fields::first(object, paths).is_some());
    let has_field = object.keys().any(|key| names::text_name(key).is_some());
    if known || has_field || id.is_some() || kind::is_article_node(object) || kind::is_other_node(object) {
        return Stop::skip(SkipReason::NoText, "the article has no text, summary or headline", id);
    }
    let names: Vec<&str> = object.keys().take(8).map(String::as_str).collect();
    let names = if names.is_empty() { "it has no fields".to_owned() } else { format!("it has: {}", names.join(", ")) };
    Stop::reject(
        RejectReason::NotAnArticle,
        format!("no known text field in the object ({names}); put the text into \"text\""),
    )
}
