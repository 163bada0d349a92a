//! Which dates can be right.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// No newspaper is older, and none of the dates before is more than a default or a slip.
const FIRST_YEAR: i16 = 1700;
/// No date is later where the message has no timestamp.
const LAST_YEAR: i16 = 2100;
/// How long after its message an article may be dated: clocks differ, and a date without a zone may be a day ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(36);
/// Zero, in whatever zone it was printed.
const ZERO: SignedDuration = SignedDuration::from_hours(14);
/// Seconds of the epoch that were taken for milliseconds end here: 2106-02-07 as a number of seconds of 32 bits.
const SLIP: SignedDuration = SignedDuration::from_millis(4_294_967_295);

/// Not a default value, not seconds taken for milliseconds, not before there were newspapers, and not after the message arrived.
pub(super) fn is_plausible(date: Timestamp, received_at: Option<Timestamp>) -> bool {
    let year = date.to_zoned(TimeZone::UTC).year();
    let latest = received_at.and_then(|received| received.checked_add(AHEAD).ok());
    let is_soon_enough = latest.map_or(year <= LAST_YEAR, |latest| date <= latest);
    !is_default(date) && year >= FIRST_YEAR && is_soon_enough
}

/// The beginning of 1970: zero, or seconds that were taken for milliseconds, which fall on no midnight.
fn is_default(date: Timestamp) -> bool {
    let since = date.duration_since(Timestamp::UNIX_EPOCH);
    let is_midnight = date.to_zoned(TimeZone::UTC).time() == Time::midnight();
    since.abs() <= ZERO || !is_midnight && since.is_positive() && since <= SLIP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_implausible_dates() {
        let received = "2024-05-08T12:00:00Z".parse().ok();
        for (date, received, expected) in [
            ("2024-05-08T00:00:00Z", received, true),
            ("2024-05-09T10:00:00Z", received, true),
            ("2024-06-08T00:00:00Z", received, false),
            ("2101-01-01T00:00:00Z", None, false),
            ("0001-01-01T00:00:00Z", received, false),
            ("1970-01-01T00:00:00Z", None, false),
            ("1970-01-01T05:00:00Z", None, false),
            ("1969-12-31T19:00:00Z", None, false),
            ("1970-01-20T20:26:00.600Z", None, false),
            ("1970-02-03T00:00:00Z", None, true),
            ("1970-06-01T08:00:00Z", None, true),
            ("1914-06-28T00:00:00Z", None, true),
        ] {
            assert_eq!(is_plausible(date.parse().unwrap(), received), expected, "{date}");
        }
    }
}
