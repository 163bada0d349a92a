//! Words in dates: months, weekdays, numbers, years.

use super::expression::Which;
use crate::extract::syntax::{DAYS, MONTHS};

pub(super) fn word<'a>(words: &[&'a str], index: usize) -> &'a str {
    words.get(index).copied().unwrap_or_default()
}

pub(super) fn rest<'a, 'b>(words: &'b [&'a str], from: usize) -> &'b [&'a str] {
    words.get(from..).unwrap_or_default()
}

/// The month of a name, full or shortened.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let fits = |name: &&str| {
        *name == word || (word.len() == 3 && name.starts_with(word)) || (word == "sept" && **name == *"september")
    };
    MONTHS.iter().position(fits).map(|index| index as i8 + 1)
}

/// The day of the week of a name, Monday 1.
pub(super) fn day_of_week(word: &str) -> Option<i8> {
    const SHORT: [&str; 12] =
        ["mon.", "tue.", "tues.", "wed.", "thu.", "thurs.", "fri.", "sat.", "sun.", "tues", "weds", "thurs"];
    let stem = word.trim_end_matches('.');
    if let Some(index) = DAYS.iter().position(|name| *name == word) {
        return Some(index as i8 + 1);
    }
    let is_short = SHORT.contains(&word);
    DAYS.iter().position(|name| is_short && name.starts_with(stem)).map(|index| index as i8 + 1)
}

/// A number in figures, up to 999. Number words have been converted before.
pub(super) fn number(word: &str) -> Option<i32> {
    let is_short = (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_short)
}

pub(super) fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    if digits.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// A year in four figures.
pub(super) fn year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1600..=2100).contains(year))
}

/// An optional comma or "of", then a year.
pub(super) fn year_after(words: &[&str], at: usize) -> Option<(usize, i16)> {
    let skip = usize::from(matches!(word(words, at), "," | "of"));
    year(word(words, at + skip)).map(|year| (at + skip + 1, year))
}

pub(super) fn which(word: &str) -> Option<Which> {
    match word {
        "last" | "past" | "previous" | "preceding" => Some(Which::Last),
        "this" | "current" => Some(Which::This),
        "next" | "coming" | "following" | "upcoming" => Some(Which::Next),
        _ => None,
    }
}

pub(super) fn ordinal(word: &str) -> Option<i8> {
    match word {
        "first" | "1st" => Some(1),
        "second" | "2nd" => Some(2),
        "third" | "3rd" => Some(3),
        "fourth" | "4th" | "final" => Some(4),
        _ => None,
    }
}
