//! The words and codes that the engine knows: loaded once, validated, then immutable.

mod actors;
mod scores;
mod table;

pub use actors::ActorTables;
pub use scores::Scores;
pub use table::TableProblem;

/// The lexicon.
#[derive(Debug)]
pub struct Lexicon {
    /// Countries, organisations, titles, people: who can act.
    pub actors: ActorTables,
}
