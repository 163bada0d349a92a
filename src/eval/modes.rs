//! The task `modes`: has the text's main event the right PLOVER mode?

use std::path::Path;

use super::{EvalError, Mistake, Report, acled, gold, main_event, read_sentence, score::Board};
use crate::extract::Extractor;
use crate::extract::encode::rule_id;
use crate::model::Event;

/// The modes that a text may have, as `TYPE:mode` or a mode alone; none where it must have none.
type Accepted<'t> = Vec<&'t str>;

/// The gold of a file: texts with the modes that are right.
fn items<'t>(path: &Path, text: &'t str) -> Result<Vec<(&'t str, Accepted<'t>)>, EvalError> {
    let head = text.lines().next().unwrap_or_default();
    if head.split('\t').any(|column| column == "SubType") {
        let rows = gold::table(path, text, ["EventSnippet", "SubType"])?;
        let known =
            rows.into_iter().filter_map(|[snippet, sub_type]| Some((snippet, acled::modes(sub_type)?.to_vec())));
        return Ok(known.collect());
    }
    let rows = gold::table(path, text, ["sentence", "mode"])?;
    let accepted = |modes: &'t str| modes.split('|').map(str::trim).filter(|mode| !mode.is_empty()).collect();
    Ok(rows.into_iter().map(|[sentence, modes]| (sentence, accepted(modes))).collect())
}

/// An event's mode as `TYPE:mode`.
fn mode_of(event: &Event) -> Option<String> {
    event.mode.map(|mode| format!("{}:{mode}", event.event_type.name()))
}

fn is_accepted(accepted: &[&str], given: &str) -> bool {
    accepted.iter().any(|mode| *mode == given || given.split_once(':').is_some_and(|(_, given)| given == *mode))
}

/// Scores the modes of texts.
pub(super) fn evaluate(extractor: &Extractor, path: &Path, text: &str) -> Result<Report, EvalError> {
    let (mut board, mut mistakes) = (Board::default(), Vec::new());
    for (sentence, accepted) in items(path, text)? {
        let reading = read_sentence(extractor, sentence);
        let main = main_event(&reading);
        let given = main.and_then(mode_of);
        let wanted = accepted.first().copied();
        let is_right = match &given {
            Some(given) => is_accepted(&accepted, given),
            None => accepted.is_empty(),
        };
        let any = reading.events.iter().filter_map(mode_of).any(|given| is_accepted(&accepted, &given));
        board.item();
        board.case("mode right, none among them", is_right, true);
        board.case("main events with a mode (coverage)", given.is_some(), true);
        board.case("mode right, of main events with a mode", is_right, given.is_some());
        board.case("an event of the text has the mode", any, wanted.is_some());
        // An accepted mode counts for the class that the gold names first.
        board.answer(wanted, if is_right { wanted } else { given.as_deref() });
        if !is_right {
            mistakes.push(Mistake {
                gold: wanted.unwrap_or("nothing").to_owned(),
                given: given.unwrap_or_else(|| main.map_or("nothing", |event| event.event_type.name()).to_owned()),
                rule: main.map(|event| rule_id(&event.found_by)),
                sentence: sentence.to_owned(),
                detail: None,
            });
        }
    }
    Ok(Report::new("modes", board, mistakes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_gold_are_read_and_sub_types_without_a_mode_left_out() {
        let path = Path::new("gold.tsv");
        let own = items(path, "sentence\tmode\nA raid.\tCOERCE:seize|aerial\nA day.\t\n").unwrap();
        assert_eq!(own, [("A raid.", vec!["COERCE:seize", "aerial"]), ("A day.", Vec::new())]);
        let theirs = items(path, "id\tEventSnippet\tSubType\n1\tA raid.\tARREST\n2\tA flood.\tNATURAL_DISASTER\n");
        assert_eq!(theirs.unwrap(), [("A raid.", vec!["COERCE:arrest"])]);
        assert!(items(path, "text\n").is_err());
    }

    #[test]
    fn a_mode_is_accepted_with_and_without_its_type() {
        assert!(is_accepted(&["arrest"], "COERCE:arrest") && is_accepted(&["COERCE:arrest"], "COERCE:arrest"));
        assert!(!is_accepted(&["THREATEN:arrest"], "COERCE:arrest") && !is_accepted(&[], "COERCE:arrest"));
    }
}
