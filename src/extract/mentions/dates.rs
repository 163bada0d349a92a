//! Date expressions of a document with their days.

use jiff::civil::Date;

use super::{
    calendar::{Days, Direction, days},
    timex::{self, Said, Unit, Which},
};
use crate::model::{DatePrecision, Doc, Pos};

/// What a date expression tells, in the terms of `TimeML`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateType {
    /// A day or a longer stretch of the calendar.
    Date,
    /// A time of the day.
    Time,
    /// How long something lasts.
    Duration,
    /// Something that comes again and again.
    Set,
}

/// What the days of an expression were counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateAnchor {
    /// The day of publication.
    Published,
    /// The expression tells all by itself.
    Text,
    /// It has no days.
    None,
}

/// One date expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateExpression {
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// What it tells.
    pub kind: DateType,
    /// The TIMEX3 value: `2022-01-19`, `2022-W03`, `2021-12`, `P3M`, `PAST_REF`.
    pub value: String,
    /// The first and the last day and how exact they are.
    pub range: Option<(Date, Date, DatePrecision)>,
    /// What the days were counted from.
    pub anchor: DateAnchor,
}

/// No expression has more words than this.
const LONGEST: usize = 12;

/// All date expressions of a document, in order, counted from a publication date if that is known.
pub(super) fn find(doc: &Doc, published: Option<Date>) -> Vec<DateExpression> {
    let mut found = Vec::new();
    for sentence in doc.sentences() {
        let lower: Vec<String> = sentence.clone().map(|token| doc.word(token).to_lowercase()).collect();
        let mut at = 0;
        while at < lower.len() {
            let words: Vec<&str> = lower.iter().skip(at).take(LONGEST).map(String::as_str).collect();
            let first = sentence.start + at;
            let read = timex::read(&words).filter(|(length, said)| is_date(doc, first, first + length, *said));
            let Some((length, said)) = read else {
                at += 1;
                continue;
            };
            if let Some(expression) = resolve(doc, first, first + length, said, published) {
                found.push(expression);
            }
            at += length;
        }
    }
    found
}

fn resolve(doc: &Doc, first: usize, last: usize, said: Said, published: Option<Date>) -> Option<DateExpression> {
    let said = ahead_of_now(doc, first, said);
    let Days { value, range } = days(said, published, direction(doc, first))?;
    Some(DateExpression { first, last, kind: kind(said), value, range, anchor: anchor(said, range.is_some()) })
}

