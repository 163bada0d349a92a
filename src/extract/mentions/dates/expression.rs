//! The grammar of date expressions: words → what they say, before anything is counted from a publication date.

use super::{
    absolute::{absolute, of_year},
    holidays::{Holiday, holiday},
    numeric::numeric,
    periods::{century, fiscal_year, part_of, quarter, season, year_or_decade},
    ranges::range,
    reference::referring,
    relative::{counted, relative_day, relative_unit, unit, weekday, weekday_of_week, weekdays},
    words::word,
};

/// A unit of time, from the hour up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of a longer stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Early,
    Middle,
    Late,
}

/// Which one of several: "last Monday", "this year", "next month", or none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Bare,
    Last,
    This,
    Next,
}

/// A day of a month, with its year if given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayOfYear {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
}

/// What an expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A day of a month, with its year if given.
    Day { year: Option<i16>, month: i8, day: i8 },
    /// The first and the last one of several days.
    Days { first: DayOfYear, last: DayOfYear },
    /// A day with a name.
    Holiday { holiday: Holiday, year: Option<i16>, which: Which },
    /// A month, or a day in it, of this, the last or the next year: "March last year".
    OfYear { month: i8, day: Option<i8>, which: Which },
    /// A day of this, the last or the next week: "Friday last week".
    OfWeek { weekday: i8, which: Which },
    /// So many units from another date of the text: "two days later".
    After { count: i32, unit: Unit },
    /// The day, week, month or year of another date of the text: "that day".
    SameAs(Unit),
    /// A financial year, or a quarter of one, 1 to 4.
    FiscalYear { year: Option<i16>, which: Which, quarter: Option<i8> },
    /// A century by its number: the 16th.
    Century(i16),
    /// A month, with its year or which one.
    Month { year: Option<i16>, month: i8, which: Which, part: Part },
    /// A year.
    Year { year: i16, part: Part },
    /// Ten years.
    Decade { first: i16 },
    /// A quarter, 1 to 4.
    Quarter { year: Option<i16>, which: Which, number: i8 },
    /// Spring, summer, autumn or winter, 0 to 3.
    Season { year: Option<i16>, which: Which, season: i8 },
    /// A day of the week, Monday 1.
    Weekday { weekday: i8, which: Which },
    /// The first and the last one of several days of the week, Monday 1.
    Weekdays { first: i8, last: i8 },
    /// The night before the day of publication.
    Overnight,
    /// So many days from the day of publication.
    DayOffset(i32),
    /// A unit around the day of publication: "last week".
    Unit { unit: Unit, which: Which, part: Part },
    /// So many units before (negative) or after it: "two days ago".
    Offset { count: i32, unit: Unit },
    /// The stretch up to it or from it on: "the past 3 months".
    Stretch { count: i32, unit: Unit },
    /// A length only: "three weeks"; 0 for some.
    Length { count: i32, unit: Unit },
    /// Again and again: "every day".
    Set(Unit),
    /// Something about now, before or after, without a date.
    Vague(&'static str),
}

/// Reads one kind of expression at the beginning of some words.
type Reader = fn(&[&str]) -> Option<(usize, Said)>;

/// Reads the longest expression at the beginning of these lower-case words: how many words it has, and what it says.
pub(super) fn read(words: &[&str]) -> Option<(usize, Said)> {
    const READERS: &[Reader] = &[
        vague,
        numeric,
        range,
        absolute,
        of_year,
        holiday,
        fiscal_year,
        century,
        referring,
        part_of,
        quarter,
        season,
        relative_day,
        relative_unit,
        counted,
        weekday,
        weekdays,
        weekday_of_week,
        year_or_decade,
    ];
    let mut best: Option<(usize, Said)> = None;
    for reader in READERS {
        if let Some(found) = reader(words).filter(|found| best.is_none_or(|best| found.0 > best.0)) {
            best = Some(found);
        }
    }
    best
}

fn vague(words: &[&str]) -> Option<(usize, Said)> {
    let two = (word(words, 0), word(words, 1));
    match two {
        ("at", "present") | ("these", "days") => return Some((2, Said::Vague("PRESENT_REF"))),
        ("the", "past")
        | ("more", "recently")
        | ("recent", "years" | "months" | "weeks" | "days")
        | ("since" | "until" | "till", "then") => return Some((2, Said::Vague("PAST_REF"))),
        ("the", "future") | ("very", "soon") | ("coming" | "next", "years" | "months" | "weeks" | "days") => {
            return Some((2, Said::Vague("FUTURE_REF")));
        }
        ("at", "this" | "the") if matches!(word(words, 2), "time" | "moment") => {
            return Some((3, Said::Vague("PRESENT_REF")));
        }
        ("every" | "each", next) => return unit(next).map(|unit| (2, Said::Set(unit))),
        _ => {}
    }
    // "As soon as the talks end" and "shortly after the attack" are not relative to the day of the text.
    if matches!(two, ("soon" | "shortly", "as" | "after" | "afterwards" | "before" | "thereafter")) {
        return None;
    }
    match two.0 {
        "overnight" => Some((1, Said::Overnight)),
        "currently" | "nowadays" | "presently" => Some((1, Said::Vague("PRESENT_REF"))),
        "recent" | "recently" | "lately" => Some((1, Said::Vague("PAST_REF"))),
        "soon" | "shortly" => Some((1, Said::Vague("FUTURE_REF"))),
        "annual" => Some((1, Said::Length { count: 1, unit: Unit::Year })),
        "daily" => Some((1, Said::Set(Unit::Day))),
        "weekly" => Some((1, Said::Set(Unit::Week))),
        "monthly" => Some((1, Said::Set(Unit::Month))),
        "annually" | "yearly" => Some((1, Said::Set(Unit::Year))),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
