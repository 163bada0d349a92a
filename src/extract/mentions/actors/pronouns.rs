//! Pronouns: whom "he" and "it" stand for, where that is safe, and what a relative pronoun belongs to.

use super::discourse::Discourse;
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{Dep, Syntax, Tag, pronouns},
    },
    model::{Mention, Referent, ReferentKind},
};

/// The sentences before a pronoun in which who speaks is looked for, and who is the subject.
const SPEAKER_BACK: usize = 6;
const SUBJECT_BACK: usize = 4;

/// The mentions so far, in which the antecedent of a pronoun is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Antecedents<'a> {
    pub syntax: &'a Syntax<'a>,
    pub mentions: &'a MentionList<Referent>,
    pub discourse: &'a Discourse,
}

impl<'a> Antecedents<'a> {
    /// The mention that a pronoun stands for.
    pub(super) fn of(&self, pronoun: usize) -> Option<&'a Mention<Referent>> {
        use ReferentKind::{Group, Organisation, State};
        let is_any = |words: &[&str]| self.syntax.is_any(pronoun, words);
        if let Some(is_female) = gender_of_pronoun(self.syntax, pronoun) {
            self.person_before(pronoun, is_female)
        } else if is_any(pronouns::NEUTER) {
            self.subject_before(pronoun, &[State, Organisation], false)
        } else if is_any(pronouns::PLURAL) {
            self.subject_before(pronoun, &[Group, Organisation], true)
        } else if self.syntax.is_in(pronoun, &self.syntax.lexicon.grammar.relative) {
            self.relative_head(pronoun)
        } else {
            None
        }
    }

    /// The state that "the country" refers to: the last subject that is one, in the same sentence or the sentence before.
    pub(super) fn state_before(&self, noun: usize) -> Option<&'a Mention<Referent>> {
        self.subject_before(noun, &[ReferentKind::State], false)
    }

    /// The state that "that country" refers to: the last one named, in the same sentence or the sentence before.
    pub(super) fn last_state(&self, noun: usize) -> Option<&'a Mention<Referent>> {
        use ReferentKind::{Place, State};
        let tables = &self.syntax.lexicon.actors;
        let is_state = |mention: &Mention<Referent>| {
            let country = mention.what.identity.country.and_then(|country| tables.country_name(country));
            matches!(mention.what.kind, State | Place)
                && country.is_some()
                && mention.what.identity.sectors.is_empty()
                && !acts_on(self.syntax, mention.head, noun)
        };
        let sentence = self.syntax.doc.sentence_of(noun);
        self.latest(sentence, is_state).or_else(|| self.latest(sentence.checked_sub(1)?, is_state))
    }

    /// The noun that a relative clause is about.
    fn relative_head(&self, pronoun: usize) -> Option<&'a Mention<Referent>> {
        let mut verbs = self.syntax.upwards(self.syntax.head(pronoun)).take(3);
        let clause = verbs.find(|verb| self.syntax.dep(*verb) == Dep::Relcl)?;
        self.mentions.at(self.syntax.head(clause))
    }

    /// Who "he" is: who was speaking, where he speaks; else the only person of the sentence so far; else the subject of the last
    /// sentence that has one.
    fn person_before(&self, pronoun: usize, is_woman: bool) -> Option<&'a Mention<Referent>> {
        let syntax = self.syntax;
        let may_be = |mention: &Mention<Referent>| {
            !acts_on(syntax, mention.head, pronoun) && self.discourse.may_be(mention.what.chain, is_woman)
        };
        let is_person = |mention: &Mention<Referent>| is_person(&mention.what) && may_be(mention);
        let is_acting =
            |mention: &Mention<Referent>| is_person(mention) && syntax.dep(mention.head).is_nominal_subject();
        // "He" of the sentence before carries on whom it stood for.
        let goes_on = |mention: &Mention<Referent>| {
            let is_same = gender_of_pronoun(syntax, mention.head) == Some(is_woman);
            is_acting(mention)
                || is_same && may_be(mention) && is_resolved(mention) && syntax.dep(mention.head).is_nominal_subject()
        };
        let sentence = syntax.doc.sentence_of(pronoun);
        if is_speaking(syntax, pronoun) {
            let speaks = |mention: &Mention<Referent>| goes_on(mention) && is_speaking(syntax, mention.head);
            let mut back = (sentence.saturating_sub(SPEAKER_BACK)..=sentence).rev();
            if let Some(speaker) = back.find_map(|sentence| self.latest(sentence, speaks)) {
                return Some(speaker);
            }
        }
        match self.chains(sentence, is_person) {
            1 => return self.latest(sentence, is_person),
            2.. => {
                // "Ruiz wrote to the king before Kask, thanking him": who does not thank.
                let other = || if is_of_adjunct(syntax, pronoun) { self.latest(sentence, is_person) } else { None };
                return self.latest(sentence, is_acting).or_else(other);
            }
            0 => {}
        }
        let before = sentence.checked_sub(1)?;
        let only = || if self.chains(before, is_person) == 1 { self.latest(before, is_person) } else { None };
        let further = || {
            let mut back = (sentence.saturating_sub(SUBJECT_BACK)..before).rev();
            back.find_map(|sentence| self.latest(sentence, goes_on))
        };
        self.latest(before, goes_on).or_else(only).or_else(further)
    }

    /// What "it" is, or who "they" are: the last subject of these kinds in the same sentence, else that of the sentence before.
    /// "They" may be two persons: "Ruiz and Kask met. They …".
    fn subject_before(&self, pronoun: usize, kinds: &[ReferentKind], is_plural: bool) -> Option<&'a Mention<Referent>> {
        let syntax = self.syntax;
        let is_subject = |mention: &Mention<Referent>| {
            let are_persons = || {
                is_plural
                    && mention.what.kind == ReferentKind::Person
                    && syntax.child_by(mention.head, Dep::Conj).is_some()
            };
            !acts_on(syntax, mention.head, pronoun)
                && syntax.dep(mention.head).is_nominal_subject()
                && (kinds.contains(&mention.what.kind) || are_persons())
        };
        let agrees = |mention: &Mention<Referent>| {
            let is_several = syntax.tag(mention.head).is_plural_noun()
                || syntax.child_by(mention.head, Dep::Conj).is_some()
                || is_plural && mention.what.kind != ReferentKind::State;
            is_subject(mention) && is_several == is_plural
        };
        // "blamed the opposition, accusing them": who does not accuse.
        let is_object = |mention: &Mention<Referent>| {
            let is_several = syntax.tag(mention.head).is_plural_noun() || mention.what.kind != ReferentKind::State;
            is_plural
                && is_several
                && kinds.contains(&mention.what.kind)
                && matches!(syntax.dep(mention.head), Dep::Dobj | Dep::Pobj)
        };
        let sentence = syntax.doc.sentence_of(pronoun);
        let here = self.latest(sentence, is_subject);
        let object = || if is_of_adjunct(syntax, pronoun) { self.latest(sentence, is_object) } else { None };
        here.or_else(object).or_else(|| self.latest(sentence.checked_sub(1)?, agrees))
    }

    /// The last mention so far of a sentence that passes a test.
    fn latest(&self, sentence: usize, test: impl Fn(&Mention<Referent>) -> bool) -> Option<&'a Mention<Referent>> {
        self.mentions.in_sentence(sentence).rev().find(|mention| test(mention))
    }

    /// How many persons or things the mentions so far of a sentence that pass a test are.
    fn chains(&self, sentence: usize, test: impl Fn(&Mention<Referent>) -> bool) -> usize {
        let tested = self.mentions.in_sentence(sentence).filter(|mention| test(mention));
        let mut chains: Vec<u32> = tested.map(|mention| mention.what.chain).collect();
        chains.sort_unstable();
        chains.dedup();
        chains.len()
    }
}

