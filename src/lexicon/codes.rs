//! The codes of PLOVER 2.0 and CAMEO that rules may use.

use rustc_hash::FxHashSet;

use crate::model::EventType;

/// Modes, contexts and CAMEO codes.
#[derive(Debug)]
pub struct Codes {
    modes: FxHashSet<(&'static str, &'static str)>,
    contexts: FxHashSet<&'static str>,
    cameo: FxHashSet<&'static str>,
}

impl Codes {
    /// The codes of the embedded tables.
    pub fn embedded() -> Self {
        let modes = rows(include_str!("../../config/ontology/modes.tsv"));
        let contexts = rows(include_str!("../../config/ontology/contexts.tsv"));
        let cameo = rows(include_str!("../../config/ontology/cameo.tsv"));
        Self {
            modes: modes.filter_map(|row| row.split_once('\t')).collect(),
            contexts: contexts.collect(),
            cameo: cameo.filter_map(|row| row.split_once('\t')).map(|(code, _)| code).collect(),
        }
    }

    /// Whether a type has the mode.
    pub fn is_mode(&self, event_type: EventType, mode: &str) -> bool {
        self.modes.contains(&(event_type.name(), mode))
    }

    /// Whether there is such a context.
    pub fn is_context(&self, context: &str) -> bool {
        self.contexts.contains(context)
    }

    /// Whether there is such a CAMEO code.
    pub fn is_cameo(&self, code: &str) -> bool {
        self.cameo.contains(code)
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_ontologies() {
        let codes = Codes::embedded();
        assert!(codes.is_mode(EventType::Consult, "phone"));
        assert!(!codes.is_mode(EventType::Aid, "phone"));
        assert!(codes.is_context("military"));
        assert!(!codes.is_cameo("1951") && codes.is_cameo("195"));
        assert_eq!((codes.modes.len(), codes.contexts.len(), codes.cameo.len()), (67, 37, 312));
    }
}
