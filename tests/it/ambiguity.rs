//! The manual's notes on ambiguous events: each note has its sentences, with what they must give and what they must not.

use dateline::model::{Event, EventType};

use super::ontology::{events, rows, show};

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

/// Whether an event is one that is wanted: `TYPE`, `TYPE:mode`, each with `+context`.
fn is(event: &Event, wanted: &str) -> bool {
    let mut parts = wanted.split('+');
    let (name, mode) = parts.next().map(|head| head.split_once(':').unwrap_or((head, ""))).unwrap();
    EventType::from_name(name) == Some(event.event_type)
        && (mode.is_empty() || event.mode.is_some_and(|found| found.name() == mode))
        && parts.all(|context| event.contexts.iter().any(|found| found.name() == context))
}

#[test]
fn every_note_on_ambiguous_events_holds_for_its_sentences() {
    let mut wrong = Vec::new();
    for [note, meaning, sentence, wanted, unwanted] in rows::<5>(include_str!("sentences/ambiguity.tsv")) {
        let events = events(sentence);
        let mut all = wanted.split(',').filter(|wanted| !wanted.is_empty());
        let has_all = all.all(|wanted| wanted.split('|').any(|one| events.iter().any(|event| is(event, one))));
        if !has_all || unwanted.split(',').any(|unwanted| events.iter().any(|event| is(event, unwanted))) {
            let found: Vec<String> = events.iter().map(show).collect();
            wrong.push(format!("{note}, {meaning}: {sentence} gave {}", found.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_note_has_a_sentence() {
    let rows = rows::<5>(include_str!("sentences/ambiguity.tsv"));
    for (name, count) in NOTES {
        for number in 1..=count {
            let note = format!("{name} {number}");
            assert!(rows.iter().any(|[known, ..]| *known == note), "{note} has no sentence");
        }
    }
    assert!(rows.iter().all(|[note, ..]| {
        let (name, number) = note.split_once(' ').unwrap();
        NOTES.iter().any(|(known, count)| *known == name && number.parse::<usize>().unwrap() <= *count)
    }));
}
