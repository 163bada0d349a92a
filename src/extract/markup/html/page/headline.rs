//! Where the headline of a page is.

use super::prose::is_heading;
use crate::extract::markup::html::outline::Outline;

/// A page has its headline among its first pieces of text, or among none.
const SEARCHED: usize = 4000;
/// A text that repeats the title of the page has at least this number of letters.
const LEAST: usize = 8;

/// The piece that is the headline.
#[derive(Debug)]
pub(super) struct Headline {
    /// Its number among the pieces.
    pub(super) piece: usize,
    element: Option<usize>,
}

impl Headline {
    /// The heading that the title of the page repeats; else any text that it does; else the only `h1` that is no link.
    pub(super) fn of(outline: &Outline) -> Option<Self> {
        let title = letters(&outline.title);
        let pieces = || outline.pieces.iter().enumerate().take(SEARCHED);
        let repeats = |text: &str| {
            let own = letters(text);
            own.len() >= LEAST && (title.contains(&own) || title.len() >= LEAST && own.contains(&title))
        };
        let is_h1 = |element| outline.around(element).take(6).any(|(_, element)| element.name == "h1");
        let repeated = || pieces().filter(|(_, piece)| piece.letters.len() < 400 && repeats(&piece.text()));
        let mut first = repeated().filter(|(_, piece)| is_h1(piece.element));
        let mut heading = repeated().filter(|(_, piece)| is_heading(outline, piece) && piece.linked == 0);
        let mut other = repeated().filter(|(_, piece)| piece.linked == 0);
        let mut only = pieces().filter(|(_, piece)| is_h1(piece.element) && piece.linked == 0);
        let (index, piece) =
            first.next().or_else(|| heading.next()).or_else(|| other.next()).or_else(|| only.next())?;
        Some(Self { piece: index, element: piece.element })
    }

    /// Whether it is in an element.
    pub(super) fn is_in(&self, outline: &Outline, element: usize) -> bool {
        outline.is_within(self.element, element)
    }
}

/// Letters and digits in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
