//! The annotated article, version 1: one document with the text, everything that was found in it, and its events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    extract::{
        Coded, Reading,
        encode::{CharOffsets, EventRecord, Provenance, SCHEMA_VERSION, article_part, sentence_span},
    },
    model::{Country, Issue, ReferentKind, SectionKind, Sector, Span},
};

/// One article with all that was found in it. Every `start` and `end` counts Unicode scalar values of `text`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AnnotatedArticle {
    /// The version of this shape.
    pub schema_version: u32,
    /// The article.
    pub article_id: String,
    /// The producer's version of it.
    pub article_version: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its language, ISO 639-1.
    pub language: Option<String>,
    /// When it was published, UTC with milliseconds.
    pub published_at: Option<String>,
    /// A near-duplicate signature (64-bit simhash, hexadecimal).
    pub content_fingerprint: String,
    /// The cleaned text: the title, where there is one, is its first paragraph; paragraphs are separated by blank lines.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Whoever and whatever is named, and the groups and pronouns that act.
    pub entities: Vec<EntityNote>,
    /// The ids of its events.
    pub event_ids: Vec<String>,
    /// Its events, as on the events topic.
    pub events: Vec<EventRecord>,
    /// What was odd.
    pub issues: Vec<IssueNote>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Its first character.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// `title`, `dateline`, `body`, `caption` or `boilerplate`.
    pub section: String,
}

/// One mention of a person, state, organisation, group or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityNote {
    /// Its first character.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// The entity type (`OntoNotes`); null for pronouns and common nouns.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The resolved name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or an international code.
    pub country: Option<String>,
    /// The primary PLOVER sector.
    pub sector: Option<String>,
    /// Office or title as written.
    pub role: Option<String>,
    /// Equal for mentions of the same thing.
    pub chain: u32,
}

/// One oddity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueNote {
    /// A stable code.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
    /// Its first character, where it concerns a part of the text.
    pub start: Option<u32>,
    /// One past its last character.
    pub end: Option<u32>,
}

/// The annotated document of an article with its records.
pub fn annotated(coded: &Coded<'_>) -> AnnotatedArticle {
    let Coded { reading, records } = coded;
    let offsets = CharOffsets::new(&reading.clean.text);
    let shared = article_part(reading, &Provenance::default());
    AnnotatedArticle {
        schema_version: SCHEMA_VERSION,
        article_id: shared.article_id,
        article_version: shared.article_version,
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
        event_ids: records.iter().map(|record| record.event_id.clone()).collect(),
        events: records.clone(),
        issues: issues(reading, &offsets),
    }
}

fn sentences(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<Sentence> {
    let section_at = |byte: usize| {
        let sections = &reading.clean.sections;
        sections.iter().find(|section| byte < section.span.end).map_or(SectionKind::Body, |section| section.kind)
    };
    let doc = reading.doc();
    let spans = doc.sentences().iter().map(|range| sentence_span(doc, range.clone()));
    spans
        .map(|span| Sentence {
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            section: section_name(section_at(span.start)).to_owned(),
        })
        .collect()
}

/// The name of a section as documents spell it.
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

/// What was odd while decoding and cleaning.
pub(in crate::extract) fn issues(reading: &Reading<'_>, offsets: &CharOffsets) -> Vec<IssueNote> {
    let note = |issue: &Issue| IssueNote {
        code: issue.code.to_owned(),
        message: issue.message.clone(),
        start: issue.span.map(|Span { start, .. }| offsets.at(start)),
        end: issue.span.map(|Span { end, .. }| offsets.at(end)),
    };
    reading.article.issues.iter().chain(&reading.clean.issues).map(note).collect()
}
