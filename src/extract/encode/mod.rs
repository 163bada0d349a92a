//! Events → records: the only types of the crate that are serialised for users.

mod annotated;
mod explained;
mod ids;
mod offsets;
mod record;

use super::Reject;
use crate::lexicon::Scores;
use crate::model::{
    Article, Attribution, Claim, CleanText, DatePrecision, DateSource, Doc, Event, EventDate, Participant, Span,
};
use offsets::CharOffsets;
use rustc_hash::FxHashMap;

pub use annotated::{AnnotatedArticle, annotated};
pub use explained::{
    ActorNote, ExplainedArticle, ExplainedSentence, Explainer, LabelNote, Selection, TokenNote, TriedRule, TriggerNote,
    unread,
};
pub use ids::{fingerprint, hash};
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

/// Everything that was found in one article.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its cleaned text.
    pub clean: &'a CleanText,
    /// The annotated text.
    pub doc: &'a Doc,
    /// Its events in the order of the text.
    pub events: &'a [Event],
    /// The language that was identified, ISO 639-1.
    pub language: Option<&'a str>,
}

/// The bytes of JSON that the records of one article may have together, 64 MiB. A megabyte of nothing but short events has some
/// 40 MB; but every record repeats the id, title, publisher and URL of its article and the words of its sentence, so that
/// one hostile article could ask for gigabytes.
const MAX_OUTPUT: usize = 64 << 20;

/// The records of an article's events, in the order of the text.
///
/// # Errors
/// With a reject when they have more than 64 MiB together.
pub fn records(findings: &Findings<'_>, scores: &Scores, provenance: &Provenance) -> Result<Vec<EventRecord>, Reject> {
    let offsets = CharOffsets::new(&findings.clean.text);
    let article = article_part(findings, provenance);
    let main = main_event(findings.events);
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let mut records = Vec::with_capacity(findings.events.len());
    let mut bytes = 0;
    for (number, event) in findings.events.iter().enumerate() {
        let encoder = Encoder { findings, offsets: &offsets, event };
        let mut record = article.clone();
        encoder.evidence(&mut record);
        let equals = seen.entry(format!("{}\u{1f}{}", record.evidence_text, record.trigger_text)).or_insert(0);
        record.event_id = ids::event_id(&record.article_id, &record.evidence_text, &record.trigger_text, *equals);
        *equals += 1;
        record.cluster_key = ids::cluster_key(event, None);
        record.is_main = main == Some(number);
        encoder.what(&mut record, scores);
        encoder.who(&mut record);
        encoder.whom(&mut record);
        encoder.when(&mut record);
        encoder.certainty(&mut record);
        encoder.speaker(&mut record);
        bytes += record.json_bytes();
        if bytes > MAX_OUTPUT {
            let message = format!(
                "the first {number} of {} events have {MAX_OUTPUT} bytes, and one article may lead to no more; each repeats the article's \
                 id, title, publisher and URL and its sentence: shorten these, or send the article in parts",
                findings.events.len()
            );
            return Err(Reject { reason: "output_too_large", stage: "encode", message });
        }
        records.push(record);
    }
    Ok(records)
}

/// The fields that all records of an article share.
fn article_part(findings: &Findings<'_>, provenance: &Provenance) -> EventRecord {
    let article = findings.article;
    EventRecord {
        schema_version: SCHEMA_VERSION,
        article_id: article.id.clone(),
        article_version: article.version.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        publisher: article.publisher.clone(),
        language: findings.language.map(str::to_owned),
        published_at: article.published_at.map(timestamp),
        content_fingerprint: fingerprint(&findings.clean.text),
        coder: env!("CARGO_PKG_NAME").to_owned(),
        coder_version: env!("CARGO_PKG_VERSION").to_owned(),
        ontology_version: ONTOLOGY_VERSION.to_owned(),
        lexicon_version: provenance.lexicon_version.clone(),
        model_version: provenance.model_version.clone(),
        ..EventRecord::default()
    }
}

