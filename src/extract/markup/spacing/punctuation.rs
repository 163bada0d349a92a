//! No space precedes what closes, and none follows what opens.

use super::{is_closing, letter};
use crate::extract::markup::Letter;

/// No space before what closes, none behind what opens.
pub(super) fn close_up(letters: &[Letter]) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    for (at, &(this, source)) in letters.iter().enumerate() {
        let (last, next) = (made.last().map(|(letter, _)| *letter), letter(letters, at + 1));
        let drop = this == ' '
            && (matches!(last, Some('(' | '[')) || before_closing(letters, at, last, next) || is_amount(&made, next));
        let doubled = this == ',' && last == Some(',');
        if !drop && !doubled {
            made.push((this, source));
        }
    }
    made
}

fn before_closing(letters: &[Letter], at: usize, last: Option<char>, next: Option<char>) -> bool {
    let then = letter(letters, at + 2);
    // "left ?…": what follows ends it with the word, and may be cut off later.
    let ends = then.is_none_or(|then| then == ' ' || is_closing(then) || matches!(then, '.' | '…' | '?' | '!'));
    // "left Riga .Then": the space stands on the wrong side.
    let parts = || {
        last.is_some_and(char::is_alphanumeric)
            && then.is_some_and(char::is_uppercase)
            && letter(letters, at + 3).is_some_and(char::is_lowercase)
    };
    match next {
        Some(')' | ']') => true,
        Some('.') => parts(),
        Some(',' | ';' | '?' | '!') => ends || parts(),
        Some(':') => ends && last.is_some_and(char::is_alphanumeric),
        Some('%') => last.is_some_and(|last| last.is_ascii_digit()),
        _ => false,
    }
}

/// "$ 200": the sign of a currency before a number, unless it follows a number itself.
fn is_amount(made: &[Letter], next: Option<char>) -> bool {
    let mut before = made.iter().rev().map(|(letter, _)| *letter);
    matches!(before.next(), Some('$' | '£' | '€' | '¥'))
        && next.is_some_and(|next| next.is_ascii_digit())
        && !before.find(|letter| *letter != ' ').is_some_and(|letter| letter.is_ascii_digit())
}
