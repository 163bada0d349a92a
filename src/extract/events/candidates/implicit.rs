//! Recipients that no slot of the rule names but any reader sees: behind another preposition, inside the phrase of the
//! object, in the clause that completes the trigger, or the place where it is done.

use super::{Filled, agents::is_agent, slots::SlotFinder, trigger::Trigger};
use crate::{
    extract::syntax::{Dep, EntityLabel, Syntax, Tag, prepositions},
    lexicon::rule::{Rule, TriggerKind},
    model::{
        Country,
        EventType::{
            self, Agree, Aid, Assault, Coerce, Concede, Cooperate, Mobilize, Reject, Request, Retreat, Sanction,
            Support, Threaten,
        },
        Mode, Pos, ReferentKind, Sector, SlotSource,
    },
};

/// How deep the phrases of an object are searched.
const DEPTH: usize = 4;

impl SlotFinder<'_> {
    /// Better recipients than those that the rule's slots gave, where these are none who can act and no place.
    pub(crate) fn with_implicit(&self, rule: &Rule, actors: &[usize], mut given: Filled) -> Filled {
        if sends_own(rule.event_type) && rule.mode != Some(Mode::Release) {
            given.heads.retain(|token| !self.is_own_force(*token));
        }
        given.heads.retain(|token| !is_amount(self.trigger.syntax, *token));
        let is_closed = rule.kind == TriggerKind::Verb && rule.recipient.is_empty()
            || rule.event_type == Assault && !given.heads.is_empty()
            || rule.is_reciprocal && actors.len() > 1;
        if is_closed || given.heads.iter().any(|token| self.is_party(*token) || self.is_site(*token)) {
            return given;
        }
        match self.implicit(rule, actors, &given.heads) {
            Some(heads) => Filled::new(heads, SlotSource::Implicit),
            // What is agreed on is no recipient.
            None if rule.event_type == Agree => Filled { heads: Vec::new(), ..given },
            None => given,
        }
    }

    /// Recipients that no slot of the rule names.
    fn implicit(&self, rule: &Rule, actors: &[usize], given: &[usize]) -> Option<Vec<usize>> {
        let fits = |found: &Vec<usize>| {
            !found.is_empty() && !found.iter().any(|token| actors.contains(token) || given.contains(token))
        };
        let bases = self.bases(given);
        let inside = || bases.iter().find_map(|noun| self.inside(*noun, DEPTH)).filter(fits);
        let beside = || self.beside(&self.trigger, given.is_empty()).filter(fits);
        let completes = is_promise(rule.event_type) || given.is_empty() && !rule.is_reciprocal;
        let completing = || if completes { self.completing(rule.event_type, &bases).filter(fits) } else { None };
        let place = || if is_done_at_places(rule, given) { self.place(&bases).filter(fits) } else { None };
        inside().or_else(beside).or_else(completing).or_else(place)
    }

    /// The nouns whose phrases are searched: what was given, else the object, else the trigger itself.
    fn bases(&self, given: &[usize]) -> Vec<usize> {
        if !given.is_empty() {
            return given.to_vec();
        }
        match self.trigger.kind {
            TriggerKind::Noun => vec![self.trigger.token],
            _ => self.trigger.object().map(|object| self.trigger.syntax.heads(object)).unwrap_or_default(),
        }
    }

    /// Whether a token heads someone who can act, or a place that something can be done to.
    fn is_party(&self, token: usize) -> bool {
        let syntax = self.trigger.syntax;
        (is_agent(syntax, self.mentions, token) || self.is_place(token)) && !self.is_own_force(token)
    }

    /// "its troops", "UN peacekeeping force", "sent troops": those who are sent receive nothing.
    fn is_own_force(&self, token: usize) -> bool {
        let syntax = self.trigger.syntax;
        if !syntax.is_in(token, &syntax.lexicon.grammar.own_force) {
            return false;
        }
        let words: Vec<usize> = syntax.children(token).filter(|child| *child < token).collect();
        let is_own = |child: usize| syntax.tag(child) == Tag::PrpPossessive || syntax.is_written(child, "peacekeeping");
        let further = &syntax.lexicon.grammar.events.further;
        let is_more = |child: usize| further.contains_any_case(syntax.doc.word(child));
        let is_named = |child: usize| !syntax.dep(child).is_minor() && !is_more(child);
        words.iter().any(|word| is_own(*word))
            || !words.iter().any(|word| is_named(*word)) && self.country(token).is_none()
    }

    fn country(&self, token: usize) -> Option<Country> {
        self.mentions.referent(token)?.identity.country
    }

    /// Whether a token is a common noun of a place or a building.
    fn is_site(&self, token: usize) -> bool {
        self.trigger.syntax.is_in(token, &self.trigger.syntax.lexicon.grammar.place)
    }

    /// Whether a token is the name of a place.
    fn is_place(&self, token: usize) -> bool {
        let syntax = self.trigger.syntax;
        self.mentions.referent(token).is_some_and(|referent| referent.kind == ReferentKind::Place)
            || matches!(syntax.entity(token), Some(EntityLabel::Place | EntityLabel::Location | EntityLabel::Facility))
    }

    /// Behind the prepositions of the trigger, where it has no object, or behind the few that may follow an object.
    fn beside(&self, trigger: &Trigger<'_>, is_free: bool) -> Option<Vec<usize>> {
        let allowed = if is_free && trigger.object().is_none() {
            prepositions::RECIPIENT
        } else {
            prepositions::RECIPIENT_BESIDE_OBJECT
        };
        let plain = allowed.iter().find_map(|word| {
            behind(trigger, word).into_iter().find_map(|object| self.party_or_inside(object, DEPTH - 1))
        });
        plain.or_else(|| {
            let phrases = ["in", "with"].iter().flat_map(|word| behind(trigger, word));
            phrases.filter(|noun| is_relation(self.trigger.syntax, *noun)).find_map(|noun| self.inside(noun, DEPTH))
        })
    }

    /// Inside a noun's phrase: "a ban on imports from **Chile**", "sanctions imposed on **Chile**".
    fn inside(&self, noun: usize, depth: usize) -> Option<Vec<usize>> {
        let syntax = self.trigger.syntax;
        if depth == 0 {
            return None;
        }
        let clauses = syntax.children_by(noun, Dep::Acl).filter(|clause| syntax.tag(*clause) == Tag::Vbn);
        let holders: Vec<usize> = std::iter::once(noun).chain(clauses).collect();
        prepositions::RECIPIENT.iter().find_map(|word| {
            let all = holders.iter().flat_map(|holder| syntax.children_by(*holder, Dep::Prep));
            let preps: Vec<usize> = all.filter(|prep| syntax.is_written(*prep, word)).collect();
            let mut objects = preps.iter().flat_map(|prep| syntax.children_by(*prep, Dep::Pobj));
            let found = objects.find_map(|object| self.party_or_inside(object, depth - 1));
            let mut gerunds = preps.iter().flat_map(|prep| syntax.children_by(*prep, Dep::Pcomp));
            found.or_else(|| gerunds.find_map(|verb| self.of_clause(verb, depth - 1)))
        })
    }

    fn party_or_inside(&self, noun: usize, depth: usize) -> Option<Vec<usize>> {
        let syntax = self.trigger.syntax;
        if syntax.is_temporal(noun) || self.is_press(noun) {
            return None;
        }
        if self.is_party(noun) {
            return Some(self.participants(noun)).filter(|found| !found.is_empty());
        }
        let of_country = |child: usize| {
            matches!(syntax.dep(child), Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss) && self.is_state(child)
        };
        let belongs_to_country = syntax.children(noun).any(of_country) && !self.is_own_force(noun);
        self.inside(noun, depth).or_else(|| belongs_to_country.then(|| self.participants(noun)))
    }

    fn is_state(&self, token: usize) -> bool {
        let is_name = matches!(self.trigger.syntax.pos(token), Pos::Adj | Pos::Propn);
        is_name && self.country(token).is_some()
    }

    /// "told Reuters": the press is no recipient.
    fn is_press(&self, token: usize) -> bool {
        self.mentions.referent(token).is_some_and(|referent| referent.identity.sectors.contains(&Sector::Med))
    }

    /// In the clause that completes the trigger: "agreed to lend money to **Chad**", "demanded that **Chad** withdraw".
    fn completing(&self, event_type: EventType, bases: &[usize]) -> Option<Vec<usize>> {
        let syntax = self.trigger.syntax;
        let clauses = self.trigger.complements();
        if event_type == Request {
            let of_bases = bases.iter().flat_map(|noun| syntax.children_by(*noun, Dep::Acl));
            let all: Vec<usize> = clauses.iter().copied().chain(of_bases).collect();
            let mut subjects = all.iter().filter_map(|clause| syntax.active_subject(*clause));
            if let Some(subject) = subjects.find(|subject| self.is_party(*subject)) {
                return Some(self.participants(subject));
            }
        }
        let is_open = |clause: &usize| syntax.is_verb(*clause) && !syntax.is_finite(*clause);
        clauses.into_iter().filter(is_open).find_map(|clause| self.of_clause(clause, DEPTH))
    }

    fn of_clause(&self, clause: usize, depth: usize) -> Option<Vec<usize>> {
        let syntax = self.trigger.syntax;
        let trigger = Trigger::of_verb(syntax, clause);
        let object = trigger.object().filter(|object| !syntax.is_temporal(*object));
        let dative = trigger.dative().filter(|dative| self.is_party(*dative)).map(|dative| self.participants(dative));
        let purpose = || {
            let mut clauses = syntax.children(clause).filter(|child| {
                matches!(syntax.dep(*child), Dep::Xcomp | Dep::Advcl | Dep::Ccomp) && syntax.is_infinitive(*child)
            });
            clauses.find_map(|inner| self.of_clause(inner, depth - 1))
        };
        if depth == 0 {
            return None;
        }
        dative
            .or_else(|| object.and_then(|object| self.party_or_inside(object, depth)))
            .or_else(|| self.beside(&trigger, object.is_none()))
            .or_else(purpose)
    }

    /// Where it is done: of the trigger, of its object, of the clause that completes it.
    fn place(&self, bases: &[usize]) -> Option<Vec<usize>> {
        let syntax = self.trigger.syntax;
        let clauses = self.trigger.complements().into_iter().filter(|clause| syntax.is_verb(*clause));
        let mut triggers = std::iter::once(self.trigger).chain(clauses.map(|clause| Trigger::of_verb(syntax, clause)));
        let party =
            |objects: Vec<usize>| objects.into_iter().find(|object| self.is_party(*object) || self.is_site(*object));
        let of_trigger =
            |trigger: Trigger<'_>| prepositions::PLACE.iter().find_map(|word| party(behind(&trigger, word)));
        let found =
            triggers.find_map(of_trigger).or_else(|| bases.iter().find_map(|noun| self.place_inside(*noun, DEPTH)));
        found.map(|place| self.participants(place)).filter(|found| !found.is_empty())
    }

    /// The place in a noun's phrase: "an expansion of its mission in **Chad**".
    fn place_inside(&self, noun: usize, depth: usize) -> Option<usize> {
        let syntax = self.trigger.syntax;
        let depth = depth.checked_sub(1)?;
        let behind = |words: &[&str]| -> Vec<usize> {
            let preps = syntax.children_by(noun, Dep::Prep);
            let preps = preps.filter(|prep| syntax.is_any(*prep, words));
            preps.flat_map(|prep| syntax.children_by(prep, Dep::Pobj)).collect()
        };
        let place = behind(prepositions::PLACE)
            .into_iter()
            .find(|object| self.is_party(*object) && !syntax.is_temporal(*object));
        place
            .or_else(|| behind(prepositions::RECIPIENT).into_iter().find_map(|object| self.place_inside(object, depth)))
    }
}

