//! When: the date expressions of a document with their days, and which of them says when an event happened.

mod absolute;
mod calendar;
mod expression;
mod holidays;
mod near;
mod numeric;
mod periods;
mod placed;
mod ranges;
mod reference;
mod relative;
mod scope;
pub(in crate::extract) mod stance;
mod story;
mod stretches;
mod tense;
mod times;
mod words;

use std::borrow::Cow;

use jiff::civil::Date;

use super::list::MentionList;
use crate::{
    extract::syntax::{DAYS, Dep, Syntax, prepositions::BEFORE_MONTH},
    lexicon::NumberWord,
    model::{Anchors, DateAnchor, DateType, DateValue, Days, Mention, Pos},
};
use calendar::Resolved;
use expression::{DayOfYear, Said, Unit, Which};
use tense::{Direction, direction};

pub(in crate::extract) use scope::report;
pub(super) use scope::{date_for, expression_for, of_text};
pub(super) use story::Story;

/// Maximum number of words of an expression.
const LONGEST: usize = 12;

/// Words after which four figures alone are a year, as after [`BEFORE_MONTH`].
const BEFORE_YEAR: &[&str] = &["between", "and", "(", "the", "before", "after"];

/// All date expressions of a document, in order, resolved against the day of the text around them, or against one another.
pub(super) fn find(syntax: &Syntax<'_>, anchors: &Anchors) -> MentionList<DateValue> {
    let doc = &syntax.doc;
    let mut found = MentionList::new(doc);
    let mut reference = None;
    for sentence in doc.sentences() {
        let lower: Vec<Cow<'_, str>> = sentence.clone().map(|token| figures(syntax, token)).collect();
        let anchor = anchors.at(syntax.span_of(sentence.start, sentence.start + 1).start);
        let mut at = 0;
        while at < lower.len() {
            let words: Vec<&str> = lower.iter().skip(at).take(LONGEST).map(AsRef::as_ref).collect();
            let first = sentence.start + at;
            let Some((length, what)) = read(syntax, first, &words, Known { anchor, reference }) else {
                at += 1;
                continue;
            };
            let last = first + length;
            if what.kind != DateType::Duration && what.days.is_some() {
                reference = what.days;
            }
            let head = syntax.head_of(first..last).unwrap_or(first);
            found.push(doc, Mention { head, first, last, what }, (first, last));
            at += length;
        }
    }
    found
}

/// The dates that an expression may be relative to.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// The day of the text around the expression.
    anchor: Option<Date>,
    /// The days of the previous expression.
    reference: Option<Days>,
}

/// A word in lower case; a number word in figures.
fn figures<'a>(syntax: &'a Syntax<'_>, token: usize) -> Cow<'a, str> {
    let word = syntax.doc.word(token);
    match syntax.lexicon.numbers.word(word) {
        // "a couple of days" is no number of days.
        Some(NumberWord::Value(value)) if value.fract() == 0.0 && !syntax.is_any(token, &["couple", "both", "duo"]) => {
            format!("{value}").into()
        }
        _ if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) => word.into(),
        _ => word.to_lowercase().into(),
    }
}

/// Reads an expression that begins at a token: how many words it has, and what it stands for.
fn read(syntax: &Syntax<'_>, first: usize, words: &[&str], known: Known) -> Option<(usize, DateValue)> {
    let date = |at: usize| {
        let read = expression::read(words.get(at..).unwrap_or_default());
        let (length, said) = read.filter(|(length, said)| is_date(syntax, first + at, first + at + length, *said))?;
        Some((at + length, value(syntax, first + at, said, known)?))
    };
    if let Some((end, time)) = times::clock(words) {
        let joint = words.get(end).copied().unwrap_or_default();
        let on_day = date(end + usize::from(matches!(joint, "on" | ","))).filter(|(_, what)| is_day(what));
        return Some(on_day.map_or_else(
            || (end, at_time_of_some_day(&time, known)),
            |(end_of_day, what)| {
                let what = DateValue { kind: DateType::Time, value: format!("{}{time}", what.value), ..what };
                // Behind a comma the day is an expression of its own.
                if joint == "," { (end, DateValue { days: None, ..what }) } else { (end_of_day, what) }
            },
        ));
    }
    let (length, what) = date(0)?;
    let last = words.get(length - 1).copied().unwrap_or_default();
    match times::part_of_day(last).filter(|_| is_day(&what)) {
        Some(time) => {
            Some((length, DateValue { kind: DateType::Time, value: format!("{}{time}", what.value), ..what }))
        }
        None => Some((length, what)),
    }
}

fn is_day(what: &DateValue) -> bool {
    what.days.is_some_and(|days| days.first == days.last)
}

/// A clock time without a date belongs to the last single day that the text names. It dates no event.
fn at_time_of_some_day(time: &str, known: Known) -> DateValue {
    let of_reference = known.reference.filter(|days| days.first == days.last).map(|days| days.first);
    let day = of_reference.or(known.anchor).map_or_else(|| "XXXX-XX-XX".to_owned(), |day| day.to_string());
    DateValue { kind: DateType::Time, value: format!("{day}{time}"), days: None, anchor: DateAnchor::None }
}

/// The value of an expression.
fn value(syntax: &Syntax<'_>, first: usize, said: Said, known: Known) -> Option<DateValue> {
    let said = ahead_of_now(syntax, first, said);
    let is_referring = matches!(said, Said::After { .. } | Said::SameAs(_));
    let Resolved { value, days } = if is_referring {
        reference::resolve(said, known.reference)?
    } else {
        let is_open = known.anchor.is_none() && anchor_of(said, true) == DateAnchor::Published;
        let resolved = calendar::resolve(said, known.anchor, ahead(syntax, first));
        resolved.or_else(|| is_open.then(|| Resolved::value_only(calendar::unresolved(said))))?
    };
    Some(DateValue { kind: kind(said), value, anchor: anchor_of(said, days.is_some()), days })
}

