//! Times of the day: "Monday night", "12:00 UTC", "8.45pm".

use super::{relative::is_time_of_day, words::word};

/// A time of the day as TIMEX3 writes it behind a day: `TNI`, `T20:45`, `T12:00Z`.
pub(super) type TimeOfDay = String;

/// The part of the day at the end of an expression: "yesterday **evening**".
pub(super) fn part_of_day(last: &str) -> Option<TimeOfDay> {
    let code = match last {
        "morning" => "TMO",
        "afternoon" => "TAF",
        "evening" => "TEV",
        "night" | "tonight" => "TNI",
        _ => return None,
    };
    debug_assert!(is_time_of_day(last) || last == "tonight");
    Some(code.to_owned())
}

/// Reads a time by the clock at the beginning of some words.
pub(super) fn clock(words: &[&str]) -> Option<(usize, TimeOfDay)> {
    let first = word(words, 0);
    if matches!(first, "noon" | "midday" | "midnight") {
        return Some((1, if first == "midnight" { "T24:00" } else { "T12:00" }.to_owned()));
    }
    let (figures, glued) =
        first.split_at(first.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(first.len()));
    let (hour, minute) = figures.split_once([':', '.']).unwrap_or((figures, ""));
    let has_minute = minute.len() == 2;
    let number = |text: &str, most: u8| {
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u8>().ok().filter(|number| is_short && *number <= most)
    };
    let hour = number(hour, 23)?;
    let minute = if minute.is_empty() { 0 } else { number(minute, 59)? };
    let mut end = 1;
    let half = half_of_day(glued).or_else(|| {
        let found = half_of_day(word(words, 1)).filter(|_| glued.is_empty());
        end += usize::from(found.is_some());
        found
    });
    if half.is_none() && (!glued.is_empty() || !has_minute || !figures.contains(':') && zone(word(words, 1)).is_none())
    {
        return None;
    }
    let hour = match half {
        Some(_) if hour == 0 || hour > 12 => return None,
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
        None => hour,
    };
    let zone = zone(word(words, end));
    end += usize::from(zone.is_some());
    Some((end, format!("T{hour:02}:{minute:02}{}", zone.unwrap_or_default())))
}

/// "pm" or "am": whether a time is after noon.
fn half_of_day(word: &str) -> Option<bool> {
    match word.trim_end_matches('.') {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

/// Suffix of a time zone in the value: `Z` for UTC, none for local time.
fn zone(word: &str) -> Option<&'static str> {
    match word {
        "utc" | "gmt" => Some("Z"),
        "local" | "est" | "edt" | "cet" | "cest" | "pst" | "pdt" | "bst" | "ist" => Some(""),
        _ => None,
    }
}
