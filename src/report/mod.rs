//! One article's result for a person.

pub(crate) mod compare;
pub(crate) mod explain;
