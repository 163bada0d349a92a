//! The manual's notes on ambiguous events: each has a sentence in the table of them.

use crate::support::table::Table;

/// How many notes the manual has on each type.
const NOTES: [(&str, usize); 16] = [
    ("AGREE", 2),
    ("CONSULT", 2),
    ("SUPPORT", 4),
    ("CONCEDE", 4),
    ("COOPERATE", 2),
    ("AID", 4),
    ("RETREAT", 4),
    ("REQUEST", 4),
    ("ACCUSE", 3),
    ("REJECT", 2),
    ("THREATEN", 1),
    ("PROTEST", 2),
    ("SANCTION", 5),
    ("MOBILIZE", 5),
    ("COERCE", 6),
    ("ASSAULT", 7),
];

#[test]
fn every_note_has_a_sentence_and_every_sentence_a_note() {
    let numbers = |(name, count): &(&str, usize)| (1..=*count).map(|number| format!("{name} {number}")).collect();
    let notes: Vec<String> = NOTES.iter().flat_map(numbers as fn(&(&str, usize)) -> Vec<String>).collect();
    let table = Table::of("ambiguity");
    let mut named: Vec<&str> = table.rows.iter().map(|row| row.cell("note")).collect();
    named.dedup();
    assert_eq!(named, notes);
}
