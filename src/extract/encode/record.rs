//! The event record, version 1: the one type from which every published form is generated.

use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The schema version of the event record. Within a version, fields may be added but never renamed or retyped.
pub const SCHEMA_VERSION: u32 = 1;

/// One event of one article. Offsets count characters (Unicode scalar values) of the cleaned text. Codes are strings.
/// Unknown values are null. The arrays `…_names`, `…_countries` and `…_sectors` run in parallel, with empty strings for
/// unknown values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "a flat record, as SQL sinks need it")]
pub struct EventRecord {
    /// Schema version of this record.
    pub schema_version: u32,
    /// Unique, stable key of the record and of its message: a hash of article id, sentence, trigger and ordinal.
    pub event_id: String,
    /// Key shared across articles by events with the same quad class, first day and first participants. Null without a date or participants, and for a future event dated only by publication.
    pub cluster_key: Option<String>,
    /// Id of the article.
    pub article_id: String,
    /// Version of the article, as its producer numbers it.
    pub article_version: Option<String>,
    /// Index of the sentence that contains the trigger, from 0.
    pub sentence_index: u32,
    /// Whether this is the main event of its article.
    pub is_main: bool,

    /// PLOVER 2.0 type: AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT.
    pub event_type: String,
    /// PLOVER mode, in lower case.
    pub event_mode: Option<String>,
    /// PLOVER contexts, in lower case.
    pub contexts: Vec<String>,
    /// The most specific CAMEO code that applies, with its leading zero.
    pub cameo_code: Option<String>,
    /// Quad class: `verbal_cooperation`, `material_cooperation`, `verbal_conflict` or `material_conflict`.
    pub quad_code: String,
    /// PLOVER intensity of type and mode, -10 to 10.
    pub intensity: Option<f64>,
    /// Goldstein score of `cameo_code`, -10 to 10.
    pub goldstein: Option<f64>,

    /// Most probable domain of the event: `politics`, `conflict`, `crime`, `business` or `other`. Null if `reader.enabled` is false, if a rule of an overlay found the event, or for the 33rd and further events of a sentence.
    pub domain: Option<String>,
    /// Probability that the event belongs to the domain `politics` or `conflict`, 0 to 1. Null where `domain` is.
    pub relevance: Option<f64>,

    /// Noun phrase of the first actor: who did it.
    pub actor_text: Option<String>,
    /// Resolved name of the first actor.
    pub actor_name: Option<String>,
    /// Country of the first actor: ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub actor_country: Option<String>,
    /// Primary PLOVER sector of the first actor.
    pub actor_sector: Option<String>,
    /// CAMEO-style code of the first actor: `actor_country` followed by `actor_sector`.
    pub actor_code: Option<String>,
    /// Office or title of the first actor, as written.
    pub actor_role: Option<String>,
    /// Start offset of `actor_text`, in characters.
    pub actor_start: Option<u32>,
    /// End offset of `actor_text`, exclusive, in characters.
    pub actor_end: Option<u32>,
    /// Probability that the first actor is right if `event_type` is right, 0 to 1, calibrated on articles of outlets that training did not see. Null without an actor, or if the reader did not choose it.
    pub actor_confidence: Option<f64>,
    /// Source of `actor_country`: `name` (words, name or listed office of the actor), `apposition` (a title or description beside the name), `place` (where the actor or the event is) or `article` (inferred from the whole article, usually the country where it is at home). Null with it.
    pub actor_country_from: Option<String>,
    /// Names of the further actors; the words of the text for one without a name.
    pub actor_names: Vec<String>,
    /// Countries of the further actors, coded as `actor_country`.
    pub actor_countries: Vec<String>,
    /// Primary PLOVER sectors of the further actors.
    pub actor_sectors: Vec<String>,

