//! What the reader sees of a sentence: its words in their tree, who may take part, and what the rules and the ranker say.

use crate::model::EventType;

/// A word of a sentence. Positions count from the first word of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as it is written.
    pub text: &'a str,
    /// Its fine-grained part of speech.
    pub tag: &'a str,
    /// How it depends on its head.
    pub label: &'a str,
    /// The position of its head; its own for a root.
    pub head: usize,
    /// The word itself matters on the way from a trigger to a noun phrase: a preposition, a conjunction.
    pub is_named: bool,
}

/// An event that the rules, or the rules and the ranker, find at a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The position of the trigger.
    pub trigger: usize,
    /// Its type.
    pub event_type: EventType,
    /// The heads of the noun phrases of those who act.
    pub actors: Vec<usize>,
    /// The heads of the noun phrases of those whom it is done to.
    pub recipients: Vec<usize>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen<'a> {
    /// Its words.
    pub words: Vec<Word<'a>>,
    /// The heads of the noun phrases that may take part, ascending.
    pub phrases: Vec<usize>,
    /// What the rules find.
    pub rules: Vec<Vote>,
    /// What the rules and the ranker find.
    pub ranked: Vec<Vote>,
}

impl<'a> Seen<'a> {
    /// The words as the encoder reads them: white space stands for a stop.
    pub(super) fn texts(&self) -> Vec<&'a str> {
        self.words.iter().map(|word| if word.text.trim().is_empty() { "." } else { word.text }).collect()
    }

    /// The votes of the rules, then those of the ranker.
    pub(super) fn votes(&self) -> [&[Vote]; 2] {
        [&self.rules, &self.ranked]
    }
}
