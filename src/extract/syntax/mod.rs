//! The tree of a document as the engine reads it: typed labels, lemmas as numbers of the lexicon's vocabulary, phrases, clauses,
//! arguments and quotations. It is built once an article; mentions and events both read it.

#![allow(clippy::indexing_slicing, reason = "token positions are indices that the document itself handed out")]

mod arguments;
mod clauses;
mod labels;
mod phrases;
pub(crate) mod prepositions;
pub(crate) mod pronouns;
mod quotations;
mod time;
mod words;

use crate::{
    lexicon::{
        Lexicon,
        vocabulary::{WordId, Words},
    },
    model::{Doc, Pos, Span},
};

pub(crate) use labels::{Dep, EntityLabel, Tag};
pub(crate) use quotations::Quotations;
pub(crate) use time::{DAYS, MONTHS};

/// An annotated document with everything about it that the engine asks for again and again.
#[derive(Debug, Clone)]
pub(super) struct Syntax<'l> {
    pub(crate) doc: Doc,
    pub(crate) lexicon: &'l Lexicon,
    pub(crate) quotations: Quotations,
    /// Fewer than one word in 20 begins with a capital, so capitals mark no names.
    pub(crate) has_few_capitals: bool,
    deps: Vec<Dep>,
    tags: Vec<Tag>,
    words: Vec<WordId>,
    /// The label of each named entity.
    entities: Vec<EntityLabel>,
}

impl<'l> Syntax<'l> {
    /// Looks up every label and lemma of a document once.
    pub(crate) fn new(doc: Doc, lexicon: &'l Lexicon) -> Self {
        let labels = doc.labels();
        let deps: Vec<Dep> = labels.iter().map(Dep::from_text).collect();
        let tags: Vec<Tag> = labels.iter().map(Tag::from_text).collect();
        let entities = doc.entities().iter().map(|entity| EntityLabel::from_text(doc.entity_type(entity))).collect();
        let typed = |token: &crate::model::Token| {
            let dep = deps.get(usize::from(token.dep)).copied().unwrap_or(Dep::Other);
            (dep, tags.get(usize::from(token.tag)).copied().unwrap_or(Tag::Other))
        };
        let (deps, tags) = doc.tokens().iter().map(typed).unzip();
        let words = (0..doc.len()).map(|token| words::word_id(&doc, lexicon, token)).collect();
        let quotations = Quotations::find(&doc);
        let has_few_capitals = words::has_few_capitals(doc.text());
        Self { doc, lexicon, quotations, has_few_capitals, deps, tags, words, entities }
    }

    /// How a token depends on its head.
    pub(crate) fn dep(&self, token: usize) -> Dep {
        self.deps[token]
    }

    /// The fine-grained part of speech of a token.
    pub(crate) fn tag(&self, token: usize) -> Tag {
        self.tags[token]
    }

    /// The part of speech of a token.
    pub(crate) fn pos(&self, token: usize) -> Pos {
        self.doc.pos(token)
    }

    /// The type of the named entity that a token is part of.
    pub(crate) fn entity(&self, token: usize) -> Option<EntityLabel> {
        let number = self.doc.entity_number(token)?;
        self.entities.get(number).copied()
    }

    /// The number of a token's lemma; 0 when the lexicon does not know it.
    pub(crate) fn word(&self, token: usize) -> WordId {
        self.words[token]
    }

    /// The number of a token as it is written; 0 when the lexicon does not know it.
    pub(crate) fn form(&self, token: usize) -> WordId {
        self.lexicon.vocabulary.get(self.doc.word(token))
    }

    /// Whether the lemma of a token is in a set of the lexicon.
    pub(crate) fn is_in(&self, token: usize, words: &Words) -> bool {
        words.contains(self.words[token])
    }

    /// The token that a token depends on; itself for a root.
    pub(crate) fn head(&self, token: usize) -> usize {
        self.doc.head(token)
    }

    /// The tokens that depend on a token, in order.
    pub(crate) fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.doc.children(token)
    }

    /// The dependents of a token with this label, in order.
    pub(crate) fn children_by(&self, token: usize, dep: Dep) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.doc.children(token).filter(move |child| self.deps[*child] == dep)
    }

    /// The dependents of a token with one of these labels, in order.
    pub(crate) fn children_among<'s>(
        &'s self,
        token: usize,
        deps: &'s [Dep],
    ) -> impl DoubleEndedIterator<Item = usize> + 's {
        self.doc.children(token).filter(|child| deps.contains(&self.deps[*child]))
    }

    /// The first dependent of a token with this label.
    pub(crate) fn child_by(&self, token: usize, dep: Dep) -> Option<usize> {
        self.children_by(token, dep).next()
    }

    /// The first subject of an active verb.
    pub(crate) fn active_subject(&self, verb: usize) -> Option<usize> {
        self.children(verb).find(|child| self.dep(*child).is_active_subject())
    }

    /// Whether a token is a verb or an auxiliary.
    pub(crate) fn is_verb(&self, token: usize) -> bool {
        matches!(self.pos(token), Pos::Verb | Pos::Aux)
    }

    /// Whether a word, in any case, is written like this (lower case).
    pub(crate) fn is_written(&self, token: usize, word: &str) -> bool {
        self.doc.word(token).eq_ignore_ascii_case(word)
    }

    /// Whether a word, in any case, is written like one of these (lower case).
    pub(crate) fn is_any(&self, token: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_written(token, word))
    }

    /// The bytes of a token.
    pub(crate) fn span(&self, token: usize) -> Span {
        self.span_of(token, token + 1)
    }

    /// The bytes of the tokens `first..last`.
    pub(crate) fn span_of(&self, first: usize, last: usize) -> Span {
        let tokens = self.doc.tokens().get(first..last).unwrap_or_default();
        Span {
            start: tokens.first().map_or(0, |token| token.start as usize),
            end: tokens.last().map_or(0, |token| token.end as usize),
        }
    }
}
