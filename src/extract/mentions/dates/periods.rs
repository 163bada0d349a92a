//! Longer periods: parts of months and years, quarters, seasons, decades, centuries, financial years.

use super::{
    absolute::{absolute, with_year},
    expression::{Part, Said, Which},
    relative::relative_unit,
    words::{ordinal, rest, which, word, year, year_after},
};

/// "early 2020", "late December", "the end of the year", "mid-March".
pub(super) fn part_of(words: &[&str]) -> Option<(usize, Said)> {
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

/// "fiscal year 2007", "FY2007", "the 2021-22 financial year", "the last financial year", "the third quarter of fiscal 2022". A
/// financial year that spans two calendar years is named after the later one.
pub(super) fn fiscal_year(words: &[&str]) -> Option<(usize, Said)> {
    if let Some((end, number)) = bare_quarter(words)
        && word(words, end) == "of"
    {
        let (length, said) = whole_fiscal_year(rest(words, end + 1))?;
        let Said::FiscalYear { year, which, .. } = said else { return None };
        return Some((end + 1 + length, Said::FiscalYear { year, which, quarter: Some(number) }));
    }
    whole_fiscal_year(words)
}

fn whole_fiscal_year(words: &[&str]) -> Option<(usize, Said)> {
    let of_year = |year| Said::FiscalYear { year: Some(year), which: Which::Bare, quarter: None };
    let is_fiscal = |at| matches!(word(words, at), "fiscal" | "financial" | "budget");
    if let Some(year) = word(words, 0).strip_prefix("fy").and_then(year) {
        return Some((1, of_year(year)));
    }
    let the = usize::from(word(words, 0) == "the");
    if word(words, the) == "fy" {
        return year_or_two(words, the + 1).map(|(end, year)| (end, of_year(year)));
    }
    if let Some((end, year)) = year_or_two(words, the).filter(|(end, _)| is_fiscal(*end)) {
        return (word(words, end + 1) == "year").then_some((end + 2, of_year(year)));
    }
    let chosen = which(word(words, the));
    let at = the + usize::from(chosen.is_some());
    if !is_fiscal(at) {
        return None;
    }
    let noun = at + 1 + usize::from(word(words, at + 1) == "year");
    if let Some((end, year)) = year_or_two(words, noun) {
        return Some((end, of_year(year)));
    }
    let which = chosen.unwrap_or(Which::This);
    (noun > at + 1).then_some((noun, Said::FiscalYear { year: None, which, quarter: None }))
}

/// A year, or the later of two consecutive years: "2021-22", "2021/2022".
fn year_or_two(words: &[&str], at: usize) -> Option<(usize, i16)> {
    let first = year(word(words, at))?;
    let second =
        word(words, at + 2).parse::<i16>().ok().filter(|second| [first + 1, (first + 1) % 100].contains(second));
    let is_two = matches!(word(words, at + 1), "-" | "–" | "/") && second.is_some();
    Some(if is_two { (at + 3, first + 1) } else { (at + 1, first) })
}

/// "the 19th century", "the early sixteenth century".
pub(super) fn century(words: &[&str]) -> Option<(usize, Said)> {
    let the = usize::from(word(words, 0) == "the");
    let at = the + usize::from(matches!(word(words, the), "early" | "late" | "mid"));
    let at = at + usize::from(word(words, at) == "-");
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| word(words, at).strip_suffix(ending))?;
    let number = number.parse().ok().filter(|number| (1..=21).contains(number))?;
    let noun = at + 1 + usize::from(word(words, at + 1) == "-");
    (word(words, noun) == "century").then_some((noun + 1, Said::Century(number)))
}

/// "the third quarter of 2009", "third-quarter", "Q3".
pub(super) fn quarter(words: &[&str]) -> Option<(usize, Said)> {
    let (mut at, number) = bare_quarter(words)?;
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

/// "the third quarter", "third-quarter", "Q3".
fn bare_quarter(words: &[&str]) -> Option<(usize, i8)> {
    let the = usize::from(word(words, 0) == "the");
    if let Some(number) = ordinal(word(words, the)) {
        let noun = the + 1 + usize::from(word(words, the + 1) == "-");
        return (word(words, noun) == "quarter").then_some((noun + 1, number));
    }
    let number = word(words, the).strip_prefix('q')?.parse().ok().filter(|number| (1..=4).contains(number))?;
    Some((the + 1, number))
}

pub(super) fn season(words: &[&str]) -> Option<(usize, Said)> {
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
pub(super) fn year_or_decade(words: &[&str]) -> Option<(usize, Said)> {
    let the = usize::from(word(words, 0) == "the");
    let token = word(words, the).trim_start_matches(['\'', '’', '‘', '`']);
    if let Some(stem) = token.strip_suffix('s') {
        let first = match stem.len() {
            4 => year(stem)?,
            2 => stem.parse::<i16>().ok().filter(|_| stem.bytes().all(|byte| byte.is_ascii_digit()))? + 1900,
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
