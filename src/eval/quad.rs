//! The task `quad`: which quad class has the sentence's main event, or is there none?

use std::path::Path;

use super::{EvalError, Mistake, Report, gold, main_event, read_sentence, score::Board};
use crate::extract::encode::rule_id;
use crate::extract::{Extractor, Reading};
use crate::model::{EventType, Quad};

const NAMES: [&str; 5] = ["none", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"];

/// The number that the gold gives a class.
pub(crate) fn number(quad: Option<Quad>) -> usize {
    match quad {
        None => 0,
        Some(Quad::VerbalCooperation) => 1,
        Some(Quad::MaterialCooperation) => 2,
        Some(Quad::VerbalConflict) => 3,
        Some(Quad::MaterialConflict) => 4,
    }
}

/// Scores the quad classes of sentences.
pub(crate) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let rows = gold::table(path, text, ["sentence", "quad"])?;
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for (index, [sentence, wanted]) in rows.iter().enumerate() {
        let wanted = wanted.trim().parse::<usize>().ok().filter(|class| *class < NAMES.len()).ok_or_else(|| {
            let message = format!("expected a quad class from 0 to 4, found {wanted:?}");
            EvalError::Format { path: path.to_owned(), line: index + 2, message }
        })?;
        mistakes.extend(score(&mut board, &read_sentence(extractor, sentence), sentence, wanted));
    }
    Ok(Report::new("quad", board, mistakes))
}

/// The number of an event's class in the scheme before PLOVER 2.0, by its type and CAMEO code: sanctions are verbal
/// conflict, concessions are material cooperation, with retreats under the name of YIELD, and appeals are no events but
/// statements. Gold of that scheme is about.
pub(crate) fn before_plover_2(event_type: EventType, code: Option<&str>) -> usize {
    match event_type {
        EventType::Sanction => number(Some(Quad::VerbalConflict)),
        EventType::Concede => number(Some(Quad::MaterialCooperation)),
        EventType::Request if code.is_some_and(|code| code.starts_with("02")) => number(None),
        other => number(Some(other.quad())),
    }
}

/// Counts one sentence as it was read, with the number of its class. Returns what was not right.
pub(crate) fn score(board: &mut Board, reading: &Reading<'_>, sentence: &str, wanted: usize) -> Option<Mistake> {
    let event = main_event(reading);
    let given = number(event.map(|event| event.event_type.quad()));
    let name = |class: usize| NAMES.get(class).copied().unwrap_or_default();
    board.item();
    board.case("class right, none among them", given == wanted, true);
    board.case("class right where gold and system have one", given == wanted, wanted > 0 && given > 0);
    let before = event.map_or(0, |event| before_plover_2(event.event_type, event.cameo_code.as_deref()));
    board.case("class right by the scheme before PLOVER 2.0", before == wanted, true);
    board.answer(Some(name(wanted)), Some(name(given)));
    (given != wanted).then(|| Mistake {
        gold: name(wanted).to_owned(),
        given: name(given).to_owned(),
        rule: event.map(|event| rule_id(&event.found_by)),
        sentence: sentence.to_owned(),
        detail: None,
    })
}