/// "in two days" is two days from now; "for two days" only a length.
fn ahead_of_now(doc: &Doc, first: usize, said: Said) -> Said {
    let Said::Length { count, unit } = said else { return said };
    let is_in = first.checked_sub(1).is_some_and(|before| doc.word(before).eq_ignore_ascii_case("in"));
    if is_in && count > 0 && direction(doc, first) == Direction::Future && !matches!(unit, Unit::Minute | Unit::Hour) {
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

fn anchor(said: Said, has_days: bool) -> DateAnchor {
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
fn is_date(doc: &Doc, first: usize, last: usize, said: Said) -> bool {
    let is_recognised = doc.entity_at(first).is_some_and(|entity| matches!(doc.entity_type(entity), "DATE" | "TIME"));
    match said {
        Said::Month { which: Which::Bare, year: None, .. } | Said::Season { .. } => {
            is_recognised
                || (has_capital(doc, last - 1) && doc.pos(last - 1) == Pos::Propn && is_in_place(doc, first, last))
        }
        Said::Month { .. } | Said::Weekday { .. } => {
            has_capital(doc, last - 1) || (first..last).any(|token| has_capital(doc, token))
        }
        Said::Day { year: None, .. } => {
            (first..last).any(|token| has_capital(doc, token)) && doc.pos(first) != Pos::Aux
        }
        Said::Year { .. } if last - first == 1 => is_year(doc, first, is_recognised),
        Said::Length { count: 0, unit } => unit != Unit::Quarter && is_recognised,
        Said::Length { count: 1, unit: Unit::Quarter } => false,
        Said::Length { count: 1, unit: Unit::Day } => is_recognised,
        _ => true,
    }
}

fn has_capital(doc: &Doc, token: usize) -> bool {
    doc.word(token).chars().next().is_some_and(char::is_uppercase)
}

/// A month alone: after a preposition or a part, and not before another name.
fn is_in_place(doc: &Doc, first: usize, last: usize) -> bool {
    let follows_name = last < doc.len() && doc.pos(last) == Pos::Propn;
    let before = first.checked_sub(1).map(|token| doc.word(token).to_lowercase()).unwrap_or_default();
    !follows_name
        && (last - first > 1
            || matches!(before.as_str(), "in" | "since" | "until" | "by" | "of" | "from" | "during" | "to" | "for"))
}

/// Four figures after a preposition of time, and no number of things.
fn is_year(doc: &Doc, token: usize, is_recognised: bool) -> bool {
    if matches!(doc.dep(token), "nummod" | "quantmod")
        && doc.head(token) > token
        && doc.pos(doc.head(token)) == Pos::Noun
        && !is_recognised
    {
        return false;
    }
    let before = token.checked_sub(1).map(|before| doc.word(before).to_lowercase()).unwrap_or_default();
    is_recognised
        || matches!(
            before.as_str(),
            "in" | "since"
                | "until"
                | "by"
                | "of"
                | "from"
                | "during"
                | "to"
                | "for"
                | "between"
                | "and"
                | "("
                | "the"
                | "before"
                | "after"
        )
}

/// Where the clause around a token places its event.
pub(super) fn direction(doc: &Doc, token: usize) -> Direction {
    let mut current = token;
    for _ in 0..doc.len() {
        if matches!(doc.pos(current), Pos::Verb | Pos::Aux)
            && let Some(direction) = direction_of(doc, current)
        {
            return direction;
        }
        let head = doc.head(current);
        if head == current {
            break;
        }
        current = head;
    }
    Direction::Unknown
}

/// The direction of a verb by its tense and auxiliaries; none where another verb above has to tell.
fn direction_of(doc: &Doc, verb: usize) -> Option<Direction> {
    let mut auxiliaries = doc.children_by(verb, &["aux", "auxpass"]).map(|token| doc.word(token).to_lowercase());
    if doc.tag(verb) == "VBN"
        && let Some(direction) = planned(&doc.lemma(verb).to_lowercase())
    {
        return Some(direction);
    }
    let mut has_to = false;
    let mut is_present = false;
    for auxiliary in auxiliaries.by_ref() {
        match auxiliary.as_str() {
            "will" | "'ll" | "’ll" | "wo" | "shall" | "may" | "might" | "could" | "would" | "should" | "can"
            | "must" => return Some(Direction::Future),
            "had" | "was" | "were" | "did" | "has" | "have" | "'ve" | "’ve" | "been" => return Some(Direction::Past),
            "to" => has_to = true,
            "is" | "are" | "am" | "'s" | "'re" | "’s" | "’re" => is_present = true,
            _ => {}
        }
    }
    match doc.tag(verb) {
        "VBD" => Some(Direction::Past),
        "VB" if has_to => Some(to_direction(doc, verb)),
        "VBG" if is_present => Some(Direction::Future),
        "VBN" if is_present => Some(Direction::Past),
        "VBZ" | "VBP" => {
            planned(&doc.lemma(verb).to_lowercase()).or_else(|| (doc.head(verb) == verb).then_some(Direction::Unknown))
        }
        _ => None,
    }
}

/// "plans to visit on Friday" is ahead; "to visit" in a headline too; what was "used to" is past.
fn to_direction(doc: &Doc, verb: usize) -> Direction {
    let head = doc.head(verb);
    if head == verb {
        return Direction::Future;
    }
    match doc.lemma(head).to_lowercase().as_str() {
        "use" | "fail" | "refuse" | "manage" | "begin" | "start" | "continue" | "force" | "help" | "seem"
        | "appear" => direction_of(doc, head).unwrap_or(Direction::Past),
        _ => Direction::Future,
    }
}

fn planned(lemma: &str) -> Option<Direction> {
    matches!(lemma, "plan" | "expect" | "schedule" | "due" | "set" | "intend" | "hope" | "slate" | "aim")
        .then_some(Direction::Future)
}
