//! What a ranker is worth on sentences that it has not seen: rules alone, ranker alone, both, and how true the confidence is.

use super::{
    FOLDS, Trainer,
    calibrate::{self, Judged},
    gold::{Gold, Item},
    model::Which,
};
use crate::{
    eval::{Board, Report, Share, pairs, quad},
    extract::{
        Reading,
        events::{
            self,
            ranker::{Collected, Origin, Ranker},
        },
    },
};

/// How many bins the reliability table has.
const BINS: usize = 10;

/// The figures of one system: the rules alone, the ranker alone, or both.
#[derive(Debug, Clone)]
pub struct System {
    /// Its name.
    pub name: &'static str,
    /// The type right when source and target are given.
    pub given: Option<Share>,
    /// Types of sentences.
    pub types: Report,
    /// Quad classes of sentences.
    pub quad: Report,
}

/// One bin of the reliability table.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// The events whose confidence lies in it.
    pub events: usize,
    /// How many of them were right.
    pub right: usize,
    /// The sum of their confidences.
    pub confidence: f64,
}

/// How true a confidence is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reliability {
    /// Ten bins, from 0 to 1.
    pub bins: Vec<Bin>,
}

impl Reliability {
    fn of(judged: &[Judged]) -> Self {
        let mut bins = vec![Bin::default(); BINS];
        for one in judged {
            #[expect(clippy::cast_sign_loss, reason = "a confidence is no less than 0")]
            let number = ((one.confidence * BINS as f32) as usize).min(BINS - 1);
            if let Some(bin) = bins.get_mut(number) {
                bin.events += 1;
                bin.right += usize::from(one.is_right);
                bin.confidence += f64::from(one.confidence);
            }
        }
        Self { bins }
    }

    /// The expected calibration error: how far the share of right events is from the mean confidence of its bin, weighed
    /// by the events in it.
    pub fn expected_error(&self) -> f64 {
        let events: usize = self.bins.iter().map(|bin| bin.events).sum();
        let off: f64 = self.bins.iter().map(|bin| (bin.right as f64 - bin.confidence).abs()).sum();
        if events == 0 { 0.0 } else { off / events as f64 }
    }
}

/// What the ranker is worth.
#[derive(Debug, Clone)]
pub struct Account {
    /// Rules alone, ranker alone, both.
    pub systems: Vec<System>,
    /// Of both.
    pub reliability: Reliability,
    /// Of both: events by where they come from, with the share that is right.
    pub origins: Vec<Share>,
}

/// Accounts for rankers on the folds that they have not seen.
pub(super) fn of(trainer: &mut Trainer<'_>) -> Account {
    let mut rules = Counter::default();
    let mut alone = Counter::default();
    let mut both = Counter::default();
    let mut judged = Vec::new();
    for fold in 0..FOLDS {
        let whole = trainer.for_fold(fold);
        let bare = trainer.without(Which::Alone, &[fold]);
        for item in trainer.items.iter().filter(|item| item.fold == fold) {
            rules.count(item, &item.reading, None);
            alone.count(item, &read_alone(item, &bare), Some((&bare, &item.alone)));
            both.count(item, &read_both(item, &whole), Some((&whole, &item.collected)));
            judged.extend(calibrate::judge(item, &whole));
        }
    }
    let origin = |name: &str, is_proposed: bool| {
        let of: Vec<&Judged> = judged.iter().filter(|one| one.is_proposed == is_proposed).collect();
        let mut board = Board::default();
        for one in &of {
            board.item();
            board.case(name, one.is_right, true);
        }
        board.scores().0.into_iter().next()
    };
    let origins = [origin("events of rules", false), origin("events of the ranker alone", true)];
    Account {
        systems: vec![rules.system("rules alone"), alone.system("ranker alone"), both.system("both")],
        reliability: Reliability::of(&judged),
        origins: origins.into_iter().flatten().collect(),
    }
}

fn read_both<'l>(item: &Item<'l>, ranker: &Ranker) -> Reading<'l> {
    item.read_with(events::find(item.reading.prepared(), Some(ranker)).events)
}

fn read_alone<'l>(item: &Item<'l>, ranker: &Ranker) -> Reading<'l> {
    item.read_with(events::find_by_ranker(item.reading.prepared(), ranker))
}

#[derive(Default)]
struct Counter {
    types: Board,
    quad: Board,
    given: Board,
}

impl Counter {
    fn count(&mut self, item: &Item<'_>, reading: &Reading<'_>, ranked: Option<(&Ranker, &[Collected])>) {
        match &item.gold {
            Gold::Quad(class) => {
                quad::score(&mut self.quad, reading, &item.sentence, *class);
            }
            Gold::Type { source, target, name } => {
                pairs::score(&mut self.types, reading, [&item.sentence, source, target, name]);
                let between = ranked.map(|(ranker, all)| {
                    let pair = all.iter().find(|case| case.origin == Origin::Pair);
                    pair.is_some_and(|case| item.admits(ranker.type_of(&case.rows)))
                });
                if let Some(is_right) = between {
                    self.given.item();
                    self.given.case("type right, source and target given", is_right, true);
                }
            }
        }
    }

    fn system(self, name: &'static str) -> System {
        let given = self.given.scores().0.into_iter().next();
        let report = |task, board| Report::new(task, board, Vec::new());
        System { name, given, types: report("types", self.types), quad: report("quad", self.quad) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_that_is_too_high_shows_in_the_error() {
        let judged = |confidence: f32, right: usize| {
            (0..10).map(move |n| Judged { confidence, is_proposed: false, is_right: n < right })
        };
        let true_one: Vec<Judged> = judged(0.5, 5).chain(judged(0.9, 9)).collect();
        assert!(Reliability::of(&true_one).expected_error() < 1e-6);
        let vain: Vec<Judged> = judged(0.5, 5).chain(judged(0.9, 5)).collect();
        assert!((Reliability::of(&vain).expected_error() - 0.2).abs() < 1e-6);
    }
}
