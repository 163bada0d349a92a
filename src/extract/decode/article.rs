//! A JSON object → an article.

use super::body::Found;
use super::date::Sent;
use super::headline::headline;
use super::{Stop, Told, aliases, body, date, fields, fields::Object, hashed_id, key_id, kind, language, source};
use crate::extract::{Input, RejectReason, SkipReason, markup};
use crate::model::{Article, Issue, IssueCode};

/// Reads an article from an object of any dialect.
pub(super) fn from_object(
    object: &Object,
    told: &Told,
    input: &Input,
    mut issues: Vec<Issue>,
) -> Result<Article, Stop> {
    let own_id = fields::id(object);
    kind::check(object, own_id.as_ref(), input.received_at)?;
    let Some(mut found) = body::text(object) else { return Err(no_text(object, own_id)) };
    let sent = Sent { told: told.time.as_deref(), received_at: input.received_at };
    let date::Dated { published_at, published_from, written_on } = date::published(object, sent, &mut issues);
    note_what_is_missing(object, &mut found, &mut issues);
    let publisher = source::publisher(object);
    let title =
        body::title(object).map(|title| headline(&title, publisher.as_deref())).filter(|title| !title.is_empty());
    let url = source::address(object);
    let id = own_id.or_else(|| key_id(input.key)).or_else(|| told.id.clone()).unwrap_or_else(|| {
        let date = published_at.map_or_else(String::new, |date| date.to_string());
        hashed_id([title.as_deref().unwrap_or(""), &date, &found.body.text])
    });
    Ok(Article {
        id,
        version: fields::string(object, aliases::VERSION),
        is_opinion: kind::is_opinion(object, title.as_deref()),
        is_planned: kind::is_planned(object),
        authors: source::authors(object),
        language: declared_language(object),
        title,
        body: found.body,
        url,
        publisher,
        published_at,
        published_from,
        written_on,
        issues,
    })
}

fn note_what_is_missing(object: &Object, found: &mut Found, issues: &mut Vec<Issue>) {
    if found.is_summary {
        issues.push(Issue::new(IssueCode::TextIsSummary, "no full text; the summary was read instead"));
    }
    let is_marked = markup::is_cut(&found.body.text);
    let is_told = fields::get(object, "istruncated").and_then(serde_json::Value::as_bool) == Some(true);
    if is_told && !is_marked {
        // The text itself says so from here on.
        found.body.text.push('…');
    }
    if is_told || is_marked {
        let message = "the producer truncated the text; the rest, and the sentence that it cut, is not read";
        issues.push(Issue::new(IssueCode::TextTruncated, message));
    }
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
    let known =
        [aliases::TITLE, aliases::URL, aliases::PUBLISHED].iter().any(|paths| fields::first(object, paths).is_some());
    let has_field = aliases::TEXT.iter().any(|(name, _)| object.keys().any(|key| key.eq_ignore_ascii_case(name)));
    if known || has_field || id.is_some() || kind::is_article_node(object) {
        return Stop::skip(SkipReason::NoText, "the article has neither text nor summary", id);
    }
    let names: Vec<&str> = object.keys().take(8).map(String::as_str).collect();
    let names = if names.is_empty() { "it has no fields".to_owned() } else { format!("it has: {}", names.join(", ")) };
    Stop::reject(
        RejectReason::NotAnArticle,
        format!("no known text field in the object ({names}); put the text into \"text\""),
    )
}
