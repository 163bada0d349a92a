//! Dates that are numbers: the seconds of an epoch and finer units, and the figures of a date.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{clock, clock::Clock, figures};

/// A number as the instant that it stands for, in UTC.
pub(super) fn from_number(number: f64) -> Option<Timestamp> {
    let whole = number.trunc();
    if !(0.0..1e19).contains(&whole) {
        return None;
    }
    if whole == 0.0 {
        // A default value, which the caller finds implausible.
        return Timestamp::from_second(0).ok();
    }
    digits(&format!("{whole}")).map(|date| {
        let milliseconds = if (1e8..1e11).contains(&whole) { ((number - whole) * 1000.0).round() } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
        date.checked_add(SignedDuration::from_millis(milliseconds as i64)).unwrap_or(date)
    })
}

/// The figures of a date, or seconds, milli-, micro- or nanoseconds of the epoch, by their number.
pub(super) fn digits(text: &str) -> Option<Timestamp> {
    if let Some((moment, "")) = moment(text) {
        return moment.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    }
    match text.len() {
        9 | 10 => Timestamp::from_second(text.parse().ok()?).ok(),
        12 | 13 => Timestamp::from_millisecond(text.parse().ok()?).ok(),
        16 => Timestamp::from_microsecond(text.parse().ok()?).ok(),
        19 => Timestamp::from_nanosecond(text.parse().ok()?).ok(),
        _ => None,
    }
}

/// `20260323`, `202603232115`, `20260323211500`, and what stands behind the figures. Twelve figures could be the milliseconds
/// of a day before 2002 as well, of which there are few articles.
pub(super) fn moment(text: &str) -> Option<(DateTime, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(end)?;
    let (day, time) = digits.split_at_checked(8).filter(|(_, time)| matches!(time.len(), 0 | 4 | 6))?;
    let day = figures::compact(day).filter(|day| (1600..=2200).contains(&day.year()))?;
    if time.is_empty() {
        return Some((day.to_datetime(Time::midnight()), rest));
    }
    let (Clock { time, is_next_day: false }, "") = clock::compact(time)? else { return None };
    Some((day.to_datetime(time), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers() {
        for (number, expected) in [
            (1_715_160_600.0, "2024-05-08T09:30:00Z"),
            (1_715_160_600.5, "2024-05-08T09:30:00.5Z"),
            (1_715_160_600_000.0, "2024-05-08T09:30:00Z"),
            (20_240_508.0, "2024-05-08T00:00:00Z"),
            (202_405_080_930.0, "2024-05-08T09:30:00Z"),
            (20_240_508_093_000.0, "2024-05-08T09:30:00Z"),
            (0.0, "1970-01-01T00:00:00Z"),
            (20_241_308.0, "none"),
            (2024.0, "none"),
            (f64::NAN, "none"),
            (-5.0, "none"),
            (f64::INFINITY, "none"),
        ] {
            let read = from_number(number).map(|at| at.to_string());
            assert_eq!(read.as_deref().unwrap_or("none"), expected, "{number}");
        }
    }
}
