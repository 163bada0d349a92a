//! A possible trigger and what stands around it: subject, object, prepositions, particles, complements, modifiers, support verb.

use crate::{
    extract::syntax::{Dep, Syntax, Tag, prepositions},
    lexicon::{
        rule::{Clause, TriggerKind},
        vocabulary::{WordId, Words},
    },
    model::Pos,
};

/// A verb that lends its subject to an event noun: "**held** talks", "**came under** attack".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract::events) struct Support {
    pub verb: usize,
    /// Its subject undergoes the event.
    pub is_of_recipient: bool,
}

/// A token that may trigger events, read as one kind of word.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract::events) struct Trigger<'a> {
    pub syntax: &'a Syntax<'a>,
    pub token: usize,
    pub kind: TriggerKind,
    pub support: Option<Support>,
}

impl<'a> Trigger<'a> {
    /// A token as a trigger, if its part of speech and place in the tree let it trigger something.
    pub(crate) fn of(syntax: &'a Syntax<'a>, token: usize) -> Option<Self> {
        let dep = syntax.dep(token);
        let kind = match syntax.pos(token) {
            Pos::Verb | Pos::Aux if !matches!(dep, Dep::Amod | Dep::Compound | Dep::Aux | Dep::AuxPass) => {
                TriggerKind::Verb
            }
            Pos::Noun | Pos::Propn if !matches!(dep, Dep::Compound | Dep::Nmod | Dep::Poss) => TriggerKind::Noun,
            Pos::Adj if matches!(dep, Dep::Acomp | Dep::Oprd | Dep::Conj | Dep::Acl | Dep::Advcl | Dep::Root) => {
                TriggerKind::Adjective
            }
            _ => return None,
        };
        let support = if kind == TriggerKind::Noun { support_of(syntax, token) } else { None };
        Some(Self { syntax, token, kind, support })
    }

    /// A verb as a trigger, wherever it stands.
    pub(crate) fn of_verb(syntax: &'a Syntax<'a>, verb: usize) -> Self {
        Self { syntax, token: verb, kind: TriggerKind::Verb, support: None }
    }

    /// The same token read as a predicative adjective, if it is a participle.
    pub(crate) fn as_adjective(&self) -> Option<Self> {
        let is_participle = self.kind == TriggerKind::Verb && self.syntax.tag(self.token) == Tag::Vbn;
        is_participle.then_some(Self { kind: TriggerKind::Adjective, ..*self })
    }

    /// The logical subject.
    pub(crate) fn subject(&self) -> Option<usize> {
        match self.kind {
            TriggerKind::Verb => self.syntax.logical_subject(self.token),
            TriggerKind::Noun => {
                let support = self.support.filter(|support| !support.is_of_recipient)?;
                self.syntax.logical_subject(support.verb).filter(|subject| *subject != self.token)
            }
            TriggerKind::Adjective => self.syntax.surface_subject(self.predicate()),
        }
    }

    /// The logical object; of a noun, what it is "of".
    pub(crate) fn object(&self) -> Option<usize> {
        match self.kind {
            TriggerKind::Verb => self.syntax.logical_object(self.token),
            TriggerKind::Noun => {
                let mut of = self.syntax.children_by(self.token, Dep::Prep);
                let of = of.find(|child| self.syntax.is_written(*child, "of"))?;
                self.syntax.child_by(of, Dep::Pobj)
            }
            TriggerKind::Adjective => None,
        }
    }

    /// The verb that an adjective is the predicate of, or the adjective where there is none.
    fn predicate(&self) -> usize {
        let mut token = self.token;
        if self.syntax.dep(token) == Dep::Conj {
            token = self.syntax.head(token);
        }
        match self.syntax.dep(token) {
            Dep::Acomp | Dep::Oprd | Dep::Attr => self.syntax.head(token),
            _ => token,
        }
    }

    /// Whether a particle, an adverb or a bare preposition of the set is attached.
    pub(crate) fn has_particle(&self, particles: &Words) -> bool {
        let is_particle = |child: &usize| {
            matches!(self.syntax.dep(*child), Dep::Prt | Dep::Advmod | Dep::Prep | Dep::Acomp | Dep::Oprd)
                && particles.contains(self.syntax.word(*child))
        };
        self.syntax.children(self.token).any(|child| is_particle(&child))
    }

    /// All prepositions whose objects may fill a slot: the trigger's own, its object noun's, its support verb's, and
    /// those that the parser hung on a date in between.
    pub(crate) fn prepositions(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect_prepositions(self.token, &mut found);
        if self.kind == TriggerKind::Verb {
            if let Some(object) = self.object() {
                self.collect_prepositions(object, &mut found);
            }
            self.collect_shared(&mut found);
        }
        if let Some(support) = self.support {
            self.collect_prepositions(support.verb, &mut found);
        } else if let Some(verb) = self.verb_of_subject() {
            // Who condemns an arrest has not made it.
            let own = found.len();
            self.collect_prepositions(verb, &mut found);
            let tail = found.split_off(own);
            found.extend(tail.into_iter().filter(|prep| !self.syntax.is_written(*prep, "by")));
        }
        if self.kind == TriggerKind::Adjective && self.predicate() != self.token {
            self.collect_prepositions(self.predicate(), &mut found);
        }
        found
    }

