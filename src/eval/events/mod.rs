//! The task `events`: does each article give the events that its annotators found, and no others?

mod figures;
mod gold;
mod matching;
mod mistakes;
mod quantities;
mod sides;
mod tally;
mod words;

use std::path::Path;

use super::{EvalError, Report};
use crate::extract::{Extractor, Input, Outcome, encode::EventRecord};

pub(crate) use gold::{GoldArticle, parse};
pub(crate) use quantities::score_quantities;

/// The publication time with which articles are read, since the gold does not give any.
const PUBLISHED: &str = "2022-08-01T12:00:00Z";

/// The articles of some outlets; all of them if no outlet is named.
///
/// # Errors
/// When there is no article of an outlet.
pub(crate) fn of_outlets(
    articles: Vec<GoldArticle>,
    outlets: &[String],
    path: &Path,
) -> Result<Vec<GoldArticle>, EvalError> {
    if let Some(outlet) = outlets.iter().find(|outlet| articles.iter().all(|article| article.outlet() != **outlet)) {
        let mut known: Vec<String> = articles.iter().map(|article| article.outlet().to_owned()).collect();
        known.sort_unstable();
        known.dedup();
        return Err(EvalError::Outlet { path: path.to_owned(), outlet: outlet.clone(), known });
    }
    let is_wanted = |article: &GoldArticle| outlets.is_empty() || outlets.iter().any(|one| one == article.outlet());
    Ok(articles.into_iter().filter(is_wanted).collect())
}

/// The records of an article, read as a message of its own.
///
/// # Errors
/// With the reason for which the article is skipped or rejected.
pub(crate) fn read(extractor: &Extractor, article: &GoldArticle) -> Result<Vec<EventRecord>, String> {
    let GoldArticle { id, text, url, .. } = article;
    let message =
        serde_json::json!({ "id": id, "text": text, "url": url, "language": "en", "published_at": PUBLISHED });
    let bytes = message.to_string().into_bytes();
    match extractor.code(&Input { bytes: Some(&bytes), ..Input::default() }) {
        Ok(coded) => Ok(coded.records),
        Err(Outcome::Emit(extraction)) => Ok(extraction.records),
        Err(Outcome::Skip(skip)) => Err(format!("{id} is skipped ({}): {}", skip.reason, skip.message)),
        Err(Outcome::Reject(reject)) => Err(format!("{id} is rejected ({}): {}", reject.reason, reject.message)),
    }
}

/// Scores the records of each article; those below a confidence are left out.
pub(crate) fn score(articles: &[GoldArticle], records: &[Vec<EventRecord>], min_confidence: f64) -> Report {
    let mut tally = tally::Tally::new(min_confidence);
    for (gold, records) in articles.iter().zip(records) {
        tally.article(gold, records);
    }
    tally.report()
}

#[cfg(test)]
mod tests;
