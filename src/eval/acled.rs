//! ACLED's event sub-types, as the data of CASE 2021 abbreviate them, and the PLOVER modes that an event of the sub-type may
//! have. A sub-type without a mode in PLOVER is not in the table, and its items are left out: natural and man-made disasters,
//! agreements, transfers of territory, clashes and attacks of unsaid means, attributions, crime, bases, changes of groups.

/// Sub-types and their modes, each as `TYPE:mode`; the first one names the class in a report.
const MODES: &[(&str, &[&str])] = &[
    ("ABDUCT_DISSAP", &["ASSAULT:abduct"]),
    ("AIR_STRIKE", &["ASSAULT:aerial", "ASSAULT:drone"]),
    ("ARREST", &["COERCE:arrest"]),
    ("ART_MISS_ATTACK", &["ASSAULT:heavy-weapons"]),
    ("CHEM_WEAP", &["ASSAULT:unconventional"]),
    ("FORCE_AGAINST_PROTEST", &["ASSAULT:crowd-control", "ASSAULT:beat", "ASSAULT:firearms", "COERCE:arrest"]),
    ("GRENADE", &["ASSAULT:explosives"]),
    ("PEACE_PROTEST", &["PROTEST:demo", "PROTEST:strike", "PROTEST:obstruct", "PROTEST:hunger", "PROTEST:boycott"]),
    ("PROPERTY_DISTRUCT", &["ASSAULT:destroy", "ASSAULT:primitive", "PROTEST:vandalize", "PROTEST:riot"]),
    ("PROTEST_WITH_INTER", &["PROTEST:demo", "ASSAULT:crowd-control", "COERCE:arrest", "PROTEST:obstruct"]),
    ("REM_EXPLOS", &["ASSAULT:explosives"]),
    ("SEX_VIOL", &["ASSAULT:sexual"]),
    ("SUIC_BOMB", &["ASSAULT:suicide-attack"]),
    ("VIOL_DEMONSTR", &["PROTEST:riot", "ASSAULT:crowd-control"]),
];

/// The modes that a sub-type may have; nothing for one without any.
pub(super) fn modes(sub_type: &str) -> Option<&'static [&'static str]> {
    MODES.iter().find(|(name, _)| *name == sub_type.trim()).map(|(_, modes)| *modes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lexicon::Ontology, model::EventType};

    #[test]
    fn every_mode_of_the_table_is_one_of_plover() {
        let ontology = Ontology::embedded();
        for mode in MODES.iter().flat_map(|(_, modes)| *modes) {
            let (event_type, mode) = mode.split_once(':').unwrap();
            assert!(ontology.mode(EventType::from_name(event_type).unwrap(), mode).is_some(), "{event_type}:{mode}");
        }
        assert_eq!(modes("ARREST "), Some(&["COERCE:arrest"][..]));
        assert_eq!(modes("NATURAL_DISASTER"), None);
    }
}