    /// "met and talked with the envoy": the first verb shares what the second has, if it has nothing of its own.
    fn collect_shared(&self, found: &mut Vec<usize>) {
        if !found.is_empty() || self.object().is_some() {
            return;
        }
        if let Some(next) = self.syntax.child_by(self.token, Dep::Conj).filter(|next| self.syntax.is_verb(*next)) {
            self.collect_prepositions(next, found);
        }
    }

    /// The verb of which the trigger noun is the subject, where that verb has no object: "talks **resumed**".
    fn verb_of_subject(&self) -> Option<usize> {
        let syntax = self.syntax;
        let is_subject = syntax.dep(self.token).is_subject();
        let verb = syntax.head(self.token);
        (self.kind == TriggerKind::Noun && is_subject && syntax.child_by(verb, Dep::Dobj).is_none()).then_some(verb)
    }

    fn collect_prepositions(&self, token: usize, found: &mut Vec<usize>) {
        for child in self.syntax.children(token) {
            match self.syntax.dep(child) {
                Dep::Prep | Dep::Agent => {
                    found.push(child);
                    let objects = self.syntax.children_by(child, Dep::Pobj);
                    objects.filter(|object| self.syntax.is_temporal(*object)).for_each(|object| {
                        found.extend(self.syntax.children_by(object, Dep::Prep));
                    });
                    if !self.is_compound_preposition(child) {
                        found.extend(self.syntax.children_by(child, Dep::Prep));
                    }
                }
                Dep::Dative if self.syntax.pos(child) == Pos::Adp => found.push(child),
                Dep::Npadvmod | Dep::Advmod | Dep::Prt => found.extend(self.syntax.children_by(child, Dep::Prep)),
                _ => {}
            }
        }
    }

    /// "according to", "because of": the second preposition has a meaning of its own no more.
    fn is_compound_preposition(&self, preposition: usize) -> bool {
        self.syntax.is_any(preposition, prepositions::COMPOUND)
    }

    /// The objects of a preposition, without dates.
    pub(crate) fn objects_of(&self, preposition: WordId) -> Vec<usize> {
        let syntax = self.syntax;
        let matching = self.prepositions().into_iter().filter(|prep| syntax.word(*prep) == preposition);
        matching
            .flat_map(|prep| syntax.children_by(prep, Dep::Pobj))
            .filter(|object| !syntax.is_temporal(*object))
            .collect()
    }

    /// Nouns and gerunds that stand behind a preposition.
    pub(crate) fn heads_behind(&self, preposition: WordId) -> Vec<usize> {
        let syntax = self.syntax;
        let matching = self.prepositions().into_iter().filter(|prep| syntax.word(*prep) == preposition);
        let objects = matching.flat_map(|prep| {
            syntax.children(prep).filter(|child| matches!(syntax.dep(*child), Dep::Pobj | Dep::Pcomp))
        });
        objects.flat_map(|object| syntax.heads(object)).collect()
    }

    /// The indirect object, or what stands behind "to".
    pub(crate) fn dative(&self) -> Option<usize> {
        let dative = self.syntax.child_by(self.token, Dep::Dative);
        if let Some(noun) = dative.filter(|dative| self.syntax.is_nominal(*dative)) {
            return Some(noun);
        }
        let behind = dative.and_then(|dative| self.syntax.child_by(dative, Dep::Pobj));
        behind.or_else(|| self.objects_of(self.syntax.lexicon.vocabulary.get("to")).first().copied())
    }

    /// The verbs of the clauses that complete the trigger: "vowed to **send**", "accused of **attacking**".
    pub(crate) fn complements(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect_complements(self.token, &mut found);
        if let Some(support) = self.support {
            self.collect_complements(support.verb, &mut found);
        }
        for object in self.object().into_iter().chain(self.behind_prepositions()) {
            let clauses = self.syntax.children_by(object, Dep::Acl);
            found.extend(clauses.filter(|clause| self.syntax.is_infinitive(*clause)));
        }
        let mut next = 0;
        while let Some(&clause) = found.get(next) {
            let joined = self.syntax.children_by(clause, Dep::Conj);
            found.extend(joined.filter(|verb| self.syntax.is_verb(*verb) && !self.syntax.is_clause_of_its_own(*verb)));
            if self.syntax.is_in(clause, &self.syntax.lexicon.grammar.transparent) {
                found.extend(self.syntax.children_by(clause, Dep::Xcomp));
                found.extend(self.syntax.children_by(clause, Dep::Ccomp));
            }
            next += 1;
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|clause| *clause != self.token);
        found
    }

