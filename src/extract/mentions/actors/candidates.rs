//! Which tokens are mentions of somebody or something, and of what sort.

use super::{names::KnownWords, people::Named};
use crate::{
    extract::syntax::{Dep, Syntax},
    model::Pos,
};

/// A token that is to become a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    /// A part of a person's name: the number of the named place.
    Person(usize),
    /// A noun phrase, by its head.
    Phrase(usize),
    /// A pronoun.
    Pronoun,
    /// A country or body named inside a phrase: "the Russian attack", "the NATO summit".
    InnerName,
}

/// The candidates of a document.
#[derive(Debug)]
pub(super) struct Candidates<'a> {
    known: &'a KnownWords<'a>,
    /// For every token, the number of the named place that it is part of.
    named_at: Vec<Option<usize>>,
    /// For every token, the first one from there that heads a phrase.
    next_heads: Vec<usize>,
}

impl<'a> Candidates<'a> {
    /// Of a document in which these persons are named.
    pub(super) fn new(known: &'a KnownWords<'a>, named: &[Named]) -> Self {
        let mut named_at = vec![None; known.syntax.doc.len()];
        for (number, name) in named.iter().enumerate() {
            for slot in named_at.iter_mut().take(name.last).skip(name.first) {
                *slot = Some(number);
            }
        }
        Self { known, named_at, next_heads: next_heads(known.syntax) }
    }

    /// The number of the named place that a token is part of.
    pub(super) fn named_at(&self, token: usize) -> Option<usize> {
        self.named_at.get(token).copied().flatten()
    }

    /// What a token is to become.
    pub(super) fn at(&self, token: usize) -> Option<Candidate> {
        let (known, syntax) = (self.known, self.known.syntax);
        if let Some(number) = self.named_at(token) {
            return Some(Candidate::Person(number));
        }
        if let Some(head) = self.head_of_name(token) {
            return Some(Candidate::Phrase(head));
        }
        if self.is_inside_role(token) {
            return None;
        }
        if syntax.pos(token) == Pos::Pron && known.name(token).is_none() {
            return Some(Candidate::Pronoun);
        }
        if syntax.heads_phrase(token) {
            return Some(Candidate::Phrase(token));
        }
        let next_head = self.next_heads.get(token).copied().unwrap_or(usize::MAX);
        let is_name = known.name(token).is_some_and(|found| found.first == token && found.last <= next_head);
        is_name.then_some(Candidate::InnerName)
    }

    /// The token that heads a name of several words which begins here, where that name heads a phrase.
    fn head_of_name(&self, token: usize) -> Option<usize> {
        let syntax = self.known.syntax;
        let found = self.known.name(token).filter(|found| found.first == token && found.last - found.first > 1)?;
        syntax.head_of(found.first..found.last).filter(|head| syntax.heads_phrase(*head))
    }

    /// "health" in "ministry of health" is nothing of its own.
    fn is_inside_role(&self, token: usize) -> bool {
        let syntax = self.known.syntax;
        let mut above = syntax.head(token);
        if syntax.dep(above) == Dep::Prep {
            above = syntax.head(above);
        }
        self.known.role(token).is_some_and(|role| {
            role.last - role.first > 1 && above != token && (role.first..role.last).contains(&above)
        })
    }
}

fn next_heads(syntax: &Syntax<'_>) -> Vec<usize> {
    let mut heads = vec![usize::MAX; syntax.doc.len()];
    let mut next = usize::MAX;
    for (token, slot) in heads.iter_mut().enumerate().rev() {
        next = if syntax.heads_phrase(token) { token } else { next };
        *slot = next;
    }
    heads
}
