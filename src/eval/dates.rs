//! The task `dates`: are the expressions of date and time of whole articles found, and are their TIMEX3 values right?

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::{EvalError, Mistake, Report, offsets::GoldOffsets, score::Board};
use crate::extract::{Extractor, Reading};
use crate::model::{Article, PublishedFrom};

/// What the gold calls the day on which an article was written.
const CREATION_TIME: &str = "CREATION_TIME";

/// In an article that is annotated in part, the dates are so in this many lines alone: headline, date and four sentences.
const DATED_LINES: usize = 6;

/// One article. Offsets count characters of `text`.
#[derive(Debug, Deserialize)]
struct GoldArticle {
    id: String,
    text: String,
    /// How many lines of the text are annotated with anything; all, and with dates too, where this is missing.
    annotated_sentences: Option<usize>,
    dates: Vec<GoldDate>,
}

/// One expression.
#[derive(Debug, Deserialize)]
struct GoldDate {
    start: usize,
    end: usize,
    value: String,
    #[serde(rename = "functionInDocument", default)]
    function: String,
}

/// An expression that was found, in characters of the gold's text.
#[derive(Debug)]
struct Given {
    start: usize,
    end: usize,
    value: String,
}

impl GoldArticle {
    /// The day on which it was written, which is no expression of the text to be found.
    fn written_on(&self) -> Option<&GoldDate> {
        self.dates.iter().find(|date| date.function == CREATION_TIME)
    }

    /// The article as it is read: written on that day.
    fn article(&self) -> Article {
        let day: Option<Date> = self.written_on().and_then(|date| date.value.parse().ok());
        let published_from = if day.is_some() { PublishedFrom::Article } else { PublishedFrom::Unknown };
        Article { written_on: day, published_from, ..Article::of_text(&self.id, &self.text) }
    }

    /// One past the last character that is annotated with dates.
    fn annotated(&self) -> usize {
        let dated = self.annotated_sentences.map_or(usize::MAX, |lines| lines.min(DATED_LINES));
        let lines = self.text.split_inclusive('\n').take(dated);
        lines.map(|line| line.chars().count()).sum()
    }

    fn words(&self, start: usize, end: usize) -> String {
        let words: String = self.text.chars().skip(start).take(end.saturating_sub(start)).collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Scores the expressions of each article.
pub(super) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for gold in parse(path, text)? {
        let given = given(&extractor.read(gold.article()), &gold);
        board.item();
        score(&gold, &given, &mut board, &mut mistakes);
    }
    let mut report = Report::new("dates", board, mistakes);
    report.classes.sort_by_key(|class| class.name != "value");
    Ok(report)
}

fn parse(path: &Path, text: &str) -> Result<Vec<GoldArticle>, EvalError> {
    let error = |line: usize, message: String| EvalError::Format { path: path.to_owned(), line, message };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let articles: Result<Vec<GoldArticle>, EvalError> = lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|problem| {
                let hint = "each line is a JSON object with an article and its dates, as docs/ACCURACY.md describes it";
                error(number + 1, format!("{problem}; {hint}"))
            })
        })
        .collect();
    articles.and_then(|articles| {
        let message = "no article in the file; the task needs one JSON object per line".to_owned();
        if articles.is_empty() { Err(error(1, message)) } else { Ok(articles) }
    })
}

/// What was found in the annotated part, without the day on which the article was written.
fn given(reading: &Reading<'_>, gold: &GoldArticle) -> Vec<Given> {
    let offsets = GoldOffsets::new(reading, &gold.text);
    let at = |byte: usize| offsets.at(byte);
    let annotated = gold.annotated();
    let found = reading.mentions.dates().all().iter().map(|mention| {
        let span = reading.date_span(mention);
        let (start, last) = (at(span.start), at(span.end.saturating_sub(1)));
        Given { start, end: last + 1, value: mention.what.value.clone() }
    });
    let is_scored = |one: &Given| {
        let is_of_article = gold.written_on().is_some_and(|day| overlap(day, one));
        one.start < annotated && !is_of_article
    };
    found.filter(is_scored).collect()
}

fn overlap(gold: &GoldDate, given: &Given) -> bool {
    gold.start < given.end && given.start < gold.end
}

