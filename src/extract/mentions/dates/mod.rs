//! When: the date expressions of a document with their days, and which of them says when an event happened.

mod calendar;
mod expression;
mod relative;
mod scope;
mod tense;

use jiff::civil::Date;

use super::list::MentionList;
use crate::{
    extract::syntax::{Dep, Syntax, prepositions::BEFORE_MONTH},
    model::{Anchors, DateAnchor, DateType, DateValue, Mention, Pos},
};
use calendar::Resolved;
use expression::{Said, Unit, Which};
use tense::{Direction, direction};

pub(super) use scope::date_for;

/// No expression has more words than this.
const LONGEST: usize = 12;

/// Words after which four figures alone are a year, as after [`BEFORE_MONTH`].
const BEFORE_YEAR: &[&str] = &["between", "and", "(", "the", "before", "after"];

/// All date expressions of a document, in order, counted from the day of the text around them if that is known.
pub(super) fn find(syntax: &Syntax<'_>, anchors: &Anchors) -> MentionList<DateValue> {
    let doc = &syntax.doc;
    let mut found = MentionList::new(doc);
    for sentence in doc.sentences() {
        let lower: Vec<String> = sentence.clone().map(|token| doc.word(token).to_lowercase()).collect();
        let anchor = anchors.at(syntax.span_of(sentence.start, sentence.start + 1).start);
        let mut at = 0;
        while at < lower.len() {
            let words: Vec<&str> = lower.iter().skip(at).take(LONGEST).map(String::as_str).collect();
            let first = sentence.start + at;
            let read = expression::read(&words).filter(|(length, said)| is_date(syntax, first, first + length, *said));
            let Some((length, said)) = read else {
                at += 1;
                continue;
            };
            let last = first + length;
            if let Some(what) = value(syntax, first, said, anchor) {
                let head = syntax.head_of(first..last).unwrap_or(first);
                found.push(doc, Mention { head, first, last, what }, (first, last));
            }
            at += length;
        }
    }
    found
}

/// What an expression that begins at a token stands for.
fn value(syntax: &Syntax<'_>, first: usize, said: Said, anchor: Option<Date>) -> Option<DateValue> {
    let said = ahead_of_now(syntax, first, said);
    let Resolved { value, days } = calendar::resolve(said, anchor, direction(syntax, first))?;
    Some(DateValue { kind: kind(said), value, anchor: anchor_of(said, days.is_some()), days })
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
        _ => DateType::Date,
    }
}

fn anchor_of(said: Said, has_days: bool) -> DateAnchor {
    if !has_days {
        return DateAnchor::None;
    }
    match said {
        Said::Day { year: Some(_), .. }
        | Said::Month { year: Some(_), .. }
        | Said::Year { .. }
        | Said::Decade { .. }
        | Said::Quarter { year: Some(_), .. }
        | Said::Season { year: Some(_), .. } => DateAnchor::Text,
        _ => DateAnchor::Published,
    }
}

/// Whether words that could be a date are one here: "May" no verb, "2000" no count.
fn is_date(syntax: &Syntax<'_>, first: usize, last: usize, said: Said) -> bool {
    let is_recognised = syntax.is_temporal(first);
    let has_capital = |token: usize| syntax.doc.word(token).starts_with(char::is_uppercase);
    match said {
        Said::Month { which: Which::Bare, year: None, .. } | Said::Season { .. } => {
            is_recognised
                || (has_capital(last - 1) && syntax.pos(last - 1) == Pos::Propn && is_in_place(syntax, first, last))
        }
        Said::Month { .. } | Said::Weekday { .. } => (first..last).any(has_capital),
        Said::Day { year: None, .. } => (first..last).any(has_capital) && syntax.pos(first) != Pos::Aux,
        Said::Year { .. } if last - first == 1 => is_year(syntax, first, is_recognised),
        Said::Length { count: 0, unit } => unit != Unit::Quarter && is_recognised,
        Said::Length { count: 1, unit: Unit::Quarter } => false,
        Said::Length { count: 1, unit: Unit::Day } => is_recognised,
        _ => true,
    }
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
