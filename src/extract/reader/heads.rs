//! The questions that are asked of the vectors of words: a small network for each.

use rustc_hash::FxHashMap;

use super::{
    dense::{Mlp, sigmoid, softmax},
    finding::{CLASSES, Candidate, Who},
    paths::{self, Case},
    seen::{Seen, Vote},
};
use crate::{
    bert::{Dense, EncoderError, EncoderFile, gelu},
    model::{EventType, Sector},
};

/// Widths of the context vector and of the embeddings of tags, types, distances and paths.
const CONTEXT: usize = 64;
const TAG: usize = 16;
const KIND: usize = 32;
const DISTANCE: usize = 32;
const PATH: usize = 64;
/// Widths of hidden layers.
const TRIGGER: usize = 256;
const ROLE: usize = 256;
const NOBODY: usize = 64;
const WHO: usize = 64;
/// No sector or one of [`Sector`], in its order.
const SECTORS: usize = Sector::ALL.len() + 1;
/// Minimum probability of a role for which it is asked who a phrase is.
const TAKES_PART: f32 = 0.002;
/// Upper bounds of distance buckets, in words. One more bucket holds larger distances; phrases after the trigger have buckets of
/// their own.
const BUCKETS: [usize; 9] = [1, 2, 3, 4, 5, 8, 12, 20, 35];
/// Whether the rules and the ranker have a word as trigger of each type, and a phrase as actor or recipient.
const WORD_VOTES: usize = 2 * CLASSES;
const PHRASE_VOTES: usize = 6;

/// The networks, by question.
#[derive(Debug)]
pub(super) struct Heads {
    context: Dense,
    tags: Table,
    paths: Table,
    kinds: Vec<f32>,
    distances: Vec<f32>,
    trigger: Mlp,
    direct: Dense,
    role: Mlp,
    nobody: Mlp,
    who: Mlp,
    flag: Dense,
    domain: Dense,
}

/// A sentence with the vectors of its words, one after the other, and its own.
#[derive(Debug)]
pub(super) struct Encoded<'a> {
    pub seen: &'a Seen<'a>,
    pub words: Vec<f32>,
    pub sentence: Vec<f32>,
    pub width: usize,
}

impl Encoded<'_> {
    fn word(&self, position: usize) -> &[f32] {
        self.words.get(position * self.width..(position + 1) * self.width).unwrap_or_default()
    }
}

impl Heads {
    /// Reads the networks from the file of an encoder with vectors of this width.
    pub(super) fn load(file: &EncoderFile<'_>, width: usize) -> Result<Self, EncoderError> {
        let dense = |name: &str, outputs: usize, inputs: usize| Dense::load(file, name, outputs, inputs);
        Ok(Self {
            context: dense("context", CONTEXT, 2 * width)?,
            tags: Table::load(file, "tag", TAG)?,
            paths: Table::load(file, "path", PATH)?,
            kinds: file.matrix("kind.rows", CLASSES, KIND)?,
            distances: file.matrix("distance.rows", 2 * (BUCKETS.len() + 1), DISTANCE)?,
            trigger: Mlp::load(file, "trigger", [CLASSES, TRIGGER, width + CONTEXT + TAG + WORD_VOTES])?,
            direct: dense("direct", CLASSES, width + WORD_VOTES)?,
            role: Mlp::load(file, "role", [2, ROLE, 3 * width + KIND + DISTANCE + PATH + TAG + PHRASE_VOTES])?,
            nobody: Mlp::load(file, "nobody", [2, NOBODY, width + KIND + CONTEXT + WORD_VOTES])?,
            who: Mlp::load(file, "who", [SECTORS + 1, WHO, 3 * width + CONTEXT])?,
            flag: dense("flag", 4, 2 * width)?,
            domain: dense("domain", 5, width + CONTEXT)?,
        })
    }

