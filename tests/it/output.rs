//! What the settings under `[output]` hold back is nowhere published, and is spoken of.

use std::collections::BTreeSet;

use dateline::{
    extract::{
        Extraction, HoldReason, Input, Outcome,
        encode::{EventRecord, Publication, formats::annotated},
        explain::{Selection, explain},
    },
    model::EventType,
};
use serde_json::{Value, json};

use crate::support::{
    Engine,
    explained::{AROUND, list},
    files::folder,
    program::{run, run_with},
};

const STORY: &str = "Bolivia expelled the Peruvian consul on Monday. Rebels shelled the port of Tolmar and killed two guards. \
                     The minister may visit Oslo in June. Norway condemned the rebels. Norway sent food to the port.";

fn message() -> Vec<u8> {
    let text = format!("{STORY} {AROUND}");
    json!({"id": "s", "text": text, "published_at": "2024-05-08T09:00:00Z"}).to_string().into_bytes()
}

/// A record as it is without the events beside it.
fn alone(record: &EventRecord) -> EventRecord {
    EventRecord { is_main: false, ..record.clone() }
}

#[test]
fn records_annotated_article_and_explanation_hold_back_the_same_events() {
    let bytes = message();
    let input = Input { bytes: Some(&bytes), ..Input::default() };
    let all = Engine::Ranker.extractor().code(&input).unwrap().records;
    let main = all.iter().find(|record| record.is_main).unwrap();
    let types: BTreeSet<&str> = all.iter().map(|record| record.event_type.as_str()).collect();
    let confidences: BTreeSet<String> = all.iter().map(|record| record.confidence.to_string()).collect();
    assert!(types.len() >= 3 && confidences.len() >= 3, "{all:#?}");
    let of_type = |name: &str| vec![EventType::from_name(name).unwrap()];
    let by_type = types.iter().map(|name| Publication { types: of_type(name), ..Publication::default() });
    let by_confidence = [0.0, main.confidence, main.confidence + 0.001, 1.0];
    let by_confidence = by_confidence.map(|min_confidence| Publication { min_confidence, ..Publication::default() });
    let both = Publication { min_confidence: 1.0, types: of_type(&main.event_type), domains: Vec::new() };
    let mut moved = 0;
    for publication in by_type.chain(by_confidence).chain([both]) {
        let why = |record: &EventRecord| {
            let is_wanted = publication.types.iter().any(|wanted| wanted.name() == record.event_type);
            match () {
                () if !publication.types.is_empty() && !is_wanted => Some(HoldReason::Type),
                () if record.confidence < publication.min_confidence => Some(HoldReason::Confidence),
                () => None,
            }
        };
        let extractor = Engine::Ranker.extractor().clone().publishing(publication.clone()).annotating(true);
        let Outcome::Emit(Extraction { records, held_back, document, .. }) = extractor.extract(&input) else {
            panic!("the story is an article")
        };
        let expected: Vec<EventRecord> = all.iter().filter(|record| why(record).is_none()).map(alone).collect();
        assert_eq!(records.iter().map(alone).collect::<Vec<_>>(), expected, "{publication:?}");
        assert_eq!(held_back, all.iter().filter_map(why).collect::<Vec<_>>(), "{publication:?}");
        assert_eq!(records.iter().filter(|record| record.is_main).count(), usize::from(!records.is_empty()));
        moved += usize::from(!records.is_empty() && records.iter().all(|record| record.event_id != main.event_id));

        let document: Value = serde_json::from_slice(&document.unwrap().json).unwrap();
        assert_eq!(document["events"], json!(records));
        let ids: Vec<&str> = records.iter().map(|record| record.event_id.as_str()).collect();
        assert_eq!(document["event_ids"], json!(ids));
        assert_eq!(annotated(&extractor.code(&input).unwrap()).events, records);

        let explained = json!(explain(&extractor, &input, Selection::default()));
        let shown = |field: &str| -> Vec<&Value> {
            list(&explained["sentences"]).iter().flat_map(|sentence| list(&sentence[field])).collect()
        };
        assert_eq!(json!(shown("events")), json!(records));
        let notes: Vec<&str> = shown("held_back").iter().map(|note| note["reason"].as_str().unwrap()).collect();
        assert_eq!(notes, held_back.iter().map(|reason| reason.name()).collect::<Vec<_>>());
        assert_eq!([&explained["event_count"], &explained["held_back_count"]], [records.len(), notes.len()]);
    }
    assert!(moved > 0, "the main event was always published");
}

#[test]
fn the_program_says_how_many_events_it_holds_back_and_why() {
    let folder = folder(&[("story.json", &String::from_utf8(message()).unwrap())]);
    let path = folder.path().join("story.json");
    let path = path.to_str().unwrap();
    let without_reader = ["--set", "reader.enabled=false"];
    let all = run(&[&without_reader[..], &["extract", "--format", "jsonl", path]].concat());
    assert_eq!(all.stderr, "");
    let all: Vec<Value> = all.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_type = |name: &str| all.iter().filter(|record| record["event_type"] == name).count();
    let (assaults, others) = (of_type("ASSAULT"), all.len() - of_type("ASSAULT"));
    assert!(assaults > 0 && others > 1, "{all:#?}");
    let events = |count: usize| if count == 1 { "event" } else { "events" };
    let said = |count: usize, why: &str| format!("{count} {} held back: {why}\n", events(count));
    for (settings, published, expected) in [
        (vec!["output.types=ASSAULT"], assaults, said(others, &format!("{others} by output.types"))),
        (vec!["output.min_confidence=1"], 0, said(all.len(), &format!("{} by output.min_confidence", all.len()))),
        (
            vec!["output.min_confidence=1", "output.types=ASSAULT"],
            0,
            said(all.len(), &format!("{others} by output.types, {assaults} by output.min_confidence")),
        ),
    ] {
        let set: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
        let told = run(&[&without_reader[..], &set, &["extract", "--format", "jsonl", path]].concat());
        assert_eq!((told.code, told.stderr), (Some(0), expected), "{settings:?}");
        assert_eq!(told.stdout.lines().count(), published);
    }
    let explained = run(&[&without_reader[..], &["--set", "output.types=ASSAULT", "explain", path]].concat()).stdout;
    assert!(explained.contains(&format!(" and {others} held back; published ")), "{explained}");
    assert!(explained.contains("“expelled”: its type, ") && explained.contains(", is not in output.types\n"));
}

#[test]
fn settings_that_publish_nothing_are_refused_before_anything_is_read() {
    for command in [&["check-config"][..], &["extract"]] {
        let settings = ["--set", "output.domains=politics", "--set", "reader.enabled=false"];
        let told = run_with("", &[&settings, command].concat());
        assert_eq!(told.code, Some(78), "{told:?}");
        assert!(told.stderr.contains("output.domains = [\"politics\"]: only the reader knows the domain"), "{told:?}");
    }
}
