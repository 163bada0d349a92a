//! Dates in figures: "2014-05-05", "27/11/2024", "27.11.2024", "14-Jan-25".

use super::{
    expression::Said,
    words::{month, word, year},
};

/// Reads a date in figures, unless day and month are ambiguous, as in "03/04/2025".
pub(super) fn numeric(words: &[&str]) -> Option<(usize, Said)> {
    let token = word(words, 0);
    let parts: Vec<&str> = token.split(['-', '/', '.']).collect();
    if let [first, second, third] = parts[..] {
        return day(first, second, third).map(|said| (1, said));
    }
    // The tokenizer may split "14-Jan-25" at both hyphens, or at the first one.
    if word(words, 1) == "-"
        && let Some((name, year)) = word(words, 2).split_once('-')
    {
        return day(token, name, year).filter(|_| month(name).is_some()).map(|said| (3, said));
    }
    let joined = [1, 3].into_iter().all(|at| word(words, at) == "-");
    let said = day(token, word(words, 2), word(words, 4)).filter(|_| joined && month(word(words, 2)).is_some())?;
    Some((5, said))
}

fn day(first: &str, second: &str, third: &str) -> Option<Said> {
    let small = |text: &str, most: i8| {
        let digits = text.len() <= 2 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i8>().ok().filter(|number| digits && (1..=most).contains(number))
    };
    if let Some(year) = year(first) {
        return Some(Said::Day { year: Some(year), month: small(second, 12)?, day: small(third, 31)? });
    }
    let is_named = second.bytes().all(|byte| byte.is_ascii_alphabetic());
    let year =
        Some(year(third).or_else(|| small(third, 99).filter(|_| is_named).map(|short| 2000 + i16::from(short)))?);
    if is_named {
        return Some(Said::Day { year, month: month(second)?, day: small(first, 31)? });
    }
    match (small(first, 31)?, small(second, 31)?) {
        (day, month) if month <= 12 && (day > 12 || day == month) => Some(Said::Day { year, month, day }),
        (month, day) if month <= 12 && day > 12 => Some(Said::Day { year, month, day }),
        _ => None,
    }
}