    /// The context of an article: of the mean of its sentences' vectors, and of its first one.
    pub(super) fn context(&self, sentences: &[Option<Encoded<'_>>]) -> Vec<f32> {
        let Some(first) = sentences.iter().flatten().next() else { return vec![0.0; CONTEXT] };
        let mut mean = vec![0.0_f32; first.width];
        for Encoded { sentence, .. } in sentences.iter().flatten() {
            mean.iter_mut().zip(sentence).for_each(|(sum, number)| *sum += number);
        }
        let share = 1.0 / sentences.len() as f32;
        for sum in &mut mean {
            *sum *= share;
        }
        mean.extend_from_slice(&first.sentence);
        let mut context = self.context.apply(&mean);
        gelu(&mut context);
        context
    }

    /// The probability of no event, then of each type, for each word.
    pub(super) fn types(&self, of: &Encoded<'_>, context: &[f32]) -> Vec<[f32; CLASSES]> {
        let (mut rows, mut direct) = (Vec::new(), Vec::new());
        for position in 0..of.seen.words.len() {
            let (word, votes) = (of.word(position), word_votes(of.seen, position));
            rows.extend([word, context, self.tag(of.seen, position), &votes].concat());
            direct.extend([word, &votes].concat());
        }
        let mut scores = self.trigger.apply(&rows);
        scores.iter_mut().zip(self.direct.apply(&direct)).for_each(|(score, more)| *score += more);
        scores.chunks_exact(CLASSES).map(softmax).collect()
    }

    /// Who takes part in an event of this type: the probabilities of each noun phrase to be the actor, and the recipient, and then
    /// of nobody. For each role they add up to 1.
    pub(super) fn roles(
        &self,
        all: &[Seen<'_>],
        sentences: &[Option<Encoded<'_>>],
        context: &[f32],
        case: Case,
    ) -> (Vec<Candidate>, [f32; 2]) {
        let Some(of) = sentences.get(case.sentence).and_then(Option::as_ref) else { return (Vec::new(), [1.0; 2]) };
        let at = of.word(case.trigger);
        let (mut chosen, mut rows) = (Vec::new(), Vec::new());
        for (place, head) in paths::candidates(all, case) {
            let Some(there) = sentences.get(place).and_then(Option::as_ref) else { continue };
            let word = there.word(head);
            let both: Vec<f32> = word.iter().zip(at).map(|(one, other)| one * other).collect();
            let (names, distance) = if place == case.sentence {
                (paths::names(of.seen, case.trigger, head), distance(case.trigger, head))
            } else {
                (paths::names_from_before(there.seen, case.sentence - place, head), BUCKETS.len())
            };
            let votes = phrase_votes(there.seen, (place == case.sentence).then_some(case.trigger), head);
            let (kind, distance) = (self.kind(case.event_type), row_of(&self.distances, distance, DISTANCE));
            let path = self.paths.sum(&names);
            rows.extend([word, at, &both, kind, distance, &path, self.tag(there.seen, head), &votes].concat());
            chosen.push((case.sentence - place, head));
        }
        let mut scores = self.role.apply(&rows);
        let votes = word_votes(of.seen, case.trigger);
        scores.extend(self.nobody.apply(&[at, self.kind(case.event_type), context, &votes].concat()));
        let scores = scores.as_chunks_mut::<2>().0;
        shares(scores);
        let nobody = scores.last().copied().unwrap_or([1.0; 2]);
        let candidate = |((before, head), roles): ((usize, usize), [f32; 2])| {
            let takes_part = roles.iter().any(|share| *share > TAKES_PART);
            let there = sentences.get(case.sentence - before).and_then(Option::as_ref).filter(|_| takes_part);
            let who = there.map(|there| self.who(&[there.word(head), at, &of.sentence, context].concat()));
            Candidate { before, head, roles, who }
        };
        (chosen.into_iter().zip(scores.iter().copied()).map(candidate).collect(), nobody)
    }

    /// Who a phrase is in an event.
    fn who(&self, row: &[f32]) -> Who {
        let scores = self.who.apply(row);
        let (sectors, domestic) = scores.split_at(SECTORS.min(scores.len()));
        let shares: [f32; SECTORS] = softmax(sectors);
        let mut best = (None, 0.0);
        for (sector, share) in std::iter::once(None).chain(Sector::ALL.into_iter().map(Some)).zip(shares) {
            if share > best.1 {
                best = (sector, share);
            }
        }
        Who { sector: best.0, share: best.1, domestic: domestic.first().copied().map_or(0.0, sigmoid) }
    }

    /// Probabilities of negated, future, hypothetical and historical.
    pub(super) fn flags(&self, of: &Encoded<'_>, trigger: usize) -> [f32; 4] {
        let scores = self.flag.apply(&[of.word(trigger), &of.sentence].concat());
        let mut flags = [0.0; 4];
        flags.iter_mut().zip(scores).for_each(|(flag, score)| *flag = sigmoid(score));
        flags
    }

    /// Probabilities of the domains politics, conflict, crime, business and other.
    pub(super) fn domains(&self, of: &Encoded<'_>, trigger: usize, context: &[f32]) -> [f32; 5] {
        softmax(&self.domain.apply(&[of.word(trigger), context].concat()))
    }

    fn tag(&self, seen: &Seen<'_>, position: usize) -> &[f32] {
        self.tags.row(seen.words.get(position).map_or("", |word| word.tag))
    }

    fn kind(&self, event_type: EventType) -> &[f32] {
        row_of(&self.kinds, class_of(event_type), KIND)
    }
}

/// Makes the scores in each column probabilities that add up to 1.
fn shares(scores: &mut [[f32; 2]]) {
    let top = scores.iter().fold([f32::MIN; 2], |[a, b], [x, y]| [a.max(*x), b.max(*y)]);
    let mut sums = [0.0; 2];
    for row in &mut *scores {
        for ((score, top), sum) in row.iter_mut().zip(top).zip(&mut sums) {
            *score = (*score - top).exp();
            *sum += *score;
        }
    }
    for row in scores {
        row.iter_mut().zip(sums).for_each(|(share, sum)| *share /= sum);
    }
}

/// A row of numbers that stand one row after the other.
fn row_of(rows: &[f32], row: usize, width: usize) -> &[f32] {
    rows.get(row * width..(row + 1) * width).unwrap_or_default()
}

/// The bucket of the way between a trigger and a phrase, in words.
fn distance(trigger: usize, phrase: usize) -> usize {
    let apart = trigger.abs_diff(phrase);
    let near = BUCKETS.iter().position(|most| apart <= *most).unwrap_or(BUCKETS.len());
    near + if phrase > trigger { BUCKETS.len() + 1 } else { 0 }
}

/// The class of a type: the first one is that of no event.
fn class_of(event_type: EventType) -> usize {
    EventType::ALL.iter().position(|other| *other == event_type).map_or(0, |place| place + 1)
}

/// What the rules, and what the ranker, say of a word: the type that they give it.
fn word_votes(seen: &Seen<'_>, position: usize) -> [f32; WORD_VOTES] {
    let mut said = [0.0; WORD_VOTES];
    for (voter, votes) in seen.votes().into_iter().enumerate() {
        for vote in votes.iter().filter(|vote| vote.trigger == position) {
            if let Some(slot) = said.get_mut(voter * CLASSES + class_of(vote.event_type)) {
                *slot = 1.0;
            }
        }
    }
    said
}

/// Whether the rules, and the ranker, have a phrase as actor and as recipient of a trigger of its sentence; and the rules, of
/// another one.
fn phrase_votes(seen: &Seen<'_>, trigger: Option<usize>, phrase: usize) -> [f32; PHRASE_VOTES] {
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

/// Rows of numbers by name; the first one is for names that training did not see.
#[derive(Debug)]
struct Table {
    places: FxHashMap<String, usize>,
    width: usize,
    rows: Vec<f32>,
}

impl Table {
    /// Reads `NAME.names`, one a line, and `NAME.rows`.
    fn load(file: &EncoderFile<'_>, name: &str, width: usize) -> Result<Self, EncoderError> {
        let names = std::str::from_utf8(file.bytes(&format!("{name}.names"))?)
            .map_err(|error| EncoderError::Damaged(format!("{name}.names is not UTF-8: {error}")))?;
        let places: FxHashMap<String, usize> =
            names.split('\n').zip(1..).map(|(name, row)| (name.to_owned(), row)).collect();
        let rows = file.matrix(&format!("{name}.rows"), places.len() + 1, width)?;
        Ok(Self { places, width, rows })
    }

    fn row(&self, name: &str) -> &[f32] {
        row_of(&self.rows, self.places.get(name).copied().unwrap_or_default(), self.width)
    }

    /// The sum of the rows of the names that are known.
    fn sum(&self, names: &[String]) -> Vec<f32> {
        let mut sum = vec![0.0; self.width];
        for name in names.iter().filter(|name| self.places.contains_key(*name)) {
            sum.iter_mut().zip(self.row(name)).for_each(|(sum, number)| *sum += number);
        }
        sum
    }
}
