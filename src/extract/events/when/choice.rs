//! The choice among the date expressions that may date an event.

use std::collections::BTreeSet;

use super::{Dating, traits::Scene, weights};
use crate::{extract::events::Prepared, model::Event};

/// How many sentences before and behind an event contain expressions that may date it.
const SENTENCES_BACK: usize = 8;
const SENTENCES_AHEAD: usize = 3;

/// The choices of all events of an article.
pub(super) struct Choices<'a> {
    scene: Scene<'a>,
}

impl<'a> Choices<'a> {
    pub(super) fn new(prepared: Prepared<'a>, events: &[Event]) -> Self {
        Self { scene: Scene::new(prepared, events) }
    }

    /// The number of the expression that most likely dates an event; none where that is more likely.
    pub(super) fn choose(&self, event: usize) -> Option<usize> {
        let Dating { none, expressions } = self.dating(event);
        let weighed = expressions.into_iter().map(|(number, traits)| (number, weights::sum(&traits)));
        let best = weighed.reduce(|best, one| if one.1 > best.1 { one } else { best })?;
        (best.1 > weights::sum(&none)).then_some(best.0)
    }

    /// What may date an event.
    pub(super) fn dating(&self, event: usize) -> Dating {
        let expressions = self.candidates(event).into_iter();
        Dating {
            none: self.scene.of_none(event),
            expressions: expressions.map(|number| (number, self.scene.of_expression(event, number))).collect(),
        }
    }

    /// The expressions near an event, the first day of the story, and the expressions that date similar events. Expressions that
    /// cannot date the event, and the day of its report, are left out.
    fn candidates(&self, event: usize) -> BTreeSet<usize> {
        let sentence = self.scene.sentence(event);
        let near = sentence.saturating_sub(SENTENCES_BACK)..=sentence + SENTENCES_AHEAD;
        let near = near.flat_map(|sentence| self.scene.expressions_of(sentence));
        let all = near.chain(self.scene.news()).chain(self.scene.of_events_like(event));
        all.filter(|number| !self.scene.is_no_date(event, *number) && !self.scene.is_of_report(event, *number))
            .collect()
    }
}
