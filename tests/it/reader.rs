//! The reader: it says what it said in Python, the same alone and among others, and only its own files are read.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use dateline::{
    bert::EncoderError,
    extract::{
        Extraction, Extractor, HoldReason, Input, Outcome,
        encode::{EventRecord, Publication, formats::annotated},
        events::seen,
        reader::{Candidate, Finding, Interest, Reader, Seen},
    },
    model::{Article, Domain, EventType},
};
use serde_json::{Value, json};

use crate::support::{
    Engine,
    program::{Finished, run},
};

const ARTICLE: &str = include_str!("../fixtures/reader/article.txt");
const EXPECTED: &str = include_str!("../fixtures/reader/expected.json");
const FILE: &[u8] = include_bytes!("../../config/reader/reader.safetensors");

static READER: LazyLock<Arc<Reader>> = LazyLock::new(|| Arc::new(Reader::embedded().unwrap()));

fn extractor() -> Extractor {
    Engine::Reader.extractor().clone()
}

fn message(text: &str) -> Vec<u8> {
    json!({"id": "a-1", "text": text, "published_at": "2024-05-10T09:00:00Z"}).to_string().into_bytes()
}

/// Everything about words from this probability on.
fn all(told: f32) -> Interest {
    Interest { told, asked: told }
}

