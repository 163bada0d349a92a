//! Recipients that no slot of the rule names but any reader sees: behind another preposition, inside the phrase of the
//! object, in the clause that completes the trigger, or the place where it is done.

use super::{
    anchor::Anchor,
    slots::{SlotFinder, is_agent},
    syntax::{Dep, Syntax},
};
use crate::{
    lexicon::rule::{Rule, TriggerKind},
    model::{
        EventType::{
            Agree, Aid, Assault, Coerce, Concede, Cooperate, Mobilize, Reject, Request, Retreat, Sanction, Support,
            Threaten,
        },
        MentionKind, Pos,
    },
};

/// Prepositions behind which a recipient stands, the surest first.
const TOWARDS: &[&str] =
    &["against", "with", "to", "on", "from", "of", "for", "between", "toward", "towards", "over", "into"];

/// Prepositions of the verb itself behind which a recipient may stand although the verb has an object.
const BESIDE_OBJECT: &[&str] = &["against", "to", "from", "on", "for"];

/// Prepositions of place.
const WHERE: &[&str] = &["in", "at", "into", "inside", "across", "throughout", "near", "on"];

/// Nouns of places and buildings, which something can be done to as such.
const PLACES: &[&str] = &[
    "airfield",
    "airport",
    "area",
    "base",
    "bastion",
    "border",
    "building",
    "camp",
    "checkpoint",
    "church",
    "consulate",
    "convoy",
    "dam",
    "depot",
    "enclave",
    "facility",
    "frontier",
    "headquarters",
    "home",
    "hospital",
    "house",
    "installation",
    "market",
    "mosque",
    "neighborhood",
    "neighbourhood",
    "outpost",
    "part",
    "plant",
    "port",
    "position",
    "post",
    "quarter",
    "refinery",
    "school",
    "stronghold",
    "suburb",
    "synagogue",
    "target",
    "temple",
    "territory",
    "zone",
];

/// How deep the phrases of an object are searched.
const DEPTH: usize = 4;

