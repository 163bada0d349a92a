//! The mode of an event that the reader found: the mode by rule and words, that of the event of its type before it, the trigger, and the
//! words around it are weighed by fitted weights.

use std::{collections::BTreeSet, sync::LazyLock};

use rustc_hash::FxHashMap;

use crate::{
    extract::syntax::Syntax,
    model::{EventType, Mode},
};

/// Evidence for a mode: the event type, the kind of the evidence (`type`, `rule`, `before`, `trigger` or `near`), and its value.
type Evidence<'a> = (EventType, &'a str, &'a str);

/// The weights of each piece of evidence for modes, or for no mode, as `scripts/modes/fit.py` fitted them.
type Table = FxHashMap<Evidence<'static>, Vec<(Option<Mode>, f32)>>;

const ROWS: &str = include_str!("../../../../config/modes/weights.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (of, mode, weight) in ROWS.lines().filter_map(row) {
        table.entry(of).or_default().push((mode, weight));
    }
    table
});

/// A row: type, kind, value, mode (`-` for none) and weight, with tabs between; `None` for a comment.
fn row(line: &'static str) -> Option<(Evidence<'static>, Option<Mode>, f32)> {
    let mut cells = line.split('\t');
    let of = (EventType::from_name(cells.next()?)?, cells.next()?, cells.next()?);
    let mode = match cells.next()? {
        NONE => None,
        name => Some(Mode::from_name(name)?),
    };
    Some((of, mode, cells.next()?.parse().ok()?))
}

const NONE: &str = "-";

/// How many words before a trigger and behind it count.
const NEAR: usize = 8;

/// What the mode of an event is chosen by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub event_type: EventType,
    /// The mode by rule and words, and that of the last event of the type that has one.
    pub by_rule: Option<Mode>,
    pub before: Option<Mode>,
    /// The trigger, and its sentence before and behind it.
    pub trigger: &'a str,
    pub left: &'a str,
    pub right: &'a str,
}

impl<'a> Known<'a> {
    /// Of the event of a trigger.
    pub(super) fn new(
        syntax: &'a Syntax<'_>,
        trigger: usize,
        event_type: EventType,
        by_rule: Option<Mode>,
        before: Option<Mode>,
    ) -> Self {
        let span = syntax.span(trigger);
        let sentence = syntax.doc.sentences().get(syntax.doc.sentence_of(trigger));
        let sentence = sentence.map_or(span, |sentence| syntax.span_of(sentence.start, sentence.end));
        let text = |start: usize, end: usize| syntax.doc.text().get(start..end).unwrap_or_default();
        let (left, right) = (text(sentence.start, span.start), text(span.end, sentence.end));
        Self { event_type, by_rule, before, trigger: syntax.doc.word(trigger), left, right }
    }
}

/// The words of a text. They begin with a letter.
fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '\'' | '’' | '-');
    text.split(move |letter| !is_part(letter)).filter(|word| word.starts_with(char::is_alphabetic))
}

/// The mode with the greatest sum of weights.
pub(super) fn mode(known: Known<'_>) -> Option<Mode> {
    let Known { event_type, by_rule, before, trigger, left, right } = known;
    let trigger = trigger.to_lowercase();
    let name = |mode: Option<Mode>| mode.map_or(NONE, Mode::name);
    let around = words(left).rev().take(NEAR).chain(words(right).take(NEAR));
    let around: BTreeSet<String> = around.map(str::to_lowercase).collect();
    let evidence = [("type", ""), ("rule", name(by_rule)), ("before", name(before)), ("trigger", trigger.as_str())];
    let evidence = evidence.into_iter().chain(around.iter().map(|word| ("near", word.as_str())));
    let mut sums: Vec<(Option<Mode>, f32)> = vec![(by_rule, 0.0), (None, 0.0)];
    for (kind, value) in evidence {
        for (mode, weight) in TABLE.get(&(event_type, kind, value)).into_iter().flatten() {
            match sums.iter_mut().find(|(known, _)| known == mode) {
                Some((_, sum)) => *sum += weight,
                None => sums.push((*mode, *weight)),
            }
        }
    }
    // If sums are equal, the mode by rule.
    sums.into_iter().reduce(|best, one| if one.1 > best.1 { one } else { best }).and_then(|(mode, _)| mode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Ontology;

    #[test]
    fn every_row_has_a_weight_for_a_mode_of_its_type() {
        let lines: Vec<&str> = ROWS.lines().filter(|line| !line.starts_with('#')).collect();
        let ontology = Ontology::embedded();
        for line in &lines {
            let ((event_type, ..), mode, _) = row(line).unwrap_or_else(|| panic!("{line}"));
            assert!(mode.is_none_or(|mode| ontology.is_mode(event_type, mode)), "{line}");
        }
        assert_eq!(lines.len(), TABLE.values().map(Vec::len).sum::<usize>());
        assert!(lines.is_sorted());
    }

    #[test]
    fn the_trigger_and_the_words_around_it_count() {
        let known =
            |event_type, trigger, left, right| Known { event_type, by_rule: None, before: None, trigger, left, right };
        let coerce = |trigger| mode(known(EventType::Coerce, trigger, "Police ", " ten people."));
        assert_eq!(coerce("Arrested"), Some(Mode::Arrest));
        let assault = |left, right| mode(known(EventType::Assault, "killed", left, right));
        assert_eq!(assault("US-led warplanes ", " ten civilians in air raids."), Some(Mode::Aerial));
        assert_eq!(assault("A gunman opened fire at a nightclub and ", " ten."), Some(Mode::Firearms));
        assert_eq!(mode(known(EventType::Concede, "no such word", "", "")), None);
    }

    #[test]
    fn words_begin_with_a_letter() {
        assert_eq!(
            words("A 9-mm pistol, the guard’s (x2)").collect::<Vec<_>>(),
            ["A", "pistol", "the", "guard’s", "x2"]
        );
    }
}
