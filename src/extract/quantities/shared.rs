//! Copies a number from one mention of an event to other mentions without one.

use rustc_hash::FxHashMap;

use crate::model::{Country, Event, EventType, Modality, Mode, Participant, Quantity, QuantityKind, Sector};

/// What identifies an event in all its mentions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    /// Who gives a sum of money to whom.
    Sum(EventType, Modality, Vec<Party>, Vec<Party>),
    /// Who is killed or arrested, by name.
    Fate(QuantityKind, EventType, Modality, Vec<String>),
}

/// Who takes part, by name or else by code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Party {
    Name(String),
    Codes(Option<Country>, Vec<Sector>),
}

/// A number with the mode of the event that has it; `None` where two mentions differ.
type Told = Option<(Option<Mode>, Quantity)>;

/// Gives each event the numbers that other mentions of the event give: the sum of "the fine" from "fined … $5 million", the one
/// victim of "shot" from "killed".
pub(in crate::extract) fn share(events: &mut [Event]) {
    let mut told: FxHashMap<Key, Told> = FxHashMap::default();
    for event in events.iter() {
        for key in keys(event) {
            let Some(quantity) = event.quantities.iter().find(|quantity| quantity.kind == key.kind()) else { continue };
            let known = told.entry(key).or_insert_with(|| Some((event.mode, quantity.clone())));
            if known.as_ref().is_some_and(|(_, other)| !is_equal(other, quantity)) {
                *known = None;
            }
        }
    }
    for event in events {
        for key in keys(event) {
            let is_open = !event.quantities.iter().any(|quantity| quantity.kind == key.kind());
            if let Some(Some((mode, quantity))) = told.get(&key).filter(|_| is_open)
                && (*mode == event.mode || mode.is_none() || event.mode.is_none())
            {
                event.quantities.push(quantity.clone());
            }
        }
    }
}

impl Key {
    fn kind(&self) -> QuantityKind {
        match self {
            Self::Sum(..) => QuantityKind::Money,
            Self::Fate(kind, ..) => *kind,
        }
    }
}

/// The keys by which an event is found to be another mention of one with a number.
fn keys(event: &Event) -> Vec<Key> {
    use EventType::{Agree, Aid, Assault, Coerce, Cooperate, Sanction, Support};
    let Event { event_type, modality, .. } = event;
    let mut keys = Vec::new();
    let fate = match event_type {
        Assault => Some(QuantityKind::Killed),
        Coerce if event.mode == Some(Mode::Arrest) => Some(QuantityKind::Arrested),
        _ => None,
    };
    let names: Option<Vec<String>> = event.recipients.iter().map(|one| one.identity.name.clone()).collect();
    if let (Some(kind), Some(names)) = (fate, names.filter(|names| !names.is_empty() && !modality.is_negated)) {
        keys.push(Key::Fate(kind, *event_type, *modality, names));
    }
    if matches!(event_type, Agree | Aid | Cooperate | Sanction | Support)
        && let (Some(actors), Some(recipients)) = (parties(&event.actors), parties(&event.recipients))
    {
        keys.push(Key::Sum(*event_type, *modality, actors, recipients));
    }
    keys
}

/// Who fills a slot; `None` if it is empty, or if one of them has neither name nor code.
fn parties(participants: &[Participant]) -> Option<Vec<Party>> {
    let party = |one: &Participant| match &one.identity.name {
        Some(name) => Some(Party::Name(name.clone())),
        None if one.identity.has_no_code() => None,
        None => Some(Party::Codes(one.identity.country, one.identity.sectors.clone())),
    };
    let parties: Option<Vec<Party>> = participants.iter().map(party).collect();
    parties.filter(|parties| !parties.is_empty())
}

fn is_equal(one: &Quantity, other: &Quantity) -> bool {
    (one.value, one.min, one.max, &one.unit) == (other.value, other.min, other.max, &other.unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        extract::Extractor,
        lexicon::Lexicon,
        model::{Article, Span},
        spacy::Pipeline,
    };
    use std::sync::Arc;

    #[test]
    fn a_number_goes_to_mentions_of_the_same_people_unless_two_numbers_differ() {
        let pipeline = Arc::new(Pipeline::embedded().unwrap());
        let extractor = Extractor::new(pipeline, Arc::new(Lexicon::embedded().unwrap()), None);
        let text = "Gunmen shot Ana Ruiz in Tampico. Soldiers killed Ana Ruiz in Tampico.";
        let events = extractor.read(Article::of_text("a", text)).events;
        let [shot, killed] = events.as_slice() else { panic!("{events:?}") };
        let number = |value| {
            let span = Span { start: 0, end: 1 };
            let (min, max, unit) = (None, None, None);
            vec![Quantity { span, kind: QuantityKind::Killed, value: Some(value), min, max, unit }]
        };
        let with = |event: &Event, quantities| {
            let mut event = Event { quantities, mode: None, ..event.clone() };
            event.recipients.iter_mut().for_each(|one| one.identity.name = Some("Ana Ruiz".to_owned()));
            event
        };
        for (other, expected) in [(vec![], vec![Some(1.0)]), (number(2.0), vec![])] {
            let mut events = [with(shot, vec![]), with(killed, number(1.0)), with(killed, number(1.0))];
            if !other.is_empty() {
                events[2].quantities = other;
            }
            share(&mut events);
            let found: Vec<Option<f64>> = events[0].quantities.iter().map(|quantity| quantity.value).collect();
            assert_eq!(found, expected);
        }
    }
}
