//! What lies between a source and a target that are given.

use super::{
    super::{Prepared, draft::Draft},
    Case, Vote, types_of,
    view::View,
    without,
};
use crate::model::Participant;

/// A source and a target that are given, as bytes of the cleaned text: the first, and one past the last.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pair {
    /// The source, where it is known.
    pub source: Option<(usize, usize)>,
    /// The target.
    pub target: Option<(usize, usize)>,
}

impl Pair {
    /// How well a draft's participants agree with the pair: 0 to 2.
    pub(super) fn agreement(&self, draft: &Draft<'_>) -> u32 {
        let overlaps = |participants: &[Participant], span: Option<(usize, usize)>| {
            let meets = |(start, end): (usize, usize)| {
                participants.iter().any(|participant| participant.span.start < end && start < participant.span.end)
            };
            u32::from(span.is_some_and(meets))
        };
        let told = overlaps(&draft.actors, self.source) + overlaps(&draft.recipients, self.target);
        let turned = overlaps(&draft.recipients, self.source) + overlaps(&draft.actors, self.target);
        if draft.is_reciprocal { told.max(turned) } else { told }
    }

    /// Makes the case of the pair in a sentence and hands it to `use_case`: nothing when neither of the two is in it.
    pub(super) fn case<R>(
        &self,
        prepared: &Prepared<'_>,
        view: &View<'_>,
        drafts: &[Draft<'_>],
        use_case: impl FnOnce(&Case<'_>) -> R,
    ) -> Option<R> {
        let (source, target) = (head_of(prepared, view, self.source), head_of(prepared, view, self.target));
        let types = types_of(drafts);
        let (actors, recipients): (Vec<_>, Vec<_>) = (source.into_iter().collect(), target.into_iter().collect());
        let best = drafts.iter().enumerate().rev().max_by_key(|(_, draft)| self.agreement(draft));
        if let Some((number, draft)) = best.filter(|(_, draft)| self.agreement(draft) > 0) {
            let others = without(&types, number);
            let (actors, recipients) = (&actors, &recipients);
            let (trigger, vote) = (draft.trigger(), Vote::of(draft));
            return Some(use_case(&Case { trigger, actors, recipients, vote, others: &others }));
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
fn head_of(prepared: &Prepared<'_>, view: &View<'_>, span: Option<(usize, usize)>) -> Option<usize> {
    let (start, end) = span?;
    let syntax = prepared.syntax;
    let is_inside = |token: usize| syntax.span(token).start < end && start < syntax.span(token).end;
    let tokens: Vec<usize> = view.range.clone().filter(|token| view.is_word(*token) && is_inside(*token)).collect();
    tokens.iter().copied().find(|token| {
        let head = syntax.head(*token);
        head == *token || !tokens.contains(&head)
    })
}
