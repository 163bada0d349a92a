//! Why an article could not be processed.

use super::Stage;

named! {
    /// Why an article became a dead letter. The name is in a header of the dead letter, and is the label `reason` of the
    /// metric `articles_dead_lettered_total`.
    pub enum RejectReason {
        /// The value is larger than `extract.max_article_bytes`. Raise the limit or shorten the article.
        ArticleTooLarge => "article_too_large",
        /// The value is gzip within gzip. Compress the article once.
        CompressedTwice => "compressed_twice",
        /// The value is zstd. Send the article uncompressed or as gzip, or set `compression.type` of the producer instead.
        UnsupportedCompression => "unsupported_compression",
        /// The value starts like gzip but cannot be decompressed. Check the compression in the producer.
        InvalidGzip => "invalid_gzip",
        /// The gzip value decompresses to more than 32 MiB, or to more than 64 KiB and 200 times its size. Send one article
        /// per message, uncompressed.
        GzipTooLarge => "gzip_too_large",
        /// The value is in the Confluent wire format, and what follows the schema id is not JSON. Produce JSON instead of Avro or
        /// Protobuf.
        ConfluentWireFormat => "confluent_wire_format",
        /// The value contains bytes that are not UTF-8. Encode the article as UTF-8.
        InvalidUtf8 => "invalid_utf8",
        /// The value is not in the encoding that it declares. Encode the article as UTF-8.
        InvalidEncoding => "invalid_encoding",
        /// The value is not valid JSON. Send one valid JSON document per message.
        InvalidJson => "invalid_json",
        /// The JSON ends too early. Check whether the producer truncates long messages.
        TruncatedJson => "truncated_json",
        /// The JSON is nested more than 127 levels deep. Send the article as a flat object.
        JsonTooDeep => "json_too_deep",
        /// The article is in more than eight envelopes. Send the article itself.
        TooManyEnvelopes => "too_many_envelopes",
        /// The `data_base64` of the CloudEvents envelope is not base64, or its `datacontenttype` is neither JSON nor text. Send the
        /// article as JSON or text.
        CloudEventsBase64 => "cloudevents_base64",
        /// The CloudEvents envelope has no `data`. Send the article in `data`.
        CloudEventsWithoutData => "cloudevents_without_data",
        /// The value contains several articles. Send one article per message.
        SeveralArticles => "several_articles",
        /// No field of the value is known to contain a text, or the field of the text is not a string. The message names the fields
        /// that may be the text. Send the text in `text`.
        NotAnArticle => "not_an_article",
        /// The change of a row has neither the row nor a deletion. Let the connector send full documents.
        ChangeWithoutRow => "change_without_row",
        /// The connector left out the column of the text, because it did not change. Let the database send full rows.
        ColumnNotSent => "column_not_sent",
        /// The XML document is not well-formed, or nested more than 128 levels deep. Send one whole and valid document per message.
        InvalidXml => "invalid_xml",
        /// The value is an XML document of an unknown kind, or a sitemap. Send RSS, Atom, NewsML, NITF, JSON, HTML or plain text.
        UnsupportedFormat => "unsupported_format",
        /// The embargo had not ended at the timestamp of the message, or its date cannot be read. Send the article again
        /// after the embargo.
        Embargoed => "embargoed",
        /// The extraction panicked. Please report the error with the article.
        Panic => "panic",
        /// The extraction took longer than `extract.article_timeout`. Raise the limit or shorten the article.
        Timeout => "timeout",
        /// The process died `delivery.crash_limit` times while it processed this article alone. Please report the error
        /// with the article.
        CrashLoop => "crash_loop",
        /// The records of the article exceed 64 MiB. Send the article in parts.
        OutputTooLarge => "output_too_large",
        /// A record could not be written as JSON. Please report the error with the article.
        EncodeFailed => "encode_failed",
        /// A record is larger than its topic accepts. Raise `message.max.bytes` in `[kafka.producer]` and `max.message.bytes` on the topic.
        RecordTooLarge => "record_too_large",
    }
}

impl RejectReason {
    /// The stage that finds it.
    pub const fn stage(self) -> Stage {
        match self {
            Self::ArticleTooLarge => Stage::Consume,
            Self::Panic | Self::Timeout | Self::CrashLoop => Stage::Extract,
            Self::OutputTooLarge | Self::EncodeFailed => Stage::Encode,
            Self::RecordTooLarge => Stage::Publish,
            _ => Stage::Decode,
        }
    }
}

/// An article that could not be processed: it becomes a dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Why.
    pub reason: RejectReason,
    /// The stage that gave the article up.
    pub stage: Stage,
    /// A sentence about this article that says what is wrong and what to do.
    pub message: String,
}

impl Reject {
    /// A rejection by the stage that finds the reason.
    pub fn new(reason: RejectReason, message: impl Into<String>) -> Self {
        Self { reason, stage: reason.stage(), message: message.into() }
    }
}
