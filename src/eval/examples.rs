//! The examples and counterexamples of rules: each example gives an event of its rule, no counterexample does.

use crate::extract::encode::rule_id;
use crate::extract::{Extractor, Reading};
use crate::lexicon::rule::Rule;
use crate::model::{Article, Participant};

/// A sentence of a rule that does not do what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The rule.
    pub rule: String,
    /// The file and line of the rule.
    pub place: String,
    /// Whether it should give an event of the rule.
    pub is_example: bool,
    /// The sentence.
    pub sentence: String,
    /// Why it does not do what it should.
    pub reason: String,
}

/// How many sentences a rule has.
pub(crate) fn count(rule: &Rule) -> usize {
    rule.examples.len() + rule.counterexamples.len()
}

/// Codes the examples and counterexamples of a rule and returns those that fail.
pub(crate) fn check(extractor: &Extractor, rule: &Rule) -> Vec<Failure> {
    let examples = rule.examples.iter().map(|sentence| (true, sentence));
    let sentences = examples.chain(rule.counterexamples.iter().map(|sentence| (false, sentence)));
    sentences.filter_map(|(is_example, sentence)| check_one(extractor, rule, is_example, sentence)).collect()
}

fn check_one(extractor: &Extractor, rule: &Rule, is_example: bool, sentence: &str) -> Option<Failure> {
    let mut article = Article::of_text("sentence", sentence);
    article.published_at = "2024-05-08T09:00:00Z".parse().ok();
    let reading = extractor.read(article);
    let has_event = reading.events.iter().any(|event| rule_id(&event.found_by) == rule.id);
    if has_event == is_example {
        return None;
    }
    let reason = if is_example { why_not(extractor, rule, &reading) } else { given(rule, &reading) };
    let (id, place) = (rule.id.to_string(), format!("{}:{}", rule.file, rule.line));
    Some(Failure { rule: id, place, is_example, sentence: sentence.to_owned(), reason })
}

/// Why a rule gave no event: each word at which it was tried with the refusal, and what the sentence gave instead.
fn why_not(extractor: &Extractor, rule: &Rule, reading: &Reading<'_>) -> String {
    let (doc, lexicon) = (reading.doc(), extractor.lexicon());
    let own = reading.refused.iter().filter(|refused| refused.rule == rule.id);
    let mut reasons: Vec<String> = own
        .map(|refused| format!("“{}” {}", doc.word(refused.token), refused.refusal.reason(rule, doc, lexicon)))
        .collect();
    if reasons.is_empty() {
        let idle = reading.idle_words().into_iter();
        let idle = idle.filter(|idle| rule.lemmas.contains(idle.word));
        reasons.extend(idle.map(|idle| format!("“{}” {}", doc.word(idle.token), idle.reason)));
    }
    if reasons.is_empty() {
        reasons.push(format!("no word triggers the rule; its triggers are {}", lexicon.shown(&rule.lemmas)));
    }
    let other: Vec<String> = reading.events.iter().map(|event| rule_id(&event.found_by)).collect();
    let given = if other.is_empty() { "no event".to_owned() } else { other.join(", ") };
    format!("{}; the sentence yields {given}", reasons.join("; "))
}

/// Which event a counterexample gave.
fn given(rule: &Rule, reading: &Reading<'_>) -> String {
    let own = reading.events.iter().filter(|event| rule_id(&event.found_by) == rule.id);
    let shown = own.map(|event| {
        let names = |all: &[Participant]| all.iter().map(|one| reading.text(one.span)).collect::<Vec<_>>().join(" + ");
        let (actors, recipients) = (names(&event.actors), names(&event.recipients));
        format!("{} {actors} → {recipients} at “{}”", event.event_type.name(), reading.text(event.trigger_span))
    });
    format!("it yields {}", shown.collect::<Vec<_>>().join("; "))
}