/// An instant as records write it: UTC with milliseconds and `Z`.
pub fn timestamp(instant: jiff::Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// The event that the article is about: what has happened comes before what may happen, then the place in the text
/// decides, since news puts the main thing first, then how sure it is.
pub fn main_event(events: &[Event]) -> Option<usize> {
    let rank = |event: &Event| {
        let modality = event.modality;
        let unreal = modality.is_negated || modality.is_hypothetical || modality.is_historical;
        let bare = event.actors.is_empty() && event.recipients.is_empty();
        (unreal || bare, event.sentence, ordered(1.0 - event.confidence))
    };
    (0..events.len()).min_by_key(|number| events.get(*number).map(rank))
}

/// A probability as an integer, for ordering.
#[expect(clippy::cast_sign_loss, reason = "clamped to 0 and more")]
fn ordered(share: f32) -> u32 {
    (share.clamp(0.0, 1.0) * 1e6).round() as u32
}

/// One event on its way into a record.
struct Encoder<'a> {
    findings: &'a Findings<'a>,
    offsets: &'a CharOffsets,
    event: &'a Event,
}

/// A span's words and its first and last character.
type Shown = (String, u32, u32);

impl Encoder<'_> {
    fn shown(&self, span: Span) -> Shown {
        let text = self.findings.clean.text.get(span.start..span.end).unwrap_or_default();
        (text.to_owned(), self.offsets.at(span.start), self.offsets.at(span.end))
    }

    fn evidence(&self, record: &mut EventRecord) {
        let doc = self.findings.doc;
        let sentence = doc.sentences().get(self.event.sentence).cloned().unwrap_or_default();
        (record.evidence_text, record.evidence_start, record.evidence_end) = self.shown(sentence_span(doc, sentence));
        (record.trigger_text, record.trigger_start, record.trigger_end) = self.shown(self.event.trigger_span);
        record.trigger_lemma = doc.lemma(self.event.trigger).to_owned();
        record.sentence_index = self.event.sentence as u32;
        record.rule_id = self.event.rule_id.to_string();
    }

    fn what(&self, record: &mut EventRecord, scores: &Scores) {
        let event = self.event;
        record.event_type = event.event_type.name().to_owned();
        record.event_mode = event.mode.as_ref().map(ToString::to_string);
        record.contexts = event.contexts.iter().map(ToString::to_string).collect();
        record.cameo_code = event.cameo_code.as_ref().map(ToString::to_string);
        record.quad_code = event.event_type.quad().name().to_owned();
        record.intensity = scores.intensity(event.event_type, event.mode.as_deref());
        record.goldstein = event.cameo_code.as_deref().and_then(|code| scores.goldstein(code));
    }

    fn who(&self, record: &mut EventRecord) {
        if let Some((first, further)) = self.event.actors.split_first() {
            let side = self.side(first);
            (record.actor_text, record.actor_start, record.actor_end) =
                (Some(side.text.0), Some(side.text.1), Some(side.text.2));
            (record.actor_name, record.actor_country, record.actor_sector) = (side.name, side.country, side.sector);
            (record.actor_code, record.actor_role) = (side.code, side.role);
            (record.actor_names, record.actor_countries, record.actor_sectors) = self.further(further);
        }
    }

    fn whom(&self, record: &mut EventRecord) {
        if let Some((first, further)) = self.event.recipients.split_first() {
            let side = self.side(first);
            (record.recipient_text, record.recipient_start, record.recipient_end) =
                (Some(side.text.0), Some(side.text.1), Some(side.text.2));
            (record.recipient_name, record.recipient_country, record.recipient_sector) =
                (side.name, side.country, side.sector);
            (record.recipient_code, record.recipient_role) = (side.code, side.role);
            (record.recipient_names, record.recipient_countries, record.recipient_sectors) = self.further(further);
        }
    }

    fn side(&self, participant: &Participant) -> Side {
        Side {
            text: self.shown(participant.span),
            name: participant.name.clone(),
            country: participant.country.as_ref().map(ToString::to_string),
            sector: participant.sectors.first().map(ToString::to_string),
            code: actor_code(participant),
            role: participant.role.clone(),
        }
    }

    fn further(&self, participants: &[Participant]) -> (Vec<String>, Vec<String>, Vec<String>) {
        let name = |one: &Participant| one.name.clone().unwrap_or_else(|| self.shown(one.span).0);
        let country = |one: &Participant| one.country.as_ref().map(ToString::to_string).unwrap_or_default();
        let sector = |one: &Participant| one.sectors.first().map(ToString::to_string).unwrap_or_default();
        (
            participants.iter().map(name).collect(),
            participants.iter().map(country).collect(),
            participants.iter().map(sector).collect(),
        )
    }

    fn when(&self, record: &mut EventRecord) {
        let Some(EventDate { first, last, precision, source, span }) = &self.event.date else {
            record.event_date_from = "none".to_owned();
            return;
        };
        record.event_date = Some(first.to_string());
        record.event_date_end = Some(last.to_string());
        record.event_date_precision = Some(precision_name(*precision).to_owned());
        record.event_date_from = match source {
            DateSource::Text => "text".to_owned(),
            DateSource::Published => "published".to_owned(),
        };
        if let Some(span) = span {
            let (text, start, end) = self.shown(*span);
            (record.event_date_text, record.event_date_start, record.event_date_stop) =
                (Some(text), Some(start), Some(end));
        }
    }

    fn certainty(&self, record: &mut EventRecord) {
        let event = self.event;
        record.is_reciprocal = event.is_reciprocal;
        record.is_negated = event.modality.is_negated;
        record.is_future = event.modality.is_future;
        record.is_hypothetical = event.modality.is_hypothetical;
        record.is_historical = event.modality.is_historical;
        record.confidence = (f64::from(event.confidence) * 1000.0).round() / 1000.0;
    }

    fn speaker(&self, record: &mut EventRecord) {
        let Some(Attribution { speaker, speech_verb, is_quoted, claim }) = &self.event.attribution else { return };
        let side = self.side(speaker);
        record.speaker_text = Some(side.text.0);
        (record.speaker_name, record.speaker_country, record.speaker_sector) = (side.name, side.country, side.sector);
        record.speech_verb = Some(speech_verb.clone());
        record.is_quoted = *is_quoted;
        record.claim = Some(claim_name(*claim).to_owned());
    }
}

