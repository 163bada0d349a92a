//! One article's result for a person.

pub mod explain;
pub mod terminal;
