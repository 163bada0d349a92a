//! Whether an event happened: negation, future and possibility from auxiliaries, governing words and determiners.

use super::candidates::Support;
use crate::{
    extract::syntax::{Dep, Syntax, Tag, prepositions},
    model::{Modality, Pos},
};

const MAX_CLIMB: usize = 8;

/// Reads the modality of a trigger from its clause and from the words that govern it.
pub(super) fn of(syntax: &Syntax<'_>, trigger: usize, support: Option<Support>) -> Modality {
    let mut climb = Climb { syntax, modality: Modality::default() };
    if syntax.is_verb(trigger) {
        climb.arguments(trigger);
    } else {
        climb.noun(trigger);
    }
    climb.up(support.map_or(trigger, |support| support.verb));
    climb.modality.is_hypothetical |= is_asked(syntax, trigger);
    climb.modality
}

/// Whether a yes-or-no question asks if the event happened: "**Has** Chad expelled the envoy?". Questions with "why" or "when" presuppose
/// the event, and so do clauses under another verb: "Does anyone remember that …?".
fn is_asked(syntax: &Syntax<'_>, trigger: usize) -> bool {
    let Some(sentence) = syntax.doc.sentences().get(syntax.doc.sentence_of(trigger)) else { return false };
    let is_word = |token: &usize| !matches!(syntax.pos(*token), Pos::Punct | Pos::Space);
    let is_finite = |token: usize| syntax.tag(token) == Tag::Md || syntax.tag(token).is_finite_verb();
    let opens = sentence.clone().find(is_word).filter(|first| syntax.pos(*first) == Pos::Aux && is_finite(*first));
    let is_of_clause = |first: usize| syntax.head(first) == syntax.nearest_verb(trigger);
    opens.is_some_and(is_of_clause) && sentence.clone().rev().take(2).any(|token| syntax.doc.word(token) == "?")
}

struct Climb<'a> {
    syntax: &'a Syntax<'a>,
    modality: Modality,
}

