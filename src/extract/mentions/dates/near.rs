//! Resolves names that recur (weekdays, months, holidays) to the occurrence that the tense points to.

use jiff::civil::Date;

use super::{
    calendar::{Resolved, add},
    expression::{DayOfYear, Unit, Which},
    holidays::Holiday,
    tense::Direction,
};
use crate::model::DatePrecision;

/// A range of days. A year on the last day also holds for the first one.
pub(super) fn several_days(
    first: DayOfYear,
    last: DayOfYear,
    anchor: Option<Date>,
    direction: Direction,
) -> Option<Resolved> {
    let day = |one: DayOfYear, year: Option<i16>| match year {
        Some(year) => Date::new(year, one.month, one.day).ok(),
        None => day_of_some_year(one.month, one.day, anchor?, direction)?.days.map(|days| days.first),
    };
    let to = day(last, last.year)?;
    let turns = i16::from((first.month, first.day) > (last.month, last.day));
    let from = day(first, first.year.filter(|year| last.year != Some(*year)).or(Some(to.year() - turns)))?;
    (from <= to).then(|| Resolved::new(format!("{from}/{to}"), from, to, DatePrecision::Day))
}

/// A range of days of the week, within seven days.
pub(super) fn several_weekdays(first: i8, last: i8, anchor: Date, direction: Direction) -> Option<Resolved> {
    let between = i32::from((last - first).rem_euclid(7));
    let (from, to) = if direction == Direction::Future {
        let from = weekday_near(first, Which::Bare, anchor, direction)?;
        (from, add(from, between, Unit::Day)?)
    } else {
        let to = weekday_near(last, Which::Bare, anchor, direction)?;
        (add(to, -between, Unit::Day)?, to)
    };
    Some(Resolved::new(format!("{from}/{to}"), from, to, DatePrecision::Day))
}

pub(super) fn holiday_near(holiday: Holiday, which: Which, anchor: Date, direction: Direction) -> Option<Date> {
    let this = holiday.in_year(anchor.year())?;
    let step = match (which, direction) {
        (Which::Last, _) if this >= anchor => -1,
        (Which::Next, _) if this <= anchor => 1,
        (Which::Bare, Direction::Past) if this > anchor => -1,
        (Which::Bare, Direction::Future) if this < anchor => 1,
        _ => 0,
    };
    holiday.in_year(anchor.year() + step)
}

pub(super) fn day_of_some_year(month: i8, day: i8, anchor: Date, direction: Direction) -> Option<Resolved> {
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

pub(super) fn year_of_month(month: i8, which: Which, anchor: Date, direction: Direction) -> i16 {
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

pub(super) fn year_of(which: Which, anchor: Date) -> i16 {
    match which {
        Which::Last => anchor.year() - 1,
        Which::Next => anchor.year() + 1,
        Which::Bare | Which::This => anchor.year(),
    }
}

/// The weekday on or before `anchor` for the past, on or after it for the future.
pub(super) fn weekday_near(weekday: i8, which: Which, anchor: Date, direction: Direction) -> Option<Date> {
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
        // "met **this Thursday**": the Thursday on or before the anchor.
        (Which::Bare, Direction::Past | Direction::Unknown) | (Which::This, Direction::Past) => -back,
        (Which::This, _) | (Which::Bare, Direction::Future) => ahead,
    };
    add(anchor, offset, Unit::Day)
}
