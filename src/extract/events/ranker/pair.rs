//! What lies between a source and a target that are given.

use super::{
    super::{EventFinder, embedding::Outer},
    Case, Vote, cases,
    view::View,
};
use crate::model::{Event, EventType, Participant};

/// A source and a target that are given, as bytes of the cleaned text: the first, and one past the last.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pair {
    /// The source, where it is known.
    pub source: Option<(usize, usize)>,
    /// The target.
    pub target: Option<(usize, usize)>,
}

impl Pair {
    /// How well an event's participants agree with the pair: 0 to 2.
    pub(crate) fn agreement(&self, event: &Event) -> u32 {
        let overlaps = |participants: &[Participant], span: Option<(usize, usize)>| {
            let meets = |(start, end): (usize, usize)| {
                participants.iter().any(|participant| participant.span.start < end && start < participant.span.end)
            };
            u32::from(span.is_some_and(meets))
        };
        let told = overlaps(&event.actors, self.source) + overlaps(&event.recipients, self.target);
        let turned = overlaps(&event.recipients, self.source) + overlaps(&event.actors, self.target);
        if event.is_reciprocal { told.max(turned) } else { told }
    }

    /// Makes the case of the pair in a sentence and hands it to `use_case`: nothing when neither of the two is in it.
    pub(super) fn case<R>(
        &self,
        finder: &EventFinder<'_>,
        view: &View<'_>,
        outers: &[Outer<'_>],
        coded: &[Event],
        use_case: impl FnOnce(&Case<'_>) -> R,
    ) -> Option<R> {
        let (source, target) = (head_of(finder, view, self.source), head_of(finder, view, self.target));
        let types: Vec<EventType> = coded.iter().map(|event| event.event_type).collect();
        let (actors, recipients): (Vec<_>, Vec<_>) = (source.into_iter().collect(), target.into_iter().collect());
        let best = (0..coded.len()).rev().max_by_key(|number| coded.get(*number).map(|event| self.agreement(event)));
        let agreed = best.and_then(|number| Some((number, coded.get(number)?)));
        if let Some((number, event)) = agreed.filter(|(_, event)| self.agreement(event) > 0)
            && let Some(outer) = outers.iter().find(|outer| outer.candidate.trigger == event.trigger)
        {
            let others = cases::without(&types, number);
            let vote = Some(Vote::new(outer, event.event_type, event.modality));
            let (actors, recipients) = (&actors, &recipients);
            return Some(use_case(&Case { trigger: event.trigger, actors, recipients, vote, others: &others }));
        }
        let top = || {
            let (path, top) = view.path(source?, target?)?;
            path.get(top).copied()
        };
        let trigger = top().or(source).or(target)?;
        Some(use_case(&Case { trigger, actors: &actors, recipients: &recipients, vote: None, others: &types }))
    }
}

/// The head of the words of a span that are in a sentence.
fn head_of(finder: &EventFinder<'_>, view: &View<'_>, span: Option<(usize, usize)>) -> Option<usize> {
    let (start, end) = span?;
    let is_inside = |token: usize| {
        let token = finder.syntax.doc.tokens().get(token);
        token.is_some_and(|token| (token.start as usize) < end && start < token.end as usize)
    };
    let tokens: Vec<usize> = view.range.clone().filter(|token| view.is_word(*token) && is_inside(*token)).collect();
    tokens.iter().copied().find(|token| {
        let head = finder.syntax.head(*token);
        head == *token || !tokens.contains(&head)
    })
}
