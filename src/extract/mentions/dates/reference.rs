//! Expressions that refer to another date of the text: "that day", "the following week", "two days later".

use super::{
    calendar::{Resolved, add},
    expression::{Said, Unit},
    relative::{count, is_time_of_day, unit},
    stretches::offset,
    words::word,
};
use crate::model::{DatePrecision, Days};

/// Reads an expression that refers to another date.
pub(super) fn referring(words: &[&str]) -> Option<(usize, Said)> {
    same(words).or_else(|| adjacent(words)).or_else(|| counted_from(words))
}

/// "that day", "the same week", "later that day", "that morning".
fn same(words: &[&str]) -> Option<(usize, Said)> {
    let lead = usize::from(matches!(word(words, 0), "earlier" | "later"));
    let at = match (word(words, lead), word(words, lead + 1)) {
        ("that" | "the" | "on", "same") => lead + 2,
        ("that", _) => lead + 1,
        _ => return None,
    };
    let noun = word(words, at);
    if is_time_of_day(noun) {
        return Some((at + 1, Said::SameAs(Unit::Day)));
    }
    let unit = unit(noun).filter(|unit| matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year))?;
    (!noun.ends_with('s')).then_some((at + 1, Said::SameAs(unit)))
}

/// "the previous day", "the following week", "the next morning", "the day before", "the day after", "the year previous".
fn adjacent(words: &[&str]) -> Option<(usize, Said)> {
    if word(words, 0) != "the" {
        return None;
    }
    let steps = |word: &str| match word {
        "previous" | "preceding" => Some(-1),
        "following" => Some(1),
        _ => None,
    };
    if let Some(count) = steps(word(words, 1)).or_else(|| (word(words, 1) == "next").then_some(1)) {
        let noun = word(words, 2);
        if is_time_of_day(noun) {
            return Some((3, Said::After { count, unit: Unit::Day }));
        }
        let unit = single(noun)?;
        // "the next week" is counted from the day of the text.
        return (word(words, 1) != "next" || unit == Unit::Day).then_some((3, Said::After { count, unit }));
    }
    let unit = single(word(words, 1))?;
    let count = steps(word(words, 2)).or_else(|| match word(words, 2) {
        "before" | "earlier" => Some(-1),
        "after" => Some(1),
        _ => None,
    })?;
    // "the day after the vote" is counted from an event.
    let is_bare = matches!(word(words, 3), "" | "," | "." | ";" | ")" | "and" | "but" | "in" | "at" | "to" | "with");
    is_bare.then_some((3, Said::After { count, unit }))
}

fn single(noun: &str) -> Option<Unit> {
    unit(noun).filter(|unit| !noun.ends_with('s') && matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year))
}

/// "two days later", "a week earlier", "three months after that".
fn counted_from(words: &[&str]) -> Option<(usize, Said)> {
    let (at, count) = count(words, 0)?;
    let noun = word(words, at);
    let unit = unit(noun).filter(|unit| !matches!(unit, Unit::Minute | Unit::Hour))?;
    let sign = match word(words, at + 1) {
        "later" => 1,
        "earlier" => -1,
        _ => return None,
    };
    (count > 0).then_some((at + 2, Said::After { count: sign * count, unit }))
}

/// Resolves an expression against the date that it refers to. Without that date, only its value is known.
pub(super) fn resolve(said: Said, reference: Option<Days>) -> Option<Resolved> {
    let unknown = || Some(Resolved::value_only("XXXX-XX-XX"));
    let Some(days) = reference else { return unknown() };
    match said {
        Said::SameAs(Unit::Day) => Some(Resolved::of_days(days)),
        Said::SameAs(unit) => offset(0, unit, days.first),
        Said::After { unit: Unit::Day, .. } if days.precision != DatePrecision::Day => unknown(),
        Said::After { count, unit } => match unit {
            Unit::Day => add(days.last, count, unit).map(Resolved::day),
            _ => offset(count, unit, days.last),
        },
        _ => None,
    }
}
