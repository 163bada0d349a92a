//! Output formats: what is written for an article, one file a format.

mod article;
mod jsonl;
mod message;
pub mod terminal;

use crate::extract::Coded;

pub use article::{AnnotatedArticle, EntityNote, IssueNote, Sentence, annotated};
pub(in crate::extract) use article::{issues, section_name};
pub use message::{CloudEvent, Origin};

/// A format in which articles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object an event, one a line.
    Jsonl,
    /// One JSON object an article, with its text, entities and events, one a line.
    Article,
    /// Lines for a person.
    Terminal,
}

impl Format {
    /// The bytes of an article in the format.
    pub fn write(self, coded: &Coded<'_>) -> Vec<u8> {
        match self {
            Self::Jsonl => jsonl::lines(&coded.records),
            Self::Article => jsonl::line(&annotated(coded)),
            Self::Terminal => terminal::article(&coded.reading.article.id, &coded.records),
        }
    }
}
