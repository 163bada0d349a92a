//! The brackets and quotation marks of treebanks become ordinary ones.

use super::{Style, letter, starts_with};
use crate::extract::markup::Letter;

/// "-LRB-" and the like.
pub(super) fn brackets(letters: &[Letter]) -> Vec<Letter> {
    const NAMES: [(&str, char); 6] =
        [("-LRB-", '('), ("-RRB-", ')'), ("-LSB-", '['), ("-RSB-", ']'), ("-LCB-", '{'), ("-RCB-", '}')];
    let mut made = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(&(this, source)) = letters.get(at) {
        if let Some((name, bracket)) = NAMES.iter().find(|(name, _)| this == '-' && starts_with(letters, at, name)) {
            made.push((*bracket, source));
            at += name.len();
        } else {
            made.push((this, source));
            at += 1;
        }
    }
    made
}

/// Two backticks and two apostrophes become “ and ”, or straight ones where there are no backticks; in a tokenised text
/// straight quotation marks are joined to what they enclose, by turns.
pub(super) fn quotes(letters: &[Letter], style: Style) -> Vec<Letter> {
    let mut has_opening = letters.windows(2).any(|pair| matches!(pair, [('`', _), ('`', _)]));
    let mut made: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut at = 0;
    let mut is_open = false;
    while let Some(&(this, source)) = letters.get(at) {
        let next = letter(letters, at + 1);
        has_opening |= this == '“';
        at += 1;
        match (this, next) {
            ('`', Some('`')) => {
                made.push(('“', source));
                at += 1 + usize::from(letter(letters, at + 1) == Some(' '));
            }
            ('\'', Some('\'')) => {
                at += 1;
                if style.has_backticks || has_opening {
                    close(&mut made, '”', source);
                } else {
                    made.push(('"', source));
                }
            }
            ('"', _) if style.is_tokenised => {
                if is_open {
                    close(&mut made, '"', source);
                } else {
                    made.push((this, source));
                    at += usize::from(next == Some(' '));
                }
                is_open = !is_open;
            }
            ('“', Some(' ')) => {
                made.push((this, source));
                at += 1;
            }
            ('”', _) => close(&mut made, '”', source),
            _ => made.push((this, source)),
        }
    }
    made
}

/// A closing mark is adjacent to what it ends.
fn close(made: &mut Vec<Letter>, mark: char, source: usize) {
    if made.len() > 1 && made.last().is_some_and(|(last, _)| *last == ' ') {
        made.pop();
    }
    made.push((mark, source));
}
