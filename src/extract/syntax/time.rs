//! Words of time in the tree: what is a date, and which dependents say when.

use super::{Dep, EntityLabel, Syntax};
use crate::model::Pos;

/// The months in order, lower case.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days of the week in order, Monday first, lower case.
pub(crate) const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Syntax<'_> {
    /// Whether the name recogniser takes a token for part of a date or a time.
    pub(crate) fn is_temporal(&self, token: usize) -> bool {
        self.entity(token).is_some_and(EntityLabel::is_temporal)
    }

    /// Whether a dependent says when: "on Monday", "this week".
    pub(super) fn says_when(&self, token: usize) -> bool {
        match self.dep(token) {
            Dep::Prep => self.children_by(token, Dep::Pobj).any(|object| is_time_word(self.doc.word(object))),
            Dep::Npadvmod if self.pos(self.head(token)) == Pos::Adj => false,
            Dep::Compound => self.is_temporal(token) && self.is_deictic(token),
            Dep::Npadvmod | Dep::Nmod | Dep::Appos | Dep::Tmod => is_time_word(self.doc.word(token)),
            _ => false,
        }
    }

    /// "last year", "this week" before a noun that they do not belong to.
    fn is_deictic(&self, token: usize) -> bool {
        let first = self.doc.entity_at(token).map(|entity| self.doc.word(entity.first).to_lowercase());
        first
            .is_some_and(|first| matches!(first.as_str(), "last" | "this" | "next" | "yesterday" | "today" | "earlier"))
    }
}

/// Whether a word names a day, a month or a stretch of the calendar.
fn is_time_word(word: &str) -> bool {
    const OTHER: [&str; 6] = ["yesterday", "today", "tomorrow", "week", "month", "year"];
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let word = word.to_lowercase();
    is_year || [&DAYS[..], &MONTHS, &OTHER].iter().any(|words| words.contains(&word.as_str()))
}
