//! The words and codes that the engine knows: loaded once, validated, then immutable.

/// The lexicon.
#[derive(Debug)]
pub struct Lexicon {}
