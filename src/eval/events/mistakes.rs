//! What was not right in an article, record by record, then the mentions that no record has.

use super::{
    gold::{GoldArticle, GoldMention, GoldParticipant},
    matching::Match,
    tally::Pair,
};
use crate::eval::Mistake;
use crate::extract::encode::EventRecord;

/// No event, on either side.
const NOTHING: &str = "nothing";

/// The mistakes in one article.
pub(super) fn of(gold: &GoldArticle, records: &[&EventRecord], found: &[Match], pairs: &[Pair<'_>]) -> Vec<Mistake> {
    let mention = |number: &usize| gold.events.get(*number);
    let mut mistakes = Vec::new();
    for (record, one) in records.iter().zip(found) {
        mistakes.extend(match one {
            Match::NoEvent => Some(told(record, NOTHING, None)),
            Match::Repeated(number) => mention(number).map(|one| told(record, "mention of another record", Some(one))),
            Match::OtherType(number) => mention(number).map(|one| told(record, &one.event_type, Some(one))),
            Match::Right(_) => None,
        });
    }
    for pair in pairs.iter().filter(|pair| !pair.sides.are_right()) {
        let given = match (pair.sides.actor.words, pair.sides.recipient.words) {
            (false, false) => "another who and whom",
            (false, true) => "another who",
            _ => "another whom",
        };
        let mistake = told(pair.record, "participants", Some(pair.mention));
        mistakes.push(Mistake { given: given.to_owned(), ..mistake });
    }
    let is_found = |number: usize| {
        found.iter().any(|one| matches!(one, Match::OtherType(taken) | Match::Right(taken) if *taken == number))
    };
    for (_, missed) in gold.events.iter().enumerate().filter(|(number, _)| !is_found(*number)) {
        mistakes.push(Mistake {
            gold: missed.event_type.clone(),
            given: NOTHING.to_owned(),
            rule: None,
            sentence: in_one_line(&gold.sentence_of(missed)),
            detail: Some(format!("{}: gold {}", gold.id, shown(missed))),
        });
    }
    mistakes
}

/// A record that is not right, with what the gold has there.
fn told(record: &EventRecord, gold: &str, mention: Option<&GoldMention>) -> Mistake {
    let side = |text: &Option<String>| text.clone().unwrap_or_default();
    let given = format!(
        "given {} “{}” [{}] → [{}] {:.2}",
        record.event_type,
        record.trigger_text,
        side(&record.actor_text),
        side(&record.recipient_text),
        record.confidence
    );
    let gold_mention = mention.map(|mention| format!("; gold {}", shown(mention))).unwrap_or_default();
    Mistake {
        gold: gold.to_owned(),
        given: record.event_type.clone(),
        rule: Some(record.rule_id.clone()),
        sentence: in_one_line(&record.evidence_text),
        detail: Some(format!("{}: {given}{gold_mention}", record.article_id)),
    }
}

fn shown(mention: &GoldMention) -> String {
    let side = |people: &[GoldParticipant]| {
        people.iter().map(|one| one.text.as_deref().unwrap_or(&one.name)).collect::<Vec<_>>().join(" + ")
    };
    let GoldMention { event_type, trigger, actors, recipients, .. } = mention;
    format!("{event_type} “{trigger}” [{}] → [{}]", side(actors), side(recipients))
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
