//! Holidays that fall on the same day in every country: fixed, or relative to Easter.

use jiff::{Span, civil::Date};

use super::{
    expression::{Said, Which},
    words::{which, word, year_after},
};

/// When a holiday falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// On a fixed date.
    Fixed { month: i8, day: i8 },
    /// Days after Western Easter Sunday; negative before it.
    Easter(i8),
}

const HOLIDAYS: &[(&[&str], Holiday)] = &[
    (&["new", "year", "'s", "day"], Holiday::Fixed { month: 1, day: 1 }),
    (&["new", "year", "’s", "day"], Holiday::Fixed { month: 1, day: 1 }),
    (&["new", "year", "'s", "eve"], Holiday::Fixed { month: 12, day: 31 }),
    (&["new", "year", "’s", "eve"], Holiday::Fixed { month: 12, day: 31 }),
    (&["valentine", "'s", "day"], Holiday::Fixed { month: 2, day: 14 }),
    (&["may", "day"], Holiday::Fixed { month: 5, day: 1 }),
    (&["halloween"], Holiday::Fixed { month: 10, day: 31 }),
    (&["christmas", "eve"], Holiday::Fixed { month: 12, day: 24 }),
    (&["christmas", "day"], Holiday::Fixed { month: 12, day: 25 }),
    (&["christmas"], Holiday::Fixed { month: 12, day: 25 }),
    (&["boxing", "day"], Holiday::Fixed { month: 12, day: 26 }),
    (&["palm", "sunday"], Holiday::Easter(-7)),
    (&["maundy", "thursday"], Holiday::Easter(-3)),
    (&["good", "friday"], Holiday::Easter(-2)),
    (&["easter", "sunday"], Holiday::Easter(0)),
    (&["easter", "monday"], Holiday::Easter(1)),
    (&["easter"], Holiday::Easter(0)),
];

/// Reads the name of a holiday: "Christmas Eve", "last Christmas", "Good Friday 2022".
pub(super) fn holiday(words: &[&str]) -> Option<(usize, Said)> {
    let chosen = which(word(words, 0));
    let lead = usize::from(chosen.is_some());
    let rest = words.get(lead..)?;
    let (name, holiday) = HOLIDAYS.iter().find(|(name, _)| rest.starts_with(name))?;
    let at = lead + name.len();
    let (end, year) = year_after(words, at).map_or((at, None), |(end, year)| (end, Some(year)));
    Some((end, Said::Holiday { holiday: *holiday, year, which: chosen.unwrap_or(Which::Bare) }))
}

impl Holiday {
    /// The date of the holiday in `year`.
    pub(super) fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Easter(days) => easter(year)?.checked_add(Span::new().days(days)).ok(),
        }
    }
}

/// Easter Sunday in the Gregorian calendar, by the anonymous algorithm (J. Meeus, "Astronomical Algorithms", 1991).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (golden, century, in_century) = (year_number % 19, year_number / 100, year_number % 100);
    let moon = (19 * golden + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let correction = (golden + 11 * moon + 19 * to_sunday) / 433;
    let month = (moon + to_sunday - 7 * correction + 90) / 25;
    let day = (moon + to_sunday - 7 * correction + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_almanacs_have_it() {
        for (year, day) in [
            (1961, "1961-04-02"),
            (2000, "2000-04-23"),
            (2022, "2022-04-17"),
            (2024, "2024-03-31"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year).map(|day| day.to_string()).as_deref(), Some(day));
        }
    }
}