/// Whether a pronoun says that its person is a woman, or a man.
pub(super) fn gender_of_pronoun(syntax: &Syntax<'_>, pronoun: usize) -> Option<bool> {
    if syntax.is_any(pronoun, pronouns::FEMALE) {
        return Some(true);
    }
    syntax.is_any(pronoun, pronouns::MALE).then_some(false)
}

/// Whether "Mr", "spokeswoman" or "king" say how the person will be referred to whose name begins at a token.
pub(super) fn gender_of_title(syntax: &Syntax<'_>, first: usize, role: Option<&str>) -> Option<bool> {
    let before = first.checked_sub(1).map(|token| syntax.doc.word(token).to_lowercase()).unwrap_or_default();
    let role = role.map(str::to_lowercase).unwrap_or_default();
    let terms = &syntax.lexicon.grammar.actors;
    match before.trim_end_matches('.') {
        title if terms.male_title.contains(title) => Some(false),
        title if terms.female_title.contains(title) => Some(true),
        _ if role.ends_with("woman") => Some(true),
        _ if role.ends_with("man") => Some(false),
        _ => None,
    }
}

fn is_person(referent: &Referent) -> bool {
    match referent.kind {
        ReferentKind::Person => true,
        ReferentKind::Group => referent.identity.role.is_some(),
        _ => false,
    }
}

