//! Dates of publication in the forms that feeds use.

mod written;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{aliases, fields, fields::Object};
use crate::model::{Issue, IssueCode, PublishedFrom};
use written::from_number;

pub(super) use written::parse;

/// No newspaper is older, and none of the dates before is more than a default or a slip.
const FIRST_YEAR: i16 = 1700;
/// How long after its message an article may be dated: clocks differ, and a date without a zone may be a day ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(36);

/// When an article was published, and where that is known from.
pub(super) type Published = (Option<Timestamp>, PublishedFrom);

/// When the article of an object was published: the first of its dates that can be right.
pub(super) fn published(object: &Object, received_at: Option<Timestamp>, issues: &mut Vec<Issue>) -> Published {
    for name in aliases::PUBLISHED {
        let Some(value) = fields::get(object, name) else { continue };
        let written = value_text(value);
        match parse_value(object, name, value) {
            Some(date) if is_plausible(date, received_at) => return (Some(date), PublishedFrom::Article),
            Some(_) => issues.push(Issue::new(
                IssueCode::DateImplausible,
                format!("{name} is \"{written}\", which is implausible as a publication date"),
            )),
            None => issues.push(Issue::new(
                IssueCode::DateUnreadable,
                format!("{name} is \"{written}\", which cannot be read as a date"),
            )),
        }
    }
    inferred(received_at, issues)
}

/// The message's time if the article has no date.
pub(super) fn inferred(received_at: Option<Timestamp>, issues: &mut Vec<Issue>) -> Published {
    if let Some(date) = received_at.filter(|date| date.as_second() > 0) {
        issues
            .push(Issue::new(IssueCode::DateInferred, "the article has no date; the timestamp of the message is used"));
        return (Some(date), PublishedFrom::Message);
    }
    issues.push(Issue::new(IssueCode::DateUnknown, "neither the article nor the message has a date"));
    (None, PublishedFrom::Unknown)
}

/// Not a default value, not before there were newspapers, and not after the message arrived.
pub(super) fn is_plausible(date: Timestamp, received_at: Option<Timestamp>) -> bool {
    let year = date.to_zoned(TimeZone::UTC).year();
    let latest =
        received_at.filter(|received| received.as_second() > 0).and_then(|received| received.checked_add(AHEAD).ok());
    let is_default = date.as_second() == 0;
    !is_default && year >= FIRST_YEAR && latest.map_or(year <= 2100, |latest| date <= latest)
}

fn value_text(value: &Value) -> String {
    let text = fields::scalar(value).map_or_else(|| value.to_string(), std::borrow::Cow::into_owned);
    text.chars().take(60).collect()
}

/// One field's date: a number, a string, or an object of a database's export; `date` goes with `time`.
fn parse_value(object: &Object, name: &str, value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => from_number(number.as_f64()?),
        Value::String(text) => {
            let time = (name == "date").then(|| fields::string(object, &["time"])).flatten();
            let joined =
                time.filter(|_| text.trim().len() == 10).and_then(|time| parse(&format!("{} {time}", text.trim())));
            joined.or_else(|| parse(text))
        }
        Value::Object(inner) => {
            match inner.get("$date").or_else(|| inner.get("@value")).or_else(|| inner.get("value"))? {
                Value::Object(long) => parse(long.get("$numberLong")?.as_str()?),
                Value::Number(number) => from_number(number.as_f64()?),
                other => parse(other.as_str()?),
            }
        }
        Value::Array(items) => {
            items.first().filter(|item| !item.is_array()).and_then(|item| parse_value(object, name, item))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_implausible_dates() {
        let at = |text: &str| parse(text).unwrap();
        let received = Some(at("2024-05-08T12:00:00Z"));
        assert!(is_plausible(at("2024-05-08"), received));
        assert!(is_plausible(at("2024-05-09T10:00:00Z"), received));
        assert!(!is_plausible(at("2024-06-08"), received));
        assert!(!is_plausible(at("0001-01-01"), received));
        assert!(!is_plausible(at("1970-01-01"), None));
        assert!(is_plausible(at("1914-06-28"), None));
    }
}
