//! How exactly an expression places what it dates, also where nothing says from which day it is counted.

use jiff::civil::Date;

use crate::{
    extract::syntax::Syntax,
    model::{DatePrecision, DateType, DateValue, Mention},
};

/// The precision of an expression that names days, or would name some if the day of the text, `anchor`, were known.
pub(super) fn precision(what: &DateValue, anchor: Option<Date>) -> Option<DatePrecision> {
    if let Some(days) = what.days {
        return Some(days.precision);
    }
    if anchor.is_some() || !matches!(what.kind, DateType::Date | DateType::Time) {
        return None;
    }
    let (day, time) = what.value.strip_prefix("XXXX")?.split_once('T').unwrap_or((what.value.get(4..)?, ""));
    let is_clock_alone = day == "-XX-XX" && time.starts_with(|first: char| first.is_ascii_digit());
    match day.len() {
        6 if !is_clock_alone => Some(DatePrecision::Day),
        4 => Some(DatePrecision::Week),
        3 if day.starts_with("-Q") => Some(DatePrecision::Quarter),
        3 => Some(DatePrecision::Month),
        0 if time.is_empty() => Some(DatePrecision::Year),
        _ => None,
    }
}

/// Whether an expression is only a beginning: "since Monday".
pub(super) fn is_beginning(syntax: &Syntax<'_>, date: &Mention<DateValue>) -> bool {
    let before = date.first.checked_sub(1).into_iter();
    before.chain([syntax.head(date.head)]).any(|token| syntax.is_written(token, "since"))
}
