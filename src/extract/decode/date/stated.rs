//! The dates of an object's fields: strings and numbers, and what databases and libraries make of them.

use serde_json::Value;

use super::super::{fields, fields::Object};
use super::{
    number,
    written::{self, Unread, Written},
};

/// The date of a field.
#[derive(Debug)]
pub(super) struct Stated {
    /// As written.
    pub text: String,
    /// As read.
    pub written: Result<Written, Unread>,
}

/// The number of an object's version, where it is one: "7", 7, "7.0".
pub(super) fn version(object: &Object) -> Option<u64> {
    let text = fields::string(object, super::aliases::VERSION)?;
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

/// The date of a field, where there is something in it.
pub(super) fn stated(object: &Object, name: &str) -> Option<Stated> {
    let value = fields::get(object, name)?;
    let text = fields::scalar(value).map_or_else(|| value.to_string(), std::borrow::Cow::into_owned);
    let read = with_time(object, name, value).unwrap_or_else(|| read(value));
    Some(Stated { text, written: read.map(|written| at_home(object, name, written)) })
}

fn read(value: &Value) -> Result<Written, Unread> {
    match value {
        Value::Number(number) => number.as_f64().and_then(number::from_number).map(Written::in_utc).ok_or(Unread::Form),
        Value::String(text) => written::parse(text),
        Value::Object(inner) => of_object(inner),
        Value::Array(items) => of_list(items),
        Value::Null | Value::Bool(_) => Err(Unread::Form),
    }
}

/// `MongoDB`'s `{"$date": …}`, JSON-LD's `{"@value": …}`, and PHP's `{"date": …, "timezone": …}`.
fn of_object(inner: &Object) -> Result<Written, Unread> {
    if let Some(date) = inner.get("date").and_then(Value::as_str) {
        let zone = inner.get("timezone").and_then(Value::as_str).unwrap_or_default();
        return written::parse(&format!("{date} {zone}"));
    }
    let names = ["$date", "@value", "value", "iso", "_seconds", "seconds"];
    let value = names.iter().find_map(|name| inner.get(*name)).ok_or(Unread::Form)?;
    match value {
        Value::Object(long) => {
            let long = long.get("$numberLong").and_then(Value::as_str).ok_or(Unread::Form)?;
            written::parse(long)
        }
        other => read(other),
    }
}

/// Java's and Python's `[2024, 5, 8, 9, 30]`; else the first of several dates.
fn of_list(items: &[Value]) -> Result<Written, Unread> {
    let numbers: Vec<i64> = items.iter().take(6).map_while(Value::as_i64).collect();
    if let [year, month, day, time @ ..] = numbers.as_slice() {
        let part = |at: usize| time.get(at).copied().unwrap_or(0);
        let text = format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", part(0), part(1), part(2));
        return written::parse(&text);
    }
    match items.first() {
        Some(first) if !first.is_array() => read(first),
        _ => Err(Unread::Form),
    }
}

/// `date` goes with `time`, where it has no time of its own.
fn with_time(object: &Object, name: &str, value: &Value) -> Option<Result<Written, Unread>> {
    let date = value.as_str().filter(|text| name == "date" && !text.contains(':') && text.trim().len() <= 20)?;
    let time = fields::string(object, &["time"])?;
    let read = written::parse(&format!("{} {time}", date.trim()));
    (read.is_ok() || written::parse(date).is_err()).then_some(read)
}

/// `WordPress` states a date twice, on the publisher's clock and, as `…_gmt`, in UTC.
fn at_home(object: &Object, name: &str, written: Written) -> Written {
    let (stem, is_utc) = name.strip_suffix("_gmt").map_or((name, false), |stem| (stem, true));
    let other = if is_utc { stem.to_owned() } else { format!("{stem}_gmt") };
    let Some(Ok(other)) = fields::get(object, &other).map(read) else { return written };
    let (here, utc) = if is_utc { (other.at, written.at) } else { (written.at, other.at) };
    let offset = here.duration_since(utc);
    // Two texts that are further apart are of two moments.
    if offset.abs() > jiff::SignedDuration::from_hours(14) {
        return written;
    }
    Written::in_utc(utc).ahead_by(offset)
}