    /// Noun phrase of the first recipient: to whom it was done.
    pub recipient_text: Option<String>,
    /// Resolved name of the first recipient.
    pub recipient_name: Option<String>,
    /// Country of the first recipient: ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub recipient_country: Option<String>,
    /// Primary PLOVER sector of the first recipient.
    pub recipient_sector: Option<String>,
    /// CAMEO-style code of the first recipient: `recipient_country` followed by `recipient_sector`.
    pub recipient_code: Option<String>,
    /// Office or title of the first recipient, as written.
    pub recipient_role: Option<String>,
    /// Start offset of `recipient_text`, in characters.
    pub recipient_start: Option<u32>,
    /// End offset of `recipient_text`, exclusive, in characters.
    pub recipient_end: Option<u32>,
    /// Probability that the first recipient is right if `event_type` is right, 0 to 1, calibrated on articles of outlets that training did not see. Null without a recipient, or if the reader did not choose it.
    pub recipient_confidence: Option<f64>,
    /// Source of `recipient_country`: `name` (words, name or listed office of the recipient), `apposition` (a title or description beside the name), `place` (where the recipient or the event is) or `article` (inferred from the whole article, usually the country where it is at home). Null with it.
    pub recipient_country_from: Option<String>,
    /// Names of the further recipients; the words of the text for one without a name.
    pub recipient_names: Vec<String>,
    /// Countries of the further recipients, coded as `recipient_country`.
    pub recipient_countries: Vec<String>,
    /// Primary PLOVER sectors of the further recipients.
    pub recipient_sectors: Vec<String>,

    /// First day of the event, `YYYY-MM-DD`. Null without a date, and where the text gives no days ("recently") or they depend on a date that is not known.
    pub event_date: Option<String>,
    /// Last day of the event, `YYYY-MM-DD`; equal to `event_date` for a single day.
    pub event_date_end: Option<String>,
    /// Precision of the date: `day`, `week`, `month`, `quarter`, `season`, `year` or `decade`.
    pub event_date_precision: Option<String>,
    /// Words of the text that give the date, in the sentence of the event or in another one.
    pub event_date_text: Option<String>,
    /// Source of the date: `text`, `published` (the day of the live-blog update, or of the article: from the dateline, the version or the publication time; only for what the opening of a text without a day of its own reports as news) or `none`.
    pub event_date_from: String,
    /// Start offset of `event_date_text`, in characters.
    pub event_date_start: Option<u32>,
    /// End offset of `event_date_text`, exclusive, in characters.
    pub event_date_stop: Option<u32>,

    /// Words of the text that name the most specific place where the event happened. Null if the text names none.
    pub place_text: Option<String>,
    /// Main English name of the place. Null if the gazetteer does not have the place; then the fields up to `geonames_id` are null, too.
    pub place_name: Option<String>,
    /// Country of the place, ISO 3166-1 alpha-3 or KOS. Null for seas, continents and regions of several countries.
    pub place_country: Option<String>,
    /// First-level administrative area of the place.
    pub place_admin1: Option<String>,
    /// Latitude of the place, in degrees north.
    pub latitude: Option<f64>,
    /// Longitude of the place, in degrees east.
    pub longitude: Option<f64>,
    /// `GeoNames` id of the place.
    pub geonames_id: Option<String>,
    /// Precision of the place: `point`, `city`, `district`, `province`, `country` or `region`.
    pub place_precision: Option<String>,
    /// Start offset of `place_text`, in characters.
    pub place_start: Option<u32>,
    /// End offset of `place_text`, exclusive, in characters.
    pub place_end: Option<u32>,

    /// Number of people killed; 1 for a single victim; for "at least 14", 14. Null without a number, for a range, and for an upper bound alone ("up to 40") or an open plural ("dozens").
    pub killed: Option<u64>,
    /// Lower bound of `killed`: "at least 14", "dozens" (24).
    pub killed_min: Option<u64>,
    /// Upper bound of `killed`: "up to 40".
    pub killed_max: Option<u64>,
    /// Number of people injured, as `killed`.
    pub injured: Option<u64>,
    /// Lower bound of `injured`.
    pub injured_min: Option<u64>,
    /// Upper bound of `injured`.
    pub injured_max: Option<u64>,
    /// Number of people arrested, as `killed`.
    pub arrested: Option<u64>,
    /// Lower bound of `arrested`.
    pub arrested_min: Option<u64>,
    /// Upper bound of `arrested`.
    pub arrested_max: Option<u64>,
    /// Number of people who took part: in a protest, meeting or request, or sent in a mobilization or for aid. Bounds as for `killed`.
    pub participants: Option<u64>,
    /// Lower bound of `participants`.
    pub participants_min: Option<u64>,
    /// Upper bound of `participants`.
    pub participants_max: Option<u64>,
    /// Amount of money, in units of `money_currency`. Bounds as for `killed`; `quantities` has them.
    pub money_amount: Option<f64>,
    /// Currency of `money_amount`, ISO 4217. `$` is USD unless written otherwise (`C$`, `Australian dollars`).
    pub money_currency: Option<String>,
    /// All quantities of the event, each as `kind=value unit`; with bounds but no value, as `kind=min..max unit`. Kinds besides those with
    /// fields of their own: `missing`, `displaced`, `troops`, `percent`.
    pub quantities: Vec<String>,