/// One participant as the record shows it.
struct Side {
    text: Shown,
    name: Option<String>,
    country: Option<String>,
    sector: Option<String>,
    code: Option<String>,
    role: Option<String>,
}

/// The actor code in CAMEO's style: country, then primary sector; null when neither is known.
pub fn actor_code(participant: &Participant) -> Option<String> {
    let country = participant.country.as_deref().unwrap_or_default();
    let sector = participant.sectors.first().map_or("", |sector| sector.as_str());
    Some(format!("{country}{sector}")).filter(|code| !code.is_empty())
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

/// The name of a precision as records spell it.
pub fn precision_name(precision: DatePrecision) -> &'static str {
    match precision {
        DatePrecision::Day => "day",
        DatePrecision::Week => "week",
        DatePrecision::Month => "month",
        DatePrecision::Quarter => "quarter",
        DatePrecision::Season => "season",
        DatePrecision::Year => "year",
        DatePrecision::Decade => "decade",
    }
}

/// The name of a claim as records spell it.
pub fn claim_name(claim: Claim) -> &'static str {
    match claim {
        Claim::Stated => "stated",
        Claim::Confirmed => "confirmed",
        Claim::Denied => "denied",
        Claim::Alleged => "alleged",
        Claim::Reported => "reported",
    }
}
