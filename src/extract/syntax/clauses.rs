//! Clauses: the verb that a token belongs to, and what opens a clause of its own.
//!
//! There are three answers to "the verb of this token's clause". They differ where a noun stands deep in a phrase, and each
//! serves the reader that it is named after.

use super::{Dep, Syntax, Tag};
use crate::model::Pos;

impl Syntax<'_> {
    /// A token and the tokens above it, up to the root.
    pub(crate) fn upwards(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let above = |token: &usize| Some(self.head(*token)).filter(|head| head != token);
        std::iter::successors(Some(token), above).take(self.doc.len())
    }

    /// The nearest verb at or above a token, whatever lies between; the root where there is none.
    pub(crate) fn nearest_verb(&self, token: usize) -> usize {
        let is_last = |token: &usize| self.is_verb(*token) || self.head(*token) == *token;
        self.upwards(token).find(is_last).unwrap_or(token)
    }

    /// A verb itself; for any other token the one that it depends on.
    pub(crate) fn verb_or_head(&self, token: usize) -> usize {
        if self.is_verb(token) { token } else { self.head(token) }
    }

    /// The verb above a token of which it is an argument, also inside a phrase; the token itself for a verb, and where a
    /// modifier or a clause lies between.
    pub(crate) fn verb_of_argument(&self, token: usize) -> usize {
        let mut node = token;
        while !self.is_verb(node) {
            let climbs = matches!(
                self.dep(node),
                Dep::Dobj
                    | Dep::Pobj
                    | Dep::Prep
                    | Dep::Nsubj
                    | Dep::NsubjPass
                    | Dep::Csubj
                    | Dep::CsubjPass
                    | Dep::Agent
                    | Dep::Attr
                    | Dep::Acomp
                    | Dep::Conj
                    | Dep::Compound
                    | Dep::Dative
            );
            let head = self.head(node);
            if !climbs || head == node {
                return token;
            }
            node = head;
        }
        node
    }

    /// Whether no full verb stands between a token and one above it.
    pub(crate) fn is_in_clause_of(&self, token: usize, above: usize) -> bool {
        let is_end = |node: &usize| *node == above || self.pos(*node) == Pos::Verb || self.head(*node) == *node;
        self.upwards(self.head(token)).find(is_end) == Some(above)
    }

    /// The verb whose purpose a verb states: "**used** tear gas to disperse".
    pub(crate) fn verb_of_purpose(&self, verb: usize) -> Option<usize> {
        Some(self.head(verb)).filter(|head| self.states_purpose(verb) && self.is_verb(*head))
    }

    /// Whether a token is an infinitive that states the purpose or the content of the word above: "marched to **protest**", "willing to
    /// **meet**".
    pub(crate) fn states_purpose(&self, token: usize) -> bool {
        matches!(self.dep(token), Dep::Xcomp | Dep::Advcl) && self.is_infinitive(token)
    }

    /// Whether a token heads a clause of its own: a finite one, or one in coordination.
    pub(crate) fn opens_clause(&self, token: usize) -> bool {
        match self.dep(token) {
            Dep::Relcl | Dep::Ccomp | Dep::Parataxis => true,
            Dep::Advcl | Dep::Acl => !matches!(self.tag(token), Tag::Vbg | Tag::Vbn),
            Dep::Conj => self.is_verb(token),
            _ => false,
        }
    }

    /// "to withdraw": an infinitive with its particle.
    pub(crate) fn is_infinitive(&self, token: usize) -> bool {
        self.children_by(token, Dep::Aux).any(|child| self.tag(child) == Tag::To)
    }

    /// "helped **rebuild**", "urged [Paris **withdraw**]": an infinitive without its particle.
    pub(crate) fn is_bare_infinitive(&self, token: usize) -> bool {
        self.tag(token) == Tag::Vb && self.children_by(token, Dep::Aux).next().is_none()
    }

    /// Whether a verb is an independent clause that the parser attached to an infinitive: "agreed to talk and rebels **attacked** the
    /// town". The verb is finite and has a subject; its head is not and has none.
    pub(crate) fn is_clause_of_its_own(&self, verb: usize) -> bool {
        let has_subject = |verb| self.children(verb).any(|child| self.dep(child).is_subject());
        let head = self.head(verb);
        let is_joined = self.dep(verb) == Dep::Conj && self.is_verb(head);
        is_joined && self.is_finite(verb) && has_subject(verb) && !self.is_finite(head) && !has_subject(head)
    }

    /// Whether a verb carries tense, by itself or by its auxiliary.
    pub(crate) fn is_finite(&self, verb: usize) -> bool {
        let has_tense = |child: usize| self.tag(child).is_finite_verb();
        self.tag(verb).is_finite_verb()
            || self.children_by(verb, Dep::Aux).any(|child| has_tense(child) || self.tag(child) == Tag::Md)
            || self.children_by(verb, Dep::AuxPass).any(has_tense)
    }
}
