//! The entity recogniser: spaCy's begin, in, last, unit and out transitions, greedy.

use super::{
    architecture::{Move, TransitionShape},
    file::{ModelError, ModelFile},
    kernels::{Kernels, Rows},
    scorer::{Action, MOST_FEATURES, Scorer, ScorerScratch, Supported, best},
};
use crate::model::{Entity, Labels};

const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

const SUPPORTED: Supported = Supported {
    who: "an entity recogniser",
    features: [3, 6],
    is_move: |found| (BEGIN..=OUT).contains(&found.kind),
    moves: "begin, in, last, unit and out",
};

/// The entity recogniser of a pipeline.
#[derive(Debug)]
pub(super) struct Ner {
    scorer: Scorer,
    /// The kind and label of each move.
    moves: Vec<Action>,
    features: usize,
}

/// What decides which moves are valid.
#[derive(Debug, Clone, Copy)]
struct State {
    /// The label of the open entity.
    open: Option<u16>,
    /// The token is white space.
    is_space: bool,
    /// The sentence ends with the token.
    ends_sentence: bool,
    /// The text ends with the token.
    is_last: bool,
}

/// What is known of a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// It is white space.
    pub(super) is_space: bool,
    /// It opens a sentence.
    pub(super) is_start: bool,
}

impl Ner {
    /// Reads the recogniser. Its labels are added to the table.
    pub(super) fn load(
        file: &ModelFile,
        shape: &TransitionShape,
        width: usize,
        table: &mut Labels,
    ) -> Result<Self, ModelError> {
        SUPPORTED.check(shape)?;
        let moves = shape.moves.iter().map(|Move { kind, label }| (*kind, table.intern(label))).collect();
        Ok(Self { scorer: Scorer::load(file, "ner", shape, width)?, moves, features: shape.features })
    }

    /// Finds the entities of a text, by its tokens' vectors and what is known of them.
    pub(super) fn find(
        &self,
        kernels: Kernels,
        vectors: Rows<'_>,
        places: &[Place],
        scratch: &mut ScorerScratch,
    ) -> Vec<Entity> {
        self.scorer.prepare(kernels, vectors, scratch);
        let mut found = Vec::new();
        let mut open: Option<(usize, u16)> = None;
        for (token, place) in places.iter().enumerate() {
            let tokens = self.tokens(token, open.map(|(first, _)| first));
            self.scorer.score(kernels, &tokens, scratch);
            let state = State {
                open: open.map(|(_, label)| label),
                is_space: place.is_space,
                ends_sentence: places.get(token + 1).is_none_or(|next| next.is_start),
                is_last: token + 1 == places.len(),
            };
            let Some((kind, label)) = self.best(&scratch.scores, state) else {
                break;
            };
            match kind {
                BEGIN => open = Some((token, label)),
                UNIT => found.push(Entity { first: token, last: token + 1, label }),
                LAST => {
                    if let Some((first, label)) = open.take() {
                        found.push(Entity { first, last: token + 1, label });
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The tokens that the network looks at: the next one, then those of the open entity.
    fn tokens(&self, token: usize, first: Option<usize>) -> [i32; MOST_FEATURES] {
        let mut tokens = [-1; MOST_FEATURES];
        let number = |token: usize| i32::try_from(token).unwrap_or(-1);
        let (next, rest) = tokens.split_at_mut(1);
        next.fill(number(token));
        let Some(first) = first else { return tokens };
        if self.features == 3 {
            for (slot, token) in rest.iter_mut().zip([first, token.saturating_sub(1)]) {
                *slot = number(token);
            }
        } else {
            for (slot, token) in rest.iter_mut().take(5).zip(first..token) {
                *slot = number(token);
            }
        }
        tokens
    }

    /// The best-scored valid move. An entity neither opens on white space nor reaches over the end of a
    /// sentence.
    fn best(&self, scores: &[f32], state: State) -> Option<Action> {
        let State { open, is_space, ends_sentence, is_last } = state;
        best(scores, &self.moves, |(kind, label)| match kind {
            BEGIN => open.is_none() && !ends_sentence && !is_space && label != 0,
            IN => open == Some(label) && !ends_sentence && !is_last,
            LAST => open == Some(label),
            UNIT => open.is_none() && !is_space && label != 0,
            _ => open.is_none(),
        })
    }
}
