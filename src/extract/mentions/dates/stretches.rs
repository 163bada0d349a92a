//! First and last days of calendar periods (weeks, months, quarters, seasons, years) and of durations counted from a day.

use jiff::civil::Date;

use super::{
    calendar::{Resolved, add, duration, resolve},
    expression::{Part, Said, Unit, Which},
    near::{year_of, year_of_month},
    tense::Direction,
};
use crate::model::{DatePrecision, Days};

pub(super) fn whole_month(year: i16, month: i8, part: Part) -> Option<Resolved> {
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

pub(super) fn whole_year(year: i16, part: Part) -> Option<Resolved> {
    let (from, to) = match part {
        Part::Whole => (1, 12),
        Part::Early => (1, 4),
        Part::Middle => (5, 8),
        Part::Late => (9, 12),
    };
    let last = Date::new(year, to, 1).ok()?.last_of_month();
    Some(Resolved::new(format!("{year:04}"), Date::new(year, from, 1).ok()?, last, DatePrecision::Year))
}

pub(super) fn quarter(
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

pub(super) fn whole_season(
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

/// "last week", "this month", "the weekend".
pub(super) fn around(unit: Unit, which: Which, part: Part, anchor: Date, direction: Direction) -> Option<Resolved> {
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

pub(super) fn week(day: Date) -> Option<Resolved> {
    let monday = add(day, -i32::from(day.weekday().to_monday_zero_offset()), Unit::Day)?;
    let iso = day.iso_week_date();
    let value = format!("{:04}-W{:02}", iso.year(), iso.week());
    Some(Resolved::new(value, monday, add(monday, 6, Unit::Day)?, DatePrecision::Week))
}

pub(super) fn weekend(step: i32, which: Which, anchor: Date, direction: Direction) -> Option<Resolved> {
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

/// "2 days ago": as exact as the unit.
pub(super) fn offset(count: i32, unit: Unit, anchor: Date) -> Option<Resolved> {
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

/// "the past 3 months" runs up to the day of publication, "the next two years" from it on.
pub(super) fn stretch(count: i32, unit: Unit, anchor: Option<Date>) -> Resolved {
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