/// Types of events whose complement names the one to whom something is promised, or who is asked.
fn is_promise(event_type: EventType) -> bool {
    matches!(event_type, Agree | Aid | Concede | Cooperate | Request | Threaten | Mobilize | Retreat)
}

/// Types of events for which one sends or withdraws one's own forces.
fn sends_own(event_type: EventType) -> bool {
    matches!(event_type, Agree | Aid | Cooperate | Mobilize | Request | Retreat | Support | Threaten)
}

/// A sum receives nothing: "an appeal for **$2 million**".
fn is_amount(syntax: &Syntax<'_>, token: usize) -> bool {
    matches!(syntax.entity(token), Some(EntityLabel::Money | EntityLabel::Percent)) && syntax.pos(token) != Pos::Propn
}

/// "in relation to", "in support of", "with regard to": the recipient stands behind both.
fn is_relation(syntax: &Syntax<'_>, noun: usize) -> bool {
    syntax.lexicon.grammar.events.relation.contains(syntax.doc.lemma(noun))
}

/// The objects of a preposition around a trigger.
fn behind(trigger: &Trigger<'_>, preposition: &str) -> Vec<usize> {
    let word = trigger.syntax.lexicon.vocabulary.get(preposition);
    if word == 0 { Vec::new() } else { trigger.objects_of(word) }
}

