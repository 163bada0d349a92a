//! Stray full stops go; spaced ones become an ellipsis.

use super::{ABBREVIATIONS, is_closing, letter};
use crate::extract::markup::Letter;

/// Words with which no sentence begins in lower case: a full stop before them is a slip.
const NEVER_FIRST: &[&str] = &["of", "which", "who", "whom", "whose", "than", "and", "or", "to", "into", "by"];

/// Stray full stops go; spaced ones become an ellipsis.
pub(super) fn drop_stray(letters: &[Letter]) -> Vec<Letter> {
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&(this, source)) = letters.get(at) {
        if this != '.' {
            made.push((this, source));
            at += 1;
            continue;
        }
        let (dots, end) = run_of_dots(letters, at);
        let ends_word = letter(letters, end).is_none_or(|next| next == ' ' || is_closing(next));
        if dots.len() >= 3 {
            made.extend(dots.iter().map(|at| ('.', *at)));
        } else if !ends_word {
            made.extend(letters.get(at..end).unwrap_or_default());
        } else if !is_debris(&made) && !is_slip(&made, letters, end) {
            while made.last().is_some_and(|(last, _)| *last == ' ') {
                made.pop();
            }
            made.push(('.', source));
        }
        at = end;
    }
    made
}

/// The sources of the dots of a run, spaces between them allowed, and where the run ends.
fn run_of_dots(letters: &[Letter], from: usize) -> (Vec<usize>, usize) {
    let (mut dots, mut end, mut at) = (Vec::new(), from, from);
    while let Some(&(this, source)) = letters.get(at) {
        match this {
            '.' => {
                dots.push(source);
                end = at + 1;
            }
            ' ' => {}
            _ => break,
        }
        at += 1;
    }
    // "end. .5 percent": a dot that begins a number or a name belongs to it.
    if dots.len() > 1
        && letter(letters, end).is_some_and(char::is_alphanumeric)
        && letter(letters, end - 2) == Some(' ')
    {
        dots.pop();
        end -= 2;
    }
    (dots, end)
}

/// What stands before is ended already: a full stop here says nothing.
fn is_debris(made: &[Letter]) -> bool {
    let mut before = made.iter().rev().map(|(letter, _)| *letter).skip_while(|letter| *letter == ' ').peekable();
    let Some(&last) = before.peek() else { return true };
    let is_spaced = made.last().is_some_and(|(letter, _)| *letter == ' ');
    let ended =
        before.find(|letter| !is_closing(*letter)).is_some_and(|letter| matches!(letter, '.' | '?' | '!' | '…'));
    ended && (is_spaced || !is_closing(last) && last != '…')
}

/// A lower-case word that begins no sentence follows, and the word before is no abbreviation.
fn is_slip(made: &[Letter], letters: &[Letter], end: usize) -> bool {
    let next: String =
        letters.iter().skip(end + 1).map(|(letter, _)| *letter).take_while(|letter| letter.is_alphabetic()).collect();
    if letter(letters, end) != Some(' ') || !NEVER_FIRST.contains(&next.as_str()) {
        return false;
    }
    let word: Vec<char> = made
        .iter()
        .rev()
        .map(|(letter, _)| *letter)
        .take_while(|letter| letter.is_alphabetic() || *letter == '.')
        .collect();
    let word: String = word.iter().rev().collect();
    word.len() > 3 && word.chars().all(char::is_lowercase) && !ABBREVIATIONS.contains(&word.as_str())
}
