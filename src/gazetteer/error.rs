//! Why a gazetteer cannot be used or built.

use thiserror::Error;

use super::file::FORMAT_VERSION;

/// Why a gazetteer cannot be used or built, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GazetteerError {
    /// A file of something else.
    #[error("not a gazetteer; `dateline gazetteer build` makes one")]
    Foreign,
    /// Another version of the program wrote it.
    #[error(
        "the gazetteer has format version {0}, but only version {FORMAT_VERSION} is supported; build it again with this version"
    )]
    OtherVersion(u32),
    /// The bytes are not those that were written.
    #[error("the gazetteer is damaged ({0}); copy or build it again")]
    Damaged(&'static str),
    /// A line of the table of places is wrong.
    #[error("line {line} of the table of places: {problem}")]
    Row {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it, and what is right.
        problem: String,
    },
}
