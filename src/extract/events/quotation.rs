//! Quotations: what stands inside quotation marks, and who speaks there when the quotation has several sentences.

use super::{attribution::by_verb, syntax::Syntax};
use crate::model::{Claim, Pos};

/// The quotations and paragraphs of a document.
#[derive(Debug)]
pub(super) struct Quotes {
    /// For every token, whether it is inside quotation marks.
    inside: Vec<bool>,
    /// The tokens that are inside where the one before is not, or the other way round.
    turns: Vec<usize>,
    /// For every token, the number of its paragraph.
    paragraphs: Vec<u32>,
}

impl Quotes {
    /// Finds the quotations of a document. A paragraph ends a quotation that nothing else ended.
    pub fn find(syntax: &Syntax<'_>) -> Self {
        let (mut is_open, mut paragraph) = (false, 0);
        let (mut inside, mut paragraphs) = (Vec::new(), Vec::new());
        for token in 0..syntax.doc.len() {
            let word = syntax.doc.word(token);
            match word {
                "“" | "``" | "«" => is_open = true,
                "”" | "''" | "»" => is_open = false,
                "\"" => is_open = !is_open,
                _ if syntax.pos(token) == Pos::Space && word.contains('\n') => {
                    (is_open, paragraph) = (false, paragraph + 1);
                }
                _ => {}
            }
            inside.push(is_open);
            paragraphs.push(paragraph);
        }
        let turns = (1..).zip(inside.windows(2)).filter(|(_, pair)| matches!(pair, [one, other] if one != other));
        let turns = turns.map(|(token, _)| token).collect();
        Self { inside, turns, paragraphs }
    }

    /// Whether a token is inside quotation marks.
    pub fn contains(&self, token: usize) -> bool {
        self.inside.get(token).copied().unwrap_or(false)
    }

    /// The speaker, the verb and its claim of the quotation that a token stands in: "“We …. We will attack,” the **general**
    /// said", "the **general** said: “…”", "“…,” the **general** said. “We will attack.”"
    pub fn speech(&self, syntax: &Syntax<'_>, token: usize) -> Option<(usize, usize, Claim)> {
        if !self.contains(token) {
            return None;
        }
        let next = self.turns.partition_point(|turn| *turn <= token);
        let first = next.checked_sub(1).and_then(|turn| self.turns.get(turn)).copied().unwrap_or(0);
        let end = self.turns.get(next).copied().unwrap_or(self.inside.len());
        let (opening, closing) = (syntax.doc.sentence_of(first), syntax.doc.sentence_of(end.saturating_sub(1)));
        let before = opening.checked_sub(1).filter(|before| self.quotes_in(syntax, *before, token));
        [Some(closing), Some(opening), before]
            .into_iter()
            .flatten()
            .find_map(|sentence| self.outside(syntax, sentence, token).find_map(|verb| by_verb(syntax, verb)))
    }

    /// Whether a sentence of the same paragraph has a quotation of its own.
    fn quotes_in(&self, syntax: &Syntax<'_>, sentence: usize, token: usize) -> bool {
        let range = syntax.doc.sentences().get(sentence).cloned().unwrap_or_default();
        range.into_iter().any(|other| self.contains(other) && self.is_beside(other, token))
    }

    /// The tokens of a sentence that stand in the same paragraph and outside of quotation marks.
    fn outside<'s>(&'s self, syntax: &Syntax<'_>, sentence: usize, token: usize) -> impl Iterator<Item = usize> + 's {
        let range = syntax.doc.sentences().get(sentence).cloned().unwrap_or_default();
        range.filter(move |other| !self.contains(*other) && self.is_beside(*other, token))
    }

    fn is_beside(&self, one: usize, other: usize) -> bool {
        self.paragraphs.get(one) == self.paragraphs.get(other)
    }
}
