//! The timestamp of a message.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Messages are younger than this year: what is older is a slip, such as zero or seconds where milliseconds are due.
const FIRST_YEAR: i16 = 1990;
/// And older than this one.
const LAST_YEAR: i16 = 2100;

/// The instant of a message's timestamp, in milliseconds since 1970 as Kafka has it, or in seconds, micro- or nanoseconds, as some
/// producers set it by mistake. None for one that can be no time of a message.
pub fn message_time(timestamp: i64) -> Option<Timestamp> {
    let units: [fn(i64) -> Option<Timestamp>; 4] = [
        |number| Timestamp::from_millisecond(number).ok(),
        |number| Timestamp::from_second(number).ok(),
        |number| Timestamp::from_microsecond(number).ok(),
        |number| Timestamp::from_nanosecond(i128::from(number)).ok(),
    ];
    let is_plausible = |at: &Timestamp| (FIRST_YEAR..=LAST_YEAR).contains(&at.to_zoned(TimeZone::UTC).year());
    units.into_iter().filter_map(|read| read(timestamp)).find(is_plausible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_told_by_the_size() {
        for (timestamp, expected) in [
            (1_715_160_600_123, "2024-05-08T09:30:00.123Z"),
            (1_715_160_600, "2024-05-08T09:30:00Z"),
            (1_715_160_600_123_000, "2024-05-08T09:30:00.123Z"),
            (1_715_160_600_123_000_000, "2024-05-08T09:30:00.123Z"),
            (631_152_000_000, "1990-01-01T00:00:00Z"),
            (631_151_999_999, "none"),
            (0, "none"),
            (-1, "none"),
            (-1_715_160_600, "none"),
            (20_240_508, "none"),
            (9_999_999_999_999, "none"),
            (i64::MAX, "none"),
            (i64::MIN, "none"),
        ] {
            let read = message_time(timestamp).map(|at| at.to_string());
            assert_eq!(read.as_deref().unwrap_or("none"), expected, "{timestamp}");
        }
    }
}
