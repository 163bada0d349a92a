//! Registers every metric at zero when the worker starts: a rate or an alert cannot see a missing series.

use metrics::{counter, gauge, histogram};

use super::{
    Document,
    meter::{Ending, Rebalance},
};
use crate::{
    extract::{HoldReason, RejectReason, SkipReason},
    model::EventType,
    settings::{Topics, topics::is_expression},
};

/// Registers every metric that the worker sets, for every value of its labels that is known.
pub fn register_metrics(topics: &Topics) {
    // The topics that an expression matches are known with the assignment. Alone, it stands for them, so that no metric is missing.
    let has_names = topics.articles.iter().any(|topic| !is_expression(topic));
    for topic in topics.articles.iter().filter(|topic| !has_names || !is_expression(topic)) {
        counter!("articles_consumed_total", "topic" => topic.clone()).increment(0);
        // Which partitions there are is known with the assignment.
        gauge!("consumer_lag", "topic" => topic.clone(), "partition" => "0").set(0.0);
    }
    for reason in SkipReason::ALL {
        counter!("articles_skipped_total", "reason" => reason.name()).increment(0);
    }
    for reason in RejectReason::ALL {
        counter!("articles_dead_lettered_total", "reason" => reason.name()).increment(0);
    }
    for event_type in EventType::ALL {
        counter!("events_produced_total", "type" => event_type.name()).increment(0);
    }
    for reason in HoldReason::ALL {
        counter!("events_held_back_total", "reason" => reason.name()).increment(0);
    }
    for document in Document::ALL {
        counter!("annotated_articles_produced_total", "kind" => document.name()).increment(0);
    }
    for ending in Ending::ALL {
        counter!("transactions_total", "result" => ending.name()).increment(0);
    }
    for kind in Rebalance::ALL {
        counter!("rebalances_total", "kind" => kind.name()).increment(0);
    }
    counter!("backpressure_seconds_total").increment(0);
    for gauge in [
        gauge!("in_flight_articles"),
        gauge!("in_flight_bytes"),
        gauge!("pool_busy_ratio"),
        gauge!("partitions_assigned"),
        gauge!("partitions_without_position"),
        gauge!("circuit_breaker_open"),
        gauge!("last_commit_timestamp_seconds"),
    ] {
        gauge.set(0.0);
    }
    // Naming a histogram registers it.
    let _ = histogram!("extraction_duration_seconds");
    let _ = histogram!("end_to_end_latency_seconds");
    let _ = histogram!("transaction_commit_duration_seconds");
    let _ = histogram!("transaction_records");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        settings::{Layers, load},
        telemetry::metrics::{Kind, METRICS, builder},
    };

    #[test]
    fn every_family_is_there_with_its_zero_value_before_anything_happens() {
        let mut topics = load(&Layers::default(), Vec::new()).unwrap().settings.topics;
        topics.articles.push("^feeds".to_owned());
        let recorder = builder().unwrap().build_recorder();
        metrics::with_local_recorder(&recorder, || register_metrics(&topics));
        let text = recorder.handle().render();
        for (name, kind, _) in METRICS.into_iter().filter(|(name, ..)| *name != "build_info") {
            let sample = if kind == Kind::Histogram { format!("{name}_count") } else { name.to_owned() };
            let is_sample = |line: &&str| line.split([' ', '{']).next() == Some(sample.as_str());
            let lines: Vec<&str> = text.lines().filter(is_sample).collect();
            assert!(!lines.is_empty(), "{name} is missing in\n{text}");
            assert!(lines.iter().all(|line| line.ends_with(" 0")), "{lines:?}");
        }
        assert!(!text.contains("^feeds"), "an expression is no topic");
        for series in [
            "articles_consumed_total{topic=\"news.articles\"}",
            "articles_skipped_total{reason=\"retraction\"}",
            "articles_dead_lettered_total{reason=\"invalid_json\"}",
            "events_produced_total{type=\"ASSAULT\"}",
            "events_held_back_total{reason=\"confidence\"}",
            "annotated_articles_produced_total{kind=\"retraction\"}",
            "transactions_total{result=\"fatal\"}",
            "rebalances_total{kind=\"lost\"}",
        ] {
            assert!(text.contains(&format!("{series} 0\n")), "{series} is missing in\n{text}");
        }
    }
}
