//! The event record, version 1: the one type that every published form is generated from.

use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the record's shape. Within it fields are added, never renamed or retyped.
pub const SCHEMA_VERSION: u32 = 1;

/// One event of one article. Offsets count Unicode scalar values of the article's cleaned text; codes are strings;
/// what is not known is null. The arrays of further participants run in parallel, with an empty string for what is not known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "a flat record, as SQL sinks need it")]
pub struct EventRecord {
    /// The version of this shape.
    pub schema_version: u32,
    /// Content-derived and stable: the key of the record and of its message.
    pub event_id: String,
    /// Equal for reports of the same happening across articles; null when the date or both participants are unknown.
    pub cluster_key: Option<String>,
    /// The article.
    pub article_id: String,
    /// The producer's version of the article.
    pub article_version: Option<String>,
    /// The number of the trigger's sentence in the article, from 0.
    pub sentence_index: u32,
    /// The article's main event.
    pub is_main: bool,

    /// PLOVER 2.0 type: AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT.
    pub event_type: String,
    /// PLOVER mode, lower case.
    pub event_mode: Option<String>,
    /// PLOVER contexts, lower case.
    pub contexts: Vec<String>,
    /// The most specific CAMEO code, with its leading zero.
    pub cameo_code: Option<String>,
    /// `verbal_cooperation`, `material_cooperation`, `verbal_conflict` or `material_conflict`.
    pub quad_code: String,
    /// PLOVER intensity, -10 to 10.
    pub intensity: Option<f64>,
    /// Goldstein scale of the CAMEO code, -10 to 10.
    pub goldstein: Option<f64>,

    /// Who did it: the noun phrase.
    pub actor_text: Option<String>,
    /// The resolved name.
    pub actor_name: Option<String>,
    /// ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub actor_country: Option<String>,
    /// The primary PLOVER sector.
    pub actor_sector: Option<String>,
    /// CAMEO style: country, then sector.
    pub actor_code: Option<String>,
    /// Office or title as written.
    pub actor_role: Option<String>,
    /// First character of `actor_text`.
    pub actor_start: Option<u32>,
    /// One past its last character.
    pub actor_end: Option<u32>,
    /// Names (or the words, for an unnamed one) of further actors.
    pub actor_names: Vec<String>,
    /// Their countries.
    pub actor_countries: Vec<String>,
    /// Their primary sectors.
    pub actor_sectors: Vec<String>,

    /// To whom it was done: the noun phrase.
    pub recipient_text: Option<String>,
    /// The resolved name.
    pub recipient_name: Option<String>,
    /// ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub recipient_country: Option<String>,
    /// The primary PLOVER sector.
    pub recipient_sector: Option<String>,
    /// CAMEO style: country, then sector.
    pub recipient_code: Option<String>,
    /// Office or title as written.
    pub recipient_role: Option<String>,
    /// First character of `recipient_text`.
    pub recipient_start: Option<u32>,
    /// One past its last character.
    pub recipient_end: Option<u32>,
    /// Names (or the words, for an unnamed one) of further recipients.
    pub recipient_names: Vec<String>,
    /// Their countries.
    pub recipient_countries: Vec<String>,
    /// Their primary sectors.
    pub recipient_sectors: Vec<String>,

    /// First day, `YYYY-MM-DD`.
    pub event_date: Option<String>,
    /// Last day.
    pub event_date_end: Option<String>,
    /// `day`, `week`, `month`, `quarter`, `season`, `year` or `decade`.
    pub event_date_precision: Option<String>,
    /// The expression of the text.
    pub event_date_text: Option<String>,
    /// `text`, `published` or `none`.
    pub event_date_from: String,
    /// First character of `event_date_text`.
    pub event_date_start: Option<u32>,
    /// One past its last character.
    pub event_date_stop: Option<u32>,

