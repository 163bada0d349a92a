//! One article's result for a person.

pub mod terminal;