impl Climb<'_> {
    /// Reads what stands at and above a word, up to the clause that is not part of its own.
    fn up(&mut self, start: usize) {
        let mut node = start;
        let mut is_shared = true;
        for _ in 0..MAX_CLIMB {
            let is_verb = self.syntax.is_verb(node);
            if is_verb && is_shared {
                self.clause(node);
            }
            // A finite verb has auxiliaries of its own; a bare one shares those of the first.
            is_shared = match self.syntax.dep(node) {
                Dep::Conj => !is_verb || !self.syntax.is_finite(node),
                dep => dep != Dep::Ccomp,
            };
            let Some(above) = self.above(node, is_verb, is_shared) else { return };
            node = above;
        }
    }

    /// The word to read next above a word, having read what its governor says.
    fn above(&mut self, node: usize, is_verb: bool, is_shared: bool) -> Option<usize> {
        let syntax = self.syntax;
        let head = syntax.head(node);
        match syntax.dep(node) {
            Dep::Conj if syntax.is_clause_of_its_own(node) => None,
            Dep::Conj => {
                if is_verb && syntax.is_verb(head) && !is_shared {
                    self.condition(head);
                }
                Some(head)
            }
            Dep::Xcomp => {
                self.governor(head, node);
                Some(head)
            }
            Dep::Ccomp => {
                self.governor(head, node);
                if syntax.is_verb(head) && syntax.lexicon.claim(syntax.word(head)).is_some() {
                    self.reported(node, head);
                    return None;
                }
                Some(head)
            }
            Dep::Acomp | Dep::Oprd | Dep::Attr => Some(head),
            Dep::Pcomp | Dep::Pobj => self.behind_preposition(node, head),
            Dep::Acl if syntax.is_infinitive(node) || !is_verb => {
                self.governor(head, node);
                Some(head)
            }
            Dep::Acl => {
                self.claimed(head);
                None
            }
            Dep::Advcl => {
                if syntax.is_infinitive(node) {
                    self.governor(head, node);
                    self.modality.is_hypothetical = true;
                }
                None
            }
            dep if !is_verb && (dep == Dep::Dobj || dep.is_subject()) => self.above_noun(node, head),
            dep => {
                if is_verb && dep == Dep::Root && syntax.is_infinitive(node) {
                    self.modality.is_future = true;
                }
                None
            }
        }
    }

    /// The auxiliaries, negations and conjunctions of a clause.
    fn clause(&mut self, verb: usize) {
        let syntax = self.syntax;
        for child in syntax.children(verb) {
            match syntax.dep(child) {
                Dep::Neg => self.modality.is_negated = !self.modality.is_negated,
                Dep::Advmod if syntax.is_in(child, &syntax.lexicon.grammar.negative) => {
                    self.modality.is_negated = true;
                }
                Dep::Advmod if syntax.lexicon.grammar.events.doubting.contains_any_case(syntax.doc.word(child)) => {
                    self.modality.is_hypothetical = true;
                }
                Dep::Aux if syntax.tag(child) == Tag::Md => self.modal(child, verb),
                _ => {}
            }
        }
        self.condition(verb);
        let is_headline_future = syntax.is_infinitive(verb)
            && matches!(syntax.dep(verb), Dep::Ccomp | Dep::Root | Dep::Parataxis)
            && syntax.active_subject(verb).is_some();
        if is_headline_future {
            self.modality.is_future = true;
        }
    }

    fn condition(&mut self, verb: usize) {
        let syntax = self.syntax;
        let conditional = |mark: usize| syntax.is_any(mark, &["if", "unless", "whether"]);
        if syntax.children_by(verb, Dep::Mark).any(conditional) {
            self.modality.is_hypothetical = true;
        }
    }

    fn modal(&mut self, modal: usize, verb: usize) {
        let syntax = self.syntax;
        if syntax.is_any(modal, &["will", "shall", "'ll", "’ll", "wo"]) {
            self.modality.is_future = true;
        } else if syntax.is_any(modal, &["would", "'d", "’d"]) && syntax.dep(verb) == Dep::Ccomp {
            // Reported speech turns "will" into "would".
            self.modality.is_future = true;
        } else {
            self.modality.is_hypothetical = true;
        }
    }

    /// "no soldiers were killed", "nobody attacked".
    fn arguments(&mut self, verb: usize) {
        let syntax = self.syntax;
        let arguments =
            syntax.children(verb).filter(|child| syntax.dep(*child).is_subject() || syntax.dep(*child) == Dep::Dobj);
        let is_none = |noun: usize| {
            syntax.is_any(noun, &["nobody", "none", "nothing"])
                || syntax.children(noun).any(|child| syntax.dep(child) == Dep::Det && syntax.is_written(child, "no"))
        };
        if arguments.into_iter().any(is_none) {
            self.modality.is_negated = true;
        }
    }

    /// The determiner and the modifiers of an event noun: "no attack", "a possible attack", "planned talks".
    fn noun(&mut self, noun: usize) {
        let syntax = self.syntax;
        for child in syntax.children(noun) {
            match syntax.dep(child) {
                Dep::Det | Dep::Neg if syntax.is_any(child, &["no", "not", "neither"]) => {
                    self.modality.is_negated = true;
                }
                Dep::Amod | Dep::Compound | Dep::Nmod => self.flag(syntax.word(child), false),
                _ => {}
            }
        }
    }

    /// What a governing verb, noun or adjective says of its complement.
    fn governor(&mut self, governor: usize, complement: usize) {
        let syntax = self.syntax;
        let word = syntax.word(governor);
        if syntax.is_infinitive(complement) {
            let is_going = syntax.is_written(governor, "going") && syntax.child_by(governor, Dep::Aux).is_some();
            let is_be = syntax.pos(governor) == Pos::Aux && syntax.doc.lemma(governor) == "be";
            if is_going || is_be {
                self.modality.is_future = true;
            }
        }
        self.flag(word, true);
    }

    fn flag(&mut self, word: u32, toggles: bool) {
        let grammar = &self.syntax.lexicon.grammar;
        self.modality.is_future |= grammar.future.contains(word);
        self.modality.is_hypothetical |= grammar.hypothetical.contains(word);
        if grammar.negative.contains(word) {
            self.modality.is_negated = !(toggles && self.modality.is_negated);
        }
    }

    /// Negates the content of a noun whose predicate calls it untrue: "the **claim** that soldiers shot a nurse is **false**".
    fn claimed(&mut self, noun: usize) {
        let syntax = self.syntax;
        let verb = syntax.head(noun);
        if !syntax.dep(noun).is_subject() {
            return;
        }
        let untrue = |word: usize| syntax.lexicon.grammar.events.untrue.contains_any_case(syntax.doc.word(word));
        let is_untrue = syntax.children_among(verb, &[Dep::Acomp, Dep::Attr, Dep::Oprd]).any(untrue);
        let is_denied = syntax.child_by(verb, Dep::Neg).is_some();
        self.modality.is_negated |= is_untrue && !is_denied;
    }

    /// Sets the flags of an event that a verb postpones or cancels: "talks have been **postponed**", "**put off**", "**called off**".
    /// Returns whether the verb does either.
    fn postponed(&mut self, verb: usize) -> bool {
        let syntax = self.syntax;
        let lemma = syntax.doc.lemma(verb);
        let is_off = syntax.children_by(verb, Dep::Prt).any(|particle| syntax.is_written(particle, "off"));
        let is_later = syntax.lexicon.grammar.events.postponing.contains(lemma) || lemma == "put" && is_off;
        let is_never = lemma == "call" && is_off;
        self.modality.is_future |= is_later;
        self.modality.is_negated |= is_never;
        is_later || is_never
    }

    /// "denied that", "did not say that" say nothing of themselves; "would" is the future of a past report.
    fn reported(&mut self, complement: usize, speech: usize) {
        let syntax = self.syntax;
        let is_past = matches!(syntax.tag(speech), Tag::Vbd | Tag::Vbn);
        let has_would = syntax.children_by(complement, Dep::Aux).any(|aux| syntax.is_any(aux, &["would", "'d"]));
        if is_past && has_would {
            self.modality.is_future = true;
        }
    }

    /// From the object of a preposition to the word above: "fears of an invasion", "called for talks", "without talks".
    fn behind_preposition(&mut self, node: usize, preposition: usize) -> Option<usize> {
        let syntax = self.syntax;
        if syntax.is_any(preposition, &["without", "instead"]) {
            self.modality.is_negated = true;
            return None;
        }
        if syntax.is_any(preposition, prepositions::CIRCUMSTANCE) || syntax.is_written(preposition, "by") {
            return None;
        }
        let above = syntax.head(preposition);
        let is_partitive = syntax.measured(above) == node;
        let word = syntax.word(above);
        let grammar = &syntax.lexicon.grammar;
        if is_partitive || grammar.support_preposition.contains(word) || grammar.support_recipient.contains(word) {
            return Some(above);
        }
        if syntax.is_any(preposition, prepositions::GOVERNED) {
            let before = self.modality;
            self.flag(word, true);
            if before != self.modality {
                return Some(above);
            }
        }
        // "will travel to Oslo for talks": the talks are to come as the journey is.
        (syntax.is_any(preposition, prepositions::SUPPORT) && syntax.is_verb(above)).then_some(above)
    }

    /// From a noun to the verb of which it is the subject or object.
    fn above_noun(&mut self, noun: usize, verb: usize) -> Option<usize> {
        let syntax = self.syntax;
        if !syntax.is_verb(verb) {
            return None;
        }
        let (word, grammar) = (syntax.word(verb), &syntax.lexicon.grammar);
        let before = self.modality;
        if !syntax.dep(noun).is_active_subject() && !self.postponed(verb) {
            self.flag(word, true);
        }
        let carries = syntax.dep(noun).is_active_subject() && syntax.child_by(verb, Dep::Dobj).is_none()
            || grammar.is_support(word);
        (carries || before != self.modality).then_some(verb)
    }
}

