//! Days and months of the calendar in words: "5 May 2014", "May 2014", "March last year".

use super::{
    expression::{Part, Said, Which},
    words::{day_number, day_of_week, month, which, word, year_after},
};

/// "5 May 2014", "May 5, 2014", "May 2014", "May", with a weekday before.
pub(super) fn absolute(words: &[&str]) -> Option<(usize, Said)> {
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

pub(super) fn with_year(words: &[&str], at: usize) -> (usize, Option<i16>) {
    year_after(words, at).map_or((at, None), |(end, year)| (end, Some(year)))
}

/// "March last year", "10 March this year", "in November of last year".
pub(super) fn of_year(words: &[&str]) -> Option<(usize, Said)> {
    let (at, said) = absolute(words)?;
    let (month, day) = match said {
        Said::Day { year: None, month, day } => (month, Some(day)),
        Said::Month { year: None, month, .. } => (month, None),
        _ => return None,
    };
    let of = at + usize::from(word(words, at) == "of");
    let which = which(word(words, of)).filter(|_| word(words, of + 1) == "year")?;
    Some((of + 2, Said::OfYear { month, day, which }))
}
