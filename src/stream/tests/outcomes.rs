//! What comes of each kind of article, and in which order it leaves.

use super::*;

#[tokio::test(start_paused = true)]
async fn outputs_leave_in_the_order_of_the_input_whatever_finishes_first() {
    let bench = Bench::new();
    for (offset, delay) in [90, 10, 50, 1, 70, 3].into_iter().enumerate() {
        bench.broker.publish(message(0, offset as i64, &format!("a {offset}"), delay));
    }
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(2)).await.unwrap();
    assert_eq!(bench.keys(), ["a 0", "a 1", "a 2", "a 3", "a 4", "a 5"]);
    assert_eq!(bench.committed(0), Some(6));
    assert_eq!(summary, Summary { articles: 6, events: 6, ..Summary::default() });
    assert!(bench.broker.state().is_closed);
}

#[tokio::test(start_paused = true)]
async fn an_article_without_events_moves_the_offset_too() {
    let bench = Bench::new();
    bench.publish(0, &["skip 0", "skip 1"]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(1)).await.unwrap();
    assert_eq!((bench.keys().len(), bench.committed(0)), (0, Some(2)));
    assert_eq!(summary, Summary { articles: 2, skipped: 2, ..Summary::default() });
}

#[tokio::test(start_paused = true)]
async fn events_that_are_held_back_are_counted_by_reason_once_they_are_committed() {
    let recorder = crate::telemetry::metrics::builder().unwrap().build_recorder();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let bench = Bench::new();
    bench.publish(0, &["held 0", "a 1", "held 2"]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(1)).await.unwrap();
    assert_eq!(summary, Summary { articles: 3, events: 3, held_back: 6, ..Summary::default() });
    let text = recorder.handle().render();
    for series in [
        "events_produced_total{type=\"AID\"} 3",
        "events_held_back_total{reason=\"confidence\"} 4",
        "events_held_back_total{reason=\"type\"} 2",
    ] {
        assert!(text.lines().any(|line| line == series), "{series} is missing in\n{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_and_a_reject_become_dead_letters_in_their_place() {
    let bench = Bench::new();
    bench.publish(0, &["a 0", "panic 1", "reject 2", "a 3"]);
    bench.broker.assign(&[partition(0)]);
    let summary = bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    let topics: Vec<&str> = state.output.iter().map(|record| &*record.topic).collect();
    let dead = "news.articles.dead-letter";
    assert_eq!(topics, ["news.events", dead, dead, "news.events"]);
    assert_eq!(header(&state.output[1], "x-dateline-reason"), "panic");
    assert!(header(&state.output[1], "__connect.errors.exception.message").contains("this article panics"));
    let trace = header(&state.output[1], "__connect.errors.exception.stacktrace");
    assert!(trace.starts_with("dateline::panic: the extraction panicked: this article panics"), "{trace}");
    assert!(trace.contains("\nat src/stream/tests/mod.rs:"), "{trace}");
    assert!(trace.contains("dateline::stream"), "{trace}");
    assert_eq!(state.output[1].value.as_deref(), Some(&b"panic 1"[..]));
    assert_eq!(header(&state.output[2], "x-dateline-reason"), "invalid_json");
    assert_eq!(
        header(&state.output[2], "__connect.errors.exception.stacktrace"),
        "dateline::invalid_json: to be rejected"
    );
    assert_eq!(summary, Summary { articles: 4, events: 2, dead_lettered: 2, ..Summary::default() });
}

#[tokio::test(start_paused = true)]
async fn an_article_that_takes_too_long_becomes_a_dead_letter_and_the_rest_goes_on() {
    let bench = Bench::new();
    bench.broker.publish(message(0, 0, "endless", 3_600_000));
    bench.broker.publish(message(0, 1, "a 1", 1));
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(12)).await.unwrap();
    let state = bench.broker.state();
    assert_eq!(header(&state.output[0], "x-dateline-reason"), "timeout");
    assert_eq!(key(&state.output[1]), "a 1");
    assert_eq!(state.output.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_too_large_becomes_a_dead_letter_and_that_one_sheds_what_does_not_fit() {
    let bench = Bench::new();
    bench.publish(0, &["large 0", &format!("reject {}", "y".repeat(5000)), "a 2"]);
    bench.broker.state().max_record_bytes = 4500;
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    assert_eq!(header(&state.output[0], "x-dateline-reason"), "record_too_large");
    assert_eq!(state.output[0].value.as_deref(), Some(&b"large 0"[..]));
    assert_eq!(header(&state.output[1], "x-dateline-reason"), "invalid_json");
    assert_eq!(header(&state.output[1], "__connect.errors.exception.message"), "to be rejected");
    assert_eq!(state.output[1].value, None);
    assert_eq!(key(&state.output[2]), "a 2");
}

#[tokio::test(start_paused = true)]
async fn a_dead_letter_that_is_too_large_sheds_the_frames_of_a_panic_before_the_value() {
    let bench = Bench::new();
    bench.publish(0, &["panic 0"]);
    bench.broker.state().max_record_bytes = 1500;
    bench.broker.assign(&[partition(0)]);
    bench.run_for(Duration::from_secs(1)).await.unwrap();
    let state = bench.broker.state();
    assert_eq!(state.output[0].value.as_deref(), Some(&b"panic 0"[..]));
    let trace = header(&state.output[0], "__connect.errors.exception.stacktrace");
    assert!(trace.contains("this article panics") && !trace.contains("src/stream/tests/mod.rs"), "{trace}");
}
