//! Training of the ranker: gold files → a ranker, and an honest account of what it is worth.
//!
//! Sentences are put into five folds by the hash of their letters, over all files, so that a sentence that stands in two
//! files is in one fold. What is reported of a fold comes from a ranker that saw the other four; its calibration comes
//! from rankers that saw three of these, on the fourth.

mod account;
mod calibrate;
mod fit;
mod gold;
mod label;
mod model;

use std::path::PathBuf;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::{
    eval::EvalError,
    extract::{
        Extractor,
        events::ranker::{Calibration, Ranker, Thresholds},
    },
};
use calibrate::Judged;
use gold::Item;
use model::{Examples, Which};

pub use account::{Account, System};

/// How many folds there are.
pub(crate) const FOLDS: usize = 5;

/// Decisions that pay on held-back folds; docs/ACCURACY.md has the figures around them. Beside the rules the ranker proposes
/// nothing, for no probability is above 1: on the folds its own events were right, but in news of all kinds one in nine was.
const THRESHOLDS: Thresholds = Thresholds { keep: 0.12, retype: 2.0, propose: 2.0 };
/// What the ranker needs to propose an event where it is measured alone.
const PROPOSE_ALONE: f32 = 0.5;

/// Why nothing could be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A gold file is not in a format that is known.
    #[error(transparent)]
    Gold(#[from] EvalError),
    /// There is too little to train on.
    #[error("cannot train on {found} sentences; at least {least} are needed", least = 2 * FOLDS)]
    TooFew {
        /// The sentences there are.
        found: usize,
    },
}

/// A gold file.
#[derive(Debug, Clone)]
pub struct GoldFile {
    /// Its path, for messages.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Trains a ranker on gold files, without an account of it.
///
/// # Errors
/// When a file is not in a known format, or there are too few sentences.
pub fn train(extractor: &Extractor, files: &[GoldFile]) -> Result<Ranker, TrainError> {
    Ok(Trainer::new(extractor, files)?.final_ranker())
}

/// Trains a ranker on gold files and accounts for it on held-back folds.
///
/// # Errors
/// When a file is not in a known format, or there are too few sentences.
pub fn train_and_account(extractor: &Extractor, files: &[GoldFile]) -> Result<(Ranker, Account), TrainError> {
    let mut trainer = Trainer::new(extractor, files)?;
    let ranker = trainer.final_ranker();
    let account = account::of(&mut trainer);
    Ok((ranker, account))
}

/// The items with their examples, and the rankers that were trained on parts of them.
struct Trainer<'a> {
    items: Vec<Item<'a>>,
    examples: Examples,
    inputs: Vec<[u8; 32]>,
    /// By what they are trained with and the folds that they have not seen.
    trained: FxHashMap<(Which, Vec<usize>), Ranker>,
}

impl<'a> Trainer<'a> {
    fn new(extractor: &'a Extractor, files: &[GoldFile]) -> Result<Self, TrainError> {
        let mut items = Vec::new();
        for file in files {
            items.extend(gold::read(extractor, file)?);
        }
        if items.len() < 2 * FOLDS {
            return Err(TrainError::TooFew { found: items.len() });
        }
        let inputs = files.iter().map(|file| Sha256::digest(file.text.as_bytes()).into()).collect();
        let examples = Examples::of(&items);
        Ok(Self { items, examples, inputs, trained: FxHashMap::default() })
    }

    /// The ranker that has not seen these folds, not calibrated.
    fn without(&mut self, which: Which, folds: &[usize]) -> Ranker {
        let mut folds = folds.to_vec();
        folds.sort_unstable();
        if let Some(known) = self.trained.get(&(which, folds.clone())) {
            return known.clone();
        }
        let weights = self.examples.fit(which, &self.items, &folds);
        let thresholds = match which {
            Which::Alone => Thresholds { propose: PROPOSE_ALONE, ..THRESHOLDS },
            Which::Both => THRESHOLDS,
        };
        let ranker = Ranker::new(self.inputs.clone(), Calibration::default(), thresholds, weights);
        self.trained.insert((which, folds), ranker.clone());
        ranker
    }

    /// The calibration of rankers that have not seen these folds, from what they say of one more fold that they have not
    /// seen either.
    fn calibration(&mut self, unseen: &[usize]) -> Calibration {
        let mut judged: Vec<Judged> = Vec::new();
        for fold in (0..FOLDS).filter(|fold| !unseen.contains(fold)) {
            let held_back: Vec<usize> = unseen.iter().copied().chain([fold]).collect();
            let ranker = self.without(Which::Both, &held_back);
            let items = self.items.iter().filter(|item| item.fold == fold);
            judged.extend(items.flat_map(|item| calibrate::judge(item, &ranker)));
        }
        calibrate::platt(&judged)
    }

    /// A ranker that has not seen this fold, calibrated without it.
    fn for_fold(&mut self, fold: usize) -> Ranker {
        let calibration = self.calibration(&[fold]);
        self.without(Which::Both, &[fold]).calibrated(calibration)
    }

    /// The ranker that is shipped: trained on everything, calibrated on what the folds' rankers say of what they have not
    /// seen.
    fn final_ranker(&mut self) -> Ranker {
        let calibration = self.calibration(&[]);
        self.without(Which::Both, &[]).calibrated(calibration)
    }
}
