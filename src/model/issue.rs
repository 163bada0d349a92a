//! Something odd that was met on the way and did not stop the work.

use super::Span;

/// One oddity of an article: what was seen, where, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// A stable, `snake_case` code, such as `text_truncated` or `date_inferred`.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: String,
    /// The bytes of the cleaned text that it concerns, where it concerns a part of it.
    pub span: Option<Span>,
}

impl Issue {
    /// An issue that concerns the article as a whole.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span: None }
    }
}
