//! Who may take part in an event, and the paths in the tree from its trigger to them, as names from the most to the least exact.

use super::seen::{Seen, Word};
use crate::model::EventType;

/// As many sentences before that of the trigger have phrases that may take part, and the first one of the article has.
pub(super) const BEFORE: usize = 2;
/// As many phrases of a sentence may take part: those nearest to the trigger, and in other sentences the first ones. No sentence
/// of the training has more.
const PHRASES: usize = 80;

/// A longer path is told by its length alone.
const LONGEST: usize = 6;
/// All lengths from here on are one.
const LONGEST_TOLD: usize = 12;
/// How far up a tree is climbed.
const HIGHEST: usize = 40;

/// A trigger of a type in one of the sentences that are read together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub sentence: usize,
    pub trigger: usize,
    pub event_type: EventType,
}

/// The heads of the noun phrases that may take part, each with the place of its sentence: those of the trigger's own
/// sentence, then those of sentences before it, the nearest first.
pub(super) fn candidates<'a>(sentences: &'a [Seen<'a>], case: Case) -> impl Iterator<Item = (usize, usize)> + 'a {
    let near = case.sentence.saturating_sub(BEFORE)..=case.sentence;
    let first = (*near.start() > 0).then_some(0);
    near.rev().chain(first).flat_map(move |place| {
        let is_own = place == case.sentence;
        let position = if is_own { case.trigger } else { 0 };
        let phrases = sentences.get(place).map_or(&[][..], |seen| nearest(&seen.phrases, position));
        let others = phrases.iter().copied().filter(move |phrase| !(is_own && *phrase == case.trigger));
        others.map(move |phrase| (place, phrase))
    })
}

/// The phrases around a position.
fn nearest(phrases: &[usize], position: usize) -> &[usize] {
    let before = phrases.partition_point(|phrase| *phrase < position);
    let start = before.saturating_sub(PHRASES / 2).min(phrases.len().saturating_sub(PHRASES));
    phrases.get(start..phrases.len().min(start + PHRASES)).unwrap_or_default()
}

/// The names of the path to a phrase that stands as many sentences before.
pub(super) fn names_from_before(seen: &Seen<'_>, before: usize, phrase: usize) -> Vec<String> {
    let place = if before <= BEFORE { format!("before:{before}") } else { "lead".to_owned() };
    let label = seen.words.get(phrase).map_or("", |word| word.label);
    let exact = format!("{place}:{label}");
    vec![place, exact]
}

/// The names of the path from one word of a sentence to another.
pub(super) fn names(seen: &Seen<'_>, trigger: usize, phrase: usize) -> Vec<String> {
    let (up, down) = (ancestors(seen, trigger), ancestors(seen, phrase));
    let meeting = up.iter().enumerate().find_map(|(place, word)| Some((place, down.iter().position(|d| d == word)?)));
    let Some((above, below)) = meeting else {
        return vec!["apart".into(), "apart".into(), "apart..apart:1".into(), "long:1".into()];
    };
    let climbed = up.iter().take(above).map(|word| (*word, "^"));
    let steps: Vec<(usize, &str)> = climbed.chain(down.iter().take(below).rev().map(|word| (*word, ""))).collect();
    let length = steps.len();
    if length > LONGEST {
        return vec![format!("long:{}", length.min(LONGEST_TOLD))];
    }
    let step = |with_words: bool| {
        move |(word, direction): &(usize, &str)| match seen.words.get(*word) {
            Some(Word { text, label, is_named: true, .. }) if with_words => {
                format!("{label}:{}{direction}", text.to_lowercase())
            }
            Some(Word { label, .. }) => format!("{label}{direction}"),
            None => String::new(),
        }
    };
    let exact: Vec<String> = steps.iter().map(step(true)).collect();
    let bare: Vec<String> = steps.iter().map(step(false)).collect();
    let ends = [bare.first(), bare.last()].map(|end| end.map_or("", String::as_str));
    let [first, last] = ends;
    vec![exact.join("/"), bare.join("/"), format!("{first}..{last}:{length}"), format!("long:{length}")]
}

/// A word and those above it, up to the root.
fn ancestors(seen: &Seen<'_>, word: usize) -> Vec<usize> {
    let mut chain = vec![word];
    let mut at = word;
    while let Some(head) = seen.words.get(at).map(|word| word.head).filter(|head| *head != at) {
        if chain.len() >= HIGHEST || head >= seen.words.len() {
            break;
        }
        chain.push(head);
        at = head;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Chad accused Peru of meddling", with its tree.
    fn sentence() -> Seen<'static> {
        let words = [
            ("Chad", "nsubj", 1, false),
            ("accused", "ROOT", 1, false),
            ("Peru", "dobj", 1, false),
            ("Of", "prep", 1, true),
            ("meddling", "pobj", 3, false),
        ];
        let word = |(text, label, head, is_named)| Word { text, tag: "", label, head, is_named };
        Seen { words: words.into_iter().map(word).collect(), phrases: vec![0, 2, 4], ..Seen::default() }
    }

    #[test]
    fn a_path_is_named_from_the_most_to_the_least_exact() {
        for (from, to, expected) in [
            (1, 0, ["nsubj", "nsubj", "nsubj..nsubj:1", "long:1"]),
            (1, 4, ["prep:of/pobj", "prep/pobj", "prep..pobj:2", "long:2"]),
            (0, 2, ["nsubj^/dobj", "nsubj^/dobj", "nsubj^..dobj:2", "long:2"]),
            (4, 2, ["pobj^/prep:of^/dobj", "pobj^/prep^/dobj", "pobj^..dobj:3", "long:3"]),
        ] {
            assert_eq!(names(&sentence(), from, to), expected, "{from} to {to}");
        }
    }

    #[test]
    fn a_long_path_is_told_by_its_length_and_trees_that_do_not_meet_are_apart() {
        let chain = |roots: &[usize]| {
            let word = |place: usize| Word {
                text: "word",
                tag: "",
                label: "dep",
                head: if roots.contains(&place) { place } else { place - 1 },
                is_named: false,
            };
            Seen { words: (0..20).map(word).collect(), ..Seen::default() }
        };
        assert_eq!(names(&chain(&[0]), 0, 7), ["long:7"]);
        assert_eq!(names(&chain(&[0]), 0, 19), ["long:12"]);
        assert_eq!(names(&chain(&[0, 10]), 0, 19)[0], "apart");
    }

    #[test]
    fn a_circle_of_heads_ends() {
        let mut seen = sentence();
        seen.words[1].head = 2;
        assert_eq!(names(&seen, 0, 4).len(), 4);
    }

    #[test]
    fn those_of_the_sentence_come_first_then_those_of_the_ones_before() {
        let sentences = vec![sentence(); 5];
        let of = |sentence| {
            let case = Case { sentence, trigger: 2, event_type: EventType::Accuse };
            candidates(&sentences, case).collect::<Vec<_>>()
        };
        assert_eq!(of(0), [(0, 0), (0, 4)]);
        assert_eq!(of(1), [(1, 0), (1, 4), (0, 0), (0, 2), (0, 4)]);
        let places: Vec<usize> = of(4).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [4, 4, 3, 3, 3, 2, 2, 2, 0, 0, 0]);
        let crowded = Seen { phrases: (0..400).collect(), ..Seen::default() };
        assert_eq!(nearest(&crowded.phrases, 200), (160..240).collect::<Vec<_>>());
        assert_eq!(nearest(&crowded.phrases, 0), (0..80).collect::<Vec<_>>());
        assert_eq!(nearest(&crowded.phrases, 399), (320..400).collect::<Vec<_>>());
        assert_eq!(names_from_before(&sentences[0], 2, 2), ["before:2", "before:2:dobj"]);
        assert_eq!(names_from_before(&sentences[0], 4, 0), ["lead", "lead:nsubj"]);
    }
}
