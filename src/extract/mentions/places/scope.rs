//! Which place an event happened in: of the names in its sentence, the one that most likely says where.

use super::{
    Places,
    evidence::is_place_noun,
    relation::{Bearer, Joint, Level, Reach, Relation, View},
};
use crate::{
    extract::{mentions::MentionList, syntax::Syntax},
    model::{Mention, Place, PlacePrecision, Pos, Referent},
};

impl Places {
    /// The place of a sentence in which the event of its trigger most likely happened, with the log-odds that it did.
    pub(in crate::extract::mentions) fn place_for(
        &self,
        syntax: &Syntax<'_>,
        trigger: usize,
        referents: &MentionList<Referent>,
    ) -> Option<(&Mention<Place>, f32)> {
        let candidates = self.candidates(syntax, trigger, referents).into_iter();
        let weighed =
            candidates.filter(|(_, relation)| !is_origin(*relation)).map(|(place, relation)| (place, weigh(relation)));
        weighed.reduce(|best, one| if one.1 > best.1 { one } else { best })
    }

    /// The places of a trigger's sentence with their relations to it, in the order of the text. A place that only contains
    /// the one named beside it is left out.
    pub(super) fn candidates(
        &self,
        syntax: &Syntax<'_>,
        trigger: usize,
        referents: &MentionList<Referent>,
    ) -> Vec<(&Mention<Place>, Relation)> {
        if trigger >= syntax.doc.len() {
            return Vec::new();
        }
        let sentence = syntax.doc.sentence_of(trigger);
        let mut all: Vec<&Mention<Place>> = Vec::new();
        let mut last: Option<&Mention<Place>> = None;
        for place in self.named.in_sentence(sentence) {
            let before = last.replace(place);
            match before.map_or(Beside::Apart, |before| beside(syntax, before, place)) {
                Beside::Inside => {
                    all.pop();
                    all.push(place);
                }
                Beside::Around => {}
                Beside::Apart => all.push(place),
            }
        }
        all.extend(self.venues.in_sentence(sentence));
        all.sort_by_key(|place| place.head);
        let view = View { syntax, referents, trigger };
        let nearest = all.iter().map(|place| view.distance(place)).min().unwrap_or_default();
        let is_alone = all.len() == 1;
        all.into_iter().map(|place| (place, view.relation(place, nearest, is_alone))).collect()
    }

    /// Of "Ikeja, Lagos, Nigeria" and "Lagos's Ikeja" the place within the others.
    pub(super) fn narrowest<'a>(&'a self, syntax: &Syntax<'_>, place: &'a Mention<Place>) -> &'a Mention<Place> {
        let all = self.named.all();
        let sentence = syntax.doc.sentence_of(place.head);
        let at =
            |number: Option<usize>| all.get(number?).filter(|other| syntax.doc.sentence_of(other.head) == sentence);
        let Some(mut number) = self.named.number_at(place.head) else { return place };
        loop {
            let (before, next) = (number.checked_sub(1), number.checked_add(1));
            let is_beside = |one: Option<usize>, other: Option<usize>, lies: Beside| {
                at(one).zip(at(other)).is_some_and(|(one, other)| beside(syntax, one, other) == lies)
            };
            number = match (before, next) {
                (Some(before), _) if is_beside(Some(before), Some(number), Beside::Around) => before,
                (_, Some(next)) if is_beside(Some(number), Some(next), Beside::Inside) => next,
                _ => break,
            };
        }
        all.get(number).unwrap_or(place)
    }

    /// How a place stands to the verb of its own clause.
    pub(in crate::extract::mentions) fn stance(
        syntax: &Syntax<'_>,
        place: &Mention<Place>,
        referents: &MentionList<Referent>,
    ) -> Relation {
        let view = View { syntax, referents, trigger: syntax.nearest_verb(place.head) };
        view.relation(place, view.distance(place), true)
    }
}

