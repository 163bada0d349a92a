//! The invariants of docs/ARCHITECTURE.md about what comes out of the extraction, and where it may be given a form.

use std::{fs, path::PathBuf, sync::LazyLock, thread};

use proptest::{prelude::*, sample::Index};
use regex::Regex;
use serde_json::{Map, Value, json};

use crate::{
    sentences::SUBJECTS,
    support::{
        Engine,
        engine::{Ending, PUBLISHED},
        explained::{list, text},
        files,
        program::run,
        source::sources,
        table::Table,
    },
};

/// The files of the demo that hold a whole article: all but the one that is cut off.
fn demo() -> Vec<PathBuf> {
    let mut files = files::entries("config/demo", None);
    files.retain(|file| !file.ends_with("17-broken.json"));
    assert!(files.len() >= 17, "{files:?}");
    files
}

/// A message for each sentence of the tables.
fn sentences() -> Vec<String> {
    let rows = SUBJECTS.iter().flat_map(|subject| Table::of(subject).rows).enumerate();
    rows.map(|(number, row)| {
        let (id, text) = (format!("sentence-{number}"), row.cell("sentence"));
        json!({"id": id, "published_at": PUBLISHED, "language": "en", "title": row.get("title"), "text": text})
            .to_string()
    })
    .collect()
}

/// The articles of the demo, and the sentences of the tables.
static MESSAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let demo = demo().into_iter().map(|file| fs::read(file).unwrap());
    demo.chain(sentences().into_iter().map(String::into_bytes)).collect()
});

/// What comes of each message, one after the other.
static ALONE: LazyLock<Vec<Ending>> =
    LazyLock::new(|| MESSAGES.iter().map(|message| Engine::Reader.end(message)).collect());

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        Engine::Reader.end(&bytes);
    }

    #[test]
    fn any_damage_to_a_message_has_an_answer(
        message in any::<Index>(), cuts in prop::array::uniform2(any::<Index>()), bytes in prop::collection::vec(any::<u8>(), 0..8)
    ) {
        let message = &MESSAGES[message.index(MESSAGES.len())];
        let mut cuts = cuts.map(|cut| cut.index(message.len()));
        cuts.sort_unstable();
        let damaged = [&message[..cuts[0]], &bytes, &message[cuts[1]..]].concat();
        let (ending, explained) = (Engine::Reader.end(&damaged), Engine::Reader.explain(&damaged, None, None));
        let status = match ending {
            Ending::Records(_) => "read",
            Ending::Skipped(..) => "skipped",
            Ending::Rejected(..) => "rejected",
        };
        prop_assert_eq!(&explained["status"], status);
    }
}

#[test]
fn the_same_bytes_give_the_same_output_in_any_order_and_on_any_number_of_threads() {
    let records = ALONE.iter().map(|ending| if let Ending::Records(lines) = ending { lines.len() } else { 0 });
    assert!(records.sum::<usize>() >= 300, "the messages give too few records to show anything");
    // Backwards, and each message on two threads.
    let again = |from: usize| {
        for number in (from..from + ALONE.len() / 2).rev().map(|number| number % ALONE.len()) {
            assert_eq!(Engine::Reader.end(&MESSAGES[number]), ALONE[number]);
        }
    };
    thread::scope(|scope| {
        for quarter in 0..4 {
            scope.spawn(move || again(quarter * ALONE.len() / 4));
        }
    });
}

#[test]
fn the_program_writes_what_the_library_gives_whatever_the_number_of_threads() {
    let lines = ALONE.iter().filter_map(|ending| match ending {
        Ending::Records(lines) => Some(lines),
        Ending::Skipped(..) => None,
        Ending::Rejected(_, message) => panic!("{message}"),
    });
    let expected: String = lines.flatten().flat_map(|line| [line, "\n"]).collect();
    let folder = files::folder(&[("sentences.jsonl", &sentences().join("\n"))]);
    let inputs: Vec<PathBuf> = demo().into_iter().chain([folder.path().join("sentences.jsonl")]).collect();
    let inputs: Vec<&str> = inputs.iter().map(|path| path.to_str().unwrap()).collect();
    for threads in ["extract.threads=1", "extract.threads=7"] {
        let arguments = ["extract", "--format", "jsonl", "--set", threads];
        let found = run(&[&arguments[..], &inputs].concat());
        assert_eq!(found.code, Some(0), "{}", found.stderr);
        assert!(found.stdout == expected, "{threads} gives other records than one article at a time");
    }
}

