//! Reading of tab-separated lists: one entry a line, `#` opens a comment line, the first field is the key.

use std::fmt;

/// Something wrong in a list, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl TableProblem {
    /// A problem at a line, counted from 1.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for TableProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for TableProblem {}