    /// Whether actor and recipient act on each other (meeting, clash, agreement); the first named is the actor.
    pub is_reciprocal: bool,
    /// Whether the text says that the event did not happen.
    pub is_negated: bool,
    /// Whether the event is still to come.
    pub is_future: bool,
    /// Whether the event is possible, conditional, wished for or feared.
    pub is_hypothetical: bool,
    /// Whether the last day of the event is more than 270 days before the publication of the article. Without a day: with `reader.enabled`, whether the event is probably long past.
    pub is_historical: bool,
    /// With `reader.enabled`: probability that the record is an event of this type, 0 to 1, calibrated on articles of outlets that training did not see. With the ranker alone: probability that `event_type` is right, calibrated on held-out sentences. With neither, and for what a rule of an overlay finds with `reader.enabled`: a rule-of-thumb score. Opinion pieces: 0.7 times that.
    pub confidence: f64,
    /// Number of mentions in the article that were merged into the record, at least 1. `trigger_text` and `evidence_text` are those of the first mention.
    pub mentions: u64,

    /// Noun phrase of the speaker who reports the event. Null if the article itself asserts it.
    pub speaker_text: Option<String>,
    /// Resolved name of the speaker.
    pub speaker_name: Option<String>,
    /// Country of the speaker: ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub speaker_country: Option<String>,
    /// Primary PLOVER sector of the speaker.
    pub speaker_sector: Option<String>,
    /// Lemma of the verb of speech, such as `say`.
    pub speech_verb: Option<String>,
    /// Whether the event is reported in a quotation: the trigger is inside quotation marks and a speaker is known.
    pub is_quoted: bool,
    /// How the speaker presents the event: `stated`, `confirmed`, `denied`, `alleged` or `reported`. Null if the article asserts it.
    pub claim: Option<String>,

    /// Words that express the event.
    pub trigger_text: String,
    /// Lemma of the head word of `trigger_text`.
    pub trigger_lemma: String,
    /// Start offset of `trigger_text`, in characters.
    pub trigger_start: u32,
    /// End offset of `trigger_text`, exclusive, in characters.
    pub trigger_end: u32,
    /// Sentence that contains the trigger.
    pub evidence_text: String,
    /// Start offset of `evidence_text`, in characters.
    pub evidence_start: u32,
    /// End offset of `evidence_text`, exclusive, in characters.
    pub evidence_end: u32,
    /// Id of the lexicon rule that matched, plus `+wordnet` if WordNet led to the trigger, and `+ranker` or `+reader` if that model changed the type. If no rule matched: the model that found the event, `ranker` or `reader`.
    pub rule_id: String,

    /// Headline of the article.
    pub title: Option<String>,
    /// URL of the article.
    pub url: Option<String>,
    /// Publisher of the article.
    pub publisher: Option<String>,
    /// Language of the article, ISO 639-1.
    pub language: Option<String>,
    /// Publication time of the article, UTC with milliseconds; for a later version, the publication time of the first version.
    pub published_at: Option<String>,
    /// Near-duplicate signature of the article (64-bit simhash, hexadecimal); copies of a wire report differ in few bits.
    pub content_fingerprint: String,

    /// Program that coded the event: `dateline`.
    pub coder: String,
    /// Version of the program.
    pub coder_version: String,
    /// Names and versions of the ontologies.
    pub ontology_version: String,
    /// Content hash of the lexicon.
    pub lexicon_version: String,
    /// Name and version of the language pipeline and, if enabled, the versions of the ranker and the reader.
    pub model_version: String,
}

impl EventRecord {
    /// The bytes that it has as JSON.
    pub(super) fn json_bytes(&self) -> usize {
        let mut count = Count(0);
        // An error is reported when the record is written to its destination.
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
