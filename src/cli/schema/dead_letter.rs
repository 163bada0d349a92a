//! The contract of the dead letters: the article as it came, and what the headers say.

use serde_json::{Map, Value, json};

use crate::stream::dead_letter::header;

/// A header that the worker adds: its name, whether every dead letter has it, what it says.
const HEADERS: [(&str, bool, &str); 14] = [
    (header::TOPIC, true, "The input topic."),
    (header::PARTITION, true, "The partition of the input topic."),
    (header::OFFSET, true, "The offset in that partition."),
    (header::CONNECTOR, true, "Always dateline."),
    (header::TASK, true, "Always 0."),
    (header::STAGE, true, "The stage that gave up: consume, decode, clean, extract, encode, publish."),
    (header::CLASS, true, "The module of that stage."),
    (header::EXCEPTION_CLASS, true, "The reason, as in x-dateline-reason."),
    (header::EXCEPTION_MESSAGE, true, "A sentence for a person that says what is wrong and what to do."),
    (header::STACKTRACE, true, "The reason and the message; after a panic its frames too, up to 8 KiB in all."),
    (header::REASON, true, "The reason in snake_case; the label of the metric articles_dead_lettered_total."),
    (header::ATTEMPT, true, "How often this article has been dead-lettered; rises when it is sent again."),
    (header::VERSION, true, "The version of the worker."),
    (header::OMITTED, false, "Why key or value are left out; the article is at the coordinates above."),
];

/// The JSON Schema of a dead letter as the client library shows it: key, value, and headers as an object of texts.
pub(super) fn schema() -> Value {
    let property =
        |(name, _, says): &(&str, bool, &str)| ((*name).to_owned(), json!({ "type": "string", "description": says }));
    let properties: Map<String, Value> = HEADERS.iter().map(property).collect();
    let required: Vec<&str> = HEADERS.iter().filter(|(_, always, _)| *always).map(|(name, ..)| *name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "DeadLetter",
        "description": "An article that could not be processed: key, value, headers and timestamp as they came, and the reason in \
            headers that are added after the original ones. Where a name comes twice, the last one counts.",
        "type": "object",
        "properties": {
            "key": { "type": ["string", "null"], "contentEncoding": "base64", "description": "The article's own key." },
            "value": { "type": ["string", "null"], "contentEncoding": "base64", "description": "The article's own bytes." },
            "headers": {
                "type": "object",
                "description": "UTF-8 texts by name.",
                "properties": properties,
                "required": required,
                "additionalProperties": true
            }
        },
        "required": ["key", "value", "headers"]
    })
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
        let reject = Reject { reason: "not_json", stage: "decode", message: "send JSON".into() };
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
