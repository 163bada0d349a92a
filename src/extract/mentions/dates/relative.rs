//! Date expressions that are counted from a day: "yesterday", "last week", "two days ago", "the past three months".

use super::{
    expression::{Part, Said, Unit, Which},
    ranges::joint,
    words::{day_of_week, month, number, which, word},
};

/// "yesterday", "tomorrow evening", "last night", "the day before yesterday".
pub(super) fn relative_day(words: &[&str]) -> Option<(usize, Said)> {
    let the = usize::from(word(words, 0) == "the");
    if word(words, the) == "day" {
        return match (word(words, the + 1), word(words, the + 2)) {
            ("before", "yesterday") => Some((the + 3, Said::DayOffset(-2))),
            ("after", "tomorrow") => Some((the + 3, Said::DayOffset(2))),
            _ => None,
        };
    }
    let earlier = usize::from(matches!(word(words, 0), "earlier" | "later"));
    let offset = match word(words, earlier) {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => {
            let offset = match word(words, 0) {
                "this" => 0,
                "last" => -1,
                _ => return None,
            };
            let is_time = match offset {
                0 => is_time_of_day(word(words, 1)),
                _ => matches!(word(words, 1), "night" | "evening"),
            };
            return is_time.then_some((2, Said::DayOffset(offset)));
        }
    };
    let end = earlier + 1 + usize::from(is_time_of_day(word(words, earlier + 1)));
    Some((end, Said::DayOffset(offset)))
}

pub(super) fn is_time_of_day(word: &str) -> bool {
    matches!(word, "morning" | "afternoon" | "evening" | "night")
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "weekend" => Unit::Weekend,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" | "centurie" => Unit::Century,
        _ => return None,
    })
}

/// "Friday last week", "Monday of next week".
pub(super) fn weekday_of_week(words: &[&str]) -> Option<(usize, Said)> {
    let weekday = day_of_week(word(words, 0))?;
    let at = 1 + usize::from(is_time_of_day(word(words, 1)));
    let at = at + usize::from(word(words, at) == "of");
    let which = which(word(words, at)).filter(|_| word(words, at + 1) == "week")?;
    Some((at + 2, Said::OfWeek { weekday, which }))
}

/// "last week", "this month", "next year", "last December", "the weekend", "earlier this year", "the same day".
pub(super) fn relative_unit(words: &[&str]) -> Option<(usize, Said)> {
    let mut at = usize::from(matches!(word(words, 0), "earlier" | "later"));
    let part = match word(words, 0) {
        "earlier" => Part::Early,
        "later" => Part::Late,
        _ => Part::Whole,
    };
    let the = usize::from(word(words, at) == "the");
    if the == 1 && word(words, at + 1) == "weekend" {
        return Some((at + 2, Said::Unit { unit: Unit::Weekend, which: Which::Bare, part }));
    }
    at += the;
    // "the previous week" is counted from another date of the text.
    let chosen = which(word(words, at))
        .filter(|_| the == 0 || !matches!(word(words, at), "previous" | "preceding" | "following"))?;
    let noun = word(words, at + 1);
    if let Some(month) = month(noun) {
        return Some((at + 2, Said::Month { year: None, month, which: chosen, part }));
    }
    if let Some(weekday) = day_of_week(noun) {
        let end = at + 2 + usize::from(is_time_of_day(word(words, at + 2)));
        return Some((end, Said::Weekday { weekday, which: chosen }));
    }
    let unit =
        unit(noun).filter(|unit| !noun.ends_with('s') && !matches!(unit, Unit::Minute | Unit::Hour | Unit::Century))?;
    if word(words, at) == "past" || (the == 1 && unit == Unit::Decade) {
        return Some((at + 2, Said::Stretch { count: -1, unit }));
    }
    if unit == Unit::Day {
        return None;
    }
    Some((at + 2, Said::Unit { unit, which: chosen, part }))
}

/// "two days ago", "three weeks later", "the past five years", "within six months", "a 27-year …", "decades".
pub(super) fn counted(words: &[&str]) -> Option<(usize, Said)> {
    let mut at = 0;
    let mut direction = 0;
    at += usize::from(word(words, at) == "the");
    if matches!(word(words, at), "last" | "past" | "previous") {
        (at, direction) = (at + 1, -1);
    } else if matches!(word(words, at), "next" | "coming" | "following") {
        (at, direction) = (at + 1, 1);
    } else if at == 1 {
        return None;
    }
    let (after, count) = count(words, at)?;
    let dash = usize::from(word(words, after) == "-");
    let adjective =
        usize::from(matches!(word(words, after), "straight" | "consecutive" | "full" | "more" | "trading" | "working"));
    let noun = word(words, after + dash + adjective);
    let unit = unit(noun)?;
    let end = after + dash + adjective + 1;
    let sized = match count {
        0 if !noun.ends_with('s') => return None,
        count => count,
    };
    if direction != 0 {
        return Some((end, Said::Stretch { count: direction * sized, unit }));
    }
    match word(words, end) {
        "ago" => Some((end + 1, Said::Offset { count: -sized, unit })),
        "earlier" | "previously" | "later" | "hence" => Some((end + 1, Said::Length { count: sized, unit })),
        _ => Some((end, Said::Length { count: sized, unit })),
    }
}

/// A number of units; 0 for an unknown number ("several", or no word at all).
pub(super) fn count(words: &[&str], at: usize) -> Option<(usize, i32)> {
    let first = word(words, at);
    if matches!(first, "a" | "an") {
        return match word(words, at + 1) {
            "few" | "couple" => Some((at + 2 + usize::from(word(words, at + 2) == "of"), 0)),
            "half" => None,
            _ => Some((at + 1, 1)),
        };
    }
    if matches!(first, "several" | "few" | "many" | "some" | "recent") {
        return Some((at + 1, 0));
    }
    if let Some(count) = number(first) {
        let joined = usize::from(word(words, at + 1) == "-");
        if count >= 20
            && joined == 1
            && let Some(ones) = number(word(words, at + 2)).filter(|ones| *ones < 10)
        {
            return Some((at + 3, count + ones));
        }
        return Some((at + 1, count));
    }
    unit(first).filter(|_| first.ends_with('s')).map(|_| (at, 0))
}

pub(super) fn weekday(words: &[&str]) -> Option<(usize, Said)> {
    let weekday = day_of_week(word(words, 0))?;
    let end = 1 + usize::from(is_time_of_day(word(words, 1)));
    if matches!(word(words, end), "last" | "next")
        && which(word(words, end)).is_some()
        && !matches!(word(words, end + 1), "week" | "month" | "year")
    {
        let chosen = which(word(words, end)).unwrap_or(Which::Bare);
        return Some((end + 1, Said::Weekday { weekday, which: chosen }));
    }
    Some((end, Said::Weekday { weekday, which: Which::Bare }))
}

/// "Monday and Tuesday", "Friday to Sunday".
pub(super) fn weekdays(words: &[&str]) -> Option<(usize, Said)> {
    let first = day_of_week(word(words, 0))?;
    let at = joint(words, 1)?;
    let last = day_of_week(word(words, at)).filter(|last| *last != first)?;
    Some((at + 1, Said::Weekdays { first, last }))
}
