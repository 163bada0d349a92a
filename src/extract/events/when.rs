//! The dates of events whose own sentences give none: from the report that contains them, from other mentions of the
//! event, from the sentences around, or from the day of the article. In doubt there is none.

use rustc_hash::FxHashMap;

use super::{Prepared, draft::is_history};
use crate::{
    extract::syntax::{Dep, Syntax},
    model::{DateSource, Event, EventDate, EventType, Pos},
};

/// What mentions of one event share: type, whether it is to come, and the lemma of a noun or the name of the recipient.
type Key = (EventType, bool, String);

/// Completes the dates of an article's events, which come in the order of the text.
pub(super) fn complete(prepared: Prepared<'_>, events: &mut [Event]) {
    let dated = Dated::new(prepared, events);
    for (number, event) in events.iter_mut().enumerate() {
        if event.date.is_some() {
            continue;
        }
        event.date = dated.date_for(prepared, number, event).or_else(|| by_story(prepared, event));
        let days = event.date.as_ref().and_then(|date| date.days);
        if let (Some(days), Some(anchor)) = (days, prepared.clean.anchors.at(event.trigger_span.start)) {
            event.modality.is_historical |= is_history(days, anchor);
        }
    }
}

fn by_story(prepared: Prepared<'_>, event: &Event) -> Option<EventDate> {
    let Prepared { syntax, mentions, clean, .. } = prepared;
    let is_verbal = is_verbal_act(event.event_type);
    let mut dated_by = event.trigger;
    if is_verbal && let Some((verb, date)) = mentions.report(syntax, event.trigger) {
        if date.is_some() {
            return date;
        }
        dated_by = verb;
    }
    // A noun such as "allegations" is as often the background of a story as its news.
    if event.event_type == EventType::Accuse && !syntax.is_verb(event.trigger) {
        return None;
    }
    let is_act_to_come = event.modality.is_future && dated_by == event.trigger;
    let is_quoted = event.attribution.as_ref().is_some_and(|speech| speech.is_quoted);
    if is_act_to_come || event.modality.is_historical || is_quoted && !is_verbal {
        return None;
    }
    let date = mentions.date_by_story(syntax, dated_by, is_verbal);
    date.or_else(|| mentions.date_by_publication(syntax, dated_by, clean))
}

/// Whether an utterance alone can be an event of this type.
fn is_verbal_act(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Reject, Request, Support, Threaten};
    matches!(event_type, Accuse | Agree | Concede | Reject | Request | Support | Threaten)
}

/// Events to which the text gives a date.
#[derive(Debug, Default)]
struct Dated {
    dates: FxHashMap<usize, EventDate>,
    /// The numbers of the events of each key, ascending.
    alike: FxHashMap<Key, Vec<usize>>,
    /// The numbers of the events of each type, past and future apart, ascending.
    of_type: FxHashMap<(EventType, bool), Vec<usize>>,
}

impl Dated {
    fn new(prepared: Prepared<'_>, events: &[Event]) -> Self {
        let mut dated = Self::default();
        for (number, event) in events.iter().enumerate() {
            let is_from_text = |date: &&EventDate| date.source == DateSource::Text && date.days.is_some();
            let Some(date) = event.date.as_ref().filter(is_from_text) else { continue };
            dated.dates.insert(number, date.clone());
            dated.of_type.entry((event.event_type, event.modality.is_future)).or_default().push(number);
            for key in keys(prepared, event) {
                dated.alike.entry(key).or_default().push(number);
            }
        }
        dated
    }

    /// The date of the nearest mention of the same event, unless the event's own sentence names other days. A noun that "the", a
    /// demonstrative or a possessive marks as known has that of the last dated event of its type before it: "**the attack**".
    fn date_for(&self, prepared: Prepared<'_>, number: usize, event: &Event) -> Option<EventDate> {
        if prepared.mentions.names_days(prepared.syntax, event.trigger) {
            return None;
        }
        let last = || {
            let numbers = self
                .of_type
                .get(&(event.event_type, event.modality.is_future))
                .filter(|_| points_back(prepared.syntax, event.trigger))?;
            numbers
                .partition_point(|other| *other < number)
                .checked_sub(1)
                .and_then(|place| numbers.get(place))
                .copied()
        };
        self.dates.get(&self.nearest(prepared, number, event).or_else(last)?).cloned()
    }

    /// The number of the nearest mention of the same event.
    fn nearest(&self, prepared: Prepared<'_>, number: usize, event: &Event) -> Option<usize> {
        let near = keys(prepared, event).filter_map(|key| {
            let numbers = self.alike.get(&key)?;
            let next = numbers.partition_point(|other| *other < number);
            let around = [next.checked_sub(1), Some(next)].into_iter().flatten();
            around.filter_map(|place| numbers.get(place).copied()).min_by_key(|other| other.abs_diff(number))
        });
        near.min_by_key(|other| other.abs_diff(number))
    }
}

/// Whether a word is a noun that something marks as known: "**the** attack", "**their** visit".
fn points_back(syntax: &Syntax<'_>, token: usize) -> bool {
    let marks =
        |child| syntax.dep(child) == Dep::Poss || syntax.is_any(child, &["the", "this", "that", "these", "those"]);
    syntax.pos(token) == Pos::Noun && syntax.children_among(token, &[Dep::Det, Dep::Poss]).any(marks)
}

fn keys(prepared: Prepared<'_>, event: &Event) -> impl Iterator<Item = Key> + use<> {
    // A verb alone identifies no event: who "met" once may meet again.
    let is_noun = prepared.syntax.pos(event.trigger) == Pos::Noun;
    let lemma = is_noun.then(|| prepared.syntax.doc.lemma(event.trigger).to_lowercase());
    let whom = event.recipients.first().and_then(|one| one.identity.name.clone());
    let (event_type, is_future) = (event.event_type, event.modality.is_future);
    [lemma, whom].into_iter().flatten().map(move |text| (event_type, is_future, text))
}
