//! XML as a whole: what is refused, and the fields that items become.

use serde_json::{Value, json};

use super::*;

fn read(text: &str) -> Value {
    match article(text) {
        Some(Ok(object)) => Value::Object(object),
        Some(Err(Stop::Reject(reject))) => json!(reject.reason.name()),
        Some(Err(Stop::Skip(skip))) => json!(skip.reason.name()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_article_says_why() {
    for (text, expected) in [
        ("<rss><channel><title>News</title></channel></rss>", "no_text"),
        ("<rss><channel><item><title>a</title></item><item/></channel></rss>", "several_articles"),
        ("<rss><channel><item><title>a</item></channel></rss>", "invalid_xml"),
        ("<urlset><url><loc>https://paper.example/1</loc></url></urlset>", "unsupported_format"),
        ("<?xml version='1.0'?><invoice>Talks began.</invoice>", "unsupported_format"),
    ] {
        assert_eq!(read(text), json!(expected), "{text}");
    }
    assert!(article("<?xml version='1.0'?><!DOCTYPE html><html><body><p>Talks.</p></body></html>").is_none());
    assert!(article("<p>Talks began.</p>").is_none());
}

#[test]
fn times_in_the_basic_format_are_extended() {
    for (written, expected) in [
        ("20240508T093000Z", "2024-05-08T09:30:00Z"),
        ("20240508T093000+0200", "2024-05-08T09:30:00+02:00"),
        ("20240508T093000", "2024-05-08T09:30:00"),
        ("20240508", "2024-05-08"),
        ("2024-05-08T09:30:00Z", "2024-05-08T09:30:00Z"),
        ("Wed, 08 May 2024", "Wed, 08 May 2024"),
        ("20240508093000", "20240508093000"),
    ] {
        assert_eq!(basic_time(written), expected, "{written}");
    }
}

#[test]
fn the_text_in_full_comes_before_a_summary() {
    let item = |inner: &str| {
        let prefixes =
            "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'";
        read(&format!("<rss {prefixes}><channel><item>{inner}</item></channel></rss>"))
    };
    for (inner, field, expected) in [
        ("<description>a</description><content:encoded>b</content:encoded>", "content_html", Some("b")),
        ("<description>a</description><content>b</content>", "content", Some("b")),
        ("<media:content url='u'/><description>a</description>", "content", None),
        ("<media:description>c</media:description><description>a</description>", "summary", Some("a")),
        ("<media:content><media:description>c</media:description></media:content>", "summary", Some("c")),
        ("<media:title>t</media:title>", "title", None),
        ("<yandex:full-text>b</yandex:full-text>", "content_html", Some("b")),
    ] {
        assert_eq!(item(inner)[field].as_str(), expected, "{inner}");
    }
}

#[test]
fn a_file_of_several_items_is_taken_apart() {
    let feed = "<rss><channel><title>Paper</title>\n<item><guid>1</guid><description>One.</description></item>\n\n\
        <item><guid>2</guid><description>Two.</description></item></channel></rss>";
    let found = documents(feed.as_bytes()).unwrap();
    let found: Vec<(usize, Value)> =
        found.iter().map(|(line, bytes)| (*line, serde_json::from_slice(bytes).unwrap())).collect();
    assert_eq!(
        found,
        [
            (2, json!({"id": "1", "summary": "One.", "publisher": "Paper"})),
            (4, json!({"id": "2", "summary": "Two.", "publisher": "Paper"})),
        ]
    );
    assert_eq!(documents(b"<rss><channel><item/></channel></rss>"), None);
    assert_eq!(documents(b"Talks began."), None);
}

#[test]
fn an_item_says_that_it_is_withdrawn_embargoed_or_no_text() {
    for (text, field, expected) in [
        (
            "<newsItem guid='a'><itemMeta><pubStatus qcode='stat:canceled'/></itemMeta></newsItem>",
            "pubstatus",
            "canceled",
        ),
        (
            "<newsItem guid='a'><itemMeta><pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/withheld'/></itemMeta></newsItem>",
            "pubstatus",
            "withheld",
        ),
        (
            "<newsItem guid='a'><itemMeta><embargoed>2024-05-09T12:00:00Z</embargoed></itemMeta></newsItem>",
            "embargoed",
            "2024-05-09T12:00:00Z",
        ),
        ("<newsItem guid='a'><itemMeta><embargoed/></itemMeta></newsItem>", "embargoed", "further notice"),
        ("<newsItem guid='a'><itemMeta><itemClass qcode='ninat:picture'/></itemMeta></newsItem>", "type", "picture"),
        ("<packageItem guid='a'><groupSet root='g'/></packageItem>", "type", "package"),
        (
            "<nitf><head><docdata management-status='canceled'><doc-id id-string='a'/></docdata></head></nitf>",
            "pubstatus",
            "canceled",
        ),
        (
            "<nitf><head><docdata management-status='embargoed'><date.release norm='20240509T120000Z'/></docdata></head></nitf>",
            "embargoed",
            "2024-05-09T12:00:00Z",
        ),
        (
            "<NewsML><NewsItem><NewsManagement><Status FormalName='Canceled'/></NewsManagement></NewsItem></NewsML>",
            "pubstatus",
            "Canceled",
        ),
        (
            "<NewsML><NewsItem><NewsManagement><Status FormalName='Embargoed'/><StatusWillChange><DateAndTime>20240509T120000Z</DateAndTime></StatusWillChange></NewsManagement></NewsItem></NewsML>",
            "embargoed",
            "2024-05-09T12:00:00Z",
        ),
        (
            "<NewsML><NewsItem><NewsComponent><ContentItem><MediaType FormalName='Photo'/></ContentItem></NewsComponent></NewsItem></NewsML>",
            "type",
            "picture",
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><at:deleted-entry ref='a' when='2024-05-09T12:00:00Z'/></feed>",
            "pubstatus",
            "canceled",
        ),
    ] {
        assert_eq!(read(text)[field], json!(expected), "{text}");
    }
}