impl SlotFinder<'_> {
    /// Better recipients than those that the rule's slots gave, where these are none who can act and no place.
    pub fn reach(&self, rule: &Rule, actors: &[usize], given: Vec<usize>) -> Vec<usize> {
        let is_closed = rule.kind == TriggerKind::Verb && rule.recipient.is_empty()
            || rule.event_type == Assault && !given.is_empty();
        if is_closed || rule.is_reciprocal || given.iter().any(|token| self.is_party(*token)) {
            return given;
        }
        let fits = |found: &Vec<usize>| {
            !found.is_empty() && !found.iter().any(|token| actors.contains(token) || given.contains(token))
        };
        let inside = || given.iter().find_map(|noun| self.inside(*noun, DEPTH)).filter(fits);
        let beside = || self.beside(&self.anchor, &given).filter(fits);
        let completing = || if is_promise(rule) { self.completing().filter(fits) } else { None };
        let found = inside().or_else(beside).or_else(completing);
        let found =
            found.or_else(|| if is_done_at_places(rule, &given) { self.place(&given).filter(fits) } else { None });
        match found {
            Some(found) => found,
            // What is agreed on is no recipient.
            None if rule.event_type == Agree => Vec::new(),
            None => given,
        }
    }

    /// Whether a token heads someone who can act, or a place that something can be done to.
    fn is_party(&self, token: usize) -> bool {
        let syntax = self.anchor.syntax;
        is_agent(syntax, self.mentions, token) || self.is_place(token)
    }

    fn is_place(&self, token: usize) -> bool {
        let syntax = self.anchor.syntax;
        self.mentions.at(token).is_some_and(|mention| mention.kind == MentionKind::Place)
            || PLACES.contains(&syntax.doc.lemma(token))
            || syntax
                .doc
                .entity_at(token)
                .is_some_and(|entity| matches!(syntax.doc.entity_type(entity), "GPE" | "LOC" | "FAC"))
    }

    /// Behind the prepositions of the trigger, where it has no object, or behind the few that may follow an object.
    fn beside(&self, anchor: &Anchor<'_>, given: &[usize]) -> Option<Vec<usize>> {
        let allowed = if given.is_empty() && anchor.object().is_none() { TOWARDS } else { BESIDE_OBJECT };
        allowed.iter().find_map(|word| {
            behind(anchor, word).into_iter().find_map(|object| self.party_or_inside(object, DEPTH - 1))
        })
    }

    /// Inside a noun's phrase: "a ban on imports from **Chile**", "the release of **two sailors**".
    fn inside(&self, noun: usize, depth: usize) -> Option<Vec<usize>> {
        let syntax = self.anchor.syntax;
        if depth == 0 {
            return None;
        }
        TOWARDS.iter().find_map(|word| {
            let preps = syntax.children_by(noun, Dep::Prep).filter(|prep| syntax.is_written(*prep, word));
            let mut objects = preps.flat_map(|prep| syntax.children_by(prep, Dep::Pobj));
            objects.find_map(|object| self.party_or_inside(object, depth - 1))
        })
    }

    fn party_or_inside(&self, noun: usize, depth: usize) -> Option<Vec<usize>> {
        let syntax = self.anchor.syntax;
        if syntax.is_temporal(noun) || self.is_press(noun) {
            return None;
        }
        if self.is_party(noun) {
            return Some(self.participants(noun)).filter(|found| !found.is_empty());
        }
        let belongs_to_country = syntax.children(noun).any(|child| {
            matches!(syntax.dep(child), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss) && self.is_state(child)
        });
        self.inside(noun, depth).or_else(|| belongs_to_country.then(|| self.participants(noun)))
    }

    fn is_state(&self, token: usize) -> bool {
        let is_name = matches!(self.anchor.syntax.pos(token), Pos::Adj | Pos::Propn);
        is_name && self.mentions.at(token).is_some_and(|mention| mention.country.is_some())
    }

    /// "told Reuters": who is told by way of the press is not meant.
    fn is_press(&self, token: usize) -> bool {
        self.mentions.at(token).is_some_and(|mention| mention.sectors.iter().any(|sector| sector == "MED"))
    }

    /// In the clause that completes the trigger: "agreed to lend money to **Chad**".
    fn completing(&self) -> Option<Vec<usize>> {
        let syntax = self.anchor.syntax;
        self.anchor.complements().into_iter().filter(|clause| syntax.is_verb(*clause)).find_map(|clause| {
            let anchor = Anchor { syntax, token: clause, kind: TriggerKind::Verb, support: None };
            let object = anchor.object().filter(|object| !syntax.is_temporal(*object));
            let dative =
                anchor.dative().filter(|dative| self.is_party(*dative)).map(|dative| self.participants(dative));
            dative
                .or_else(|| object.and_then(|object| self.party_or_inside(object, DEPTH)))
                .or_else(|| self.beside(&anchor, &object.into_iter().collect::<Vec<_>>()))
        })
    }

    /// Where it is done: of the trigger, of its object, of the clause that completes it.
    fn place(&self, given: &[usize]) -> Option<Vec<usize>> {
        let syntax = self.anchor.syntax;
        let clauses = self.anchor.complements().into_iter().filter(|clause| syntax.is_verb(*clause));
        let anchors = clauses.map(|token| Anchor { syntax, token, kind: TriggerKind::Verb, support: None });
        let mut anchors = std::iter::once(self.anchor).chain(anchors);
        let party = |objects: Vec<usize>| objects.into_iter().find(|object| self.is_party(*object));
        let of_anchor = |anchor: Anchor<'_>| WHERE.iter().find_map(|word| party(behind(&anchor, word)));
        let found = anchors.find_map(of_anchor).or_else(|| {
            given.iter().find_map(|noun| {
                let preps = syntax
                    .children_by(*noun, Dep::Prep)
                    .filter(|prep| WHERE.iter().any(|word| syntax.is_written(*prep, word)));
                party(preps.flat_map(|prep| syntax.children_by(prep, Dep::Pobj)).collect())
            })
        });
        found.map(|place| self.participants(place)).filter(|found| !found.is_empty())
    }
}

/// Types of events whose complement tells to whom it is promised, asked or done.
fn is_promise(rule: &Rule) -> bool {
    matches!(rule.event_type, Agree | Aid | Concede | Cooperate | Request | Threaten | Mobilize | Retreat)
}

/// The objects of a preposition around a trigger.
fn behind(anchor: &Anchor<'_>, preposition: &str) -> Vec<usize> {
    let word = anchor.syntax.lexicon.vocabulary.get(preposition);
    if word == 0 { Vec::new() } else { anchor.objects_of(word) }
}

/// Types of events that are done to the people of a place: aid, troops, curfews, cease-fires.
fn is_done_at_places(rule: &Rule, given: &[usize]) -> bool {
    let is_ceasefire = rule.mode.as_deref() == Some("ceasefire");
    match rule.event_type {
        Agree | Reject | Support => is_ceasefire,
        Aid | Mobilize | Retreat => true,
        Assault | Coerce | Concede | Cooperate | Sanction => given.is_empty(),
        _ => false,
    }
}

/// The noun whose phrase tells of a recipient that only holds it: of "rejected the **court's** request" the request. None
/// where the holder itself is meant.
pub(super) fn held(syntax: &Syntax<'_>, holder: usize, trigger: usize) -> Option<usize> {
    let head = syntax.head(holder);
    let noun = match syntax.dep(holder) {
        Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod => head,
        _ => return None,
    };
    let is_argument = match syntax.dep(noun) {
        Dep::Dobj | Dep::NsubjPass => true,
        Dep::Pobj => syntax.is_verb(syntax.head(syntax.head(noun))),
        _ => false,
    };
    (noun != trigger && syntax.pos(noun) == Pos::Noun && is_argument).then_some(noun)
}
