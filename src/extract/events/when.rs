//! The dates of events whose own sentences give none: from the report in which they are told, from other mentions of the
//! event, from the sentences around, or from the day of the article. In doubt there is none.

use rustc_hash::FxHashMap;

use super::{Prepared, draft::is_history};
use crate::model::{DateSource, Event, EventDate, EventType};

/// What mentions of one event share: type, whether it is to come, and the lemma or the name of the recipient.
type Key = (EventType, bool, String);

/// Completes the dates of an article's events, which come in the order of the text.
pub(super) fn complete(prepared: Prepared<'_>, events: &mut [Event]) {
    let told = Told::new(prepared, events);
    for (number, event) in events.iter_mut().enumerate() {
        if event.date.is_some() {
            continue;
        }
        event.date = told.date_for(prepared, number, event).or_else(|| by_story(prepared, event));
        let days = event.date.as_ref().and_then(|date| date.days);
        if let (Some(days), Some(anchor)) = (days, prepared.clean.anchors.at(event.trigger_span.start)) {
            event.modality.is_historical |= is_history(days, anchor);
        }
    }
}

fn by_story(prepared: Prepared<'_>, event: &Event) -> Option<EventDate> {
    let Prepared { syntax, mentions, clean, .. } = prepared;
    let is_of_words = is_act_of_words(event.event_type);
    let mut told_by = event.trigger;
    if is_of_words && let Some((verb, date)) = mentions.report(syntax, event.trigger) {
        if date.is_some() {
            return date;
        }
        told_by = verb;
    }
    let is_act_to_come = event.modality.is_future && told_by == event.trigger;
    let is_quoted = event.attribution.as_ref().is_some_and(|told| told.is_quoted);
    if is_act_to_come || event.modality.is_historical || is_quoted && !is_of_words {
        return None;
    }
    let date = mentions.date_by_story(syntax, told_by, is_of_words);
    date.or_else(|| mentions.date_by_publication(syntax, told_by, clean))
}

/// Whether an event of a type may be done by saying what is reported.
fn is_act_of_words(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Reject, Request, Support, Threaten};
    matches!(event_type, Accuse | Agree | Concede | Reject | Request | Support | Threaten)
}

/// The events that the text dates.
#[derive(Debug)]
struct Told {
    dates: FxHashMap<usize, EventDate>,
    /// The numbers of the events of each key, ascending.
    alike: FxHashMap<Key, Vec<usize>>,
}

impl Told {
    fn new(prepared: Prepared<'_>, events: &[Event]) -> Self {
        let mut told = Self { dates: FxHashMap::default(), alike: FxHashMap::default() };
        for (number, event) in events.iter().enumerate() {
            let is_told = |date: &&EventDate| date.source == DateSource::Text && date.days.is_some();
            let Some(date) = event.date.as_ref().filter(is_told) else { continue };
            told.dates.insert(number, date.clone());
            for key in keys(prepared, event) {
                told.alike.entry(key).or_default().push(number);
            }
        }
        told
    }

    /// The date of the nearest mention of the same event.
    fn date_for(&self, prepared: Prepared<'_>, number: usize, event: &Event) -> Option<EventDate> {
        let near = keys(prepared, event).filter_map(|key| {
            let numbers = self.alike.get(&key)?;
            let next = numbers.partition_point(|other| *other < number);
            let around = [next.checked_sub(1), Some(next)].into_iter().flatten();
            around.filter_map(|place| numbers.get(place).copied()).min_by_key(|other| other.abs_diff(number))
        });
        self.dates.get(&near.min_by_key(|other| other.abs_diff(number))?).cloned()
    }
}

fn keys(prepared: Prepared<'_>, event: &Event) -> impl Iterator<Item = Key> {
    let lemma = prepared.syntax.doc.lemma(event.trigger).to_lowercase();
    let whom = event.recipients.first().and_then(|one| one.identity.name.clone());
    let key = |text: String| (event.event_type, event.modality.is_future, text);
    [Some(lemma), whom].into_iter().flatten().map(key).collect::<Vec<_>>().into_iter()
}
