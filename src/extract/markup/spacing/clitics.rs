//! Ends of words that were cut off, and words that a hyphen joins.

use super::{letter, starts_with};
use crate::extract::markup::Letter;

/// Ends of words that tokenisers cut off, without the apostrophe.
const CUT_OFF: &[&str] = &["s", "re", "ve", "ll", "d", "m", "S"];

/// "did n't" → "didn't", "Riga 's" → "Riga's"; in a tokenised text also "the workers ' union" and "I' m".
pub(super) fn join(letters: &[Letter], is_tokenised: bool) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, &(this, source)) in letters.iter().enumerate() {
        let after_letter = made.last().is_some_and(|(last, _)| last.is_alphanumeric());
        let drop = this == ' ' && after_letter && joins_before(letters, at + 1, is_tokenised, made.last())
            || this == ' ' && (is_tokenised && joins_behind(letters, at) || ends_apart(letters, at));
        if !drop {
            made.push((this, source));
        }
    }
    made
}

fn is_apostrophe(letter: Option<char>) -> bool {
    matches!(letter, Some('\'' | '’'))
}

/// Whether one of the cut-off ends stands at a position, followed by the end of a word.
fn is_cut_off(letters: &[Letter], at: usize) -> bool {
    CUT_OFF
        .iter()
        .any(|end| starts_with(letters, at, end) && !letter(letters, at + end.len()).is_some_and(char::is_alphanumeric))
}

fn joins_before(letters: &[Letter], at: usize, is_tokenised: bool, last: Option<&Letter>) -> bool {
    let not = (starts_with(letters, at, "n't") || starts_with(letters, at, "n’t"))
        && !letter(letters, at + 3).is_some_and(char::is_alphanumeric);
    let possessive = is_apostrophe(letter(letters, at))
        && letter(letters, at + 1) == Some('s')
        && !letter(letters, at + 2).is_some_and(char::is_alphanumeric);
    let apart = ends_apart(letters, at + 1);
    let other = is_tokenised && is_apostrophe(letter(letters, at)) && is_cut_off(letters, at + 1);
    let plural = is_tokenised
        && is_apostrophe(letter(letters, at))
        && letter(letters, at + 1) == Some(' ')
        && last.is_some_and(|(last, _)| *last == 's');
    not || possessive || apart || other || plural
}

/// "Riga ’ s": the space behind the apostrophe.
fn ends_apart(letters: &[Letter], at: usize) -> bool {
    let before = at.checked_sub(3).and_then(|at| letter(letters, at));
    before.is_some_and(char::is_alphanumeric)
        && letter(letters, at - 2) == Some(' ')
        && is_apostrophe(letter(letters, at - 1))
        && letter(letters, at) == Some(' ')
        && letter(letters, at + 1) == Some('s')
        && letter(letters, at + 2).is_none_or(|next| next == ' ')
}

/// "I' m": the space behind the apostrophe.
fn joins_behind(letters: &[Letter], at: usize) -> bool {
    let before = at.checked_sub(2).and_then(|at| letter(letters, at));
    at > 1
        && is_apostrophe(letter(letters, at - 1))
        && before.is_some_and(char::is_alphabetic)
        && before != Some('s')
        && is_cut_off(letters, at + 1)
}

/// "two - year" → "two-year".
pub(super) fn join_hyphenated(letters: &[Letter]) -> Vec<Letter> {
    let is_between = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| letter(letters, at));
        let behind = letter(letters, at + 3);
        starts_with(letters, at, " - ")
            && before.is_some_and(char::is_alphanumeric)
            && behind.is_some_and(char::is_alphanumeric)
    };
    let is_dropped = |at: usize| is_between(at) || at.checked_sub(2).is_some_and(is_between);
    letters.iter().enumerate().filter(|(at, _)| !is_dropped(*at)).map(|(_, letter)| *letter).collect()
}
