//! The traps of the dialects, one test each, and what holds for any bytes.

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::extract::Declared;
use crate::model::{BodyFormat, PublishedFrom};

const RECEIVED: &str = "2024-05-08T12:00:00Z";

fn decode_bytes(bytes: &[u8]) -> Decoded {
    decode(&Input { bytes: Some(bytes), key: Some(b"k-1"), received_at: RECEIVED.parse().ok(), ..Input::default() })
}

fn decode_json(value: &Value) -> Decoded {
    decode_bytes(value.to_string().as_bytes())
}

fn article(value: &Value) -> Article {
    match decode_json(value) {
        Decoded::Article(article) => *article,
        other => panic!("{value}: {other:?}"),
    }
}

fn reason(decoded: &Decoded) -> &'static str {
    match decoded {
        Decoded::Article(_) => "article",
        Decoded::Retraction { reason, .. } => reason.name(),
        Decoded::Skip(skip) => skip.reason.name(),
        Decoded::Reject(reject) => reject.reason.name(),
    }
}

fn codes(article: &Article) -> Vec<&'static str> {
    article.issues.iter().map(|issue| issue.code.name()).collect()
}

#[test]
fn trap_1_source_by_shape() {
    let read = |source: Value| {
        let article = article(&json!({"text": "Talks began.", "source": source}));
        (article.url, article.publisher)
    };
    assert_eq!(
        read(json!("https://paper.example/1")),
        (Some("https://paper.example/1".to_owned()), Some("paper.example".to_owned()))
    );
    assert_eq!(read(json!({"id": "p", "name": "The Paper"})), (None, Some("The Paper".to_owned())));
    assert_eq!(read(json!("The Paper")), (None, Some("The Paper".to_owned())));
}

#[test]
fn trap_2_none_is_a_word_for_nothing() {
    let article = article(
        &json!({"maintext": "Talks began.", "date_publish": "None", "title": "None", "authors": ["None"], "date_modify": "None"}),
    );
    assert_eq!((article.title, article.authors.len()), (None, 0));
    assert_eq!(article.published_from, PublishedFrom::Message);
    assert_eq!(
        codes(&super::tests::article(&json!({"maintext": "Talks began.", "date_publish": "None"}))),
        ["date_inferred"]
    );
}

#[test]
fn trap_3_dates_of_every_form() {
    for date in [
        json!("2024-05-08"),
        json!("2024-05-08 00:00:00"),
        json!("Wed, 08 May 2024 00:00:00 GMT"),
        json!(1_715_126_400),
        json!(1_715_126_400_000_i64),
        json!("20240508000000"),
    ] {
        let article = article(&json!({"text": "Talks began.", "date": date}));
        assert_eq!(article.published_at, "2024-05-08T00:00:00Z".parse::<Timestamp>().ok(), "{date}");
        assert_eq!(article.published_from, PublishedFrom::Article);
    }
    let split = article(&json!({"text": "Talks began.", "date": "2024-05-08", "time": "09:30:00"}));
    assert_eq!(split.published_at, "2024-05-08T09:30:00Z".parse::<Timestamp>().ok());
}

#[test]
fn an_implausible_date_is_an_issue_and_not_a_wrong_date() {
    for date in [json!("2034-05-08"), json!("0001-01-01T00:00:00Z"), json!(0)] {
        let article = article(&json!({"text": "Talks began.", "published_at": date}));
        assert_eq!(
            (article.published_at, article.published_from),
            (RECEIVED.parse().ok(), PublishedFrom::Message),
            "{date}"
        );
        assert_eq!(codes(&article), ["date_implausible", "date_inferred"], "{date}");
    }
    let article = article(&json!({"text": "Talks began.", "published_at": "soon", "date": "2024-05-07"}));
    assert_eq!(article.published_at, "2024-05-07T00:00:00Z".parse::<Timestamp>().ok());
    assert_eq!(codes(&article), ["date_unreadable"]);
}

