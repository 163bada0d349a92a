//! Which rooms of the source may import which.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::imports::{Imports, imports};

/// The rooms, each with the rooms that it may import. A room stands below those that it imports, so that none imports itself
/// through others. A path belongs to the innermost room around it; a room and the rooms inside it share their names freely.
const ROOMS: &[(&str, &[&str])] = &[
    // What everything stands on.
    ("named", &[]),
    ("digest", &[]),
    ("rfc3339", &[]),
    ("model", &[]),
    ("settings", &["model"]),
    ("telemetry", &["settings"]),
    ("spacy", &["model"]),
    ("bert", &["digest"]),
    ("lexicon", &["model"]),
    ("gazetteer", &["digest", "model", "lexicon"]),
    // Flow 1: from bytes to records.
    ("extract::encode::record", &[]),
    ("extract::outcome", &["extract::encode::record"]),
    ("extract::markup", &["model"]),
    ("extract::decode", &["digest", "model", "extract::outcome", "extract::markup"]),
    ("extract::clean", &["model", "extract::outcome", "extract::markup"]),
    ("extract::annotate", &["model", "spacy"]),
    ("extract::syntax", &["model", "lexicon"]),
    ("extract::mentions", &["model", "lexicon", "gazetteer", "extract::syntax"]),
    ("extract::mentions::actors", &["model", "lexicon", "extract::syntax"]),
    ("extract::mentions::dates", &["model", "lexicon", "extract::syntax"]),
    ("extract::mentions::places", &["model", "lexicon", "gazetteer", "extract::syntax", "extract::mentions::actors"]),
    ("extract::quantities", &["model", "lexicon", "extract::syntax", "extract::mentions"]),
    ("extract::reader", &["digest", "model", "bert"]),
    (
        "extract::events",
        &[
            "model",
            "lexicon",
            "extract::syntax",
            "extract::mentions",
            "extract::mentions::dates",
            "extract::mentions::places",
            "extract::quantities",
            "extract::reader",
        ],
    ),
    ("extract::events::candidates", &["model", "lexicon", "extract::syntax", "extract::mentions", "extract::reader"]),
    ("extract::events::details", &["model", "lexicon", "extract::syntax"]),
    (
        "extract::events::ranker",
        &[
            "model",
            "lexicon",
            "extract::syntax",
            "extract::mentions",
            "extract::events::candidates",
            "extract::events::details",
        ],
    ),
    (
        "extract::reading",
        &[
            "model",
            "extract::outcome",
            "extract::encode::record",
            "extract::syntax",
            "extract::mentions",
            "extract::events",
        ],
    ),
    ("extract::encode", &["digest", "rfc3339", "model", "lexicon", "extract::outcome", "extract::reading"]),
    (
        "extract::encode::formats",
        &["named", "digest", "rfc3339", "model", "extract::outcome", "extract::encode::record", "extract::reading"],
    ),
    (
        "extract::extractor",
        &[
            "model",
            "spacy",
            "lexicon",
            "gazetteer",
            "extract::outcome",
            "extract::decode",
            "extract::clean",
            "extract::annotate",
            "extract::syntax",
            "extract::mentions",
            "extract::reader",
            "extract::events",
            "extract::events::ranker",
            "extract::reading",
            "extract::encode",
            "extract::encode::formats",
        ],
    ),
    (
        "extract::explain",
        &[
            "model",
            "lexicon",
            "extract::encode::record",
            "extract::outcome",
            "extract::events",
            "extract::reading",
            "extract::encode",
            "extract::encode::formats",
            "extract::extractor",
        ],
    ),
    ("extract", &[]),
    // Flow 2: from one offset to its commit.
    ("stream::dead_letter", &["extract::outcome"]),
    (
        "stream",
        &["model", "settings", "telemetry", "extract::outcome", "extract::encode::record", "extract::encode::formats"],
    ),
    ("kafka", &["settings", "telemetry", "stream", "stream::dead_letter"]),
    // What looks at the engine from outside.
    (
        "eval",
        &[
            "model",
            "lexicon",
            "gazetteer",
            "extract::encode::record",
            "extract::outcome",
            "extract::mentions",
            "extract::reading",
            "extract::encode",
            "extract::extractor",
        ],
    ),
    (
        "train",
        &["model", "extract::events", "extract::events::ranker", "extract::reading", "extract::extractor", "eval"],
    ),
    ("report", &["extract::encode::record", "extract::encode::formats", "extract::explain"]),
    (
        "cli",
        &[
            "named",
            "digest",
            "model",
            "settings",
            "telemetry",
            "spacy",
            "lexicon",
            "gazetteer",
            "extract::encode::record",
            "extract::outcome",
            "extract::decode",
            "extract::clean",
            "extract::annotate",
            "extract::mentions::actors",
            "extract::reader",
            "extract::events",
            "extract::events::ranker",
            "extract::reading",
            "extract::encode",
            "extract::encode::formats",
            "extract::extractor",
            "extract::explain",
            "stream::dead_letter",
            "stream",
            "kafka",
            "eval",
            "train",
            "report",
        ],
    ),
];

