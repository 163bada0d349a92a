//! The schema of a dead letter: the original message and the headers that the worker appends.

use serde_json::{Map, Value, json};

use crate::{
    extract::{RejectReason, Stage},
    named::one_of,
    stream::dead_letter::header,
};

/// The headers that the worker appends: name, whether every dead letter has it, description.
const HEADERS: [(&str, bool, &str); 14] = [
    (header::TOPIC, true, "Input topic of the article."),
    (header::PARTITION, true, "Partition of the article in the input topic."),
    (header::OFFSET, true, "Offset of the article in its partition."),
    (header::CONNECTOR, true, "Always `dateline`."),
    (header::TASK, true, "Always `0`."),
    (header::STAGE, true, "Stage that rejected the article."),
    (header::CLASS, true, "`dateline::extract::` followed by the stage."),
    (header::EXCEPTION_CLASS, true, "Reason, equal to `x-dateline-reason`."),
    (header::EXCEPTION_MESSAGE, true, "What is wrong and what to do, one sentence."),
    (header::STACKTRACE, true, "Reason and message and, after a panic, the stack frames; at most 8 KiB."),
    (header::REASON, true, "Reason in snake case; also the label of the metric `articles_dead_lettered_total`."),
    (header::ATTEMPT, true, "How often this article has been dead-lettered; counts on when the article is sent again."),
    (header::VERSION, true, "Version of the worker."),
    (
        header::OMITTED,
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
    let required: Vec<&str> = HEADERS.iter().filter(|(_, always, _)| *always).map(|(name, ..)| *name).collect();
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

/// The meaning of each value of a header with a fixed set of values.
fn values(header: &str) -> Option<Value> {
    match header {
        header::STAGE => Some(one_of(Stage::ALL.iter().map(|stage| (stage.name(), stage.describe())))),
        header::REASON => Some(one_of(RejectReason::ALL.iter().map(|reason| (reason.name(), reason.describe())))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        extract::Reject,
        stream::{Carry, Message, Partition, dead_letter},
    };

    /// The names of the headers of a dead letter.
    fn added(carry: Carry) -> BTreeSet<String> {
        let partition = Partition { topic: "in".into(), number: 0 };
        let message = Message { partition, offset: 1, timestamp: None, key: None, value: None, headers: Vec::new() };
        let reject = Reject::new(RejectReason::InvalidJson, "send JSON");
        let letter = dead_letter(&"dead".into(), &message, &reject, carry);
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