/// Types of events that are done to the people of a place: aid, troops, curfews, cease-fires.
fn is_done_at_places(rule: &Rule, given: &[usize]) -> bool {
    let is_ceasefire = rule.mode == Some(Mode::Ceasefire);
    match rule.event_type {
        Reject | Support => is_ceasefire,
        Agree | Aid | Mobilize | Retreat => true,
        Assault | Coerce | Concede | Cooperate | Sanction => given.is_empty(),
        _ => false,
    }
}

/// The noun whose phrase names a recipient as its holder: of "rejected the **court's** request" the request. None
/// where the holder itself is meant.
pub(in crate::extract::events) fn held(syntax: &Syntax<'_>, holder: usize, trigger: usize) -> Option<usize> {
    let head = syntax.head(holder);
    let noun = match syntax.dep(holder) {
        Dep::Poss | Dep::Amod | Dep::Compound | Dep::Nmod => head,
        _ => return None,
    };
    let is_argument = match syntax.dep(noun) {
        Dep::Dobj | Dep::NsubjPass | Dep::CsubjPass => true,
        Dep::Pobj => syntax.is_verb(syntax.head(syntax.head(noun))),
        _ => false,
    };
    (noun != trigger && syntax.pos(noun) == Pos::Noun && is_argument).then_some(noun)
}