/// What the reader is given of the article, and what it says.
fn with_seen<T>(text: &str, tell: impl FnOnce(&[Seen<'_>]) -> T) -> T {
    let (extractor, bytes) = (extractor(), message(text));
    let coded = extractor.code(&Input { bytes: Some(&bytes), ..Input::default() }).unwrap();
    let sentences: Vec<Seen<'_>> =
        seen(coded.reading.prepared(), extractor.ranker()).into_iter().map(|(_, seen)| seen).collect();
    tell(&sentences)
}

/// The largest difference between numbers and those of an array.
fn apart(numbers: &[f32], expected: &Value) -> f64 {
    let expected = expected.as_array().unwrap();
    assert_eq!(numbers.len(), expected.len());
    numbers
        .iter()
        .zip(expected)
        .map(|(one, other)| (f64::from(*one) - other.as_f64().unwrap()).abs())
        .fold(0.0, f64::max)
}

/// By how much the largest number is larger than the next one: eight-bit weights may decide otherwise where it is little.
fn lead(types: &Value) -> f64 {
    let mut types: Vec<f64> = types.as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect();
    types.sort_by(|one, other| other.total_cmp(one));
    types[0] - types[1]
}

/// The class of the largest number.
fn decision(types: &Value) -> Option<EventType> {
    let types: Vec<f64> = types.as_array().unwrap().iter().map(|share| share.as_f64().unwrap()).collect();
    let best = (0..types.len()).max_by(|one, other| types[*one].total_cmp(&types[*other]))?;
    EventType::ALL.get(best.checked_sub(1)?).copied()
}

#[test]
fn it_says_what_it_said_in_python() {
    let expected: Vec<Value> = serde_json::from_str(EXPECTED).unwrap();
    with_seen(ARTICLE, |sentences| {
        let found = READER.read(sentences, all(0.0));
        assert_eq!(found.len(), expected.len());
        let (mut words, mut other, mut far, mut events) = (0, 0, 0.0_f64, 0);
        for (findings, expected) in found.iter().zip(&expected) {
            assert_eq!(findings.len(), expected.as_array().unwrap().len());
            for (finding, expected) in findings.iter().zip(expected.as_array().unwrap()) {
                words += 1;
                far = far.max(apart(&finding.types, &expected["types"]));
                let is_other = decision(&json!(finding.types)) != decision(&expected["types"]);
                other += usize::from(is_other && lead(&expected["types"]) > 0.1);
                let candidates = expected["candidates"].as_array().unwrap();
                events += usize::from(!candidates.is_empty());
                for (candidate, expected) in finding.candidates.iter().zip(candidates) {
                    assert_eq!(
                        [expected[0].clone(), expected[1].clone()],
                        [json!(candidate.before), json!(candidate.head)]
                    );
                    let slots = &expected.as_array().unwrap()[2..];
                    far = far.max(apart(&[&candidate.roles[..], &[candidate.place]].concat(), &json!(slots)));
                }
            }
        }
        assert!(events >= 15, "{events} events");
        assert!(other * 1000 <= words, "{other} of {words} words are decided otherwise");
        // Eight bits a weight are not 32.
        assert!(far < 0.25, "probabilities differ by up to {far}");
    });
}

#[test]
fn a_sentence_is_read_alike_alone_and_among_others_that_do_not_change_the_subject() {
    with_seen(ARTICLE, |sentences| {
        let together = READER.read(sentences, all(0.3));
        // What follows the 64 sentences from which the subject is read changes nothing before it.
        let many: Vec<Seen<'_>> = sentences.iter().cycle().take(70).cloned().collect();
        let head: Vec<Vec<Finding>> = READER.read(&many[..64], all(0.3));
        assert_eq!(READER.read(&many, all(0.3))[..64], head[..]);
        assert_eq!(READER.read(sentences, all(0.3)), together);
        // Behind them, too, a sentence sees the two before it and the first one.
        let found = READER.read(&many, Interest { told: 0.3, asked: 0.3 });
        for place in [64, 65, 69] {
            let places = found[place].iter().flat_map(|finding| &finding.candidates).map(|candidate| candidate.before);
            let expected = if found[place].is_empty() { vec![] } else { vec![0, 1, 2, place] };
            assert_eq!(places.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), expected);
        }
    });
}

#[test]
fn one_word_is_asked_about_as_if_it_told_of_an_event() {
    with_seen(ARTICLE, |sentences| {
        let found = READER.read(sentences, all(0.3));
        for (sentence, findings) in found.iter().enumerate() {
            for finding in findings {
                assert_eq!(READER.ask(sentences, sentence, finding.trigger).as_ref(), Some(finding));
            }
        }
        let last = sentences.len() - 1;
        let full_stop = READER.ask(sentences, last, sentences[last].words.len() - 1).unwrap();
        assert!(full_stop.event() < 0.1, "{full_stop:?}");
        let sum = |of: &dyn Fn(&Candidate) -> f32| full_stop.candidates.iter().map(of).sum::<f32>();
        let whole = [
            sum(&|one| one.roles[0]) + full_stop.nobody[0],
            sum(&|one| one.roles[1]) + full_stop.nobody[1],
            sum(&|one| one.place) + full_stop.nowhere,
        ];
        assert!(whole.iter().all(|sum| (sum - 1.0).abs() < 1e-3), "{whole:?}");
        assert_eq!(READER.ask(sentences, 0, sentences[0].words.len()), None);
        assert_eq!(READER.ask(sentences, sentences.len(), 0), None);
    });
}

#[test]
fn no_sentence_and_no_word_are_no_event() {
    assert_eq!(READER.read(&[], all(0.0)), Vec::<Vec<Finding>>::new());
    assert_eq!(READER.read(&[Seen::default(), Seen::default()], all(0.0)), [vec![], vec![]]);
}

#[test]
fn a_sentence_without_an_end_has_bounds() {
    with_seen(&"Peru attacked Chad and ".repeat(400), |sentences| {
        let found = READER.read(sentences, all(0.0));
        assert!(sentences.iter().any(|sentence| sentence.phrases.len() > 100), "no sentence is crowded");
        for findings in found {
            let asked: Vec<usize> =
                findings.iter().map(|one| one.candidates.len()).filter(|count| *count > 0).collect();
            // 32 words of a sentence, and 80 noun phrases of each of four sentences.
            assert!(asked.len() <= 32 && asked.iter().all(|count| *count <= 320), "{asked:?}");
        }
    });
}

#[test]
fn behind_a_thousand_sentences_the_rules_and_the_ranker_decide() {
    let text = "Peru expelled Chad. ".repeat(1010);
    let extractor = extractor();
    let reading = extractor.read(Article::of_text("a-1", &text));
    let last = reading.judged.last().unwrap().token;
    assert_eq!(reading.doc().sentence_of(last), 999);
}

#[test]
fn it_decides_and_the_record_says_so() {
    let (extractor, bytes) = (extractor(), message(ARTICLE));
    let coded = extractor.code(&Input { bytes: Some(&bytes), ..Input::default() }).unwrap();
    assert!(extractor.provenance().model_version.ends_with(&format!(", reader {}", READER.version())));
    let records: Vec<Value> = coded.records.iter().map(|record| json!(record)).collect();
    let has = |event_type: &str, trigger: &str| {
        records.iter().any(|record| record["event_type"] == event_type && record["trigger_text"] == trigger)
    };
    for (event_type, trigger) in [("COERCE", "arrested"), ("ACCUSE", "accused"), ("RETREAT", "resigned")] {
        assert!(has(event_type, trigger), "{event_type} {trigger} in {records:#?}");
    }
    // "The national team beat Ghana": sport is no event.
    assert!(!records.iter().any(|record| record["trigger_text"] == "beat"));
    assert!(annotated(&coded).document().is_ok());
}

#[test]
fn a_function_word_is_no_trigger_without_a_rule() {
    let bytes = message("France turned down a request from Italy.");
    let explained = Engine::Reader.explain(&bytes, None, None);
    let read = explained["sentences"][0]["reader"].as_array().unwrap();
    let down = read.iter().find(|note| note["text"] == "down").unwrap();
    assert!(down["type_probability"].as_f64() >= down["threshold"].as_f64(), "this sentence shows nothing: {down}");
    let records = extractor().code(&Input { bytes: Some(&bytes), ..Input::default() }).unwrap().records;
    let rejected: Vec<Value> =
        records.iter().map(|record| json!(record)).filter(|record| record["event_type"] == "REJECT").collect();
    assert_eq!(rejected.iter().map(|record| &record["trigger_text"]).collect::<Vec<_>>(), ["turned"]);
    // Two triggers of one event would be merged to one record that stands for both.
    assert_eq!(rejected[0]["mentions"], 1);
}

#[test]
fn a_rule_that_lacks_only_a_participant_is_that_of_the_readers_event() {
    let text = "Kenya's parliament opened an inquiry into the police on Monday. The criticism was sharp.";
    let bytes = message(text);
    // The rule needs somebody whom the sentence does not name.
    let (rules, reader) = (Engine::Rules, Engine::Reader);
    let of_sentence = |engine: Engine| engine.explain(&bytes, Some(2), None)["sentences"][0].clone();
    let verdict = |sentence: &Value| -> Value {
        let tried =
            sentence["triggers"].as_array().unwrap().iter().flat_map(|trigger| trigger["rules"].as_array().unwrap());
        tried.clone().find(|tried| tried["rule"] == "accuse.criticism-noun").unwrap()["verdict"].clone()
    };
    let (without, with) = (of_sentence(rules), of_sentence(reader));
    assert_eq!((&without["events"], verdict(&without)), (&json!([]), json!("needs")));
    assert_eq!(verdict(&with), "coded");
    let event = &with["events"][0];
    assert_eq!(
        (&event["rule_id"], &event["event_mode"], &event["recipient_text"]),
        (&json!("accuse.criticism-noun"), &json!("disapprove"), &json!("the police"))
    );
}

#[test]
fn a_record_says_what_it_is_about_and_how_sure_who_and_whom_are() {
    let bytes = message(ARTICLE);
    let records = |extractor: &Extractor| -> Vec<Value> {
        let coded = extractor.code(&Input { bytes: Some(&bytes), ..Input::default() }).unwrap();
        coded.records.iter().map(|record| json!(record)).collect()
    };
    let is_probability = |value: &Value| value.as_f64().is_some_and(|share| (0.0..=1.0).contains(&share));
    let with_reader = records(&extractor());
    let crime = message("Police arrested two men on Monday over the murder of a shopkeeper.");
    let of_crime = extractor().code(&Input { bytes: Some(&crime), ..Input::default() }).unwrap().records;
    assert!(of_crime.iter().all(|record| record.domain.as_deref() == Some("crime")), "{of_crime:#?}");
    for record in &with_reader {
        let domain = Domain::from_name(record["domain"].as_str().unwrap()).unwrap();
        assert!(is_probability(&record["relevance"]), "{record:#?}");
        // The most probable of five domains has a fifth at least.
        let relevance = record["relevance"].as_f64().unwrap();
        let is_relevant = matches!(domain, Domain::Politics | Domain::Conflict);
        assert!(if is_relevant { relevance >= 0.2 } else { relevance <= 0.8 }, "{record:#?}");
        for side in ["actor", "recipient"] {
            let (text, confidence) = (&record[format!("{side}_text")], &record[format!("{side}_confidence")]);
            assert_eq!(text.is_null(), confidence.is_null(), "{side} of {record:#?}");
            assert!(confidence.is_null() || is_probability(confidence), "{side} of {record:#?}");
        }
    }
    let different = |field: &str| with_reader.iter().map(|record| record[field].to_string()).collect::<BTreeSet<_>>();
    assert!(!of_crime.is_empty() && different("domain").contains("\"politics\""), "{:?}", different("domain"));
    for field in ["relevance", "actor_confidence", "recipient_confidence"] {
        assert!(different(field).len() > 1, "{field} is always {:?}", different(field));
    }
    for field in ["domain", "relevance", "actor_confidence", "recipient_confidence"] {
        let without: Vec<Value> = records(Engine::Ranker.extractor());
        assert!(!without.is_empty() && without.iter().all(|record| record[field].is_null()), "{field}");
    }
}

#[test]
fn domains_are_chosen_by_what_the_records_say() {
    let bytes = message(ARTICLE);
    let coded = |domains: Vec<Domain>| {
        let extractor = extractor().publishing(Publication { domains, ..Publication::default() });
        match extractor.extract(&Input { bytes: Some(&bytes), ..Input::default() }) {
            Outcome::Emit(Extraction { records, held_back, .. }) => (records, held_back),
            other => panic!("{other:?}"),
        }
    };
    let (all, none) = coded(Vec::new());
    assert_eq!(none, []);
    for domain in Domain::ALL {
        let (records, held_back) = coded(vec![domain]);
        let of_domain = all.iter().filter(|record| record.domain.as_deref() == Some(domain.name()));
        let ids = |record: &EventRecord| record.event_id.clone();
        assert_eq!(records.iter().map(ids).collect::<Vec<_>>(), of_domain.map(ids).collect::<Vec<_>>());
        assert_eq!(held_back, vec![HoldReason::Domain; all.len() - records.len()]);
    }
}

#[test]
fn an_explanation_has_what_it_says_of_each_word() {
    let notes = |engine: Engine| -> Vec<Value> {
        let explained = engine.explain(&message(ARTICLE), None, None);
        let of_sentence = |sentence: &Value| sentence["reader"].as_array().unwrap().clone();
        explained["sentences"].as_array().unwrap().iter().flat_map(of_sentence).collect()
    };
    assert_eq!(notes(Engine::Ranker), [] as [Value; 0]);
    let found = notes(Engine::Reader);
    let arrested = found.iter().find(|note| note["text"] == "arrested").unwrap();
    let number = |name: &str| arrested[name].as_f64().unwrap();
    assert_eq!(arrested["event_type"], "COERCE");
    assert!(number("event_probability") >= number("type_probability"), "{arrested}");
    assert!(number("event_probability") >= number("threshold"), "{arrested}");
    assert!(found.iter().any(|note| note["event_probability"].as_f64() < note["threshold"].as_f64()), "{found:#?}");
    assert_eq!(arrested["place"]["text"], "Lusaka", "{arrested}");
    for told in found.iter().map(|note| &note["place"]).filter(|told| !told.is_null()) {
        assert!(ARTICLE.contains(told["text"].as_str().unwrap()), "{told}");
        assert!((0.0..=1.0).contains(&told["probability"].as_f64().unwrap()), "{told}");
    }
}

#[test]
fn the_program_prints_what_it_is_given_and_what_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/reader/article.txt");
    for (setting, is_read) in [("reader.enabled=true", true), ("reader.enabled=false", false)] {
        let Finished { code, stdout, stderr } = run(&["--set", setting, "features", path]);
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
        let article: Value = serde_json::from_str(&stdout).unwrap();
        let sentences = article["sentences"].as_array().unwrap();
        let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
        for sentence in sentences {
            for word in sentence["words"].as_array().unwrap() {
                let [start, end] = [5, 6].map(|place| word[place].as_u64().unwrap() as usize);
                assert_eq!(text[start..end].iter().collect::<String>(), word[0].as_str().unwrap());
            }
            assert_eq!(sentence["found"].is_array(), is_read);
        }
        let votes = |judge: &str| sentences.iter().flat_map(|one| one[judge].as_array().unwrap()).count();
        assert!(votes("rules") > 5 && votes("ranked") > 5);
    }
}

