//! The schema of a dead letter: the original message and the headers that the worker appends.

use serde_json::{Map, Value, json};

use crate::{
    extract::{RejectReason, Stage},
    named::one_of,
};

/// The headers that the worker appends: name, whether every dead letter has it, description.
const HEADERS: [(&str, bool, &str); 14] = [
    ("__connect.errors.topic", true, "Input topic of the article."),
    ("__connect.errors.partition", true, "Partition of the article in the input topic."),
    ("__connect.errors.offset", true, "Offset of the article in its partition."),
    ("__connect.errors.connector.name", true, "Always `dateline`."),
    ("__connect.errors.task.id", true, "Always `0`."),
    ("__connect.errors.stage", true, "Stage that rejected the article."),
    ("__connect.errors.class.name", true, "`dateline::extract::` followed by the stage."),
    ("__connect.errors.exception.class.name", true, "Reason, equal to `x-dateline-reason`."),
    ("__connect.errors.exception.message", true, "What is wrong and what to do, one sentence."),
    (
        "__connect.errors.exception.stacktrace",
        true,
        "Reason and message and, after a panic, the stack frames; at most 8 KiB.",
    ),
    ("x-dateline-reason", true, "Reason in snake case; also the label of the metric `articles_dead_lettered_total`."),
    (
        "x-dateline-attempt",
        true,
        "How often this article has been dead-lettered; counts on when the article is sent again.",
    ),
    ("x-dateline-version", true, "Version of the worker."),
    (
        "x-dateline-omitted",
        false,
        "Why the value is omitted, or key, value and original headers. The whole message is still in the input topic.",
    ),
];

/// The JSON Schema of a dead letter in the form that Kafka clients use: key, value, and headers as an object of strings.
pub(super) fn schema() -> Value {
    let property = |(name, _, says): &(&str, bool, &str)| {
        let mut property = json!({ "type": "string", "description": says });
        if let (Some(values), Some(object)) = (values(name), property.as_object_mut()) {
            object.insert("oneOf".to_owned(), values);
        }
        ((*name).to_owned(), property)
    };
    let properties: Map<String, Value> = HEADERS.iter().map(property).collect();
    let required: Vec<&str> = HEADERS.iter().filter(|header| header.1).map(|header| header.0).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "DeadLetter",
        "description": "An article that could not be processed: the original message, with further headers after its own. If a header \
            name occurs twice, the last one counts.",
        "type": "object",
        "properties": {
            "key": { "type": ["string", "null"], "contentEncoding": "base64", "description": "Key of the original message. Null if the message had none, or if it is omitted." },
            "value": { "type": ["string", "null"], "contentEncoding": "base64", "description": "Value of the original message. Null if the message had none, or if it is omitted." },
            "headers": {
                "type": "object",
                "description": "Headers by name, as UTF-8 text: the original headers, then those of the worker.",
                "properties": properties,
                "required": required,
                "additionalProperties": true
            }
        },
        "required": ["key", "value", "headers"]
    })
}

/// What the values of a header mean, where there are only so many.
fn values(header: &str) -> Option<Value> {
    match header {
        "__connect.errors.stage" => Some(one_of(Stage::ALL.iter().map(|stage| (stage.name(), stage.describe())))),
        "x-dateline-reason" => Some(one_of(RejectReason::ALL.iter().map(|reason| (reason.name(), reason.describe())))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        extract::Reject,
        stream::{Article, Carry, Partition, dead_letter},
    };

    /// The names of the headers of a dead letter.
    fn added(carry: Carry) -> BTreeSet<String> {
        let partition = Partition { topic: "in".into(), number: 0 };
        let article = Article { partition, offset: 1, timestamp: None, key: None, value: None, headers: Vec::new() };
        let reject = Reject::new(RejectReason::InvalidJson, "send JSON");
        let letter = dead_letter(&"dead".into(), &article, &reject, carry);
        letter.headers.into_iter().map(|header| header.name).collect()
    }

    #[test]
    fn the_headers_are_those_that_the_worker_writes() {
        let always: BTreeSet<_> = HEADERS.iter().filter(|header| header.1).map(|header| header.0.to_owned()).collect();
        let all: BTreeSet<_> = HEADERS.iter().map(|header| header.0.to_owned()).collect();
        assert_eq!(added(Carry::Everything), always);
        assert_eq!(added(Carry::Coordinates), all);
    }
}
