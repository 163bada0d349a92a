//! The gold of the task `events`: articles as JSON Lines, each with every event mention of its text.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::eval::EvalError;
use crate::model::{Country, Domain, EventType, Sector};

/// One article. Offsets count characters of `text`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldArticle {
    /// The id: the outlet, an underscore and a number.
    pub id: String,
    /// The text that was annotated.
    pub text: String,
    /// The URL.
    pub url: Option<String>,
    /// Start and end of each sentence.
    pub sentences: Vec<(usize, usize)>,
    /// The event mentions.
    pub events: Vec<GoldMention>,
}

/// One event mention.
#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are those of the record")]
pub(crate) struct GoldMention {
    /// The words of the trigger.
    pub trigger: String,
    /// Their start.
    pub start: usize,
    /// Their end, exclusive.
    pub end: usize,
    /// The PLOVER type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The mode, where the text tells one.
    pub mode: Option<String>,
    /// Who did it.
    pub actors: Vec<GoldParticipant>,
    /// To whom.
    pub recipients: Vec<GoldParticipant>,
    /// The event did not happen.
    pub negated: bool,
    /// The event is still to come.
    pub future: bool,
    /// The event is possible or conditional.
    pub hypothetical: bool,
    /// The event is background, long over.
    pub historical: bool,
    /// The words that give the date.
    pub date_text: Option<String>,
    /// The words that name the place.
    pub place_text: Option<String>,
    /// Who reports the event.
    pub speaker: Option<GoldSpeaker>,
    /// Number of people killed.
    pub killed: Option<GoldNumber>,
    /// Number of people injured.
    pub injured: Option<GoldNumber>,
    /// Number of people arrested.
    pub arrested: Option<GoldNumber>,
    /// Number of people who took part.
    pub participants: Option<GoldNumber>,
    /// Amount of money.
    pub money: Option<GoldMoney>,
    /// The domain.
    pub domain: String,
    /// A label that mentions of one event in one article share.
    pub event: String,
}

/// One participant.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldParticipant {
    /// The noun phrase in the sentence; null where the participant is only to be understood.
    #[serde(deserialize_with = "Option::deserialize")]
    pub text: Option<String>,
    /// The fullest name in the article.
    pub name: String,
    /// The country; null for none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub country: Option<String>,
    /// The PLOVER sector; null for none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub sector: Option<String>,
}

/// Who reports an event.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldSpeaker {
    /// The noun phrase.
    pub text: Option<String>,
    /// The name.
    pub name: Option<String>,
}

/// A number: the value, bounds, or both.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct GoldNumber {
    /// The value.
    pub value: Option<f64>,
    /// The lower bound.
    pub min: Option<f64>,
    /// The upper bound.
    pub max: Option<f64>,
}

/// An amount of money.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldMoney {
    /// The amount.
    #[serde(flatten)]
    pub number: GoldNumber,
    /// The currency, ISO 4217.
    pub currency: Option<String>,
}

impl GoldArticle {
    /// The outlet: the id without its last `_N`.
    pub(crate) fn outlet(&self) -> &str {
        self.id.rsplit_once('_').map_or(&self.id, |(outlet, _)| outlet)
    }

    /// The words from one character to another.
    pub(super) fn slice(&self, start: usize, end: usize) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }

    /// The sentence in which a mention begins.
    pub(super) fn sentence_of(&self, mention: &GoldMention) -> String {
        let mut around = self.sentences.iter().filter(|(start, end)| (*start..*end).contains(&mention.start));
        around.next().map_or_else(|| mention.trigger.clone(), |(start, end)| self.slice(*start, *end))
    }
}

/// The articles of a gold file. Empty lines are left out.
///
/// # Errors
/// When a line is not such an article, when an id is there twice, or when there is no article.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Vec<GoldArticle>, EvalError> {
    let error = |number: usize, message: String| EvalError::Format { path: path.to_owned(), line: number + 1, message };
    let mut articles: Vec<GoldArticle> = Vec::new();
    let mut ids = BTreeSet::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let article = article(line).map_err(|message| error(number, message))?;
        if !ids.insert(article.id.clone()) {
            return Err(error(number, format!("the id {:?} is used twice; give each article its own", article.id)));
        }
        articles.push(article);
    }
    if articles.is_empty() {
        return Err(error(0, "no article in the file; the task needs one JSON object per line".to_owned()));
    }
    Ok(articles)
}

fn article(line: &str) -> Result<GoldArticle, String> {
    let mut json = serde_json::Deserializer::from_str(line);
    let article: GoldArticle = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (place, reason) = (error.path().to_string(), error.inner());
        let place = if place == "." { String::new() } else { format!("{place}: ") };
        format!(
            "{place}{reason}; each line is a JSON object with an article and its event mentions, as docs/ACCURACY.md describes it"
        )
    })?;
    json.end().map_err(|_| "more than one JSON value; each article needs a line of its own".to_owned())?;
    for (number, mention) in article.events.iter().enumerate() {
        wrong_in(&article, mention).map_or(Ok(()), |problem| Err(format!("events[{number}].{problem}")))?;
    }
    Ok(article)
}

/// What is wrong with a mention, if anything.
fn wrong_in(article: &GoldArticle, mention: &GoldMention) -> Option<String> {
    let GoldMention { trigger, start, end, event_type, domain, .. } = mention;
    let words = article.slice(*start, *end);
    if words.is_empty() || words != *trigger {
        return Some(format!(
            "trigger: {trigger:?} is not at characters {start} to {end} of the text, where {words:?} is; count Unicode \
             characters from 0"
        ));
    }
    if EventType::from_name(event_type).is_none() {
        return Some(format!("type: {event_type:?} is not a PLOVER type; use one of the sixteen, in capitals"));
    }
    if Domain::from_name(domain).is_none() {
        let known = Domain::ALL.map(Domain::name).join(", ");
        return Some(format!("domain: {domain:?} is unknown; use one of {known}"));
    }
    for participant in mention.actors.iter().chain(&mention.recipients) {
        let (country, sector) = (participant.country.as_deref(), participant.sector.as_deref());
        if let Some(code) = country.filter(|code| Country::from_code(code).is_none()) {
            return Some(format!("country: {code:?} is not a code of three capitals; use null for no country"));
        }
        if let Some(code) = sector.filter(|code| Sector::from_name(code).is_none()) {
            return Some(format!("sector: {code:?} is not a PLOVER sector; use null for no sector"));
        }
    }
    None
}