/// The direction of an expression: "until Monday" is in the future, whatever the tense.
fn ahead(syntax: &Syntax<'_>, first: usize) -> Direction {
    if follows(syntax, first, &["until", "till"]) { Direction::Future } else { direction(syntax, first) }
}

/// "in two days" is two days from now; "for two days" only a length.
fn ahead_of_now(syntax: &Syntax<'_>, first: usize, said: Said) -> Said {
    let Said::Length { count, unit } = said else { return said };
    let is_in = first.checked_sub(1).is_some_and(|before| syntax.is_written(before, "in"));
    let is_ahead = is_in && count > 0 && direction(syntax, first) == Direction::Future;
    if is_ahead && !matches!(unit, Unit::Minute | Unit::Hour) {
        return Said::Offset { count, unit };
    }
    said
}

fn kind(said: Said) -> DateType {
    match said {
        Said::Length { .. } | Said::Stretch { .. } | Said::Offset { count: 0, .. } => DateType::Duration,
        Said::Set(_) => DateType::Set,
        Said::Overnight => DateType::Time,
        _ => DateType::Date,
    }
}

fn anchor_of(said: Said, has_days: bool) -> DateAnchor {
    if !has_days {
        return DateAnchor::None;
    }
    match said {
        Said::Day { year: Some(_), .. }
        | Said::Days { last: DayOfYear { year: Some(_), .. }, .. }
        | Said::Holiday { year: Some(_), .. }
        | Said::After { .. }
        | Said::SameAs(_)
        | Said::Month { year: Some(_), .. }
        | Said::Year { .. }
        | Said::Decade { .. }
        | Said::Quarter { year: Some(_), .. }
        | Said::Season { year: Some(_), .. } => DateAnchor::Text,
        _ => DateAnchor::Published,
    }
}

/// Whether words that could be a date are one in this context: not the verb "may", not a count of 2000.
fn is_date(syntax: &Syntax<'_>, first: usize, last: usize, said: Said) -> bool {
    let is_recognised = syntax.is_temporal(first);
    let has_capital = |token: usize| syntax.doc.word(token).starts_with(char::is_uppercase);
    match said {
        Said::Month { which: Which::Bare, year: None, .. } | Said::Season { .. } => {
            is_recognised
                || (has_capital(last - 1) && syntax.pos(last - 1) == Pos::Propn && is_in_place(syntax, first, last))
        }
        Said::Weekday { .. } | Said::Weekdays { .. } | Said::OfWeek { .. } => {
            let is_in_full = |token: usize| DAYS.iter().any(|day| syntax.is_written(token, day));
            is_recognised || (first..last).any(|token| has_capital(token) || is_in_full(token))
        }
        Said::Month { .. } | Said::OfYear { .. } => is_recognised || (first..last).any(has_capital),
        Said::Decade { .. } => is_recognised || last - first > 1 || syntax.doc.word(first).len() > 3,
        Said::SameAs(_) => syntax.dep(first) == Dep::Det,
        Said::Holiday { .. } | Said::Days { .. } => (first..last).any(has_capital),
        // "TODAY Online", "USA TODAY"; but "yesterday evening" is one expression.
        Said::DayOffset(_) => {
            let is_in_name = syntax.dep(first) == Dep::Compound && !(first..last).contains(&syntax.head(first));
            !is_in_name && syntax.pos(first) != Pos::Propn
        }
        Said::Day { year: None, .. } => {
            (is_recognised || (first..last).any(has_capital)) && syntax.pos(first) != Pos::Aux
        }
        Said::Year { .. } if last - first == 1 => is_year(syntax, first, is_recognised),
        Said::Length { count: 0, unit } => unit != Unit::Quarter && is_recognised,
        Said::Length { count: 1, unit: Unit::Quarter } => false,
        Said::Length { count: 1, unit: Unit::Day } => is_recognised,
        // "the soon-to-open terminal".
        Said::Vague(_) => !is_joined(syntax, last),
        _ => true,
    }
}

/// Whether a token is the hyphen of a compound that begins before it.
fn is_joined(syntax: &Syntax<'_>, token: usize) -> bool {
    let is_hyphen = token > 0 && token < syntax.doc.len() && syntax.doc.word(token) == "-";
    is_hyphen && syntax.span(token - 1).end == syntax.span(token).start
}

fn follows(syntax: &Syntax<'_>, first: usize, words: &[&str]) -> bool {
    first.checked_sub(1).is_some_and(|before| words.contains(&syntax.doc.word(before).to_lowercase().as_str()))
}

/// A month alone: after a preposition or a part, and not before another name.
fn is_in_place(syntax: &Syntax<'_>, first: usize, last: usize) -> bool {
    let is_before_name = last < syntax.doc.len() && syntax.pos(last) == Pos::Propn;
    !is_before_name && (last - first > 1 || follows(syntax, first, BEFORE_MONTH))
}

/// Four figures after a preposition of time, and no number of things.
fn is_year(syntax: &Syntax<'_>, token: usize, is_recognised: bool) -> bool {
    let head = syntax.head(token);
    let counts =
        matches!(syntax.dep(token), Dep::Nummod | Dep::Quantmod) && head > token && syntax.pos(head) == Pos::Noun;
    is_recognised || !counts && (follows(syntax, token, BEFORE_MONTH) || follows(syntax, token, BEFORE_YEAR))
}

#[cfg(test)]
mod tests;
