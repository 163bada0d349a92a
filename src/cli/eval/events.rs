//! What `eval events` and `eval quantities` do beside the other tasks: they read the articles on all threads, and of some
//! outlets alone if asked.

use std::path::Path;

use crate::cli::{UsageError, parallel, warn};
use crate::eval::{Report, events};
use crate::extract::Extractor;

/// What is scored of whole articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// The events themselves.
    Events,
    /// The numbers of those of the right type.
    Quantities,
}

/// Options of the tasks on whole articles.
#[derive(Debug, clap::Args)]
pub(super) struct OfArticles {
    /// For `events` and `quantities`: outlets to score, separated by commas (an article's id without its last `_N`) [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    outlets: Vec<String>,
    /// For `events` and `quantities`: least confidence of the records to score, 0 to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = confidence)]
    min_confidence: Option<f64>,
}

impl OfArticles {
    /// Refuses the options beside another task.
    ///
    /// # Errors
    /// When one of them is given.
    pub(super) fn refuse(&self) -> anyhow::Result<()> {
        if self.outlets.is_empty() && self.min_confidence.is_none() {
            return Ok(());
        }
        let message =
            "--outlets and --min-confidence are options of the tasks `events` and `quantities`; leave them out";
        Err(UsageError(message.to_owned()).into())
    }

    /// Scores the articles of a gold file.
    ///
    /// # Errors
    /// When the file is not in the task's format, or has no article of an outlet.
    pub(super) fn score(
        &self,
        what: What,
        extractor: &Extractor,
        (path, text): (&Path, &str),
        threads: usize,
    ) -> anyhow::Result<Report> {
        let articles = events::of_outlets(events::parse(path, text)?, &self.outlets, path)?;
        let read = parallel::in_order(threads, &articles, |article| events::read(extractor, article))?;
        let mut records = Vec::with_capacity(read.len());
        for one in read {
            records.push(one.unwrap_or_else(|problem| {
                warn(&format!("{}: {problem}; its mentions count as missed", path.display()));
                Vec::new()
            }));
        }
        let score = match what {
            What::Events => events::score,
            What::Quantities => events::score_quantities,
        };
        Ok(score(&articles, &records, self.min_confidence.unwrap_or(0.0)))
    }
}

fn confidence(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}
