//! One article's result for a person.

pub mod compare;
pub mod explain;
