//! The places of events: of their own sentences, or else of the sentences around them, where the data shows that such a place
//! is right more often than not.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Judged, Prepared, ranker::Ranker, seen};
use crate::{
    extract::{
        mentions::{Joint, Level, Mixture, Relation},
        reader::Reader,
    },
    model::{Event, EventType, Mention, Place, SectionKind},
};

/// The log-odds from which a place in the sentence of an event is the event's. What somebody says rather than does more rarely has
/// a place.
const LEAST_SAID: f32 = 0.3;
const LEAST_DONE: f32 = -1.2;

/// How many sentences before an event are searched for its place, beside those of the lead.
const SENTENCES_BACK: usize = 6;
/// The first sentences of an article, which say where the story happens.
const LEAD_SENTENCES: usize = 3;

/// Where a word happened by what the reader says of it, as if it were the trigger of an event.
pub fn place_of_word(prepared: Prepared<'_>, reader: &Reader, ranker: Option<&Ranker>, token: usize) -> Option<Place> {
    let (tokens, seen): (Vec<_>, Vec<_>) = seen(prepared, ranker).into_iter().unzip();
    let number = tokens.iter().position(|tokens| tokens.contains(&token))?;
    let finding = reader.ask(&seen, number, token - tokens.get(number)?.start)?;
    let judged = Judged::new(&finding, reader.threshold(), &tokens, number);
    let known = judged.whereabouts(Mixture::OF_WORDS)?;
    prepared.mentions.likeliest_place(prepared.syntax, known).map(|(place, _)| place)
}

/// The likeliest place of a word that the reader judged, with the reader's probability; none where no place is likely, or where it
/// decided only the type.
pub(in crate::extract) fn place_of_judged(prepared: Prepared<'_>, judged: &Judged) -> Option<(Place, f32)> {
    prepared.mentions.likeliest_place(prepared.syntax, judged.whereabouts(Mixture::OF_EVENTS)?)
}

/// Gives each event of an article the place where the text says that it happened.
pub(super) fn complete(prepared: Prepared<'_>, events: &mut [Event], judged: &[Judged]) {
    if events.is_empty() {
        return;
    }
    let judged: FxHashMap<usize, &Judged> = judged.iter().map(|judged| (judged.token, judged)).collect();
    let mut story = Story::new(prepared);
    let mut open = Vec::new();
    for event in events {
        let known = judged.get(&event.trigger).filter(|judged| event.is_read && judged.places.is_some());
        event.place = if let Some(judged) = known {
            place_of_judged(prepared, judged).map(|(place, _)| place)
        } else {
            let least = if is_said(event.event_type) { LEAST_SAID } else { LEAST_DONE };
            let own = prepared.mentions.place_for(prepared.syntax, event.trigger, least);
            own.map(|place| place.what.clone())
        };
        match &event.place {
            Some(place) => story.placed(event.event_type, place),
            None if known.is_none() => open.push(event),
            None => {}
        }
    }
    for event in open {
        event.place = story.place_for(event).cloned();
    }
}

/// A place with what does not depend on the event.
struct Stop<'a> {
    place: &'a Mention<Place>,
    sentence: usize,
    stance: Relation,
    section: SectionKind,
    /// The share of this place in all mentions of places.
    share: f32,
}

/// The places that an article goes through.
struct Story<'a> {
    /// In the order of the text.
    stops: Vec<Stop<'a>>,
    /// Which types of events happened where, by the identity of the place.
    events: FxHashMap<String, Vec<EventType>>,
}

/// By what mentions of a place are known as the same: the name that the gazetteer has, or where they are.
fn identity(place: &Place) -> String {
    place.name.clone().unwrap_or_else(|| format!("{:?}", place.span))
}

/// Whether an event of this type is an utterance.
const fn is_said(event_type: EventType) -> bool {
    use EventType::{Accuse, Reject, Request, Support, Threaten};
    matches!(event_type, Accuse | Reject | Request | Support | Threaten)
}

