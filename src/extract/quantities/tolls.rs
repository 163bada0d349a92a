//! What a sentence says of people killed, injured, missing, displaced and arrested: each time the word that says it and how many there were.

use std::ops::Range;

use super::people::{Counted, People};
use crate::{
    extract::syntax::{Dep, Tag},
    lexicon::Terms,
    model::{Pos, QuantityKind},
};

/// People to whom something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Toll {
    pub kind: QuantityKind,
    /// The word that says so.
    pub at: usize,
    /// The top of the clause that says so: "left" of "left 12 dead".
    pub top: usize,
    pub people: People,
}

/// The tolls of a sentence, in order.
pub(super) fn find(counted: Counted<'_>, sentence: Range<usize>) -> Vec<Toll> {
    sentence.filter_map(|token| counted.toll(token)).collect()
}

impl Counted<'_> {
    fn is_of(&self, token: usize, terms: &Terms) -> bool {
        terms.contains_any_case(self.syntax.doc.lemma(token))
    }

    fn toll(&self, token: usize) -> Option<Toll> {
        let syntax = self.syntax;
        let words = &syntax.lexicon.grammar.quantities;
        if !matches!(syntax.pos(token), Pos::Verb | Pos::Noun | Pos::Adj | Pos::Propn) || self.is_denied(token) {
            return None;
        }
        let is_verb = syntax.pos(token) == Pos::Verb;
        let of = |kind: QuantityKind, top: usize, people: Option<People>| {
            Some(Toll { kind, at: token, top, people: people? })
        };
        if let Some((verb, people)) = self.put_to_death(token) {
            return of(QuantityKind::Killed, verb, Some(people));
        }
        if self.is_of(token, &words.killing) {
            return of(QuantityKind::Killed, token, self.undergoing(token));
        }
        if self.is_of(token, &words.dead) {
            let (top, people) = self.state(token)?;
            return of(QuantityKind::Killed, top, Some(people));
        }
        if is_verb && self.is_of(token, &words.dying) {
            return of(QuantityKind::Killed, token, self.subject(token));
        }
        if self.is_of(token, &words.lives) {
            let verb = syntax.head(token);
            if syntax.dep(token) != Dep::Dobj || !self.is_of(verb, &words.losing) {
                return None;
            }
            let people = match syntax.doc.lemma(verb) {
                "lose" => self.subject(verb),
                _ => self.told(token),
            };
            return of(QuantityKind::Killed, verb, people);
        }
        // "missing" is a form of a verb to the lemmatiser.
        if words.missing.contains_any_case(syntax.doc.word(token)) {
            let (top, people) = self.state(token)?;
            return of(QuantityKind::Missing, top, Some(people));
        }
        if is_verb && self.is_of(token, &words.displacing) {
            return of(QuantityKind::Displaced, token, self.undergoing(token).filter(|people| people.is_told));
        }
        if is_verb && self.is_of(token, &words.fleeing) {
            let (top, people) = self.fleeing(token)?;
            return of(QuantityKind::Displaced, top, Some(people));
        }
        if self.is_of(token, &words.toll) {
            let (top, people) = self.count_of_dead(token)?;
            return of(QuantityKind::Killed, top, Some(people));
        }
        if syntax.pos(token) == Pos::Noun && self.is_of(token, &words.wounds) {
            // "various degrees of injuries"
            let prep = syntax.head(token);
            let object = if syntax.is_written(prep, "of") { syntax.head(prep) } else { token };
            let verb = syntax.head(object);
            let suffers = matches!(syntax.doc.lemma(verb), "suffer" | "sustain" | "receive");
            return if suffers { of(QuantityKind::Injured, verb, self.subject(verb)) } else { None };
        }
        if is_verb && self.is_of(token, &words.hurting) {
            if let Some(people) = self.undergoing(token) {
                return of(QuantityKind::Injured, token, Some(people));
            }
            let state = self.state_behind(token).or_else(|| self.state_beside(token));
            let (top, people) = state.filter(|_| syntax.tag(token) == Tag::Vbn)?;
            return of(QuantityKind::Injured, top, Some(people));
        }
        if self.is_of(token, &words.hurt) {
            let (top, people) = self.state(token)?;
            return of(QuantityKind::Injured, top, Some(people));
        }
        if self.is_of(token, &words.arresting) {
            return of(QuantityKind::Arrested, token, self.undergoing(token));
        }
        None
    }

    /// "12,000 people **fled**", "forced 12,000 people to **flee**".
    fn fleeing(&self, verb: usize) -> Option<(usize, People)> {
        let syntax = self.syntax;
        let above = syntax.head(verb);
        let is_forced = syntax.is_infinitive(verb) && above != verb && syntax.is_verb(above);
        if let Some(people) = syntax.surface_subject(verb).and_then(|subject| self.told(subject)) {
            return Some((if is_forced { above } else { verb }, people));
        }
        let object = syntax.child_by(above, Dep::Dobj).filter(|_| is_forced)?;
        Some((above, self.told(object)?))
    }

    /// "hacked three women **to death**": the verb, and the people who undergo it.
    fn put_to_death(&self, token: usize) -> Option<(usize, People)> {
        let syntax = self.syntax;
        let prep = syntax.head(token);
        let verb = syntax.head(prep);
        let is_so = syntax.is_written(token, "death") && syntax.is_written(prep, "to") && syntax.is_verb(verb);
        let object = syntax.logical_object(verb).filter(|_| is_so)?;
        Some((verb, self.people(object)?))
    }

    /// "did not kill", "nobody was killed".
    fn is_denied(&self, token: usize) -> bool {
        self.syntax.child_by(token, Dep::Neg).is_some()
    }

    fn subject(&self, verb: usize) -> Option<People> {
        self.people(self.syntax.surface_subject(verb)?)
    }

    /// Who undergoes a verb, or the act that a noun names.
    pub(super) fn undergoing(&self, token: usize) -> Option<People> {
        let syntax = self.syntax;
        if syntax.is_verb(token) {
            if syntax.dep(token) == Dep::Amod {
                // "the murdered editor and the mayor": only the first was.
                let noun = syntax.head(token);
                let is_one = !syntax.tag(noun).is_plural_noun();
                return if is_one { self.single(noun) } else { self.people(noun) };
            }
            return self.people(syntax.logical_object(token)?);
        }
        // "18 murders and 40 thefts", "the murder of 18 people", "his murder".
        if let Some(people) = self.single(token).filter(|people| people.is_told) {
            return Some(people);
        }
        let of = |act: usize| syntax.objects_behind(act, &["of"]).find(|object| *object > token);
        // "the trial and **arrest** of two men": the parser hangs the men on the first noun.
        let of_first = || of(syntax.head(token)).filter(|_| syntax.dep(token) == Dep::Conj);
        let victim = of(token).or_else(of_first).or_else(|| {
            let is_one = |holder: &usize| !syntax.tag(*holder).is_plural_noun();
            syntax.child_by(token, Dep::Poss).filter(is_one)
        })?;
        if self.is_of(token, &syntax.lexicon.grammar.quantities.killing) && syntax.tag(token) == Tag::Nn {
            return self.victim(victim);
        }
        self.people(victim)
    }

    /// Of whom a state is said, and the top of the clause: "12 dead", "left 12 people dead", "12 were dead".
    fn state(&self, token: usize) -> Option<(usize, People)> {
        self.state_behind(token).or_else(|| self.state_in_tree(token)).or_else(|| self.state_beside(token))
    }

    /// "left hundreds of **dead**"
    fn state_behind(&self, token: usize) -> Option<(usize, People)> {
        let syntax = self.syntax;
        let of = syntax.head(token);
        if syntax.dep(token) != Dep::Pobj || !syntax.is_written(of, "of") {
            return None;
        }
        let number = syntax.head(of);
        self.number_of(number)?;
        Some((syntax.nearest_verb(number), self.single(number)?))
    }

    /// "12 dead and **35 missing**", "**two others injured**": what the parser leaves apart, by the number just before.
    fn state_beside(&self, token: usize) -> Option<(usize, People)> {
        let syntax = self.syntax;
        let noun = token.checked_sub(1)?;
        let is_number = |at: usize| self.numbers.iter().any(|number| number.last == at + 1);
        let counted = is_number(noun) || syntax.is_nominal(noun) && noun.checked_sub(1).is_some_and(is_number);
        let verb = syntax.nearest_verb(noun);
        let top = if verb == token { syntax.nearest_verb(syntax.head(token)) } else { verb };
        let people = if counted { self.told(noun) } else { None };
        Some((if syntax.is_verb(top) { top } else { token }, people?))
    }

    fn state_in_tree(&self, token: usize) -> Option<(usize, People)> {
        let syntax = self.syntax;
        let (dep, head) = (syntax.dep(token), syntax.head(token));
        if self.number_of(token).is_some() {
            let top = if syntax.is_verb(head) { head } else { token };
            return Some((top, self.told(token)?));
        }
        if dep == Dep::Amod {
            return Some((head, self.told(head)?));
        }
        if dep == Dep::Nummod || dep == Dep::Quantmod {
            return None;
        }
        let own = syntax.children(token).find(|child| syntax.dep(*child).is_nominal_subject());
        if let Some(people) = own.and_then(|own| self.people(own)) {
            return Some((if syntax.is_verb(head) { head } else { token }, people));
        }
        if syntax.tag(token) == Tag::Vbn && syntax.is_verb(token) {
            return Some((token, self.undergoing(token)?));
        }
        match dep {
            // "12 people dead": the adjective hangs on its noun.
            Dep::Acl | Dep::Relcl | Dep::Appos if syntax.is_nominal(head) => Some((head, self.people(head)?)),
            Dep::Acomp | Dep::Oprd | Dep::Attr | Dep::Ccomp | Dep::Xcomp | Dep::Advmod | Dep::Conj
                if syntax.is_verb(head) =>
            {
                let object = syntax.child_by(head, Dep::Dobj);
                let people = match object {
                    Some(object) => self.people(object),
                    None => self.subject(head),
                };
                Some((head, people?))
            }
            _ => None,
        }
    }

    /// "a toll of 14", "the toll rose to 14", "bringing the toll to 14", "the toll is 14".
    fn count_of_dead(&self, token: usize) -> Option<(usize, People)> {
        let syntax = self.syntax;
        let verb = syntax.head(token);
        let number = |object: usize| self.told(object);
        if let Some(people) = syntax.objects_behind(token, &["of", "to", "at"]).find_map(number) {
            return Some((token, people));
        }
        if !syntax.is_verb(verb) {
            return None;
        }
        let behind = syntax.objects_behind(verb, &["to", "at", "past", "above"]).find_map(number);
        let people = behind.or_else(|| number(syntax.child_by(verb, Dep::Attr)?));
        Some((verb, people.or_else(|| number(syntax.child_by(verb, Dep::Dobj)?))?))
    }
}
