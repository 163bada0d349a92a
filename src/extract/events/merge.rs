//! One record for one event: repetitions within a sentence and across an article are merged.

use crate::model::{DateSource, Event, Participant};

/// Merges events of the same type and participants; what a repetition adds goes into the first one, and `listen` is told
/// of both.
pub(super) fn merge(
    events: Vec<Event>,
    lemma: &dyn Fn(usize) -> String,
    listen: &mut dyn FnMut(&Event, &Event),
) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        match kept.iter_mut().find(|first| repeats(first, &event, lemma)) {
            Some(first) => {
                listen(first, &event);
                absorb(first, event);
            }
            None => kept.push(event),
        }
    }
    kept
}

/// Whether a later event is the same as an earlier one and tells nothing new of who, to whom and when.
fn repeats(first: &Event, later: &Event, lemma: &dyn Fn(usize) -> String) -> bool {
    if first.event_type != later.event_type || first.modality != later.modality {
        return false;
    }
    let same_sentence = first.sentence == later.sentence;
    let (actors, recipients) = (compare(&first.actors, &later.actors), compare(&first.recipients, &later.recipients));
    if same_sentence {
        // Within a sentence a slot that only one of them fills is no difference, if the other slot agrees.
        let is_clash = actors == Match::Different || recipients == Match::Different;
        return !is_clash && (actors == Match::Same || recipients == Match::Same);
    }
    actors == Match::Same
        && recipients == Match::Same
        && first.mode == later.mode
        && first.attribution.is_none() == later.attribution.is_none()
        && have_same_date(first, later)
        && lemma(first.trigger) == lemma(later.trigger)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Same,
    OneEmpty,
    Different,
}

fn compare(first: &[Participant], later: &[Participant]) -> Match {
    if first.is_empty() && later.is_empty() {
        return Match::Same;
    }
    if first.is_empty() || later.is_empty() {
        return Match::OneEmpty;
    }
    let is_known = |one: &Participant| first.iter().any(|other| is_same(one, other));
    if first.len() == later.len() && later.iter().all(is_known) { Match::Same } else { Match::Different }
}

/// The same stretch of text, or the same resolved name, or the same country and sectors.
fn is_same(one: &Participant, other: &Participant) -> bool {
    one.span == other.span
        || (one.name.is_some() && one.name == other.name)
        || (one.country.is_some()
            && one.country == other.country
            && one.sectors == other.sectors
            && (one.name.is_none() || other.name.is_none()))
}

fn have_same_date(first: &Event, later: &Event) -> bool {
    let told = |event: &Event| event.date.clone().filter(|date| date.source == DateSource::Text);
    match (told(first), told(later)) {
        (Some(first), Some(later)) => first.first == later.first && first.last == later.last,
        _ => true,
    }
}

fn absorb(first: &mut Event, later: Event) {
    if first.actors.is_empty() {
        first.actors = later.actors;
    }
    if first.recipients.is_empty() {
        first.recipients = later.recipients;
    }
    let is_vague = |code: &Option<smol_str::SmolStr>| code.as_ref().map_or(0, |code| code.trim_end_matches('0').len());
    if is_vague(&later.cameo_code) > is_vague(&first.cameo_code) {
        first.cameo_code = later.cameo_code;
    }
    first.mode = first.mode.take().or(later.mode);
    if first.date.as_ref().is_none_or(|date| date.source == DateSource::Published) && later.date.is_some() {
        first.date = later.date;
    }
    first.attribution = first.attribution.take().or(later.attribution);
    for context in later.contexts {
        if !first.contexts.contains(&context) {
            first.contexts.push(context);
        }
    }
    first.confidence = first.confidence.max(later.confidence);
}
