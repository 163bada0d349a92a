//! The task `event-place`: is the place right where the event of a verb happened, and is there none where the sentence
//! names none?

use std::path::Path;

use serde::Deserialize;

use super::{EvalError, Mistake, Report, gold, offsets::GoldOffsets, read_sentence, score::Board};
use crate::extract::{Extractor, Reading};

/// One sentence. Offsets count characters of `text`.
#[derive(Debug, Deserialize)]
struct GoldSentence {
    text: String,
    spans: Vec<GoldSpan>,
}

/// The verb, or a name of its place.
#[derive(Debug, Deserialize)]
struct GoldSpan {
    start: usize,
    end: usize,
    label: Label,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Label {
    Verb,
    Location,
}

impl GoldSentence {
    fn verb(&self) -> Option<&GoldSpan> {
        self.spans.iter().find(|span| span.label == Label::Verb)
    }

    fn places(&self) -> impl Iterator<Item = &GoldSpan> {
        self.spans.iter().filter(|span| span.label == Label::Location)
    }

    /// Whether a place has lost its words: a span that selects no letter says nothing.
    fn is_spoilt(&self) -> bool {
        self.places().any(|span| !self.words(span).chars().any(char::is_alphabetic))
    }

    fn words(&self, span: &GoldSpan) -> String {
        self.text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect()
    }
}

/// Scores the place of each sentence's verb.
pub(super) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for gold in gold::json_lines::<GoldSentence>(path, text)? {
        let Some(verb) = gold.verb().filter(|_| !gold.is_spoilt()) else { continue };
        board.item();
        let reading = read_sentence(extractor, &gold.text);
        let given = given(extractor, &reading, &gold, verb);
        count(&gold, verb, given, &mut board, &mut mistakes);
    }
    Ok(Report::new("event-place", board, mistakes))
}

/// The characters of the place that was found for the verb.
fn given(extractor: &Extractor, reading: &Reading<'_>, gold: &GoldSentence, verb: &GoldSpan) -> Option<(usize, usize)> {
    let offsets = GoldOffsets::new(reading, &gold.text);
    let at = |byte: usize| offsets.at(byte);
    let tokens = reading.doc().tokens();
    let token = tokens.iter().position(|token| {
        let (start, last) = (at(token.start as usize), at((token.end as usize).saturating_sub(1)));
        start < verb.end && verb.start <= last && token.end > token.start
    })?;
    let span = extractor.place_of(reading, token)?.span;
    Some((at(span.start), at(span.end.saturating_sub(1)) + 1))
}

fn count(
    gold: &GoldSentence,
    verb: &GoldSpan,
    given: Option<(usize, usize)>,
    board: &mut Board,
    mistakes: &mut Vec<Mistake>,
) {
    let has_place = gold.places().next().is_some();
    let is_met = given.is_some_and(|(start, end)| gold.places().any(|span| span.start < end && start < span.end));
    let is_right = if has_place { is_met } else { given.is_none() };
    board.case("sentences right", is_right, true);
    board.case("place right, where the gold has one", is_met, has_place);
    board.case("no place, where the gold has none", given.is_none(), !has_place);
    board.class("place", usize::from(has_place), usize::from(given.is_some()), usize::from(is_met));
    if is_right {
        return;
    }
    let told: Vec<String> = gold.places().map(|span| gold.words(span)).collect();
    let words: Option<String> =
        given.map(|(start, end)| gold.text.chars().skip(start).take(end.saturating_sub(start)).collect());
    let detail = format!("“{}”: gold {told:?}, given {words:?}", gold.words(verb));
    mistakes.push(Mistake {
        gold: if has_place { "place" } else { "nothing" }.to_owned(),
        given: match (has_place, given) {
            (_, None) => "nothing",
            (true, Some(_)) => "another place",
            (false, Some(_)) => "place",
        }
        .to_owned(),
        rule: None,
        sentence: gold.text.split_whitespace().collect::<Vec<_>>().join(" "),
        detail: Some(detail),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_right_with_one_of_its_places_or_with_none_where_it_has_none() {
        let line = |places: &str| {
            let spans = format!(r#"[{{"start": 5, "end": 8, "label": "VERB"}}{places}]"#);
            format!(r#"{{"text": "They met in Riga, then Tartu", "spans": {spans}}}"#)
        };
        let in_riga = r#", {"start": 12, "end": 16, "label": "LOCATION"}"#;
        for (places, given, is_right) in [
            (in_riga, Some((12, 16)), true),
            (in_riga, Some((23, 28)), false),
            (in_riga, None, false),
            ("", None, true),
            ("", Some((12, 16)), false),
        ] {
            let gold = gold::json_lines::<GoldSentence>(Path::new("gold.jsonl"), &line(places)).unwrap().remove(0);
            let (mut board, mut mistakes) = (Board::default(), Vec::new());
            board.item();
            count(&gold, gold.verb().unwrap(), given, &mut board, &mut mistakes);
            assert_eq!((board.scores().0[0].right == 1, mistakes.is_empty()), (is_right, is_right), "{given:?}");
        }
    }
}
