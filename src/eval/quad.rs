//! The task `quad`: which quad class has the sentence's main event, or is there none?

use std::path::Path;

use super::score::Tally;
use super::{EvalError, Report, Share, gold, main_event, read_sentence};
use crate::extract::Extractor;
use crate::model::Quad;

const NAMES: [&str; 5] = ["none", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"];

/// The number that the gold gives a class.
fn number(quad: Option<Quad>) -> usize {
    match quad {
        None => 0,
        Some(Quad::VerbalCooperation) => 1,
        Some(Quad::MaterialCooperation) => 2,
        Some(Quad::VerbalConflict) => 3,
        Some(Quad::MaterialConflict) => 4,
    }
}

/// Scores the quad classes of sentences.
pub fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let rows = gold::table(path, text, ["sentence", "quad"])?;
    let mut tally = Tally::default();
    let mut errors = Vec::new();
    let (mut right, mut both, mut agreed) = (0, 0, 0);
    for (index, [sentence, wanted]) in rows.iter().enumerate() {
        let wanted = wanted.trim().parse::<usize>().ok().filter(|class| *class < NAMES.len()).ok_or_else(|| {
            let message = format!("a quad class from 0 to 4 is expected, found {wanted:?}");
            EvalError::Format { path: path.to_owned(), line: index + 2, message }
        })?;
        let reading = read_sentence(extractor, sentence);
        let event = main_event(&reading);
        let given = number(event.map(|event| event.event_type.quad()));
        tally.count(NAMES.get(wanted).copied(), NAMES.get(given).copied());
        right += usize::from(given == wanted);
        if wanted > 0 && given > 0 {
            both += 1;
            agreed += usize::from(given == wanted);
        }
        if given != wanted {
            let rule = event.map_or("nothing", |event| event.rule_id.as_str());
            errors.push(format!("{} but {rule}\n    {sentence}", NAMES.get(wanted).copied().unwrap_or_default()));
        }
    }
    let scores = vec![
        Share::new("class right, none among them", right, rows.len()),
        Share::new("class right where gold and system have one", agreed, both),
    ];
    Ok(Report { task: "quad", items: rows.len(), scores, classes: tally.classes(), errors })
}
