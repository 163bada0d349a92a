//! Hostile messages: where each kind of them ends, and what no text may do to the extraction.

use serde_json::json;

use crate::support::{Engine, Event, Reading, engine::Ending, reading::Party};

/// Enough of a story for its language to be told, in several paragraphs.
const STORY: &str = "The government of Estonia signed a trade agreement with Latvia on Monday, the foreign minister said.\n\n\
    Protesters marched through the capital of Peru and demanded the resignation of the president.\n\n";
/// No sentence is longer, in tokens.
const LONGEST_SENTENCE: usize = 500;

/// Where a message ends.
fn end(bytes: &[u8]) -> String {
    let ending = Engine::Rules.end(bytes);
    if let Ending::Rejected(_, message) = &ending {
        assert!(message.len() < 500, "a message fits into a header: {}", message.len());
    }
    ending.to_string()
}

fn with(text: &str) -> Vec<u8> {
    json!({"id": "a", "title": "Talks end", "language": "en", "text": text}).to_string().into_bytes()
}

/// A message whose text is written as given, quotation marks and all.
fn raw(text: &[u8]) -> Vec<u8> {
    [br#"{"id": "a", "title": "Talks end", "text": "#, text, b"}"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::best()).read_to_end(&mut packed).unwrap();
    packed
}

/// Bytes without a pattern, the same ones each time.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 56) as u8
    };
    (0..count).map(|_| next()).collect()
}

fn read(text: &str) -> Reading {
    Engine::Rules.read_message(&with(text))
}

