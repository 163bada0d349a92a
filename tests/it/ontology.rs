//! Every mode and every context of PLOVER has its sentence, and no event has what its type cannot have.

use dateline::model::{Context, Mode};

use crate::support::{
    engine::{lexicon, rule_sentences},
    table::Table,
};

#[test]
fn every_mode_has_its_sentence() {
    let table = Table::of("modes");
    let mut wanted: Vec<_> =
        lexicon().ontology.modes().map(|(event_type, mode)| (event_type.name(), mode.name())).collect();
    wanted.sort_unstable();
    assert_eq!(table.rows.iter().map(|row| (row.cell("event"), row.cell("mode"))).collect::<Vec<_>>(), wanted);
}

#[test]
fn every_context_has_its_sentence() {
    let table = Table::of("contexts");
    let mut wanted: Vec<&str> = Context::ALL.map(Context::name).to_vec();
    wanted.sort_unstable();
    assert_eq!(table.rows.iter().map(|row| row.cell("contexts")).collect::<Vec<_>>(), wanted);
}

#[test]
fn no_event_carries_a_mode_or_a_code_that_its_type_cannot_have() {
    let ontology = &lexicon().ontology;
    let mut seen = 0;
    for event in rule_sentences().iter().flat_map(|sentence| &sentence.events) {
        seen += 1;
        assert!(ontology.agree(event.plover, event.cameo.as_deref().unwrap()), "{event}");
        let is_mode = |name: &str| Mode::from_name(name).is_some_and(|mode| ontology.is_mode(event.plover, mode));
        assert!(event.mode.as_deref().is_none_or(is_mode), "{event}");
    }
    assert!(seen > 1000, "{seen} events");
}
