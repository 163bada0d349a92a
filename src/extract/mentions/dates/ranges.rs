//! Several days in one expression: "11 and 14 February", "February 20-22", "from 28 May to 2 June 2022".

use super::{
    absolute::absolute,
    expression::{DayOfYear, Said},
    words::{day_number, month, word, year_after},
};

/// Reads the first and the last one of several days.
pub(super) fn range(words: &[&str]) -> Option<(usize, Said)> {
    before_month(words).or_else(|| behind_month(words)).or_else(|| of_two_days(words))
}

/// How many words join two days.
pub(super) fn joint(words: &[&str], at: usize) -> Option<usize> {
    match word(words, at) {
        "and" | "to" | "-" | "–" | "—" | "through" | "&" => {
            Some(at + 1 + usize::from(word(words, at + 1) == "the"))
        }
        _ => None,
    }
}

/// "11 and 14 February", "19 to 20 July 2022".
fn before_month(words: &[&str]) -> Option<(usize, Said)> {
    let first = day_number(word(words, 0))?;
    let second = joint(words, 1)?;
    let last = day_number(word(words, second))?;
    let of = second + 1 + usize::from(word(words, second + 1) == "of");
    let month = month(word(words, of))?;
    Some(whole(words, of + 1, (month, first), (month, last)))
}

/// "February 20-22", "July 15 and 16, 2022".
fn behind_month(words: &[&str]) -> Option<(usize, Said)> {
    let month = month(word(words, 0))?;
    let first = day_number(word(words, 1))?;
    let second = joint(words, 2)?;
    let last = day_number(word(words, second)).filter(|last| *last > first)?;
    Some(whole(words, second + 1, (month, first), (month, last)))
}

fn whole(words: &[&str], at: usize, first: (i8, i8), last: (i8, i8)) -> (usize, Said) {
    let (end, year) = year_after(words, at).map_or((at, None), |(end, year)| (end, Some(year)));
    let day = |(month, day): (i8, i8)| DayOfYear { year, month, day };
    (end, Said::Days { first: day(first), last: day(last) })
}

/// "28 May to 2 June 2022", "22nd July, 2022 to 24th July 2022".
fn of_two_days(words: &[&str]) -> Option<(usize, Said)> {
    let (middle, Said::Day { year: of_first, month, day }) = absolute(words)? else { return None };
    let second = joint(words, middle).filter(|_| word(words, middle) != "and")?;
    let (length, Said::Day { year, month: last_month, day: last_day }) = absolute(words.get(second..)?)? else {
        return None;
    };
    let first = DayOfYear { year: of_first.or(year), month, day };
    Some((second + length, Said::Days { first, last: DayOfYear { year, month: last_month, day: last_day } }))
}
