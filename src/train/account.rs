//! What a ranker is worth on sentences that it has not seen: rules alone, ranker alone, both, and how true the confidence is.

use super::{
    FOLDS, Trainer,
    calibrate::{self, Judged},
    gold::{Gold, Item},
    model::Which,
};
use crate::{
    eval::{Board, Reliability, Report, Share, pairs, quad},
    extract::{
        Reading,
        events::{
            self, Judges,
            ranker::{Collected, Origin, Ranker},
        },
    },
};

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
        reliability: Reliability::of(judged.iter().map(|one| (f64::from(one.confidence), one.is_right))),
        origins: origins.into_iter().flatten().collect(),
    }
}

fn read_both<'l>(item: &Item<'l>, ranker: &Ranker) -> Reading<'l> {
    item.read_with(events::find(item.reading.prepared(), Judges::ranker(ranker)).events)
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
