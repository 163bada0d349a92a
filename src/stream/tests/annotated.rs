//! The annotated topic: documents and retractions beside the events.

use serde_json::Value;

use super::*;

const ANNOTATED: &str = "news.articles.annotated";

impl Bench {
    fn annotating() -> Self {
        let mut settings = settings();
        settings.topics.annotated = Some(ANNOTATED.to_owned());
        let processor = Arc::new(Processor::new(Arc::new(extract), &settings.topics, &settings.extract));
        Self { processor, ..Self::new() }
    }

    /// The topic and the key of everything that was published.
    fn published(&self) -> Vec<(String, String)> {
        self.broker.state().output.iter().map(|record| (record.topic.to_string(), key(record))).collect()
    }
}

fn value(record: &Record) -> Value {
    serde_json::from_slice(record.value.as_deref().unwrap()).unwrap()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(topic, key)| ((*topic).to_owned(), (*key).to_owned())).collect()
}

#[tokio::test(start_paused = true)]
async fn documents_and_retractions_leave_with_the_events_and_in_order() {
    let bench = Bench::annotating();
    bench.publish(0, &["doc 0", "retract 1", "skip 2", "doc 3"]);
    // The first transaction after the mark is aborted: nothing of it may stay.
    bench.broker.state().faults.extend([None, Some(Fault::Refused)]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(3)).await.unwrap();
    let expected = [
        ("news.events", "doc 0"),
        (ANNOTATED, "doc 0"),
        (ANNOTATED, "retract 1"),
        ("news.events", "doc 3"),
        (ANNOTATED, "doc 3"),
    ];
    assert_eq!(bench.published(), pairs(&expected));
    assert_eq!(summary, Summary { articles: 4, events: 2, skipped: 2, ..Summary::default() });
    let state = bench.broker.state();
    let (article, retraction) = (value(&state.output[1]), value(&state.output[2]));
    assert_eq!((&article["event_ids"][0], &article["retracted"]), (&"doc 0".into(), &false.into()));
    assert_eq!(article["events"][0], value(&state.output[0]));
    assert_eq!((&retraction["article_version"], &retraction["retracted"]), (&"2".into(), &true.into()));
    assert_eq!(retraction["event_ids"], serde_json::json!([]));
    for record in &state.output[1..3] {
        assert_eq!(header(record, "ce_type"), "dateline.article.v1");
    }
}

#[tokio::test(start_paused = true)]
async fn without_the_topic_nothing_but_events_is_published() {
    let bench = Bench::new();
    bench.publish(0, &["doc 0", "retract 1"]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(1)).await.unwrap();
    assert_eq!(bench.published(), pairs(&[("news.events", "doc 0")]));
    assert_eq!(summary, Summary { articles: 2, events: 1, skipped: 1, ..Summary::default() });
}

#[tokio::test(start_paused = true)]
async fn a_document_that_is_too_large_becomes_a_reference_and_its_events_stay() {
    let bench = Bench::annotating();
    bench.publish(0, &["doc 0"]);
    bench.broker.state().max_record_bytes = 4500;
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(1)).await.unwrap();
    assert_eq!(bench.published(), pairs(&[("news.events", "doc 0"), (ANNOTATED, "doc 0")]));
    let reference = value(&bench.broker.state().output[1]);
    assert_eq!((&reference["text"], &reference["event_ids"][0]), (&"".into(), &"doc 0".into()));
    assert_eq!(reference["issues"][0]["code"], "document_too_large");
}

#[tokio::test(start_paused = true)]
async fn an_event_that_is_too_large_makes_the_article_a_dead_letter_without_a_document() {
    let bench = Bench::annotating();
    bench.publish(0, &["doc-large 0"]);
    bench.broker.state().max_record_bytes = 4500;
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    let topics: Vec<&str> = state.output.iter().map(|record| &*record.topic).collect();
    assert_eq!(topics, ["news.articles.dead-letter"]);
    assert!(header(&state.output[0], "__connect.errors.exception.message").contains("the topic news.events"));
}
