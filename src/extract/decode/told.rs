//! What is told of an article on the way to it: by the headers of its message, and by the envelopes around it.

use crate::extract::Declared;

/// What is told of an article from outside, as written; the innermost envelope counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// An id.
    pub id: Option<String>,
    /// A time of publication or sending.
    pub time: Option<String>,
    /// Who sent it: an address, a path or a name.
    pub source: Option<String>,
}

impl Told {
    /// What the headers of the message tell.
    pub(super) fn by(headers: &Declared) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Self { id: owned(headers.id), time: owned(headers.time), source: owned(headers.source) }
    }
}
