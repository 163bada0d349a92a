//! The records that publish what came of an article: its events, and the annotated article where it has a topic.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Document, Header, Message, Output, Record, Verdict};
use crate::{
    extract::{
        ArticleDocument, Extraction, Skip,
        encode::{
            AnnotatedArticle, EventRecord,
            formats::{CloudEvent, Origin},
        },
    },
    settings::Topics,
};

/// Makes records for the topics of events and of annotated articles.
#[derive(Debug)]
pub(super) struct Publisher {
    /// The topic of events.
    events: Arc<str>,
    /// The topic of annotated articles; `None`: they are not published.
    annotated: Option<Arc<str>>,
}

impl Publisher {
    /// A publisher for these topics.
    pub(super) fn new(topics: &Topics) -> Self {
        Self { events: topics.events.as_str().into(), annotated: topics.annotated.as_deref().map(Into::into) }
    }

    /// The events of an article in the order of its text, then the article itself.
    pub(super) fn article(&self, message: &Message, extraction: Extraction) -> Result<Output, serde_json::Error> {
        let now = Timestamp::now();
        let origin = origin(message);
        let types = extraction.records.iter().map(|event| event.event_type.clone()).collect();
        let verdict = Verdict::Emitted { types, held_back: extraction.held_back };
        let document = extraction.document.and_then(|document| self.document(*document, &origin, now));
        // Each event is dropped when it is written: a long article has thousands.
        let events = extraction.records.into_iter().map(|event| self.event(&event, &origin, now));
        let mut records = events.collect::<Result<Vec<Record>, _>>()?;
        let kind = document.as_ref().map(|_| Document::Article);
        records.extend(document);
        Ok(Output { records, verdict, document: kind })
    }

    /// What a skipped article leaves: a retraction replaces the article on its topic.
    pub(super) fn skip(&self, message: &Message, skip: &Skip) -> Result<Output, serde_json::Error> {
        let mut output = Output::new(Vec::new(), Verdict::Skipped(skip.reason));
        if let Some(article_id) = skip.retracted() {
            let document = AnnotatedArticle::retraction(article_id, skip.version.as_deref());
            output.records.extend(self.document(document.document()?, &origin(message), Timestamp::now()));
            output.document = output.records.first().map(|_| Document::Retraction);
        }
        Ok(output)
    }

    /// The output with a reference in the place of an annotated article that is larger than its topic takes, if that is so.
    pub(super) fn shorten(&self, message: &Message, mut output: Output, limit: impl Fn(&str) -> usize) -> Output {
        let Some(topic) = &self.annotated else { return output };
        let limit = limit(topic);
        let is_too_large = |record: &&mut Record| record.topic == *topic && record.size() > limit;
        if let Some(record) = output.records.iter_mut().find(is_too_large)
            && let Some(reference) = self.reference(message, record, limit)
        {
            *record = reference;
            output.document = Some(Document::Reference);
        }
        output
    }

    fn reference(&self, message: &Message, record: &Record, limit: usize) -> Option<Record> {
        let document: AnnotatedArticle = serde_json::from_slice(record.value.as_deref()?).ok()?;
        self.document(document.reference(limit).document().ok()?, &origin(message), Timestamp::now())
    }

    fn event(&self, event: &EventRecord, origin: &Origin<'_>, now: Timestamp) -> Result<Record, serde_json::Error> {
        Ok(record(&self.events, CloudEvent::of_event(event, origin, now)?, now))
    }

    fn document(&self, document: ArticleDocument, origin: &Origin<'_>, now: Timestamp) -> Option<Record> {
        Some(record(self.annotated.as_ref()?, CloudEvent::of_article(document, origin, now), now))
    }
}

fn record(topic: &Arc<str>, event: CloudEvent<'_>, now: Timestamp) -> Record {
    let CloudEvent { key, value, headers } = event;
    let header = |(name, value): (&str, Option<Vec<u8>>)| Header { name: name.to_owned(), value };
    Record {
        topic: Arc::clone(topic),
        key: Some(key),
        value: Some(value),
        headers: headers.into_iter().map(header).collect(),
        timestamp: Some(now.as_millisecond()),
    }
}

fn origin(message: &Message) -> Origin<'_> {
    Origin {
        topic: &message.partition.topic,
        received_at: message.time(),
        headers: message.headers.iter().map(|header| (header.name.as_str(), header.value.as_deref())).collect(),
    }
}