/// What an event noun without an actor is only the topic of: "**concern** about the violence", "declined to **comment** on
/// the killing".
pub(super) fn topic(syntax: &Syntax<'_>, noun: usize) -> Option<usize> {
    let preposition = syntax.head(noun);
    if syntax.dep(noun) != Dep::Pobj || !syntax.is_any(preposition, prepositions::TOPIC) {
        return None;
    }
    let governor = syntax.head(preposition);
    syntax.lexicon.grammar.events.topical.contains(syntax.doc.lemma(governor)).then_some(governor)
}

/// The word that makes an act one that is only thought of: "is **considering** sending aid", "the **right** to deploy
/// troops", "is not **authorized** to discuss it".
pub(super) fn potential(syntax: &Syntax<'_>, trigger: usize) -> Option<usize> {
    let mut node = trigger;
    for _ in 0..MAX_CLIMB {
        let head = syntax.head(node);
        let governor = match syntax.dep(node) {
            Dep::Xcomp | Dep::Ccomp => head,
            Dep::Acl if syntax.is_infinitive(node) => head,
            Dep::Pcomp => syntax.head(head),
            Dep::Dobj if !syntax.is_verb(node) => head,
            Dep::Pobj if syntax.is_any(head, &["of", "for"]) && !syntax.is_verb(node) => syntax.head(head),
            Dep::Conj if syntax.is_clause_of_its_own(node) => return None,
            Dep::Conj if syntax.is_verb(node) == syntax.is_verb(head) => {
                node = head;
                continue;
            }
            _ => return None,
        };
        let word = syntax.word(governor);
        let is_denied = || {
            syntax.child_by(governor, Dep::Neg).is_some()
                && syntax.lexicon.grammar.events.permitting.contains(syntax.doc.lemma(governor))
        };
        if syntax.lexicon.grammar.potential.contains(word) || is_denied() {
            return Some(governor);
        }
        if !matches!(syntax.dep(node), Dep::Xcomp | Dep::Pcomp | Dep::Dobj) {
            return None;
        }
        node = governor;
    }
    None
}