/// A field that shows a stretch of the text, and the fields with its first character and the one behind its last.
const SPANS: [[&str; 3]; 6] = [
    ["actor_text", "actor_start", "actor_end"],
    ["recipient_text", "recipient_start", "recipient_end"],
    ["event_date_text", "event_date_start", "event_date_stop"],
    ["place_text", "place_start", "place_end"],
    ["trigger_text", "trigger_start", "trigger_end"],
    ["evidence_text", "evidence_start", "evidence_end"],
];
/// The same for a part of an annotated or explained article.
const SPAN: [[&str; 3]; 1] = [["text", "start", "end"]];

/// How many spans an object has, each of which must select, among the characters of the cleaned text, what its field shows.
fn spans(object: &Value, fields: &[[&str; 3]], characters: &[char]) -> usize {
    let object: &Map<String, Value> = object.as_object().unwrap();
    let of_spans =
        object.keys().filter(|name| name.ends_with("start") || name.ends_with("_end") && *name != "event_date_end");
    let unknown: Vec<&String> = of_spans.filter(|name| !fields.iter().flatten().any(|field| field == name)).collect();
    assert!(unknown.is_empty(), "which text do these select: {unknown:?}");
    let mut count = 0;
    for [shown, start, end] in fields {
        let [shown, start, end] =
            [shown, start, end].map(|name| object.get(*name).unwrap_or_else(|| panic!("no {name}")));
        if shown.is_null() {
            assert!(start.is_null() && end.is_null(), "a span without a text: {object:?}");
            continue;
        }
        let [start, end] = [start, end].map(|offset| usize::try_from(offset.as_u64().unwrap()).unwrap());
        let selected: String = characters.get(start..end).unwrap_or_default().iter().collect();
        assert_eq!(selected, text(shown), "{start}..{end} of {object:?}");
        count += 1;
    }
    count
}

#[test]
fn every_span_selects_the_text_that_its_field_shows() {
    let (mut of_records, mut of_entities, mut of_sentences) = (0, 0, 0);
    for message in MESSAGES.iter() {
        let Some(article) = Engine::Reader.annotated(message) else { continue };
        let characters: Vec<char> = text(&article["text"]).chars().collect();
        let total = |objects: &Value, fields: &[[&str; 3]]| {
            list(objects).iter().map(|object| spans(object, fields, &characters)).sum::<usize>()
        };
        of_records += total(&article["events"], &SPANS);
        of_entities += total(&article["entities"], &SPAN);
        let explained = Engine::Reader.explain(message, None, None);
        of_sentences += total(&explained["sentences"], &SPAN);
        for sentence in list(&explained["sentences"]) {
            total(&sentence["events"], &SPANS);
        }
        let bounds = |part: &Value| part["start"].as_u64().zip(part["end"].as_u64());
        for (start, end) in list(&article["sentences"]).iter().chain(list(&article["issues"])).filter_map(bounds) {
            assert!(start < end && end as usize <= characters.len(), "{start}..{end} of {}", characters.len());
        }
    }
    assert!(
        of_records >= 1000 && of_entities >= 500 && of_sentences >= 300,
        "{of_records} {of_entities} {of_sentences}"
    );
}

/// Where types may be serialised: what comes in and goes out, and the formats of files.
const FORMS: [&str; 5] = ["src/extract/decode/", "src/extract/encode/", "src/settings/", "src/lexicon/", "src/spacy/"];
/// And what is printed or read for other purposes, file by file.
const FORMS_BESIDE: [(&str, &str); 7] = [
    ("src/cli/annotate/input.rs", "texts to annotate"),
    ("src/cli/eval/", "the report of an evaluation"),
    ("src/cli/lexicon/stats.rs", "the report on a lexicon"),
    ("src/eval/", "the report of an evaluation"),
    ("src/extract/explain/shape.rs", "an explanation"),
    ("src/report/compare.rs", "the report on a comparison"),
    ("src/stream/dead_letter/choice.rs", "the choice in a replay's summary"),
];

#[test]
fn only_what_comes_in_goes_out_or_is_a_file_is_serialisable() {
    let form = Regex::new(
        r"derive\([^)]*\b(Serialize|Deserialize|JsonSchema)\b|\b(Serialize|Deserialize|JsonSchema)(<[^{]*>)? for ",
    )
    .unwrap();
    let found: Vec<String> =
        sources().into_iter().filter(|source| form.is_match(&source.code)).map(|source| source.path).collect();
    let beside = FORMS_BESIDE.map(|(path, _)| path);
    let is_allowed = |path: &&String| FORMS.iter().chain(&beside).any(|allowed| path.starts_with(allowed));
    let elsewhere: Vec<&String> = found.iter().filter(|path| !is_allowed(path)).collect();
    assert!(elsewhere.is_empty(), "a serialisable type is a promise: {elsewhere:?}");
    let idle: Vec<&str> =
        beside.into_iter().filter(|path| !found.iter().any(|found| found.starts_with(path))).collect();
    assert!(idle.is_empty(), "these serialise nothing: {idle:?}");
}
