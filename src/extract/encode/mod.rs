//! Events → records: the only types of the crate that are serialised for users.

mod encoder;
pub mod formats;
mod ids;
mod offsets;
mod publication;
mod record;

use rustc_hash::FxHashMap;

use super::{Held, Reading, Reject, RejectReason};
use crate::{
    lexicon::Scores,
    model::{Doc, Event, FoundBy, Judge, Span},
    rfc3339,
};
use encoder::Encoder;

pub(crate) use offsets::CharOffsets;

pub use formats::{AnnotatedArticle, Format};
pub use publication::Publication;
pub use record::{EventRecord, SCHEMA_VERSION};

/// The ontologies that the codes come from.
pub const ONTOLOGY_VERSION: &str = "PLOVER 2.0, CAMEO 1.1b3";

/// What made the records: the same for all of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The content hash of the lexicon.
    pub lexicon_version: String,
    /// Name and version of the language pipeline.
    pub model_version: String,
}

/// The language of what is read, ISO 639-1.
const LANGUAGE: &str = "en";

/// What stands behind a rule's id where the trigger is none of its words but stands for one.
const BY_WORDNET: &str = "+wordnet";

/// The rule ids of events that no rule found.
const BY_RANKER: &str = "ranker";
const BY_READER: &str = "reader";

/// The bytes of JSON that the records of one article may have together, 64 MiB. A megabyte of nothing but short events has some
/// 40 MB; but every record repeats the id, title, publisher and URL of its article and the words of its sentence, so that
/// one hostile article could ask for gigabytes.
const MAX_OUTPUT: usize = 64 << 20;

/// What makes records of events: the same for all of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms<'a> {
    pub scores: &'a Scores,
    pub provenance: &'a Provenance,
    pub publication: &'a Publication,
}

/// The records of an article's events that are published, in the order of the text, and the events that are held back.
///
/// # Errors
/// With a reject when they have more than 64 MiB together.
pub(super) fn records(reading: &Reading<'_>, terms: Terms<'_>) -> Result<(Vec<EventRecord>, Vec<Held>), Reject> {
    let offsets = CharOffsets::new(&reading.clean.text);
    let article = article_part(reading, terms.provenance);
    let held_back = held_back(&reading.events, terms.publication);
    let is_held = |number: usize| held_back.binary_search_by_key(&number, |held| held.event).is_ok();
    let published = reading.events.iter().enumerate().filter(|(number, _)| !is_held(*number));
    let main = main_among(published);
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let mut records = Vec::with_capacity(reading.events.len());
    let mut bytes = 0;
    for (number, event) in reading.events.iter().enumerate() {
        // An event has the same id whether others are held back or not.
        let encoder = Encoder { reading, offsets: &offsets, event };
        let mut record = article.clone();
        encoder.evidence(&mut record);
        let equals = seen.entry(format!("{}\u{1f}{}", record.evidence_text, record.trigger_text)).or_insert(0);
        record.event_id = ids::event_id(&record.article_id, &record.evidence_text, &record.trigger_text, *equals);
        *equals += 1;
        if is_held(number) {
            continue;
        }
        record.cluster_key = ids::cluster_key(event);
        record.is_main = main == Some(number);
        encoder.write(&mut record, terms.scores);
        bytes += record.json_bytes();
        if bytes > MAX_OUTPUT {
            let message = format!(
                "the first {} of {} records reach the limit of {MAX_OUTPUT} bytes per article; each record repeats the article's \
                 id, title, publisher, URL and its sentence; shorten these, or split the article",
                records.len(),
                reading.events.len() - held_back.len()
            );
            return Err(Reject::new(RejectReason::OutputTooLarge, message));
        }
        records.push(record);
    }
    Ok((records, held_back))
}

/// The events that are not published, in the order of the text.
fn held_back(events: &[Event], publication: &Publication) -> Vec<Held> {
    let reasons = events.iter().map(|event| publication.holds_back(event)).enumerate();
    reasons.filter_map(|(event, reason)| Some(Held { event, reason: reason? })).collect()
}

/// The fields that all records of an article share.
pub(super) fn article_part(reading: &Reading<'_>, provenance: &Provenance) -> EventRecord {
    let article = &reading.article;
    EventRecord {
        schema_version: SCHEMA_VERSION,
        article_id: article.id.clone(),
        article_version: article.version.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        publisher: article.publisher.clone(),
        language: Some(LANGUAGE.to_owned()),
        published_at: article.published_at.map(rfc3339::millis),
        content_fingerprint: ids::fingerprint(&reading.clean.text),
        coder: env!("CARGO_PKG_NAME").to_owned(),
        coder_version: env!("CARGO_PKG_VERSION").to_owned(),
        ontology_version: ONTOLOGY_VERSION.to_owned(),
        lexicon_version: provenance.lexicon_version.clone(),
        model_version: provenance.model_version.clone(),
        ..EventRecord::default()
    }
}

/// The event that the article is about: what has happened comes before what may happen, then the place in the text
/// decides, since news puts the main thing first, then how sure it is.
pub fn main_event(events: &[Event]) -> Option<usize> {
    main_among(events.iter().enumerate())
}

/// The main event of some events with their numbers.
fn main_among<'a>(events: impl Iterator<Item = (usize, &'a Event)>) -> Option<usize> {
    let rank = |event: &Event| {
        let modality = event.modality;
        let unreal = modality.is_negated || modality.is_hypothetical || modality.is_historical;
        let bare = event.actors.is_empty() && event.recipients.is_empty();
        (unreal || bare, event.sentence, ordered(1.0 - event.confidence))
    };
    events.min_by_key(|(_, event)| rank(event)).map(|(number, _)| number)
}

/// A probability as an integer, for ordering.
#[expect(clippy::cast_sign_loss, reason = "clamped to 0 and more")]
fn ordered(share: f32) -> u32 {
    (share.clamp(0.0, 1.0) * 1e6).round() as u32
}

/// The id of the rule that found an event, with what else had a part in it; where no rule matched, the model that found it.
pub fn rule_id(found_by: &FoundBy) -> String {
    match found_by {
        FoundBy::Rule { id, is_by_wordnet, retyped_by } => {
            let by_wordnet = if *is_by_wordnet { BY_WORDNET } else { "" };
            let retyped = match retyped_by {
                Some(Judge::Ranker) => "+ranker",
                Some(Judge::Reader) => "+reader",
                None => "",
            };
            format!("{id}{by_wordnet}{retyped}")
        }
        FoundBy::Ranker => BY_RANKER.to_owned(),
        FoundBy::Reader => BY_READER.to_owned(),
    }
}

/// The bytes of a sentence, without the white space around it.
pub fn sentence_span(doc: &Doc, sentence: std::ops::Range<usize>) -> Span {
    let tokens = doc.tokens().get(sentence).unwrap_or_default();
    let start = tokens.first().map_or(0, |token| token.start as usize);
    let end = tokens.last().map_or(start, |token| token.end as usize);
    let text = doc.text().get(start..end).unwrap_or_default();
    let start = start + (text.len() - text.trim_start().len());
    Span { start, end: start + text.trim().len() }
}
