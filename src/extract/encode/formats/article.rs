//! The annotated article, version 1: one document with the text, its sentences, its entities and its events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    extract::{
        ArticleDocument, Coded, Reading,
        encode::{CharOffsets, EventRecord, Provenance, SCHEMA_VERSION, article_part, sentence_span},
    },
    model::{
        Country, DateAnchor, DateType, DateValue, Issue, IssueCode, Mention, Place, PlacePrecision, ReferentKind,
        SectionKind, Sector, Span,
    },
    named::one_of,
};

/// One article with its sentences, entities and events. Offsets count characters (Unicode scalar values) of `text`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AnnotatedArticle {
    /// Schema version of this document.
    pub schema_version: u32,
    /// Id of the article.
    pub article_id: String,
    /// Version of the article, as its producer numbers it.
    pub article_version: Option<String>,
    /// Whether the producer withdrew the article. A retraction has no text and no events: all events of the article are void.
    pub retracted: bool,
    /// Headline of the article.
    pub title: Option<String>,
    /// URL of the article.
    pub url: Option<String>,
    /// Publisher of the article.
    pub publisher: Option<String>,
    /// Authors of the article.
    pub authors: Vec<String>,
    /// Language of the article, ISO 639-1.
    pub language: Option<String>,
    /// Publication time of the article, UTC with milliseconds; for a later version, the publication time of the first version.
    pub published_at: Option<String>,
    /// Near-duplicate signature of the article (64-bit simhash, hexadecimal); copies of a wire report differ in few bits.
    pub content_fingerprint: String,
    /// Cleaned text. The first paragraph is the title, if there is one; blank lines separate paragraphs.
    pub text: String,
    /// Sentences of the text, in order.
    pub sentences: Vec<Sentence>,
    /// Mentions of persons, states, organisations, groups and places, including resolved pronouns.
    pub entities: Vec<EntityNote>,
    /// Names of places in the text, in order.
    pub places: Vec<PlaceNote>,
    /// Expressions of date and time in the text, in order.
    pub dates: Vec<DateNote>,
    /// Ids of the events.
    pub event_ids: Vec<String>,
    /// Event records, as on the events topic.
    pub events: Vec<EventRecord>,
    /// Problems in the article that did not prevent it from being read.
    pub issues: Vec<IssueNote>,
}

/// A sentence of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Start offset of the sentence, in characters of `text`.
    pub start: u32,
    /// End offset of the sentence, exclusive, in characters of `text`.
    pub end: u32,
    /// Section of the sentence: `title`, `dateline`, `body`, `caption` or `boilerplate`.
    pub section: String,
}

/// A mention of a person, state, organisation, group or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityNote {
    /// Start offset of the mention, in characters of the article's `text`.
    pub start: u32,
    /// End offset of the mention, exclusive, in characters of the article's `text`.
    pub end: u32,
    /// Words of the mention.
    pub text: String,
    /// Entity type (`OntoNotes`). Null for pronouns and common nouns.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Resolved name of the entity.
    pub name: Option<String>,
    /// Country of the entity: ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC KOS.
    pub country: Option<String>,
    /// Primary PLOVER sector of the entity.
    pub sector: Option<String>,
    /// Office or title of the entity, as written.
    pub role: Option<String>,
    /// Number of the coreference chain: equal for all mentions of the same entity.
    pub chain: u32,
}

/// The name of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceNote {
    /// Start offset of the name, in characters of the article's `text`.
    pub start: u32,
    /// End offset of the name, exclusive, in characters of the article's `text`.
    pub end: u32,
    /// Words of the name.
    pub text: String,
    /// Main English name of the place. Null if the gazetteer does not have the place.
    pub name: Option<String>,
    /// Country of the place: ISO 3166-1 alpha-3 or KOS. Null for seas, continents, regions of several countries, and places that the gazetteer does not have.
    pub country: Option<String>,
    /// First-level administrative area of the place.
    pub admin1: Option<String>,
    /// Latitude of the place, in degrees north.
    pub latitude: Option<f64>,
    /// Longitude of the place, in degrees east.
    pub longitude: Option<f64>,
    /// Id of the place in `GeoNames`.
    pub geonames_id: Option<String>,
    /// What the place is: `point`, `city`, `district`, `province`, `country` or `region`.
    #[schemars(extend("enum" = PlacePrecision::ALL.map(PlacePrecision::name)))]
    pub precision: String,
}

/// An expression of date or time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DateNote {
    /// Start offset of the expression, in characters of the article's `text`.
    pub start: u32,
    /// End offset of the expression, exclusive, in characters of the article's `text`.
    pub end: u32,
    /// Words of the expression.
    pub text: String,
    /// Type of the expression (`TimeML`): `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = DateType::ALL.map(DateType::name)))]
    pub kind: String,
    /// TIMEX3 value of the expression, such as `2022-01-19`, `2022-W03`, `P3M` or `PAST_REF`. Digits that are not known are `X`.
    pub value: String,
    /// First day of the expression, `YYYY-MM-DD`. Null if it names no days or they depend on a date that is not known.
    pub from: Option<String>,
    /// Last day of the expression, `YYYY-MM-DD`.
    pub to: Option<String>,
    /// What the days were counted from: `published` (the day of the article or of the live-blog update), `text` (the expression itself, or another one of the text) or `none`.
    #[schemars(extend("enum" = DateAnchor::ALL.map(DateAnchor::name)))]
    pub anchor: String,
}

/// A problem in the article that did not prevent it from being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueNote {
    /// Stable code of the issue, in snake case.
    #[schemars(extend("oneOf" = issue_codes()))]
    pub code: String,
    /// Description of the issue, one sentence.
    pub message: String,
    /// Start offset of the passage concerned, in characters of `text`. Null if the issue concerns the whole article.
    pub start: Option<u32>,
    /// End offset of the passage concerned, exclusive, in characters of `text`. Null if the issue concerns the whole article.
    pub end: Option<u32>,
}

