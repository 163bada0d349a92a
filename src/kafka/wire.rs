//! Messages and records as librdkafka has them, and as the pipeline has them.

use std::{collections::BTreeSet, sync::Arc};

use rdkafka::{
    Message as WireMessage, TopicPartitionList,
    message::{BorrowedMessage, Header as WireHeader, Headers, OwnedHeaders},
    producer::BaseRecord,
};

use crate::stream::{Header, Message, Partition, Record};

/// Topic names, each held once.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<Arc<str>>);

impl Names {
    fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.0.insert(Arc::clone(&new));
        new
    }

    /// The partitions of a list.
    pub(super) fn partitions(&mut self, list: &TopicPartitionList) -> Vec<Partition> {
        let elements = list.elements();
        elements.iter().map(|e| Partition { topic: self.get(e.topic()), number: e.partition() }).collect()
    }

    /// A message that was read.
    pub(super) fn message(&mut self, wire: &BorrowedMessage<'_>) -> Message {
        Message {
            partition: Partition { topic: self.get(wire.topic()), number: wire.partition() },
            offset: wire.offset(),
            timestamp: wire.timestamp().to_millis(),
            key: wire.key().map(<[u8]>::to_vec),
            value: wire.payload().map(<[u8]>::to_vec),
            headers: headers(wire),
        }
    }
}

/// The headers of a message that was read.
pub(super) fn headers(wire: &impl WireMessage) -> Vec<Header> {
    let Some(headers) = wire.headers() else { return Vec::new() };
    let all = (0..headers.count()).filter_map(|index| headers.try_get(index));
    all.map(|header| Header { name: header.key.to_owned(), value: header.value.map(<[u8]>::to_vec) }).collect()
}

/// A record as the producer takes it.
pub(super) fn outgoing(record: &Record) -> BaseRecord<'_, [u8], [u8]> {
    let empty = OwnedHeaders::new_with_capacity(record.headers.len());
    let headers = record
        .headers
        .iter()
        .fold(empty, |all, header| all.insert(WireHeader { key: &header.name, value: header.value.as_deref() }));
    let mut wire = BaseRecord::to(&record.topic).headers(headers);
    wire.key = record.key.as_deref();
    wire.payload = record.value.as_deref();
    wire.timestamp = record.timestamp;
    wire
}