/// The innermost room of a path from the root of the crate.
fn room(path: &[String]) -> Option<&'static str> {
    let holds = |room: &str| {
        let parts: Vec<&str> = room.split("::").collect();
        path.len() >= parts.len() && parts.iter().zip(path).all(|(part, found)| part == found)
    };
    ROOMS.iter().map(|(room, _)| *room).filter(|room| holds(room)).max_by_key(|room| room.len())
}

/// Whether a room lies in another.
fn is_inside(room: &str, other: &str) -> bool {
    room.strip_prefix(other).is_some_and(|rest| rest.starts_with("::"))
}

/// What each room imports, and a file that does.
fn edges(files: &[Imports]) -> BTreeMap<(&'static str, &'static str), &str> {
    let mut edges = BTreeMap::new();
    for file in files {
        let Some(from) = room(&file.module) else { continue };
        for to in file.items.iter().filter_map(|item| room(item)) {
            if from != to && !is_inside(from, to) && !is_inside(to, from) {
                edges.entry((from, to)).or_insert(file.path.as_str());
            }
        }
    }
    edges
}

#[test]
fn every_file_is_in_a_room() {
    let outside: Vec<&str> = imports()
        .iter()
        .filter(|file| room(&file.module).is_none() && !["src/lib.rs", "src/main.rs"].contains(&file.path.as_str()))
        .map(|file| file.path.as_str())
        .collect();
    assert!(outside.is_empty(), "name their room in tests/it/layers.rs: {outside:?}");
}

#[test]
fn a_room_imports_only_what_the_table_allows() {
    let found = edges(imports());
    let allowed: BTreeSet<(&str, &str)> =
        ROOMS.iter().flat_map(|(room, imports)| imports.iter().map(move |import| (*room, *import))).collect();
    let broken: Vec<String> = found
        .iter()
        .filter(|(edge, _)| !allowed.contains(*edge))
        .map(|((from, to), path)| format!("{from} must not import {to}: {path}"))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    let idle: Vec<_> = allowed.iter().filter(|edge| !found.contains_key(*edge)).collect();
    assert!(idle.is_empty(), "no file needs these, remove them: {idle:?}");
}

#[test]
fn no_room_imports_itself_through_others() {
    for (index, (room, imports)) in ROOMS.iter().enumerate() {
        for import in *imports {
            let place = ROOMS.iter().position(|(other, _)| other == import);
            assert!(place.is_some_and(|place| place < index), "{room} stands above {import}");
        }
    }
}

/// Where labels are spelled: the room of syntax, and the pipeline that gives them.
const HOMES: [&str; 2] = ["src/extract/syntax/", "src/spacy/"];
/// Texts of labels that mean something else where they stand.
const NO_LABELS: [(&str, &str); 13] = [
    ("src/cli/annotate/spacy_json.rs", "dep"),
    ("src/extract/decode/date/zone/names.rs", "PDT"),
    ("src/extract/decode/nested.rs", "meta"),
    ("src/extract/decode/prose.rs", "meta"),
    ("src/extract/decode/shape.rs", "meta"),
    ("src/extract/events/ranker/features.rs", "dep"),
    ("src/extract/events/ranker/view.rs", "agent"),
    ("src/extract/markup/html/elements.rs", "meta"),
    ("src/extract/markup/spacing/treebank.rs", "-LRB-"),
    ("src/extract/markup/spacing/treebank.rs", "-RRB-"),
    ("src/lexicon/rule_file.rs", "dative"),
    // The types of TimeML.
    ("src/model/date.rs", "DATE"),
    ("src/model/date.rs", "TIME"),
];

#[test]
fn only_the_room_of_syntax_spells_labels() {
    let files = imports();
    let labels: BTreeSet<String> = files
        .iter()
        .filter(|file| file.path == "src/extract/syntax/labels.rs")
        .flat_map(|file| file.strings.iter().filter(|text| text.len() > 1).cloned())
        .collect();
    assert!(labels.len() > 100, "the labels have moved");
    let mut spelled: Vec<(String, String)> = Vec::new();
    for file in files.iter().filter(|file| !HOMES.iter().any(|home| file.path.starts_with(home))) {
        spelled.extend(
            file.strings.iter().filter(|text| labels.contains(*text)).map(|text| (file.path.clone(), text.clone())),
        );
    }
    let is_excused = |(path, text): &&(String, String)| NO_LABELS.contains(&(path.as_str(), text.as_str()));
    let wrong: Vec<_> = spelled.iter().filter(|found| !is_excused(found)).collect();
    assert!(wrong.is_empty(), "ask the types of extract/syntax/labels.rs: {wrong:#?}");
    for (path, text) in NO_LABELS {
        assert!(spelled.contains(&(path.to_owned(), text.to_owned())), "{path} has no {text:?} any more");
    }
}
