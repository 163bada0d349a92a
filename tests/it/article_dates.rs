//! The days of events, by what is known of when their article was written: from its fields, its envelope, its message and its
//! dateline.

use dateline::extract::{Declared, Extraction, Input, Outcome, encode::EventRecord, message_time};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::engine::Engine;

/// An article, and how it came.
struct Sent {
    value: Value,
    /// The timestamp of its message.
    timestamp: Option<i64>,
    /// The header `ce_time`.
    time: Option<&'static str>,
}

impl Sent {
    fn alone(value: Value) -> Self {
        Self { value, timestamp: None, time: None }
    }

    fn records(&self) -> Vec<EventRecord> {
        let bytes = self.value.to_string();
        let declared = Declared { time: self.time, ..Declared::default() };
        let received_at = self.timestamp.and_then(|number| Timestamp::from_millisecond(number).ok());
        let input = Input { bytes: Some(bytes.as_bytes()), received_at, declared, ..Input::default() };
        match Engine::Rules.extractor().extract(&input) {
            Outcome::Emit(Extraction { records, .. }) => records,
            other => panic!("{bytes}: {other:?}"),
        }
    }

    /// When the article was published, and the first day of each of its events.
    #[track_caller]
    fn check(&self, published_at: &str, days: &[&str]) {
        let records = self.records();
        let shown = |date: &Option<String>| date.clone().unwrap_or_else(|| "none".to_owned());
        let found: Vec<String> = records.iter().map(|record| shown(&record.event_date)).collect();
        assert_eq!(found, days, "{}", self.value);
        for record in &records {
            assert_eq!(shown(&record.published_at), published_at, "{}", self.value);
        }
    }
}

#[track_caller]
fn check(value: Value, published_at: &str, days: &[&str]) {
    Sent::alone(value).check(published_at, days);
}

#[test]
fn days_are_counted_at_the_publisher() {
    let text = "Soldiers killed two rebels near Ambon today. Police arrested a senator on Friday.";
    check(
        json!({"text": text, "published": "2025-08-05T07:10:00+10:00"}),
        "2025-08-04T21:10:00.000Z",
        &["2025-08-05", "2025-08-01"],
    );
    check(
        json!({"text": text, "pubDate": "Mon, 04 Aug 2025 22:10:00 PDT"}),
        "2025-08-05T05:10:00.000Z",
        &["2025-08-04", "2025-08-01"],
    );
    check(
        json!({"text": text, "date": "Published 29/08/2025, 23:40"}),
        "2025-08-29T23:40:00.000Z",
        &["2025-08-29", "2025-08-29"],
    );
    check(json!({"text": text, "date": "08/05/2025"}), "none", &["none", "none"]);
}

#[test]
fn days_are_counted_from_the_version() {
    let text = "Police arrested a senator on Friday.";
    let first = "2025-06-02T06:00:00Z";
    check(
        json!({"text": text, "firstcreated": first, "versioncreated": "2025-06-18T06:00:00Z", "version": 4}),
        "2025-06-02T06:00:00.000Z",
        &["2025-06-13"],
    );
    check(
        json!({"text": text, "firstCreated": first, "firstPublished": "2025-06-11T06:00:00Z"}),
        "2025-06-11T06:00:00.000Z",
        &["2025-06-06"],
    );
}

#[test]
fn an_article_without_a_date_is_dated_by_what_it_came_in() {
    let article = json!({"text": "Police arrested a senator on Friday."});
    let event = json!({"specversion": "1.0", "type": "story", "source": "/wire", "id": "1", "time": "2025-06-11T06:00:00Z", "data": article});
    check(event, "2025-06-11T06:00:00.000Z", &["2025-06-06"]);
    for (timestamp, time, published_at, day) in [
        (Some(1_750_226_400_000), Some("2025-06-11T06:00:00Z"), "2025-06-11T06:00:00.000Z", "2025-06-06"),
        (Some(1_750_226_400_000), None, "2025-06-18T06:00:00.000Z", "2025-06-13"),
        (Some(1_750_226_400), None, "2025-06-18T06:00:00.000Z", "2025-06-13"),
        (Some(0), None, "none", "none"),
        (Some(-1), None, "none", "none"),
        (Some(86_400_000), None, "none", "none"),
        (Some(8_640_000_000_000), None, "none", "none"),
    ] {
        let sent = Sent { value: article.clone(), timestamp, time };
        sent.check(published_at, &[day]);
        let is_read = timestamp.and_then(message_time).is_some();
        assert_eq!(is_read, published_at != "none", "{timestamp:?}");
    }
}

#[test]
fn a_dateline_dates_the_text() {
    let story = "Gunmen killed four traders on Saturday.";
    for (dateline, published, day) in [
        ("JUBA, Feb. 18, 2025 (Nile Wire) --", None, "2025-02-15"),
        ("JUBA, 18 February 2025 —", None, "2025-02-15"),
        ("February 18, 2025 (JUBA) –", None, "2025-02-15"),
        ("JUBA, February 18, 2025. /TASS/.", None, "2025-02-15"),
        ("JUBA, Feb 18 (Reuters) -", Some("2025-02-23T09:00:00Z"), "2025-02-15"),
        ("JUBA, Dec 31 (Reuters) -", Some("2025-01-06T09:00:00Z"), "2024-12-28"),
        ("JUBA, Feb 18 (Reuters) -", Some("2025-06-23T09:00:00Z"), "2025-06-21"),
        ("JUBA (Reuters) -", Some("2025-02-23T09:00:00Z"), "2025-02-22"),
        ("JUBA, Feb 18 (Reuters) -", None, "none"),
    ] {
        let sent = Sent::alone(json!({"text": format!("{dateline} {story}"), "published": published}));
        let found: Vec<_> = sent.records().into_iter().map(|record| record.event_date).collect();
        assert_eq!(found, [(day != "none").then(|| day.to_owned())], "{dateline} {published:?}");
    }
}
