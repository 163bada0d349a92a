//! The words and codes that the engine knows: loaded once, validated, then immutable.

mod scores;

pub use scores::Scores;

/// The lexicon.
#[derive(Debug)]
pub struct Lexicon {}
