//! The task `types`: does the sentence get the right PLOVER type?

use std::path::Path;

use super::score::Tally;
use super::{EvalError, Report, Share, gold, main_event, read_sentence};
use crate::extract::{Extractor, Reading};
use crate::model::{Event, EventType, Participant};

/// Whether a gold name, also of PLOVER's earlier versions, covers a type.
fn covers(gold: &str, event_type: EventType) -> bool {
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
fn agreement(reading: &Reading, event: &Event, source: &str, target: &str) -> u32 {
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
pub fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let rows = gold::table(path, text, ["sentence", "source", "target", "plover_event"])?;
    let (mut covered, mut right_main, mut right_pair, mut with_pair) = (0, 0, 0, 0);
    let (mut given, mut given_right) = (0, 0);
    let mut tally = Tally::default();
    let mut errors = Vec::new();
    for [sentence, source, target, wanted] in &rows {
        let reading = read_sentence(extractor, sentence);
        given += reading.events.len();
        given_right += reading.events.iter().filter(|event| covers(wanted, event.event_type)).count();
        let main = main_event(&reading);
        covered += usize::from(main.is_some());
        let is_right = main.is_some_and(|event| covers(wanted, event.event_type));
        right_main += usize::from(is_right);
        tally.count(Some(wanted), main.map(|event| as_gold(event.event_type, wanted)));
        let paired = reading.events.iter().rev().max_by_key(|event| agreement(&reading, event, source, target));
        right_pair += usize::from(paired.is_some_and(|event| covers(wanted, event.event_type)));
        with_pair += usize::from(paired.is_some_and(|event| agreement(&reading, event, source, target) == 2));
        if !is_right {
            errors.push(describe(&reading, sentence, source, target, wanted));
        }
    }
    Ok(Report {
        task: "types",
        items: rows.len(),
        scores: vec![
            Share::new("type right, of all sentences", right_main, rows.len()),
            Share::new("sentences with an event (coverage)", covered, rows.len()),
            Share::new("type right, of sentences with an event", right_main, covered),
            Share::new("type right, the event chosen by the given pair", right_pair, rows.len()),
            Share::new("precision: events with the sentence's type", given_right, given),
            Share::new("an event with both participants as given", with_pair, rows.len()),
        ],
        classes: tally.classes(),
        errors,
    })
}

fn describe(reading: &Reading, sentence: &str, source: &str, target: &str, wanted: &str) -> String {
    let show = |participants: &[Participant]| {
        let texts = participants.iter().filter_map(|one| reading.clean.text.get(one.span.start..one.span.end));
        texts.collect::<Vec<_>>().join(" + ")
    };
    let found: Vec<String> = reading
        .events
        .iter()
        .map(|event| format!("{} [{}] → [{}]", event.rule_id, show(&event.actors), show(&event.recipients)))
        .collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join("; ") };
    format!("{wanted} [{source}] → [{target}]\n    {sentence}\n    found: {found}")
}
