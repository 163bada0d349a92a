//! From what an expression says to days: counted from the day of the text, in the direction that the tense gives.

use jiff::{Span, civil::Date};

use super::{
    expression::{Part, Said, Unit, Which},
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
    fn new(value: String, first: Date, last: Date, precision: DatePrecision) -> Self {
        Self { value, days: Some(Days { first, last, precision }) }
    }

    fn value_only(value: impl Into<String>) -> Self {
        Self { value: value.into(), days: None }
    }

    fn day(day: Date) -> Self {
        Self::new(day.to_string(), day, day, DatePrecision::Day)
    }
}

/// The days of an expression; none where they depend on a day of the text that is not known.
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
            Some(Resolved::new((first / 10).to_string(), Date::new(first, 1, 1).ok()?, last, DatePrecision::Decade))
        }
        Said::Quarter { year, which, number } => quarter(year, which, number, anchor, direction),
        Said::Season { year, which, season } => whole_season(year, which, season, anchor, direction),
        Said::Weekday { weekday, which } => weekday_near(weekday, which, anchor?, direction).map(Resolved::day),
        Said::DayOffset(offset) => add(anchor?, offset, Unit::Day).map(Resolved::day),
        Said::Unit { unit, which, part } => around(unit, which, part, anchor?, direction),
        Said::Offset { count: 0, unit } => Some(Resolved::value_only(format!("P{}X{}", time_mark(unit), letter(unit)))),
        Said::Offset { count, unit } => offset(count, unit, anchor?),
        Said::Stretch { count, unit } => Some(stretch(count, unit, anchor)),
        Said::Length { count, unit } => Some(Resolved::value_only(duration(count, unit))),
        Said::Set(unit) => Some(Resolved::value_only(duration(1, unit))),
        Said::Vague(value) => Some(Resolved::value_only(value)),
    }
}

fn letter(unit: Unit) -> &'static str {
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

fn time_mark(unit: Unit) -> &'static str {
    if matches!(unit, Unit::Minute | Unit::Hour) { "T" } else { "" }
}

