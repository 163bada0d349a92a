//! The task `who-whom`: are the spans of source and target right, to the word?

use std::collections::BTreeSet;
use std::path::Path;

use super::{Class, EvalError, Report, Share, gold, main_event, read_sentence};
use crate::extract::{Extractor, Reading};
use crate::model::Participant;

/// Token ranges of one kind of span.
type Spans = BTreeSet<(usize, usize)>;

/// The spans of an IOB tag such as `S`.
fn gold_spans(sentence: &[(&str, &str)], kind: &str) -> Spans {
    let mut spans = Spans::new();
    let mut open: Option<usize> = None;
    for (index, (_, tag)) in sentence.iter().enumerate() {
        let inside = tag.strip_prefix("I-") == Some(kind);
        if !inside && let Some(start) = open.take() {
            spans.insert((start, index));
        }
        if tag.strip_prefix("B-") == Some(kind) {
            open = Some(index);
        }
    }
    open.map(|start| spans.insert((start, sentence.len())));
    spans
}

/// The participants' spans as ranges of the gold's words: those that they overlap.
fn given_spans<'a>(words: &[(usize, usize)], participants: impl Iterator<Item = &'a Participant>) -> Spans {
    participants
        .filter_map(|participant| {
            let span = participant.span;
            let mut inside = words.iter().enumerate().filter(|(_, word)| word.0 < span.end && span.start < word.1);
            let first = inside.next()?.0;
            Some((first, inside.next_back().map_or(first, |last| last.0) + 1))
        })
        .collect()
}

/// The bytes of each word in the cleaned text, found one behind the other.
fn locate(reading: &Reading, sentence: &[(&str, &str)]) -> Vec<(usize, usize)> {
    let text = &reading.clean.text;
    let mut from = 0;
    sentence
        .iter()
        .map(|(word, _)| {
            let found = text.get(from..).and_then(|rest| rest.find(word)).map(|at| from + at);
            let start = found.filter(|start| start - from <= 3).unwrap_or(from);
            let end = if found == Some(start) { start + word.len() } else { start };
            from = end;
            (start, end)
        })
        .collect()
}

#[derive(Default)]
struct Counts {
    gold: usize,
    given: usize,
    right: usize,
}

impl Counts {
    fn add(&mut self, gold: &Spans, given: &Spans) {
        self.gold += gold.len();
        self.given += given.len();
        self.right += gold.intersection(given).count();
    }

    fn class(&self, name: &str) -> Class {
        Class::new(name, self.gold, self.given, self.right)
    }
}

/// Scores the spans of the main event's participants. Reciprocal spans of the gold count as source and as target.
pub fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let sentences = gold::tagged(path, text)?;
    let (mut who, mut whom) = (Counts::default(), Counts::default());
    let mut errors = Vec::new();
    let mut both = 0;
    for sentence in &sentences {
        let words: Vec<&str> = sentence.iter().map(|pair| pair.0).collect();
        let reading = read_sentence(extractor, &words.join(" "));
        let located = locate(&reading, sentence);
        let reciprocal = gold_spans(sentence, "R");
        let gold_who: Spans = gold_spans(sentence, "S").union(&reciprocal).copied().collect();
        let gold_whom: Spans = gold_spans(sentence, "T").union(&reciprocal).copied().collect();
        let (mut given_who, mut given_whom) = (Spans::new(), Spans::new());
        if let Some(event) = main_event(&reading) {
            given_who = given_spans(&located, event.actors.iter());
            given_whom = given_spans(&located, event.recipients.iter());
            if event.is_reciprocal {
                let all: Spans = given_who.union(&given_whom).copied().collect();
                (given_who, given_whom) = (all.clone(), all);
            }
        }
        who.add(&gold_who, &given_who);
        whom.add(&gold_whom, &given_whom);
        let is_right = gold_who == given_who && gold_whom == given_whom;
        both += usize::from(is_right);
        if !is_right {
            let show = |spans: &Spans| {
                let text = |(start, end): &(usize, usize)| {
                    words.get(*start..*end).map_or(String::new(), |part| part.join(" "))
                };
                spans.iter().map(text).collect::<Vec<_>>().join(" | ")
            };
            errors.push(format!(
                "who [{}] found [{}]; whom [{}] found [{}]\n    {}",
                show(&gold_who),
                show(&given_who),
                show(&gold_whom),
                show(&given_whom),
                words.join(" ")
            ));
        }
    }
    let scores = vec![Share::new("sentences with all spans right", both, sentences.len())];
    let classes = vec![who.class("who"), whom.class("whom")];
    Ok(Report { task: "who-whom", items: sentences.len(), scores, classes, errors })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iob_tags_become_ranges() {
        let sentence = [("The", "B-S"), ("army", "I-S"), ("hit", "O"), ("Riga", "B-T"), ("Kuressaare", "B-T")];
        assert_eq!(gold_spans(&sentence, "S"), Spans::from([(0, 2)]));
        assert_eq!(gold_spans(&sentence, "T"), Spans::from([(3, 4), (4, 5)]));
    }
}