impl AnnotatedArticle {
    /// The document as it is published.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn document(&self) -> Result<ArticleDocument, serde_json::Error> {
        let json = serde_json::to_vec(self)?;
        Ok(ArticleDocument { article_id: self.article_id.clone(), published_at: self.published_at.clone(), json })
    }

    /// The document of an article that was withdrawn: it has no events any more.
    pub fn retraction(article_id: &str, version: Option<&str>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            article_id: article_id.to_owned(),
            article_version: version.map(str::to_owned),
            retracted: true,
            ..Self::default()
        }
    }

    /// The same document without what makes it long: it still says which events the article has.
    #[must_use]
    pub fn reference(mut self, limit: usize) -> Self {
        let message = format!(
            "the annotated article exceeds the limit of its topic, {limit} bytes; only the ids of its events are left"
        );
        self.issues.push(IssueNote {
            code: IssueCode::DocumentTooLarge.name().to_owned(),
            message,
            start: None,
            end: None,
        });
        Self {
            text: String::new(),
            sentences: Vec::new(),
            entities: Vec::new(),
            places: Vec::new(),
            dates: Vec::new(),
            events: Vec::new(),
            ..self
        }
    }
}

/// The annotated document of an article: its text, sentences and entities, with the event records.
pub fn annotated(coded: &Coded<'_>) -> AnnotatedArticle {
    let Coded { reading, records, .. } = coded;
    let offsets = CharOffsets::new(&reading.clean.text);
    let shared = article_part(reading, &Provenance::default());
    AnnotatedArticle {
        schema_version: SCHEMA_VERSION,
        article_id: shared.article_id,
        article_version: shared.article_version,
        retracted: false,
        title: shared.title,
        url: shared.url,
        publisher: shared.publisher,
        authors: reading.article.authors.clone(),
        language: shared.language,
        published_at: shared.published_at,
        content_fingerprint: shared.content_fingerprint,
        text: reading.clean.text.clone(),
        sentences: sentences(reading, &offsets),
        entities: entities(reading, &offsets),
        places: places(reading, &offsets),
        dates: dates(reading, &offsets),
        event_ids: records.iter().map(|record| record.event_id.clone()).collect(),
        events: records.clone(),
        issues: issues(reading, &offsets),
    }
}

fn sentences(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<Sentence> {
    let doc = reading.doc();
    let spans = doc.sentences().iter().map(|range| sentence_span(doc, range.clone()));
    spans
        .map(|span| Sentence {
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            section: section_name(reading.clean.section_kind_at(span.start)).to_owned(),
        })
        .collect()
}

/// The name of a section kind in the document.
pub(in crate::extract) fn section_name(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Title => "title",
        SectionKind::Dateline => "dateline",
        SectionKind::Body => "body",
        SectionKind::Caption => "caption",
        SectionKind::Boilerplate => "boilerplate",
    }
}

fn entities(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<EntityNote> {
    let doc = reading.doc();
    let mentions = reading.mentions.referents().all().iter();
    let acting = mentions.filter(|mention| mention.what.kind != ReferentKind::Thing);
    acting
        .map(|mention| {
            let shown = reading.mentions.at(mention.head).unwrap_or(mention);
            let span = reading.syntax.span_of(shown.first, shown.last);
            let identity = &shown.what.identity;
            EntityNote {
                start: offsets.at(span.start),
                end: offsets.at(span.end),
                text: reading.text(span).to_owned(),
                kind: doc.entity_at(mention.head).map(|entity| doc.entity_type(entity).to_owned()),
                name: identity.name.clone(),
                country: identity.country.as_ref().map(Country::code).map(str::to_owned),
                sector: identity.sector().map(Sector::name).map(str::to_owned),
                role: identity.role.clone(),
                chain: mention.what.chain,
            }
        })
        .collect()
}

fn places(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<PlaceNote> {
    let note = |mention: &Mention<Place>| {
        let Place { span, name, country, admin1, coordinates, geonames_id, precision } = mention.what.clone();
        let (latitude, longitude) = coordinates.unzip();
        PlaceNote {
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            text: reading.text(span).to_owned(),
            name,
            country: country.as_ref().map(|country| country.code().to_owned()),
            admin1,
            latitude,
            longitude,
            geonames_id,
            precision: precision.name().to_owned(),
        }
    };
    reading.mentions.places().all().iter().map(note).collect()
}

fn dates(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<DateNote> {
    let note = |mention: &Mention<DateValue>| {
        let span = reading.date_span(mention);
        let DateValue { kind, value, days, anchor } = &mention.what;
        DateNote {
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            text: reading.text(span).to_owned(),
            kind: kind.name().to_owned(),
            value: value.clone(),
            from: days.map(|days| days.first.to_string()),
            to: days.map(|days| days.last.to_string()),
            anchor: anchor.name().to_owned(),
        }
    };
    reading.mentions.dates().all().iter().map(note).collect()
}

/// The alternatives of an issue's code in the schema.
fn issue_codes() -> serde_json::Value {
    one_of(IssueCode::ALL.iter().map(|code| (code.name(), code.describe())))
}

/// What was odd while decoding and cleaning.
pub(in crate::extract) fn issues(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<IssueNote> {
    let note = |issue: &Issue| IssueNote {
        code: issue.code.name().to_owned(),
        message: issue.message.clone(),
        start: issue.span.map(|Span { start, .. }| offsets.at(start)),
        end: issue.span.map(|Span { end, .. }| offsets.at(end)),
    };
    reading.article.issues.iter().chain(&reading.clean.issues).map(note).collect()
}
