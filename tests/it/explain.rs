//! `dateline explain` and what is behind it: every sentence says what was tried and why it gave an event or none.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
    sync::{Arc, LazyLock},
};

use dateline::{
    extract::{
        Extractor, Input,
        explain::{self, ExplainedArticle, ExplainedSentence, Selection},
    },
    lexicon::Lexicon,
    spacy::Pipeline,
};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    Extractor::new(Arc::new(Pipeline::embedded().unwrap()), Arc::new(Lexicon::embedded().unwrap()), None)
});

/// English around a sentence, so that the language is certain.
const AROUND: &str = "The weather was cold and the harbour stayed quiet for most of the morning.";

fn explain(text: &str, selection: Selection<'_>) -> ExplainedArticle {
    let bytes = format!("{text} {AROUND}");
    explain::explain(&EXTRACTOR, &Input { bytes: Some(bytes.as_bytes()), key: None, received_at: None }, selection)
}

fn first(text: &str) -> ExplainedSentence {
    explain(text, Selection::default()).sentences.remove(0)
}

/// Why a rule gave no event in the first sentence of a text: the verdict and the words for it.
fn refusal(text: &str, rule: &str) -> (&'static str, String) {
    let sentence = first(text);
    let mut tried = sentence.triggers.iter().flat_map(|trigger| &trigger.rules);
    let tried = tried.find(|tried| tried.rule == rule).unwrap_or_else(|| panic!("{rule} was not tried: {sentence:#?}"));
    (tried.verdict, tried.reason.clone())
}

#[test]
fn a_coded_sentence_shows_its_parse_its_actors_its_rule_and_its_event() {
    let sentence = first("Rebels launched an attack on Chadian soldiers on Monday.");
    let launched = &sentence.tokens[1];
    assert_eq!((launched.number, launched.lemma.as_str(), launched.head), (2, "launch", 0));
    assert_eq!((sentence.tokens[0].relation.as_str(), sentence.tokens[0].head), ("nsubj", 2));
    let soldiers = sentence.actors.iter().find(|actor| actor.text == "Chadian soldiers").unwrap();
    assert_eq!(soldiers.code.as_deref(), Some("TCDMIL"));
    assert!(sentence.entities.iter().any(|entity| entity.label == "DATE" && entity.text == "Monday"));
    let coded: Vec<&str> = sentence
        .triggers
        .iter()
        .flat_map(|trigger| &trigger.rules)
        .filter(|tried| tried.verdict == "coded")
        .map(|tried| tried.rule.as_str())
        .collect();
    assert_eq!(coded, [sentence.events[0].rule_id.as_str()]);
    assert_eq!(sentence.no_event, None);
}

#[test]
fn each_refusal_names_the_condition_and_what_stood_there() {
    let (verdict, reason) = refusal("Rebels launched a website.", "assault.launch-attack");
    assert_eq!(verdict, "object");
    assert!(reason.contains("attack") && reason.ends_with("there is “website”"), "{reason}");
    let (verdict, reason) = refusal("Populists hijacked the debate about pensions.", "assault.abduct");
    assert_eq!((verdict, reason.as_str()), ("unless", "the exception holds: object “debate”"));
    let (verdict, reason) = refusal("The engineers were kidnapping.", "assault.abduct");
    assert_eq!((verdict, reason.as_str()), ("needs", "needs a recipient, and none was found"));
    let (verdict, reason) = refusal("Rebels launched an attack on the garrison.", "assault.attack-noun");
    assert_eq!((verdict, reason.as_str()), ("consumed", "part of the event that “launched” tells"));
}

#[test]
fn what_is_about_another_act_and_what_is_told_twice_say_so() {
    let text = "The general denied that soldiers attacked the village.";
    let sentence = first(text);
    let mut tried = sentence.triggers.iter().flat_map(|trigger| &trigger.rules);
    let inner = tried.find(|tried| tried.verdict == "embedded").unwrap_or_else(|| panic!("{sentence:#?}"));
    assert_eq!(inner.reason, "what “denied” is about: one event with it, not one of its own");
    let twice = explain("Norway condemned Chad. Norway condemned Chad.", Selection::default());
    let second = &twice.sentences[1];
    assert!(second.events.is_empty());
    let why = second.no_event.as_deref().unwrap();
    assert!(why.ends_with("the same event as “condemned” in sentence 1: merged into one record"), "{why}");
}

#[test]
fn a_sentence_without_a_trigger_and_a_word_in_the_wrong_place_say_so() {
    let sentence = first("Purple and green.");
    assert!(sentence.no_event.unwrap().starts_with("no word of it triggers a rule"));
    let sentence = first("The attack helicopter is green.");
    let word = sentence.not_tried.iter().find(|word| word.text == "attack").unwrap();
    assert_eq!(word.label, "belongs to “helicopter” (compound), where no event is looked for");
}

#[test]
fn a_selection_shows_one_sentence_or_one_rule() {
    let text = "Rebels launched an attack on the garrison. Norway and Finland held talks in Oslo.";
    let one = explain(text, Selection { sentence: Some(2), rule: None });
    assert_eq!(one.sentences.iter().map(|sentence| sentence.number).collect::<Vec<_>>(), [2]);
    let rule = explain(text, Selection { sentence: None, rule: Some("consult.hold-talks") });
    let tried = rule.sentences.iter().flat_map(|sentence| &sentence.triggers).flat_map(|trigger| &trigger.rules);
    let tried: Vec<(&str, &str)> = tried.map(|tried| (tried.rule.as_str(), tried.verdict)).collect();
    assert_eq!(tried, [("consult.hold-talks", "object"), ("consult.hold-talks", "coded")]);
    let none = explain(text, Selection { sentence: None, rule: Some("assault.abduct") });
    assert!(none.sentences.is_empty());
    let message = none.message.unwrap();
    assert!(message.contains("assault.abduct") && message.contains("kidnap"), "{message}");
}

#[test]
fn what_is_not_read_says_why() {
    let french = "Le gouvernement a annoncé mardi que les négociations avec les syndicats reprendraient la semaine \
                  prochaine, après plusieurs jours de grève dans les transports publics de la capitale.";
    let input = Input { bytes: Some(french.as_bytes()), key: None, received_at: None };
    let skipped = explain::explain(&EXTRACTOR, &input, Selection::default());
    assert_eq!((skipped.status, skipped.reason.as_deref()), ("skipped", Some("language")));
    let input = Input { bytes: Some(b"{\"title\": \"cut"), key: None, received_at: None };
    let rejected = explain::explain(&EXTRACTOR, &input, Selection::default());
    assert_eq!(rejected.status, "rejected");
    assert!(rejected.message.unwrap().starts_with("decode: "));
}

fn command(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_command_explains_standard_input_for_people_and_for_programs() {
    let text = format!("Rebels attacked the garrison. {AROUND}");
    let output = command(&["explain"], &text);
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    for expected in ["sentence 1 (body)  Rebels attacked", "nsubj of 2 attacked", "+ assault.attack", "  no event  "] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    let output = command(&["explain", "--format", "json", "--sentence", "1"], &text);
    let article: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(article["sentences"][0]["events"][0]["event_type"], "ASSAULT");
    assert_eq!(article["sentences"].as_array().unwrap().len(), 1);
    let output = command(&["explain", "--rule", "assault.nonsense"], &text);
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8(output.stderr).unwrap().contains("dateline lexicon find"));
}