#[test]
fn each_kind_of_poison_ends_where_it_should() {
    let deep = |open: &str, close: &str| [open.repeat(100_000), close.repeat(100_000)].concat().into_bytes();
    let found = [
        ("noise", end(&noise(100_000))),
        ("bytes that are never text", end(&[0xff; 1000])),
        ("zeros", end(&[0; 1000])),
        ("broken JSON", end(br#"{"id": "a", "title": "cut"#)),
        ("an array of numbers", end(b"[1, 2, 3]")),
        ("a number", end(b"17")),
        ("null", end(b"null")),
        ("a string", end(br#""only a word""#)),
        (
            "fields of wrong types",
            end(br#"{"id": [1], "title": {"a": 1}, "text": 5, "language": [], "published_at": {}}"#),
        ),
        ("a deep array", end(&deep("[", "]"))),
        ("a deep object", end(&deep(r#"{"a":"#, "}"))),
        ("a deep text", end(&raw(&deep("[", "]")))),
        ("a deep array that is never closed", end(&deep("[", ""))),
        ("half a surrogate", end(&raw(br#""The talks \ud800 ended.""#))),
        ("escaped zeros", end(&raw(br#""\u0000\u0000""#))),
        ("bare control characters", end(&raw(b"\"a\x01b\""))),
        ("a bomb", end(&gzip(&raw(&vec![b' '; 40 << 20])))),
        ("a bomb in a bomb", end(&gzip(&gzip(&vec![0; 1 << 20])))),
        (
            "another language",
            end(&with(&"Der Minister hat am Montag ein Abkommen mit der Regierung unterzeichnet. ".repeat(9))),
        ),
    ];
    let expected: [(&str, &str); 19] = [
        ("noise", "rejected: invalid_utf8"),
        ("bytes that are never text", "rejected: invalid_utf8"),
        ("zeros", "rejected: confluent_wire_format"),
        ("broken JSON", "rejected: truncated_json"),
        ("an array of numbers", "rejected: several_articles"),
        ("a number", "skipped: no_text"),
        ("null", "skipped: retraction_without_id"),
        ("a string", "0 events"),
        ("fields of wrong types", "rejected: not_an_article"),
        ("a deep array", "skipped: no_text"),
        ("a deep object", "rejected: json_too_deep"),
        ("a deep text", "rejected: json_too_deep"),
        ("a deep array that is never closed", "skipped: no_text"),
        ("half a surrogate", "rejected: invalid_json"),
        ("escaped zeros", "0 events"),
        ("bare control characters", "rejected: invalid_json"),
        ("a bomb", "rejected: gzip_too_large"),
        ("a bomb in a bomb", "rejected: compressed_twice"),
        ("another language", "skipped: language"),
    ];
    assert_eq!(found.each_ref().map(|(name, end)| (*name, end.as_str())), expected);
}

#[test]
fn deep_markup_is_read_to_its_end() {
    let story = "<p>The government of Estonia signed a trade agreement with Latvia on Monday.</p>";
    for tag in ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<font>", "<svg>", "<blockquote>"] {
        let text = format!("<html><body>{story}{}", tag.repeat(100_000));
        assert_eq!(end(&with(&text)), "1 events", "{tag}");
    }
}

#[test]
fn no_sentence_is_without_bound_and_what_stands_beside_is_read() {
    let units = [
        "a",
        "(",
        "[",
        "\"",
        "\u{201c}",
        "'",
        ".",
        "\n",
        "a\u{301}",
        "\u{301}",
        "\u{200d}",
        "soldiers, ",
        "protesters and ",
        "said ",
        "7",
        "12 ",
        "http://example.org/a?b=c ",
        "\u{a0}",
        "Maria Kask ",
        "A",
        "ESTONIA ATTACKED LATVIA ",
        "\u{201c}The president said he will attack. ",
        "president of ",
        "the man who killed ",
        "he said that ",
        "a-",
        "&",
        "<",
        "_",
    ];
    let story = read(STORY);
    assert!(!story.events.is_empty());
    for unit in units {
        let text = format!("{STORY}{}", unit.repeat(12_000 / unit.len()));
        let reading = read(&text);
        let doc = reading.doc();
        let longest = doc.sentences().iter().map(ExactSizeIterator::len).max().unwrap_or_default();
        assert!(longest <= LONGEST_SENTENCE, "{unit:?}: a sentence of {longest} tokens");
        let first = |reading: &Reading| reading.events.first().map(|event| event.plover);
        assert_eq!(first(&reading), first(&story), "{unit:?}");
        for (number, token) in doc.tokens().iter().enumerate() {
            let same = doc.sentence_of(number) == doc.sentence_of(token.head as usize);
            assert!(same || longest < LONGEST_SENTENCE, "{unit:?}: token {number} depends on another sentence");
        }
    }
}

/// What the events of a reading are about, without their places.
fn told(reading: &Reading) -> Vec<String> {
    let names = |parties: &[Party]| parties.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let event = |event: &Event| format!("{:?} {:?} {:?}", event.plover, names(&event.actors), names(&event.recipients));
    reading.events.iter().map(event).collect()
}

#[test]
fn what_is_repeated_thousands_of_times_is_one_event() {
    let sentence = "The government of Estonia signed a trade agreement with Latvia on Monday. ";
    let once = told(&read(&sentence.repeat(2)));
    assert_eq!(once.len(), 1);
    assert!(told(&read(&sentence.repeat(4000))) == once, "{once:?}");
}

/// A paragraph for each pair of two states of which one attacks the other.
fn attacks() -> String {
    let states =
        ["Estonia", "Latvia", "Peru", "Chile", "France", "Kenya", "Ghana", "Japan", "India", "Egypt", "Norway"];
    let pairs =
        states.iter().flat_map(|one| states.iter().filter(move |other| *other != one).map(move |other| (one, other)));
    pairs.map(|(one, other)| format!("{one} attacked {other} on Monday.\n\n")).collect::<Vec<_>>().concat()
}

#[test]
fn hundreds_of_different_events_stay_apart_and_their_repetitions_do_not() {
    let text = attacks();
    let once = told(&read(&text));
    assert_eq!(once.len(), 110);
    assert!(told(&read(&text.repeat(20))) == once);
}

#[test]
fn what_every_record_repeats_does_not_take_memory_without_bound() {
    for field in ["id", "publisher"] {
        let with = |length: usize| {
            let mut article = json!({"id": "a", "title": "Talks end", "text": attacks()});
            article[field] = json!("x".repeat(length));
            end(&article.to_string().into_bytes())
        };
        assert_eq!(with(10_000), "110 events", "{field}");
        assert_eq!(with(900_000), "rejected: output_too_large", "{field}");
    }
}

#[test]
fn quotations_without_end_leave_pronouns_and_speakers_as_they_are() {
    let said = "\u{201c}Ana Ruiz arrived. Ana Ruiz said that she attacked Latvia. ";
    let (short, long) = (told(&read(&said.repeat(2))), told(&read(&said.repeat(3000))));
    let first = short.first().expect("an event of the short text");
    assert!(short.len() == 2 && long.len() > 2900, "{} {}", short.len(), long.len());
    assert!(long.iter().all(|event| event == first), "{first}");
}
