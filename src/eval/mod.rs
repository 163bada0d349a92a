//! Scores of the extraction on gold files: one file a task, each with the format of its gold at its head.

mod acled;
mod actors;
mod bootstrap;
mod dates;
mod event_place;
pub(crate) mod events;
pub(crate) mod examples;
pub(crate) mod gold;
mod mistakes;
mod modes;
mod offsets;
pub(crate) mod pairs;
mod places;
pub(crate) mod quad;
mod reliability;
mod score;
mod spans;

use std::path::PathBuf;

use serde::Serialize;

use crate::extract::{Extractor, Reading};
use crate::model::{Article, Event};

pub(crate) use mistakes::{Confusion, Mistake, group};
pub(crate) use reliability::Reliability;
pub(crate) use score::{Class, Share};

pub(crate) use score::Board;

/// What can be scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Event types of sentences: tab-separated `sentence`, `source`, `target`, `plover_event`.
    Types,
    /// Quad classes of sentences: tab-separated `sentence`, `quad` (0 none, 1 to 4).
    Quad,
    /// Spans of source and target: one token and its IOB tag (S, T, R) a line, a blank line between sentences.
    WhoWhom,
    /// Actor strings: tab-separated `actor`, `context`, `date`, `country`, `sector`.
    Actors,
    /// Modes of sentences: tab-separated `sentence`, `mode`, or `EventSnippet`, `SubType` with ACLED's sub-types.
    Modes,
    /// Expressions of date and time of whole articles: JSON Lines with `id`, `text`, `dates`.
    Dates,
    /// Places of whole articles: JSON Lines with `text`, `places`.
    Places,
    /// Places of the events of verbs: JSON Lines with `text`, `spans`.
    EventPlace,
}

/// Why a gold file could not be scored.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// The file is not in the task's format.
    #[error("{path}:{line}: {message}")]
    Format {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What was expected.
        message: String,
    },
    /// The file has no article of an outlet.
    #[error("{path}: no article of the outlet {outlet:?}; the outlets in the file are {}", .known.join(", "))]
    Outlet {
        /// The file.
        path: PathBuf,
        /// The outlet.
        outlet: String,
        /// The outlets of the articles in the file.
        known: Vec<String>,
    },
}

/// The scores of one task on one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The task's name.
    pub task: &'static str,
    /// How many items the gold has.
    pub items: usize,
    /// The scores that sum the task up, in order of weight.
    pub scores: Vec<Share>,
    /// Per class, where the task has classes.
    pub classes: Vec<Class>,
    /// Per outlet, of the task on articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outlets: Vec<Class>,
    /// Per least confidence of the records, of the task on articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Class>,
    /// How well the confidence agrees with the share of right records, of the task on articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// Items that were not right, in the order of the gold.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
}

impl Report {
    pub(crate) fn new(task: &'static str, board: Board, mistakes: Vec<Mistake>) -> Self {
        let items = board.len();
        let (scores, classes) = board.scores();
        Self { task, items, scores, classes, outlets: Vec::new(), thresholds: Vec::new(), reliability: None, mistakes }
    }
}

/// Scores one task on the text of a gold file. `path` is for messages alone.
///
/// # Errors
/// When the file is not in the task's format.
pub(crate) fn evaluate(
    task: Task,
    extractor: &Extractor,
    path: &std::path::Path,
    text: &str,
) -> Result<Report, EvalError> {
    match task {
        Task::Types => pairs::evaluate(extractor, path, text),
        Task::Quad => quad::evaluate(extractor, path, text),
        Task::WhoWhom => spans::evaluate(extractor, path, text),
        Task::Actors => actors::evaluate(extractor, path, text),
        Task::Modes => modes::evaluate(extractor, path, text),
        Task::Dates => dates::evaluate(extractor, path, text),
        Task::Places => places::evaluate(extractor, path, text),
        Task::EventPlace => event_place::evaluate(extractor, path, text),
    }
}

/// Reads one sentence as the body of an article that says nothing else.
pub(crate) fn read_sentence<'l>(extractor: &'l Extractor, sentence: &str) -> Reading<'l> {
    extractor.read(Article::of_text("sentence", sentence))
}

/// The event that a sentence is about.
fn main_event<'a>(reading: &'a Reading<'_>) -> Option<&'a Event> {
    crate::extract::encode::main_event(&reading.events).and_then(|number| reading.events.get(number))
}