#[test]
fn a_file_that_is_damaged_or_of_something_else_is_refused() {
    let refusal = |bytes: &[u8]| Reader::from_bytes(bytes).unwrap_err().to_string();
    assert!(refusal(b"").contains("not a whole safetensors file"));
    assert!(refusal(&FILE[..FILE.len() - 1]).contains("not a whole safetensors file"));
    let mut flipped = FILE.to_vec();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    assert!(refusal(&flipped).contains("damaged"));
    let encoder = include_bytes!("../fixtures/encoder/tiny.safetensors");
    assert!(matches!(Reader::from_bytes(encoder), Err(EncoderError::Damaged(what)) if what.contains("context")));
}

#[test]
fn it_knows_who_participants_are_whose_words_do_not_tell() {
    let text = "Quito, 3 May. The mayor of Quito criticised the fuel firms on Monday.\n\nThe companies had accused the \
                municipality of theft. Residents protested outside the firm's office, and the vendors demanded compensation.";
    let records = records_of(text);
    let of = |actor: &str| {
        let found = records.iter().find(|record| record["actor_text"] == actor);
        found.map(|record| [&record["actor_country"], &record["actor_country_from"], &record["actor_sector"]])
    };
    assert_eq!(of("The companies"), Some([&json!("ECU"), &json!("article"), &json!("BUS")]), "{records:#?}");
}

