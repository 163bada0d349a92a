//! The numbers of a sentence: their words, their bounds, and what they are numbers of.

use std::ops::Range;

use smol_str::SmolStr;

use super::bounds;
use crate::extract::syntax::{Dep, EntityLabel, Syntax, Tag};

/// What a number is a number of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// What its noun names.
    Count,
    /// Money, in a currency (ISO 4217).
    Money(SmolStr),
    /// Hundredths.
    Percent,
}

/// A number with its bounds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// Its first token, words for bounds among them.
    pub first: usize,
    /// One past its last token.
    pub last: usize,
    /// The token that carries it in the tree.
    pub head: usize,
    /// The number; none where the text gives bounds alone.
    pub value: Option<f64>,
    /// The least number.
    pub min: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
    /// What it is a number of.
    pub unit: Unit,
}

/// The numbers of a sentence, in order.
pub(super) fn find(syntax: &Syntax<'_>, sentence: Range<usize>) -> Vec<Number> {
    let scan = Scan { syntax, sentence: sentence.clone() };
    let (mut numbers, mut at) = (Vec::new(), sentence.start);
    while at < sentence.end {
        let Some(written) = scan.written(at) else {
            at += 1;
            continue;
        };
        let (number, next) = bounds::bounded(&scan, &written);
        numbers.extend(number.filter(|number| scan.is_number(number)));
        at = next.max(at + 1);
    }
    numbers
}

/// A sentence that is read for numbers.
pub(super) struct Scan<'a> {
    pub syntax: &'a Syntax<'a>,
    pub sentence: Range<usize>,
}

impl Scan<'_> {
    /// The words of a token; empty outside the sentence.
    pub(super) fn word(&self, token: usize) -> &str {
        if self.sentence.contains(&token) { self.syntax.doc.word(token) } else { "" }
    }

    /// Whether a number counts or measures: no year, date, age, ordinal label, address or part of a name.
    fn is_number(&self, number: &Number) -> bool {
        if number.unit != Unit::Count {
            return true;
        }
        let syntax = self.syntax;
        let noun = syntax.head(number.head);
        let counts_noun =
            syntax.dep(number.head) == Dep::Nummod && noun > number.head && syntax.tag(noun).is_plural_noun();
        let before = if number.first > self.sentence.start { self.word(number.first - 1) } else { "" };
        if before.eq_ignore_ascii_case("no") || matches!(before, "any" | "aged" | "#") {
            return false;
        }
        // In "both protesters and soldiers", "both" is not a number.
        if syntax.is_any(number.first, &["both"]) && syntax.child_by(noun, Dep::Conj).is_some() {
            return false;
        }
        // "a 14-year-old", "a two-day visit".
        if self.word(number.last) == "-" && !counts_noun {
            return false;
        }
        let is_of_a_name = matches!(
            syntax.entity(number.head),
            Some(
                EntityLabel::Facility
                    | EntityLabel::Law
                    | EntityLabel::Product
                    | EntityLabel::Event
                    | EntityLabel::Person
                    | EntityLabel::WorkOfArt
            )
        );
        let is_temporal = syntax.is_temporal(number.head) && (!counts_noun || syntax.is_temporal(noun));
        // "Article 14", "July 22": the number names its noun.
        let is_label = noun < number.first
            && matches!(syntax.dep(number.head), Dep::Nummod | Dep::Appos)
            && !syntax.tag(noun).is_plural_noun()
            && syntax.tag(noun) != Tag::Cd;
        !is_temporal && (counts_noun || !is_of_a_name && !is_label)
    }
}
