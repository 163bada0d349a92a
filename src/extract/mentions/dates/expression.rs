//! The grammar of date expressions: words → what they say, before anything is counted from a publication date.

use super::relative::{counted, relative_day, relative_unit, unit, weekday};
use crate::extract::syntax::{DAYS, MONTHS};

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

/// What an expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A day of a month, with its year if given.
    Day { year: Option<i16>, month: i8, day: i8 },
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
    /// So many days from the day of publication.
    DayOffset(i32),
    /// A unit around the day of publication: "last week".
    Unit { unit: Unit, which: Which, part: Part },
    /// So many units before (negative) or after it: "two days ago".
    Offset { count: i32, unit: Unit },
    /// The stretch up to it or from it on: "the past three months".
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
        absolute,
        part_of,
        quarter,
        season,
        relative_day,
        relative_unit,
        counted,
        weekday,
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

pub(super) fn word<'a>(words: &[&'a str], index: usize) -> &'a str {
    words.get(index).copied().unwrap_or_default()
}

fn rest<'a, 'b>(words: &'b [&'a str], from: usize) -> &'b [&'a str] {
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

/// The numbers from 0 to 20.
const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A number in figures or words, up to 999.
pub(super) fn number(word: &str) -> Option<i32> {
    // "twenty" is the last of NUMBERS.
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    let position = |names: &[&str]| names.iter().position(|name| *name == word).and_then(|at| i32::try_from(at).ok());
    position(&NUMBERS).or_else(|| position(&TENS).map(|at| 10 * (at + 3)))
}

fn day_number(word: &str) -> Option<i8> {
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
fn year_after(words: &[&str], at: usize) -> Option<(usize, i16)> {
    let skip = usize::from(matches!(word(words, at), "," | "of"));
    year(word(words, at + skip)).map(|year| (at + skip + 1, year))
}

/// "2014-05-05".
fn numeric(words: &[&str]) -> Option<(usize, Said)> {
    let mut parts = word(words, 0).split('-');
    let (year, month, day) = (year(parts.next()?)?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some((1, Said::Day { year: Some(year), month, day }))
}

/// "5 May 2014", "May 5, 2014", "May 2014", "May", with a weekday before.
fn absolute(words: &[&str]) -> Option<(usize, Said)> {
    let mut at = 0;
    if day_of_week(word(words, 0)).is_some() {
        at = 1 + usize::from(word(words, 1) == ",");
    }
    at += usize::from(at > 0 && word(words, at) == "the");
    let lead = usize::from(at == 0 && word(words, 0) == "the");
    let start = at + lead;
    if let Some(day) = day_number(word(words, start)) {
        let of = start + 1 + usize::from(word(words, start + 1) == "of");
        if let Some(month) = month(word(words, of)) {
            let (end, year) = with_year(words, of + 1);
            return Some((end, Said::Day { year, month, day }));
        }
    }
    let month = month(word(words, at)).filter(|_| lead == 0)?;
    let the = usize::from(word(words, at + 1) == "the");
    if let Some(day) = day_number(word(words, at + 1 + the)) {
        let (end, year) = with_year(words, at + 2 + the);
        return Some((end, Said::Day { year, month, day }));
    }
    if at > 0 {
        return None;
    }
    let (end, year) = with_year(words, 1);
    Some((end, Said::Month { year, month, which: Which::Bare, part: Part::Whole }))
}

fn with_year(words: &[&str], at: usize) -> (usize, Option<i16>) {
    year_after(words, at).map_or((at, None), |(end, year)| (end, Some(year)))
}

/// "early 2020", "late December", "the end of the year", "mid-March".
fn part_of(words: &[&str]) -> Option<(usize, Said)> {
    let the = usize::from(word(words, 0) == "the");
    let (mut at, part) = match word(words, the) {
        "early" | "beginning" | "start" => (the + 1, Part::Early),
        "mid" | "middle" | "midyear" => (the + 1, Part::Middle),
        "late" | "end" => (the + 1, Part::Late),
        _ => return None,
    };
    at += usize::from(word(words, at) == "-");
    at += usize::from(word(words, at) == "in");
    at += usize::from(word(words, at) == "of");
    let (length, said) = [absolute, relative_unit, year_or_decade].iter().find_map(|reader| reader(rest(words, at)))?;
    let said = match said {
        Said::Month { year, month, which, .. } => Said::Month { year, month, which, part },
        Said::Year { year, .. } => Said::Year { year, part },
        Said::Unit { unit, which, .. } => Said::Unit { unit, which, part },
        Said::Decade { .. } => said,
        _ => return None,
    };
    Some((at + length, said))
}

pub(super) fn which(word: &str) -> Option<Which> {
    match word {
        "last" | "past" | "previous" | "preceding" => Some(Which::Last),
        "this" | "current" => Some(Which::This),
        "next" | "coming" | "following" | "upcoming" => Some(Which::Next),
        _ => None,
    }
}

fn ordinal(word: &str) -> Option<i8> {
    match word {
        "first" | "1st" => Some(1),
        "second" | "2nd" => Some(2),
        "third" | "3rd" => Some(3),
        "fourth" | "4th" | "final" => Some(4),
        _ => None,
    }
}

/// "the third quarter of 2009", "third-quarter", "Q3".
fn quarter(words: &[&str]) -> Option<(usize, Said)> {
    let the = usize::from(word(words, 0) == "the");
    let (mut at, number) = if let Some(number) = ordinal(word(words, the)) {
        let noun = the + 1 + usize::from(word(words, the + 1) == "-");
        if word(words, noun) != "quarter" {
            return None;
        }
        (noun + 1, number)
    } else {
        let number = word(words, the).strip_prefix('q')?.parse().ok().filter(|number| (1..=4).contains(number))?;
        (the + 1, number)
    };
    let mut year = None;
    let mut chosen = Which::Bare;
    if let Some((end, found)) = year_after(words, at) {
        (at, year) = (end, Some(found));
    } else if word(words, at) == "of"
        && word(words, at + 2) == "year"
        && let Some(found) = which(word(words, at + 1))
    {
        (at, chosen) = (at + 3, found);
    }
    Some((at, Said::Quarter { year, which: chosen, number }))
}

fn season(words: &[&str]) -> Option<(usize, Said)> {
    let lead = usize::from(word(words, 0) == "the" || which(word(words, 0)).is_some());
    let season = match word(words, lead) {
        "spring" => 0,
        "summer" => 1,
        "autumn" | "fall" => 2,
        "winter" => 3,
        _ => return None,
    };
    let chosen = which(word(words, 0)).unwrap_or(Which::Bare);
    let (end, year) = with_year(words, lead + 1);
    let is_certain = year.is_some() || chosen != Which::Bare || (lead == 1 && season != 2);
    is_certain.then_some((end, Said::Season { year, which: chosen, season }))
}

/// "2014", "the 1990s", "the 80s".
fn year_or_decade(words: &[&str]) -> Option<(usize, Said)> {
    let the = usize::from(word(words, 0) == "the");
    let token = word(words, the).trim_start_matches(['\'', '’', '‘', '`']);
    if let Some(stem) = token.strip_suffix('s') {
        let first = match stem.len() {
            4 => year(stem)?,
            2 if the == 1 => {
                stem.parse::<i16>().ok().filter(|_| stem.bytes().all(|byte| byte.is_ascii_digit()))? + 1900
            }
            _ => return None,
        };
        return (first % 10 == 0).then_some((the + 1, Said::Decade { first }));
    }
    let is_short = token.len() == 2 && word(words, 0).len() == 3;
    let year = if is_short {
        token.parse::<i16>().ok().filter(|year| *year >= 30)? + 1900
    } else {
        year(token).filter(|year| *year >= 1800)?
    };
    (the == 0).then_some((1, Said::Year { year, part: Part::Whole }))
}

fn vague(words: &[&str]) -> Option<(usize, Said)> {
    let two = (word(words, 0), word(words, 1));
    match two {
        ("at", "present") | ("these", "days") => return Some((2, Said::Vague("PRESENT_REF"))),
        ("the", "past") => return Some((2, Said::Vague("PAST_REF"))),
        ("the", "future") | ("very", "soon") => return Some((2, Said::Vague("FUTURE_REF"))),
        ("more", "recently") | ("recent", "years" | "months" | "weeks" | "days") => {
            return Some((2, Said::Vague("PAST_REF")));
        }
        ("every" | "each", next) => return unit(next).map(|unit| (2, Said::Set(unit))),
        _ => {}
    }
    match two.0 {
        "currently" | "nowadays" => Some((1, Said::Vague("PRESENT_REF"))),
        "recently" | "lately" => Some((1, Said::Vague("PAST_REF"))),
        "daily" => Some((1, Said::Set(Unit::Day))),
        "weekly" => Some((1, Said::Set(Unit::Week))),
        "monthly" => Some((1, Said::Set(Unit::Month))),
        "annually" | "yearly" => Some((1, Said::Set(Unit::Year))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, length: usize, said: Said) {
        let words: Vec<&str> = text.split(' ').collect();
        assert_eq!(read(&words), Some((length, said)), "{text}");
    }

    #[test]
    fn full_dates_in_both_orders() {
        let day = Said::Day { year: Some(2014), month: 5, day: 5 };
        check("may 5 , 2014 and", 4, day);
        check("5 may 2014", 3, day);
        check("monday , may 5 , 2014", 6, day);
        check("the 5th of may 2014", 5, day);
        check("2014-05-05", 1, day);
        check("may 5 when", 2, Said::Day { year: None, month: 5, day: 5 });
    }

    #[test]
    fn parts_and_quarters() {
        let late = Said::Month { year: None, month: 12, which: Which::Bare, part: Part::Late };
        check("late december", 2, late);
        check("early 2020", 2, Said::Year { year: 2020, part: Part::Early });
        check("the end of this year", 5, Said::Unit { unit: Unit::Year, which: Which::This, part: Part::Late });
        check("the third quarter of 2009", 5, Said::Quarter { year: Some(2009), which: Which::Bare, number: 3 });
    }

    #[test]
    fn relative_expressions() {
        check("two days ago", 3, Said::Offset { count: -2, unit: Unit::Day });
        check("the past three months", 4, Said::Stretch { count: -3, unit: Unit::Month });
        check("last december", 2, Said::Month { year: None, month: 12, which: Which::Last, part: Part::Whole });
        check("last wednesday", 2, Said::Weekday { weekday: 3, which: Which::Last });
        check("this morning", 2, Said::DayOffset(0));
        check("earlier this year", 3, Said::Unit { unit: Unit::Year, which: Which::This, part: Part::Early });
        check("the weekend", 2, Said::Unit { unit: Unit::Weekend, which: Which::Bare, part: Part::Whole });
        check("twenty - five years", 4, Said::Length { count: 25, unit: Unit::Year });
        check("seventy - one years ago", 5, Said::Offset { count: -71, unit: Unit::Year });
        check("the past eighty years", 4, Said::Stretch { count: -80, unit: Unit::Year });
        check("the 1990s", 2, Said::Decade { first: 1990 });
        check("every week", 2, Said::Set(Unit::Week));
    }

    #[test]
    fn other_words_are_no_dates() {
        for text in ["the past", "marching on", "second thoughts", "the fall of", "1500 people", "sun rose"] {
            let words: Vec<&str> = text.split(' ').collect();
            let found = read(&words);
            assert!(found.is_none() || found == Some((2, Said::Vague("PAST_REF"))), "{text}: {found:?}");
        }
    }
}
