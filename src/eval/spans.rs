//! The task `who-whom`: are the spans of source and target right, to the word?

use std::collections::BTreeSet;
use std::path::Path;

use super::{EvalError, Mistake, Report, gold, main_event, read_sentence, score::Board};
use crate::extract::encode::rule_id;
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
fn locate(reading: &Reading<'_>, sentence: &[(&str, &str)]) -> Vec<(usize, usize)> {
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

/// Counts the spans of one slot.
fn count(board: &mut Board, name: &str, gold: &Spans, given: &Spans) {
    board.class(name, gold.len(), given.len(), gold.intersection(given).count());
}

/// Scores the spans of the main event's participants. Reciprocal spans of the gold count as source and as target.
pub(super) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let sentences = gold::tagged(path, text)?;
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for sentence in &sentences {
        let words: Vec<&str> = sentence.iter().map(|pair| pair.0).collect();
        let reading = read_sentence(extractor, &words.join(" "));
        let located = locate(&reading, sentence);
        let reciprocal = gold_spans(sentence, "R");
        let gold_who: Spans = gold_spans(sentence, "S").union(&reciprocal).copied().collect();
        let gold_whom: Spans = gold_spans(sentence, "T").union(&reciprocal).copied().collect();
        let (mut given_who, mut given_whom) = (Spans::new(), Spans::new());
        let main = main_event(&reading);
        if let Some(event) = main {
            given_who = given_spans(&located, event.actors.iter());
            given_whom = given_spans(&located, event.recipients.iter());
            // Of a reciprocal event the gold marks both sides as R, or, where one of them leads, as source and target.
            if event.is_reciprocal && !reciprocal.is_empty() {
                let all: Spans = given_who.union(&given_whom).copied().collect();
                (given_who, given_whom) = (all.clone(), all);
            }
        }
        let is_right = gold_who == given_who && gold_whom == given_whom;
        board.item();
        board.case("sentences with all spans right", is_right, true);
        count(&mut board, "who", &gold_who, &given_who);
        count(&mut board, "whom", &gold_whom, &given_whom);
        if !is_right {
            let show = |spans: &Spans| show(&words, spans);
            let verdict = |is_right: bool, name: &str| if is_right { "" } else { name }.to_owned();
            mistakes.push(Mistake {
                gold: "spans".to_owned(),
                given: format!(
                    "{}{}",
                    verdict(gold_who == given_who, "another who "),
                    verdict(gold_whom == given_whom, "another whom")
                )
                .trim_end()
                .to_owned(),
                rule: main.map(|event| rule_id(&event.found_by)),
                sentence: words.join(" "),
                detail: Some(format!(
                    "who [{}], found [{}]; whom [{}], found [{}]",
                    show(&gold_who),
                    show(&given_who),
                    show(&gold_whom),
                    show(&given_whom)
                )),
            });
        }
    }
    Ok(Report::new("who-whom", board, mistakes))
}

fn show(words: &[&str], spans: &Spans) -> String {
    let text = |(start, end): &(usize, usize)| words.get(*start..*end).map_or(String::new(), |part| part.join(" "));
    spans.iter().map(text).collect::<Vec<_>>().join(" | ")
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
