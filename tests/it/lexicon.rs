//! Every rule of the lexicon against its own sentences: each example gives an event of that rule, no counterexample does.

use dateline::model::EventType;

use crate::support::{
    Event,
    engine::{RuleSentence, lexicon, rule_sentences},
};

#[test]
fn examples_give_their_rule_and_counterexamples_do_not() {
    let is_wrong = |sentence: &&RuleSentence| {
        sentence.events.iter().any(|event| event.rule == sentence.rule.id) != sentence.is_example
    };
    let show = |RuleSentence { rule, is_example, text, events }: &RuleSentence| {
        let kind = if *is_example { "example" } else { "counterexample" };
        let events: Vec<String> = events.iter().map(Event::line).collect();
        format!("{}:{}: {} {kind}: {text} gives {}", rule.file, rule.line, rule.id, events.join("; "))
    };
    let (rules, sentences) = (lexicon().rules().len(), rule_sentences().len());
    let wrong: Vec<String> = rule_sentences().iter().filter(is_wrong).map(show).collect();
    assert!(sentences >= 2000 && rules >= 1000, "{sentences} sentences of {rules} rules");
    assert!(wrong.is_empty(), "{} of {sentences} sentences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_type_has_twelve_rules_or_more() {
    for event_type in EventType::ALL {
        let count = lexicon().rules().iter().filter(|rule| rule.event_type == event_type).count();
        assert!(count >= 12, "{} has {count} rules", event_type.name());
    }
}
