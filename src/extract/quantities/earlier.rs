//! Numbers of people that an earlier phrase gives: "Two women were robbed. **The women** left", "**They** left".

use super::{
    numerals,
    people::{Counted, People, of_number},
};
use crate::extract::{
    mentions::Mentions,
    syntax::{Dep, pronouns},
};

/// Number of sentences before a phrase that are searched for its number.
const BACK: usize = 8;

impl Counted<'_> {
    /// The people whom a pronoun or a definite noun phrase without a number takes up, as an earlier phrase counts them.
    pub(super) fn counted_before(&self, token: usize) -> Option<People> {
        let mentions = self.mentions?;
        if self.syntax.is_any(token, pronouns::PLURAL) {
            return self.of_antecedent(mentions, token);
        }
        if !self.points_back(token) {
            return None;
        }
        let sentence = self.syntax.doc.sentence_of(token);
        let mut counts = (sentence.saturating_sub(BACK)..=sentence).rev().flat_map(|before| self.counts(before, token));
        let last = counts.next()?;
        // Two groups of the same noun: either may be meant.
        let bounds = |people: &People| (people.value, people.min, people.max);
        counts.all(|other| bounds(&other) == bounds(&last)).then_some(last)
    }

    /// Whether nothing in a plural noun phrase but its determiner says who is meant.
    fn points_back(&self, token: usize) -> bool {
        let syntax = self.syntax;
        let is_plain =
            |child: usize| matches!(syntax.dep(child), Dep::Det | Dep::Predet | Dep::Punct | Dep::Conj | Dep::Cc);
        let is_definite = |child: usize| syntax.is_any(child, &["the", "these", "those"]);
        syntax.tag(token).is_plural_noun()
            && !self.is_body(token)
            && syntax.children_by(token, Dep::Det).any(is_definite)
            && syntax.children(token).all(is_plain)
    }

    /// The counted phrases of a sentence that stand before a noun and have its lemma, last first.
    fn counts(&self, sentence: usize, noun: usize) -> Vec<People> {
        let syntax = self.syntax;
        let range = syntax.doc.sentences().get(sentence).cloned().unwrap_or_default();
        let lemma = syntax.doc.lemma(noun);
        let is_same = |token: &usize| *token < noun && syntax.doc.lemma(*token).eq_ignore_ascii_case(lemma);
        let same: Vec<usize> = range.clone().filter(is_same).collect();
        if same.is_empty() {
            return Vec::new();
        }
        let numbers = numerals::find(syntax, range);
        let counted = Counted { syntax, numbers: &numbers, mentions: None };
        let count = |token: &usize| counted.number_of(*token).map(|number| of_number(syntax, number));
        same.iter().rev().filter_map(count).collect()
    }

    /// The people of the last phrase that a pronoun stands for.
    fn of_antecedent(&self, mentions: &Mentions, pronoun: usize) -> Option<People> {
        let syntax = self.syntax;
        let phrase = mentions.antecedent(syntax, pronoun)?.head;
        let sentence = syntax.doc.sentences().get(syntax.doc.sentence_of(phrase))?.clone();
        let numbers = numerals::find(syntax, sentence);
        Counted { syntax, numbers: &numbers, mentions: None }.told(phrase)
    }
}
