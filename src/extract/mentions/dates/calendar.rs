//! From what an expression says to days: counted from the day of the text, in the direction that the tense gives.

use jiff::{Span, civil::Date};

use super::{
    expression::{Part, Said, Unit, Which},
    near::{day_of_some_year, holiday_near, several_days, several_weekdays, weekday_near, year_of, year_of_month},
    stretches::{around, offset, quarter, stretch, whole_month, whole_season, whole_year},
    tense::Direction,
};
use crate::model::{DatePrecision, Days};

/// What an expression stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    /// The TIMEX3 value.
    pub value: String,
    /// The days, where there are any.
    pub days: Option<Days>,
}

impl Resolved {
    pub(super) fn new(value: String, first: Date, last: Date, precision: DatePrecision) -> Self {
        Self { value, days: Some(Days { first, last, precision }) }
    }

    /// Days that another expression has named.
    pub(super) fn of_days(days: Days) -> Self {
        let Days { first, precision, .. } = days;
        let value = match precision {
            DatePrecision::Month => format!("{:04}-{:02}", first.year(), first.month()),
            DatePrecision::Year => format!("{:04}", first.year()),
            _ => first.to_string(),
        };
        Self { value, days: Some(days) }
    }

    pub(super) fn value_only(value: impl Into<String>) -> Self {
        Self { value: value.into(), days: None }
    }

    pub(super) fn day(day: Date) -> Self {
        Self::new(day.to_string(), day, day, DatePrecision::Day)
    }
}

/// The days of an expression; none where they depend on a day of the text that is not known, or on another expression.
pub(super) fn resolve(said: Said, anchor: Option<Date>, direction: Direction) -> Option<Resolved> {
    match said {
        Said::Day { year: Some(year), month, day } => Date::new(year, month, day).ok().map(Resolved::day),
        Said::Day { year: None, month, day } => day_of_some_year(month, day, anchor?, direction),
        Said::Month { year: Some(year), month, part, .. } => whole_month(year, month, part),
        Said::Month { year: None, month, which, part } => {
            whole_month(year_of_month(month, which, anchor?, direction), month, part)
        }
        Said::Year { year, part } => whole_year(year, part),
        Said::Decade { first } => {
            let last = Date::new(first + 9, 12, 31).ok()?;
            Some(Resolved::new(format!("{:03}", first / 10), Date::new(first, 1, 1).ok()?, last, DatePrecision::Decade))
        }
        Said::Quarter { year, which, number } => quarter(year, which, number, anchor, direction),
        Said::Season { year, which, season } => whole_season(year, which, season, anchor, direction),
        Said::Weekday { weekday, which } => weekday_near(weekday, which, anchor?, direction).map(Resolved::day),
        Said::Weekdays { first, last } => several_weekdays(first, last, anchor?, direction),
        Said::Overnight => {
            let evening = add(anchor?, -1, Unit::Day)?;
            Some(Resolved::new(format!("{evening}TNI"), evening, anchor?, DatePrecision::Day))
        }
        Said::DayOffset(offset) => add(anchor?, offset, Unit::Day).map(Resolved::day),
        Said::Unit { unit, which, part } => around(unit, which, part, anchor?, direction),
        Said::Offset { count: 0, unit } => Some(Resolved::value_only(format!("P{}X{}", time_mark(unit), letter(unit)))),
        Said::Offset { count, unit } => offset(count, unit, anchor?),
        Said::Stretch { count, unit } => Some(stretch(count, unit, anchor)),
        Said::Length { count, unit } => Some(Resolved::value_only(duration(count, unit))),
        Said::Set(unit) => Some(Resolved::value_only(duration(1, unit))),
        Said::Vague(value) => Some(Resolved::value_only(value)),
        Said::Days { first, last } => several_days(first, last, anchor, direction),
        Said::Holiday { holiday, year, which } => {
            let day = match (year, which) {
                (Some(year), _) => holiday.in_year(year)?,
                (None, which) => holiday_near(holiday, which, anchor?, direction)?,
            };
            Some(Resolved::day(day))
        }
        Said::OfYear { month, day: Some(day), which } => {
            Date::new(year_of(which, anchor?), month, day).ok().map(Resolved::day)
        }
        Said::OfYear { month, day: None, which } => whole_month(year_of(which, anchor?), month, Part::Whole),
        Said::OfWeek { weekday, which } => {
            let monday = add(anchor?, -i32::from(anchor?.weekday().to_monday_zero_offset()), Unit::Day)?;
            let step = match which {
                Which::Last => -1,
                Which::Next => 1,
                Which::Bare | Which::This => 0,
            };
            add(add(monday, step, Unit::Week)?, i32::from(weekday) - 1, Unit::Day).map(Resolved::day)
        }
        Said::FiscalYear { year, which, quarter } => {
            let year = year.or_else(|| Some(year_of(which, anchor?)))?;
            let quarter = quarter.map(|number| format!("-Q{number}")).unwrap_or_default();
            Some(Resolved::value_only(format!("FY{year:04}{quarter}")))
        }
        Said::Century(number) => Some(Resolved::value_only(format!("{:02}", number - 1))),
        Said::After { .. } | Said::SameAs(_) => None,
    }
}

