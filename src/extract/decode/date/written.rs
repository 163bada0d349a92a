//! A date as it is written → an instant.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date in any of the forms, in UTC where it names no zone.
pub(in crate::extract::decode) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim().trim_start_matches("Published:").trim();
    if text.len() > 80 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        return digits(text);
    }
    if let Ok(number) = text.parse::<f64>() {
        return from_number(number);
    }
    let zoned = text.strip_suffix(" UTC").or_else(|| text.strip_suffix(" GMT")).or_else(|| text.strip_suffix(" Z"));
    let normal = zoned.map_or_else(|| text.to_owned(), |text| format!("{text}+00:00"));
    let normal = spaced_offset(&normal).unwrap_or(normal);
    normal
        .parse::<Timestamp>()
        .ok()
        .or_else(|| normal.parse::<DateTime>().ok().and_then(utc))
        .or_else(|| slashed(&normal))
        .or_else(|| mail(text))
        .or_else(|| spelt(text))
}

/// `2024-05-08 09:00:00 +0200`: without the space before the offset.
fn spaced_offset(text: &str) -> Option<String> {
    let (before, offset) = text.rsplit_once(' ')?;
    (offset.starts_with(['+', '-']) && before.contains(':')).then(|| format!("{before}{offset}"))
}

fn utc(at: DateTime) -> Option<Timestamp> {
    at.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// `YYYY/MM/DD`, with or without a time.
fn slashed(text: &str) -> Option<Timestamp> {
    let year_first = text.get(..4)?.bytes().all(|byte| byte.is_ascii_digit()) && text.get(4..5)? == "/";
    year_first.then(|| text.replacen('/', "-", 2).parse::<DateTime>().ok().and_then(utc)).flatten()
}

/// RFC 2822, with a forgiving eye on the weekday and on `UTC` and `Z` for the zone.
fn mail(text: &str) -> Option<Timestamp> {
    let zone = ["UTC", "Z"].iter().find_map(|zone| text.strip_suffix(zone));
    let text = zone.map_or_else(|| text.to_owned(), |text| format!("{}+0000", text.trim_end().to_owned() + " "));
    rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(&text).ok()
}

/// Seconds, milli-, micro- or nanoseconds of the epoch, or the digits of a date, by their number.
fn digits(text: &str) -> Option<Timestamp> {
    let date = |text: &str| -> Option<Date> {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
        Date::new(number(0, 4)?, i8::try_from(number(4, 6)?).ok()?, i8::try_from(number(6, 8)?).ok()?).ok()
    };
    match text.len() {
        8 => utc(date(text)?.to_datetime(Time::midnight())),
        14 => {
            let number = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
            utc(date(text)?.to_datetime(Time::new(number(8, 10)?, number(10, 12)?, number(12, 14)?, 0).ok()?))
        }
        9 | 10 => Timestamp::from_second(text.parse().ok()?).ok(),
        12 | 13 => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        16 => Timestamp::from_microsecond(text.parse().ok()?).ok(),
        19 => Timestamp::from_nanosecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

pub(super) fn from_number(number: f64) -> Option<Timestamp> {
    let whole = number.trunc();
    if !(0.0..1e19).contains(&whole) {
        return None;
    }
    if whole < 1e8 {
        // Zero is a default value, which the caller finds implausible; eight digits are a date.
        return if whole == 0.0 { Timestamp::from_second(0).ok() } else { digits(&format!("{whole}")) };
    }
    digits(&format!("{whole}")).map(|date| {
        let milliseconds = if whole < 1e11 { ((number - whole) * 1000.0).round() } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
        date.checked_add(SignedDuration::from_millis(milliseconds as i64)).unwrap_or(date)
    })
}

/// `May 8, 2024`, `8 May 2024`, `Wednesday, May 8, 2024 9:30 AM`. Numbers alone, such as 05/08/2024, are not guessed at.
fn spelt(text: &str) -> Option<Timestamp> {
    let (mut year, mut month, mut day, mut time) = (None, None, None, None);
    for word in text
        .split([' ', ',', '\u{a0}'])
        .map(|word| word.trim_matches(['.', '|', '(', ')']))
        .filter(|word| !word.is_empty())
    {
        let number = word.trim_end_matches(['s', 't', 'h', 'n', 'd', 'r']).parse::<i16>().ok();
        match number {
            Some(number @ 1..=31) if day.is_none() => day = i8::try_from(number).ok(),
            Some(number @ 1000..=9999) if year.is_none() => year = Some(number),
            Some(_) => return None,
            None if word.contains(':') && time.is_none() => time = Some(clock(word)?),
            None => {
                let lower = word.to_ascii_lowercase();
                let named =
                    MONTHS.iter().position(|name| lower.starts_with(name)).and_then(|at| i8::try_from(at + 1).ok());
                match (named, lower.as_str()) {
                    (Some(number), _) if month.is_none() => month = Some(number),
                    (_, "pm") => time = time.map(afternoon),
                    (_, "am" | "at" | "of" | "utc" | "gmt" | "updated" | "published" | "on") => {}
                    _ if lower.ends_with("day")
                        || matches!(&*lower, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun") => {}
                    _ => return None,
                }
            }
        }
    }
    let date = Date::new(year?, month?, day?).ok()?;
    utc(date.to_datetime(time.unwrap_or_else(Time::midnight)))
}

fn afternoon(at: Time) -> Time {
    if at.hour() < 12 { at.saturating_add(SignedDuration::from_hours(12)) } else { at }
}

fn clock(word: &str) -> Option<Time> {
    let mut parts = word.split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    Time::new(hour, minute, parts.next().flatten().unwrap_or(0), 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let parsed = parse(text).map(|date| date.to_string());
        assert_eq!(parsed.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn trap_3_date_forms() {
        for (text, expected) in [
            ("2024-05-08", "2024-05-08T00:00:00Z"),
            ("2024-05-08T09:30:00Z", "2024-05-08T09:30:00Z"),
            ("2024-05-08T09:30:00+02:00", "2024-05-08T07:30:00Z"),
            ("2024-05-08T09:30:00.123+0200", "2024-05-08T07:30:00.123Z"),
            ("2024-05-08 09:30:00", "2024-05-08T09:30:00Z"),
            ("2024-05-08 09:30", "2024-05-08T09:30:00Z"),
            ("2024-05-08 09:30:00+00:00", "2024-05-08T09:30:00Z"),
            ("2024-05-08 09:30:00 +0200", "2024-05-08T07:30:00Z"),
            ("2024-05-08 09:30:00 UTC", "2024-05-08T09:30:00Z"),
            ("2024/05/08 09:30:00", "2024-05-08T09:30:00Z"),
            ("Wed, 08 May 2024 09:30:00 +0200", "2024-05-08T07:30:00Z"),
            ("Wed, 08 May 2024 09:30:00 GMT", "2024-05-08T09:30:00Z"),
            ("Wed, 08 May 2024 09:30:00 UTC", "2024-05-08T09:30:00Z"),
            ("Wed, 08 May 2024 09:30:00 EST", "2024-05-08T14:30:00Z"),
            ("1715160600", "2024-05-08T09:30:00Z"),
            ("1715160600000", "2024-05-08T09:30:00Z"),
            ("1715160600.5", "2024-05-08T09:30:00.5Z"),
            ("20240508093000", "2024-05-08T09:30:00Z"),
            ("20240508T093000Z", "2024-05-08T09:30:00Z"),
            ("20240508", "2024-05-08T00:00:00Z"),
            ("May 8, 2024", "2024-05-08T00:00:00Z"),
            ("8 May 2024", "2024-05-08T00:00:00Z"),
            ("Wednesday, May 8th, 2024 9:30 PM", "2024-05-08T21:30:00Z"),
            ("05/08/2024", "none"),
            ("next week", "none"),
            ("", "none"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn reads_numbers() {
        assert_eq!(from_number(1_715_160_600.0), parse("2024-05-08T09:30:00Z"));
        assert_eq!(from_number(1_715_160_600_000.0), parse("2024-05-08T09:30:00Z"));
        assert_eq!(from_number(20_240_508_093_000.0), parse("2024-05-08T09:30:00Z"));
        assert_eq!(from_number(f64::NAN), None);
        assert_eq!(from_number(-5.0), None);
    }
}