/// An ISO 8601 duration, with `X` for an unknown number.
fn duration(count: i32, unit: Unit) -> String {
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
fn add(from: Date, count: i32, unit: Unit) -> Option<Date> {
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
    from.checked_add(span.ok()?).ok()
}

fn day_of_some_year(month: i8, day: i8, anchor: Date, direction: Direction) -> Option<Resolved> {
    let in_year = |year: i16| Date::new(year, month, day).ok();
    let this = in_year(anchor.year()).or_else(|| in_year(anchor.year() + 1))?;
    let distance = (this - anchor).get_days();
    let chosen = match direction {
        Direction::Past if distance > 7 => in_year(anchor.year() - 1)?,
        Direction::Future if distance < -7 => in_year(anchor.year() + 1)?,
        Direction::Unknown if distance > 240 => in_year(anchor.year() - 1)?,
        Direction::Unknown if distance < -240 => in_year(anchor.year() + 1)?,
        _ => this,
    };
    Some(Resolved::day(chosen))
}

fn year_of_month(month: i8, which: Which, anchor: Date, direction: Direction) -> i16 {
    let (year, now) = (anchor.year(), anchor.month());
    match (which, direction) {
        (Which::Last, _) => year - i16::from(month >= now),
        (Which::Next, _) => year + i16::from(month <= now),
        (Which::Bare, Direction::Past) => year - i16::from(month > now),
        (Which::Bare, Direction::Future) => year + i16::from(month < now),
        (Which::Bare, Direction::Unknown) if month - now > 6 => year - 1,
        (Which::Bare, Direction::Unknown) if now - month > 8 => year + 1,
        (Which::Bare, Direction::Unknown) | (Which::This, _) => year,
    }
}

fn whole_month(year: i16, month: i8, part: Part) -> Option<Resolved> {
    let first = Date::new(year, month, 1).ok()?;
    let last = first.last_of_month();
    let (from, to) = match part {
        Part::Whole => (first, last),
        Part::Early => (first, Date::new(year, month, 10).ok()?),
        Part::Middle => (Date::new(year, month, 11).ok()?, Date::new(year, month, 20).ok()?),
        Part::Late => (Date::new(year, month, 21).ok()?, last),
    };
    Some(Resolved::new(format!("{year:04}-{month:02}"), from, to, DatePrecision::Month))
}

fn whole_year(year: i16, part: Part) -> Option<Resolved> {
    let (from, to) = match part {
        Part::Whole => (1, 12),
        Part::Early => (1, 4),
        Part::Middle => (5, 8),
        Part::Late => (9, 12),
    };
    let last = Date::new(year, to, 1).ok()?.last_of_month();
    Some(Resolved::new(format!("{year:04}"), Date::new(year, from, 1).ok()?, last, DatePrecision::Year))
}

fn quarter(
    year: Option<i16>,
    which: Which,
    number: i8,
    anchor: Option<Date>,
    direction: Direction,
) -> Option<Resolved> {
    let first_month = (number - 1) * 3 + 1;
    let year = match year {
        Some(year) => year,
        None if which == Which::Bare => year_of_month(first_month, which, anchor?, direction),
        None => year_of(which, anchor?),
    };
    let last = Date::new(year, first_month + 2, 1).ok()?.last_of_month();
    let first = Date::new(year, first_month, 1).ok()?;
    Some(Resolved::new(format!("{year:04}-Q{number}"), first, last, DatePrecision::Quarter))
}

fn year_of(which: Which, anchor: Date) -> i16 {
    match which {
        Which::Last => anchor.year() - 1,
        Which::Next => anchor.year() + 1,
        Which::Bare | Which::This => anchor.year(),
    }
}

fn whole_season(
    year: Option<i16>,
    which: Which,
    season: i8,
    anchor: Option<Date>,
    direction: Direction,
) -> Option<Resolved> {
    let first_month = if season == 3 { 12 } else { season * 3 + 3 };
    let year = match year {
        Some(year) => year,
        None => year_of_month(first_month, which, anchor?, direction),
    };
    let first = Date::new(year, first_month, 1).ok()?;
    let last = add(first, 2, Unit::Month)?.last_of_month();
    let name = ["SP", "SU", "FA", "WI"].get(usize::from(season.unsigned_abs())).copied().unwrap_or_default();
    Some(Resolved::new(format!("{year:04}-{name}"), first, last, DatePrecision::Season))
}

/// The day of that name: on or before the publication for the past, on or after it for the future.
fn weekday_near(weekday: i8, which: Which, anchor: Date, direction: Direction) -> Option<Date> {
    let today = anchor.weekday().to_monday_one_offset();
    let back = i32::from((today - weekday).rem_euclid(7));
    let ahead = i32::from((weekday - today).rem_euclid(7));
    let offset = match (which, direction) {
        (Which::Last, _) => {
            if back == 0 {
                -7
            } else {
                -back
            }
        }
        (Which::Next, _) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        (Which::This, _) | (Which::Bare, Direction::Future) => ahead,
        (Which::Bare, _) => -back,
    };
    add(anchor, offset, Unit::Day)
}

/// "last week", "this month", "the weekend".
fn around(unit: Unit, which: Which, part: Part, anchor: Date, direction: Direction) -> Option<Resolved> {
    let step = match which {
        Which::Last => -1,
        Which::Next => 1,
        Which::Bare | Which::This => 0,
    };
    match unit {
        Unit::Week => week(add(anchor, step, Unit::Week)?),
        Unit::Weekend => weekend(step, which, anchor, direction),
        Unit::Month => {
            let day = add(anchor.first_of_month(), step, Unit::Month)?;
            whole_month(day.year(), day.month(), part)
        }
        Unit::Quarter => {
            let day = add(anchor.first_of_month(), step, Unit::Quarter)?;
            quarter(Some(day.year()), Which::Bare, (day.month() - 1) / 3 + 1, None, Direction::Unknown)
        }
        Unit::Year => whole_year(anchor.year() + step as i16, part),
        Unit::Decade => resolve(Said::Decade { first: anchor.year() / 10 * 10 + 10 * step as i16 }, None, direction),
        Unit::Day | Unit::Hour | Unit::Minute | Unit::Century => None,
    }
}

fn week(day: Date) -> Option<Resolved> {
    let monday = add(day, -i32::from(day.weekday().to_monday_zero_offset()), Unit::Day)?;
    let iso = day.iso_week_date();
    let value = format!("{:04}-W{:02}", iso.year(), iso.week());
    Some(Resolved::new(value, monday, add(monday, 6, Unit::Day)?, DatePrecision::Week))
}

fn weekend(step: i32, which: Which, anchor: Date, direction: Direction) -> Option<Resolved> {
    let today = i32::from(anchor.weekday().to_monday_zero_offset());
    let is_now = today >= 5;
    let weeks = match which {
        Which::Bare if !is_now && direction != Direction::Future => -1,
        Which::Last if !is_now => -1,
        _ => step,
    };
    let saturday = add(add(anchor, 5 - today, Unit::Day)?, weeks, Unit::Week)?;
    let iso = saturday.iso_week_date();
    let value = format!("{:04}-W{:02}-WE", iso.year(), iso.week());
    Some(Resolved::new(value, saturday, add(saturday, 1, Unit::Day)?, DatePrecision::Day))
}

/// "two days ago": as exact as the unit.
fn offset(count: i32, unit: Unit, anchor: Date) -> Option<Resolved> {
    let day = add(anchor, count, unit)?;
    match unit {
        Unit::Year => whole_year(day.year(), Part::Whole),
        Unit::Decade | Unit::Century => resolve(Said::Decade { first: day.year() / 10 * 10 }, None, Direction::Past),
        Unit::Month => whole_month(day.year(), day.month(), Part::Whole),
        Unit::Quarter => quarter(Some(day.year()), Which::Bare, (day.month() - 1) / 3 + 1, None, Direction::Past),
        Unit::Week if count.abs() > 1 => week(day),
        Unit::Weekend => week(day),
        _ => Some(Resolved::day(day)),
    }
}

/// "the past three months" runs up to the day of publication, "the next two years" from it on.
fn stretch(count: i32, unit: Unit, anchor: Option<Date>) -> Resolved {
    let value = duration(count, unit);
    let precision = match unit {
        Unit::Year | Unit::Decade | Unit::Century => DatePrecision::Year,
        Unit::Month | Unit::Quarter => DatePrecision::Month,
        Unit::Week | Unit::Weekend => DatePrecision::Week,
        Unit::Day | Unit::Hour | Unit::Minute => DatePrecision::Day,
    };
    let days = anchor.filter(|_| count != 0).and_then(|anchor| {
        let other = add(anchor, count, unit)?;
        Some(Days { first: anchor.min(other), last: anchor.max(other), precision })
    });
    Resolved { value, days }
}

#[cfg(test)]
mod tests {
    use super::{super::expression::read, *};

    #[track_caller]
    fn check(text: &str, anchor: &str, direction: Direction, [value, first, last]: [&str; 3]) {
        let words: Vec<&str> = text.split(' ').collect();
        let (length, said) = read(&words).unwrap();
        assert_eq!(length, words.len(), "{text}: {said:?}");
        let resolved = resolve(said, Some(anchor.parse().unwrap()), direction).unwrap();
        let Days { first: from, last: to, .. } = resolved.days.unwrap();
        assert_eq!(
            (resolved.value.as_str(), from.to_string().as_str(), to.to_string().as_str()),
            (value, first, last),
            "{text}"
        );
    }

    #[test]
    fn weekdays_follow_the_tense() {
        // 2022-01-19 is a Wednesday.
        check("friday", "2022-01-19", Direction::Past, ["2022-01-14", "2022-01-14", "2022-01-14"]);
        check("friday", "2022-01-19", Direction::Future, ["2022-01-21", "2022-01-21", "2022-01-21"]);
        check("wednesday", "2022-01-19", Direction::Past, ["2022-01-19", "2022-01-19", "2022-01-19"]);
        check("last wednesday", "2022-01-19", Direction::Past, ["2022-01-12", "2022-01-12", "2022-01-12"]);
    }

    #[test]
    fn months_without_a_year_are_the_last_or_the_next() {
        check("late december", "2022-01-19", Direction::Past, ["2021-12", "2021-12-21", "2021-12-31"]);
        check("october", "2009-06-05", Direction::Future, ["2009-10", "2009-10-01", "2009-10-31"]);
        check("june 3", "2009-05-14", Direction::Future, ["2009-06-03", "2009-06-03", "2009-06-03"]);
        check("december 30", "2022-01-04", Direction::Past, ["2021-12-30", "2021-12-30", "2021-12-30"]);
        check("last november", "2009-10-12", Direction::Past, ["2008-11", "2008-11-01", "2008-11-30"]);
    }

    #[test]
    fn units_around_the_publication() {
        check("last week", "2004-11-24", Direction::Past, ["2004-W47", "2004-11-15", "2004-11-21"]);
        check("next month", "2011-12-08", Direction::Future, ["2012-01", "2012-01-01", "2012-01-31"]);
        check("last year", "2010-01-28", Direction::Past, ["2009", "2009-01-01", "2009-12-31"]);
        check("the weekend", "2022-01-19", Direction::Past, ["2022-W02-WE", "2022-01-15", "2022-01-16"]);
        check("two days ago", "2022-03-01", Direction::Past, ["2022-02-27", "2022-02-27", "2022-02-27"]);
        check("the first quarter of last year", "2009-05-07", Direction::Past, ["2008-Q1", "2008-01-01", "2008-03-31"]);
        check("the past three months", "2022-03-01", Direction::Past, ["P3M", "2021-12-01", "2022-03-01"]);
        check("the 1990s", "2022-03-01", Direction::Past, ["199", "1990-01-01", "1999-12-31"]);
    }

    #[test]
    fn lengths_have_no_days() {
        let (_, said) = read(&["three", "weeks"]).unwrap();
        assert_eq!(resolve(said, None, Direction::Past), Some(Resolved { value: "P3W".into(), days: None }));
    }
}
