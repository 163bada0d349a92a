//! The day of a dateline.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

/// The months as patterns: the names, and what they are shortened to. The first three letters tell them apart.
const MONTHS: [&str; 12] = [
    "Jan(?:uary)?",
    "Feb(?:ruary)?",
    "Mar(?:ch)?",
    "Apr(?:il)?",
    "May",
    "June?",
    "July?",
    "Aug(?:ust)?",
    "Sep(?:t(?:ember)?)?",
    "Oct(?:ober)?",
    "Nov(?:ember)?",
    "Dec(?:ember)?",
];

/// A month, in a group of that name.
fn month(group: &str) -> String {
    format!(r"(?P<{group}>(?i:{})\.?)", MONTHS.join("|"))
}

/// A day with or without a year: "Oct. 14, 2024", "14 October", "Monday, 14 Oct 2024".
pub(super) fn pattern() -> String {
    let weekday = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,? )?";
    let day = r"(?P<day>\d{1,2}(?:st|nd|rd|th)?)";
    let day_first = r"(?P<day_first>\d{1,2}(?:st|nd|rd|th)?)";
    format!(
        r"{weekday}(?:{} {day}|{day_first} {})(?:,? (?P<year>(?:19|20)\d{{2}}))?",
        month("month"),
        month("month_after")
    )
}

/// A day that a dateline states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract::clean) struct StatedDay {
    /// The year, where it is given.
    pub year: Option<i16>,
    /// The month, from 1.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
}

impl StatedDay {
    /// The day in its year, or in the last year in which it is not after another day.
    pub(in crate::extract::clean) fn not_after(self, latest: Option<Date>) -> Option<Date> {
        let within = |year: i16| Date::new(year, self.month, self.day).ok();
        if let Some(year) = self.year {
            return within(year);
        }
        // Four years back there is a 29th of February; eight at the turn of a century.
        let latest = latest?;
        (0..=8).filter_map(|back| within(latest.year().checked_sub(back)?)).find(|day| *day <= latest)
    }
}

/// The day that a dateline states.
pub(super) fn stated(dateline: &str) -> Option<StatedDay> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"\b{}\b", pattern())).ok());
    let captures = DAY.as_ref()?.captures(dateline)?;
    let name = captures.name("month").or_else(|| captures.name("month_after"))?.as_str().get(..3)?;
    let is_named = |month: &str| month.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let month = i8::try_from(MONTHS.iter().position(|month| is_named(month))? + 1).ok()?;
    let day = captures.name("day").or_else(|| captures.name("day_first"))?.as_str();
    let day = day.trim_end_matches(|letter: char| !letter.is_ascii_digit()).parse().ok()?;
    let year = captures.name("year").and_then(|year| year.as_str().parse().ok());
    let stated = StatedDay { year, month, day };
    // A leap year has all the days that there are.
    Date::new(year.unwrap_or(2024), month, day).ok().map(|_| stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_datelines() {
        for (dateline, expected) in [
            ("RIGA, Oct. 14, 2024 (AP) —", "Some(2024)-10-14"),
            ("RIGA, 14 October 2024 —", "Some(2024)-10-14"),
            ("RIGA, OCT 14 —", "None-10-14"),
            ("RIGA, Monday, Oct 14th —", "None-10-14"),
            ("RIGA, Sept. 3 (Reuters) -", "None-9-3"),
            ("MARCH, May 3 —", "None-5-3"),
            ("RIGA, Feb 29 —", "None-2-29"),
            ("RIGA, Feb 29, 2023 —", "none"),
            ("RIGA, May 32 —", "none"),
            ("RIGA, Latvia (AP) —", "none"),
            ("RIGA, Marines 5, 2024 —", "none"),
            ("Mayor 3 —", "none"),
        ] {
            let read = stated(dateline).map(|day| format!("{:?}-{}-{}", day.year, day.month, day.day));
            assert_eq!(read.as_deref().unwrap_or("none"), expected, "{dateline}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_in_the_last_one_that_has_it() {
        for ((year, month, day), latest, expected) in [
            ((None, 10, 14), "2024-10-15", "2024-10-14"),
            ((None, 12, 30), "2025-01-02", "2024-12-30"),
            ((None, 10, 14), "2024-10-13", "2023-10-14"),
            ((None, 2, 29), "2027-01-01", "2024-02-29"),
            ((Some(2020), 10, 14), "2024-10-13", "2020-10-14"),
        ] {
            let found = StatedDay { year, month, day }.not_after(latest.parse().ok());
            assert_eq!(found, expected.parse().ok());
        }
        assert_eq!(StatedDay { year: None, month: 10, day: 14 }.not_after(None), None);
    }
}
