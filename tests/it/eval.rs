//! `dateline eval events`, `eval quantities` and `eval dates` on articles of our own: the figures, the options, and what is refused.

use serde_json::{Value, json};

use crate::support::{files, program::run_in};

/// An event mention: type, trigger, actor and recipient; nobody is empty.
type Mention<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A line of the gold: each mention is the first of its trigger in the text.
fn article(id: &str, text: &str, mentions: &[Mention<'_>]) -> String {
    let person = |words: &str| match words {
        "" => json!([]),
        words => json!([{"text": words, "name": words, "country": null, "sector": null}]),
    };
    let mention = |(event_type, trigger, actor, recipient): &Mention<'_>| {
        let start = text.split(trigger).next().unwrap().chars().count();
        json!({
            "trigger": trigger, "start": start, "end": start + trigger.chars().count(), "type": event_type,
            "actors": person(actor), "recipients": person(recipient), "domain": "politics", "event": trigger,
            "negated": false, "future": false, "hypothetical": false, "historical": false,
        })
    };
    let events: Vec<Value> = mentions.iter().map(mention).collect();
    let sentences = [[0, text.chars().count()]];
    json!({"id": id, "url": null, "text": text, "sentences": sentences, "events": events}).to_string()
}

fn gold() -> String {
    let articles = [
        article(
            "harbour_times_1",
            "“Enough,” said the mayor. Police arrested nine dockers after the march. Peru accused Chile of spying.",
            &[("COERCE", "arrested", "Police", "nine dockers"), ("ACCUSE", "accused", "Peru", "Bolivia")],
        ),
        article(
            "harbour_times_2",
            "Rebels attacked the garrison of the northern town. The bridge over the fjord is four kilometres long. \
             The ferry was late, and shepherds sang.",
            &[("ASSAULT", "attacked", "Rebels", "the garrison"), ("PROTEST", "sang", "shepherds", "")],
        ),
        article(
            "inland_7",
            "The minister of Ghana met the president of Togo in Lome on Tuesday.",
            &[("CONSULT", "met", "the president of Togo", "The minister of Ghana")],
        ),
    ];
    articles.join("\n")
}

#[test]
fn articles_are_scored_alike_on_any_number_of_threads() {
    let folder = files::folder(&[("gold.jsonl", &gold())]);
    let with = |threads: &str| {
        let threads = format!("extract.threads={threads}");
        let settings = ["--set", "reader.enabled=false", "--set", &threads];
        let arguments = ["eval", "events", "gold.jsonl", "--json", "--errors", "9"];
        let told = run_in(folder.path(), &[&settings[..], &arguments].concat());
        assert!(told.code == Some(0) && told.stderr.is_empty(), "{told:?}");
        told.stdout
    };
    let one = with("1");
    assert_eq!(one, with("3"));
    let report: Value = serde_json::from_str(&one).unwrap();
    let class = |name: &str| {
        let class = report["classes"].as_array().unwrap().iter().find(|class| class["name"] == name).unwrap();
        ["gold", "given", "right"].map(|count| class[count].as_u64().unwrap())
    };
    // All but the song is found; Bolivia is not whom Peru accused, and the meeting is reciprocal.
    for (name, expected) in [
        ("trigger", [5, 4, 4]),
        ("type", [5, 4, 4]),
        ("who and whom", [5, 4, 3]),
        ("COERCE", [1, 1, 1]),
        ("PROTEST", [1, 0, 0]),
    ] {
        assert_eq!(class(name), expected, "{name}");
    }
    let confusions = report["confusions"].as_array().unwrap();
    let confusions: Vec<_> = confusions.iter().map(|one| (&one["gold"], &one["given"])).collect();
    let expected = [(json!("PROTEST"), json!("nothing")), (json!("participants"), json!("another whom"))];
    assert_eq!(confusions, expected.iter().map(|(gold, given)| (gold, given)).collect::<Vec<_>>());
    assert_eq!(report["reliability"]["bins"].as_array().unwrap().len(), 10);
    assert_eq!(report["thresholds"][0]["name"], "0.0");
}

#[test]
fn outlets_and_confidences_can_be_chosen() {
    let folder = files::folder(&[("gold.jsonl", &gold())]);
    let run = |options: &[&str]| run_in(folder.path(), &[&["eval", "events", "gold.jsonl"], options].concat());
    let report = run(&["--outlets", "inland", "--min-confidence", "0.2"]).stdout;
    for expected in ["events: 1 items of gold.jsonl", "type, by outlet", "inland", "expected calibration error"] {
        assert!(report.contains(expected), "{expected}\n{report}");
    }
    assert!(!report.contains("harbour_times"), "{report}");
    let none = run(&["--min-confidence", "1", "--json"]).stdout;
    assert!(none.contains("{\"name\":\"type\",\"gold\":5,\"given\":0,"), "{none}");
    let publishing =
        |setting: &str| run_in(folder.path(), &["--set", setting, "eval", "events", "gold.jsonl", "--json"]).stdout;
    assert_eq!(publishing("output.min_confidence=1"), publishing("output.min_confidence=0"), "all events are scored");
    let wrong = run(&["--outlets", "inland,hill"]);
    assert!(
        wrong.code == Some(1) && wrong.stderr.contains("\"hill\"; the outlets in the file are harbour_times, inland")
    );
    let wrong = run(&["--min-confidence", "2"]);
    assert!(wrong.code == Some(64) && wrong.stderr.contains("expected a number from 0 to 1"), "{wrong:?}");
    let wrong = run_in(folder.path(), &["eval", "quad", "gold.jsonl", "--outlets", "inland"]);
    assert!(
        wrong.code == Some(64) && wrong.stderr.contains("options of the tasks `events` and `quantities`"),
        "{wrong:?}"
    );
}