#[test]
fn trap_4_a_cut_text_is_marked() {
    for (text, is_truncated, expected) in [
        ("The talks began on Mon… [+1234 chars]", false, &["text_truncated"][..]),
        ("<p>The talks began on Mon&hellip;</p>", false, &["text_truncated"]),
        ("The talks began on Mon", true, &["text_truncated"]),
        ("The talks began on Monday.", true, &["text_truncated"]),
        ("The talks began on Monday.", false, &[]),
        ("“The talks began…”", false, &[]),
    ] {
        let article =
            article(&json!({"content": text, "isTruncated": is_truncated, "publishedAt": "2024-05-08T09:00:00Z"}));
        assert_eq!(codes(&article), expected, "{text}");
    }
}

#[test]
fn trap_5_feedparser_content_is_a_list() {
    let both = article(
        &json!({"summary": "In short.", "content": [{"type": "text/html", "value": "<p>At length.</p>"}], "published": "Wed, 08 May 2024 09:00:00 GMT"}),
    );
    assert_eq!((both.body.text.as_str(), both.body.format), ("<p>At length.</p>", BodyFormat::Html));
    let summary =
        article(&json!({"summary": "<p>All of the story.</p>", "published": "Wed, 08 May 2024 09:00:00 GMT"}));
    assert_eq!(summary.body.format, BodyFormat::Html);
    assert_eq!(codes(&summary), ["text_is_summary"]);
}

#[test]
fn trap_6_withdrawn_and_embargoed() {
    for status in ["canceled", "withheld"] {
        let decoded =
            decode_json(&json!({"uri": "a-1", "version": "3", "pubstatus": status, "body_text": "Talks began."}));
        assert_eq!(
            decoded,
            Decoded::Retraction {
                article_id: "a-1".to_owned(),
                version: Some("3".to_owned()),
                reason: if status == "canceled" { Withdrawal::Canceled } else { Withdrawal::Withheld }
            }
        );
    }
    assert_eq!(
        reason(&decode_json(&json!({"uri": "a-1", "pubstatus": "usable", "body_text": "Talks began."}))),
        "article"
    );
    assert_eq!(
        reason(&decode_json(&json!({"uri": "a-1", "embargoed": "2024-05-09T00:00:00Z", "body_text": "Talks began."}))),
        "embargoed"
    );
    assert_eq!(
        reason(&decode_json(
            &json!({"uri": "a-1", "embargoedUntil": "2024-05-08T11:00:00Z", "body_text": "Talks began."})
        )),
        "article"
    );
}

#[test]
fn trap_7_versions_keep_the_id() {
    let of = |version: Value| article(&json!({"uri": "a-1", "version": version, "body_text": "Talks began."}));
    let (first, second) = (of(json!("1")), of(json!(2)));
    assert_eq!((first.id.as_str(), second.id.as_str()), ("a-1", "a-1"));
    assert_eq!((first.version.as_deref(), second.version.as_deref()), (Some("1"), Some("2")));
}

#[test]
fn trap_8_types_that_are_no_story() {
    for kind in ["picture", "audio", "video", "graphic"] {
        assert_eq!(
            reason(&decode_json(&json!({"uri": "a-1", "type": kind, "description_text": "A gate."}))),
            "not_text"
        );
    }
    assert!(article(&json!({"uri": "a-1", "type": "event", "body_text": "The ministers meet on Friday."})).is_planned);
    assert!(!article(&json!({"uri": "a-1", "type": "text", "body_text": "The ministers met."})).is_planned);
}

#[test]
fn trap_9_json_ld_graphs_and_types() {
    let node = json!({"@type": ["NewsArticle", "OpinionNewsArticle"], "@id": "https://paper.example/1", "articleBody": "Talks began."});
    let person = json!({"@type": "Person", "name": "Ann Lee"});
    for value in
        [json!([person, node]), json!({"@context": "https://schema.org", "@graph": [person, node]}), node.clone()]
    {
        let article = article(&value);
        assert_eq!((article.id.as_str(), article.is_opinion), ("https://paper.example/1", true), "{value}");
    }
    assert!(!article(&json!({"@type": "NewsArticle", "articleBody": "Talks began."})).is_opinion);
    assert_eq!(reason(&decode_json(&json!([{"@type": "Person", "name": "Ann Lee"}, {"@type": "WebPage"}]))), "no_text");
}

