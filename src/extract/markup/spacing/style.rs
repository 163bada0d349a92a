//! How a text is written as a whole.

use super::letter;
use crate::extract::markup::Letter;

/// How a text is written as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Most of its commas and full stops have a space before them.
    pub(super) is_tokenised: bool,
    /// Its quotations open with two backticks.
    pub(super) has_backticks: bool,
}

/// The style of a text's paragraphs.
pub(crate) fn style<'a>(blocks: impl Iterator<Item = &'a [Letter]>) -> Style {
    let (mut marks, mut spaced, mut has_backticks) = (0, 0, false);
    for letters in blocks {
        for (at, pair) in letters.windows(2).enumerate() {
            match pair {
                [(before, _), (',', _)] => {
                    marks += 1;
                    spaced += usize::from(*before == ' ');
                }
                // Only the full stop at the end of a word: not the ones of "U.S." and "3.5".
                [(before, _), ('.', _)] if letter(letters, at + 2).is_none_or(char::is_whitespace) => {
                    marks += 1;
                    spaced += usize::from(*before == ' ');
                }
                [('`', _), ('`', _)] => has_backticks = true,
                _ => {}
            }
        }
    }
    Style { is_tokenised: spaced >= 2 && spaced * 2 > marks, has_backticks }
}
