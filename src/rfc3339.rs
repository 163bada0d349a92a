//! Instants as records and headers write them.

use jiff::Timestamp;

/// RFC 3339 in UTC with milliseconds and `Z`: "2024-05-08T09:30:00.000Z". What is finer is cut off.
pub(crate) fn millis(instant: Timestamp) -> String {
    format!("{instant:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_three_digits_behind_the_second() {
        for (instant, expected) in [
            ("2024-05-08T09:30:00Z", "2024-05-08T09:30:00.000Z"),
            ("2024-05-08T11:30:00.1239+02:00", "2024-05-08T09:30:00.123Z"),
            ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
            ("1700-01-01T00:00:00.05Z", "1700-01-01T00:00:00.050Z"),
        ] {
            let instant: Timestamp = instant.parse().unwrap();
            assert_eq!(millis(instant), expected);
            // The form that records had before this one was shared.
            assert_eq!(millis(instant), instant.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
        }
    }
}