#[test]
fn trap_10_envelopes() {
    let inner = json!({"id": "a-1", "text": "Talks began."});
    for value in [
        json!({"schema": {"type": "struct"}, "payload": inner}),
        json!({"schema": null, "payload": inner.to_string()}),
        json!({"before": null, "after": inner, "op": "c", "source": {}}),
        json!({"schema": {}, "payload": {"before": null, "after": inner, "op": "u"}}),
        json!({"specversion": "1.0", "type": "article", "source": "/x", "id": "e-1", "data": inner}),
        json!([inner]),
    ] {
        assert_eq!(article(&value).id, "a-1", "{value}");
    }
    let deleted = decode_json(&json!({"before": inner, "after": null, "op": "d"}));
    assert_eq!(
        deleted,
        Decoded::Retraction { article_id: "a-1".to_owned(), version: None, reason: Withdrawal::Deleted }
    );
    assert_eq!(
        reason(&decode_json(&json!({"specversion": "1.0", "type": "article", "data_base64": "e30=?"}))),
        "cloudevents_base64"
    );
    assert_eq!(reason(&decode_bytes(b"\0\0\0\0\x01\x02abc")), "confluent_wire_format");
    assert_eq!(reason(&decode_bytes(&[b"\0\0\0\0\x01", inner.to_string().as_bytes()].concat())), "article");
    assert_eq!(reason(&decode_json(&json!({"articles": [inner, inner]}))), "several_articles");
}

