//! The task `types`: does the sentence get the right PLOVER type?

use std::path::Path;

use super::{EvalError, Mistake, Report, gold, main_event, read_sentence, score::Board};
use crate::extract::{Extractor, Reading, encode::rule_id};
use crate::model::{Event, EventType, FoundBy, Participant};

/// Whether a gold name, also of PLOVER's earlier versions, covers a type.
pub(crate) fn covers(gold: &str, event_type: EventType) -> bool {
    match gold {
        "DEMAND" => event_type == EventType::Request,
        "DISAPPROVE" | "INVESTIGATE" => event_type == EventType::Accuse,
        "YIELD" => matches!(event_type, EventType::Concede | EventType::Retreat),
        "FIGHT" => event_type == EventType::Assault,
        name => event_type.name() == name,
    }
}

/// The name of a type as this gold would write it.
fn as_gold(event_type: EventType, gold: &str) -> &str {
    if covers(gold, event_type) { gold } else { event_type.name() }
}

/// How well an event's participants agree with a pair: 0 to 2.
fn agreement(reading: &Reading<'_>, event: &Event, source: &str, target: &str) -> u32 {
    let names = |participants: &[Participant], wanted: &str| {
        let wanted = wanted.trim().to_lowercase();
        !wanted.is_empty()
            && participants.iter().any(|participant| {
                let span = reading.clean.text.get(participant.span.start..participant.span.end);
                span.is_some_and(|text| {
                    let text = text.to_lowercase();
                    text.contains(&wanted) || wanted.contains(&text)
                })
            })
    };
    let as_told = u32::from(names(&event.actors, source)) + u32::from(names(&event.recipients, target));
    let turned = u32::from(names(&event.recipients, source)) + u32::from(names(&event.actors, target));
    if event.is_reciprocal { as_told.max(turned) } else { as_told }
}

/// Scores the types of sentences.
pub(crate) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let rows = gold::table(path, text, ["sentence", "source", "target", "plover_event"])?;
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for row in &rows {
        mistakes.extend(score(&mut board, &read_sentence(extractor, row[0]), *row));
    }
    Ok(Report::new("types", board, mistakes))
}

/// Whether an event counts for a figure, by who found it or gave it its type.
type IsFoundBy = fn(&FoundBy) -> bool;

/// The figures of events by who found them or gave them their type.
const FOUND_BY: [(&str, IsFoundBy); 3] = [
    ("precision of events by listed words", |found_by| {
        matches!(found_by, FoundBy::Rule { is_by_wordnet: false, retyped_by: None, .. })
    }),
    ("precision of events by WordNet words", |found_by| {
        matches!(found_by, FoundBy::Rule { is_by_wordnet: true, retyped_by: None, .. })
    }),
    ("precision of events retyped by the ranker", |found_by| {
        matches!(found_by, FoundBy::Rule { retyped_by: Some(_), .. } | FoundBy::Ranker | FoundBy::Reader)
    }),
];

/// Counts one sentence as it was read: the sentence, the source, the target, the type. Returns what was not right.
pub(crate) fn score(
    board: &mut Board,
    reading: &Reading<'_>,
    [sentence, source, target, wanted]: [&str; 4],
) -> Option<Mistake> {
    let main = main_event(reading);
    let is_right = main.is_some_and(|event| covers(wanted, event.event_type));
    // Of events that agree equally well, the main one, else the first.
    let rank = |event: &&Event| {
        (agreement(reading, event, source, target), main.is_some_and(|main| std::ptr::eq(main, *event)))
    };
    let paired = reading.events.iter().rev().max_by_key(rank);
    let right_events = reading.events.iter().filter(|event| covers(wanted, event.event_type)).count();
    let is_pair_right = paired.is_some_and(|event| covers(wanted, event.event_type));
    let has_pair = paired.is_some_and(|event| agreement(reading, event, source, target) == 2);
    board.item();
    board.case("type right, of all sentences", is_right, true);
    board.case("sentences with an event (coverage)", main.is_some(), true);
    board.case("type right, of sentences with an event", is_right, main.is_some());
    board.case("type right, the event chosen by the given pair", is_pair_right, true);
    board.share("precision: events with the sentence's type", right_events, reading.events.len());
    for (name, is_found_by) in FOUND_BY {
        let events = || reading.events.iter().filter(|event| is_found_by(&event.found_by));
        board.share(name, events().filter(|event| covers(wanted, event.event_type)).count(), events().count());
    }
    board.case("an event with both participants as given", has_pair, true);
    board.answer(Some(wanted), main.map(|event| as_gold(event.event_type, wanted)));
    (!is_right).then(|| Mistake {
        gold: wanted.to_owned(),
        given: main.map_or("nothing", |event| event.event_type.name()).to_owned(),
        rule: main.map(|event| rule_id(&event.found_by)),
        sentence: sentence.to_owned(),
        detail: Some(describe(reading, source, target)),
    })
}

fn describe(reading: &Reading<'_>, source: &str, target: &str) -> String {
    let show = |participants: &[Participant]| {
        let texts = participants.iter().filter_map(|one| reading.clean.text.get(one.span.start..one.span.end));
        texts.collect::<Vec<_>>().join(" + ")
    };
    let found: Vec<String> = reading
        .events
        .iter()
        .map(|event| format!("{} [{}] → [{}]", rule_id(&event.found_by), show(&event.actors), show(&event.recipients)))
        .collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join("; ") };
    format!("[{source}] → [{target}]; found: {found}")
}