impl<'a> Story<'a> {
    fn new(prepared: Prepared<'a>) -> Self {
        let Prepared { syntax, mentions, clean, .. } = prepared;
        let all = mentions.places().all();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for place in all {
            *counts.entry(identity(&place.what)).or_default() += 1;
        }
        let stop = |place: &'a Mention<Place>| Stop {
            place,
            sentence: syntax.doc.sentence_of(place.head),
            stance: mentions.place_stance(syntax, place),
            section: clean.section_kind_at(place.what.span.start),
            share: counts.get(&identity(&place.what)).copied().unwrap_or_default() as f32 / all.len() as f32,
        };
        Self { stops: all.iter().map(stop).collect(), events: FxHashMap::default() }
    }

    fn placed(&mut self, event_type: EventType, place: &Place) {
        self.events.entry(identity(place)).or_default().push(event_type);
    }

    /// The place of the sentences before an event in which it most likely happened.
    fn place_for(&self, event: &Event) -> Option<&Place> {
        let is_near = |stop: &&Stop<'_>| {
            let back = event.sentence.checked_sub(stop.sentence);
            stop.sentence < LEAD_SENTENCES || back.is_some_and(|back| (1..=SENTENCES_BACK).contains(&back))
        };
        let near = self.stops.iter().filter(is_near).filter(|stop| stop.sentence != event.sentence);
        let weighed = near.map(|stop| (stop, self.weigh(event, stop)));
        let best = weighed.reduce(|best, one| if one.1 >= best.1 { one } else { best })?;
        (best.1 >= LEAST_ELSEWHERE).then_some(&best.0.place.what)
    }

    /// The log-odds that an event happened in a place that another sentence names.
    fn weigh(&self, event: &Event, stop: &Stop<'_>) -> f32 {
        let of_type = if is_said(event.event_type) { SAID } else { 0.0 };
        let types = self.events.get(&identity(&stop.place.what));
        let of_others = match types {
            Some(types) if types.contains(&event.event_type) => SAME_TYPE,
            Some(_) => OTHER_TYPE,
            None => 0.0,
        };
        let of_share = match stop.share {
            share if share > 0.5 => OF_MOST,
            share if share > 0.25 => OF_SOME,
            _ => OF_FEW,
        };
        let back = event.sentence.checked_sub(stop.sentence);
        BIAS + of_type + of_others + of_share + of_distance(back) + of_stance(stop) + of_level(stop) + of_section(stop)
    }
}

/// The least log-odds at which a place of another sentence is taken. The weights were fitted on whole articles.
const LEAST_ELSEWHERE: f32 = -0.2;
const BIAS: f32 = -0.41;
const SAID: f32 = -0.85;
/// An event of the same type happened there, or one of another type.
const SAME_TYPE: f32 = 1.49;
const OTHER_TYPE: f32 = 0.14;
/// Most mentions of places are of this one, more than a quarter, or less.
const OF_MOST: f32 = 0.48;
const OF_SOME: f32 = -0.43;
const OF_FEW: f32 = -0.61;

/// By how many sentences the place stands before the event; none for one behind it.
const fn of_distance(back: Option<usize>) -> f32 {
    match back {
        Some(1) => 0.28,
        Some(2) | None => -0.32,
        Some(_) => -0.55,
    }
}

fn of_stance(stop: &Stop<'_>) -> f32 {
    match stop.stance.joint {
        Joint::In | Joint::At | Joint::Into | Joint::Object | Joint::Near | Joint::On => -0.05,
        _ if stop.section == SectionKind::Dateline => 0.37,
        _ => -0.93,
    }
}

const fn of_level(stop: &Stop<'_>) -> f32 {
    match stop.stance.level {
        Level::Country => -0.86,
        Level::Region => -1.35,
        _ => 0.16,
    }
}

const fn of_section(stop: &Stop<'_>) -> f32 {
    match stop.section {
        SectionKind::Dateline => 0.37,
        _ if stop.sentence < LEAD_SENTENCES => -0.29,
        _ => -0.63,
    }
}
