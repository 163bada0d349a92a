//! `dateline explain` and what is behind it: every sentence says what was tried and why it gave an event or none. Why a rule
//! gave none is in the table of refusals.

use serde_json::{Value, json};

use crate::support::{
    Engine,
    explained::{AROUND, explained, first_sentence, list, text, tried},
    program::{run, run_with},
};

/// The element of an array whose text is this.
fn of_text<'a>(elements: &'a Value, words: &str) -> &'a Value {
    list(elements).iter().find(|element| element["text"] == words).unwrap_or_else(|| panic!("no {words} in {elements}"))
}

#[test]
fn a_coded_sentence_shows_its_parse_its_actors_its_rule_and_its_event() {
    let sentence = first_sentence("Rebels launched an attack on Chadian soldiers on Monday.");
    let (rebels, launched) = (&sentence["tokens"][0], &sentence["tokens"][1]);
    assert_eq!((&launched["number"], &launched["lemma"], &launched["head"]), (&json!(2), &json!("launch"), &json!(0)));
    assert_eq!((&rebels["relation"], &rebels["head"]), (&json!("nsubj"), &json!(2)));
    assert_eq!(of_text(&sentence["actors"], "Chadian soldiers")["code"], "TCDMIL");
    assert_eq!(of_text(&sentence["entities"], "Monday")["label"], "DATE");
    let coded: Vec<&Value> =
        tried(&sentence).filter(|tried| tried["verdict"] == "coded").map(|tried| &tried["rule"]).collect();
    assert_eq!(coded, [&sentence["events"][0]["rule_id"]]);
    assert_eq!(sentence["no_event"], Value::Null);
}

#[test]
fn what_is_told_twice_says_so() {
    let twice = explained("Norway condemned Chad. Norway condemned Chad.", None, None);
    let second = &twice["sentences"][1];
    assert_eq!(second["events"], json!([]));
    let why = text(&second["no_event"]);
    assert!(why.ends_with("the same event as “condemned” in sentence 1: merged into one record"), "{why}");
}

#[test]
fn a_sentence_without_a_trigger_and_a_word_in_the_wrong_place_say_so() {
    let sentence = first_sentence("Purple and green.");
    assert!(text(&sentence["no_event"]).starts_with("no word triggers a rule"));
    let sentence = first_sentence("The attack helicopter is green.");
    let word = of_text(&sentence["not_tried"], "attack");
    assert_eq!(word["label"], "depends on “helicopter” (compound), where no rule is tried");
}

#[test]
fn a_selection_shows_one_sentence_or_one_rule() {
    let story = "Rebels launched an attack on the garrison. Norway and Finland held talks in Oslo.";
    let one = explained(story, Some(2), None);
    assert_eq!(list(&one["sentences"]).iter().map(|sentence| &sentence["number"]).collect::<Vec<_>>(), [&json!(2)]);
    let of_rule = explained(story, None, Some("consult.hold-talks"));
    let tried = list(&of_rule["sentences"]).iter().flat_map(tried);
    let tried: Vec<(&str, &str)> = tried.map(|tried| (text(&tried["rule"]), text(&tried["verdict"]))).collect();
    assert_eq!(tried, [("consult.hold-talks", "object"), ("consult.hold-talks", "coded")]);
    let none = explained(story, None, Some("assault.abduct"));
    assert_eq!(none["sentences"], json!([]));
    let message = text(&none["message"]);
    assert!(message.contains("assault.abduct") && message.contains("kidnap"), "{message}");
}

#[test]
fn what_is_not_read_says_why() {
    let french = "Le gouvernement a annoncé mardi que les négociations avec les syndicats reprendraient la semaine \
                  prochaine, après plusieurs jours de grève dans les transports publics de la capitale.";
    let skipped = Engine::Rules.explain(french.as_bytes(), None, None);
    assert_eq!((&skipped["status"], &skipped["reason"]), (&json!("skipped"), &json!("language")));
    let rejected = Engine::Rules.explain(b"{\"title\": \"cut", None, None);
    assert_eq!(rejected["status"], "rejected");
    assert!(text(&rejected["message"]).starts_with("decode: "));
}

#[test]
fn the_command_explains_standard_input_for_people_and_for_programs() {
    let story = format!("Rebels attacked the garrison. {AROUND}");
    let found = run_with(&story, &["explain"]);
    assert_eq!(found.code, Some(0), "{found:?}");
    for expected in ["sentence 1 (body)  Rebels attacked", "nsubj of 2 attacked", "+ assault.attack", "  no event  "] {
        assert!(found.stdout.contains(expected), "{expected}\n{}", found.stdout);
    }
    let found = run_with(&story, &["explain", "--format", "json", "--sentence", "1"]);
    let article: Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(article["sentences"][0]["events"][0]["event_type"], "ASSAULT");
    assert_eq!(list(&article["sentences"]).len(), 1);
    let found = run(&["explain", "--rule", "assault.nonsense"]);
    assert_eq!(found.code, Some(64));
    assert!(found.stderr.contains("dateline lexicon find"));
}
