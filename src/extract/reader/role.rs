//! The scores of noun phrases as actor and recipient of an event, and as its place.
//!
//! One network sees a phrase, the trigger and the way between them. Its hidden layer adds up what each of them contributes, so that
//! what depends on a phrase alone, or on a trigger alone, is computed once and not for each pair.

use super::{
    heads::{Encoded, KIND, SLOTS, TAG, class_of, row_of, tag_of},
    paths::{self, Case},
    seen::{Seen, Vote},
    table::Table,
};
use crate::bert::{Dense, EncoderError, EncoderFile, gelu};

/// Widths of the embeddings of distances and paths, and of the hidden layer.
const DISTANCE: usize = 32;
const PATH: usize = 64;
const HIDDEN: usize = 256;
/// Whether the rules and the ranker have a phrase as actor or recipient.
const VOTES: usize = 6;
/// Upper bounds of distance buckets, in words. One more bucket holds larger distances; phrases after the trigger have buckets of
/// their own.
const BUCKETS: [usize; 9] = [1, 2, 3, 4, 5, 8, 12, 20, 35];

/// The network, as what each part of its input contributes to its hidden layer.
#[derive(Debug)]
pub(super) struct Role {
    paths: Table,
    /// Of the vector of a phrase.
    phrase: Dense,
    /// Of the vector of a trigger.
    trigger: Dense,
    /// Of their product.
    both: Dense,
    /// Of the path between them, the tag of the phrase and the votes.
    way: Dense,
    /// Of each type, and of each distance.
    kinds: Vec<f32>,
    distances: Vec<f32>,
    output: Dense,
}

impl Role {
    /// Reads the network from the file of an encoder with vectors of this width; `kinds` has the embeddings of the types.
    pub(super) fn load(file: &EncoderFile<'_>, width: usize, kinds: &[f32]) -> Result<Self, EncoderError> {
        let widths = [width, width, width, KIND, DISTANCE, PATH + TAG + VOTES];
        let [phrase, trigger, both, kind, distance, way] = Dense::load_parts(file, "role.in", HIDDEN, widths)?;
        let distances = file.matrix("distance.rows", 2 * (BUCKETS.len() + 1), DISTANCE)?;
        Ok(Self {
            paths: Table::load(file, "path", PATH)?,
            phrase,
            trigger,
            both,
            way,
            kinds: kind.apply(kinds),
            distances: distance.apply(&distances),
            output: Dense::load(file, "role.out", SLOTS, HIDDEN)?,
        })
    }

    /// What the phrases of a sentence contribute, one after the other.
    pub(super) fn phrases(&self, of: &Encoded<'_>) -> Vec<f32> {
        let words: Vec<f32> = of.seen.phrases.iter().flat_map(|head| of.word(*head)).copied().collect();
        self.phrase.apply(&words)
    }

    /// The phrases that may take part in an event, as the number of sentences before it and the head; and the scores of each phrase,
    /// one per slot.
    pub(super) fn scores(
        &self,
        all: &[Seen<'_>],
        sentences: &[Option<Encoded<'_>>],
        tags: &Table,
        case: Case,
    ) -> (Vec<(usize, usize)>, Vec<f32>) {
        let Some(of) = sentences.get(case.sentence).and_then(Option::as_ref) else { return (Vec::new(), Vec::new()) };
        let at = of.word(case.trigger);
        let mut base = self.trigger.apply(at);
        add(&mut base, row_of(&self.kinds, class_of(case.event_type), HIDDEN));
        let (mut chosen, mut hidden, mut products, mut ways) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (place, head) in paths::candidates(all, case) {
            let Some(there) = sentences.get(place).and_then(Option::as_ref) else { continue };
            let is_own = place == case.sentence;
            let (names, distance) = if is_own {
                (paths::names(of.seen, case.trigger, head), distance(case.trigger, head))
            } else {
                (paths::names_from_before(there.seen, case.sentence - place, head), BUCKETS.len())
            };
            let Ok(row) = there.seen.phrases.binary_search(&head) else { continue };
            let begin = hidden.len();
            hidden.extend_from_slice(&base);
            let own = hidden.get_mut(begin..).unwrap_or_default();
            add(own, row_of(&there.phrases, row, HIDDEN));
            add(own, row_of(&self.distances, distance, HIDDEN));
            products.extend(there.word(head).iter().zip(at).map(|(one, other)| one * other));
            ways.extend(self.paths.sum(&names));
            ways.extend_from_slice(tags.row(tag_of(there.seen, head)));
            ways.extend(votes(there.seen, is_own.then_some(case.trigger), head));
            chosen.push((case.sentence - place, head));
        }
        add(&mut hidden, &self.both.apply(&products));
        add(&mut hidden, &self.way.apply(&ways));
        gelu(&mut hidden);
        (chosen, self.output.apply(&hidden))
    }
}

/// Adds numbers to others, place by place.
fn add(sums: &mut [f32], numbers: &[f32]) {
    sums.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
}

/// The bucket of the way between a trigger and a phrase, in words.
fn distance(trigger: usize, phrase: usize) -> usize {
    let apart = trigger.abs_diff(phrase);
    let near = BUCKETS.iter().position(|most| apart <= *most).unwrap_or(BUCKETS.len());
    near + if phrase > trigger { BUCKETS.len() + 1 } else { 0 }
}

/// Whether the rules, and the ranker, have a phrase as actor and as recipient of a trigger of its sentence; and the rules, of
/// another one.
fn votes(seen: &Seen<'_>, trigger: Option<usize>, phrase: usize) -> [f32; VOTES] {
    let has = |heads: &[usize]| if heads.contains(&phrase) { 1.0 } else { 0.0 };
    let here = |votes: &[Vote]| {
        let here = votes.iter().rfind(|vote| Some(vote.trigger) == trigger);
        here.map_or([0.0; 2], |vote| [has(&vote.actors), has(&vote.recipients)])
    };
    let others = || seen.rules.iter().filter(|vote| Some(vote.trigger) != trigger);
    let elsewhere = |heads: fn(&Vote) -> &[usize]| others().map(|vote| has(heads(vote))).fold(0.0_f32, f32::max);
    let ([a, b], [c, d]) = (here(&seen.rules), here(&seen.ranked));
    [a, b, c, d, elsewhere(|vote| &vote.actors), elsewhere(|vote| &vote.recipients)]
}
