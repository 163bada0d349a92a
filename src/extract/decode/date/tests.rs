//! Which date an article has: that of its publication, its version, its envelope or its message.

use serde_json::{Value, json};

use super::*;

/// Instant, source and day, and the codes of the issues.
fn shown(object: &Value, sent: Sent<'_>) -> String {
    let mut issues = Vec::new();
    let dated = published(object.as_object().unwrap(), sent, &mut issues);
    let at = dated.published_at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    let day = dated.written_on.map_or_else(String::new, |day| format!(" on {day}"));
    let codes = issues.iter().map(|issue| issue.code.name());
    let parts = std::iter::once(format!("{at} {:?}{day}", dated.published_from)).chain(codes.map(str::to_owned));
    parts.collect::<Vec<_>>().join(" ")
}

fn check(object: &Value, expected: &str) {
    let received_at = "2026-04-01T12:00:00Z".parse().ok();
    assert_eq!(shown(object, Sent { told: None, received_at }), expected, "{object}");
}

#[test]
fn the_publishers_day_is_kept() {
    check(&json!({"published": "2025-08-05T07:10:00+10:00"}), "2025-08-04T21:10:00Z Article on 2025-08-05");
    check(&json!({"pubDate": "Mon, 04 Aug 2025 22:10:00 PDT"}), "2025-08-05T05:10:00Z Article on 2025-08-04");
    check(&json!({"date": "2025-08-05", "time": "07:10 AEST"}), "2025-08-04T21:10:00Z Article on 2025-08-05");
    check(
        &json!({"date": "2025-08-05T07:10:00", "date_gmt": "2025-08-04T21:10:00"}),
        "2025-08-04T21:10:00Z Article on 2025-08-05",
    );
    check(
        &json!({"published": {"date": "2025-08-05 00:30:00.000000", "timezone_type": 3, "timezone": "Europe/Riga"}}),
        "2025-08-04T21:30:00Z Article on 2025-08-05",
    );
    check(
        &json!({"published": {"_seconds": 1_754_377_800, "_nanoseconds": 0}}),
        "2025-08-05T07:10:00Z Article on 2025-08-05",
    );
    check(&json!({"published": [2025, 8, 5, 7, 10]}), "2025-08-05T07:10:00Z Article on 2025-08-05");
    check(
        &json!({"published": {"$date": {"$numberLong": "1754377800000"}}}),
        "2025-08-05T07:10:00Z Article on 2025-08-05",
    );
}

#[test]
fn what_is_in_doubt_is_told() {
    check(&json!({"published": "8 May 2024 09:30 IST"}), "2024-05-08T09:30:00Z Article on 2024-05-08 zone_unknown");
    check(
        &json!({"published": "2024-05-08T09:30:00[Mars/Base]"}),
        "2024-05-08T09:30:00Z Article on 2024-05-08 zone_unknown",
    );
    check(
        &json!({"published": "05/08/2024", "date": "2024-05-08"}),
        "2024-05-08T00:00:00Z Article on 2024-05-08 date_unreadable",
    );
    check(
        &json!({"published": "1970-01-20T20:26:00.600Z"}),
        "2026-04-01T12:00:00Z Message on 2026-04-01 date_implausible date_inferred",
    );
}

#[test]
fn a_version_is_dated_by_its_own_time() {
    let first = "2025-09-01T06:00:00Z";
    let second = "2025-09-12T17:00:00Z";
    let third = "2025-09-20T17:00:00Z";
    check(
        &json!({"firstcreated": first, "versioncreated": second, "version": "7"}),
        "2025-09-01T06:00:00Z Article on 2025-09-12",
    );
    check(&json!({"firstCreated": first, "firstPublished": second}), "2025-09-12T17:00:00Z Article on 2025-09-12");
    check(
        &json!({"firstcreated": first, "firstpublished": second, "versioncreated": third}),
        "2025-09-12T17:00:00Z Article on 2025-09-20",
    );
    check(&json!({"versioncreated": second}), "2025-09-12T17:00:00Z Article on 2025-09-12");
    check(
        &json!({"firstcreated": first, "versioncreated": "0001-01-01T00:00:00Z"}),
        "2025-09-01T06:00:00Z Article on 2025-09-01 date_implausible",
    );
    check(&json!({"datePublished": first, "dateModified": second}), "2025-09-01T06:00:00Z Article on 2025-09-01");
    check(
        &json!({"datePublished": first, "dateModified": second, "version": 2}),
        "2025-09-01T06:00:00Z Article on 2025-09-12",
    );
    check(
        &json!({"datePublished": first, "dateModified": second, "version": "0.10.9"}),
        "2025-09-01T06:00:00Z Article on 2025-09-01",
    );
    check(&json!({"dateModified": second}), "2025-09-12T17:00:00Z Article on 2025-09-12");
}

#[test]
fn an_article_without_a_date_has_that_of_its_envelope_then_of_its_message() {
    let received_at = "2026-04-01T12:00:00Z".parse().ok();
    let nothing = json!({});
    for (told, received_at, expected) in [
        (Some("2025-08-05T07:10:00+10:00"), received_at, "2025-08-04T21:10:00Z Envelope on 2025-08-05 date_inferred"),
        (Some("1985-03-01T08:00:00Z"), None, "1985-03-01T08:00:00Z Envelope on 1985-03-01 date_inferred"),
        (Some("soon"), received_at, "2026-04-01T12:00:00Z Message on 2026-04-01 date_unreadable date_inferred"),
        (
            Some("2031-01-01T00:00:00Z"),
            received_at,
            "2026-04-01T12:00:00Z Message on 2026-04-01 date_implausible date_inferred",
        ),
        (Some(" "), received_at, "2026-04-01T12:00:00Z Message on 2026-04-01 date_inferred"),
        (None, received_at, "2026-04-01T12:00:00Z Message on 2026-04-01 date_inferred"),
        (None, None, "none Unknown date_unknown"),
    ] {
        assert_eq!(shown(&nothing, Sent { told, received_at }), expected, "{told:?}");
    }
    let dated = json!({"published": "2025-08-01"});
    let sent = Sent { told: Some("2025-08-05T07:10:00Z"), received_at };
    assert_eq!(shown(&dated, sent), "2025-08-01T00:00:00Z Article on 2025-08-01");
}

#[test]
fn a_page_has_the_first_of_its_dates_that_can_be_right() {
    let mut issues = Vec::new();
    let written = ["soon".to_owned(), "5 August 2025, 07:10 AEST".to_owned(), "2025-08-06".to_owned()];
    let dated = published_in_page(&written, Sent::default(), &mut issues);
    assert_eq!(
        (dated.published_at, dated.written_on),
        ("2025-08-04T21:10:00Z".parse().ok(), "2025-08-05".parse().ok())
    );
    assert_eq!(issues.iter().map(|issue| issue.code.name()).collect::<Vec<_>>(), ["date_unreadable"]);
}
