//! What goes over the broker: a message as it came in, a record as it goes out, and positions in partitions.

use std::{fmt, sync::Arc};

use jiff::Timestamp;

use crate::extract::message_time;

/// One partition of an input topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition {
    /// The topic.
    pub topic: Arc<str>,
    /// The partition's number in the topic.
    pub number: i32,
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.topic, self.number)
    }
}

/// A place in a partition: the next offset to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The partition.
    pub partition: Partition,
    /// The offset of the next message.
    pub offset: i64,
}

/// A header of a message; the same name may come several times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The value, which may be null.
    pub value: Option<Vec<u8>>,
}

impl Header {
    /// A header with a text.
    pub fn text(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: Some(value.into().into_bytes()) }
    }
}

/// One message of an input topic, byte for byte. Its value should be an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Where it came from.
    pub partition: Partition,
    /// Its offset there.
    pub offset: i64,
    /// The message's timestamp in milliseconds since 1970, where it has one.
    pub timestamp: Option<i64>,
    /// The key.
    pub key: Option<Vec<u8>>,
    /// The value; null is a retraction.
    pub value: Option<Vec<u8>>,
    /// The headers in their order.
    pub headers: Vec<Header>,
}

impl Message {
    /// The message's timestamp, where it has one that can be right.
    pub fn time(&self) -> Option<Timestamp> {
        message_time(self.timestamp?)
    }

    /// The bytes of key, value and headers.
    pub fn size(&self) -> usize {
        bytes(self.key.as_deref()) + bytes(self.value.as_deref()) + size_of_headers(&self.headers)
    }

    /// The value of the last header of that name, where it is UTF-8.
    pub fn header(&self, name: &str) -> Option<&str> {
        last_text(&self.headers, name)
    }
}

/// One message for an output topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it goes.
    pub topic: Arc<str>,
    /// The key, which also decides the partition.
    pub key: Option<Vec<u8>>,
    /// The value.
    pub value: Option<Vec<u8>>,
    /// The headers in their order.
    pub headers: Vec<Header>,
    /// The timestamp in milliseconds since 1970.
    pub timestamp: Option<i64>,
}

impl Record {
    /// The bytes that the record takes in a batch, a little overestimated.
    pub fn size(&self) -> usize {
        /// Lengths, offsets and checksums around one record that is alone in its batch.
        const FRAME: usize = 128;
        bytes(self.key.as_deref()) + bytes(self.value.as_deref()) + size_of_headers(&self.headers) + FRAME
    }

    /// The value of the last header of that name, where it is UTF-8.
    pub fn header(&self, name: &str) -> Option<&str> {
        last_text(&self.headers, name)
    }
}

fn last_text<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    let header = headers.iter().rfind(|header| header.name == name)?;
    std::str::from_utf8(header.value.as_deref()?).ok()
}

fn bytes(field: Option<&[u8]>) -> usize {
    field.map_or(0, <[u8]>::len)
}

fn size_of_headers(headers: &[Header]) -> usize {
    /// The two lengths of a header.
    const LENGTHS: usize = 8;
    headers.iter().map(|header| header.name.len() + bytes(header.value.as_deref()) + LENGTHS).sum()
}