/// Counts an article. An expression of the gold is matched once, by one with its value if any overlaps it.
fn score(gold: &GoldArticle, given: &[Given], board: &mut Board, mistakes: &mut Vec<Mistake>) {
    let told: Vec<&GoldDate> = gold.dates.iter().filter(|date| date.function != CREATION_TIME).collect();
    let mut is_taken = vec![false; told.len()];
    let (mut matched, mut right) = (0, 0);
    let mut mistake = |of: &str, as_: &str, (start, end): (usize, usize), detail: String| {
        let sentence = gold.words(start.saturating_sub(60), end + 40);
        mistakes.push(Mistake {
            gold: of.to_owned(),
            given: as_.to_owned(),
            rule: None,
            sentence,
            detail: Some(detail),
        });
    };
    for one in given {
        let free = || (0..told.len()).filter(|number| is_taken.get(*number) == Some(&false));
        let meets = |number: &usize| told.get(*number).is_some_and(|date| overlap(date, one));
        let agrees = |number: &usize| told.get(*number).is_some_and(|date| date.value == one.value);
        let found = free().find(|number| meets(number) && agrees(number)).or_else(|| free().find(meets));
        let words = gold.words(one.start, one.end);
        let Some((number, date)) = found.and_then(|number| Some((number, told.get(number)?))) else {
            let detail = format!("{}: given “{words}” {}", gold.id, one.value);
            mistake("nothing", "date", (one.start, one.end), detail);
            continue;
        };
        if let Some(taken) = is_taken.get_mut(number) {
            *taken = true;
        }
        matched += 1;
        let is_right = date.value == one.value;
        right += usize::from(is_right);
        board.case("value right, of spans found", is_right, true);
        if !is_right {
            let told = gold.words(date.start, date.end);
            let detail = format!("{}: gold “{told}” {}; given “{words}” {}", gold.id, date.value, one.value);
            mistake("value", "another value", (one.start, one.end), detail);
        }
    }
    for (date, _) in told.iter().zip(&is_taken).filter(|(_, taken)| !**taken) {
        let words = gold.words(date.start, date.end);
        let detail = format!("{}: gold “{words}” {}", gold.id, date.value);
        mistake("date", "nothing", (date.start, date.end), detail);
    }
    board.class("value", told.len(), given.len(), right);
    board.class("span", told.len(), given.len(), matched);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_matched_once_and_by_its_value_first() {
        let gold = r#"{"id": "a", "text": "9 May\nOn Monday and Tuesday\nlater", "annotated_sentences": 2, "dates": [
            {"start": 0, "end": 5, "value": "2022-05-09", "functionInDocument": "CREATION_TIME"},
            {"start": 9, "end": 15, "value": "2022-05-09"}, {"start": 9, "end": 27, "value": "2022-05-10"}]}"#
            .replace('\n', " ");
        let gold = parse(Path::new("gold.jsonl"), &gold).unwrap().remove(0);
        assert_eq!(gold.article().written_on, "2022-05-09".parse().ok());
        assert_eq!(gold.annotated(), 28);
        let given = |start, end, value: &str| Given { start, end, value: value.to_owned() };
        for (found, expected) in [
            (vec![given(9, 15, "2022-05-10"), given(20, 27, "2022-05-09")], [2, 2, 1, 1]),
            (vec![given(9, 15, "2022-05-09"), given(20, 27, "2022-05-10")], [2, 2, 2, 2]),
            (vec![given(9, 15, "2022-05-09"), given(9, 15, "2022-05-09")], [2, 2, 2, 1]),
            (vec![given(6, 8, "2022-05-09")], [2, 1, 0, 0]),
            (Vec::new(), [2, 0, 0, 0]),
        ] {
            let mut board = Board::default();
            board.item();
            score(&gold, &found, &mut board, &mut Vec::new());
            let (_, classes) = board.scores();
            let [span, value] = &classes[..] else { panic!("{classes:?}") };
            assert_eq!([span.gold, span.given, span.right, value.right], expected, "{found:?}");
        }
    }

    #[test]
    fn a_wrong_line_is_named_and_an_empty_file_refused() {
        for (text, expected) in [("{\"id\": 3}", "gold.jsonl:1: invalid type"), ("\n", "gold.jsonl:1: no article")] {
            let told = parse(Path::new("gold.jsonl"), text).unwrap_err().to_string();
            assert!(told.starts_with(expected), "{told}");
        }
    }
}
