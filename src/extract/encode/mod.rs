//! Events → records: the only types of the crate that are serialised for users.

/// One event as it is published.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRecord {}
