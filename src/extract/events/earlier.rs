//! The events of earlier sentences, found by what a repetition of them must share with them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::merge::stated_date;
use crate::model::{Country, Event, EventType, Modality, Mode, Participant, Sector, Span};

/// What two events of different sentences must have in common to be one.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Kind {
    event_type: EventType,
    modality: Modality,
    mode: Option<Mode>,
    is_attributed: bool,
    lemma: String,
    actors: usize,
    recipients: usize,
}

/// Who takes part in an event, by one of the things that make two participants the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Trait {
    /// Nobody stands on either side.
    Nobody,
    Span(Span),
    Name(String),
    /// With the sectors, and whether there is a name beside them: two different names are two participants.
    State(Country, Vec<Sector>, bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Actor,
    Recipient,
}

/// The days that an event must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum When {
    Any,
    Told(Option<(Date, Date)>),
}

/// Where the events of one kind with one participant and one date are listed.
type ListKey = (u32, Side, Trait, When);

/// The numbers of events by their kind, each of their participants, and their date.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    kinds: FxHashMap<Kind, u32>,
    lists: FxHashMap<ListKey, BTreeSet<usize>>,
}

impl Earlier {
    /// Adds an event under its number. One that is known is added once more when its date has changed: it stays in the
    /// lists of its former date too, where the comparison refuses it.
    pub(super) fn add(&mut self, number: usize, event: &Event, lemma: String) {
        let next = self.kinds.len() as u32;
        let kind = *self.kinds.entry(kind(event, lemma)).or_insert(next);
        for (side, participants) in sides(event) {
            for one in participants.map_or_else(|| vec![Trait::Nobody], traits) {
                for when in [When::Any, When::Told(stated_date(event))] {
                    self.lists.entry((kind, side, one.clone(), when)).or_default().insert(number);
                }
            }
        }
    }

    /// The first event that a test confirms to be the same as a later one. Each participant of the later one leads to the
    /// events that may be meant; those of the participant that leads to the fewest are tested.
    pub(super) fn first(&self, later: &Event, lemma: String, is_same: impl Fn(usize) -> bool) -> Option<usize> {
        let kind = *self.kinds.get(&kind(later, lemma))?;
        let date = stated_date(later);
        let whens = if date.is_some() { vec![When::Told(None), When::Told(date)] } else { vec![When::Any] };
        let lists = |side: Side, participant: Option<&Participant>| -> Vec<&BTreeSet<usize>> {
            let alike = participant.map_or_else(|| vec![Trait::Nobody], alike);
            let places =
                alike.into_iter().flat_map(|one| whens.iter().map(move |when| (kind, side, one.clone(), *when)));
            places.filter_map(|place| self.lists.get(&place)).collect()
        };
        let all = sides(later).map(|(side, participant)| lists(side, participant));
        let fewest = all.min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>())?;
        let mut found: Option<usize> = None;
        for list in fewest {
            let before = list.iter().copied().take_while(|number| found.is_none_or(|found| *number < found));
            found = before.into_iter().find(|number| is_same(*number)).or(found);
        }
        found
    }
}

fn kind(event: &Event, lemma: String) -> Kind {
    Kind {
        event_type: event.event_type,
        modality: event.modality,
        mode: event.mode,
        is_attributed: event.attribution.is_some(),
        lemma,
        actors: event.actors.len(),
        recipients: event.recipients.len(),
    }
}

/// All participants with their sides, and none for each side on which nobody stands.
fn sides(event: &Event) -> impl Iterator<Item = (Side, Option<&Participant>)> {
    let sides = [(Side::Actor, &event.actors), (Side::Recipient, &event.recipients)];
    sides.into_iter().flat_map(|(side, participants)| {
        let nobody = participants.is_empty().then_some((side, None));
        participants.iter().map(move |one| (side, Some(one))).chain(nobody)
    })
}

/// The traits of a participant.
fn traits(one: &Participant) -> Vec<Trait> {
    let identity = &one.identity;
    let state =
        identity.country.map(|country| Trait::State(country, identity.sectors.clone(), identity.name.is_some()));
    [Some(Trait::Span(one.span)), identity.name.clone().map(Trait::Name), state].into_iter().flatten().collect()
}

/// The traits of which the same participant must have one.
fn alike(one: &Participant) -> Vec<Trait> {
    let mut alike = traits(one);
    if let Some(Trait::State(country, sectors, _)) = alike.pop_if(|last| matches!(last, Trait::State(..))) {
        alike.push(Trait::State(country, sectors.clone(), false));
        if one.identity.name.is_none() {
            alike.push(Trait::State(country, sectors, true));
        }
    }
    alike
}