/// How the second of two neighbouring places lies to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// In it: "Lagos's Ikeja".
    Inside,
    /// Around it: "Ikeja, Lagos", "Ikeja in the state of Lagos".
    Around,
    Apart,
}

fn beside(syntax: &Syntax<'_>, first: &Mention<Place>, second: &Mention<Place>) -> Beside {
    let between = first.last..second.first;
    if between.len() == 1 && syntax.is_any(between.start, &["'s", "’s"]) {
        return Beside::Inside;
    }
    let is_joint =
        |token: usize| matches!(syntax.pos(token), Pos::Punct | Pos::Det) || syntax.is_any(token, &["in", "of"]);
    let is_joined = !between.is_empty() && between.clone().all(|token| is_joint(token) || is_place_noun(syntax, token));
    let is_wider = breadth(&second.what) > breadth(&first.what);
    if is_joined && is_wider { Beside::Around } else { Beside::Apart }
}

/// A rough order of places by size.
fn breadth(place: &Place) -> u8 {
    match place.precision {
        PlacePrecision::Point => 0,
        PlacePrecision::City | PlacePrecision::District if place.coordinates.is_none() => 1,
        PlacePrecision::City | PlacePrecision::District => 2,
        PlacePrecision::Province => 3,
        PlacePrecision::Region => 4,
        PlacePrecision::Country => 5,
    }
}

/// "a doctor from Oslo": where somebody or something comes from.
fn is_origin(relation: Relation) -> bool {
    relation.joint == Joint::From && relation.bearer != Bearer::Verb
}

/// The weights were fitted on sentences with the places of their verbs.
const BIAS: f32 = -0.5;
const BEFORE: f32 = -0.67;
const OPENING: f32 = -0.03;
const NEAREST: f32 = 0.82;
const ALONE: f32 = 0.33;

/// The log-odds that an event happened in a place.
pub(super) fn weigh(relation: Relation) -> f32 {
    let Relation { joint, reach, bearer, level, is_before, is_opening, is_nearest, is_alone } = relation;
    let flags = [(is_before, BEFORE), (is_opening, OPENING), (is_nearest, NEAREST), (is_alone, ALONE)];
    let of_flags: f32 = flags.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
    BIAS + of_flags + of_joint(joint) + of_reach(reach) + of_bearer(bearer) + of_level(level)
}

const fn of_joint(joint: Joint) -> f32 {
    match joint {
        Joint::In => 0.21,
        Joint::At => 0.06,
        Joint::On => -0.24,
        Joint::Near => -0.04,
        Joint::Into => 0.53,
        Joint::To => -1.1,
        Joint::From => -1.58,
        Joint::Over => 1.29,
        Joint::Of => -0.56,
        Joint::OtherPreposition => -1.67,
        Joint::Object => 0.28,
        Joint::Subject => -1.03,
        Joint::PassiveSubject => 0.35,
        Joint::Possessive => -1.21,
        Joint::Modifier => -0.6,
        Joint::Loose => -0.38,
    }
}

const fn of_reach(reach: Reach) -> f32 {
    match reach {
        Reach::Trigger => 0.44,
        Reach::Verb => 1.1,
        Reach::Argument => 0.08,
        Reach::Modified => 0.05,
        Reach::Above => -0.47,
        Reach::Report => -0.83,
        Reach::Below => -0.86,
        Reach::Coordinate => -0.59,
        Reach::Beside => -1.42,
    }
}

const fn of_bearer(bearer: Bearer) -> f32 {
    match bearer {
        Bearer::Verb => -0.32,
        Bearer::Actor => -0.45,
        Bearer::Noun => -0.12,
    }
}

const fn of_level(level: Level) -> f32 {
    match level {
        Level::Country => -0.9,
        Level::Province => -0.07,
        Level::Region => -0.71,
        Level::City => 0.3,
        Level::Unknown => 0.23,
        Level::Facility => -0.7,
    }
}
