//! What bounds a number: "at least", "up to", "between 30 and 40", "two or three".

use super::{
    numerals::{Number, Scan, Unit},
    written::Written,
};
use crate::lexicon::NumberWord;

/// The most groups of words before a number that are read as bounds: "at least some".
const GROUPS: usize = 3;
/// The most words of a group: "in excess of".
const WORDS: usize = 3;

/// A number that may be a year.
fn is_year(written: &Written) -> bool {
    written.is_bare && (1800.0..2100.0).contains(&written.value) && written.currency.is_none()
}

/// The number that tokens write with what bounds it, and the token behind both.
pub(super) fn bounded(scan: &Scan<'_>, written: &Written) -> (Option<Number>, usize) {
    let (first, last) = (written.first, written.last);
    let link = scan.word(last);
    let before = if first > scan.sentence.start { scan.word(first - 1) } else { "" };
    let is_between = before.eq_ignore_ascii_case("between");
    let links = match link {
        "and" => is_between,
        "to" => !before.eq_ignore_ascii_case("from"),
        "or" | "-" | "–" | "—" => true,
        _ => false,
    };
    let second = if links { scan.written(last + 1) } else { None };
    if let Some(end) = share(scan, written) {
        return (None, end);
    }
    let Some(second) = second else { return (single(scan, written), last) };
    let factor = if (written.scale - 1.0).abs() < 0.5 && second.scale > written.value { second.scale } else { 1.0 };
    let (low, high) = (written.value * factor, second.value);
    let next = second.last;
    let is_range = low < high && !(is_year(written) && is_year(&second)) && !written.is_several;
    if !is_range {
        // "3-2" is a score, "1914-1918" a time.
        let is_mark = matches!(link, "-" | "–" | "—");
        return if is_mark { (None, next) } else { (single(scan, written), last) };
    }
    let first = if is_between { first - 1 } else { first };
    let unit = unit(&[written, &second]);
    let number = Number { first, last: next, head: first, value: None, min: Some(low), max: Some(high), unit };
    (Some(placed(scan, number, written.first)), next)
}

/// "**one in** ten prisoners": a share is no number of people.
///
/// Gives one past its last token.
fn share(scan: &Scan<'_>, written: &Written) -> Option<usize> {
    let (first, last) = (written.first, written.last);
    let is_one = (written.value - 1.0).abs() < f64::EPSILON && written.currency.is_none();
    let follows_verb = first > scan.sentence.start && scan.syntax.is_verb(first - 1);
    let every = last + 1 + usize::from(scan.word(last + 1) == "every");
    let of = || scan.written(every).filter(|of| of.value > written.value && of.currency.is_none());
    if is_one && scan.word(last) == "in" && !follows_verb { of().map(|of| of.last) } else { None }
}

/// A number that stands alone.
fn single(scan: &Scan<'_>, written: &Written) -> Option<Number> {
    let value = written.value;
    let mut number = Number {
        first: written.first,
        last: written.last,
        head: written.first,
        value: Some(value).filter(|_| !written.is_several),
        min: Some(value).filter(|_| written.is_several || written.is_least),
        max: None,
        unit: unit(&[written]),
    };
    number.first = bounds_before(scan, &mut number, value);
    bounds_behind(scan, &mut number, value);
    let number = placed(scan, number, written.first);
    let noun = scan.syntax.head(number.head);
    let counts = noun >= number.last && scan.syntax.tag(noun).is_plural_noun();
    (!is_year(written) || counts).then_some(number)
}

/// Reads the words before a number; gives its first token with them.
fn bounds_before(scan: &Scan<'_>, number: &mut Number, value: f64) -> usize {
    let mut first = number.first;
    for _ in 0..GROUPS {
        let listed = (1..=WORDS).rev().find_map(|width| {
            let from = first.checked_sub(width).filter(|from| *from >= scan.sentence.start)?;
            let word = scan.syntax.lexicon.numbers.word(scan.syntax.doc.slice(from, first))?;
            matches!(word, NumberWord::Least | NumberWord::Most | NumberWord::About).then_some((from, word))
        });
        let Some((from, word)) = listed else { break };
        match word {
            NumberWord::Least => number.min = Some(value),
            NumberWord::Most => (number.value, number.min, number.max) = (None, None, Some(value)),
            _ => {}
        }
        first = from;
    }
    first
}

/// "200 or more".
fn bounds_behind(scan: &Scan<'_>, number: &mut Number, value: f64) {
    if scan.word(number.last) != "or" {
        return;
    }
    match scan.word(number.last + 1) {
        "more" => number.min = Some(value),
        "fewer" | "less" => (number.value, number.min, number.max) = (None, None, Some(value)),
        _ => return,
    }
    number.last += 2;
}

fn unit(written: &[&Written]) -> Unit {
    if let Some(currency) = written.iter().find_map(|one| one.currency.clone()) {
        return Unit::Money(currency);
    }
    if written.iter().any(|one| one.is_percent) { Unit::Percent } else { Unit::Count }
}

/// A number with the token that carries it.
fn placed(scan: &Scan<'_>, number: Number, core: usize) -> Number {
    let head = scan.syntax.head_of(core..number.last).unwrap_or(core);
    Number { head, ..number }
}
