//! How many people a noun phrase stands for.

use super::{
    MAX_STEPS,
    numerals::{Number, Unit},
};
use crate::{
    extract::{
        mentions::Mentions,
        syntax::{Dep, EntityLabel, Syntax, Tag, pronouns},
    },
    lexicon::{NameKind, key},
    model::{Pos, ReferentKind, Span},
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
    /// Where earlier numbers of the same people are looked for; `None` while an earlier sentence is read.
    pub mentions: Option<&'a Mentions>,
}

impl Counted<'_> {
    /// The people of a noun phrase; of a coordination the sum of its members.
    pub(super) fn people(&self, head: usize) -> Option<People> {
        self.people_to(head, MAX_STEPS)
    }

    fn people_to(&self, head: usize, steps: usize) -> Option<People> {
        let mut sum: Option<People> = None;
        let mut is_open = false;
        for member in self.members(head) {
            match (self.member(member, steps), &mut sum) {
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
            // "Up to 12 soldiers and civilians" has no lower bound, so the sum has none.
            sum.min = Some(sum.min.or(sum.value)?);
            (sum.value, sum.max) = (None, None);
        }
        Some(sum)
    }

    /// The heads of the noun phrases that list people, one for each member.
    fn members(&self, head: usize) -> Vec<usize> {
        let syntax = self.syntax;
        let mut members = syntax.coordinated(head);
        if let Some(listed) = self.listed_behind(head) {
            members.extend(syntax.coordinated(listed));
        }
        if syntax.dep(head) == Dep::Dobj && members.len() == 1 {
            // "arrested a couple and their son": the parser coordinates the noun with the verb.
            let beside = syntax.children_by(syntax.head(head), Dep::Conj);
            members.extend(beside.filter(|noun| *noun > head && syntax.is_noun_or_pronoun(*noun)));
        }
        // "vice-president" is three tokens, and the parser coordinates each.
        let is_glued = |hyphen: usize| {
            let is_hyphen = hyphen + 1 < syntax.doc.len() && syntax.is_written(hyphen, "-");
            is_hyphen && hyphen > 0 && syntax.span(hyphen - 1).end == syntax.span(hyphen).start
        };
        for member in &mut members {
            if is_glued(*member + 1) && syntax.child_by(*member, Dep::Det).is_none() {
                *member += 2;
            } else if is_glued(*member) {
                *member += 1;
            }
        }
        members.dedup();
        members.dedup_by(|later, first| self.is_same_person(*first, *later));
        members
    }

    /// What continues a list that the parser takes for an apposition: "a priest, **two lawyers** and three students".
    fn listed_behind(&self, head: usize) -> Option<usize> {
        let syntax = self.syntax;
        let is_listed = |noun: &usize| {
            let is_counted = self.number_of(*noun).is_some() && syntax.tag(*noun).is_plural_noun();
            is_counted || self.is_indefinite(*noun) && syntax.child_by(*noun, Dep::Conj).is_some()
        };
        syntax.children_by(head, Dep::Appos).find(is_listed).filter(|noun| *noun > head && self.is_indefinite(head))
    }

    /// "an activist and **colleague**": a second noun without an article is the same person, unless the two are a pair.
    fn is_same_person(&self, first: usize, later: usize) -> bool {
        let syntax = self.syntax;
        let pairs = &syntax.lexicon.grammar.quantities.paired;
        let is_paired = |noun: usize| pairs.contains_any_case(syntax.doc.lemma(noun));
        let own = [Dep::Det, Dep::Poss, Dep::Nummod, Dep::Predet];
        self.is_indefinite(first)
            && syntax.tag(later) == Tag::Nn
            && syntax.children_among(later, &own).next().is_none()
            && !(is_paired(first) && is_paired(later))
    }

    /// Whether a noun in the singular has an indefinite article.
    fn is_indefinite(&self, noun: usize) -> bool {
        let syntax = self.syntax;
        matches!(syntax.tag(noun), Tag::Nn | Tag::Jj)
            && syntax.children_by(noun, Dep::Det).any(|word| syntax.is_any(word, &["a", "an", "another"]))
    }

    /// The people of one noun phrase, without those that are coordinated with it.
    pub(super) fn single(&self, head: usize) -> Option<People> {
        self.member(head, MAX_STEPS)
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
        if let Some(people) = self.counted_beside(token, steps).or_else(|| self.counted_before(token)) {
            return Some(people);
        }
        if let Some(steps) = steps.checked_sub(1)
            && (self.is_body(token) || syntax.is_partitive(token))
        {
            // In "the family of the two men", the number is not that of the family.
            let is_of_all = |object: &usize| {
                let is_other =
                    |word: usize| syntax.dep(word) == Dep::Poss || syntax.is_any(word, &["the", "these", "those"]);
                syntax.is_partitive(token)
                    || !syntax.tag(token).is_plural_noun() && !syntax.children(*object).any(is_other)
            };
            let of = syntax.objects_behind(token, &["of"]).next().filter(is_of_all);
            return of.and_then(|of| self.member(of, steps)).filter(|people| people.is_told);
        }
        self.is_single(token).then(|| one(syntax, token))
    }

    /// Whether what a number counts may be people.
    fn is_people(&self, token: usize, number: &Number) -> bool {
        let syntax = self.syntax;
        let bodies = &syntax.lexicon.grammar.quantities.bodies;
        (number.first..number.last).contains(&token)
            || !syntax.is_temporal(token)
                && syntax.is_nominal(token)
                && !bodies.contains_any_case(syntax.doc.lemma(token))
    }

    /// "the suspects, **seven men and a woman**": the people of an apposition.
    fn counted_beside(&self, token: usize, steps: usize) -> Option<People> {
        let syntax = self.syntax;
        let steps = steps.checked_sub(1).filter(|_| syntax.tag(token).is_plural_noun())?;
        let mut beside = syntax.children_by(token, Dep::Appos).filter(|noun| *noun > token);
        let noun = beside.find(|noun| syntax.tag(*noun).is_plural_noun())?;
        self.people_to(noun, steps).filter(|people| people.is_told)
    }

    pub(super) fn is_body(&self, token: usize) -> bool {
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
        if self.is_aged(token) {
            return true;
        }
        let referent = self.mentions.and_then(|mentions| mentions.referent(token));
        let is_name =
            referent.is_some_and(|referent| referent.kind == ReferentKind::Person) && syntax.is_in_person(token);
        if is_name && syntax.child_by(token, Dep::Det).is_none() {
            // "Jones" is a plural to the tagger.
            return true;
        }
        if tag == Tag::Jj && syntax.entity(token) == Some(EntityLabel::Nationality) {
            // "killed a Palestinian"
            return self.is_indefinite(token) && !syntax.dep(token).is_premodifier();
        }
        if !matches!(tag, Tag::Nn | Tag::Nnp) || self.is_body(token) {
            return false;
        }
        if tag == Tag::Nnp && self.is_unknown_name(token) {
            return true;
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

    /// "a 16-year-**old** was arrested": one person by age.
    fn is_aged(&self, token: usize) -> bool {
        let syntax = self.syntax;
        let follows_years = token >= 3 && syntax.is_written(token - 1, "-") && syntax.is_written(token - 2, "year");
        follows_years
            && syntax.is_written(token, "old")
            && !syntax.dep(token).is_premodifier()
            && syntax.child_by(token, Dep::Det).is_some()
    }

    /// A name of one word that the name recogniser takes for a body or people, and that the tables do not know as one.
    fn is_unknown_name(&self, token: usize) -> bool {
        let syntax = self.syntax;
        let word = syntax.doc.word(token);
        let is_other = matches!(syntax.entity(token), Some(EntityLabel::Organisation | EntityLabel::Nationality));
        let is_alone = syntax.doc.entity_at(token).is_some_and(|entity| entity.last - entity.first == 1)
            && syntax.children_among(token, &[Dep::Det, Dep::Compound]).next().is_none();
        let is_capitalised = || word.chars().skip(1).any(char::is_lowercase);
        let is_known = || {
            let name = syntax.lexicon.actors.name(&key(word));
            name.is_some_and(|name| matches!(name.kind, NameKind::Organisation | NameKind::Nationality))
        };
        is_other && is_alone && is_capitalised() && !is_known()
    }
}

pub(super) fn of_number(syntax: &Syntax<'_>, number: &Number) -> People {
    let Number { value, min, max, .. } = *number;
    People { span: syntax.span_of(number.first, number.last), value, min, max, is_told: true }
}

fn one(syntax: &Syntax<'_>, token: usize) -> People {
    People { span: syntax.span(token), value: Some(1.0), min: None, max: None, is_told: false }
}

/// Adds a member of a coordination.
fn add(sum: &mut People, one: People) {
    // "up to 12" may be none, and "at least 12" may be any number above.
    let low = |people: &People| people.min.or(people.value).or(people.max.map(|_| 0.0));
    let high = |people: &People| people.max.or(people.value.filter(|_| people.min.is_none()));
    let both = |one: Option<f64>, other: Option<f64>| Some(one? + other?);
    let (min, max) = (both(low(sum), low(&one)), both(high(sum), high(&one)));
    let has_min = sum.min.is_some() || one.min.is_some();
    let has_max = sum.max.is_some() || one.max.is_some();
    sum.value = both(sum.value, one.value);
    sum.min = min.filter(|min| *min > 0.0 && (has_min || sum.value.is_none()));
    sum.max = max.filter(|_| has_max);
    sum.is_told |= one.is_told;
    sum.span.end = sum.span.end.max(one.span.end);
}
