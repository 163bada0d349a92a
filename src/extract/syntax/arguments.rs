//! Logical subject and object of a verb: behind passives, relative clauses, control, raising and coordination.

use super::{Dep, Syntax, Tag};
use crate::model::Pos;

/// How many verbs are climbed in search of a subject; deeper nests are parse errors.
const MAX_CLIMB: usize = 6;

impl Syntax<'_> {
    /// Who does it: the subject of an active verb, the agent of a passive one.
    pub(crate) fn logical_subject(&self, verb: usize) -> Option<usize> {
        if !self.is_passive(verb) {
            return self.surface_subject(verb);
        }
        let by = self.children(verb).filter(|child| {
            self.dep(*child) == Dep::Agent || (self.dep(*child) == Dep::Prep && self.is_written(*child, "by"))
        });
        by.flat_map(|by| self.children_by(by, Dep::Pobj)).find(|object| !self.is_temporal(*object))
    }

    /// To whom it is done: the object of an active verb, the subject of a passive one, what a relative clause modifies.
    pub(crate) fn logical_object(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.surface_subject(verb);
        }
        if let Some(object) = self.direct_object(verb) {
            return Some(self.antecedent(verb, object));
        }
        let controlled = self.controlled_object(verb).or_else(|| self.object_of_particle(verb));
        let bounded = controlled.or_else(|| self.bounded_object(verb));
        bounded.or_else(|| self.relative_gap(verb)).or_else(|| self.shared_object(verb))
    }

    /// "met his counterpart President Silva" is often read as two objects, the first one an adjective.
    fn direct_object(&self, verb: usize) -> Option<usize> {
        let nominal = self.children_by(verb, Dep::Dobj).find(|object| self.is_nominal(*object));
        nominal.or_else(|| self.child_by(verb, Dep::Dobj))
    }

    /// Whether a verb is passive: by its auxiliary, its agent, or as a participle that nothing makes active.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        let mut has_object = false;
        for child in self.children(verb) {
            match self.dep(child) {
                Dep::AuxPass | Dep::NsubjPass | Dep::CsubjPass | Dep::Agent => return true,
                Dep::Dobj => has_object = true,
                _ => {}
            }
        }
        if has_object {
            return false;
        }
        if self.tag(verb) == Tag::Vbd {
            return self.is_bare_passive(verb);
        }
        if self.tag(verb) != Tag::Vbn || self.children_by(verb, Dep::Aux).next().is_some() {
            return false;
        }
        // A participle with a subject and no auxiliary is a past tense that the tagger took for one.
        if self.active_subject(verb).is_some() && self.dep(verb) != Dep::Conj {
            return self.is_bare_passive(verb);
        }
        match self.dep(verb) {
            Dep::Conj => self.active_subject(verb).is_none() && self.is_passive(self.head(verb)),
            _ => true,
        }
    }

    /// Headlines drop the auxiliary: "Two men arrested in port".
    fn is_bare_passive(&self, verb: usize) -> bool {
        let is_headline = || {
            let sentence = self.doc.sentences().get(self.doc.sentence_of(verb));
            sentence.is_some_and(|range| range.clone().next_back().is_some_and(|last| self.doc.word(last) != "."))
        };
        self.is_in(verb, &self.lexicon.grammar.bare_passive) && is_headline()
    }

    /// The subject that stands with a verb, or that it shares with the verb or noun it depends on.
    pub(crate) fn surface_subject(&self, verb: usize) -> Option<usize> {
        let mut verb = verb;
        for _ in 0..MAX_CLIMB {
            if let Some(subject) = self.own_subject(verb) {
                return Some(subject);
            }
            match self.inherited_subject(verb)? {
                Inherited::Noun(noun) => return Some(noun),
                Inherited::SubjectOf(next) => verb = next,
            }
        }
        None
    }

    fn own_subject(&self, verb: usize) -> Option<usize> {
        let subject = self.children(verb).find(|child| self.dep(*child).is_subject())?;
        Some(self.antecedent(verb, subject))
    }

    fn inherited_subject(&self, verb: usize) -> Option<Inherited> {
        let head = self.head(verb);
        match self.dep(verb) {
            Dep::Conj | Dep::Parataxis if self.is_verb(head) => Some(Inherited::SubjectOf(head)),
            Dep::Xcomp | Dep::Ccomp if matches!(self.tag(verb), Tag::Vb | Tag::Vbg | Tag::Vbn) => self.controller(head),
            Dep::Xcomp => self.controller(head),
            Dep::Advcl if !self.is_finite(verb) => self.controller_of_adjunct(verb, head),
            Dep::Pcomp => self.subject_of_gerund(head),
            Dep::Acl if self.is_infinitive(verb) => self.subject_of_infinitive(head),
            Dep::Acl if self.is_document(head) && self.dep(head) == Dep::Dobj && self.is_verb(self.head(head)) => {
                // "issued a statement calling for talks": who issued it calls.
                Some(Inherited::SubjectOf(self.head(head)))
            }
            Dep::Acl | Dep::Relcl => Some(Inherited::Noun(head)),
            _ => None,
        }
    }

    fn is_document(&self, noun: usize) -> bool {
        self.is_in(noun, &self.lexicon.grammar.document)
    }

    /// "urged Paris to withdraw" is about Paris, "vowed to withdraw" about the one who vowed.
    fn controller(&self, governor: usize) -> Option<Inherited> {
        if !self.is_verb(governor) {
            // "is ready to attack": the adjective's clause has the subject.
            return match self.dep(governor) {
                Dep::Acomp | Dep::Oprd | Dep::Attr => Some(Inherited::SubjectOf(self.head(governor))),
                _ => None,
            };
        }
        if self.is_in(governor, &self.lexicon.grammar.object_control) {
            let object = if self.is_passive(governor) {
                self.surface_subject(governor)
            } else {
                self.child_by(governor, Dep::Dobj).or_else(|| self.child_by(governor, Dep::Dative))
            };
            if let Some(object) = object.filter(|object| self.is_nominal(*object)) {
                return Some(Inherited::Noun(object));
            }
        }
        Some(Inherited::SubjectOf(governor))
    }

    /// "called on Paris to withdraw" is often read as a purpose: the object of the preposition then withdraws.
    fn controller_of_adjunct(&self, verb: usize, governor: usize) -> Option<Inherited> {
        if self.is_infinitive(verb) && self.is_in(governor, &self.lexicon.grammar.object_control) {
            let appeals = |prep: &usize| self.is_any(*prep, &["on", "to"]);
            let mut objects = self.children_by(governor, Dep::Prep).filter(appeals);
            if let Some(object) = objects.find_map(|prep| self.child_by(prep, Dep::Pobj)) {
                return Some(Inherited::Noun(object));
            }
            return self.controller(governor);
        }
        Some(Inherited::SubjectOf(governor))
    }

    /// "accused Paris of attacking", "left after attacking", "accusations of attacking".
    fn subject_of_gerund(&self, preposition: usize) -> Option<Inherited> {
        let governor = self.head(preposition);
        if !self.is_verb(governor) {
            return self.subject_of_infinitive(governor);
        }
        let turns = self.is_any(preposition, &["of", "from", "for", "into", "with", "over"]);
        if turns && self.is_in(governor, &self.lexicon.grammar.object_control) {
            let object = self.logical_object(governor).map(Inherited::Noun);
            return object.or(Some(Inherited::SubjectOf(governor)));
        }
        Some(Inherited::SubjectOf(governor))
    }

    /// "Moscow's plan to attack", "made a decision to attack".
    fn subject_of_infinitive(&self, noun: usize) -> Option<Inherited> {
        if let Some(holder) = self.holders(noun).first() {
            return Some(Inherited::Noun(*holder));
        }
        let governor = self.head(noun);
        (self.dep(noun) == Dep::Dobj && self.is_verb(governor)).then_some(Inherited::SubjectOf(governor))
    }

    /// "urged [Paris to withdraw]": the subject of the infinitive is the one who is urged.
    fn controlled_object(&self, verb: usize) -> Option<usize> {
        if !self.is_in(verb, &self.lexicon.grammar.object_control) {
            return None;
        }
        let mut clauses = self.children(verb).filter(|child| {
            matches!(self.dep(*child), Dep::Ccomp | Dep::Xcomp)
                && (self.is_infinitive(*child) || self.tag(*child) == Tag::Vb || self.pos(*child) == Pos::Adj)
        });
        clauses.find_map(|clause| self.active_subject(clause))
    }

    /// "burned down **a mosque**": the parser hangs the object of many a particle verb on the particle.
    fn object_of_particle(&self, verb: usize) -> Option<usize> {
        let is_particle = |child: &usize| match self.dep(*child) {
            Dep::Prt => true,
            Dep::Prep => self.is_any(*child, &["down", "up", "off", "out"]),
            _ => false,
        };
        self.children(verb).filter(is_particle).find_map(|particle| self.child_by(particle, Dep::Pobj))
    }

    /// "detained **between 40 and 50 fans**": the bounds of a number are read as a preposition of the verb.
    fn bounded_object(&self, verb: usize) -> Option<usize> {
        let between =
            self.children_by(verb, Dep::Prep).find(|prep| *prep == verb + 1 && self.is_written(*prep, "between"));
        let object = self.child_by(between?, Dep::Pobj)?;
        let number = self.child_by(object, Dep::Nummod)?;
        self.children_by(number, Dep::Conj).next().map(|_| object)
    }

    /// "the town that rebels attacked": the object is what the relative clause modifies.
    fn relative_gap(&self, verb: usize) -> Option<usize> {
        let noun = self.head(verb);
        let relative = &self.lexicon.grammar.relative;
        if self.dep(verb) != Dep::Relcl || self.is_temporal(noun) {
            return None;
        }
        for child in self.children(verb) {
            let is_taken = match self.dep(child) {
                dep if dep.is_subject() => relative.contains(self.word(child)),
                Dep::Advmod => self.tag(child) == Tag::Wrb,
                Dep::Prep => self.child_by(child, Dep::Pobj).is_none_or(|object| relative.contains(self.word(object))),
                Dep::Ccomp | Dep::Xcomp => true,
                _ => false,
            };
            if is_taken {
                return None;
            }
        }
        self.active_subject(verb).map(|_| noun)
    }

    /// "attacked and burned the village": the first verb has the object of the second.
    fn shared_object(&self, verb: usize) -> Option<usize> {
        let next = self.child_by(verb, Dep::Conj)?;
        let has_own = self.children(verb).any(|child| {
            let dep = self.dep(child);
            child > verb && child < next && !(dep.is_minor() || matches!(dep, Dep::Cc | Dep::Prt | Dep::Advmod))
        });
        if has_own || self.own_subject(next).is_some() {
            return None;
        }
        self.child_by(next, Dep::Dobj)
    }

    /// The noun that a relative pronoun stands for, or the noun itself.
    fn antecedent(&self, verb: usize, noun: usize) -> usize {
        let is_relative = self.is_in(noun, &self.lexicon.grammar.relative);
        if !is_relative {
            return noun;
        }
        let mut clause = verb;
        for _ in 0..MAX_CLIMB {
            match self.dep(clause) {
                Dep::Relcl | Dep::Acl if self.is_nominal(self.head(clause)) => return self.head(clause),
                Dep::Conj | Dep::Ccomp | Dep::Xcomp => clause = self.head(clause),
                _ => break,
            }
        }
        noun
    }
}

#[derive(Debug, Clone, Copy)]
enum Inherited {
    Noun(usize),
    SubjectOf(usize),
}
