//! How a place stands to a word of its sentence: by which words it is joined, and in which clause.

use super::evidence::is_place_noun;
use crate::{
    extract::{
        mentions::MentionList,
        syntax::{
            Dep, Syntax,
            prepositions::{DIRECTION, PLACE},
        },
    },
    model::{Mention, Place, PlacePrecision, Pos, Referent, ReferentKind},
};

/// How many words are climbed from a name to what it belongs to.
const MAX_CLIMB: usize = 8;

/// What joins a place to the word that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::extract) enum Joint {
    In,
    At,
    On,
    Near,
    Into,
    To,
    From,
    Over,
    Of,
    OtherPreposition,
    Object,
    Subject,
    PassiveSubject,
    Possessive,
    Modifier,
    Loose,
}

/// Where the word that a place belongs to stands, seen from the trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::extract) enum Reach {
    /// It is the trigger.
    Trigger,
    /// It is the verb of a trigger that is a noun, or a verb that shares it.
    Verb,
    /// A noun within the trigger's phrase or among the arguments of its verb.
    Argument,
    /// A noun of which the trigger's clause says more: "the blast in Basra **that killed** six".
    Modified,
    /// A verb or noun of a clause above, one that reports, one below, or another one.
    Above,
    Report,
    Below,
    Coordinate,
    Beside,
}

/// What a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::extract) enum Bearer {
    Verb,
    /// Somebody: "officials in Kabul", "a doctor from Oslo".
    Actor,
    Noun,
}

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::extract) enum Level {
    Country,
    Province,
    Region,
    City,
    /// A name that the gazetteer does not know.
    Unknown,
    Facility,
}

/// How a place stands to a trigger.
#[expect(clippy::struct_excessive_bools, reason = "four independent features")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::extract) struct Relation {
    pub joint: Joint,
    pub reach: Reach,
    pub bearer: Bearer,
    pub level: Level,
    pub is_before: bool,
    /// It opens the sentence.
    pub is_opening: bool,
    /// No other name stands nearer.
    pub is_nearest: bool,
    pub is_alone: bool,
}

/// A place, seen from a word of its sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub syntax: &'a Syntax<'a>,
    pub referents: &'a MentionList<Referent>,
    pub trigger: usize,
}

impl View<'_> {
    /// How far a place is from the trigger, in tokens.
    pub(super) fn distance(&self, place: &Mention<Place>) -> usize {
        place.head.abs_diff(self.trigger)
    }

    /// How a place stands to the trigger. `nearest` is the distance of the nearest candidate.
    pub(super) fn relation(&self, place: &Mention<Place>, nearest: usize, is_alone: bool) -> Relation {
        let (joint, bearer) = self.join(place.head);
        Relation {
            joint,
            reach: self.reach(bearer),
            bearer: self.bearer(bearer),
            level: level(&place.what),
            is_before: place.head < self.trigger,
            is_opening: self.is_opening(place.first),
            is_nearest: self.distance(place) == nearest,
            is_alone,
        }
    }

    fn is_opening(&self, first: usize) -> bool {
        let doc = &self.syntax.doc;
        let start = doc.sentences().get(doc.sentence_of(first)).map_or(first, |sentence| sentence.start);
        first - start <= 2
    }

    /// From the head of a name up to the verb or noun that it belongs to. Nouns for places are passed.
    fn join(&self, head: usize) -> (Joint, usize) {
        let syntax = self.syntax;
        let mut node = head;
        for _ in 0..MAX_CLIMB {
            let above = syntax.head(node);
            let dep = syntax.dep(node);
            let joint = match dep {
                Dep::Conj | Dep::Appos if above != node => {
                    node = above;
                    continue;
                }
                Dep::Pobj => {
                    let mut preposition = above;
                    let joint = joint_of(&syntax.doc.word(preposition).to_lowercase());
                    while syntax.pos(syntax.head(preposition)) == Pos::Adp && syntax.head(preposition) != preposition {
                        preposition = syntax.head(preposition);
                    }
                    let bearer = syntax.head(preposition);
                    if is_place_noun(syntax, bearer) && bearer != preposition {
                        node = bearer;
                        continue;
                    }
                    return (joint, bearer);
                }
                Dep::Poss => Joint::Possessive,
                Dep::Dobj => Joint::Object,
                Dep::NsubjPass => Joint::PassiveSubject,
                _ if dep.is_subject() => Joint::Subject,
                _ if dep.is_premodifier() => Joint::Modifier,
                _ => Joint::Loose,
            };
            if matches!(joint, Joint::Possessive | Joint::Modifier) && is_place_noun(syntax, above) && above != node {
                node = above;
                continue;
            }
            return (joint, above);
        }
        (Joint::Loose, node)
    }

    fn bearer(&self, token: usize) -> Bearer {
        if self.syntax.is_verb(token) {
            return Bearer::Verb;
        }
        let acts = |kind: ReferentKind| kind.is_actor() && kind != ReferentKind::State;
        let referent = self.referents.at(token).filter(|mention| mention.head == token);
        if referent.is_some_and(|mention| acts(mention.what.kind)) { Bearer::Actor } else { Bearer::Noun }
    }

    fn reach(&self, bearer: usize) -> Reach {
        let (syntax, trigger) = (self.syntax, self.trigger);
        let doc = &syntax.doc;
        if bearer == trigger {
            return Reach::Trigger;
        }
        let (verb, of_trigger) = (syntax.nearest_verb(bearer), syntax.nearest_verb(trigger));
        if verb == of_trigger {
            return if bearer == verb { Reach::Verb } else { Reach::Argument };
        }
        if !syntax.is_verb(bearer) && doc.is_under(trigger, bearer) {
            return Reach::Modified;
        }
        let is_joined = |one: usize, other: usize| syntax.dep(one) == Dep::Conj && syntax.head(one) == other;
        if is_joined(verb, of_trigger) || is_joined(of_trigger, verb) {
            return Reach::Coordinate;
        }
        if doc.is_under(of_trigger, verb) {
            return if self.speaks(verb) { Reach::Report } else { Reach::Above };
        }
        if doc.is_under(verb, of_trigger) { Reach::Below } else { Reach::Beside }
    }

    fn speaks(&self, verb: usize) -> bool {
        self.syntax.lexicon.claim(self.syntax.word(verb)).is_some()
    }
}

fn joint_of(preposition: &str) -> Joint {
    match preposition {
        "in" | "inside" | "within" | "throughout" | "across" => Joint::In,
        "at" => Joint::At,
        "on" | "upon" | "along" => Joint::On,
        "near" | "outside" | "around" | "off" | "beside" => Joint::Near,
        "into" | "through" => Joint::Into,
        "to" | "toward" | "towards" => Joint::To,
        "from" => Joint::From,
        "of" => Joint::Of,
        "over" | "above" => Joint::Over,
        other if PLACE.contains(&other) || DIRECTION.contains(&other) => Joint::Near,
        _ => Joint::OtherPreposition,
    }
}

fn level(place: &Place) -> Level {
    match place.precision {
        PlacePrecision::Point => Level::Facility,
        _ if place.coordinates.is_none() => Level::Unknown,
        PlacePrecision::Country => Level::Country,
        PlacePrecision::Province => Level::Province,
        PlacePrecision::Region => Level::Region,
        PlacePrecision::City | PlacePrecision::District => Level::City,
    }
}
