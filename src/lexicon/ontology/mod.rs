//! The ontologies: PLOVER's types, modes, contexts and sectors, CAMEO's codes, and the map between them.

mod read;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::table::TableProblem;
use crate::model::{Context, EventType, Mode};

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
    pub modes: Vec<Mode>,
    /// Their contexts.
    pub contexts: Vec<Context>,
    /// Further types whose events may carry the code.
    pub also: Vec<EventType>,
}

impl Cameo {
    /// Whether an event with the code may have the mode, or none.
    pub fn fits(&self, mode: Option<Mode>) -> bool {
        self.modes.is_empty() || mode.is_some_and(|mode| self.modes.contains(&mode))
    }
}

/// The codes of PLOVER 2.0 and CAMEO 1.1b3 and how they belong together.
#[derive(Debug, Default)]
pub struct Ontology {
    modes: FxHashSet<(EventType, Mode)>,
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
    pub fn is_mode(&self, event_type: EventType, mode: Mode) -> bool {
        self.modes.contains(&(event_type, mode))
    }

    /// The mode of a name, where the type has it.
    pub fn mode(&self, event_type: EventType, name: &str) -> Option<Mode> {
        Mode::from_name(name).filter(|mode| self.is_mode(event_type, *mode))
    }

    /// All modes with their types, in no order.
    pub fn modes(&self) -> impl Iterator<Item = (EventType, Mode)> {
        self.modes.iter().copied()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_whole() {
        assert_eq!(Ontology::problems(), []);
        let ontology = Ontology::embedded();
        assert_eq!((ontology.modes.len(), ontology.cameo.len()), (67, 312));
    }

    #[test]
    fn codes_are_those_of_the_ontologies() {
        let ontology = Ontology::embedded();
        assert_eq!(ontology.mode(EventType::Consult, "phone"), Some(Mode::Phone));
        assert_eq!(ontology.mode(EventType::Aid, "phone"), None);
        assert!(ontology.is_cameo("195") && !ontology.is_cameo("1951"));
    }

    #[test]
    fn a_code_belongs_to_its_type_and_to_the_documented_exceptions() {
        let ontology = Ontology::embedded();
        assert!(ontology.agree(EventType::Assault, "195") && !ontology.agree(EventType::Aid, "195"));
        assert!(ontology.agree(EventType::Concede, "055") && ontology.agree(EventType::Sanction, "116"));
        assert!(!ontology.agree(EventType::Consult, "010"));
        assert_eq!(ontology.cameo("1724").unwrap().modes, [Mode::MartialLaw]);
    }
}
