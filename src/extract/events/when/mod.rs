//! The dates of events. Every date expression of an event's sentence, and those of the sentences around that may date it, are
//! weighed against one another and against none; the weights are in `config/dates/weights.tsv`. An event that none dates may
//! carry on the distant past, or have the day of the text.

mod choice;
mod traits;
mod weights;

use super::{Prepared, draft::modality_of};
use crate::{
    extract::{mentions::report, syntax::Syntax},
    model::{DateSource, Event, EventDate, EventType, Pos},
};
use choice::Choices;
use traits::is_recent;

pub use traits::Trait;

/// One event with the date expressions that may date it.
#[derive(Debug, Clone)]
pub struct Dating {
    /// The traits of the event that speak for or against having no date expression.
    pub none: Vec<Trait>,
    /// The numbers of the expressions with their traits, in the order of the text.
    pub expressions: Vec<(usize, Vec<Trait>)>,
}

/// What may date each event of an article: what the weights are fitted on.
pub fn datings(prepared: Prepared<'_>, events: &[Event]) -> Vec<Dating> {
    let choices = Choices::new(prepared, events);
    (0..events.len()).map(|number| choices.dating(number)).collect()
}

/// Completes the dates of an article's events, which come in the order of the text.
pub(super) fn complete(prepared: Prepared<'_>, events: &mut [Event]) {
    let choices = Choices::new(prepared, events);
    let chosen: Vec<Option<usize>> = (0..events.len()).map(|number| choices.choose(number)).collect();
    for (event, chosen) in events.iter_mut().zip(chosen) {
        if is_of_another_mention(prepared.syntax, event) {
            continue;
        }
        let by_grammar = event.modality_of_date;
        let in_words = event.modality.without(by_grammar);
        event.modality.is_historical = in_words.is_historical;
        let date = chosen.and_then(|number| prepared.mentions.date(prepared.syntax, event.trigger, number));
        let carried_on = || prepared.mentions.date_carried_on(prepared.syntax, event.trigger);
        let date = date.or_else(|| carried_on().filter(|_| !is_recent(event)));
        event.date = date.or_else(|| by_publication(prepared, event));
        let anchor = prepared.clean.anchors.at(event.trigger_span.start);
        let has_days = event.date.as_ref().is_some_and(|date| date.days.is_some());
        let mut told = modality_of(event.date.as_ref(), anchor);
        // A future date of another clause does not make the event a future one; a past date overrides a future one of its clause.
        told.is_future = by_grammar.is_future && (told.is_future || !has_days);
        event.modality_of_date = told.without(in_words);
        event.modality = in_words.with(event.modality_of_date);
    }
}

/// Whether an event got its date when it was merged with a later mention.
fn is_of_another_mention(syntax: &Syntax<'_>, event: &Event) -> bool {
    let date = event.date.as_ref().filter(|date| date.source == DateSource::Text && date.days.is_some());
    let sentence = syntax.doc.sentences().get(event.sentence);
    let span = sentence.map(|tokens| syntax.span_of(tokens.start, tokens.end));
    date.and_then(|date| date.span).zip(span).is_some_and(|(date, own)| date.start < own.start || date.end > own.end)
}

fn by_publication(prepared: Prepared<'_>, event: &Event) -> Option<EventDate> {
    let Prepared { syntax, mentions, clean, .. } = prepared;
    let is_verbal = is_verbal_act(event.event_type);
    // "The order is lawful, says the minister" does not report when the order was given.
    let is_reported = is_verbal && !matches!(syntax.pos(event.trigger), Pos::Noun | Pos::Propn);
    let dated_by = report(syntax, event.trigger).filter(|_| is_reported).unwrap_or(event.trigger);
    // A noun such as "allegations" is as often the background of a story as its news.
    if event.event_type == EventType::Accuse && !syntax.is_verb(event.trigger) {
        return None;
    }
    let is_act_to_come = event.modality.is_future && dated_by == event.trigger;
    let is_quoted = event.attribution.as_ref().is_some_and(|speech| speech.is_quoted);
    if is_act_to_come || event.modality.is_historical || is_quoted && !is_verbal {
        return None;
    }
    mentions.date_by_publication(syntax, dated_by, clean)
}

/// Whether an utterance alone can be an event of this type.
fn is_verbal_act(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Reject, Request, Support, Threaten};
    matches!(event_type, Accuse | Agree | Concede | Reject | Request | Support | Threaten)
}
