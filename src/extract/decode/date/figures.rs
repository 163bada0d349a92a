//! Days that are written in figures, in the orders of the world.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::names::{self, Name};

/// A day in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// It can be read in one way only.
    Certain(Date),
    /// Day and month could be exchanged: the day with the day first, and with the month first.
    Exchangeable(Date, Date),
}

/// The day of a word: `2026-03-23`, `23/03/2026`, `03/23/2026`, `23.03.2026`, `23-Mar-2026`, `2026-W13-1`, `2026-082`, `20260323`.
pub(super) fn day(word: &str) -> Option<Day> {
    let word = word.trim_end_matches('.');
    iso(word).map(Day::Certain).or_else(|| {
        let separator = ['-', '/', '.', ':'].into_iter().find(|separator| word.matches(*separator).count() == 2)?;
        let mut parts = word.split(separator).map(str::trim);
        three([parts.next()?, parts.next()?, parts.next()?], separator)
    })
}

/// Eight figures of a day.
pub(super) fn compact(word: &str) -> Option<Date> {
    let (year, rest) = word.split_at_checked(4).filter(|_| word.len() == 8)?;
    let (month, day) = rest.split_at_checked(2)?;
    Date::new(full_year(year)?, figures(month)?, figures(day)?).ok()
}

/// A number of one or two figures.
pub(super) fn figures(word: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| word.parse().ok()).flatten()
}

/// A year of four figures.
pub(super) fn full_year(word: &str) -> Option<i16> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| word.parse().ok()).flatten()
}

/// A year of two figures, as RFC 2822 reads it.
pub(super) fn short_year(word: &str) -> Option<i16> {
    let year = i16::from(figures(word).filter(|_| word.len() == 2)?);
    Some(if year < 50 { 2000 + year } else { 1900 + year })
}

/// Weeks and days of the year, and eight figures.
fn iso(word: &str) -> Option<Date> {
    if let Some(date) = compact(word) {
        return Some(date);
    }
    let year = full_year(word.get(..4)?)?;
    let rest = word.get(4..)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if let Some(week) = rest.strip_prefix(['W', 'w']) {
        let (week, day) = week.split_at_checked(2)?;
        let weekday = Weekday::from_monday_one_offset(figures(day.strip_prefix('-').unwrap_or(day))?).ok()?;
        return ISOWeekDate::new(year, figures(week)?, weekday).ok().map(ISOWeekDate::date);
    }
    let is_ordinal = rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let number = rest.parse::<i16>().ok().filter(|number| is_ordinal && *number > 0)?;
    let date = Date::new(year, 1, 1).ok()?.checked_add(jiff::Span::new().days(i64::from(number) - 1)).ok()?;
    (date.year() == year).then_some(date)
}

/// Three parts of a day, the year first or last.
fn three(parts: [&str; 3], separator: char) -> Option<Day> {
    let [first, second, third] = parts;
    if let Some(year) = full_year(first) {
        return Date::new(year, month(second)?, figures(third)?).ok().map(Day::Certain);
    }
    if figures(first).is_none() || figures(second).is_none() {
        let year = full_year(third).or_else(|| short_year(third))?;
        let (day, name) = if figures(first).is_some() { (first, second) } else { (second, first) };
        return Date::new(year, month(name)?, figures(day)?).ok().map(Day::Certain);
    }
    let (year, first, second) = (full_year(third)?, figures(first)?, figures(second)?);
    let day_first = Date::new(year, second, first).ok();
    let month_first = Date::new(year, first, second).ok();
    match (day_first, month_first) {
        // Where points stand between the figures, the day comes first.
        (Some(day), Some(other)) if day != other && separator != '.' => Some(Day::Exchangeable(day, other)),
        (Some(day), _) | (None, Some(day)) => Some(Day::Certain(day)),
        (None, None) => None,
    }
}

/// A month by its number or name.
fn month(word: &str) -> Option<i8> {
    figures(word).or_else(|| match names::read(word.trim_end_matches('.').to_lowercase().as_str()) {
        Some(Name::Month(month)) => Some(month),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_figures() {
        for (word, expected) in [
            ("2026-03-23", "2026-03-23"),
            ("2026/3/23", "2026-03-23"),
            ("2026.03.23", "2026-03-23"),
            ("2026.03.23.", "2026-03-23"),
            ("2026:03:23", "2026-03-23"),
            ("2026-Mar-23", "2026-03-23"),
            ("23-03-2026", "2026-03-23"),
            ("23.3.2026", "2026-03-23"),
            ("03/23/2026", "2026-03-23"),
            ("23-Mar-2026", "2026-03-23"),
            ("23-mar-26", "2026-03-23"),
            ("Mar-23-2026", "2026-03-23"),
            ("05.08.2024", "2024-08-05"),
            ("05/05/2024", "2024-05-05"),
            ("05/08/2024", "2024-08-05 or 2024-05-08"),
            ("05-08-2024", "2024-08-05 or 2024-05-08"),
            ("2026-W13-1", "2026-03-23"),
            ("2026W131", "2026-03-23"),
            ("2026-082", "2026-03-23"),
            ("2026082", "2026-03-23"),
            ("20260323", "2026-03-23"),
            ("2025-366", "none"),
            ("2026-03", "none"),
            ("2026-02-30", "none"),
            ("31/02/2026", "none"),
            ("23/03/26", "none"),
            ("03/23", "none"),
            ("21:15:00", "none"),
        ] {
            let read = match day(word) {
                Some(Day::Certain(day)) => day.to_string(),
                Some(Day::Exchangeable(day, other)) => format!("{day} or {other}"),
                None => "none".to_owned(),
            };
            assert_eq!(read, expected, "{word}");
        }
    }
}