    /// Where it happened: the words.
    pub place_text: Option<String>,
    /// The resolved name.
    pub place_name: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub place_country: Option<String>,
    /// The first-level administrative area.
    pub place_admin1: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// The `GeoNames` id.
    pub geonames_id: Option<String>,
    /// `point`, `city`, `district`, `province`, `country` or `region`.
    pub place_precision: Option<String>,
    /// First character of `place_text`.
    pub place_start: Option<u32>,
    /// One past its last character.
    pub place_end: Option<u32>,

    /// People killed.
    pub killed: Option<u64>,
    /// At least so many.
    pub killed_min: Option<u64>,
    /// At most so many.
    pub killed_max: Option<u64>,
    /// People injured.
    pub injured: Option<u64>,
    /// At least so many.
    pub injured_min: Option<u64>,
    /// At most so many.
    pub injured_max: Option<u64>,
    /// People arrested.
    pub arrested: Option<u64>,
    /// At least so many.
    pub arrested_min: Option<u64>,
    /// At most so many.
    pub arrested_max: Option<u64>,
    /// People who took part.
    pub participants: Option<u64>,
    /// At least so many.
    pub participants_min: Option<u64>,
    /// At most so many.
    pub participants_max: Option<u64>,
    /// An amount of money.
    pub money_amount: Option<f64>,
    /// Its currency, ISO 4217.
    pub money_currency: Option<String>,
    /// All quantities as `kind=value unit`.
    pub quantities: Vec<String>,

    /// Meetings, clashes, agreements: the first named is the actor.
    pub is_reciprocal: bool,
    /// Said not to have happened.
    pub is_negated: bool,
    /// Yet to come.
    pub is_future: bool,
    /// Possible, conditional, wished or feared.
    pub is_hypothetical: bool,
    /// Long past when the article was written.
    pub is_historical: bool,
    /// How likely the event's type is to be right, 0 to 1: calibrated on sentences that the ranker was not trained on.
    pub confidence: f64,

    /// Who says so: the noun phrase.
    pub speaker_text: Option<String>,
    /// The resolved name.
    pub speaker_name: Option<String>,
    /// ISO 3166-1 alpha-3, or an international code.
    pub speaker_country: Option<String>,
    /// The primary PLOVER sector.
    pub speaker_sector: Option<String>,
    /// The lemma of the verb of speech.
    pub speech_verb: Option<String>,
    /// Inside quotation marks.
    pub is_quoted: bool,
    /// `stated`, `confirmed`, `denied`, `alleged` or `reported`; null when the article itself asserts it.
    pub claim: Option<String>,

    /// The words that told the event.
    pub trigger_text: String,
    /// Their head's base form.
    pub trigger_lemma: String,
    /// First character of `trigger_text`.
    pub trigger_start: u32,
    /// One past its last character.
    pub trigger_end: u32,
    /// The sentence.
    pub evidence_text: String,
    /// Its first character.
    pub evidence_start: u32,
    /// One past its last character.
    pub evidence_end: u32,
    /// The rule of the lexicon that made the event; with `+ranker` behind it where the ranker gave it another type, and
    /// `ranker` where no rule matched.
    pub rule_id: String,

    /// The article's headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its language, ISO 639-1.
    pub language: Option<String>,
    /// When it was published, UTC with milliseconds.
    pub published_at: Option<String>,
    /// A near-duplicate signature (64-bit simhash, hexadecimal), so that wire copy can be joined.
    pub content_fingerprint: String,

    /// The program that coded it.
    pub coder: String,
    /// Its version.
    pub coder_version: String,
    /// The ontologies.
    pub ontology_version: String,
    /// The content hash of the lexicon.
    pub lexicon_version: String,
    /// The language pipeline and the ranker.
    pub model_version: String,
}

impl EventRecord {
    /// The bytes that it has as JSON.
    pub(super) fn json_bytes(&self) -> usize {
        let mut count = Count(0);
        // What cannot be written is told where it is to be written for good.
        let _ = serde_json::to_writer(&mut count, self);
        count.0
    }
}

/// Counts the bytes that are written to it.
struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
