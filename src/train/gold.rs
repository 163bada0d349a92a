//! Gold files as items: a sentence as it was read, what it is said to tell, and what the ranker would weigh in it.

use sha2::{Digest, Sha256};

use super::{FOLDS, GoldFile};
use crate::{
    eval::{EvalError, gold, pairs, quad, read_sentence},
    extract::{
        Extractor, Reading,
        events::ranker::{Collected, Pair, collect, collect_alone},
    },
    model::{Event, EventType},
};

/// What the gold says of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gold {
    /// The type of the event between a source and a target.
    Type { source: String, target: String, name: String },
    /// The quad class, 0 for no event.
    Quad(usize),
}

/// One sentence of a gold file.
#[derive(Debug, Clone)]
pub(super) struct Item<'l> {
    pub sentence: String,
    pub fold: usize,
    pub gold: Gold,
    pub reading: Reading<'l>,
    /// What the ranker weighs beside the rules.
    pub collected: Vec<Collected>,
    /// What it weighs without them.
    pub alone: Vec<Collected>,
}

impl<'l> Item<'l> {
    /// Whether an event of that type is what the gold says; of quad classes, by either of two schemes.
    pub(super) fn admits(&self, event_type: EventType) -> bool {
        match &self.gold {
            Gold::Type { name, .. } => pairs::covers(name, event_type),
            Gold::Quad(class) => {
                [quad::number(Some(event_type.quad())), quad::before_plover_2(event_type, None)].contains(class)
            }
        }
    }

    /// Whether an event is what the gold says: by its type, or as an appeal that the gold takes for a statement.
    pub(super) fn admits_event(&self, event: &Event) -> bool {
        let code = event.cameo_code.as_deref();
        let is_statement = |class: &usize| quad::before_plover_2(event.event_type, code) == *class;
        self.admits(event.event_type) || matches!(&self.gold, Gold::Quad(class) if is_statement(class))
    }

    /// The classes that the gold admits, a bit each; nothing where it says that there is no event.
    pub(super) fn admitted(&self) -> u32 {
        let admitted = EventType::ALL.iter().enumerate().filter(|(_, event_type)| self.admits(**event_type));
        admitted.fold(0, |bits, (class, _)| bits | 1 << class)
    }

    /// Whether the gold cannot tell if an event is right: its class 0 has appeals, which are requests in PLOVER 2.0, and
    /// sentences in which somebody claims what happened.
    pub(super) fn is_silent_on(&self, event_type: Option<EventType>, is_attributed: bool) -> bool {
        let is_said = event_type == Some(EventType::Request) || is_attributed;
        matches!(self.gold, Gold::Quad(0)) && is_said
    }

    /// The sentence as it was read, with other events.
    pub(super) fn read_with(&self, events: Vec<Event>) -> Reading<'l> {
        self.reading.clone().with_events(events)
    }
}

/// The items of a gold file. Its header line gives its format.
pub(super) fn read<'l>(extractor: &'l Extractor, file: &GoldFile) -> Result<Vec<Item<'l>>, EvalError> {
    let columns: Vec<&str> = file.text.lines().next().unwrap_or_default().split('\t').collect();
    let has = |name: &str| columns.contains(&name);
    if has("plover_event") {
        let rows = gold::table(&file.path, &file.text, ["sentence", "source", "target", "plover_event"])?;
        return Ok(rows.into_iter().map(|row| typed(extractor, row)).collect());
    }
    if has("quad") {
        let rows = gold::table(&file.path, &file.text, ["sentence", "quad"])?;
        let classed = |(index, [sentence, class]): (usize, [&str; 2])| match class.trim().parse::<usize>() {
            Ok(class) if class <= 4 => Ok(item(extractor, sentence, Gold::Quad(class))),
            _ => {
                let message = format!("expected a quad class from 0 to 4, found {class:?}");
                Err(EvalError::Format { path: file.path.clone(), line: index + 2, message })
            }
        };
        return rows.into_iter().enumerate().map(classed).collect();
    }
    let message =
        "the header line has neither a column plover_event nor a column quad; docs/ACCURACY.md describes both formats";
    Err(EvalError::Format { path: file.path.clone(), line: 1, message: message.to_owned() })
}

fn typed<'l>(extractor: &'l Extractor, [sentence, source, target, name]: [&str; 4]) -> Item<'l> {
    let owned = str::to_owned;
    item(extractor, sentence, Gold::Type { source: owned(source), target: owned(target), name: owned(name) })
}

fn item<'l>(extractor: &'l Extractor, sentence: &str, gold: Gold) -> Item<'l> {
    let reading = read_sentence(extractor, sentence);
    let pair = match &gold {
        Gold::Type { source, target, .. } => {
            Some(Pair { source: span_of(&reading.clean.text, source), target: span_of(&reading.clean.text, target) })
        }
        Gold::Quad(_) => None,
    };
    let (collected, alone) = (collect(reading.prepared(), pair), collect_alone(reading.prepared(), pair));
    Item { sentence: sentence.to_owned(), fold: fold_of(sentence), gold, reading, collected, alone }
}

/// The fold of a sentence: by its letters and digits alone, so that spacing and punctuation make no difference.
fn fold_of(sentence: &str) -> usize {
    let letters: String = sentence.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let hash = Sha256::digest(letters.as_bytes());
    let first = hash.iter().take(4).fold(0_usize, |number, byte| number << 8 | usize::from(*byte));
    first % FOLDS
}

/// The bytes of some words in a text, in any case.
fn span_of(text: &str, words: &str) -> Option<(usize, usize)> {
    let (text, words) = (text.to_ascii_lowercase(), words.trim().to_ascii_lowercase());
    let start = if words.is_empty() { None } else { text.find(&words) }?;
    Some((start, start + words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_one_fold_however_it_is_spaced() {
        assert_eq!(fold_of("Riga signed - a pact ."), fold_of("riga signed-a  pact."));
        let folds: std::collections::BTreeSet<usize> = (0..50).map(|n| fold_of(&format!("sentence {n}"))).collect();
        assert_eq!(folds.len(), FOLDS);
    }

    #[test]
    fn a_span_is_found_in_any_case() {
        assert_eq!(span_of("The army left Riga", "the Army "), Some((0, 8)));
        assert_eq!(span_of("The army", ""), None);
    }
}