#[test]
fn trap_11_null_is_a_retraction() {
    let null = |key: Option<&[u8]>| decode(&Input { key, ..Input::default() });
    assert_eq!(
        null(Some(b"a-1")),
        Decoded::Retraction { article_id: "a-1".to_owned(), version: None, reason: Withdrawal::Deleted }
    );
    assert_eq!(
        null(Some(b"\"a-1\"")),
        Decoded::Retraction { article_id: "a-1".to_owned(), version: None, reason: Withdrawal::Deleted }
    );
    assert_eq!(reason(&null(None)), "retraction_without_id");
    let keyed = |value: Value| {
        let text = value.to_string();
        decode(&Input { bytes: Some(text.as_bytes()), key: Some(br#"{"id": "m-7"}"#), ..Input::default() })
    };
    let deleted = Decoded::Retraction { article_id: "m-7".to_owned(), version: None, reason: Withdrawal::Deleted };
    assert_eq!(keyed(json!({"before": null, "after": null, "op": "d"})), deleted);
    let patch = json!({"before": null, "after": null, "op": "u", "updateDescription": {"updatedFields": "{\"body\": \"Talks began.\"}"}});
    assert_eq!(reason(&keyed(patch)), "change_without_row");
}

#[test]
fn a_charset_is_taken_from_the_header() {
    for (media_type, bytes, expected) in [
        (
            "text/plain; charset=iso-8859-2",
            b"Adam \xa3\xb1cki met the envoys.".as_slice(),
            "Adam Łącki met the envoys.",
        ),
        ("application/json;charset=windows-1251", b"{\"text\": \"\xc0\xed\xed\xe0 met them.\"}", "Анна met them."),
        ("text/html; charset=\"windows-1254\"", b"<p>Tu\xf0ba met them.</p>", "<p>Tuğba met them.</p>"),
    ] {
        let declared = Declared { content_type: Some(media_type), ..Declared::default() };
        let input = Input { bytes: Some(bytes), received_at: RECEIVED.parse().ok(), declared, ..Input::default() };
        let Decoded::Article(article) = decode(&input) else { panic!("{media_type}") };
        assert_eq!(article.body.text, expected, "{media_type}");
        assert_eq!(codes(&article), ["date_inferred"], "{media_type}");
    }
}

#[test]
fn what_has_no_text_is_skipped_or_refused_with_the_reason() {
    for (value, expected) in [
        (json!({"title": "Talks", "text": ""}), "article"),
        (json!({"id": "a-1", "url": "https://paper.example/1", "text": ""}), "no_text"),
        (json!({"id": "a-1", "wording": "Peru recalled its envoy from Lima on Friday."}), "not_an_article"),
        (json!({"title": "Talks", "text": 12}), "not_an_article"),
        (json!({"name": "valve 7", "state": "open"}), "not_an_article"),
        (
            json!({"GKGRECORDID": "1", "V2DOCUMENTIDENTIFIER": "https://paper.example/1", "V2.1DATE": "20240508093000"}),
            "no_text",
        ),
        (json!({}), "not_an_article"),
        (json!({"temperature": 7}), "not_an_article"),
        (json!(7), "no_text"),
        (json!([]), "no_text"),
        (json!({"status": "ok", "articles": []}), "no_text"),
        (json!(null), "deleted"),
    ] {
        assert_eq!(reason(&decode_json(&value)), expected, "{value}");
    }
    for (bytes, expected) in [
        (&b""[..], "no_text"),
        (b"   ", "no_text"),
        (b"{\"text\": \"Talks", "truncated_json"),
        (b"{\"text\": \"Talks\", }", "invalid_json"),
        (b"<?xml version=\"1.0\"?><invoice>Talks began.</invoice>", "unsupported_format"),
        (b"<rss><channel><item><title>Talks</item></channel></rss>", "invalid_xml"),
        (b"<rss><channel><item><description>Talks began.</description></item></channel></rss>", "article"),
        (b"[Update] Talks began.", "article"),
        (b"\"Talks began.\"", "article"),
    ] {
        assert_eq!(reason(&decode_bytes(bytes)), expected, "{}", String::from_utf8_lossy(bytes));
    }
    let deep = format!("{{\"text\": {}1{}}}", "[".repeat(500), "]".repeat(500));
    assert_eq!(reason(&decode_bytes(deep.as_bytes())), "json_too_deep");
}

#[test]
fn a_key_that_stands_twice_is_an_issue() {
    let Decoded::Article(article) = decode_bytes(br#"{"text": "One.", "text": "Two.", "date": "2024-05-08"}"#) else {
        panic!()
    };
    assert_eq!((article.body.text.as_str(), codes(&article)), ("Two.", vec!["duplicate_key"]));
}

#[test]
fn ids_come_from_the_article_then_the_key_then_its_content() {
    assert_eq!(article(&json!({"id": 7, "text": "a b"})).id, "7");
    assert_eq!(article(&json!({"text": "a b"})).id, "k-1");
    let without_key = |text: &str| match decode(&Input { bytes: Some(text.as_bytes()), ..Input::default() }) {
        Decoded::Article(article) => article.id,
        other => panic!("{other:?}"),
    };
    assert_eq!(without_key("{\"text\": \"a b\"}").len(), 32);
    assert_ne!(without_key("{\"text\": \"a b\"}"), without_key("{\"text\": \"a c\"}"));
}

#[test]
fn whole_pages_tell_their_facts() {
    let page = "<html lang=en><head><title>Talks end - The Paper</title><meta property='og:site_name' content='The Paper'>\
        <meta property='article:published_time' content='2024-05-08T09:00:00Z'><link rel=canonical href='https://paper.example/1'></head><body><p>They ended.</p></body></html>";
    let Decoded::Article(article) = decode(&Input { bytes: Some(page.as_bytes()), ..Input::default() }) else {
        panic!()
    };
    assert_eq!(article.id, "https://paper.example/1");
    assert_eq!(article.title.as_deref(), Some("Talks end"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.published_at, "2024-05-08T09:00:00Z".parse().ok());
}

/// Samples that mutation starts from: one of each shape.
const SAMPLES: &[&str] = &[
    r#"{"uri": "a-1", "headlines": [{"role": "main", "value": "Talks"}], "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>Talks &amp; votes</p>"}], "firstCreated": "2024-05-08T09:00:00Z"}"#,
    r#"[{"@type": ["NewsArticle"], "articleBody": "RIGA (AP) — Talks began.", "datePublished": "2024-05-08"}, {"@type": "Person"}]"#,
    r#"{"schema": {}, "payload": {"op": "u", "after": {"text": "Talks began… [+12 chars]", "date": 1715160600}}}"#,
    "<html lang=en><head><title>Talks</title></head><body><article><p>Talks <b>began</b>.<br>They ended.</p></article></body></html>",
    "RIGA, Jan 5 (Reuters) - Talks began .\n\nThey ended. .\n(Reporting by A B; Editing by C D)",
];

/// Names that envelopes, changes, lists and articles use.
const NAMES: &[&str] = &[
    "schema",
    "payload",
    "op",
    "before",
    "after",
    "specversion",
    "type",
    "data",
    "data_base64",
    "operationType",
    "fullDocument",
    "documentKey",
    "ns",
    "dynamodb",
    "eventName",
    "NewImage",
    "database",
    "table",
    "metadata",
    "operation",
    "message",
    "value",
    "event",
    "original",
    "articles",
    "hits",
    "_source",
    "@graph",
    "@type",
    "items",
    "id",
    "title",
    "text",
    "body",
    "content",
    "blocks",
    "children",
    "sections",
    "summary",
    "published_at",
    "__deleted",
    "pubstatus",
    "$t",
    "en",
    "columns",
    "action",
];

/// Any JSON of these names, whose strings are words, JSON again, base64 or what stands for nothing.
fn any_envelope() -> impl Strategy<Value = Value> {
    let inner = json!({"id": "a", "text": "Talks began in Quito on Monday."}).to_string();
    let words = [
        "d",
        "u",
        "NewsArticle",
        "true",
        "Talks began in Quito on Monday.",
        "",
        "__debezium_unavailable_value",
        "eyJpZCI6IDF9",
        "[1",
        &inner,
    ];
    let words: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        prop::sample::select(words)
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        let object = prop::collection::vec((prop::sample::select(NAMES), inner.clone()), 0..6);
        prop_oneof![
            3 => object.prop_map(|pairs| Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            1 => inner.prop_map(|value| Value::String(value.to_string())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_decoded(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(decode_bytes(&bytes), decode_bytes(&bytes));
        documents(&bytes, None).for_each(drop);
    }

    #[test]
    fn any_envelope_comes_to_an_end(value in any_envelope()) {
        let text = value.to_string();
        let decoded = decode_bytes(text.as_bytes());
        prop_assert_eq!(&decoded, &decode_bytes(text.as_bytes()));
        match decoded {
            Decoded::Article(article) => prop_assert!(!article.id.is_empty() && !article.body.text.is_empty()),
            Decoded::Retraction { article_id, .. } => prop_assert!(!article_id.is_empty()),
            Decoded::Skip(skip) => prop_assert!(!skip.message.is_empty()),
            Decoded::Reject(reject) => prop_assert!(!reject.message.is_empty() && reject.message.len() < 600),
        }
        // What is taken apart for `extract` is decoded like what is sent as one message.
        let several = documents(text.as_bytes(), None).count() > 1;
        prop_assert!(!several || !matches!(decode_bytes(text.as_bytes()), Decoded::Article(_)));
    }

    #[test]
    fn mutated_samples_are_decoded_and_cleaned(sample in 0..SAMPLES.len(), edits in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0..4_u8), 1..12)) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (index, byte, kind) in edits {
            let at = index.index(bytes.len().max(1));
            match kind {
                0 if !bytes.is_empty() => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 if !bytes.is_empty() => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        let decoded = decode_bytes(&bytes);
        prop_assert_eq!(&decoded, &decode_bytes(&bytes));
        for (_, document) in documents(&bytes, Some("x.jsonl")) {
            decode_bytes(&document);
        }
        if let Decoded::Article(article) = decoded {
            let text = crate::extract::clean::clean(&article);
            let _ = crate::extract::clean::language(&article, &text);
        }
    }
}
