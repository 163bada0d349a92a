//! A sentence as the ranker sees it: masked words, and the way between two of them in the tree.

use std::ops::Range;

use smol_str::SmolStr;

use super::super::{
    slots,
    syntax::{Dep, Syntax},
};
use crate::{
    extract::mentions::Mentions,
    model::{MentionKind, Pos},
};

/// A sentence with its words masked: names stand as the kind of what they name, so that no name is learnt.
pub(super) struct View<'a> {
    pub syntax: &'a Syntax<'a>,
    pub mentions: &'a Mentions,
    pub range: Range<usize>,
    words: Vec<SmolStr>,
}

impl<'a> View<'a> {
    /// The view of one sentence.
    pub fn new(syntax: &'a Syntax<'a>, mentions: &'a Mentions, range: Range<usize>) -> Self {
        let words = range.clone().map(|token| masked(syntax, token)).collect();
        Self { syntax, mentions, range, words }
    }

    /// The lemma of a token, or what a name or a number stands for.
    pub fn word(&self, token: usize) -> &str {
        token.checked_sub(self.range.start).and_then(|at| self.words.get(at)).map_or("", SmolStr::as_str)
    }

    /// Whether a token is neither space nor punctuation.
    pub fn is_word(&self, token: usize) -> bool {
        !matches!(self.syntax.pos(token), Pos::Space | Pos::Punct)
    }

    /// What kind of thing a participant is: a code that generalises over names.
    pub fn kind(&self, token: usize) -> &'static str {
        let token = self.syntax.measured(token);
        match self.mentions.at(token).map(|mention| mention.kind) {
            Some(MentionKind::Person) => "person",
            Some(MentionKind::State) => "state",
            Some(MentionKind::Organisation) => "organisation",
            Some(MentionKind::Group) => "group",
            Some(MentionKind::Pronoun) => "pronoun",
            Some(MentionKind::Place) => "place",
            _ if slots::is_agent(self.syntax, self.mentions, token) => "agent",
            _ => "thing",
        }
    }

    /// The primary sector of a participant; empty where it is not known.
    pub fn sector(&self, token: usize) -> &str {
        let mention = self.mentions.at(self.syntax.measured(token));
        mention.and_then(|mention| mention.sectors.first()).map_or("", SmolStr::as_str)
    }

    /// The country of a participant.
    pub fn country(&self, token: usize) -> Option<&str> {
        self.mentions.at(self.syntax.measured(token))?.country.as_deref()
    }

    /// The tokens from one to another through the tree, both included, with the position of the highest one.
    pub fn path(&self, from: usize, to: usize) -> Option<(Vec<usize>, usize)> {
        let mut up = self.ancestors(from);
        let down = self.ancestors(to);
        let top = up.iter().position(|token| down.contains(token))?;
        up.truncate(top + 1);
        let highest = up.last().copied()?;
        let mut rest: Vec<usize> = down.into_iter().take_while(|token| *token != highest).collect();
        rest.reverse();
        up.extend(rest);
        Some((up, top))
    }

    fn ancestors(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut node = token;
        for _ in 0..24 {
            let head = self.syntax.head(node);
            if head == node {
                break;
            }
            found.push(head);
            node = head;
        }
        found
    }
}

fn masked(syntax: &Syntax<'_>, token: usize) -> SmolStr {
    let label = syntax.doc.entity_at(token).map(|entity| syntax.doc.entity_type(entity));
    let mask = match label {
        Some("PERSON") => "<person>",
        Some("GPE" | "NORP") => "<state>",
        Some("ORG") => "<organisation>",
        Some("LOC" | "FAC") => "<place>",
        Some("DATE" | "TIME") => "<date>",
        Some("CARDINAL" | "QUANTITY" | "PERCENT" | "ORDINAL" | "MONEY") => "<number>",
        _ if syntax.pos(token) == Pos::Propn && syntax.dep(token) != Dep::Root => "<name>",
        _ if syntax.pos(token) == Pos::Num => "<number>",
        _ => return SmolStr::from(syntax.doc.lemma(token).to_lowercase()),
    };
    SmolStr::new_static(mask)
}
