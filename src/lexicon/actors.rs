//! Who can act: countries, organisations, titles, common nouns and people, with country codes and sectors.

use super::TableProblem;

/// The tables of actors.
#[derive(Debug, Default)]
pub struct ActorTables {}

impl ActorTables {
    /// The tables that are built into the binary.
    ///
    /// # Errors
    /// Every problem of the tables: none in a release, since a test reads them.
    pub fn embedded() -> Result<Self, Vec<TableProblem>> {
        Ok(Self::default())
    }
}
