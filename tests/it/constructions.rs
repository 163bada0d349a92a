//! Constructions: what is read in passives, relatives, control, coordination, idioms, headlines, and what must not be read.

use super::{
    lexicon::{shown, shown_with_title},
    ontology::rows,
};

#[test]
fn every_construction_gives_its_events() {
    let mut wrong = Vec::new();
    for [construction, sentence, wanted] in rows::<3>(include_str!("sentences/constructions.tsv")) {
        let found = shown(sentence);
        if found != wanted {
            wrong.push(format!("{construction}\t{sentence}\t{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_title_with_capitals_throughout_is_read_as_a_sentence() {
    let text = "The rebels attacked the garrison of the port on Monday, and the police arrested twelve dockers.";
    for (title, wanted) in [
        ("Police Arrest Twelve Dockers After Attack", "COERCE"),
        ("POLICE ARREST TWELVE DOCKERS AFTER ATTACK", "COERCE"),
    ] {
        let found = shown_with_title(title, text);
        assert!(found.starts_with(wanted), "{title} gives {found}");
    }
}