/// The value of an expression whose days depend on a day of the text that is not known: what is known of them, and `X`.
pub(super) fn unresolved(said: Said) -> String {
    match said {
        Said::Day { month, day, .. } => format!("XXXX-{month:02}-{day:02}"),
        Said::Month { month, .. } | Said::OfYear { month, day: None, .. } => format!("XXXX-{month:02}"),
        Said::Weekday { weekday, .. } | Said::OfWeek { weekday, .. } => format!("XXXX-WXX-{weekday}"),
        Said::Weekdays { first, .. } => format!("XXXX-WXX-{first}"),
        Said::Overnight => "XXXX-XX-XXTNI".to_owned(),
        Said::Quarter { number, .. } => format!("XXXX-Q{number}"),
        Said::Unit { unit: Unit::Week, .. } | Said::Offset { unit: Unit::Week, .. } => "XXXX-WXX".to_owned(),
        Said::Unit { unit: Unit::Month, .. }
        | Said::Offset { unit: Unit::Month | Unit::Quarter, .. }
        | Said::Season { .. } => "XXXX-XX".to_owned(),
        Said::Unit { unit: Unit::Year | Unit::Decade | Unit::Century, .. }
        | Said::Offset { unit: Unit::Year | Unit::Decade | Unit::Century, .. }
        | Said::FiscalYear { .. } => "XXXX".to_owned(),
        _ => "XXXX-XX-XX".to_owned(),
    }
}

pub(super) fn letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Week => "W",
        Unit::Weekend => "WE",
        Unit::Quarter => "Q",
        Unit::Year | Unit::Decade | Unit::Century => "Y",
    }
}

pub(super) fn time_mark(unit: Unit) -> &'static str {
    if matches!(unit, Unit::Minute | Unit::Hour) { "T" } else { "" }
}

/// An ISO 8601 duration, with `X` for an unknown number.
pub(super) fn duration(count: i32, unit: Unit) -> String {
    let factor = match unit {
        Unit::Decade => 10,
        Unit::Century => 100,
        _ => 1,
    };
    let count = count.abs();
    let count = if count == 0 { "X".to_owned() } else { (count * factor).to_string() };
    format!("P{}{count}{}", time_mark(unit), letter(unit))
}

/// A date `count` units away. Counts beyond ten thousand are not dates.
pub(super) fn add(from: Date, count: i32, unit: Unit) -> Option<Date> {
    let count = i64::from(count);
    if count.abs() > 10_000 {
        return None;
    }
    let span = match unit {
        Unit::Minute | Unit::Hour => return Some(from),
        Unit::Day => Span::new().try_days(count),
        Unit::Week | Unit::Weekend => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Quarter => Span::new().try_months(count * 3),
        Unit::Year => Span::new().try_years(count),
        Unit::Decade => Span::new().try_years(count * 10),
        Unit::Century => Span::new().try_years(count * 100),
    };
    // A year before the first has no value of four digits.
    from.checked_add(span.ok()?).ok().filter(|day| day.year() > 0)
}

#[cfg(test)]
mod tests;