#[test]
fn a_wrong_line_is_named_and_an_article_that_is_not_read_is_reported() {
    let german = "Die Polizei hat am Montag nach dem Marsch neun Hafenarbeiter verhaftet, wie der Bürgermeister sagte. \
                  Die Regierung des Landes wollte sich dazu am Abend nicht äußern, und die Gewerkschaft schwieg auch.";
    let german = article("abendblatt_1", german, &[("COERCE", "verhaftet", "Die Polizei", "")]);
    let cut = gold().replace("\"domain\":\"politics\"", "\"domain\":\"weather\"");
    let folder = files::folder(&[("german.jsonl", &german), ("cut.jsonl", &cut)]);
    let told = run_in(folder.path(), &["eval", "events", "german.jsonl"]);
    assert!(told.code == Some(0) && told.stderr.contains("german.jsonl: abendblatt_1 is skipped"), "{told:?}");
    assert!(told.stdout.contains("events: 1 items"), "{told:?}");
    let told = run_in(folder.path(), &["eval", "events", "cut.jsonl"]);
    assert_eq!(told.code, Some(1));
    assert!(told.stderr.contains("cut.jsonl:1: events[0].domain: \"weather\" is unknown; use one of"), "{told:?}");
}

#[test]
fn the_numbers_of_records_of_the_right_type_are_scored_by_kind() {
    let text = "Police arrested nine dockers after the march. Rebels killed 12 guards and a nurse in the northern town. \
                Norway pledged $3bn in aid to Chad.";
    let mentions = [
        ("COERCE", "arrested", "Police", "nine dockers"),
        ("ASSAULT", "killed", "Rebels", "12 guards"),
        ("AGREE", "pledged", "Norway", "Chad"),
    ];
    let mut gold: Value = serde_json::from_str(&article("harbour_times_1", text, &mentions)).unwrap();
    gold["events"][0]["arrested"] = json!({"value": 9});
    gold["events"][1]["killed"] = json!({"value": 12});
    gold["events"][1]["injured"] = json!({"value": 4});
    let folder = files::folder(&[("gold.jsonl", &gold.to_string())]);
    let told = run_in(folder.path(), &["eval", "quantities", "gold.jsonl", "--json"]);
    assert!(told.code == Some(0) && told.stderr.is_empty(), "{told:?}");
    let report: Value = serde_json::from_str(&told.stdout).unwrap();
    let class = |name: &str| {
        let class = report["classes"].as_array().unwrap().iter().find(|class| class["name"] == name).unwrap();
        ["gold", "given", "right"].map(|count| class[count].as_u64().unwrap())
    };
    // Twelve guards and a nurse are thirteen; the gold has no money.
    for (kind, expected) in
        [("arrested", [1, 1, 1]), ("killed", [1, 1, 0]), ("injured", [1, 0, 0]), ("money", [0, 1, 0])]
    {
        assert_eq!(class(kind), expected, "{kind}");
    }
}

#[test]
fn dates_are_scored_by_span_and_value() {
    let text = "Ferry late\nMay 9 , 2022\nThe ferry left the port on Monday and will return in early June .\nIt left in 2019 .";
    let date = |words: &str, value: &str, function: &str| {
        let start = text.split(words).next().unwrap().chars().count();
        json!({"start": start, "end": start + words.len(), "value": value, "functionInDocument": function})
    };
    let dates = [
        date("May 9 , 2022", "2022-05-09", "CREATION_TIME"),
        date("Monday", "2022-05-09", "NONE"),
        date("early June", "2023-06", "NONE"),
        date("port", "XXXX-XX-XX", "NONE"),
    ];
    let gold = json!({"id": "1", "text": text, "annotated_sentences": 3, "dates": dates}).to_string();
    let folder = files::folder(&[("gold.jsonl", &gold), ("cut.jsonl", "{}")]);
    let told = run_in(folder.path(), &["eval", "dates", "gold.jsonl", "--json", "--errors", "9"]);
    assert!(told.code == Some(0) && told.stderr.is_empty(), "{told:?}");
    let report: Value = serde_json::from_str(&told.stdout).unwrap();
    let classes = report["classes"].as_array().unwrap().iter().map(|class| {
        let counts = ["gold", "given", "right"].map(|count| class[count].as_u64().unwrap());
        (class["name"].as_str().unwrap(), counts)
    });
    // The last line is not annotated, and the day of the article is given.
    assert_eq!(classes.collect::<Vec<_>>(), [("value", [3, 2, 1]), ("span", [3, 2, 2])]);
    assert_eq!(report["confusions"].as_array().unwrap().len(), 2);
    let told = run_in(folder.path(), &["eval", "dates", "cut.jsonl"]);
    assert!(told.code == Some(1) && told.stderr.contains("cut.jsonl:1: missing field `id`"), "{told:?}");
    let told = run_in(folder.path(), &["eval", "dates", "gold.jsonl", "--outlets", "inland"]);
    assert_eq!(told.code, Some(64));
}