    /// Those complements that are infinitives, gerunds, or finite clauses.
    pub(crate) fn complements_of_form(&self, clause: Clause) -> Vec<usize> {
        let mut found = self.complements();
        found.retain(|token| {
            let syntax = self.syntax;
            // "Having taken": the auxiliary of a perfect gerund shows what it is.
            let is_perfect = syntax.children_by(*token, Dep::Aux).any(|auxiliary| syntax.tag(auxiliary) == Tag::Vbg);
            let is_gerund = (syntax.tag(*token) == Tag::Vbg || is_perfect) && syntax.active_subject(*token).is_none();
            match clause {
                Clause::Infinitive => syntax.is_infinitive(*token) || syntax.is_bare_infinitive(*token),
                Clause::Gerund => is_gerund,
                Clause::Finite => {
                    !is_gerund
                        && !syntax.is_infinitive(*token)
                        && !syntax.is_bare_infinitive(*token)
                        && syntax.active_subject(*token).is_some()
                }
            }
        });
        found
    }

    fn behind_prepositions(&self) -> Vec<usize> {
        let preps = self.syntax.children_by(self.token, Dep::Prep);
        preps.flat_map(|prep| self.syntax.children_by(prep, Dep::Pobj)).collect()
    }

    fn collect_complements(&self, token: usize, found: &mut Vec<usize>) {
        for child in self.syntax.children(token) {
            match self.syntax.dep(child) {
                Dep::Xcomp | Dep::Ccomp | Dep::Oprd | Dep::Acomp => found.push(child),
                Dep::Advcl if self.syntax.is_infinitive(child) => found.push(child),
                Dep::Acl if self.kind == TriggerKind::Noun => found.push(child),
                Dep::Prep => found.extend(self.syntax.children_by(child, Dep::Pcomp)),
                _ => {}
            }
        }
    }

    /// The words that modify the trigger, or the object noun of a verb.
    pub(crate) fn modifiers(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect_modifiers(self.token, &mut found);
        if self.kind == TriggerKind::Verb
            && let Some(object) = self.object()
        {
            self.collect_modifiers(object, &mut found);
        }
        found
    }

    fn collect_modifiers(&self, token: usize, found: &mut Vec<usize>) {
        for child in self.syntax.children(token) {
            if matches!(
                self.syntax.dep(child),
                Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Advmod | Dep::Poss | Dep::Npadvmod
            ) {
                found.push(child);
                found.extend(self.syntax.children_by(child, Dep::Conj));
                found.extend(self.syntax.children(child).filter(|inner| {
                    matches!(self.syntax.dep(*inner), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Npadvmod)
                }));
            }
        }
    }
}

/// The support verb of a noun, which is its object, its passive subject, behind its preposition, or that modifies it as
/// a reduced relative.
fn support_of(syntax: &Syntax<'_>, noun: usize) -> Option<Support> {
    let grammar = &syntax.lexicon.grammar;
    let top = measured_by(syntax, noun);
    let head = syntax.head(top);
    let by_verb = |verb: usize| {
        let word = syntax.word(verb);
        let is_of_recipient = grammar.support_recipient.contains(word);
        (is_of_recipient || grammar.support_actor.contains(word)).then_some(Support { verb, is_of_recipient })
    };
    let above = match syntax.dep(top) {
        Dep::Dobj | Dep::NsubjPass | Dep::CsubjPass if syntax.is_verb(head) => by_verb(head),
        Dep::Pobj => {
            let verb = syntax.head(head);
            let word = syntax.word(verb);
            if !syntax.is_verb(verb) {
                None
            } else if syntax.is_written(head, "under") && grammar.support_recipient.contains(word) {
                Some(Support { verb, is_of_recipient: true })
            } else if is_support_preposition(syntax, head) && grammar.support_preposition.contains(word) {
                Some(Support { verb, is_of_recipient: false })
            } else {
                None
            }
        }
        _ => None,
    };
    above.or_else(|| {
        let mut clauses = syntax.children(top).filter(|child| matches!(syntax.dep(*child), Dep::Acl | Dep::Relcl));
        clauses.find_map(|clause| by_verb(clause).filter(|_| syntax.logical_object(clause) == Some(top)))
    })
}

fn is_support_preposition(syntax: &Syntax<'_>, preposition: usize) -> bool {
    syntax.is_any(preposition, prepositions::SUPPORT)
}

/// Climbs from a noun over coordination and measures: of "a series of attacks and raids" to "series".
fn measured_by(syntax: &Syntax<'_>, noun: usize) -> usize {
    let mut top = noun;
    for _ in 0..4 {
        let head = syntax.head(top);
        match syntax.dep(top) {
            Dep::Conj if syntax.is_nominal(head) => top = head,
            Dep::Pobj if syntax.is_written(head, "of") && syntax.measured(syntax.head(head)) == top => {
                top = syntax.head(head);
            }
            _ => break,
        }
    }
    top
}
