//! The message that publishes an event or an annotated article: `CloudEvents` in the binary mode of its Kafka binding, with the
//! record as JSON.

use jiff::Timestamp;

use crate::{
    digest,
    extract::{ArticleDocument, encode::EventRecord},
    rfc3339,
};

/// The type of the messages on the events topic (`ce_type`).
const EVENT_TYPE: &str = "dateline.event.v1";
/// The type of the messages on the annotated topic.
const ARTICLE_TYPE: &str = "dateline.article.v1";
/// Headers that are handed on from the message of the article: the trace context of the W3C.
const TRACE_CONTEXT: [&str; 2] = ["traceparent", "tracestate"];

/// What is known of the message that an article came in.
#[derive(Debug, Clone)]
pub struct Origin<'a> {
    /// The topic that it was read from.
    pub topic: &'a str,
    /// The timestamp of the message, used as the publication date if the article has none.
    pub received_at: Option<Timestamp>,
    /// Its headers in their order: names, and values, which may be null.
    pub headers: Vec<(&'a str, Option<&'a [u8]>)>,
}

/// The parts of a message that publishes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudEvent<'a> {
    /// The id of the event or of the article.
    pub key: Vec<u8>,
    /// The record as JSON.
    pub value: Vec<u8>,
    /// The attributes of the message, then the trace context.
    pub headers: Vec<(&'a str, Option<Vec<u8>>)>,
}

impl<'a> CloudEvent<'a> {
    /// The message of an event whose article came in `origin`; `recorded_at` is now.
    ///
    /// # Errors
    /// When the record cannot be written as JSON.
    pub fn of_event(
        event: &EventRecord,
        origin: &Origin<'a>,
        recorded_at: Timestamp,
    ) -> Result<Self, serde_json::Error> {
        let value = serde_json::to_vec(event)?;
        let about = About { kind: EVENT_TYPE, id: event.event_id.clone(), published_at: event.published_at.clone() };
        Ok(Self::new(event.event_id.clone(), value, about.attributes(origin, recorded_at), origin))
    }

    /// The message of an annotated article. Its id is that of the document: an article may come again in another version, or
    /// be withdrawn, and neither is a duplicate.
    pub fn of_article(document: ArticleDocument, origin: &Origin<'a>, recorded_at: Timestamp) -> Self {
        let ArticleDocument { article_id, published_at, json } = document;
        let about = About { kind: ARTICLE_TYPE, id: digest::hex(&json, 32), published_at };
        Self::new(article_id, json, about.attributes(origin, recorded_at), origin)
    }

    fn new(key: String, mut value: Vec<u8>, mut headers: Vec<(&'a str, Option<Vec<u8>>)>, origin: &Origin<'a>) -> Self {
        // Its buffer was doubled as it grew, and the message may wait for a while.
        value.shrink_to_fit();
        let traced = origin.headers.iter().filter(|(name, _)| TRACE_CONTEXT.contains(name));
        headers.extend(traced.map(|(name, value)| (*name, value.map(<[u8]>::to_vec))));
        Self { key: key.into_bytes(), value, headers }
    }
}

/// What the attributes of a message say of its value.
struct About {
    kind: &'static str,
    id: String,
    published_at: Option<String>,
}

impl About {
    fn attributes<'a>(self, origin: &Origin<'_>, recorded_at: Timestamp) -> Vec<(&'a str, Option<Vec<u8>>)> {
        let time = self.published_at.or_else(|| origin.received_at.map(rfc3339::millis));
        let attributes = [
            ("ce_specversion", Some("1.0".to_owned())),
            ("ce_id", Some(self.id)),
            ("ce_source", Some(format!("/dateline/{}", origin.topic))),
            ("ce_type", Some(self.kind.to_owned())),
            ("ce_time", time),
            ("ce_recordedtime", Some(rfc3339::millis(recorded_at))),
            ("content-type", Some("application/json".to_owned())),
        ];
        let known = attributes.into_iter().filter_map(|(name, text)| Some((name, text?)));
        known.map(|(name, text)| (name, Some(text.into_bytes()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::encode::AnnotatedArticle;

    const NOW: &str = "2026-02-01T10:20:30.987654321Z";

    fn message(published_at: Option<&str>, headers: Vec<(&'static str, Option<&'static [u8]>)>) -> CloudEvent<'static> {
        let published_at = published_at.map(str::to_owned);
        let event = EventRecord { event_id: "a-0".to_owned(), published_at, ..EventRecord::default() };
        let received_at = Timestamp::from_millisecond(1_769_817_600_123).ok();
        CloudEvent::of_event(&event, &Origin { topic: "news", received_at, headers }, NOW.parse().unwrap()).unwrap()
    }

    fn texts(message: &CloudEvent<'_>) -> Vec<(String, String)> {
        let text = |value: &Option<Vec<u8>>| String::from_utf8(value.clone().unwrap_or_default()).unwrap();
        message.headers.iter().map(|(name, value)| ((*name).to_owned(), text(value))).collect()
    }

    #[test]
    fn an_event_becomes_a_cloud_event_under_its_id() {
        let message = message(Some("2026-01-30T00:00:00.000Z"), Vec::new());
        let expected = [
            ("ce_specversion", "1.0"),
            ("ce_id", "a-0"),
            ("ce_source", "/dateline/news"),
            ("ce_type", "dateline.event.v1"),
            ("ce_time", "2026-01-30T00:00:00.000Z"),
            ("ce_recordedtime", "2026-02-01T10:20:30.987Z"),
            ("content-type", "application/json"),
        ];
        assert_eq!(texts(&message), expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        assert_eq!(message.key, b"a-0");
        let value: serde_json::Value = serde_json::from_slice(&message.value).unwrap();
        assert_eq!(value["event_id"], "a-0");
    }

    #[test]
    fn without_a_publication_date_the_time_is_that_of_the_message() {
        let headers = texts(&message(None, Vec::new()));
        assert!(headers.contains(&("ce_time".to_owned(), "2026-01-31T00:00:00.123Z".to_owned())), "{headers:?}");
    }

    #[test]
    fn the_trace_context_is_handed_on_and_nothing_else() {
        let message = message(None, vec![("tracestate", None), ("other", Some(b"x")), ("traceparent", Some(b"00-a"))]);
        let handed_on = &message.headers[message.headers.len() - 2..];
        assert_eq!(handed_on, [("tracestate", None), ("traceparent", Some(b"00-a".to_vec()))]);
        assert!(message.headers.iter().all(|(name, _)| *name != "other"));
    }

    #[test]
    fn an_annotated_article_is_published_under_its_id_and_each_document_has_an_id_of_its_own() {
        let origin = Origin { topic: "news", received_at: None, headers: Vec::new() };
        let message = |article: &AnnotatedArticle| {
            CloudEvent::of_article(article.document().unwrap(), &origin, NOW.parse().unwrap())
        };
        let header = |message: &CloudEvent<'_>, name: &str| {
            texts(message).into_iter().find(|(of, _)| of == name).map(|(_, value)| value)
        };
        let article =
            AnnotatedArticle { article_id: "a".to_owned(), text: "Words.".to_owned(), ..AnnotatedArticle::default() };
        let first = message(&article);
        assert_eq!(first.key, b"a");
        assert_eq!(header(&first, "ce_type").as_deref(), Some("dateline.article.v1"));
        assert_eq!(first, message(&article));
        let retraction = message(&AnnotatedArticle::retraction("a", Some("2")));
        assert_eq!(retraction.key, b"a");
        assert_ne!(header(&first, "ce_id"), header(&retraction, "ce_id"));
    }
}
