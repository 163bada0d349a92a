//! The ontologies: PLOVER's types, modes, contexts and sectors, CAMEO's codes, and the map between them.

mod read;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::table::TableProblem;
use crate::model::EventType;

/// The tables of `config/ontology`, as built in.
const TABLES: read::Tables<'static> = read::Tables {
    events: include_str!("../../../config/ontology/events.tsv"),
    modes: include_str!("../../../config/ontology/modes.tsv"),
    contexts: include_str!("../../../config/ontology/contexts.tsv"),
    sectors: include_str!("../../../config/ontology/sectors.tsv"),
    intensity: include_str!("../../../config/ontology/intensity.tsv"),
    cameo: include_str!("../../../config/ontology/cameo.tsv"),
    goldstein: include_str!("../../../config/ontology/goldstein.tsv"),
    map: include_str!("../../../config/ontology/cameo_plover.tsv"),
};

/// What PLOVER makes of a CAMEO code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cameo {
    /// The type of its events; nothing for a mere statement.
    pub event_type: Option<EventType>,
    /// The modes that its events may have, the usual one first; empty where it says nothing of them.
    pub modes: Vec<SmolStr>,
    /// Their contexts.
    pub contexts: Vec<SmolStr>,
    /// Further types whose events may carry the code.
    pub also: Vec<EventType>,
}

/// The codes of PLOVER 2.0 and CAMEO 1.1b3 and how they belong together.
#[derive(Debug, Default)]
pub struct Ontology {
    modes: FxHashSet<(EventType, SmolStr)>,
    contexts: FxHashSet<SmolStr>,
    sectors: Vec<SmolStr>,
    cameo: FxHashMap<SmolStr, Cameo>,
}

impl Ontology {
    /// The ontologies of the embedded tables. What a table has wrong is left out; [`Ontology::problems`] tells it, and
    /// loading a lexicon refuses it.
    pub fn embedded() -> Self {
        read::read(&TABLES, &mut Vec::new())
    }

    /// What is wrong in the embedded tables: counts, references, order.
    pub fn problems() -> Vec<TableProblem> {
        let mut problems = Vec::new();
        read::read(&TABLES, &mut problems);
        problems
    }

    /// Whether a type has the mode.
    pub fn is_mode(&self, event_type: EventType, mode: &str) -> bool {
        self.modes.contains(&(event_type, SmolStr::new(mode)))
    }

    /// Whether a type has modes at all.
    pub fn has_modes(&self, event_type: EventType) -> bool {
        self.modes.iter().any(|(owner, _)| *owner == event_type)
    }

    /// All modes with their types, in no order.
    pub fn modes(&self) -> impl Iterator<Item = (EventType, &str)> {
        self.modes.iter().map(|(event_type, mode)| (*event_type, mode.as_str()))
    }

    /// Whether there is such a context.
    pub fn is_context(&self, context: &str) -> bool {
        self.contexts.contains(context)
    }

    /// All contexts, in no order.
    pub fn contexts(&self) -> impl Iterator<Item = &str> {
        self.contexts.iter().map(SmolStr::as_str)
    }

    /// The sectors, sorted.
    pub fn sectors(&self) -> impl Iterator<Item = &str> {
        self.sectors.iter().map(SmolStr::as_str)
    }

    /// What PLOVER makes of a CAMEO code; nothing where there is no such code.
    pub fn cameo(&self, code: &str) -> Option<&Cameo> {
        self.cameo.get(code)
    }

    /// Whether there is such a CAMEO code.
    pub fn is_cameo(&self, code: &str) -> bool {
        self.cameo.contains_key(code)
    }

    /// Whether events of a type may carry a CAMEO code: it is the code's type, or one of the documented exceptions.
    pub fn agree(&self, event_type: EventType, code: &str) -> bool {
        self.cameo(code).is_some_and(|cameo| cameo.event_type == Some(event_type) || cameo.also.contains(&event_type))
    }
}

/// PLOVER's sectors.
pub(super) fn sectors() -> impl Iterator<Item = &'static str> {
    TABLES.sectors.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_whole() {
        assert_eq!(Ontology::problems(), []);
        let ontology = Ontology::embedded();
        assert_eq!((ontology.modes.len(), ontology.contexts.len()), (67, 37));
        assert_eq!((ontology.sectors.len(), ontology.cameo.len()), (25, 312));
    }

    #[test]
    fn codes_are_those_of_the_ontologies() {
        let ontology = Ontology::embedded();
        assert!(ontology.is_mode(EventType::Consult, "phone") && !ontology.is_mode(EventType::Aid, "phone"));
        assert!(ontology.has_modes(EventType::Protest) && !ontology.has_modes(EventType::Agree));
        assert!(ontology.is_context("military") && !ontology.is_context("weather"));
        assert!(ontology.is_cameo("195") && !ontology.is_cameo("1951"));
    }

    #[test]
    fn a_code_belongs_to_its_type_and_to_the_documented_exceptions() {
        let ontology = Ontology::embedded();
        assert!(ontology.agree(EventType::Assault, "195") && !ontology.agree(EventType::Aid, "195"));
        assert!(ontology.agree(EventType::Concede, "055") && ontology.agree(EventType::Sanction, "116"));
        assert!(!ontology.agree(EventType::Consult, "010"));
        assert_eq!(ontology.cameo("1724").unwrap().modes, ["martial-law"]);
    }
}
