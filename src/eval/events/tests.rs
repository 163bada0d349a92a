//! Articles of our own, with records made by hand: each row is a rule of counting.

use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::eval::Class;

const TEXT: &str =
    "Gunmen attacked the dam near Mopti on Monday. The envoys of Chad and the bloc held peace talks in Lome.";

/// A participant: words, country, sector. No country and no sector are empty.
type Person = (&'static str, &'static str, &'static str);

const GUNMEN: Person = ("Gunmen", "MLI", "REB");
const DAM: Person = ("the dam", "MLI", "");
const CHAD: Person = ("envoys of Chad", "TCD", "GOV");
const BLOC: Person = ("the bloc", "IGO", "");

/// Where words are in the text, in characters.
fn place(words: &str) -> (usize, usize) {
    let start = TEXT.find(words).unwrap();
    (start, start + words.len())
}

fn or_null(code: &str) -> Value {
    if code.is_empty() { Value::Null } else { json!(code) }
}

fn mention(event_type: &str, trigger: &str, actors: &[Person], recipients: &[Person]) -> Value {
    let people = |people: &[Person]| -> Value {
        let one = |(text, country, sector): &Person| json!({"text": text, "name": text, "country": or_null(country), "sector": or_null(sector)});
        people.iter().map(one).collect()
    };
    let (start, end) = place(trigger);
    json!({
        "trigger": trigger, "start": start, "end": end, "type": event_type, "event": trigger, "domain": "conflict",
        "actors": people(actors), "recipients": people(recipients),
        "negated": false, "future": false, "hypothetical": false, "historical": false,
    })
}

fn article(id: &str, mentions: &[Value]) -> GoldArticle {
    let line = json!({"id": id, "text": TEXT, "sentences": [[0, 45], [46, 106]], "events": mentions});
    parse(Path::new("gold.jsonl"), &line.to_string()).unwrap().remove(0)
}

fn record(event_type: &str, trigger: &str, actor: Option<Person>, recipient: Option<Person>) -> EventRecord {
    let text = |person: Option<Person>| person.map(|one| one.0.to_owned());
    let code = |person: Option<&'static str>| person.filter(|code| !code.is_empty()).map(str::to_owned);
    let (start, end) = place(trigger);
    EventRecord {
        event_type: event_type.to_owned(),
        trigger_text: trigger.to_owned(),
        trigger_start: start as u32,
        trigger_end: end as u32,
        actor_text: text(actor),
        actor_country: code(actor.map(|one| one.1)),
        actor_sector: code(actor.map(|one| one.2)),
        recipient_text: text(recipient),
        recipient_country: code(recipient.map(|one| one.1)),
        recipient_sector: code(recipient.map(|one| one.2)),
        confidence: 0.5,
        ..EventRecord::default()
    }
}

fn reciprocal(record: EventRecord) -> EventRecord {
    EventRecord { is_reciprocal: true, ..record }
}

fn right_of(classes: &[Class], name: &str) -> usize {
    classes.iter().find(|class| class.name == name).unwrap().right
}

fn share_of(report: &Report, name: &str) -> [usize; 2] {
    let score = report.scores.iter().find(|score| score.name == name).unwrap_or_else(|| panic!("no score {name}"));
    [score.right, score.of]
}

#[test]
fn records_are_matched_and_compared_by_these_rules() {
    let attack = || mention("ASSAULT", "attacked", &[GUNMEN], &[DAM]);
    let talks = || mention("CONSULT", "talks", &[CHAD], &[BLOC]);
    let peace_talks = || mention("AGREE", "peace talks", &[CHAD], &[BLOC]);
    let held = |actor, recipient| record("CONSULT", "held peace talks", actor, recipient);
    let shot = |actor, recipient| record("ASSAULT", "attacked", actor, recipient);
    let unled = || mention("ASSAULT", "attacked", &[], &[DAM]);
    let un = ("the bloc", "UNO", "");
    // What is counted: no event, repeated, trigger, type, who and whom, codes.
    for (what, mentions, records, expected) in [
        ("all right", vec![attack()], vec![shot(Some(GUNMEN), Some(DAM))], [0, 0, 1, 1, 1, 1]),
        ("no record", vec![attack()], vec![], [0, 0, 0, 0, 0, 0]),
        ("no mention", vec![talks()], vec![shot(Some(GUNMEN), Some(DAM))], [1, 0, 0, 0, 0, 0]),
        ("another type", vec![mention("COERCE", "attacked", &[], &[])], vec![shot(None, None)], [0, 0, 1, 0, 0, 0]),
        (
            "the second record of a mention",
            vec![attack()],
            vec![shot(None, Some(DAM)), shot(Some(GUNMEN), Some(DAM))],
            [0, 1, 1, 1, 0, 0],
        ),
        (
            "the mention of the same type comes first, then the first mention",
            vec![peace_talks(), talks()],
            vec![held(Some(CHAD), Some(BLOC)), record("AGREE", "talks", Some(CHAD), Some(BLOC))],
            [0, 0, 2, 2, 2, 2],
        ),
        (
            "the first mention is taken, though another one is free",
            vec![peace_talks(), talks()],
            vec![record("AGREE", "talks", Some(CHAD), Some(BLOC)), record("REJECT", "talks", None, None)],
            [0, 1, 1, 1, 1, 1],
        ),
        ("exchanged", vec![talks()], vec![held(Some(BLOC), Some(CHAD))], [0, 0, 1, 1, 0, 0]),
        ("exchanged and reciprocal", vec![talks()], vec![reciprocal(held(Some(BLOC), Some(CHAD)))], [0, 0, 1, 1, 1, 1]),
        (
            "one side exchanged and reciprocal",
            vec![talks()],
            vec![reciprocal(held(Some(BLOC), None))],
            [0, 0, 1, 1, 0, 0],
        ),
        ("the UN is a body of states", vec![talks()], vec![held(Some(CHAD), Some(un))], [0, 0, 1, 1, 1, 1]),
        ("the EU is none", vec![talks()], vec![held(Some(CHAD), Some(("the bloc", "EUR", "")))], [0, 0, 1, 1, 1, 0]),
        ("another sector", vec![talks()], vec![held(Some(("envoys", "TCD", "MIL")), Some(BLOC))], [0, 0, 1, 1, 1, 0]),
        ("nobody, as in the gold", vec![unled()], vec![shot(None, Some(DAM))], [0, 0, 1, 1, 1, 1]),
        ("somebody, unlike the gold", vec![unled()], vec![shot(Some(GUNMEN), Some(DAM))], [0, 0, 1, 1, 0, 0]),
        ("nobody, unlike the gold", vec![attack()], vec![shot(None, Some(DAM))], [0, 0, 1, 1, 0, 0]),
        (
            "no words, but a country",
            vec![unled()],
            vec![EventRecord { actor_country: Some("MLI".to_owned()), ..shot(None, Some(DAM)) }],
            [0, 0, 1, 1, 1, 0],
        ),
        (
            "one of two actors",
            vec![mention("ASSAULT", "attacked", &[BLOC, GUNMEN], &[DAM])],
            vec![shot(Some(GUNMEN), Some(DAM))],
            [0, 0, 1, 1, 1, 1],
        ),
        (
            "an article in common",
            vec![attack()],
            vec![shot(Some(GUNMEN), Some(("the bridge", "MLI", "")))],
            [0, 0, 1, 1, 0, 0],
        ),
        (
            "the gold's name in the record's name",
            vec![attack()],
            vec![EventRecord {
                actor_name: Some("Gunmen of Mopti".to_owned()),
                ..shot(Some(("they", "MLI", "REB")), Some(DAM))
            }],
            [0, 0, 1, 1, 1, 1],
        ),
    ] {
        let report = score(&[article("paper_1", &mentions)], &[records], 0.0);
        let right = |level| right_of(&report.classes, level);
        let counts = [
            share_of(&report, "records whose trigger is no event")[0],
            share_of(&report, "records that repeat a mention")[0],
            right("trigger"),
            right("type"),
            right("who and whom"),
            right("codes"),
        ];
        assert_eq!(counts, expected, "{what}");
    }
}

#[test]
fn the_other_fields_are_compared_where_the_type_is_right() {
    let with = |fields: Value| {
        let mut mention = mention("ASSAULT", "attacked", &[GUNMEN], &[DAM]);
        mention.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        article("paper_1", &[mention])
    };
    let record = || record("ASSAULT", "attacked", Some(GUNMEN), Some(DAM));
    let text = |text: &str| Some(text.to_owned());
    for (figure, fields, record, expected) in vec![
        ("mode right, none among them, of right types", json!({"mode": null}), record(), [1, 1]),
        ("mode right, none among them, of right types", json!({"mode": "firearms"}), record(), [0, 1]),
        (
            "mode right, none among them, of right types",
            json!({"mode": "firearms"}),
            EventRecord { event_mode: text("firearms"), ..record() },
            [1, 1],
        ),
        ("negated, future, hypothetical right, of right types", json!({}), record(), [1, 1]),
        ("negated, future, hypothetical right, of right types", json!({"future": true}), record(), [0, 1]),
        (
            "negated, future, hypothetical right, of right types",
            json!({"negated": true}),
            EventRecord { is_negated: true, is_future: true, ..record() },
            [0, 1],
        ),
        ("historical right, of right types", json!({"historical": true}), record(), [0, 1]),
        ("date words right, where the gold has some", json!({"date_text": null}), record(), [0, 0]),
        ("date words right, where the gold has some", json!({"date_text": "on Monday"}), record(), [0, 1]),
        (
            "date words right, where the gold has some",
            json!({"date_text": "on Monday"}),
            EventRecord { event_date_text: text("Monday"), ..record() },
            [1, 1],
        ),
        (
            "place words right, where the gold has some",
            json!({"place_text": "Mopti"}),
            EventRecord { place_text: text("near Mopti"), ..record() },
            [1, 1],
        ),
        (
            "numbers of people right, where the gold has some",
            json!({"killed": {"value": 3}, "injured": {"min": 24}, "arrested": {"value": 5, "min": 4}}),
            EventRecord { killed: Some(3), injured_min: Some(24), arrested: Some(4), ..record() },
            [2, 3],
        ),
        (
            "speaker right, where the gold has one",
            json!({"speaker": {"text": "he", "name": "Oumar Keita"}}),
            EventRecord { speaker_text: text("Mr Keita"), ..record() },
            [1, 1],
        ),
        ("mentions found with the right type, domain crime", json!({"domain": "crime"}), record(), [1, 1]),
    ] {
        let report = score(&[with(fields.clone())], &[vec![record]], 0.0);
        assert_eq!(share_of(&report, figure), expected, "{figure}: {fields}");
    }
}

/// Two outlets, three articles, five mentions of four events, and six records; one of them lies behind the text.
fn three_articles() -> (Vec<GoldArticle>, Vec<Vec<EventRecord>>) {
    let attack = |label: &str| {
        let mut mention = mention("ASSAULT", "attacked", &[GUNMEN], &[DAM]);
        mention["event"] = json!(label);
        mention
    };
    let talks = |label: &str| {
        let mut mention = mention("CONSULT", "talks", &[CHAD], &[BLOC]);
        mention["event"] = json!(label);
        mention
    };
    let articles = vec![
        article("east_post_1", &[attack("E1"), talks("E1")]),
        article("east_post_2", &[attack("E1"), talks("E2")]),
        article("west_9", &[attack("E1")]),
    ];
    let sure = |confidence: f64, record: EventRecord| EventRecord { confidence, ..record };
    let shot = || record("ASSAULT", "attacked", Some(GUNMEN), Some(DAM));
    let met = || record("CONSULT", "talks", Some(CHAD), Some(BLOC));
    let records = vec![
        vec![sure(0.95, shot()), sure(0.35, met())],
        vec![sure(0.25, record("ASSAULT", "attacked", None, None)), sure(0.75, shot()), sure(0.15, met())],
        vec![EventRecord { trigger_start: 500, trigger_end: 504, ..shot() }],
    ];
    (articles, records)
}

#[test]
fn events_outlets_thresholds_and_calibration_are_counted() {
    let (articles, records) = three_articles();
    let report = score(&articles, &records, 0.0);
    assert_eq!(report.items, 3);
    assert_eq!(share_of(&report, "events found with the right type"), [3, 4]);
    assert_eq!(share_of(&report, "events found with who and whom"), [2, 4]);
    assert_eq!(share_of(&report, "different events among records of the right type"), [3, 4]);
    let outlets: Vec<_> =
        report.outlets.iter().map(|one| (one.name.as_str(), one.gold, one.given, one.right)).collect();
    assert_eq!(outlets, [("east_post", 4, 5, 4), ("west", 1, 0, 0)]);
    let counts = |one: &Class| [one.gold, one.given, one.right];
    let thresholds: Vec<_> = report.thresholds.iter().map(counts).collect();
    assert_eq!(thresholds[..4], [[5, 5, 4], [5, 5, 4], [5, 4, 3], [5, 3, 3]]);
    assert_eq!(thresholds[7..], [[5, 2, 2], [5, 1, 1], [5, 1, 1]]);
    let names: Vec<&str> = report.classes.iter().map(|class| class.name.as_str()).collect();
    assert_eq!(names, ["trigger", "type", "who and whom", "codes", "ASSAULT", "CONSULT"]);
    // Off by 0.05, 0.65, 0.75, 0.75 and 0.85; the record at 0.75 repeats a mention.
    let off = (0.05 + 0.65 + 0.75 + 0.75 + 0.85) / 5.0;
    assert!((report.reliability.unwrap().expected_error - off).abs() < 1e-9);
}

#[test]
fn a_threshold_is_what_that_least_confidence_gives() {
    let (articles, records) = three_articles();
    let all = score(&articles, &records, 0.0).thresholds;
    for (number, threshold) in all.iter().enumerate() {
        let report = score(&articles, &records, number as f64 / 10.0);
        let own = report.classes.iter().find(|class| class.name == "type").unwrap();
        assert_eq!((own.given, own.right), (threshold.given, threshold.right), "{}", threshold.name);
        assert_eq!(report.thresholds, all[number..]);
        assert_eq!(report.reliability.unwrap().bins.iter().map(|bin| bin.events).sum::<usize>(), own.given);
    }
}

#[test]
fn mistakes_say_what_was_taken_for_what() {
    let mentions = [mention("ASSAULT", "attacked", &[GUNMEN], &[DAM]), mention("CONSULT", "talks", &[CHAD], &[BLOC])];
    let records = vec![
        record("COERCE", "attacked", None, None),
        record("ASSAULT", "attacked", None, None),
        record("PROTEST", "Monday", None, None),
        record("CONSULT", "talks", Some(CHAD), Some(CHAD)),
    ];
    let report = score(&[article("paper_1", &mentions)], &[records], 0.0);
    let told: Vec<_> = report.mistakes.iter().map(|one| (one.gold.as_str(), one.given.as_str())).collect();
    assert_eq!(
        told,
        [
            ("ASSAULT", "COERCE"),
            ("mention of another record", "ASSAULT"),
            ("nothing", "PROTEST"),
            ("participants", "another whom"),
        ]
    );
    let report = score(&[article("paper_1", &mentions)], &[vec![]], 0.0);
    let missed = &report.mistakes[0];
    assert_eq!((missed.gold.as_str(), missed.given.as_str()), ("ASSAULT", "nothing"));
    assert_eq!(missed.sentence, "Gunmen attacked the dam near Mopti on Monday.");
    assert_eq!(missed.detail.as_deref(), Some("paper_1: gold ASSAULT “attacked” [Gunmen] → [the dam]"));
}

#[test]
fn a_wrong_file_is_refused_with_its_line() {
    let right =
        json!({"id": "a_1", "text": TEXT, "sentences": [], "events": [mention("ASSAULT", "attacked", &[], &[DAM])]});
    let changed = |pointer: &str, value: Value| {
        let mut line = right.clone();
        *line.pointer_mut(pointer).unwrap() = value;
        line.to_string()
    };
    for (line, expected) in [
        ("sentence\ttype".to_owned(), "expected value at line 1 column 1; each line is a JSON object with an article"),
        ("{\"id\": \"x\"}".to_owned(), "missing field `text`"),
        (format!("{right} {right}"), "more than one JSON value"),
        (right.to_string(), "the id \"a_1\" is used twice"),
        (changed("/events/0/type", json!("FIGHT")), "events[0].type: \"FIGHT\" is not a PLOVER type"),
        (changed("/events/0/start", json!(6)), "events[0].trigger: \"attacked\" is not at characters 6 to 15"),
        (changed("/events/0/domain", json!("sport")), "events[0].domain: \"sport\" is unknown; use one of politics"),
        (changed("/events/0/recipients/0/country", json!("ml")), "events[0].country: \"ml\" is not a code"),
        (changed("/events/0/recipients/0/sector", json!("gov")), "events[0].sector: \"gov\" is not a PLOVER sector"),
        (changed("/events/0/negated", json!("no")), "events[0].negated: invalid type: string"),
        (changed("/events/0/recipients/0", json!({"name": "x"})), "events[0].recipients[0]"),
    ] {
        let error = parse(Path::new("gold.jsonl"), &format!("{right}\n\n{line}\n")).unwrap_err().to_string();
        assert!(error.starts_with(&format!("gold.jsonl:3: {expected}")), "{line}\n{error}");
    }
    let empty = parse(Path::new("gold.jsonl"), "\n").unwrap_err().to_string();
    assert!(empty.starts_with("gold.jsonl:1: no article in the file"), "{empty}");
}

#[test]
fn outlets_are_chosen_by_name() {
    let articles = || three_articles().0;
    let chosen = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let chosen = of_outlets(articles(), &names, Path::new("gold.jsonl"));
        chosen.map(|all| all.into_iter().map(|one| one.id).collect::<Vec<_>>()).map_err(|error| error.to_string())
    };
    assert_eq!(chosen(&[]).unwrap().len(), 3);
    assert_eq!(chosen(&["west"]).unwrap(), ["west_9"]);
    assert_eq!(
        chosen(&["west", "east"]).unwrap_err(),
        "gold.jsonl: no article of the outlet \"east\"; the outlets in the file are east_post, west"
    );
}
