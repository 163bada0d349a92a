//! How many people a noun phrase stands for.

use super::{
    MAX_STEPS,
    numerals::{Number, Unit},
};
use crate::{
    extract::syntax::{Dep, EntityLabel, Syntax, Tag, pronouns},
    lexicon::key,
    model::{Pos, Span},
};

/// How many people, by which words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct People {
    pub span: Span,
    pub value: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// A number says so; a single person counts as one without it.
    pub is_told: bool,
}

/// A sentence with its numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'a> {
    pub syntax: &'a Syntax<'a>,
    pub numbers: &'a [Number],
}

impl Counted<'_> {
    /// The people of a noun phrase; of a coordination the sum of its members.
    pub(super) fn people(&self, head: usize) -> Option<People> {
        let members = self.syntax.coordinated(head);
        let mut sum: Option<People> = None;
        let mut is_open = false;
        for member in members {
            match (self.member(member, MAX_STEPS), &mut sum) {
                (Some(one), Some(sum)) => add(sum, one),
                (Some(one), None) => sum = Some(one),
                // "12 soldiers and civilians": the number is of both. "a guard and his aides": nobody knows.
                (None, Some(sum)) => is_open |= !sum.is_told,
                (None, None) => is_open = true,
            }
        }
        let mut sum = sum?;
        if is_open {
            if !sum.is_told {
                return None;
            }
            sum.min = sum.min.or(sum.value);
            (sum.value, sum.max) = (None, None);
        }
        Some(sum)
    }

    /// The people of a noun phrase, as far as a number tells them.
    pub(super) fn told(&self, head: usize) -> Option<People> {
        self.people(head).filter(|people| people.is_told)
    }

    /// The number that stands on a token as its modifier, or that it is.
    pub(super) fn number_of(&self, token: usize) -> Option<&Number> {
        let syntax = self.syntax;
        let is_on = |number: &&Number| {
            let head = syntax.head(number.head);
            // "the nine **party** leaders": the parser often hangs the number on what stands between.
            let is_between = syntax.dep(head).is_premodifier() && syntax.head(head) == token;
            let modifies = (head == token || is_between)
                && number.last <= token
                && !matches!(syntax.dep(number.head), Dep::Conj | Dep::Appos | Dep::Npadvmod);
            number.unit == Unit::Count && ((number.first..number.last).contains(&token) || modifies)
        };
        self.numbers.iter().find(is_on)
    }

    fn member(&self, token: usize, steps: usize) -> Option<People> {
        let syntax = self.syntax;
        if let Some(number) = self.number_of(token) {
            return self.is_people(token, number).then(|| of_number(syntax, number));
        }
        if let Some(steps) = steps.checked_sub(1)
            && (self.is_body(token) || syntax.is_partitive(token))
        {
            let of = syntax.objects_behind(token, &["of"]).next();
            return of.and_then(|of| self.member(of, steps)).filter(|people| people.is_told);
        }
        self.is_single(token).then(|| one(syntax, token))
    }

    /// Whether what a number counts may be people.
    fn is_people(&self, token: usize, number: &Number) -> bool {
        let syntax = self.syntax;
        (number.first..number.last).contains(&token) || !syntax.is_temporal(token) && syntax.is_nominal(token)
    }

    fn is_body(&self, token: usize) -> bool {
        self.syntax.lexicon.grammar.quantities.body.contains_any_case(self.syntax.doc.lemma(token))
    }

    /// The one victim of an act that can have people alone as its victims: "the murder of a healer".
    pub(super) fn victim(&self, token: usize) -> Option<People> {
        let syntax = self.syntax;
        let is_one = syntax.tag(token) == Tag::Nn && syntax.entity(token).is_none() && !self.is_body(token);
        self.people(token).or_else(|| is_one.then(|| one(syntax, token)))
    }

    /// Whether a phrase is of people who can be sent: by its noun, or because it is a number alone.
    pub(super) fn is_force(&self, token: usize) -> bool {
        let syntax = self.syntax;
        let grammar = &syntax.lexicon.grammar;
        let noun = syntax.measured(token);
        syntax.pos(noun) == Pos::Num
            || grammar.quantities.troops.contains_any_case(syntax.doc.lemma(noun))
            || syntax.is_in(noun, &grammar.agent)
    }

    /// Whether a token stands for one person: a name, a pronoun, or a common noun in the singular.
    pub(super) fn is_single(&self, token: usize) -> bool {
        let syntax = self.syntax;
        if syntax.pos(token) == Pos::Pron {
            return syntax.is_any(token, pronouns::MALE) || syntax.is_any(token, pronouns::FEMALE);
        }
        let tag = syntax.tag(token);
        if !matches!(tag, Tag::Nn | Tag::Nnp) || self.is_body(token) {
            return false;
        }
        // The name recogniser takes many a surname for a place; no place is killed or arrested.
        let may_be_person = matches!(
            syntax.entity(token),
            None | Some(EntityLabel::Person | EntityLabel::Nationality | EntityLabel::Place)
        );
        let is_one = || syntax.children_by(token, Dep::Det).any(|word| syntax.is_any(word, &["a", "an", "another"]));
        let lexicon = syntax.lexicon;
        may_be_person
            && (tag == Tag::Nnp && syntax.entity(token) != Some(EntityLabel::Nationality)
                || is_one()
                || syntax.is_in(token, &lexicon.grammar.agent)
                || lexicon.actors.role(&key(syntax.doc.word(token))).is_some_and(|role| role.is_title))
    }
}

fn of_number(syntax: &Syntax<'_>, number: &Number) -> People {
    let Number { value, min, max, .. } = *number;
    People { span: syntax.span_of(number.first, number.last), value, min, max, is_told: true }
}

fn one(syntax: &Syntax<'_>, token: usize) -> People {
    People { span: syntax.span(token), value: Some(1.0), min: None, max: None, is_told: false }
}

/// Adds a member of a coordination.
fn add(sum: &mut People, one: People) {
    let low = |people: &People| people.min.or(people.value);
    let high = |people: &People| people.max.or(people.value);
    let both = |one: Option<f64>, other: Option<f64>| Some(one? + other?);
    let (min, max) = (both(low(sum), low(&one)), both(high(sum), high(&one)));
    let has_min = sum.min.is_some() || one.min.is_some();
    let has_max = sum.max.is_some() || one.max.is_some();
    sum.value = both(sum.value, one.value);
    sum.min = min.filter(|_| has_min || sum.value.is_none());
    sum.max = max.filter(|_| has_max);
    sum.is_told |= one.is_told;
    sum.span.end = sum.span.end.max(one.span.end);
}