/// The records of a text.
fn records_of(text: &str) -> Vec<Value> {
    let bytes = message(text);
    let extractor = extractor();
    let coded = extractor.code(&Input { bytes: Some(&bytes), ..Input::default() }).unwrap();
    coded.records.iter().map(|record| json!(record)).collect()
}

#[test]
fn who_is_called_like_others_belongs_to_their_country() {
    let text = "Lebanese officials met in Beirut on Monday. Syrian rebels attacked a base near Homs. The rebels killed ten soldiers.";
    let records = records_of(text);
    let rebels = records.iter().find(|record| record["trigger_text"] == "killed").unwrap();
    assert_eq!(
        [&rebels["actor_text"], &rebels["actor_country"]],
        [&json!("The rebels"), &json!("SYR")],
        "{records:#?}"
    );
}

#[test]
fn part_of_a_name_is_no_place() {
    let places = |text: &str| {
        let records = records_of(text);
        assert!(!records.is_empty(), "{text}");
        records.iter().map(|record| record["place_name"].clone()).collect::<Vec<_>>()
    };
    for (text, wrong) in [
        (
            "At least 30 soldiers were killed in an attack by militants on an African Union base in southern Somalia.",
            "Union",
        ),
        ("Khalid is believed to have blown himself up on the Metro on Tuesday, killing ten people.", "Metro"),
        ("Terrorists fired rockets at New Aleppo neighborhood on Tuesday, killing two people.", "New"),
    ] {
        let places = places(text);
        assert!(!places.contains(&json!(wrong)), "{text}: {places:?}");
    }
}
