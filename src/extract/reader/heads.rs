//! The questions that are asked of the vectors of words: a small network for each.

use super::{
    dense::{Mlp, sigmoid, softmax},
    finding::{CLASSES, Candidate, SECTORS, Who},
    paths::Case,
    role::Role,
    seen::Seen,
    table::Table,
};
use crate::{
    bert::{Dense, EncoderError, EncoderFile, gelu},
    model::EventType,
};

/// Widths of the context vector and of the embeddings of tags and types.
const CONTEXT: usize = 64;
pub(super) const TAG: usize = 16;
pub(super) const KIND: usize = 32;
/// Widths of hidden layers.
const TRIGGER: usize = 256;
const NOBODY: usize = 64;
const WHO: usize = 64;
/// Minimum probability of a role for which it is asked who a phrase is.
const TAKES_PART: f32 = 0.02;
/// What a phrase may be to an event: actor, recipient and place.
pub(super) const SLOTS: usize = 3;
/// Whether the rules and the ranker have a word as trigger of each type.
const WORD_VOTES: usize = 2 * CLASSES;

/// The networks, by question.
#[derive(Debug)]
pub(super) struct Heads {
    context: Dense,
    tags: Table,
    kinds: Vec<f32>,
    trigger: Mlp,
    direct: Dense,
    role: Role,
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
    /// What the roles take from its phrases, one after the other.
    pub phrases: Vec<f32>,
}

impl Encoded<'_> {
    pub(super) fn word(&self, position: usize) -> &[f32] {
        self.words.get(position * self.width..(position + 1) * self.width).unwrap_or_default()
    }
}

impl Heads {
    /// Reads the networks from the file of an encoder with vectors of this width.
    pub(super) fn load(file: &EncoderFile<'_>, width: usize) -> Result<Self, EncoderError> {
        let dense = |name: &str, outputs: usize, inputs: usize| Dense::load(file, name, outputs, inputs);
        let context = dense("context", CONTEXT, 2 * width)?;
        let kinds = file.matrix("kind.rows", CLASSES, KIND)?;
        Ok(Self {
            context,
            tags: Table::load(file, "tag", TAG)?,
            role: Role::load(file, width, &kinds)?,
            kinds,
            trigger: Mlp::load(file, "trigger", [CLASSES, TRIGGER, width + CONTEXT + TAG + WORD_VOTES])?,
            direct: dense("direct", CLASSES, width + WORD_VOTES)?,
            nobody: Mlp::load(file, "nobody", [SLOTS, NOBODY, width + KIND + CONTEXT + WORD_VOTES])?,
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

    /// What fills the slots of an event of this type: the probabilities of each noun phrase to be the actor, the recipient and
    /// the place; and then of nobody, and nowhere. For each slot they add up to 1.
    pub(super) fn slots(
        &self,
        all: &[Seen<'_>],
        sentences: &[Option<Encoded<'_>>],
        context: &[f32],
        case: Case,
    ) -> (Vec<Candidate>, [f32; 2], f32) {
        let Some(of) = sentences.get(case.sentence).and_then(Option::as_ref) else {
            return (Vec::new(), [1.0; 2], 1.0);
        };
        let at = of.word(case.trigger);
        let (chosen, mut scores) = self.role.scores(all, sentences, &self.tags, case);
        let votes = word_votes(of.seen, case.trigger);
        scores.extend(self.nobody.apply(&[at, self.kind(case.event_type), context, &votes].concat()));
        let scores = scores.as_chunks_mut::<SLOTS>().0;
        shares(scores);
        let (nobody, nowhere) = parted(scores.last().copied().unwrap_or([1.0; SLOTS]));
        let candidate = |((before, head), slots): ((usize, usize), [f32; SLOTS])| {
            let (roles, place) = parted(slots);
            let takes_part = roles.iter().any(|share| *share > TAKES_PART);
            let there = sentences.get(case.sentence - before).and_then(Option::as_ref).filter(|_| takes_part);
            let who = there.map(|there| self.who(&[there.word(head), at, &of.sentence, context].concat()));
            Candidate { before, head, roles, place, who }
        };
        (chosen.into_iter().zip(scores.iter().copied()).map(candidate).collect(), nobody, nowhere)
    }

    /// Adds what the roles take from the phrases of a sentence.
    pub(super) fn prepare(&self, encoded: &mut Encoded<'_>) {
        encoded.phrases = self.role.phrases(encoded);
    }

    /// Who a phrase is in an event.
    fn who(&self, row: &[f32]) -> Who {
        let scores = self.who.apply(row);
        let (sectors, domestic) = scores.split_at(SECTORS.min(scores.len()));
        Who { sectors: softmax(sectors), domestic: domestic.first().copied().map_or(0.0, sigmoid) }
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
        self.tags.row(tag_of(seen, position))
    }

    fn kind(&self, event_type: EventType) -> &[f32] {
        row_of(&self.kinds, class_of(event_type), KIND)
    }
}

/// The numbers of the two roles, and that of the place.
fn parted([actor, recipient, place]: [f32; SLOTS]) -> ([f32; 2], f32) {
    ([actor, recipient], place)
}

/// Makes the scores in each column probabilities that add up to 1.
fn shares<const N: usize>(scores: &mut [[f32; N]]) {
    let mut top = [f32::MIN; N];
    for row in &*scores {
        top.iter_mut().zip(row).for_each(|(top, score)| *top = top.max(*score));
    }
    let mut sums = [0.0; N];
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

/// The tag of a word.
pub(super) fn tag_of<'a>(seen: &Seen<'a>, position: usize) -> &'a str {
    seen.words.get(position).map_or("", |word| word.tag)
}

/// A row of numbers that stand one row after the other.
pub(super) fn row_of(rows: &[f32], row: usize, width: usize) -> &[f32] {
    rows.get(row * width..(row + 1) * width).unwrap_or_default()
}

/// The class of a type: the first one is that of no event.
pub(super) fn class_of(event_type: EventType) -> usize {
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