/// Whether a pronoun was found to stand for somebody with a name or an office.
fn is_resolved(mention: &Mention<Referent>) -> bool {
    let Referent { kind, identity, .. } = &mention.what;
    *kind == ReferentKind::Pronoun && (identity.name.is_some() || identity.role.is_some())
}

/// Whether a noun or pronoun is the subject of a verb of speech outside of quotations.
fn is_speaking(syntax: &Syntax<'_>, token: usize) -> bool {
    let verb = syntax.head(token);
    syntax.dep(token).is_active_subject()
        && syntax.lexicon.claim(syntax.word(verb)).is_some()
        && !syntax.quotations.contains(token)
}

/// Whether a noun is the subject of the verb whose object a pronoun is: "the king pardoned him" is about another man.
fn acts_on(syntax: &Syntax<'_>, noun: usize, pronoun: usize) -> bool {
    if syntax.is_any(pronoun, pronouns::REFLEXIVE)
        || !matches!(syntax.dep(pronoun), Dep::Dobj | Dep::Dative)
        || !syntax.dep(noun).is_nominal_subject()
    {
        return false;
    }
    let has_subject = |verb: usize| syntax.children(verb).any(|child| syntax.dep(child).is_nominal_subject());
    let mut verb = syntax.head(pronoun);
    while (syntax.dep(verb) == Dep::Conj || is_adjunct(syntax, verb)) && !has_subject(verb) {
        verb = verb_above(syntax, verb);
    }
    syntax.head(noun) == verb
}

/// Whether a pronoun is the object of a participle whose subject is that of the verb above.
fn is_of_adjunct(syntax: &Syntax<'_>, pronoun: usize) -> bool {
    syntax.dep(pronoun) == Dep::Dobj && is_adjunct(syntax, syntax.head(pronoun))
}

/// "The king met a rival, **accusing** him", "after **accusing** him": the king accuses.
fn is_adjunct(syntax: &Syntax<'_>, verb: usize) -> bool {
    let above = verb_above(syntax, verb);
    syntax.tag(verb) == Tag::Vbg
        && matches!(syntax.dep(verb), Dep::Advcl | Dep::Pcomp)
        && above != verb
        && syntax.is_verb(above)
}

/// What a verb hangs on, over a preposition.
fn verb_above(syntax: &Syntax<'_>, verb: usize) -> usize {
    let above = syntax.head(verb);
    if syntax.dep(above) == Dep::Prep { syntax.head(above) } else { above }
}
